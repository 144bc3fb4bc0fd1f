"""A filing's rows, owners and footnotes as Python values: numbers as Decimal, days as date, letters as codes.

A value is None where the form leaves it empty, and where what was read is no such value: the cell has the
text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Literal, TypeVar

from extractor.model.filing import Cell
from extractor.model.filing_view import FilingView, Row
from extractor.model.form_codes import AcquiredDisposed, OwnershipForm, TransactionCode
from extractor.model.form_schema import FIELDS
from extractor.model.path import covers, owner_path

Code = TypeVar("Code", bound=StrEnum)

COLUMNS: Mapping[str, str] = {field.name: field.path for field in FIELDS}
"""The names of a row's columns, as in the CSV, and their paths below the row."""


@dataclass(frozen=True, slots=True)
class PartOfForm:
    """Some cells of one part of a form, by their path below it; `to_look_at` names those in doubt."""

    path: str
    cells: Mapping[str, Cell] = field(repr=False)
    to_look_at: tuple[str, ...]

    @property
    def doubtful(self) -> bool:
        """True where a person should look at anything in it."""
        return bool(self.to_look_at)

    def text(self, path: str) -> str | None:
        """The value at a path below this part."""
        cell = self.cells.get(path)
        return cell.value if cell and cell.value else None


@dataclass(frozen=True, slots=True)
class TypedRow(PartOfForm):
    """What transactions and holdings have in common; `number` counts those of a kind in a table."""

    table: Literal["I", "II"]
    number: int
    footnotes: tuple[str, ...]
    """The footnotes that its cells cite: ("F1", "F2")."""

    def cell(self, column: str) -> Cell | None:
        """The cell of a column (`row.cell("price")`): its place, confidence, other readings and reasons.

        Raises KeyError for a name that is no column.
        """
        return self.cells.get(COLUMNS[column])

    @property
    def title(self) -> str | None:
        """The title of the security."""
        return self.text(COLUMNS["title"])

    @property
    def conversion_or_exercise_price(self) -> Decimal | None:
        """Dollars; Table II only."""
        return self._number("conversion_or_exercise_price")

    @property
    def exercisable_date(self) -> date | None:
        """Table II only."""
        return self._day("exercisable_date")

    @property
    def expiration_date(self) -> date | None:
        """Table II only."""
        return self._day("expiration_date")

    @property
    def underlying_title(self) -> str | None:
        """The title of the underlying security; Table II only."""
        return self.text(COLUMNS["underlying_title"])

    @property
    def underlying_amount(self) -> Decimal | None:
        """Shares of the underlying security; Table II only."""
        return self._number("underlying_amount")

    @property
    def underlying_value(self) -> Decimal | None:
        """Dollars, where no number of shares is given; Table II only."""
        return self._number("underlying_value")

    @property
    def amount_following(self) -> Decimal | None:
        """Securities owned after the transaction, or at the end of the month on forms before 2002."""
        return self._number("amount_following")

    @property
    def value_following(self) -> Decimal | None:
        """Dollars, where no number of securities is given."""
        return self._number("value_following")

    @property
    def ownership_form(self) -> OwnershipForm | None:
        """Direct or indirect."""
        return self._code("ownership_form", OwnershipForm)

    @property
    def nature(self) -> str | None:
        """The nature of indirect ownership."""
        return self.text(COLUMNS["nature"])

    def _number(self, column: str) -> Decimal | None:
        try:
            number = Decimal(self.text(COLUMNS[column]) or "none")
        except InvalidOperation:
            return None
        return number if number.is_finite() else None

    def _day(self, column: str) -> date | None:
        try:
            return date.fromisoformat(self.text(COLUMNS[column]) or "")
        except ValueError:
            return None

    def _code(self, column: str, code: type[Code]) -> Code | None:
        try:
            return code(self.text(COLUMNS[column]) or "")
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Holding(TypedRow):
    """Securities that are held and were not traded."""


@dataclass(frozen=True, slots=True)
class Transaction(TypedRow):
    """One transaction.

    >>> row = filing.transactions[0]  # doctest: +SKIP
    >>> row.transaction_date, row.code.meaning, row.amount, row.price, row.doubtful  # doctest: +SKIP
    (datetime.date(2003, 5, 6), 'open market or private sale', Decimal('707'), Decimal('42.5'), False)
    """

    @property
    def transaction_date(self) -> date | None:
        """The day of the trade."""
        return self._day("transaction_date")

    @property
    def deemed_execution_date(self) -> date | None:
        """Where it differs from the day of the trade."""
        return self._day("deemed_execution_date")

    @property
    def code(self) -> TransactionCode | None:
        """What the transaction was; `code.meaning` says it in words."""
        return self._code("code", TransactionCode)

    @property
    def amount(self) -> Decimal | None:
        """Securities acquired or disposed of."""
        return self._number("amount")

    @property
    def timeliness(self) -> str | None:
        """The column V: E where it was reported earlier than required."""
        return self.text(COLUMNS["timeliness"])

    @property
    def total_value(self) -> Decimal | None:
        """Dollars, where no number of securities is given; Table II only."""
        return self._number("total_value")

    @property
    def acquired_disposed(self) -> AcquiredDisposed | None:
        """Whether they came or went."""
        return self._code("acquired_disposed", AcquiredDisposed)

    @property
    def price(self) -> Decimal | None:
        """Dollars a security."""
        return self._number("price")


@dataclass(frozen=True, slots=True)
class Owner(PartOfForm):
    """A reporting owner; a box that is not checked is False."""

    @property
    def name(self) -> str | None:
        """As printed: last name first."""
        return self.text("reportingOwnerId/rptOwnerName")

    @property
    def address(self) -> tuple[str, ...]:
        """Streets, city, state and ZIP code, without those that are empty."""
        parts = ("Street1", "Street2", "City", "State", "ZipCode")
        texts = (self.text(f"reportingOwnerAddress/rptOwner{part}") for part in parts)
        return tuple(text for text in texts if text)

    @property
    def is_director(self) -> bool:
        """The box Director."""
        return self._is_checked("isDirector")

    @property
    def is_officer(self) -> bool:
        """The box Officer."""
        return self._is_checked("isOfficer")

    @property
    def is_ten_percent_owner(self) -> bool:
        """The box 10% Owner."""
        return self._is_checked("isTenPercentOwner")

    @property
    def officer_title(self) -> str | None:
        """The title of an officer."""
        return self.text("reportingOwnerRelationship/officerTitle")

    def _is_checked(self, box: str) -> bool:
        return self.text(f"reportingOwnerRelationship/{box}") == "true"


@dataclass(frozen=True, slots=True)
class Footnote:
    """An explanation below the tables; `id` is what marks cite: "F1"."""

    id: str
    text: str
    cell: Cell = field(repr=False)
    doubtful: bool


def transactions_of(view: FilingView) -> tuple[Transaction, ...]:
    """The transactions of Table I, then of Table II."""
    return tuple(Transaction(*_parts(view, row)) for row in view.rows if row.kind == "transaction")


def holdings_of(view: FilingView) -> tuple[Holding, ...]:
    """The holdings of Table I, then of Table II."""
    return tuple(Holding(*_parts(view, row)) for row in view.rows if row.kind == "holding")


def owners_of(view: FilingView) -> tuple[Owner, ...]:
    """The reporting owners in their order."""
    paths = (owner_path(number) for number in range(1, len(view.owners) + 1))
    return tuple(
        Owner(path, cells, _doubts(view, path)) for path, cells in zip(paths, view.owners, strict=True)
    )


def footnotes_of(view: FilingView) -> tuple[Footnote, ...]:
    """The footnotes in the order of their numbers."""
    return tuple(
        Footnote(mark, cell.value, cell, bool(_doubts(view, cell.path)))
        for mark, cell in view.footnotes.items()
    )


def _parts(
    view: FilingView, row: Row
) -> tuple[str, Mapping[str, Cell], tuple[str, ...], Literal["I", "II"], int, tuple[str, ...]]:
    """What a table row is made of."""
    marks = dict.fromkeys(mark for path in COLUMNS.values() for mark in row.marks(path))
    return row.path, row.cells, _doubts(view, row.path), row.table, row.number, tuple(marks)


def _doubts(view: FilingView, path: str) -> tuple[str, ...]:
    """The paths to look at in a part of the form; those above it count too."""
    found = (item.path for item in view.findings if item.page is None)
    return tuple(entry for entry in found if covers(path, entry) or covers(entry, path))
