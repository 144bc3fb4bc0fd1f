"""Table I and Table II for a terminal: filled columns only, in bands where they are wider than the screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from extractor.export.xml_values import one_line, xml_value
from extractor.model.filing import Cell
from extractor.model.filing_view import FilingView, Row
from extractor.model.form_schema import FIELDS, Kind
from extractor.model.path import MARKS

FLAG = "?"
REPAIR = "*"
STYLES = {"accepted": "green", "review": "yellow", "repaired": "cyan", "corrected": "green"}
_GAP = 2  # rich's divider and one space of padding
_WRAPPED = {"Title": 14, "Underlying": 14, "Nature": 12}
_KINDS = {field.name: field.kind for field in FIELDS}
_PATHS = {field.name: field.path for field in FIELDS}


@dataclass(frozen=True, slots=True)
class Column:
    """One column as shown; the texts of several fields stand side by side in it."""

    caption: str
    fields: tuple[str, ...]
    tables: str = "I II"

    @property
    def is_number(self) -> bool:
        return _KINDS[self.fields[0]] is Kind.DECIMAL


COLUMNS = (
    Column("Title", ("title",)),
    Column("Ex. price", ("conversion_or_exercise_price",)),
    Column("Date", ("transaction_date",)),
    Column("Deemed", ("deemed_execution_date",)),
    Column("Code", ("code", "timeliness")),
    Column("Amount", ("amount", "acquired_disposed")),
    Column("Total value", ("total_value",)),
    Column("Price", ("price",), "I"),
    Column("Exercisable", ("exercisable_date",)),
    Column("Expires", ("expiration_date",)),
    Column("Underlying", ("underlying_title",)),
    Column("Shares", ("underlying_amount",)),
    Column("Und. value", ("underlying_value",)),
    Column("Price", ("price",), "II"),
    Column("Following", ("amount_following",)),
    Column("Value foll.", ("value_following",)),
    Column("D/I", ("ownership_form",)),
    Column("Nature", ("nature",)),
)


def form_table(view: FilingView, table: str, title: str, width: int) -> Iterable[RenderableType]:
    """The table's title and its columns, in as many bands as `width` (characters) needs.

    Later bands repeat the row number, as old forms continue Table II on the next page.
    """
    rows = [row for row in view.rows if row.table == table]
    path = "nonDerivativeTable" if table == "I" else "derivativeTable"
    flagged = view.is_flagged(path)
    if not rows and not flagged:
        return
    yield Text()
    yield Text(title, style="bold").append(FLAG if flagged else "", STYLES["review"])
    filled = [c for c in COLUMNS if table in c.tables.split() and any(_texts(view, r, c) for r in rows)]
    numbers = [_row_number(view, row) for row in rows]
    for number, band in enumerate(_bands(view, rows, filled, width)):
        if number:
            yield Text()
        yield _band(view, rows, numbers, band)


def cell_text(view: FilingView, cell: Cell, kind: Kind = Kind.TEXT) -> Text:
    """A value as shown: thousands separated, flagged and repaired values marked and coloured."""
    shown = _shown(cell.value, kind)
    if view.is_flagged(cell.path):
        return Text(shown + FLAG, STYLES["review"])
    if cell.status == "repaired":
        return Text(shown + REPAIR, STYLES["repaired"])
    return Text(shown)


def _shown(value: str, kind: Kind) -> str:
    number = xml_value(value, kind) if kind is Kind.DECIMAL else None
    return f"{Decimal(number):,f}" if number is not None else one_line(value)


def _row_number(view: FilingView, row: Row) -> Text:
    """1, 2 for transactions, H1, H2 for holdings: the numbers the paths have."""
    text = Text(f"H{row.number}" if row.kind == "holding" else str(row.number))
    return text.append(FLAG, STYLES["review"]) if view.is_flagged(row.path) else text


def _texts(view: FilingView, row: Row, column: Column) -> Text:
    parts = [text for name in column.fields if (text := _field_text(view, row, name))]
    return Text(" ").join(parts)


def _field_text(view: FilingView, row: Row, name: str) -> Text:
    """The value and its footnote marks: 11.4375 (1)(2)."""
    path = _PATHS[name]
    cell, marks = row.cells.get(path), row.marks(path)
    text = cell_text(view, cell, _KINDS[name]) if cell else Text()
    if marks:
        mark_cell = row.cells[path + MARKS]
        flagged = view.is_flagged(mark_cell.path)
        shown = "".join(f"({mark[1:]})" for mark in marks) + (FLAG if flagged else "")
        text.append(" " if text else "").append(shown, STYLES["review"] if flagged else "dim")
    return text


def _width(view: FilingView, rows: Sequence[Row], column: Column) -> int:
    """Characters the column needs at least; texts may wrap."""
    widest = max((_texts(view, row, column).cell_len for row in rows), default=0)
    widest = min(widest, _WRAPPED.get(column.caption, widest))
    return _GAP + max(widest, len(column.caption))


def _bands(
    view: FilingView, rows: Sequence[Row], columns: Sequence[Column], width: int
) -> list[list[Column]]:
    number_width = _GAP + max((len(_row_number(view, row)) for row in rows), default=0)
    bands: list[list[Column]] = []
    room = 0
    for column in columns:
        needed = _width(view, rows, column)
        if needed > room or not bands:
            bands.append([])
            room = width - number_width
        bands[-1].append(column)
        room -= needed
    return bands


def _band(view: FilingView, rows: Sequence[Row], numbers: Sequence[Text], columns: Sequence[Column]) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False, pad_edge=False, header_style="dim"
    )
    table.add_column("", justify="right", no_wrap=True)
    for column in columns:
        wraps = column.caption in _WRAPPED
        table.add_column(
            column.caption,
            justify="right" if column.is_number else "left",
            no_wrap=not wraps,
            overflow="fold",
            min_width=_width(view, rows, column) - _GAP,
        )
    for number, row in zip(numbers, rows, strict=True):
        table.add_row(number, *(_texts(view, row, column) for column in columns))
    return table
