"""A filing's cells gathered into rows, owners, footnotes and reasons to look: what every output needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, cast

from extractor.model.filing import Cell, Filing, ReviewItem
from extractor.model.form_schema import FIELDS, PLAIN_NAMES, RowElement
from extractor.model.path import FOOTNOTE, MARKS, OWNER, SIGNATURE, CellPath
from extractor.model.review_list import review_of

_MARK = re.compile(r"F[1-9][0-9]*")
_NAMES = {field.path: field.name for field in FIELDS}


@dataclass(frozen=True, slots=True)
class Row:
    """One transaction or holding; `cells` are keyed by their path below the row."""

    path: str
    element: RowElement
    number: int
    cells: Mapping[str, Cell]

    @property
    def table(self) -> Literal["I", "II"]:
        return "I" if self.element.startswith("nonDerivative") else "II"

    @property
    def kind(self) -> Literal["transaction", "holding"]:
        return "holding" if self.element.endswith("Holding") else "transaction"

    def marks(self, path: str) -> tuple[str, ...]:
        """Footnote ids cited by the cell at `path`, each once: ("F1", "F2")."""
        return marks_of(self.cells.get(path + MARKS))


@dataclass(frozen=True)
class FilingView:
    """A filing with its cells sorted into the parts of the form."""

    filing: Filing

    @cached_property
    def cells(self) -> Mapping[str, Cell]:
        """Path → cell."""
        return {cell.path: cell for cell in self.filing.cells}

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Rows of Table I, then of Table II, each table in the order its rows first appear.

        EDGAR counts transactions and holdings apart but prints them mixed. Within a kind the rows
        follow their numbers, so that a path is the XPath of what is exported.
        """
        gathered: dict[str, dict[str, Cell]] = {}
        for cell in self.filing.cells:
            path = CellPath.parse(cell.path)
            if path.table and path.field:
                gathered.setdefault(path.base, {})[cell.path[len(path.base) + 1 :]] = cell
        rows = [_row(CellPath.parse(base), cells) for base, cells in gathered.items()]
        return _in_number_order([r for r in rows if r.table == "I"] + [r for r in rows if r.table == "II"])

    @cached_property
    def owners(self) -> tuple[Mapping[str, Cell], ...]:
        """One mapping a reporting owner: path below `reportingOwner[n]` → cell."""
        return self._numbered(OWNER)

    @cached_property
    def signatures(self) -> tuple[Mapping[str, Cell], ...]:
        """One mapping a signature: path below `ownerSignature[n]` → cell."""
        return self._numbered(SIGNATURE)

    @cached_property
    def footnotes(self) -> Mapping[str, Cell]:
        """Footnote id → text cell, in number order."""
        paths = [(CellPath.parse(cell.path), cell) for cell in self.filing.cells]
        found = {path.number: cell for path, cell in paths if path.element == FOOTNOTE and not path.marks}
        return {f"F{number}": found[number] for number in sorted(found)}

    def value(self, path: str) -> str:
        """The value at `path`, empty where there is none."""
        cell = self.cells.get(path)
        return cell.value if cell else ""

    @property
    def form(self) -> str:
        """Form number: the document type where it was read."""
        return self.value("documentType") or self.filing.form

    @cached_property
    def findings(self) -> tuple[ReviewItem, ...]:
        """What a person must look at, in the order of the form."""
        return review_of(self.filing)

    def is_flagged(self, path: str) -> bool:
        """True where exactly this cell, row or table, and not a part above it, is to be looked at."""
        return path in self._flagged

    @cached_property
    def _flagged(self) -> frozenset[str]:
        return frozenset(item.path for item in self.findings)

    def _numbered(self, element: str) -> tuple[Mapping[str, Cell], ...]:
        found: dict[int, dict[str, Cell]] = {}
        for cell in self.filing.cells:
            path = CellPath.parse(cell.path)
            if path.element == element and path.field:
                found.setdefault(path.number, {})[cell.path[len(path.base) + 1 :]] = cell
        return tuple(found[number] for number in sorted(found))


def marks_of(cell: Cell | None) -> tuple[str, ...]:
    """The footnote ids in a `footnoteId` cell, each once."""
    return tuple(dict.fromkeys(m for m in cell.value.split() if _MARK.fullmatch(m))) if cell else ()


def plain_place(item: ReviewItem) -> str:
    """Where an item is, in the words of the form; `page 2` for what is part of no cell."""
    return plain_name(item.path) if item.page is None else f"page {item.page}"


def plain_name(path: str) -> str:
    """A path in the words of the form: "Table II transaction 1, price"."""
    parts = CellPath.parse(path)
    marks = " footnotes" if parts.marks else ""
    if parts.table:
        row = _row(parts, {})
        name = f", {_NAMES.get(parts.field, parts.field).replace('_', ' ')}" if parts.field else ""
        return f"Table {row.table} {row.kind} {row.number}{name}{marks}"
    if parts.element == FOOTNOTE:
        return f"footnote F{parts.number}"
    if parts.element:
        name = f", {_last_name(parts.field)}{marks}" if parts.field else ""
        return f"{PLAIN_NAMES[parts.element]} {parts.number}{name}"
    return _last_name(parts.field) + marks if parts.field else "whole filing"


def _row(path: CellPath, cells: Mapping[str, Cell]) -> Row:
    return Row(path.base, cast(RowElement, path.kind), path.number, cells)


def _last_name(path: str) -> str:
    tag = path.rpartition("/")[2]
    return PLAIN_NAMES.get(tag, tag)


def _in_number_order(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The kinds stay in their places; within each kind the rows are sorted by number."""
    rows = list(rows)
    waiting = {
        element: iter(sorted((r for r in rows if r.element == element), key=lambda r: r.number))
        for element in {r.element for r in rows}
    }
    return tuple(next(waiting[row.element]) for row in rows)
