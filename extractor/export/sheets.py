"""A file's filings as plain tables, of which CSV and workbooks are made: rows, owners, footnotes, doubts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from extractor.model.filing import Cell, Extraction, ReviewItem
from extractor.model.filing_view import FilingView, Row, plain_place
from extractor.model.form_schema import FIELDS, OWNER_FIELDS, Kind
from extractor.model.path import MARKS, covers, owner_path

_FILE = ("source_file", "filing")
"""Where a line comes from: the file, and which filing in it, from 1."""
_LOOK = ("status", "review_reasons")
HEADER_COLUMNS = (
    *_FILE,
    "form",
    "issuer",
    "symbol",
    "owners",
    "relationship",
    "officer_title",
    "period",
    "table",
    "kind",
    "row",
)
# As FIELDS, but in the order of the printed form: (A) or (D) stands before the price.
FIELD_COLUMNS = (
    "title",
    "conversion_or_exercise_price",
    "transaction_date",
    "deemed_execution_date",
    "code",
    "timeliness",
    "amount",
    "total_value",
    "acquired_disposed",
    "price",
    "exercisable_date",
    "expiration_date",
    "underlying_title",
    "underlying_amount",
    "underlying_value",
    "amount_following",
    "value_following",
    "ownership_form",
    "nature",
)
OWNER_COLUMNS = {
    "name": "rptOwnerName",
    "street": "rptOwnerStreet1",
    "street_2": "rptOwnerStreet2",
    "city": "rptOwnerCity",
    "state": "rptOwnerState",
    "zip_code": "rptOwnerZipCode",
    "is_director": "isDirector",
    "is_officer": "isOfficer",
    "is_ten_percent_owner": "isTenPercentOwner",
    "is_other": "isOther",
    "officer_title": "officerTitle",
    "other_text": "otherText",
}
"""The columns of owners, and the elements they are of."""
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "rows": (*HEADER_COLUMNS, *FIELD_COLUMNS, "footnotes", "footnote_texts", *_LOOK),
    "owners": (*_FILE, "owner", *OWNER_COLUMNS, *_LOOK),
    "footnotes": (*_FILE, "id", "text", *_LOOK),
    "review": (*_FILE, "place", "reason", "page", "path"),
}
"""Table → its columns."""
SHEETS = tuple(COLUMNS)
RELATIONSHIPS = {
    "isDirector": "Director",
    "isOfficer": "Officer",
    "isTenPercentOwner": "10% Owner",
    "isOther": "Other",
}
_OWNER_PATHS = {path.rpartition("/")[2]: path for path in OWNER_FIELDS}
_PRINTED_HEADER = ("documentType", "periodOfReport", "issuer", "reportingOwner")


@dataclass(frozen=True, slots=True)
class SheetValue:
    """What stands in a column of a line; `doubt` says why a person should look at it, "" where not.

    `path` is that of the value, where it is one.
    """

    text: str
    kind: Kind = Kind.TEXT
    doubt: str = ""
    path: str = ""


SheetLine = Mapping[str, SheetValue]
"""Column → entry; columns that are empty may be missing."""


def sheet(extraction: Extraction, name: str) -> Iterator[SheetLine]:
    """The lines of one of `SHEETS`, for all filings of the file.

    Of rows one a transaction or holding, several owners joined with "; "; a filing whose tables are empty has
    one without table, kind and row, so that it is not lost. `status` is "review" where anything on the line
    is to be looked at, and `review_reasons` lists what.
    """
    lines = {"rows": _rows, "owners": _owners, "footnotes": _notes, "review": _review}[name]
    for number, filing in enumerate(extraction.filings, 1):
        place = {
            "source_file": SheetValue(extraction.source.name),
            "filing": SheetValue(str(number), Kind.DECIMAL),
        }
        yield from (place | dict(line) for line in lines(FilingView(filing)))


def relationships(owner: Mapping[str, Cell]) -> tuple[str, ...]:
    """The boxes checked for an owner, in the words of the form."""
    path = "reportingOwnerRelationship/"
    return tuple(
        words
        for tag, words in RELATIONSHIPS.items()
        if (cell := owner.get(path + tag)) and cell.value == "true"
    )


def _rows(view: FilingView) -> Iterator[SheetLine]:
    marked = _doubts(view)
    header = _header(view, marked)
    for row in view.rows:
        values = {field.name: _entry(row.cells, field.path, field.kind, marked, row.path) for field in FIELDS}
        cited = dict.fromkeys(mark for field in FIELDS for mark in row.marks(field.path))
        texts = [f"{mark}: {view.footnotes[mark].value}" for mark in cited if mark in view.footnotes]
        place = {
            "table": SheetValue(row.table),
            "kind": SheetValue(row.kind),
            "row": SheetValue(str(row.number), Kind.DECIMAL, marked.get(row.path, ""), row.path),
        }
        notes = {"footnotes": SheetValue(_marks(row)), "footnote_texts": SheetValue("; ".join(texts))}
        yield {**header, **place, **values, **notes, **_look(view, row.path, *_PRINTED_HEADER)}
    if not view.rows:
        yield {**header, **_look(view, "")}


def _header(view: FilingView, marked: Mapping[str, str]) -> SheetLine:
    joined = {
        "owners": (_value(owner, "rptOwnerName") for owner in view.owners),
        "relationship": (", ".join(relationships(owner)) for owner in view.owners),
        "officer_title": (_value(owner, "officerTitle") for owner in view.owners),
    }
    return {
        "form": SheetValue(view.form),
        "issuer": _entry(view.cells, "issuer/issuerName", Kind.TEXT, marked),
        "symbol": _entry(view.cells, "issuer/issuerTradingSymbol", Kind.TEXT, marked),
        "period": _entry(view.cells, "periodOfReport", Kind.MONTH_OR_DATE, marked),
        **{name: SheetValue(_joined(texts)) for name, texts in joined.items()},
    }


def _owners(view: FilingView) -> Iterator[SheetLine]:
    marked = _doubts(view)
    for number, owner in enumerate(view.owners, 1):
        path = owner_path(number)
        values = {
            name: _entry(owner, _OWNER_PATHS[tag], Kind.TEXT, marked, path)
            for name, tag in OWNER_COLUMNS.items()
        }
        place = SheetValue(str(number), Kind.DECIMAL, marked.get(path, ""), path)
        yield {"owner": place, **values, **_look(view, path)}


def _notes(view: FilingView) -> Iterator[SheetLine]:
    marked = _doubts(view)
    for mark, cell in view.footnotes.items():
        text = SheetValue(cell.value, doubt=marked.get(cell.path, ""), path=cell.path)
        yield {"id": SheetValue(mark), "text": text, **_look(view, cell.path)}


def _review(view: FilingView) -> Iterator[SheetLine]:
    for item in view.findings:
        cell = view.cells.get(item.path)
        page = item.page or (cell.page if cell else None)
        yield {
            "place": SheetValue(plain_place(item)),
            "reason": SheetValue(item.reason),
            "page": SheetValue(str(page or ""), Kind.DECIMAL),
            "path": SheetValue(item.path),
        }


def _doubts(view: FilingView) -> Mapping[str, str]:
    """The cells to look at, each with why; the marks beside a value count as the value's."""
    return {item.path.removesuffix(MARKS): item.reason for item in view.findings if item.page is None}


def _entry(
    cells: Mapping[str, Cell], path: str, kind: Kind, marked: Mapping[str, str], above: str = ""
) -> SheetValue:
    """A value; `path` is below the element `above`, where there is one."""
    cell, whole = cells.get(path), f"{above}/{path}" if above else path
    return SheetValue(cell.value if cell else "", kind, marked.get(whole, ""), whole)


def _marks(row: Row) -> str:
    """The marks of a row: "amount: F1; price: F2 F3"."""
    marks = {field.name: " ".join(row.marks(field.path)) for field in FIELDS}
    return "; ".join(f"{name}: {marks[name]}" for name in FIELD_COLUMNS if marks[name])


def _look(view: FilingView, *paths: str) -> SheetLine:
    """Status and reasons of a line that shows what is at these paths."""
    found = [item for item in view.findings if any(_touches(item, path) for path in paths)]
    reasons = dict.fromkeys(f"{plain_place(item)}: {item.reason}" for item in found)
    return {
        "status": SheetValue("review" if found else "ok"),
        "review_reasons": SheetValue("; ".join(reasons)),
    }


def _touches(item: ReviewItem, path: str) -> bool:
    return covers(path, item.path) or covers(item.path, path)


def _value(owner: Mapping[str, Cell], tag: str) -> str:
    cell = owner.get(_OWNER_PATHS[tag])
    return cell.value if cell else ""


def _joined(values: Iterable[str]) -> str:
    """Values of all owners in their order; nothing where no owner has one."""
    texts = list(values)
    return "; ".join(texts) if any(texts) else ""
