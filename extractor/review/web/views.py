"""The values that the templates show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from textwrap import shorten

from markupsafe import Markup, escape

from extractor.model.filing import Cell, Filing
from extractor.model.filing_view import FilingView, Row, plain_name
from extractor.model.form_schema import FIELDS
from extractor.model.forms import FormSchema, schema_of
from extractor.model.path import TABLES, CellPath, row_path
from extractor.review.decisions import (
    AskedUnit,
    Corrected,
    DecisionResult,
    Item,
    Prospect,
    QueueProgress,
    is_spot,
)
from extractor.review.item_view import sums
from extractor.review.pictures import PageSpot, spot_of
from extractor.review.places import heading_of
from extractor.review.row_changes import ADDED, row_of
from extractor.review.service import ReviewService
from extractor.review.strips import Marked

MINUTE, HOUR = 60, 3600
NEIGHBOURS = 24
"""Cells of a row shown beside an item, at most: no row of the form has more."""
HEADER = "Names and dates"
"""What a unit outside the tables is about."""
LONGEST_MARKED = 24
"""Letters of a value whose doubtful ones are marked on the page, at most: beyond, places are guesses."""
NAMES = {field.path: field.name.replace("_", " ") for field in FIELDS}

LONGEST_SAID = 60
"""Letters of a value in what is said of it: one line, whatever its length."""
SAID = {"complete": "nothing is missing", "as-filed": "blank, as filed"}
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
    """A unit with its neighbours; `label` says what it is about.

    What its values would settle is requested later by the page, since it needs the checks again.
    """

    unit: AskedUnit
    label: str
    document: str
    neighbours: tuple[Neighbour, ...]
    prospect: Prospect
    trouble: str
    """Why the document cannot be shown."""

    @property
    def item(self) -> Item:
        """The item that is asked first."""
        return self.unit.first

    @property
    def numbers(self) -> str:
        """Its items, as the page names them."""
        return _numbers(self.unit)


def shown(service: ReviewService, unit: AskedUnit, reviewer: str) -> Shown:
    """A unit for the main view."""
    around = service.surroundings(unit.filing, reviewer)
    bound = [item.path for item in unit.items if not item.blind]
    return Shown(
        unit=unit,
        label=label_of(unit),
        document=around.document,
        neighbours=_neighbours(around.corrected, unit, around.unseen),
        prospect=Prospect(sums(around.corrected.filing, bound, around.unseen), ()),
        trouble=around.trouble,
    )


def label_of(unit: AskedUnit) -> str:
    """What a unit is about: a cell, a row, a part of the header, or all that were read alike."""
    item = unit.first
    if unit.kind == "one":
        return item.label
    if unit.kind == "group":
        return f"{len(unit.items)} × {item.value}: all?"
    row = row_of(item.path)
    return plain_name(row) if row else HEADER


def short_name(item: Item) -> str:
    """The name of an item's cell in its row or owner; of a spot, its page."""
    return item.label.rpartition(", ")[2] if row_of(item.path) else item.label


def spoken(column: str) -> str:
    """A column as the form names it: transactionDate is its transaction date."""
    return " ".join(re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", column)).lower() or column


def place_name(item: Item) -> str:
    """The row or owner of an item's cell."""
    return item.label.rpartition(", ")[0] or item.label


def marked(text: str, shown_text: str) -> Markup:
    """The text with what differs from the one shown marked."""
    codes = SequenceMatcher(None, shown_text, text, autojunk=False).get_opcodes()
    parts = [(code, text[start:end]) for code, _, _, start, end in codes if start < end]
    return Markup("").join(
        escape(part) if code == "equal" else Markup("<mark>{}</mark>").format(part) for code, part in parts
    )


def cell_address(number: int) -> str:
    """Where the picture of one cell of a group is."""
    return f"/item/{number}/cell.png"


def picture_address(unit: AskedUnit) -> str:
    """Where the picture of a unit's cells is."""
    return f"/item/{unit.number}/crop.png?of={_numbers(unit)}"


def addresses(unit: AskedUnit) -> list[str]:
    """Where the pictures of a unit are: one of all its cells, or one of each."""
    if unit.kind == "group":
        return [cell_address(number) for number in unit.numbers]
    return [] if unit.first.kind == "rows" else [picture_address(unit)]


def _numbers(unit: AskedUnit) -> str:
    return ",".join(map(str, unit.numbers))


def marks_of(unit: AskedUnit) -> list[Marked]:
    """The cells of a unit for its picture, numbered where they are several."""
    several = len(unit.items) > 1
    names = [str(number) if several else "" for number in range(1, len(unit.items) + 1)]
    return [Marked(spot_of(item), name, _doubts(item)) for item, name in zip(unit.items, names, strict=True)]


def heading_spot(service: ReviewService, item: Item) -> PageSpot | None:
    """Where the captions of an item's table stand; None outside the tables."""
    box = heading_of(service.filing(item.filing).filing, item.path, item.page)
    return replace(spot_of(item), bbox=box) if box else None


def _doubts(item: Item) -> tuple[tuple[float, float], ...]:
    """The letters of a short value that its likeliest rival has otherwise, as shares of its width."""
    if not item.value or not item.alternatives or len(item.value) > LONGEST_MARKED:
        return ()
    rival = max(item.alternatives, key=lambda other: other.probability).value
    codes = SequenceMatcher(None, item.value, rival, autojunk=False).get_opcodes()
    found = [(start, max(end, start + 1)) for code, start, end, _, _ in codes if code != "equal"]
    size = len(item.value)
    return tuple((start / size, min(1.0, end / size)) for start, end in found)


def stored(outcomes: Sequence[DecisionResult]) -> str:
    """What was stored and what that settled, in a sentence or two."""
    own = outcomes[-1].decision
    value = shorten(own.after, LONGEST_SAID, placeholder=" …").removesuffix(".")
    place = own.path.partition(" at ")[0] if is_spot(own.path) else plain_name(own.path)
    what = f"{place}: {value or SAID.get(own.action, own.action)}."
    done = ROW_CHANGED.get(own.action, what)
    if len(outcomes) > 1:
        done = f"{len(outcomes)} stored, with {done}"
    names = [plain_name(path) for path in outcomes[-1].settled]
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


def of_form(path: str, filing: Filing) -> dict[str, object]:
    """What may be added where rows at `path` are asked about: kinds of rows and columns of the form."""
    form = schema_of(FilingView(filing).form)
    return {"columns": columns(path, form), "kinds": row_kinds(path, form)}


def columns(path: str, form: FormSchema) -> tuple[tuple[str, str], ...]:
    """(path below the row, name) of the columns a new row of the table at `path` may fill on that form."""
    derivative = path.startswith("derivativeTable")
    printed = {column for table in form.tables for column in table.printed}
    own = [field for field in FIELDS if (derivative or not field.derivative_only) and not field.instead_of]
    return tuple((field.path, NAMES[field.path]) for field in own if field.path in printed)


def row_kinds(path: str, form: FormSchema) -> tuple[tuple[str, str], ...]:
    """(element, name) of the rows that may be added where a row or the table at `path` is asked about."""
    own = [table for table in form.tables if path.startswith(table.element) or not path.startswith(TABLES)]
    kinds = [
        (str(row_path(table.element, kind, 1)).partition("/")[2].partition("[")[0], table.element, kind)
        for table in own
        for kind, rows in (("Transaction", table.transaction), ("Holding", table.holding))
        if rows or not (table.transaction or table.holding)
    ]
    return tuple((element, f"{plain_name(table)}, {kind.lower()}") for element, table, kind in kinds)


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


def _neighbours(now: Corrected, unit: AskedUnit, unseen: frozenset[str]) -> tuple[Neighbour, ...]:
    """The cells of the unit's row, or of its part of the header, but those that are asked."""
    item = unit.first
    if unit.kind == "group" or item.blind:
        return ()
    whole = row_of(item.path) or item.path.partition("/")[0]
    every = now.filing.cells
    cells: Sequence[Cell] = [c for c in every if c.path.startswith(f"{whole}/") and len(whole) > 1]
    if item.path.startswith("footnotes/"):
        mark = f"F{CellPath.parse(item.path).number}"
        cells = [cell for cell in every if mark in cell.value.split()]
    asked = {item.path for item in unit.items} if len(unit.items) > 1 else set()
    return tuple(
        Neighbour(
            plain_name(c.path).rpartition(", ")[2],
            "…" if c.path in unseen else c.value,
            c.path == item.path,
            c.path in now.open,
        )
        for c in cells[:NEIGHBOURS]
        if c.path not in asked
    )
