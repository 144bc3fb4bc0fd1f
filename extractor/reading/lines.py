"""Lines and words: what has been read off a page, in points of the flat sheet, origin top left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from extractor.geometry import Box, around
from extractor.imaging.rules import Rules
from extractor.reading.posterior import Posterior


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box; `size` is the font size (text layers) or the letter height (scans) in points.

    `raised` marks small letters above the line: a footnote mark.
    """

    text: str
    box: Box
    size: float
    raised: bool = False
    probability: float = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """Words that read as one line.

    On a scan `posterior` is the reader's full answer and `second` what the second reader makes of the line
    (None where it was not asked); a text layer has neither.
    """

    words: tuple[Word, ...]
    box: Box
    posterior: Posterior | None = field(default=None, compare=False, repr=False)
    second: str | None = None

    @property
    def text(self) -> str:
        """The words with one space between them."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Sight:
    """A page as seen: its size, its rules and its lines, from the top."""

    number: int
    width: float
    height: float
    rules: Rules
    lines: tuple[Line, ...]
    source: Literal["text", "ocr"]
    """`text` where the page brought its own words, `ocr` where they were read off its ink."""

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for line in self.lines for word in line.words)


def line_of(words: Sequence[Word], posterior: Posterior | None = None) -> Line:
    """The line made of `words`, which must be in reading order."""
    return Line(tuple(words), around(word.box for word in words), posterior)


def usual_size(words: Iterable[Word]) -> float:
    """The median size of the words; 8 points where there are none."""
    sizes = [word.size for word in words]
    return float(np.median(sizes)) if sizes else 8.0


def in_reading_order(lines: Iterable[Line]) -> list[Line]:
    """Lines from the top; those that stand beside each other from the left."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda item: item.box.center_y):
        if rows and same_row(rows[-1][-1].box, line.box):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda item: item.box.x0)]


def same_row(box: Box, other: Box) -> bool:
    """True for boxes that stand beside each other.

    Two of one size must share their middle; a small one (a raised mark) need only overlap.
    """
    low, high = sorted((box.height, other.height))
    if low > 0.8 * high:
        return abs(box.center_y - other.center_y) <= 0.35 * high
    return box.overlap_y(other) >= 0.5 * low
