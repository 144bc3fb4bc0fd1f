"""What on paper tells a reader that something of a filing is gone.

A whole holding that is gone with its band leaves no trace: nobody can be asked to flag it. A lost transaction
does where the balance beside it no longer follows, an exercise where the other table still has its half, a
footnote where its mark is left, a signature and everything the form always has, wherever they stood.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from decimal import Decimal
from itertools import pairwise

from samples.generator.trades import CODE, FOLLOWING, FORM, LETTER, NATURE, SHARES
from samples.generator.values import TABLES, Filing, rows

Gone = Collection[str]
"""Paths of the values that cannot be read any more."""

PRICE = "transactionAmounts/transactionPricePerShare"
TRADED = ("P", "S")
"""Codes of sales and purchases in the market, which have a price."""
BOTH_TABLES = ("M", "C")
"""Codes of exercises and conversions, which stand in both tables."""
_TRANSACTION = ("securityTitle", "transactionDate", CODE, SHARES, LETTER, FORM)
_DERIVATIVE = (
    "conversionOrExercisePrice",
    "exerciseDate",
    "expirationDate",
    "underlyingSecurity/underlyingSecurityTitle",
    "underlyingSecurity/underlyingSecurityShares",
)
_HEADER = re.compile(
    r"periodOfReport|dateOfOriginalSubmission|issuer/issuer(Name|TradingSymbol)|ownerSignature\[\d+\]/\w+"
    r"|reportingOwner\[\d+\]/(reportingOwnerId/rptOwnerName|reportingOwnerRelationship/officerTitle"
    r"|reportingOwnerAddress/rptOwner(Street1|City|State|ZipCode))"
)
_MARK = re.compile(r"F\d+")


def required(cells: Filing) -> Iterator[str]:
    """Paths of values without which the filing is not whole, where no footnote's mark stands beside them."""
    own = [path for path in cells if _HEADER.fullmatch(path)]
    own += [f"{row}/{name}" for table in TABLES for row in rows(cells, table) for name in _fields(cells, row)]
    yield from (path for path in own if path in cells and f"{path}/footnoteId" not in cells)


def _fields(cells: Filing, row: str) -> Iterator[str]:
    code = cells.get(f"{row}/{CODE}", "")
    yield from _TRANSACTION if code else ("securityTitle", FOLLOWING, FORM)
    if code in TRADED and row.startswith(TABLES[0]):
        yield PRICE
    if row.startswith(TABLES[1]):
        yield from _DERIVATIVE


def tells(cells: Filing, gone: Gone) -> bool:
    """True where what is left of the filing shows that `gone` is missing."""
    lost = {path for path in cells if path in gone}
    left = {path: value for path, value in cells.items() if path not in lost}
    return (
        any(map(_HEADER.fullmatch, lost))
        or bool(_marked(left) ^ _noted(left))
        or _halves(left)
        or _breaks(cells, left)
    )


def _marked(cells: Filing) -> set[str]:
    """The footnotes that marks name."""
    marks = (value for path, value in cells.items() if path.endswith("/footnoteId"))
    return {mark for value in marks for mark in value.split()}


def _noted(cells: Filing) -> set[str]:
    """The footnotes that have a text."""
    return {mark for path in cells if path.startswith("footnotes/") for mark in _MARK.findall(path)}


def _halves(cells: Filing) -> bool:
    """True where an exercise stands in one table only."""
    first, second = (sorted(_exercised(cells, table)) for table in TABLES)
    return first != second


def _exercised(cells: Filing, table: str) -> Iterator[tuple[str, str]]:
    for row in rows(cells, table):
        code, shares = (cells.get(f"{row}/{name}", "") for name in (CODE, SHARES))
        if code in BOTH_TABLES and shares:
            yield code, shares


def _breaks(cells: Filing, left: Filing) -> bool:
    """True where Table I's balances ran from row to row and no longer do."""
    return all(_runs(cells)) and not all(_runs(left))


def _runs(cells: Filing) -> Iterator[bool]:
    """Of each row that has one of its kind above it: whether its balance follows from that one's."""
    dealt = [row for row in rows(cells, TABLES[0]) if _is_whole(cells, row)]
    for above, row in pairwise(dealt):
        if _class_of(cells, above) == _class_of(cells, row):
            sign = 1 if cells[f"{row}/{LETTER}"] == "A" else -1
            before, change, after = (
                Decimal(cells[path])
                for path in (f"{above}/{FOLLOWING}", f"{row}/{SHARES}", f"{row}/{FOLLOWING}")
            )
            yield before + sign * change == after


def _is_whole(cells: Filing, row: str) -> bool:
    return all(f"{row}/{name}" in cells for name in (SHARES, LETTER, FOLLOWING))


def _class_of(cells: Filing, row: str) -> tuple[str, ...]:
    return tuple(cells.get(f"{row}/{name}", "") for name in ("securityTitle", FORM, NATURE))
