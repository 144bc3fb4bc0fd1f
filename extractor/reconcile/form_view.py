"""A filing as the constraints see it: header, rows of both tables, and groups of rows that share a balance.

Values are those of the output contract, by path; a cell that is not there has no value. Which cells a
statement binds follows from the values as read; the search then tries other values in their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from operator import or_
from pathlib import Path
from typing import Literal

from extractor.layout.template import Balances, all_layouts
from extractor.model.filing import FiledBy, Filing
from extractor.model.forms import FormSchema, form_of, schema_of
from extractor.model.path import FOOTNOTE, MARKS, OWNER, SIGNATURE, TABLES, CellPath
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

ALWAYS = frozenset({TITLE, DATE, CODE, AMOUNT, AD, OWNERSHIP})
"""Fields that every transaction has: where one has no value, it was not read."""

DOCUMENT_TYPE = "documentType"
PERIOD = "periodOfReport"

BY_DAY = "2002-08-29"
"""Since this day a Form 4 reports single transactions, no longer a calendar month (Release 34-46421)."""

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
    """A filing's values with the views the constraints need; rows stand in the order of the form.

    `balances` is what the balances of its layout mean, None where that is not known; `is_scan` says that it
    was read off ink, where more may be missing than is seen to be; `unread` are the paths of cells that have
    ink and no value; `filed_by` is what the boxes for one reporting person and for several say.
    """

    values: Values
    balances: Balances | None = None
    is_scan: bool = False
    unread: frozenset[str] = frozenset()
    filed_by: FiledBy | None = None

    @classmethod
    def of(cls, filing: Filing, balances: Balances | None = None) -> Form:
        """The filing as extracted."""
        return cls(
            {cell.path: cell.value for cell in filing.cells if cell.value},
            balances,
            any(cell.source == "ocr" for cell in filing.cells),
            frozenset(cell.path for cell in filing.cells if not cell.value),
            filing.filed_by,
        )

    @property
    def schema(self) -> FormSchema:
        """What the form holds."""
        return schema_of(form_number(self.values))

    @cached_property
    def rows(self) -> tuple[FormRow, ...]:
        """All rows, Table I first, transactions before holdings, as they are numbered."""
        found = {path.base: path for path in self._paths if path.table}
        ordered = sorted(found.values(), key=lambda p: (p.table != TABLES[0], p.is_holding, p.number))
        return tuple(FormRow(p.base, 1 if p.table == TABLES[0] else 2, p.is_holding) for p in ordered)

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

    def lacks(self, row: FormRow, *fields: str) -> bool:
        """True where one of the cells has no value though it may have one on the page."""
        missing = (field for field in fields if not self.has(row, field))
        return any(field in ALWAYS or self.may_lack(row.at(field)) for field in missing)

    def may_lack(self, path: str) -> bool:
        """True where nothing was read at a path though something may be there: on a scan, or ink."""
        return not self.values.get(path) and (self.is_scan or path in self.unread)

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
            for column in self.schema.table(TABLES[row.table - 1]).printed
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
        return self.values.get(PERIOD, "")

    @cached_property
    def is_monthly(self) -> bool:
        """True for a form that reports a month or a year and the balances at its end.

        The layout decides, but filers kept old blank forms after the rules had changed: one that says `end of
        month` and mostly has dates of the later rules reports by day. Where the layout is not known (EDGAR's
        XML, results of a layout that is not at hand) the dates decide.
        """
        if self.balances == "following-transaction":
            return False
        if self.balances == "end-of-year":
            return True
        if self.balances is None or len(self.period) == _MONTH_LENGTH:
            return self.is_of_months
        return 2 * sum(day >= BY_DAY for day in self._days) <= len(self._days)

    @cached_property
    def is_of_months(self) -> bool:
        """True for a form of May 1991 to August 2002 by its dates, when months were reported.

        Some filers typed a whole date into the month's box: most of the form's dates show those.
        """
        if len(self.period) == _MONTH_LENGTH:
            return True
        return 2 * sum(day < BY_DAY for day in self._days) > len(self._days)

    @cached_property
    def _days(self) -> tuple[str, ...]:
        """The days of the period, the transactions and the signatures."""
        own = (PERIOD, f"/{DATE}", "/signatureDate")
        dates = (text for path, text in self.values.items() if path.endswith(own))
        return tuple(text for text in dates if _DAY.fullmatch(text))

    @property
    def is_amendment(self) -> bool:
        """True for an amendment, and where the type of document was not read."""
        return self.values.get(DOCUMENT_TYPE, "/A").endswith("/A")

    @cached_property
    def groups(self) -> tuple[tuple[FormRow, ...], ...]:
        """Transactions that share one running balance, in printed order: of one class, held one way.

        The key is table, title, ownership, nature and the notes on them; in Table II exercise price and both
        dates too (DOMAIN §0.4: with the notes in the key the balances of adjacent rows of Table I follow in
        99.4 % of 1,916).
        """
        groups: list[tuple[FormRow, list[FormRow]]] = []
        for row in self._transactions:
            group = next((own for first, own in groups if self.same_balance(row, first)), None)
            if group is None:
                groups.append((row, group := []))
            group.append(row)
        return tuple(tuple(group) for _, group in groups)

    @cached_property
    def strays(self) -> Mapping[FormRow, tuple[FormRow, ...]]:
        """First row of each group → transactions outside it that may share its balance all the same, for
        something that distinguishes balances was not read."""
        return {
            group[0]: tuple(r for r in self._transactions if r not in group and self._may_join(r, group[0]))
            for group in self.groups
        }

    def same_balance(self, row: FormRow, other: FormRow) -> bool:
        """True where both rows have one balance."""
        own, others = self._keys[row], self._keys[other]
        return own == others or (len(own) == len(others) and all(map(same_class, own, others)))

    def _may_join(self, row: FormRow, other: FormRow) -> bool:
        own, others = self._keys[row], self._keys[other]
        unread = map(or_, self._unread_keys[row], self._unread_keys[other])
        return row.table == other.table and all(
            one == two or open_ or same_class(one, two)
            for one, two, open_ in zip(own, others, unread, strict=True)
        )

    @cached_property
    def _transactions(self) -> tuple[FormRow, ...]:
        return (*self.transactions(1), *self.transactions(2))

    @cached_property
    def _keys(self) -> Mapping[FormRow, tuple[str, ...]]:
        """Row → what must be alike in rows of one balance, as text."""
        return {row: self._key(row) for row in self.rows}

    def _key(self, row: FormRow) -> tuple[str, ...]:
        fields, cited = _key_fields(row.table)
        notes = (" ".join(sorted(self.marks(row, field))) for field in cited)
        return (str(row.table), *(self.text(row, field) for field in fields), *notes)

    @cached_property
    def _unread_keys(self) -> Mapping[FormRow, tuple[bool, ...]]:
        """Row → for each part of its key: True where nothing was read though something may be there."""
        return {row: self._unread_key(row) for row in self.rows}

    def _unread_key(self, row: FormRow) -> tuple[bool, ...]:
        fields, cited = _key_fields(row.table)
        # What is owned directly has no nature, and no note on it.
        empty = NATURE if self.text(row, OWNERSHIP) == "D" else ""
        values = (f != empty and self.lacks(row, f) for f in fields)
        notes = (f != empty and self.may_lack(row.at(f) + MARKS) for f in cited)
        return (False, *values, *notes)


def balances_of(layout: str, folder: Path | None = None) -> Balances | None:
    """What the balances of a layout mean, by its name; None for one that is neither shipped nor in `folder`.

    Raises LayoutError and OptionError as `all_layouts` does.
    """
    return next((known.balances for known in all_layouts(folder) if known.name == layout), None)


def _key_fields(table: Literal[1, 2]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fields that distinguish the balances of a table, and those of them whose notes do."""
    own = (EXERCISE_PRICE, EXERCISABLE, EXPIRATION) if table == 2 else ()
    return (TITLE, OWNERSHIP, NATURE, *own), (NATURE, *own)


@lru_cache(maxsize=10_000)
def same_class(one: str, other: str) -> bool:
    """True where two titles name one class, a misread letter in a long word aside: `Commen Stock`.

    Short words and numbers must be the same: Class A is not Class B.
    """
    words, others = (re.findall(r"[a-z0-9.]+", text.casefold()) for text in (one, other))
    return len(words) == len(others) and all(map(_same_word, words, others))


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


def form_number(values: Values) -> str:
    """The number of the form: 3, 4 or 5; 4 where that was not read."""
    return form_of(values.get(DOCUMENT_TYPE, "")) or "4"


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
