"""The marks before captions to check, and which caption each belongs to. In points of the flat sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from extractor.layout.captions import Hit, squeezed
from extractor.model.geometry import Box, around
from extractor.model.page import Word
from extractor.segmentation.settings import SETTINGS

_SETTINGS = SETTINGS.check_marks

CHECKED = re.compile(r"[_\[({/|]*\s*[xX✓✔☒☑✗✘]\s*[_\])}/|]*")
GLUED = re.compile(r"^_*[xX]_*(?=[A-Z1])")


def bare(caption: Hit) -> Hit:
    """A caption without the mark or box before it, which may have been taken for a word of it."""
    words = list(caption.words)
    while len(words) > 1 and (CHECKED.fullmatch(words[0].text) or not squeezed(words[0].text)):
        words.pop(0)
    return Hit(caption.caption, tuple(words), around(word.box for word in words), caption.score)


def likeness(caption: str, words: Sequence[Word]) -> float:
    letters = squeezed("".join(word.text for word in words))
    return float(fuzz.ratio(squeezed(caption), letters.removeprefix("x"))) / 100


def before_caption(caption: Box) -> Box:
    """Where the mark of a caption is made: left of it."""
    return Box(
        caption.x0 - _SETTINGS.width,
        caption.top,
        caption.x0 - _SETTINGS.overlap,
        caption.top + min(caption.height, _SETTINGS.height),
    )


def mark_of(caption: Hit, marks: Sequence[Word], captions: Iterable[Hit | None]) -> Word | None:
    """The mark that belongs to a caption: before it on its first line, or glued to its first word."""
    first = caption.words[0]
    if GLUED.match(first.text) and not first.text.startswith(caption.caption[:2]):
        return first
    others = [c for c in captions if c is not None and c is not caption]
    near = [
        m
        for m in marks
        if _claims(first.box, m) and not any(_closer(o.words[0].box, first.box, m) for o in others)
    ]
    return min(near, key=lambda m: first.box.x0 - m.box.x1, default=None)


def _claims(first: Box, mark: Word) -> bool:
    gap = first.x0 - mark.box.x1
    level = _SETTINGS.abreast * max(first.height, mark.box.height)
    beside = abs(first.center_y - mark.box.center_y) <= level
    return beside and -_SETTINGS.overlap <= gap <= _SETTINGS.reach


def _closer(other: Box, mine: Box, mark: Word) -> bool:
    """True where another caption has the better claim to the mark."""
    if not _claims(other, mark):
        return False
    return _remoteness(other, mark) < _remoteness(mine, mark)


def _remoteness(caption: Box, mark: Word) -> float:
    """How far a mark is from a caption; off its line counts five times as much as along it."""
    return abs(caption.center_y - mark.box.center_y) + _SETTINGS.aside * (caption.x0 - mark.box.x1)
