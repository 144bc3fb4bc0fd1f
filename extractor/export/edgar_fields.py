"""The fields of the form: their place in EDGAR's ownershipDocument and their plain names.

Order and nesting follow the EDGAR Ownership XML Technical Specification. One list serves the XML writer,
the XML reader, the CSV columns and the terminal table.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Literal

RowElement = Literal[
    "nonDerivativeTransaction", "nonDerivativeHolding", "derivativeTransaction", "derivativeHolding"
]


class Kind(Enum):
    """What a value must look like to stand in the exported XML."""

    TEXT = "text"
    FORM = "3, 4 or 5, with /A for an amendment"
    DATE = "date, YYYY-MM-DD"
    MONTH_OR_DATE = "date, YYYY-MM or YYYY-MM-DD"
    DECIMAL = "plain decimal, not negative"
    FLAG = "true or false"
    CODE = "one capital letter"
    TIMELINESS = "E or L"
    ACQUIRED_DISPOSED = "A or D"
    DIRECT_INDIRECT = "D or I"


_PATTERNS = {
    Kind.FORM: re.compile("[345](/A)?"),
    Kind.CODE: re.compile("[A-Z]"),
    Kind.TIMELINESS: re.compile("[EL]"),
    Kind.ACQUIRED_DISPOSED: re.compile("[AD]"),
    Kind.DIRECT_INDIRECT: re.compile("[DI]"),
    Kind.DECIMAL: re.compile(r"[0-9]+(\.[0-9]+)?"),
}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
# XML 1.0 allows tab, line feed, carriage return and everything from space on, less surrogates and U+FFFE/F.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Field:
    """One column or sub-column of Table I or II; `path` is below the row's element."""

    name: str
    path: str
    kind: Kind
    transaction_only: bool = False
    derivative_only: bool = False
    optional: bool = False
    # EDGAR takes a number of shares or a value in dollars in one place, never both.
    instead_of: str = ""

    def belongs_to(self, row: RowElement) -> bool:
        """True where the row's table and kind have this column."""
        if self.transaction_only and row.endswith("Holding"):
            return False
        return not (self.derivative_only and row.startswith("nonDerivative"))


_AMOUNTS = "transactionAmounts"
_FOLLOWING = "postTransactionAmounts"
_UNDERLYING = "underlyingSecurity"

FIELDS = (
    Field("title", "securityTitle", Kind.TEXT),
    Field("conversion_or_exercise_price", "conversionOrExercisePrice", Kind.DECIMAL, derivative_only=True),
    Field("transaction_date", "transactionDate", Kind.DATE, transaction_only=True),
    Field("deemed_execution_date", "deemedExecutionDate", Kind.DATE, transaction_only=True, optional=True),
    Field("code", "transactionCoding/transactionCode", Kind.CODE, transaction_only=True),
    Field("timeliness", "transactionTimeliness", Kind.TIMELINESS, transaction_only=True, optional=True),
    Field("amount", f"{_AMOUNTS}/transactionShares", Kind.DECIMAL, transaction_only=True),
    Field(
        "total_value",
        f"{_AMOUNTS}/transactionTotalValue",
        Kind.DECIMAL,
        transaction_only=True,
        derivative_only=True,
        instead_of=f"{_AMOUNTS}/transactionShares",
    ),
    Field("price", f"{_AMOUNTS}/transactionPricePerShare", Kind.DECIMAL, transaction_only=True),
    Field(
        "acquired_disposed",
        f"{_AMOUNTS}/transactionAcquiredDisposedCode",
        Kind.ACQUIRED_DISPOSED,
        transaction_only=True,
    ),
    Field("exercisable_date", "exerciseDate", Kind.DATE, derivative_only=True),
    Field("expiration_date", "expirationDate", Kind.DATE, derivative_only=True),
    Field("underlying_title", f"{_UNDERLYING}/underlyingSecurityTitle", Kind.TEXT, derivative_only=True),
    Field("underlying_amount", f"{_UNDERLYING}/underlyingSecurityShares", Kind.DECIMAL, derivative_only=True),
    Field(
        "underlying_value",
        f"{_UNDERLYING}/underlyingSecurityValue",
        Kind.DECIMAL,
        derivative_only=True,
        instead_of=f"{_UNDERLYING}/underlyingSecurityShares",
    ),
    Field("amount_following", f"{_FOLLOWING}/sharesOwnedFollowingTransaction", Kind.DECIMAL),
    Field(
        "value_following",
        f"{_FOLLOWING}/valueOwnedFollowingTransaction",
        Kind.DECIMAL,
        instead_of=f"{_FOLLOWING}/sharesOwnedFollowingTransaction",
    ),
    Field("ownership_form", "ownershipNature/directOrIndirectOwnership", Kind.DIRECT_INDIRECT),
    Field("nature", "ownershipNature/natureOfOwnership", Kind.TEXT, optional=True),
)

ADDRESS = ("rptOwnerStreet1", "rptOwnerStreet2", "rptOwnerCity", "rptOwnerState", "rptOwnerZipCode")
RELATIONSHIP_BOXES = ("isDirector", "isOfficer", "isTenPercentOwner", "isOther")
RELATIONSHIP_TEXTS = ("officerTitle", "otherText")


def fields_of(row: RowElement) -> tuple[Field, ...]:
    """The columns that a row of this kind has, in the order of EDGAR's schema."""
    return tuple(field for field in FIELDS if field.belongs_to(row))


def one_line(text: str) -> str:
    """`text` without the characters XML 1.0 forbids, one space between words."""
    return " ".join(_NOT_XML.sub("", text).split())


def xml_value(value: str, kind: Kind) -> str | None:
    """`value` as EDGAR writes it, or None where it is empty or no value of that kind.

    A month gives its last day, as EDGAR's own index did for the forms of 1991-2002.
    """
    text = one_line(value)
    if kind is Kind.TEXT:
        return text or None
    if kind is Kind.FLAG:
        return {"true": "1", "false": "0"}.get(text)
    if kind is Kind.DATE or kind is Kind.MONTH_OR_DATE:
        return _calendar_day(text, month_too=kind is Kind.MONTH_OR_DATE)
    return text if _PATTERNS[kind].fullmatch(text) else None


def _calendar_day(text: str, *, month_too: bool) -> str | None:
    month = _MONTH.fullmatch(text)
    if month and month_too and int(month[1]) > 0:
        return f"{text}-{calendar.monthrange(int(month[1]), int(month[2]))[1]:02d}"
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None
