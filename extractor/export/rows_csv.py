"""CSV: one row a transaction or holding, columns named from the form."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from extractor.export.xml_values import one_line
from extractor.model.filing import Cell, Extraction
from extractor.model.filing_view import FilingView, Row, plain_place
from extractor.model.form_schema import FIELDS
from extractor.model.path import covers

HEADER_COLUMNS = (
    "source_file",
    "filing",
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
COLUMNS = (*HEADER_COLUMNS, *FIELD_COLUMNS, "footnotes", "status", "review_reasons")

RELATIONSHIPS = {
    "isDirector": "Director",
    "isOfficer": "Officer",
    "isTenPercentOwner": "10% Owner",
    "isOther": "Other",
}
# Spreadsheets run a cell that starts so as a formula; some take the wide signs of East Asian type for them.
_FORMULA = re.compile(r"[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_PRINTED_HEADER = ("documentType", "periodOfReport", "issuer", "reportingOwner")


def to_csv(extraction: Extraction) -> str:
    """One line a transaction or holding; several owners of a filing are joined with "; ".

    A filing whose tables are empty has one line with no table, kind and row, so that it is not lost.
    `status` is "review" where anything on the line is to be reviewed, and `review_reasons` lists what.
    Text a spreadsheet would run as a formula is preceded by an apostrophe.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for number, filing in enumerate(extraction.filings, 1):
        view = FilingView(filing)
        head = {"source_file": extraction.source.name, "filing": str(number), **_header(view)}
        for line in _lines(view):
            writer.writerow({name: guarded(value) for name, value in (head | line).items()})
    return text.getvalue()


def csv_lines(rows: Iterable[Sequence[str]]) -> str:
    """Rows of texts as CSV, each safe to open in a spreadsheet."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([guarded(value) for value in row] for row in rows)
    return text.getvalue()


def guarded(text: str) -> str:
    """`text` on one line, safe to open in a spreadsheet; numbers stay as they are."""
    text = one_line(text)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def relationships(owner: Mapping[str, Cell]) -> tuple[str, ...]:
    """The boxes checked for an owner, in the words of the form."""
    path = "reportingOwnerRelationship/"
    return tuple(
        words
        for tag, words in RELATIONSHIPS.items()
        if (cell := owner.get(path + tag)) and cell.value == "true"
    )


def _header(view: FilingView) -> dict[str, str]:
    return {
        "form": view.form,
        "issuer": view.value("issuer/issuerName"),
        "symbol": view.value("issuer/issuerTradingSymbol"),
        "owners": _joined(_value(owner, "reportingOwnerId/rptOwnerName") for owner in view.owners),
        "relationship": _joined(", ".join(relationships(owner)) for owner in view.owners),
        "officer_title": _joined(
            _value(owner, "reportingOwnerRelationship/officerTitle") for owner in view.owners
        ),
        "period": view.value("periodOfReport"),
    }


def _lines(view: FilingView) -> Iterator[dict[str, str]]:
    for row in view.rows:
        yield {
            "table": row.table,
            "kind": row.kind,
            "row": str(row.number),
            **{field.name: _value(row.cells, field.path) for field in FIELDS},
            "footnotes": _footnotes(row),
            **_review(view, row.path),
        }
    if not view.rows:
        yield _review(view, "")


def _footnotes(row: Row) -> str:
    """The marks of a row: "amount: F1; price: F2 F3"."""
    marks = {field.name: " ".join(row.marks(field.path)) for field in FIELDS}
    return "; ".join(f"{name}: {marks[name]}" for name in FIELD_COLUMNS if marks[name])


def _review(view: FilingView, row_path: str) -> dict[str, str]:
    """Status and reasons of a line: those of its row and of the header values it repeats."""
    shown = (row_path, *_PRINTED_HEADER) if row_path else ("",)
    found = [i for i in view.findings if any(covers(part, i.path) or covers(i.path, part) for part in shown)]
    reasons = dict.fromkeys(f"{plain_place(item)}: {item.reason}" for item in found)
    return {"status": "review" if found else "ok", "review_reasons": "; ".join(reasons)}


def _value(cells: Mapping[str, Cell], path: str) -> str:
    cell = cells.get(path)
    return cell.value if cell else ""


def _joined(values: Iterable[str]) -> str:
    """Values of all owners in their order; nothing where no owner has one."""
    texts = list(values)
    return "; ".join(texts) if any(texts) else ""
