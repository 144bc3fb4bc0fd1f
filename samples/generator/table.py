"""Tables I and II: columns with sub-columns, rows that grow, heads repeated on the next page."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from samples.generator.fill import Fill
from samples.generator.grid import Ruling, Slot, draw_grid, nothing, row_heights, words_in
from samples.generator.ink import Pen
from samples.generator.style import Style
from samples.generator.typeset import Align, Word, widest_unit
from samples.generator.values import rows

_FILLED = 0.9  # of the width may be taken by values before they are set smaller
_CAPTION_SCALES = (1.0, 0.94, 0.88, 0.82)
_SMALLEST_FILL = 5.0  # points: a form with more to say than its width takes breaks words inside
_SHARES = "transactionAmounts/transactionShares"
_TOTAL = "transactionAmounts/transactionTotalValue"
_LETTER = "transactionAmounts/transactionAcquiredDisposedCode"
_FOLLOWING = "postTransactionAmounts"
_INSTEAD = {
    f"{_FOLLOWING}/sharesOwnedFollowingTransaction": f"{_FOLLOWING}/valueOwnedFollowingTransaction",
    "underlyingSecurity/underlyingSecurityShares": "underlyingSecurity/underlyingSecurityValue",
    _SHARES: _TOTAL,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A printed column: its caption, its share of the width, its field or its sub-columns.

    `field` is a path below the row's; "(A)" and "(D)" are Table II's sub-columns for the number.
    """

    caption: str
    share: float = 0.0
    field: str = ""
    subs: tuple[Column, ...] = ()
    align: Align = "left"


def leaves(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns values stand in, from left to right."""
    return tuple(leaf for column in columns for leaf in (column.subs or (column,)))


def cell_words(fill: Fill, row: str, field: str) -> tuple[Word, ...]:
    """What stands in the column of `field` in the row at the leading path `row`."""
    if field in ("(A)", "(D)"):
        if fill.filing.get(f"{row}/{_LETTER}", "") != field[1]:
            return ()
        words = fill.first_of(f"{row}/{_SHARES}", f"{row}/{_TOTAL}")
        if words:
            fill.value(f"{row}/{_LETTER}")
        return words
    fields = (field, _INSTEAD[field]) if field in _INSTEAD else (field,)
    return fill.first_of(*(f"{row}/{name}" for name in fields))


@dataclass(frozen=True, slots=True)
class Table:
    """One table of one form, ready to be drawn from any height on any page."""

    fill: Fill
    name: str
    columns: tuple[Column, ...]
    widths: tuple[float, ...]
    ruling: Ruling
    caption_scale: float = 1.0

    @property
    def style(self) -> Style:
        return self.fill.style

    def head(self, pen: Pen, x: float, y: float) -> float:
        """Draws the captions; returns the bottom."""
        ruling = replace(self.ruling, across=True)
        return draw_grid(pen, (x, y), self._head_slots(), self.widths, (10.0, 8.0), ruling)

    def row_slots(self, row: str) -> list[Slot]:
        """The boxes of one row."""
        return [
            Slot(0, n, self._content(row, leaf), stand=0.5 if self.style.centred else 0.0)
            for n, leaf in enumerate(leaves(self.columns))
        ]

    def blank_slots(self) -> list[Slot]:
        """The boxes of a row nobody filled."""
        return [Slot(0, n, nothing) for n in range(len(self.widths))]

    def row_height(self, row: str) -> float:
        return row_heights(self.row_slots(row), self.widths, (self.style.row_height,), self.ruling)[0]

    def draw_row(self, pen: Pen, x: float, y: float, slots: Sequence[Slot]) -> float:
        return draw_grid(pen, (x, y), slots, self.widths, (self.style.row_height,), self.ruling)

    def _content(self, row: str, leaf: Column) -> Callable[[Pen, float, float, float], float]:
        align: Align = "center" if self.style.centred and leaf.field != "securityTitle" else leaf.align
        return self.fill.placed(cell_words(self.fill, row, leaf.field), align)

    def _head_slots(self) -> list[Slot]:
        face = self.style.caption(self.caption_scale, bold=self.style.head_bold)
        slots, col = [], 0
        for column in self.columns:
            span = len(column.subs) or 1
            slots.append(
                Slot(0, col, words_in(face.words(column.caption)), rows=1 if column.subs else 2, cols=span)
            )
            slots += [
                Slot(1, col + n, words_in(face.words(sub.caption))) for n, sub in enumerate(column.subs)
            ]
            col += span
        return slots


def table_for(fill: Fill, name: str, columns: tuple[Column, ...], ruling: Ruling | None = None) -> Table:
    """The table with its columns' widths: shares of the width as the style spreads them, stretched to what
    stands in them unless the style keeps them fixed."""
    style = fill.style
    rng = Random(f"{style.seed} {name} columns")
    shares = [leaf.share * math.exp(rng.gauss(0.0, style.column_spread)) for leaf in leaves(columns)]
    ruling = ruling or style.ruling
    wanted = [style.inner_width * share / sum(shares) for share in shares]
    needed = _needs(fill, name, columns, ruling)
    while (
        not style.fixed_columns
        and sum(needed) > _FILLED * style.inner_width
        and fill.style.fill_size > _SMALLEST_FILL
    ):
        fill = fill.resized(0.95)
        needed = _needs(fill, name, columns, ruling)
    if style.fixed_columns:
        return Table(fill, name, columns, fitted(wanted, [0.0] * len(wanted), style.inner_width), ruling)
    scale = next(
        (scale for scale in _CAPTION_SCALES if _captions_fit(style, columns, needed, scale)),
        _CAPTION_SCALES[-1],
    )
    needed = _with_captions(style, columns, needed, scale)
    return Table(fill, name, columns, fitted(wanted, needed, style.inner_width), ruling, scale)


def fitted(wanted: Sequence[float], needed: Sequence[float], total: float) -> tuple[float, ...]:
    """Widths that sum to `total`, none under its need as long as the needs together fit."""
    if sum(needed) >= total:
        return tuple(total * need / sum(needed) for need in needed)
    slack = [max(0.0, want - need) for want, need in zip(wanted, needed, strict=True)]
    spare = total - sum(needed)
    return tuple(
        need + spare * extra / (sum(slack) or 1.0) for need, extra in zip(needed, slack, strict=True)
    )


def _captions_fit(style: Style, columns: tuple[Column, ...], needed: Sequence[float], scale: float) -> bool:
    missing = _captions_missing(style, columns, needed, scale)
    return sum(needed) + sum(missing) < style.inner_width


def _with_captions(
    style: Style, columns: tuple[Column, ...], needed: Sequence[float], scale: float
) -> list[float]:
    """The needs of the values, then as far as there is room those of captions whose words should "
    "stay whole."""
    missing = _captions_missing(style, columns, needed, scale)
    room = max(0.0, style.inner_width - sum(needed)) / (sum(missing) or 1.0)
    return [need + more * min(1.0, room) for need, more in zip(needed, missing, strict=True)]


def _captions_missing(
    style: Style, columns: tuple[Column, ...], needed: Sequence[float], scale: float
) -> list[float]:
    face = style.caption(scale, bold=style.head_bold)
    edge = 2 * style.ruling.padding + 0.5
    captions = (widest_unit(face.words(leaf.caption)) + edge for leaf in leaves(columns))
    return [max(0.0, caption - need) for caption, need in zip(captions, needed, strict=True)]


def _needs(fill: Fill, name: str, columns: tuple[Column, ...], ruling: Ruling) -> list[float]:
    """The widest unbreakable words of every column, its caption's shortest words too."""
    printed = dict(fill.printed)
    edge = 2 * ruling.padding + 0.5 + fill.style.stray
    needs = []
    for leaf in leaves(columns):
        cells = (cell_words(fill, row, leaf.field) for row in rows(fill.filing, name))
        least = fill.style.caption_size * 2.2
        needs.append(max([widest_unit(words) for words in cells] + [least]) + edge)
    fill.printed.clear()
    fill.printed.update(printed)
    return needs
