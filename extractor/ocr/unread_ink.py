"""Ink of a line that no engine made a word of."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.model.geometry import Box
from extractor.model.page import Line, usual_size
from extractor.ocr.settings import SETTINGS


def unread_ends(line: Line) -> Iterator[Box]:
    """What stands at either end of a scan's line beyond its words, wider than a letter, from the left.

    The box of a line is that of its ink, the boxes of its words are where the engine saw their letters.
    """
    if line.source != "ocr" or not line.words:
        return
    least = SETTINGS.unread_ink.letters * usual_size(line.words)
    left, right = line.words[0].box.x0, line.words[-1].box.x1
    if left - line.box.x0 > least:
        yield line.box._replace(x1=left)
    if line.box.x1 - right > least:
        yield line.box._replace(x0=right)
