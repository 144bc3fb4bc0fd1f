"""The columns of a table without rules: parted by the white that runs down through captions and rows.

Which column each strip between two whites is, the captions in it say: strips and columns are aligned, and a
column may take several strips (dynamic programming). A caption over several columns hides the white between
them; they are parted below it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz import fuzz

from extractor.layout.captions import squeezed
from extractor.layout.grid import Gap
from extractor.layout.meaning import Letters
from extractor.layout.settings import SETTINGS
from extractor.layout.template import Column
from extractor.model.geometry import median
from extractor.model.page import Line, RulingLine, Word, by_rows, line_of

_SETTINGS = SETTINGS.captioned_grid
_BROKEN = re.compile(r"(?<=[^\W\d])-\s+(?=[^\W\d])|(?<=/)\s+")
"""Where a word of a caption is broken at a line's end: `Trans- action`, `(Month/ Day/ Year)`."""


@dataclass(frozen=True, slots=True)
class TableWords:
    """What is read of a table: the words of its `head`, each with the number of its row, those of its `body`,
    the rules `down` between them; `blank` is the least white between columns, in heights of the letters."""

    head: tuple[tuple[int, Word], ...]
    body: tuple[Word, ...]
    down: tuple[RulingLine, ...]
    letters: Letters
    blank: float

    @staticmethod
    def of(
        head: Sequence[Line], body: Sequence[Line], down: Sequence[RulingLine], letters: Letters, blank: float
    ) -> TableWords:
        """Made of lines."""
        rows = enumerate(by_rows(head))
        above = tuple((row, word) for row, lines in rows for line in lines for word in line.words)
        return TableWords(
            above, tuple(word for line in body for word in line.words), tuple(down), letters, blank
        )

    def between(self, x0: float, x1: float) -> TableWords:
        """What of it stands there."""
        head = tuple((row, word) for row, word in self.head if x0 <= word.box.center_x < x1)
        body = tuple(word for word in self.body if x0 <= word.box.center_x < x1)
        return replace(self, head=head, body=body)

    def rows(self, first: int, end: int) -> TableWords:
        """It with some rows of its head alone."""
        return replace(self, head=tuple((row, word) for row, word in self.head if first <= row < end))

    @property
    def said(self) -> str:
        """The letters of its head, row by row."""
        return self.letters(_BROKEN.sub("", " ".join(word.text for _, word in self.head)))


@dataclass(frozen=True, slots=True)
class InkedStrip:
    """What stands between two whites, from the middle of each to the other's; `white` is the width of the
    one to its left, in heights of the letters."""

    x0: float
    x1: float
    white: float


@dataclass(frozen=True, slots=True)
class Found:
    """Columns with their places, from the left. `value` is how well the captions agree, in matched columns,
    less what was lost; `agreement` the same without the losses."""

    value: float = 0.0
    agreement: float = 0.0
    gaps: tuple[Gap, ...] = ()

    def less(self, cost: float) -> Found:
        """The same at a cost."""
        return Found(self.value - cost, self.agreement, self.gaps)

    def followed_by(self, other: Found, cost: float) -> Found:
        """Both, the other on the right."""
        value = self.value + other.value - cost
        return Found(value, self.agreement + other.agreement, (*self.gaps, *other.gaps))


def parted(lines: Iterable[Line], blank: float) -> list[Line]:
    """The lines, split where words are further apart than `blank`, in heights of their letters."""
    return [part for line in lines for part in _parts(line, blank)]


def _parts(line: Line, blank: float) -> Iterator[Line]:
    cuts = [k for k, pair in enumerate(pairwise(line.words), start=1) if _white_between(*pair) > blank]
    yield from (line_of(line.words[a:b], line.source) for a, b in pairwise([0, *cuts, len(line.words)]))


def _white_between(word: Word, other: Word) -> float:
    return (other.box.x0 - word.box.x1) / max(word.size, other.size)


def said_in(columns: Sequence[Column], letters: Letters) -> Callable[[str], bool]:
    """Tells of a text whether it is a piece of a caption of the columns."""
    every = [own for column in columns for own in (column, *column.columns)]
    wordings = tuple({letters(wording) for own in every for wording in own.wordings})

    def is_said(text: str) -> bool:
        own = letters(text)
        return bool(own) and any(_is_piece(own, wording) for wording in wordings)

    return is_said


def _is_piece(text: str, wording: str) -> bool:
    if text in wording:
        return True
    worn = 100 * SETTINGS.captions.worn_short
    return _SETTINGS.telling < len(text) <= len(wording) and fuzz.partial_ratio(text, wording) >= worn


def head_foot(lines: Sequence[Line], is_said: Callable[[str], bool]) -> float | None:
    """The foot of the lowest row of captions: above it captions prevail, below it what else there is."""
    best, reached, foot = 0, 0, None
    for row in by_rows(lines):
        for line in row:
            count = len(squeezed(line.text))
            reached += count if is_said(line.text) else -count
        if reached > best:
            best, foot = reached, max(line.box.bottom for line in row)
    return foot


def columns_by_white(table: TableWords, columns: Sequence[Column]) -> Found:
    """The columns as the captions name the strips between whites; those under one caption below it."""
    strips = list(_strips(table))
    return _aligned(strips, columns, table) if strips else Found()


def _strips(table: TableWords) -> Iterator[InkedStrip]:
    """The strips of paper with ink in them, from the left."""
    words = [*(word for _, word in table.head), *table.body]
    if not words:
        return
    size = median([word.size for word in words])
    inked: list[tuple[float, float]] = []
    for x0, x1 in sorted((word.box.x0, word.box.x1) for word in words):
        if inked and not _is_white(inked[-1][1], x0, table.blank * size, table.down):
            inked[-1] = (inked[-1][0], max(inked[-1][1], x1))
        else:
            inked.append((x0, x1))
    middles = [(left[1] + right[0]) / 2 for left, right in pairwise(inked)]
    whites = [0.0, *((right[0] - left[1]) / size for left, right in pairwise(inked))]
    edges = [inked[0][0] - _SETTINGS.aside, *middles, inked[-1][1] + _SETTINGS.aside]
    yield from (InkedStrip(x0, x1, white) for (x0, x1), white in zip(pairwise(edges), whites, strict=True))


def _is_white(end: float, start: float, least: float, down: Iterable[RulingLine]) -> bool:
    """True where columns table: wide enough a white, or one with a rule in it."""
    return start - end >= least or any(end <= rule.at <= start for rule in down)


def _aligned(strips: Sequence[InkedStrip], columns: Sequence[Column], table: TableWords) -> Found:
    """The best alignment: each column with one strip or some beside each other, in their order."""
    best = [[Found().less(_SETTINGS.no_column * j) for j in range(len(strips) + 1)]]
    for column in columns:
        before, row = best[-1], list[Found]()
        for j in range(len(strips) + 1):
            moves = [before[j].less(_lost(column))]
            if j:
                moves.append(row[j - 1].less(_SETTINGS.no_column))
            for first in range(max(0, j - _SETTINGS.most_strips), j):
                own = strips[first:j]
                if (taken := _taken(column, own, table)) is not None:
                    inside = 0.0 if column.columns else sum(strip.white for strip in own[1:])
                    moves.append(before[first].followed_by(taken, _SETTINGS.white_inside * inside))
            row.append(max(moves, key=_value))
        best.append(row)
    return best[-1][-1]


def _lost(column: Column) -> float:
    """What it costs that a column is nowhere."""
    return _SETTINGS.no_strip * sum(not leaf.optional for leaf in column.leaves())


def _taken(column: Column, strips: Sequence[InkedStrip], table: TableWords) -> Found | None:
    """The column, or its sub-columns, in some strips; None where their captions say something else."""
    x0, x1 = strips[0].x0, strips[-1].x1
    own = table.between(x0, x1)
    below = "".join(table.letters(sub.caption) for sub in column.columns)
    wordings = [table.letters(wording) + below for wording in column.wordings]
    alike = _alike([*wordings, below] if below else wordings, own.said)
    if alike < _SETTINGS.least_alike:
        return None
    return _divided(column, own, x0, x1) if below else Found(alike, alike, (Gap(column, x0, x1),))


def _divided(column: Column, table: TableWords, x0: float, x1: float) -> Found | None:
    """The sub-columns of a column, parted below the caption over them, wherever that ends."""
    wordings = [table.letters(wording) for wording in column.wordings]
    rows = sorted({row for row, _ in table.head})
    best, most = None, 0.0
    for cut in rows[: _SETTINGS.rows_over]:
        below = table.rows(cut, rows[-1] + 1)
        found = _aligned(list(_strips(below)), column.columns, below)
        value = found.value + _alike(wordings, table.rows(0, cut).said)
        if found.gaps and value > most:
            best, most = found, value
    return best and replace(best, gaps=_filling(best.gaps, x0, x1))


def _filling(gaps: Sequence[Gap], x0: float, x1: float) -> tuple[Gap, ...]:
    """Sub-columns from edge to edge of their column."""
    edges = [x0, *((left.x1 + right.x0) / 2 for left, right in pairwise(gaps)), x1]
    return tuple(Gap(gap.column, *sides) for gap, sides in zip(gaps, pairwise(edges), strict=True))


def _alike(wordings: Iterable[str], text: str) -> float:
    """How much a text is like the wording most like it (0 to 1)."""
    return max(fuzz.ratio(wording, text) for wording in wordings) / 100


def _value(found: Found) -> float:
    return found.value
