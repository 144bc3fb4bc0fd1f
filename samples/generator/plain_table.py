"""Tables of plain text: columns held apart by blanks or pipes, captions in several lines, rows that wrap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil
from random import Random
from typing import Literal

from samples.generator.fill import Fill
from samples.generator.plain_page import BLANK, Block, Page, TypedLine
from samples.generator.table import Column, cell_words, leaves
from samples.generator.typeset import Word, line_width, lines_of, widest_unit
from samples.generator.values import rows

_RIGHT = ("Shares", "Price", "PerShare", "Transaction", "(A)", "(D)")
"""Columns whose numbers may be set to the right end with these names."""
_TITLES = ("securityTitle", "underlyingSecurityTitle", "natureOfOwnership")
"""Columns that get what a line has to spare."""


@dataclass(frozen=True, slots=True)
class Look:
    """How one filer types tables. `apart`: blanks between columns; `under`: what stands under the captions;
    `between`: what parts rows; `hung`: captions stand at the foot of the head; `right`: numbers do at the
    right end of their columns."""

    divider: Literal["blanks", "pipes"]
    apart: int
    under: Literal["pieces", "rule", "double"]
    between: Literal["nothing", "blank", "rule"]
    hung: bool
    right: bool
    tags: bool

    @staticmethod
    def of(rng: Random) -> Look:
        """One of the ways."""
        pipes = rng.random() < 0.4
        return Look(
            divider="pipes" if pipes else "blanks",
            apart=rng.choice((1, 2, 2, 3)) + (0 if pipes else 1),
            under=rng.choice(("pieces", "pieces", "rule", "double")),
            between=rng.choice(("blank", "blank", "nothing", "rule")),
            hung=rng.random() < 0.6,
            right=rng.random() < 0.4,
            tags=rng.random() < 0.3,
        )


@dataclass(frozen=True, slots=True)
class PlainTable:
    """One table; `widths` are those of its columns in characters."""

    fill: Fill
    page: Page
    look: Look
    name: str
    columns: tuple[Column, ...]
    widths: tuple[int, ...]

    @property
    def _apart(self) -> int:
        return self.look.apart + (self.look.apart % 2 == 0 and self.look.divider == "pipes")

    @property
    def starts(self) -> tuple[int, ...]:
        """The first character of each column."""
        lead = 1 + self._apart // 2 if self.look.divider == "pipes" else 0
        return tuple(accumulate((wide + self._apart for wide in self.widths[:-1]), initial=lead))

    @property
    def wide(self) -> int:
        """Characters of the whole table."""
        tail = 1 + self._apart // 2 if self.look.divider == "pipes" else 0
        return self.starts[-1] + self.widths[-1] + tail

    def head(self) -> Block:
        """The captions, those over sub-columns above a rule of their own, and what stands under them all."""
        over, own = (
            list(self._over()),
            [self._caption(leaf, n) for n, leaf in enumerate(leaves(self.columns))],
        )
        tall = max(len(lines) for lines in own)
        height = max([tall] + [len(lines) + 1 + self._tallest(a, b, own) for a, b, lines in over])
        placed: list[list[tuple[int, tuple[Word, ...]]]] = [[] for _ in range(height)]
        for n, lines in enumerate(own):
            spanned = any(first <= n < last for first, last, _ in over)
            self._place(placed, n, lines, height - len(lines) if spanned or self.look.hung else 0)
        for first, last, lines in over:
            foot = height - self._tallest(first, last, own)
            top = foot - len(lines) - 1 if self.look.hung else 0
            self._place(placed, first, lines, top)
            wide = self.starts[last - 1] + self.widths[last - 1] - self.starts[first]
            placed[foot - 1].append((self.starts[first], self.page.words("-" * wide)))
        tags = self._tags() if self.look.tags else ()
        edge = (self._edge(),) if self.look.divider == "pipes" else ()
        return (*tags, *edge, *(self._piped(line) for line in placed), *self._under())

    def rows(self, names: Sequence[str]) -> Iterator[Block]:
        """The rows, each with what parts it from the next."""
        for name in names:
            cells = [self._cell(name, leaf, n) for n, leaf in enumerate(leaves(self.columns))]
            lines: list[list[tuple[int, tuple[Word, ...]]]] = [[] for _ in range(max(map(len, cells)) or 1)]
            for n, cell in enumerate(cells):
                for at, line in enumerate(cell):
                    lines[at].append((self.starts[n] + self._aside(n, line), line))
            yield (*(self._piped(line) for line in lines), *self._between())

    def _tallest(self, first: int, last: int, own: Sequence[Sequence[tuple[Word, ...]]]) -> int:
        return max(len(lines) for lines in own[first:last])

    def _place(
        self,
        placed: list[list[tuple[int, tuple[Word, ...]]]],
        column: int,
        lines: Sequence[tuple[Word, ...]],
        top: int,
    ) -> None:
        for n, line in enumerate(lines):
            if line:
                placed[top + n].append((self.starts[column], line))

    def _over(self) -> Iterator[tuple[int, int, list[tuple[Word, ...]]]]:
        at = 0
        for column in self.columns:
            if column.subs:
                last = at + len(column.subs)
                wide = self.starts[last - 1] + self.widths[last - 1] - self.starts[at]
                yield at, last, self._lines(column.caption, wide)
            at += len(column.subs) or 1

    def _caption(self, leaf: Column, number: int) -> list[tuple[Word, ...]]:
        return self._lines(leaf.caption, self.widths[number])

    def _lines(self, caption: str, wide: int) -> list[tuple[Word, ...]]:
        words = self.page.style.caption().words(caption.replace(" | | ", " | "))
        return lines_of(words, (wide + 0.01) * self.page.pitch)

    def _cell(self, row: str, leaf: Column, number: int) -> list[tuple[Word, ...]]:
        words = cell_words(self.fill, row, leaf.field)
        return lines_of(words, (self.widths[number] + 0.01) * self.page.pitch)

    def _aside(self, number: int, line: tuple[Word, ...]) -> int:
        field = leaves(self.columns)[number].field
        if not self.look.right or not field.endswith(_RIGHT):
            return 0
        return max(0, self.widths[number] - round(line_width(line) / self.page.pitch))

    def _piped(self, line: TypedLine | list[tuple[int, tuple[Word, ...]]]) -> TypedLine:
        if self.look.divider != "pipes":
            return tuple(line)
        return (*line, *((at, self.page.words("|")) for at in self._bars(line)))

    def _bars(self, line: Sequence[tuple[int, tuple[Word, ...]]]) -> Iterator[int]:
        """Where pipes stand: none where a caption over several columns crosses."""
        crossed = [(at, at + round(line_width(words) / self.page.pitch)) for at, words in line]
        for at in (0, *(start - 1 - self._apart // 2 for start in self.starts[1:]), self.wide - 1):
            if not any(first <= at < last for first, last in crossed):
                yield at

    def _edge(self) -> TypedLine:
        return self.page.rule("-", wide=self.wide)

    def _under(self) -> Block:
        match self.look.under:
            case "pieces":
                pieces = zip(self.starts, self.widths, strict=True)
                return (self._piped([(at, self.page.words("-" * wide)) for at, wide in pieces]),)
            case "rule":
                return (self._edge(),)
            case "double":
                return (self.page.rule("=", wide=self.wide),)

    def _between(self) -> Block:
        if self.look.between == "rule":
            return (self._edge(),)
        return (self._piped(()) or BLANK,) if self.look.between == "blank" else ()

    def _tags(self) -> Block:
        tags = [(at, self.page.words("<C>" if n else "<S>")) for n, at in enumerate(self.starts)]
        return (self.page.said("<TABLE>"), self.page.said("<CAPTION>"), tuple(tags))


def plain_table(fill: Fill, page: Page, look: Look, name: str, columns: tuple[Column, ...]) -> PlainTable:
    """The table with columns as wide as their longest words; texts get what there is to spare."""
    printed = dict(fill.printed)
    names = rows(fill.filing, name)
    widths = [wide for column in columns for wide in _widths(fill, page, names, column)]
    fill.printed.clear()
    fill.printed.update(printed)
    table = PlainTable(fill, page, look, name, columns, tuple(widths))
    spare = page.wide - table.wide
    wordy = [n for n, leaf in enumerate(leaves(columns)) if leaf.field.endswith(_TITLES)]
    for n in wordy:
        widths[n] += max(0, spare // len(wordy))
    return PlainTable(fill, page, look, name, columns, tuple(widths))


def _widths(fill: Fill, page: Page, names: Sequence[str], column: Column) -> list[int]:
    """Characters of a column, or of each of its sub-columns, so that no word breaks."""
    widths = [_least(fill, page, names, leaf) for leaf in column.subs or (column,)]
    over = ceil(widest_unit(page.style.caption().words(column.caption)) / page.pitch - 0.01)
    widths[-1] += max(0, over - sum(widths))
    return widths


def _least(fill: Fill, page: Page, names: Sequence[str], leaf: Column) -> int:
    caption = widest_unit(page.style.caption().words(leaf.caption))
    values = (widest_unit(cell_words(fill, row, leaf.field)) for row in names)
    return max(2, ceil(max([caption, *values]) / page.pitch - 0.01))
