"""A filing as paths and values of the output contract, in the order a page prints them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Literal

Filing = Mapping[str, str]
Kind = Literal["code", "date", "month", "bool", "text", "number", "marks", "prose"]

TABLES = ("nonDerivativeTable", "derivativeTable")
# What a page prints from left to right.
TABLE_I_FIELDS = (
    "securityTitle",
    "transactionDate",
    "deemedExecutionDate",
    "transactionCoding/transactionCode",
    "transactionTimeliness",
    "transactionAmounts/transactionShares",
    "transactionAmounts/transactionAcquiredDisposedCode",
    "transactionAmounts/transactionPricePerShare",
    "postTransactionAmounts/sharesOwnedFollowingTransaction",
    "ownershipNature/directOrIndirectOwnership",
    "ownershipNature/natureOfOwnership",
)
TABLE_II_FIELDS = (
    "securityTitle",
    "conversionOrExercisePrice",
    "transactionDate",
    "deemedExecutionDate",
    "transactionCoding/transactionCode",
    "transactionTimeliness",
    "transactionAmounts/transactionShares",
    "transactionAmounts/transactionAcquiredDisposedCode",
    "exerciseDate",
    "expirationDate",
    "underlyingSecurity/underlyingSecurityTitle",
    "underlyingSecurity/underlyingSecurityShares",
    "transactionAmounts/transactionPricePerShare",
    "postTransactionAmounts/sharesOwnedFollowingTransaction",
    "ownershipNature/directOrIndirectOwnership",
    "ownershipNature/natureOfOwnership",
)
LONE_BOXES = (
    "noSecuritiesOwned",
    "notSubjectToSection16",
    "form3HoldingsReported",
    "form4TransactionsReported",
    "aff10b5One",
)
BOXES = ("isDirector", "isOfficer", "isTenPercentOwner", "isOther")

_ROW = re.compile(r"((?:nonD|d)erivativeTable)/\w+\[\d+\]")
_OWNER = re.compile(r"reportingOwner\[(\d+)\]/")
_SIGNATURE = re.compile(r"ownerSignature\[(\d+)\]/")
_FOOTNOTE = re.compile(r"footnotes/footnote\[@id='(F\d+)'\]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CODES = ("Code", "Timeliness", "documentType", "directOrIndirectOwnership")
_NUMBERS = ("Shares", "Price", "PerShare", "FollowingTransaction", "Value")


def kind_of(path: str, value: str = "") -> Kind:
    """How truth compares the value at `path`: the contract's types of values."""
    leaf = path.rpartition("/")[2]
    if leaf == "footnoteId":
        return "marks"
    if path == "remarks" or leaf.startswith("footnote["):
        return "prose"
    if leaf in (*BOXES, *LONE_BOXES):
        return "bool"
    if leaf.endswith("Date") or leaf in ("periodOfReport", "dateOfOriginalSubmission"):
        return "month" if len(value) == 7 else "date"
    if leaf.endswith(_CODES):
        return "code"
    return "number" if leaf.endswith(_NUMBERS) else "text"


def rows(filing: Filing, table: str) -> tuple[str, ...]:
    """The rows of `table` ("nonDerivativeTable" or "derivativeTable") as leading paths, in printed order."""
    found = (match for match in map(_ROW.match, filing) if match and match[1] == table)
    return tuple(dict.fromkeys(match[0] for match in found))


def owners(filing: Filing) -> tuple[str, ...]:
    """Leading paths `reportingOwner[n]`."""
    return tuple(f"reportingOwner[{n}]" for n in _numbers(_OWNER, filing))


def signatures(filing: Filing) -> tuple[str, ...]:
    """Leading paths `ownerSignature[n]`."""
    return tuple(f"ownerSignature[{n}]" for n in _numbers(_SIGNATURE, filing))


def footnotes(filing: Filing) -> tuple[tuple[str, str], ...]:
    """Footnote id → path, in the filing's order."""
    return tuple((match[1], path) for path in filing if (match := _FOOTNOTE.fullmatch(path)))


def without_rows(filing: Filing, dropped: Iterable[str]) -> dict[str, str]:
    """The filing without the rows at the leading paths `dropped`; the caller keeps numbering whole."""
    heads = tuple(f"{row}/" for row in dropped)
    return {path: value for path, value in filing.items() if not path.startswith(heads or ("\0",))}


def by_month(filing: Filing) -> dict[str, str]:
    """The period and the date of the original as the month forms ask for them: YYYY-MM."""
    months = ("periodOfReport", "dateOfOriginalSubmission")
    return {path: value[:7] if path in months else value for path, value in filing.items()}


def moved_in_time(filing: Filing, years: int) -> dict[str, str]:
    """Every date moved by whole years; 29 February becomes the 28th where the year has none."""
    return {path: _moved(value, years) if _is_day(path, value) else value for path, value in filing.items()}


def _is_day(path: str, value: str) -> bool:
    return bool(_DAY.fullmatch(value)) and kind_of(path, value) == "date"


def _moved(day: str, years: int) -> str:
    then = date.fromisoformat(day)
    try:
        return then.replace(year=then.year + years).isoformat()
    except ValueError:
        return then.replace(year=then.year + years, day=28).isoformat()


def _numbers(pattern: re.Pattern[str], filing: Filing) -> Iterator[str]:
    return iter(dict.fromkeys(match[1] for match in map(pattern.match, filing) if match))
