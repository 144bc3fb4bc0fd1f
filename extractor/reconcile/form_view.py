"""A filing as the rules see it: header, rows of both tables, and groups of rows that share a balance.

Values are those of the output contract, by path; a cell that is not there has no value. What the rules
bind is settled from the values as read; the search then tries other values in their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from typing import Literal

from extractor.model.form_schema import TABLE_I, TABLE_II
from extractor.model.path import FOOTNOTE, MARKS, OWNER, SIGNATURE, CellPath
from extractor.reconcile.settings import SETTINGS

Values = Mapping[str, str]
"""Path → value."""

TITLE = "securityTitle"
EXERCISE_PRICE = "conversionOrExercisePrice"
DATE = "transactionDate"
DEEMED = "deemedExecutionDate"
CODE = "transactionCoding/transactionCode"
EARLY = "transactionTimeliness"
AMOUNT = "transactionAmounts/transactionShares"
PRICE = "transactionAmounts/transactionPricePerShare"
AD = "transactionAmounts/transactionAcquiredDisposedCode"
EXERCISABLE = "exerciseDate"
EXPIRATION = "expirationDate"
UNDERLYING_TITLE = "underlyingSecurity/underlyingSecurityTitle"
UNDERLYING = "underlyingSecurity/underlyingSecurityShares"
FOLLOWING = "postTransactionAmounts/sharesOwnedFollowingTransaction"
OWNERSHIP = "ownershipNature/directOrIndirectOwnership"
NATURE = "ownershipNature/natureOfOwnership"
TOTAL_VALUE = "transactionAmounts/transactionTotalValue"
UNDERLYING_VALUE = "underlyingSecurity/underlyingSecurityValue"
FOLLOWING_VALUE = "postTransactionAmounts/valueOwnedFollowingTransaction"

BY_DAY = "2002-08-29"
"""Since this day a Form 4 reports single transactions, no longer a calendar month."""

_MONTH_LENGTH = len("1999-11")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"-?(\d+\.?\d*|\.\d+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of Table I or II; `path` is its element's."""

    path: str
    table: Literal[1, 2]
    is_holding: bool

    def at(self, field: str) -> str:
        """The path of one of its cells."""
        return f"{self.path}/{field}"


@dataclass(frozen=True)
class Form:
    """A filing's values with the views the rules need; rows stand in the order of the form."""

    values: Values

    @cached_property
    def rows(self) -> tuple[FormRow, ...]:
        """All rows, Table I first, transactions before holdings, as they are numbered."""
        found = {path.base: path for path in self._paths if path.table}
        ordered = sorted(found.values(), key=lambda p: (p.table != TABLE_I.element, p.is_holding, p.number))
        return tuple(FormRow(p.base, 1 if p.table == TABLE_I.element else 2, p.is_holding) for p in ordered)

    @cached_property
    def _paths(self) -> tuple[CellPath, ...]:
        """The paths of all values in their parts, in their order."""
        return tuple(map(CellPath.parse, self.values))

    def transactions(self, table: Literal[1, 2]) -> tuple[FormRow, ...]:
        """The transactions of a table."""
        return tuple(row for row in self.rows if row.table == table and not row.is_holding)

    def holdings(self, table: Literal[1, 2]) -> tuple[FormRow, ...]:
        """The holdings of a table."""
        return tuple(row for row in self.rows if row.table == table and row.is_holding)

    def has(self, row: FormRow, *fields: str) -> bool:
        """True where the row has a value in every one of the fields."""
        return all(self.values.get(row.at(field)) for field in fields)

    def text(self, row: FormRow, field: str) -> str:
        """A cell's value; empty where there is none."""
        return self.values.get(row.at(field), "")

    def number(self, row: FormRow, field: str) -> Decimal | None:
        """A cell's value as a number; None where there is none."""
        return number(self.text(row, field))

    def marks(self, row: FormRow, field: str) -> frozenset[str]:
        """The footnotes cited beside a cell."""
        return frozenset(self.values.get(row.at(field) + MARKS, "").split())

    @cached_property
    def marked(self) -> tuple[str, ...]:
        """The paths of all cells with footnote marks, as they are read: row by row, from left to right."""
        in_rows = [
            row.at(column) + MARKS
            for row in self.rows
            for column in (TABLE_I, TABLE_II)[row.table - 1].printed
            if self.values.get(row.at(column) + MARKS)
        ]
        above = [
            p for p, text in self.values.items() if p.endswith(MARKS) and text and not CellPath.parse(p).table
        ]
        return (*above, *in_rows)

    @cached_property
    def owners(self) -> tuple[str, ...]:
        """The elements of the reporting persons."""
        return tuple(dict.fromkeys(path.base for path in self._paths if path.element == OWNER))

    @cached_property
    def signatures(self) -> tuple[str, ...]:
        """The elements of the signatures."""
        return tuple(dict.fromkeys(path.base for path in self._paths if path.element == SIGNATURE))

    @cached_property
    def footnotes(self) -> dict[int, str]:
        """Number → text of the footnotes."""
        notes = {CellPath.parse(path): text for path, text in self.values.items()}
        return {path.number: text for path, text in notes.items() if path.element == FOOTNOTE}

    @property
    def period(self) -> str:
        """The header's date (YYYY-MM-DD) or month (YYYY-MM); empty where there is none."""
        return self.values.get("periodOfReport", "")

    @cached_property
    def is_monthly(self) -> bool:
        """True for the forms of 1991 to August 2002, which report a month and its closing balances.

        Some filers typed a whole date into the month's box: most of the form's dates tell those.
        """
        if len(self.period) == _MONTH_LENGTH:
            return True
        own = ("periodOfReport", "/transactionDate", "/signatureDate")
        dates = (text for path, text in self.values.items() if path.endswith(own))
        days = [text for text in dates if _DAY.fullmatch(text)]
        return 2 * sum(text < BY_DAY for text in days) > len(days)

    @property
    def is_amendment(self) -> bool:
        """True for a 4/A."""
        return self.values.get("documentType", "").endswith("/A")

    @cached_property
    def groups(self) -> tuple[tuple[FormRow, ...], ...]:
        """Transactions that share one running balance, in printed order: of one class, held one way.

        The key is table, title, ownership, nature and the notes on them; in Table II exercise price and both
        dates too (DOMAIN §0.4: with the notes in the key adjacent rows of Table I chain in 99.4 % of 1,916).
        """
        groups: list[tuple[tuple[str, ...], list[FormRow]]] = []
        for row in (*self.transactions(1), *self.transactions(2)):
            key = self._key(row)
            group = next((own for other, own in groups if _alike(key, other)), None)
            if group is None:
                groups.append((key, group := []))
            group.append(row)
        return tuple(tuple(group) for _, group in groups)

    def same_balance(self, row: FormRow, other: FormRow) -> bool:
        """True where both rows speak of one balance."""
        return _alike(self._key(row), self._key(other))

    def _key(self, row: FormRow) -> tuple[str, ...]:
        """What must be alike in rows of one balance, as text."""
        fields: tuple[str, ...] = (TITLE, OWNERSHIP, NATURE)
        cited: tuple[str, ...] = (NATURE,)
        if row.table == 2:
            own = (EXERCISE_PRICE, EXERCISABLE, EXPIRATION)
            fields, cited = fields + own, cited + own
        notes = (" ".join(sorted(self.marks(row, field))) for field in cited)
        return (str(row.table), *(self.text(row, field) for field in fields), *notes)


def same_class(one: str, other: str) -> bool:
    """True where two titles name one class, a misread letter in a long word aside: `Commen Stock`.

    Short words and numbers must be the same: Class A is not Class B.
    """
    words, others = (re.findall(r"[a-z0-9.]+", text.casefold()) for text in (one, other))
    return len(words) == len(others) and all(map(_same_word, words, others))


def _alike(key: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return key == other or (len(key) == len(other) and all(map(same_class, key, other)))


def _same_word(one: str, other: str) -> bool:
    from rapidfuzz.distance import Levenshtein

    if one == other:
        return True
    shorter = min(len(one), len(other))
    return (
        shorter >= SETTINGS.shortest_misread_word
        and one.isalpha()
        and Levenshtein.distance(one, other) <= shorter // SETTINGS.letters_a_misread
    )


@cache
def number(text: str) -> Decimal | None:
    """A value as a number; None where it is none."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


@cache
def day(text: str) -> date | None:
    """A value as a day; None for a month or anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def grouped(amount: Decimal) -> str:
    """A number as people write it: `12,004.17`."""
    return f"{amount.normalize():,f}"


def joined(parts: Iterable[str]) -> str:
    """Statements in one line."""
    return "; ".join(parts)
