"""A filing's cells gathered into rows, owners, footnotes and reasons to look: what every output needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, cast

from extractor.export.edgar_fields import FIELDS, RowElement
from extractor.model.filing import Cell, Filing, ReviewItem

FOOTNOTE_ID = "/footnoteId"
_ROW = re.compile(
    r"((?:nonDerivativeTable|derivativeTable)/"
    r"(nonDerivativeTransaction|nonDerivativeHolding|derivativeTransaction|derivativeHolding)"
    r"\[(\d+)\])/(.+)"
)
_NUMBERED = re.compile(r"(reportingOwner|ownerSignature)\[(\d+)\]/(.+)")
_FOOTNOTE = re.compile(r"footnotes/footnote\[@id='(F[1-9][0-9]*)'\]")
_MARK = re.compile(r"F[1-9][0-9]*")
_PLAIN = {
    "nonDerivativeTable": "Table I",
    "derivativeTable": "Table II",
    "documentType": "form",
    "periodOfReport": "period",
    "dateOfOriginalSubmission": "date of original",
    "notSubjectToSection16": "Section 16 exit box",
    "aff10b5One": "Rule 10b5-1(c) box",
    "issuerName": "issuer name",
    "issuerTradingSymbol": "trading symbol",
    "reportingOwner": "owner",
    "rptOwnerName": "name",
    "rptOwnerStreet1": "street",
    "rptOwnerStreet2": "street, line 2",
    "rptOwnerCity": "city",
    "rptOwnerState": "state",
    "rptOwnerZipCode": "zip code",
    "isDirector": "Director box",
    "isOfficer": "Officer box",
    "isTenPercentOwner": "10% Owner box",
    "isOther": "Other box",
    "officerTitle": "officer title",
    "otherText": "other, specified",
    "ownerSignature": "signature",
    "signatureName": "name",
    "signatureDate": "date",
}
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
        return marks_of(self.cells.get(path + FOOTNOTE_ID))


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
        kinds: dict[str, tuple[RowElement, int]] = {}
        for cell in self.filing.cells:
            if match := _ROW.fullmatch(cell.path):
                gathered.setdefault(match[1], {})[match[4]] = cell
                kinds[match[1]] = (cast(RowElement, match[2]), int(match[3]))
        rows = [Row(path, *kinds[path], cells) for path, cells in gathered.items()]
        return _in_number_order([r for r in rows if r.table == "I"] + [r for r in rows if r.table == "II"])

    @cached_property
    def owners(self) -> tuple[Mapping[str, Cell], ...]:
        """One mapping a reporting owner: path below `reportingOwner[n]` → cell."""
        return self._numbered("reportingOwner")

    @cached_property
    def signatures(self) -> tuple[Mapping[str, Cell], ...]:
        """One mapping a signature: path below `ownerSignature[n]` → cell."""
        return self._numbered("ownerSignature")

    @cached_property
    def footnotes(self) -> Mapping[str, Cell]:
        """Footnote id → text cell, in number order."""
        found = {m[1]: cell for cell in self.filing.cells if (m := _FOOTNOTE.fullmatch(cell.path))}
        return dict(sorted(found.items(), key=lambda item: int(item[0][1:])))

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
        """What a person must look at: the review entries, and flagged cells that have no entry."""
        listed = {item.path for item in self.filing.review}
        flagged = (c for c in self.filing.cells if c.status == "review" and c.path not in listed)
        return (
            *self.filing.review,
            *(ReviewItem(path=cell.path, reason=cell.reason or "uncertain") for cell in flagged),
        )

    def is_flagged(self, path: str) -> bool:
        """True where exactly this cell, row or table, and not a part above it, is to be looked at."""
        return path in self._flagged

    @cached_property
    def _flagged(self) -> frozenset[str]:
        return frozenset(item.path for item in self.findings)

    def _numbered(self, element: str) -> tuple[Mapping[str, Cell], ...]:
        found: dict[int, dict[str, Cell]] = {}
        for cell in self.filing.cells:
            match = _NUMBERED.fullmatch(cell.path)
            if match and match[1] == element:
                found.setdefault(int(match[2]), {})[match[3]] = cell
        return tuple(found[number] for number in sorted(found))


def covers(entry: str, path: str) -> bool:
    """True where the review entry names `path` or a leading part of it; "" names the whole filing."""
    return not entry or path == entry or path.startswith((f"{entry}/", f"{entry}["))


def marks_of(cell: Cell | None) -> tuple[str, ...]:
    """The footnote ids in a `footnoteId` cell, each once."""
    return tuple(dict.fromkeys(m for m in cell.value.split() if _MARK.fullmatch(m))) if cell else ()


def plain_name(path: str) -> str:
    """A path in the words of the form: "Table II transaction 1, price"."""
    place, marks = path.removesuffix(FOOTNOTE_ID), " footnotes" if path.endswith(FOOTNOTE_ID) else ""
    if not place:
        return "whole filing"
    if match := _ROW.fullmatch(place):
        row = Row(match[1], cast(RowElement, match[2]), int(match[3]), {})
        name = _NAMES.get(match[4], match[4])
        return f"Table {row.table} {row.kind} {row.number}, {name.replace('_', ' ')}{marks}"
    if match := _ROW.fullmatch(f"{place}/."):
        row = Row(match[1], cast(RowElement, match[2]), int(match[3]), {})
        return f"Table {row.table} {row.kind} {row.number}{marks}"
    if match := _FOOTNOTE.fullmatch(place):
        return f"footnote {match[1]}"
    if match := _NUMBERED.fullmatch(place):
        return f"{_PLAIN[match[1]]} {match[2]}, {_last_name(match[3])}{marks}"
    if match := _NUMBERED.fullmatch(f"{place}/."):
        return f"{_PLAIN[match[1]]} {match[2]}"
    return _last_name(place) + marks


def _last_name(path: str) -> str:
    tag = path.rpartition("/")[2]
    return _PLAIN.get(tag, tag)


def _in_number_order(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The kinds stay in their places; within each kind the rows are sorted by number."""
    rows = list(rows)
    waiting = {
        element: iter(sorted((r for r in rows if r.element == element), key=lambda r: r.number))
        for element in {r.element for r in rows}
    }
    return tuple(next(waiting[row.element]) for row in rows)
