"""Filings as the rows of SEC's Insider Transactions Data Sets (Form 345).

The headers are SEC's, its spelling (EXCERCISE_DATE) too; every column is read off the ownershipDocument's
path of the same meaning, and `_FN` holds the footnotes cited there. A paper form has no accession number:
the key is the document's hash and the number of the filing in it, which joins the tables just as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from extractor.export.cik import UNKNOWN_CIK, CikTable
from extractor.export.edgar_xml import CODING, document_type, form_type, is_equity_swap
from extractor.export.xml_values import one_line, xml_value
from extractor.model.filing import Cell, Filing
from extractor.model.filing_view import FilingView, Row
from extractor.model.form_schema import ADDRESS, Kind
from extractor.model.path import covers

Value = str | int | Decimal | date | bool | None
KEY = "ACCESSION_NUMBER"
KEY_DIGITS = 16
"""Digits of a document's hash in the key of its filings."""
SHARES_AFTER = "postTransactionAmounts/sharesOwnedFollowingTransaction"
VALUE_AFTER = "postTransactionAmounts/valueOwnedFollowingTransaction"
DIRECT = "ownershipNature/directOrIndirectOwnership"
NATURE = "ownershipNature/natureOfOwnership"
AMOUNTS, UNDERLYING = "transactionAmounts", "underlyingSecurity"
RELATIONSHIPS = {
    "isDirector": "Director",
    "isOfficer": "Officer",
    "isTenPercentOwner": "TenPercentOwner",
    "isOther": "Other",
}


@dataclass(frozen=True, slots=True)
class SecColumn:
    """A column; `path` is the cell's below its row, "" where the value is derived; `noted` adds its `_FN`."""

    name: str
    path: str = ""
    kind: Kind = Kind.TEXT
    noted: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """One row of one table, with its `page` in the file and the least `confidence` of its cells.

    `review` is true where anything in it is to be reviewed.
    """

    table: str
    values: Mapping[str, Value]
    page: int | None
    confidence: float | None
    review: bool


def _address(tag: str) -> str:
    """SEC's name of a part of the address: rptOwnerStreet1 → RPTOWNER_STREET1."""
    return tag.upper().replace("RPTOWNER", "RPTOWNER_")


def _noted(name: str, path: str, kind: Kind = Kind.TEXT) -> SecColumn:
    return SecColumn(name, path, kind, noted=True)


_TITLE = _noted("SECURITY_TITLE", "securityTitle")
_PRICE_OF_EXERCISE = _noted("CONV_EXERCISE_PRICE", "conversionOrExercisePrice", Kind.DECIMAL)
_DATES = (
    _noted("TRANS_DATE", "transactionDate", Kind.DATE),
    _noted("DEEMED_EXECUTION_DATE", "deemedExecutionDate", Kind.DATE),
)
_CODED = (
    SecColumn("TRANS_FORM_TYPE"),
    SecColumn("TRANS_CODE", f"{CODING}/transactionCode", Kind.CODE),
    SecColumn("EQUITY_SWAP_INVOLVED", kind=Kind.FLAG),
    SecColumn("EQUITY_SWAP_TRANS_CD_FN"),
    _noted("TRANS_TIMELINESS", "transactionTimeliness", Kind.TIMELINESS),
)
_SHARES = _noted("TRANS_SHARES", f"{AMOUNTS}/transactionShares", Kind.DECIMAL)
_PRICE = (
    _noted("TRANS_PRICEPERSHARE", f"{AMOUNTS}/transactionPricePerShare", Kind.DECIMAL),
    _noted("TRANS_ACQUIRED_DISP_CD", f"{AMOUNTS}/transactionAcquiredDisposedCode", Kind.ACQUIRED_DISPOSED),
)
_AFTER = (
    _noted("SHRS_OWND_FOLWNG_TRANS", SHARES_AFTER, Kind.DECIMAL),
    _noted("VALU_OWND_FOLWNG_TRANS", VALUE_AFTER, Kind.DECIMAL),
    _noted("DIRECT_INDIRECT_OWNERSHIP", DIRECT, Kind.DIRECT_INDIRECT),
    _noted("NATURE_OF_OWNERSHIP", NATURE),
)
_OF_UNDERLYING = (
    _noted("EXPIRATION_DATE", "expirationDate", Kind.DATE),
    _noted("UNDLYNG_SEC_TITLE", f"{UNDERLYING}/underlyingSecurityTitle"),
    _noted("UNDLYNG_SEC_SHARES", f"{UNDERLYING}/underlyingSecurityShares", Kind.DECIMAL),
    _noted("UNDLYNG_SEC_VALUE", f"{UNDERLYING}/underlyingSecurityValue", Kind.DECIMAL),
)
_LATE = SecColumn("TRANS_FORM_TYPE", noted=True)

TABLES: Mapping[str, tuple[SecColumn, ...]] = {
    "SUBMISSION": (
        SecColumn(KEY),
        SecColumn("FILING_DATE", kind=Kind.DATE),
        SecColumn("PERIOD_OF_REPORT", "periodOfReport", Kind.MONTH_OR_DATE),
        SecColumn("DATE_OF_ORIG_SUB", "dateOfOriginalSubmission", Kind.MONTH_OR_DATE),
        SecColumn("NO_SECURITIES_OWNED", "noSecuritiesOwned", Kind.FLAG),
        SecColumn("NOT_SUBJECT_SEC16", "notSubjectToSection16", Kind.FLAG),
        SecColumn("FORM3_HOLDINGS_REPORTED", "form3HoldingsReported", Kind.FLAG),
        SecColumn("FORM4_TRANS_REPORTED", "form4TransactionsReported", Kind.FLAG),
        SecColumn("DOCUMENT_TYPE"),
        SecColumn("ISSUERCIK"),
        SecColumn("ISSUERNAME", "issuer/issuerName"),
        SecColumn("ISSUERTRADINGSYMBOL", "issuer/issuerTradingSymbol"),
        SecColumn("REMARKS", "remarks"),
        SecColumn("AFF10B5ONE", "aff10b5One", Kind.FLAG),
    ),
    "REPORTINGOWNER": (
        SecColumn(KEY),
        SecColumn("RPTOWNERCIK"),
        SecColumn("RPTOWNERNAME", "reportingOwnerId/rptOwnerName"),
        SecColumn("RPTOWNER_RELATIONSHIP"),
        SecColumn("RPTOWNER_TITLE", "reportingOwnerRelationship/officerTitle"),
        SecColumn("RPTOWNER_TXT", "reportingOwnerRelationship/otherText"),
        *(SecColumn(_address(tag), f"reportingOwnerAddress/{tag}") for tag in ADDRESS),
        SecColumn("RPTOWNER_STATE_DESC"),
        SecColumn("FILE_NUMBER"),
    ),
    "NONDERIV_TRANS": (
        SecColumn(KEY),
        SecColumn("NONDERIV_TRANS_SK"),
        _TITLE,
        *_DATES,
        *_CODED,
        _SHARES,
        *_PRICE,
        *_AFTER,
    ),
    "NONDERIV_HOLDING": (SecColumn(KEY), SecColumn("NONDERIV_HOLDING_SK"), _TITLE, _LATE, *_AFTER),
    "DERIV_TRANS": (
        SecColumn(KEY),
        SecColumn("DERIV_TRANS_SK"),
        _TITLE,
        _PRICE_OF_EXERCISE,
        *_DATES,
        *_CODED,
        _SHARES,
        _noted("TRANS_TOTAL_VALUE", f"{AMOUNTS}/transactionTotalValue", Kind.DECIMAL),
        *_PRICE,
        _noted("EXCERCISE_DATE", "exerciseDate", Kind.DATE),
        *_OF_UNDERLYING,
        *_AFTER,
    ),
    "DERIV_HOLDING": (
        SecColumn(KEY),
        SecColumn("DERIV_HOLDING_SK"),
        _TITLE,
        _PRICE_OF_EXERCISE,
        _LATE,
        _noted("EXERCISE_DATE", "exerciseDate", Kind.DATE),
        *_OF_UNDERLYING,
        *_AFTER,
    ),
    "FOOTNOTES": (SecColumn(KEY), SecColumn("FOOTNOTE_ID"), SecColumn("FOOTNOTE_TXT")),
    "OWNER_SIGNATURE": (
        SecColumn(KEY),
        SecColumn("OWNERSIGNATURENAME", "signatureName"),
        SecColumn("OWNERSIGNATUREDATE", "signatureDate", Kind.DATE),
    ),
}
"""Table → its columns in SEC's order, `_FN` columns understood."""

_TABLE_OF = {
    "nonDerivativeTransaction": "NONDERIV_TRANS",
    "nonDerivativeHolding": "NONDERIV_HOLDING",
    "derivativeTransaction": "DERIV_TRANS",
    "derivativeHolding": "DERIV_HOLDING",
}


def headers(table: str) -> tuple[str, ...]:
    """The column names of a table in SEC's order."""
    names: list[str] = []
    for column in TABLES[table]:
        names += [column.name, f"{column.name}_FN"] if column.noted else [column.name]
    return tuple(names)


def kind_of(table: str, name: str) -> Kind:
    """What the values of a column are."""
    return next((column.kind for column in TABLES[table] if column.name == name), Kind.TEXT)


def key_of(sha256: str, filing: int) -> str:
    """The ACCESSION_NUMBER of filing number `filing` of a document."""
    return f"{sha256[:KEY_DIGITS]}-{filing}"


class SecTables:
    """Turns filings into records, whose numbers in their tables they get where these are written."""

    def __init__(self, ciks: CikTable | None = None) -> None:
        self._ciks = ciks or CikTable()

    def records(self, filing: Filing, key: str) -> Iterator[Record]:
        """The records of one filing, whose ACCESSION_NUMBER is `key`."""
        view = FilingView(filing)
        yield self._submission(view, key)
        for number, owner in enumerate(view.owners, 1):
            yield self._owner(view, owner, key, f"reportingOwner[{number}]")
        for row in view.rows:
            yield self._row(view, row, key)
        for name, cell in view.footnotes.items():
            note: dict[str, Value] = {KEY: key, "FOOTNOTE_ID": name, "FOOTNOTE_TXT": one_line(cell.value)}
            yield _record("FOOTNOTES", note, [cell], view, cell.path)
        for number, signature in enumerate(view.signatures, 1):
            values = _plain("OWNER_SIGNATURE", signature, key)
            path = f"ownerSignature[{number}]"
            yield _record("OWNER_SIGNATURE", values, signature.values(), view, path)

    def _submission(self, view: FilingView, key: str) -> Record:
        columns = TABLES["SUBMISSION"]
        cells = {c.path: view.cells[c.path] for c in columns if c.path in view.cells}
        symbol, name = view.value("issuer/issuerTradingSymbol"), view.value("issuer/issuerName")
        values = _plain("SUBMISSION", cells, key)
        values |= {"DOCUMENT_TYPE": document_type(view), "ISSUERCIK": _known(self._ciks.issuer(symbol, name))}
        return _record("SUBMISSION", values, cells.values(), view, *cells, "documentType")

    def _owner(self, view: FilingView, cells: Mapping[str, Cell], key: str, path: str) -> Record:
        checked = [
            name
            for box, name in RELATIONSHIPS.items()
            if (cell := cells.get(f"reportingOwnerRelationship/{box}")) and cell.value == "true"
        ]
        name = cells.get("reportingOwnerId/rptOwnerName")
        values = _plain("REPORTINGOWNER", cells, key)
        values["RPTOWNERCIK"] = _known(self._ciks.owner(name.value if name else ""))
        values["RPTOWNER_RELATIONSHIP"] = ",".join(checked) or None
        return _record("REPORTINGOWNER", values, cells.values(), view, path)

    def _row(self, view: FilingView, row: Row, key: str) -> Record:
        table = _TABLE_OF[row.element]
        values = _plain(table, row.cells, key)
        values |= {f"{c.name}_FN": _notes(row, c.path) for c in TABLES[table] if c.noted and c.path}
        if row.kind == "transaction":
            code = row.cells.get(f"{CODING}/transactionCode")
            values["TRANS_FORM_TYPE"] = form_type(row, document_type(view)[:1])
            values["EQUITY_SWAP_INVOLVED"] = bool(code and is_equity_swap(code))
            values["EQUITY_SWAP_TRANS_CD_FN"] = _notes(row, f"{CODING}/transactionCode")
        return _record(table, values, row.cells.values(), view, row.path)


def _plain(table: str, cells: Mapping[str, Cell], key: str) -> dict[str, Value]:
    """The key, and the values of the columns that stand for a cell."""
    return {KEY: key} | {
        column.name: typed(cells[column.path].value, column.kind)
        for column in TABLES[table]
        if column.path in cells
    }


def typed(text: str, kind: Kind) -> Value:
    """A value as its column holds it; None for what is no value of its kind ("various" for a date)."""
    value = xml_value(text, kind)
    if value is None:
        return None
    if kind is Kind.DECIMAL:
        return Decimal(value)
    if kind in (Kind.DATE, Kind.MONTH_OR_DATE):
        return date.fromisoformat(value)
    return value == "1" if kind is Kind.FLAG else value


def _notes(row: Row, path: str) -> str | None:
    return ", ".join(row.marks(path)) or None


def _known(cik: str) -> str | None:
    return None if cik == UNKNOWN_CIK else cik


def _record(
    table: str, values: Mapping[str, Value], cells: Iterable[Cell], view: FilingView, *paths: str
) -> Record:
    own = list(cells)
    found = [item.path for item in view.findings]
    review = any(covers(path, item) or covers(item, path) for item in found for path in paths)
    page = min((cell.page for cell in own), default=None)
    return Record(table, values, page, min((cell.confidence for cell in own), default=None), review)
