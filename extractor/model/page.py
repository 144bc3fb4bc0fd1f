"""Lines and words: what has been read off a page, in points of the flat sheet, origin top left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf
from typing import Literal

import numpy as np

from extractor.imaging.ruling_lines import RulingLines
from extractor.model.geometry import Box, around
from extractor.model.posterior import Posterior, joined


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

    On a scan `posterior` is the first reader's full answer, placed in points of the sheet, `again` that of
    its thorough sister, `second` that of the second reader and `third` the text the third makes of the line
    (None where they were not asked); a text layer has none of them.
    """

    words: tuple[Word, ...]
    box: Box
    posterior: Posterior | None = field(default=None, compare=False, repr=False)
    again: Posterior | None = field(default=None, compare=False, repr=False)
    second: Posterior | None = field(default=None, compare=False, repr=False)
    third: str | None = None

    @property
    def text(self) -> str:
        """The words with one space between them."""
        return " ".join(word.text for word in self.words)

    def only(self, words: Sequence[Word]) -> Line:
        """The line of some of its words, with what the readers answered where those stand."""
        if len(words) == len(self.words):
            return self
        spans = self._spans(words)
        return Line(
            tuple(words),
            around(word.box for word in words),
            _cut(self.posterior, spans),
            _cut(self.again, spans),
            _cut(self.second, spans),
            self._third_of(words),
        )

    def _spans(self, words: Sequence[Word]) -> list[tuple[float, float]]:
        """From where to where the words' own ink runs: neighbours together, the gaps around shared."""
        own = set(map(id, words))
        middles = [(one.box.x1 + other.box.x0) / 2 for one, other in pairwise(self.words)]
        edges = [-inf, *middles, inf]
        spans: list[tuple[float, float]] = []
        for k, word in enumerate(self.words):
            if id(word) not in own:
                continue
            if spans and spans[-1][1] == edges[k]:
                spans[-1] = (spans[-1][0], edges[k + 1])
            else:
                spans.append((edges[k], edges[k + 1]))
        return spans

    def _third_of(self, words: Sequence[Word]) -> str | None:
        """The third reader's words in the places of `words`, where it saw as many words as the first."""
        if self.third is None or len(seen := self.third.split()) != len(self.words):
            return None
        own = set(map(id, words))
        return " ".join(text for text, word in zip(seen, self.words, strict=True) if id(word) in own)


def _cut(posterior: Posterior | None, spans: Sequence[tuple[float, float]]) -> Posterior | None:
    return None if posterior is None else joined([posterior.between(*span) for span in spans]).stripped()


@dataclass(frozen=True, slots=True)
class PageText:
    """A page as seen: its size, its rules and its lines, from the top."""

    number: int
    width: float
    height: float
    rules: RulingLines
    lines: tuple[Line, ...]
    source: Literal["text", "ocr"]
    """`text` where the page brought its own words, `ocr` where they were read off its ink."""

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for line in self.lines for word in line.words)


def line_of(words: Sequence[Word]) -> Line:
    """The line made of `words`, which must be in reading order."""
    return Line(tuple(words), around(word.box for word in words))


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
