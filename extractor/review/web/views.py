"""The values that the templates show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.errors import UnreadableInput
from extractor.model.filing import Cell, Filing
from extractor.model.filing_view import FilingView, Row, plain_name
from extractor.model.form_schema import FIELDS
from extractor.model.path import CellPath
from extractor.review.decisions import Corrected, DecisionResult, Item, Prospect, QueueProgress
from extractor.review.item_view import sums
from extractor.review.row_changes import ADDED, row_of
from extractor.review.service import ReviewService

MINUTE, HOUR = 60, 3600
NEIGHBOURS = 24
"""Cells of a row shown beside an item, at most: no row of the form has more."""
NAMES = {field.path: field.name.replace("_", " ") for field in FIELDS}

ROW_CHANGED = {"add-row": "Row added.", "delete-row": "Row deleted.", "merge-rows": "Rows merged."}


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A cell of the same row: its column's name, its value, whether it is the one asked about or open."""

    name: str
    value: str
    is_asked: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table on the page of a row fault, as text, with its box on the upright page in points."""

    path: str
    name: str
    words: str
    box: tuple[float, float, float, float] | None


@dataclass(frozen=True, slots=True)
class Shown:
    """One item with its neighbours.

    What its value would settle is requested later by the page, since it needs the checks again.
    """

    item: Item
    document: str
    neighbours: tuple[Neighbour, ...]
    prospect: Prospect
    trouble: str
    """Why the document cannot be shown."""


def shown(service: ReviewService, item: Item, reviewer: str) -> Shown:
    """An item for the main view."""
    corrected = service.filing(item.filing)
    unseen = service.unseen(item.filing, reviewer)
    return Shown(
        item=item,
        document=service.name(item.document),
        neighbours=() if item.blind else _neighbours(corrected, item, unseen),
        prospect=Prospect(() if item.blind else sums(corrected.filing, item.path, unseen), ()),
        trouble=_trouble(service, item.document),
    )


def _trouble(service: ReviewService, document: int) -> str:
    try:
        service.source_file(document)
    except UnreadableInput as error:
        return str(error)
    return ""


def stored(outcome: DecisionResult) -> str:
    """What was stored and what that settled, in a sentence or two."""
    own = outcome.decision
    what = f"{plain_name(own.path)}: {own.after or own.action}."
    done = ROW_CHANGED.get(own.action, what)
    names = [plain_name(path) for path in outcome.settled]
    return f"{done} Settled by this: {'; '.join(names)}." if names else done


def time_left(progress: QueueProgress) -> str:
    """The estimate in words."""
    seconds = progress.seconds_left
    if seconds is None:
        return ""
    if seconds < MINUTE:
        return "under a minute left"
    if seconds < HOUR:
        return f"about {round(seconds / MINUTE)} min left"
    return f"about {seconds / HOUR:.1f} h left"


def columns(path: str) -> tuple[tuple[str, str], ...]:
    """(path below the row, name) of the columns a new row of the table at `path` may fill."""
    derivative = path.startswith("derivativeTable")
    own = [field for field in FIELDS if (derivative or not field.derivative_only) and not field.instead_of]
    return tuple((field.path, NAMES[field.path]) for field in own)


def table_rows(filing: Filing, item: Item) -> tuple[Row, ...]:
    """The rows of the item's table, or of both tables, on its page, as they stand there."""
    table = item.path.partition("/")[0]
    place = {cell.path: number for number, cell in enumerate(filing.cells)}
    rows = sorted(FilingView(filing).rows, key=lambda row: min(place[c.path] for c in row.cells.values()))
    own = [row for row in rows if not table.endswith("Table") or row.path.startswith(f"{table}/")]
    return tuple(row for row in own if any(cell.page == item.page for cell in row.cells.values()))


def row_name(row: Row) -> str:
    """A row by its number in the form; an added one has none yet."""
    return f"added {row.kind}" if row.number > ADDED else plain_name(row.path)


def row_words(row: Row) -> str:
    """A row as one line."""
    return " · ".join(cell.value for cell in row.cells.values() if cell.value)


def _neighbours(now: Corrected, item: Item, unseen: frozenset[str]) -> tuple[Neighbour, ...]:
    """The cells of the item's row, or of its part of the header."""
    whole = row_of(item.path) or item.path.partition("/")[0]
    every = now.filing.cells
    cells: Sequence[Cell] = [c for c in every if c.path.startswith(f"{whole}/") and len(whole) > 1]
    if item.path.startswith("footnotes/"):
        mark = f"F{CellPath.parse(item.path).number}"
        cells = [cell for cell in every if mark in cell.value.split()]
    return tuple(
        Neighbour(
            plain_name(c.path).rpartition(", ")[2],
            "…" if c.path in unseen else c.value,
            c.path == item.path,
            c.path in now.open,
        )
        for c in cells[:NEIGHBOURS]
    )
