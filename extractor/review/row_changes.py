"""Rows that a person adds, deletes and merges: their places, their numbers, and the boxes of what was added.

A decision names rows as they were extracted; added rows have numbers of their own beyond those. All are
numbered anew on export, in the order in which they stand in the filing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.model.filing import BBox, Cell, Filing
from extractor.model.path import CellPath, within
from extractor.model.reason import Reason, ReasonCode
from extractor.model.review_list import section_of
from extractor.review.decisions import Decision

NOWHERE: BBox = (0.0, 0.0, 0.0, 0.0)
"""The place of a value of which not even its row is known."""
ADDED = 1000
"""Rows a person adds get numbers from here on, after those found, until all rows are renumbered."""
AFTER, FIRST = "after", "first"
"""Beside the values of an added row: the path of the row it stands below, or that it is the table's first."""
TEXTS = ("securityTitle", "natureOfOwnership", "underlyingSecurityTitle")
"""Fields whose texts are joined where two rows are merged."""


def row_of(path: str) -> str:
    """The path of the row a cell is in; empty outside the tables."""
    parts = CellPath.parse(path)
    return parts.base if parts.table else ""


# Numbers.


def as_exported(filing: Filing) -> Filing:
    """The filing with its rows numbered from 1 without gaps, in the order in which they stand."""
    return _renamed(filing, numbered_anew(filing))


def in_order(filing: Filing, work: Callable[[Filing], Filing]) -> Filing:
    """What `work` makes of the filing while its added rows have the numbers of their places.

    Sums that go from row to row follow the numbers; the result has the paths of the decisions again.
    """
    numbers = numbered_anew(filing)
    if all(CellPath.parse(row).number <= ADDED for row in numbers):
        return work(filing)
    return _renamed(work(_renamed(filing, numbers)), {new: old for old, new in numbers.items()})


def numbered_anew(filing: Filing) -> dict[str, str]:
    """Row → the same row counted from 1 within its kind."""
    seen: dict[str, dict[str, str]] = {}
    for cell in filing.cells:
        path = CellPath.parse(cell.path)
        if path.table:
            own = seen.setdefault(path.element, {})
            own.setdefault(path.base, replace(path, number=len(own) + 1, field="", marks=False).base)
    return {row: new for own in seen.values() for row, new in own.items()}


def _renamed(filing: Filing, rows: Mapping[str, str]) -> Filing:
    """The filing with other paths for its rows, wherever a path stands."""

    def renamed(path: str) -> str:
        row = row_of(path)
        return rows.get(row, row) + path[len(row) :]

    changed = {
        "cells": tuple(own.model_copy(update={"path": renamed(own.path)}) for own in filing.cells),
        "review": tuple(own.model_copy(update={"path": renamed(own.path)}) for own in filing.review),
        "checks": tuple(
            own.model_copy(update={"cells": tuple(map(renamed, own.cells))}) for own in filing.checks
        ),
    }
    return filing.model_copy(update=changed)


# Changes: the filing and the decision in, the filing out.


def with_row(filing: Filing, decision: Decision) -> Filing:
    """A row more, where it stands in its table."""
    fields: dict[str, str] = json.loads(decision.after)
    above = fields.pop(AFTER, "")
    at = _index(filing.cells, CellPath.parse(decision.path), above)
    place = _RowPlace.of(filing, at, CellPath.parse(decision.path).table)
    reason = Reason.of(ReasonCode.ROW_ADDED, reviewer=decision.reviewer)
    own = [place.cell(f"{decision.path}/{name}", value, reason) for name, value in fields.items()]
    return filing.model_copy(update={"cells": (*filing.cells[:at], *own, *filing.cells[at:])})


def without_row(filing: Filing, row: str) -> Filing:
    """The filing without a row: its cells and its review entries."""
    cells = tuple(cell for cell in filing.cells if not within(cell.path, row))
    items = tuple(item for item in filing.review if not within(item.path, row))
    return filing.model_copy(update={"cells": cells, "review": items})


def merged(filing: Filing, first: str, second: str) -> Filing:
    """Adds the second row's values where the first has none; texts are joined."""
    own = {cell.path: cell for cell in filing.cells}
    for cell in [cell for cell in filing.cells if cell.path.startswith(f"{second}/")]:
        path = first + cell.path[len(second) :]
        if path not in own:
            own[path] = cell.model_copy(update={"path": path})
        elif path.endswith(TEXTS):
            whole = f"{own[path].value} {cell.value}"
            own[path] = own[path].model_copy(update={"value": whole, "status": "corrected"})
    # What was looked for in vain in the first row may have been read in the second.
    found = {path for path in own if path.startswith(f"{first}/") and filing.cell(path) is None}
    review = tuple(item for item in filing.review if item.place not in found)
    changed = {"cells": tuple(own.values()), "review": review}
    return without_row(filing.model_copy(update=changed), second)


def with_cell(filing: Filing, path: str, value: str, reason: Reason) -> Filing:
    """The filing with a value where none was read, after what its row or part of the form has."""
    row = row_of(path)
    own = [at for at, cell in enumerate(filing.cells) if row and row_of(cell.path) == row]
    at = own[-1] + 1 if own else _index(filing.cells, CellPath.parse(path), "")
    place = _RowPlace.within([filing.cells[k] for k in own], filing, CellPath.parse(path).table)
    cell = place.cell(path, value, reason)
    return filing.model_copy(update={"cells": (*filing.cells[:at], cell, *filing.cells[at:])})


def _index(cells: Sequence[Cell], path: CellPath, above: str) -> int:
    """Where among the cells a new row, or the value of a section, comes."""
    if above == FIRST:
        return next((at for at, cell in enumerate(cells) if CellPath.parse(cell.path).table == path.table), 0)
    below = [at for at, cell in enumerate(cells) if above and row_of(cell.path) == above]
    below = below or [at for at, cell in enumerate(cells) if section_of(cell.path) <= section_of(str(path))]
    return below[-1] + 1 if below else 0


# Boxes.


@dataclass(frozen=True, slots=True)
class _RowPlace:
    """The strip of a page on which a row stands; `columns` are the table's cells on that page.

    Lengths are points on the page as filed.
    """

    page: int
    top: float
    bottom: float
    columns: tuple[Cell, ...]

    @staticmethod
    def of(filing: Filing, at: int, table: str) -> _RowPlace:
        """The strip between the rows before and behind cell `at`; as high as a row at the table's end."""
        above, below = _row_at(filing.cells[:at][::-1], table), _row_at(filing.cells[at:], table)
        if not above and not below:
            return _RowPlace(filing.pages[0], 0.0, 0.0, ())
        page = (above or below)[0].page
        (top, end), (start, bottom) = _extent(above or below), _extent(below or above)
        if not above:
            end, start = top - (bottom - start), top
        elif not below or below[0].page != page or start <= end:
            start = end + (end - top)
        return _RowPlace(page, max(0.0, end), start, _on(page, filing.cells, table))

    @staticmethod
    def within(row: Sequence[Cell], filing: Filing, table: str) -> _RowPlace:
        """The strip of a row with these cells."""
        placed = [cell for cell in row if cell.bbox != NOWHERE]
        if not placed:
            return _RowPlace(filing.pages[0], 0.0, 0.0, ())
        top, bottom = _extent(placed)
        return _RowPlace(placed[0].page, top, bottom, _on(placed[0].page, filing.cells, table))

    def cell(self, path: str, value: str, reason: Reason) -> Cell:
        """A value that a person added, in its column."""
        return Cell(
            path=path,
            value=value,
            raw="",
            status="corrected",
            confidence=1.0,
            page=self.page,
            bbox=self._box(CellPath.parse(path).field),
            source="derived",
            reader="",
            reasons=(reason,),
        )

    def _box(self, field: str) -> BBox:
        same = [cell for cell in self.columns if CellPath.parse(cell.path).field == field] or self.columns
        if not same:
            return NOWHERE
        return (
            min(cell.bbox[0] for cell in same),
            self.top,
            max(cell.bbox[2] for cell in same),
            self.bottom,
        )


def _row_at(cells: Iterable[Cell], table: str) -> list[Cell]:
    """The cells of the first row of the table among these that is on a page."""
    placed = [cell for cell in _of_table(cells, table) if cell.bbox != NOWHERE]
    return [cell for cell in placed if row_of(cell.path) == row_of(placed[0].path)]


def _on(page: int, cells: Iterable[Cell], table: str) -> tuple[Cell, ...]:
    own = _of_table(cells, table)
    return tuple(cell for cell in own if cell.page == page and cell.bbox != NOWHERE)


def _of_table(cells: Iterable[Cell], table: str) -> list[Cell]:
    return [cell for cell in cells if table and CellPath.parse(cell.path).table == table]


def _extent(cells: Sequence[Cell]) -> tuple[float, float]:
    return min(cell.bbox[1] for cell in cells), max(cell.bbox[3] for cell in cells)
