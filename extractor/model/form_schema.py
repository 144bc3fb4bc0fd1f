"""The fields that forms have, with their place in EDGAR's ownershipDocument, their kinds and plain names.

Order and nesting follow the EDGAR Ownership XML Technical Specification. Which of them a form has, and what a
filing of it must hold, is data of its own (`forms`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
CODE = "transactionCoding/transactionCode"
DIRECTION = f"{_AMOUNTS}/transactionAcquiredDisposedCode"
PRICE = f"{_AMOUNTS}/transactionPricePerShare"
BALANCE = f"{_FOLLOWING}/sharesOwnedFollowingTransaction"
OWNERSHIP = "ownershipNature/directOrIndirectOwnership"
NATURE = "ownershipNature/natureOfOwnership"
"""Of what is owned indirectly alone: 754 real rows of 754 have it, and none of 441 owned directly."""

FIELDS = (
    Field("title", "securityTitle", Kind.TEXT),
    Field("conversion_or_exercise_price", "conversionOrExercisePrice", Kind.DECIMAL, derivative_only=True),
    Field("transaction_date", "transactionDate", Kind.DATE, transaction_only=True),
    Field("deemed_execution_date", "deemedExecutionDate", Kind.DATE, transaction_only=True, optional=True),
    Field("code", CODE, Kind.CODE, transaction_only=True),
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
    Field("price", PRICE, Kind.DECIMAL, transaction_only=True),
    Field(
        "acquired_disposed",
        DIRECTION,
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
    Field("amount_following", BALANCE, Kind.DECIMAL),
    Field(
        "value_following",
        f"{_FOLLOWING}/valueOwnedFollowingTransaction",
        Kind.DECIMAL,
        instead_of=BALANCE,
    ),
    Field("ownership_form", OWNERSHIP, Kind.DIRECT_INDIRECT),
    Field("nature", NATURE, Kind.TEXT, optional=True),
)

DOCUMENT_TYPE, ORIGINAL = "documentType", "dateOfOriginalSubmission"
ADDRESS = ("rptOwnerStreet1", "rptOwnerStreet2", "rptOwnerCity", "rptOwnerState", "rptOwnerZipCode")
RELATIONSHIP_BOXES = ("isDirector", "isOfficer", "isTenPercentOwner", "isOther")
RELATIONSHIP_TEXTS = ("officerTitle", "otherText")

HEADER_FIELDS = (
    "documentType",
    "periodOfReport",
    "dateOfOriginalSubmission",
    "noSecuritiesOwned",
    "notSubjectToSection16",
    "form3HoldingsReported",
    "form4TransactionsReported",
    "aff10b5One",
    "issuer/issuerName",
    "issuer/issuerTradingSymbol",
)
OWNER_FIELDS = (
    "reportingOwnerId/rptOwnerName",
    *(f"reportingOwnerAddress/{name}" for name in ADDRESS),
    *(f"reportingOwnerRelationship/{name}" for name in (*RELATIONSHIP_BOXES, *RELATIONSHIP_TEXTS)),
)
SIGNATURE_FIELDS = ("signatureName", "signatureDate")
"""The fields outside the tables that any form has, below their element, in EDGAR's order."""
OWNER_PARTS = tuple(name for name in OWNER_FIELDS[:6] if not name.endswith("2"))
"""What every owner has, in each of 262 real filings: a name, a street, a city, a state and a ZIP code."""


def fields_of(row: RowElement) -> tuple[Field, ...]:
    """The columns that a row of this kind has, in the order of EDGAR's schema."""
    return tuple(field for field in FIELDS if field.belongs_to(row))


LETTERS = ("transactionCode", "transactionAcquiredDisposedCode", "directOrIndirectOwnership")
"""The last parts of fields that hold a letter: no footnote takes the place of these."""

INSTEAD = {field.instead_of: field.path for field in FIELDS if field.instead_of}
"""What may stand in place of a field: a value in dollars for a number of shares."""

PRICED = ("P", "S", "F")
"""Codes of what always has a price: two of 1,933 such rows of Table I have none, nor a footnote."""
EXERCISES = ("M", "C", "X", "O")
"""Codes of Table I that tell of an exercise or a conversion, which Table II has too (in 42 of 42 filings)."""

HEADER_KINDS = {
    "periodOfReport": Kind.MONTH_OR_DATE,
    "dateOfOriginalSubmission": Kind.MONTH_OR_DATE,
    "signatureDate": Kind.DATE,
    "noSecuritiesOwned": Kind.FLAG,
    "notSubjectToSection16": Kind.FLAG,
    "form3HoldingsReported": Kind.FLAG,
    "form4TransactionsReported": Kind.FLAG,
    "aff10b5One": Kind.FLAG,
    "isDirector": Kind.FLAG,
    "isOfficer": Kind.FLAG,
    "isTenPercentOwner": Kind.FLAG,
    "isOther": Kind.FLAG,
}
"""What fields outside the tables hold, by the last part of their path; text where it is not named."""

PLAIN_NAMES: Mapping[str, str] = {
    "nonDerivativeTable": "Table I",
    "derivativeTable": "Table II",
    "documentType": "form",
    "periodOfReport": "period",
    "dateOfOriginalSubmission": "date of original",
    "noSecuritiesOwned": "nothing owned",
    "notSubjectToSection16": "Section 16 exit box",
    "form3HoldingsReported": "Form 3 holdings box",
    "form4TransactionsReported": "Form 4 transactions box",
    "aff10b5One": "Rule 10b5-1(c) box",
    "issuerName": "issuer name",
    "issuerTradingSymbol": "trading symbol",
    "reportingOwner": "owner",
    "rptOwnerName": "name",
    "rptOwnerStreet1": "street",
    "rptOwnerStreet2": "street, line 2",
    "rptOwnerCity": "city",
    "rptOwnerState": "state",
    "rptOwnerZipCode": "ZIP code",
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
"""What people call the parts of a form, by the element that holds them."""
