"""The sheet that Instruction 6 asks for where the form has too little room: typed by the filer, no rules."""

from __future__ import annotations

from collections.abc import Sequence

from samples.generator.fill import Fill
from samples.generator.grid import Content, stacked
from samples.generator.header import gap
from samples.generator.ink import Pen, Text
from samples.generator.pages import Book
from samples.generator.table import Table, leaves
from samples.generator.typeset import flow
from samples.generator.values import rows

_TITLES = {"nonDerivativeTable": "TABLE I (continued)", "derivativeTable": "TABLE II (continued)"}
_SIZE = 0.8
"""Of the fill's letters: how large captions are typed over columns."""


def on_form(table: Table) -> tuple[str, ...]:
    """The rows that stand on the form itself."""
    own, room = rows(table.fill.filing, table.name), table.style.breaks.sheet
    return own[:room] if room else own


def put_continuation_sheet(book: Book, fill: Fill, tables: Sequence[Table]) -> None:
    """The other rows on pages of their own, under typed captions or none; no page where there are none."""
    over = [table for table in tables if len(on_form(table)) < len(rows(table.fill.filing, table.name))]
    if not over:
        return
    book.turn_page()
    book.put(_heading(fill), before=12)
    for table in over:
        book.put(fill.placed(fill.loose(_TITLES[table.name])), before=14)
        if table.style.breaks.captions:
            book.put(_captions(table), before=4)
        for row in rows(table.fill.filing, table.name)[len(on_form(table)) :]:
            book.put(_row(table, row), before=4)


def _heading(fill: Fill) -> Content:
    """What says whose sheet it is, in words the truth does not count."""
    said = (
        "CONTINUATION SHEET TO FORM 4",
        fill.filing.get("reportingOwner[1]/reportingOwnerId/rptOwnerName", ""),
        fill.filing.get("issuer/issuerName", ""),
    )
    return stacked(*(fill.placed(fill.loose(text), "center") for text in said), gap(2), gap=2)


def _captions(table: Table) -> Content:
    """The columns' numbers and first words, typed over them."""
    columns = [leaf.caption.replace("\u00ad", "").partition("|")[0] for leaf in leaves(table.columns)]
    fill = table.fill

    def draw(pen: Pen, x: float, y: float, _width: float) -> float:
        bottom = y
        for caption, width in zip(columns, table.widths, strict=True):
            words = fill.loose(caption, scale=_SIZE)
            bottom = max(bottom, flow(pen, x + 2, y, width - 4, words))
            x += width
        return bottom

    return draw


def _row(table: Table, row: str) -> Content:
    """The row as the form would have it, without its rules."""

    def draw(pen: Pen, x: float, y: float, _width: float) -> float:
        ruled = Pen()
        bottom = table.draw_row(ruled, x, y, table.row_slots(row))
        pen.text(*(item for item in ruled.items if isinstance(item, Text)))
        return bottom

    return draw
