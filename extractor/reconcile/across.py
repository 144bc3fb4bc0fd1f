"""What one filing says of another: balances that go on from filing to filing, and copies in a bundle.

An owner's balance of a class opens where that owner's last filing left it (DOMAIN B8: exactly so in three
filings of four; holdings moved, dividends reinvested and gifts reported elsewhere come between). So a gap is
reported and never repaired, and another reading with which a balance goes on is only named. Amendments report
old days again and are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from extractor.model.filing import Alternative, CellStatus
from extractor.reconcile.form_view import (
    AD,
    AMOUNT,
    DATE,
    EXERCISE_PRICE,
    EXPIRATION,
    FOLLOWING,
    NATURE,
    OWNERSHIP,
    TITLE,
    Form,
    FormRow,
    balances_of,
    grouped,
    number,
    same_class,
)
from extractor.reconcile.rules.balance_orders import (
    by_date,
    by_date_newest_first,
    chain,
    day_totals,
    final_total,
    move,
    newest_first,
    ordered_balances,
)
from extractor.reconcile.rules.build import total
from extractor.reconcile.settings import SETTINGS


class ComparedCell(Protocol):
    """What is compared of a `Cell`."""

    @property
    def path(self) -> str: ...

    @property
    def value(self) -> str: ...

    @property
    def status(self) -> CellStatus: ...

    @property
    def alternatives(self) -> Sequence[Alternative]: ...


class ComparedFiling(Protocol):
    """What is compared of a `Filing`."""

    @property
    def layout(self) -> str: ...

    @property
    def cells(self) -> Sequence[ComparedCell]: ...


@dataclass(frozen=True, slots=True)
class ContinuingReading:
    """A doubtful cell's other reading with which its filing goes on from the earlier one."""

    path: str
    value: str


@dataclass(frozen=True, slots=True)
class Link:
    """The opening balance of a filing against the last one of the same owner, class and holding before it.

    `later` and `earlier` count the filings as given, from 0; `path` is the later one's first balance.
    """

    later: int
    earlier: int
    path: str
    opened: Decimal
    left: Decimal
    statement: str
    continuing: tuple[ContinuingReading, ...]

    @property
    def is_gap(self) -> bool:
        """True where the later filing does not open with what the earlier one left."""
        return self.opened != self.left


@dataclass(frozen=True, slots=True)
class Across:
    """What several filings say of each other; `duplicates` are (a filing, the first one that says the
    same)."""

    links: tuple[Link, ...]
    duplicates: tuple[tuple[int, int], ...]

    @property
    def gaps(self) -> tuple[Link, ...]:
        """The links that do not hold."""
        return tuple(link for link in self.links if link.is_gap)


@dataclass(frozen=True, slots=True)
class _Account:
    """A balance in one filing: `names` of owner, issuer, class and holding; days of its first and last
    transaction, and of the signature. `rows` stand as their balances follow; the first balance
    that is given comprises the transactions of `first`, and stands in the last of them."""

    filing: int
    form: Form
    rows: tuple[FormRow, ...]
    first: tuple[FormRow, ...]
    names: tuple[str, ...]
    opens: str
    closes: str
    signed: str

    @property
    def left(self) -> Decimal | None:
        return self.form.number(self.rows[-1], FOLLOWING)

    @property
    def opened(self) -> Decimal | None:
        """What was owned before the first transaction."""
        balance = self.form.number(self.first[-1], FOLLOWING)
        moving = [row for row in self.first if not row.is_holding]
        known = all(self.form.has(row, AMOUNT, AD) for row in moving)
        moved = total(map(move, moving), self.form.values) if known else None
        return None if balance is None or moved is None else balance - moved


def across(filings: Sequence[ComparedFiling]) -> Across:
    """What the filings say of each other, in whichever order they are given.

    For a bundle, or all filings of an owner: 262 take a second, and time grows with the square.
    """
    duplicates = tuple(_duplicates(filings))
    copies = {copy for copy, _ in duplicates}
    accounts = [
        account
        for index, form in enumerate(map(_form, filings))
        if index not in copies and not form.is_amendment
        for account in _distinct(_accounts(index, form))
    ]
    links = (_link(account, accounts, filings) for account in accounts)
    return Across(tuple(link for link in links if link is not None), duplicates)


def _form(filing: ComparedFiling) -> Form:
    return Form({cell.path: cell.value for cell in filing.cells}, balances_of(filing.layout))


def _accounts(index: int, form: Form) -> Iterator[_Account]:
    """The balances of a filing: its groups of transactions, and holdings of no such group."""
    signed = max((form.values.get(f"{path}/signatureDate", "") for path in form.signatures), default="")
    held = [(row,) for table in (1, 2) for row in form.holdings(table)]
    for rows, first in (_followed(form, group) for group in (*form.groups, *held)):
        days = sorted(filter(None, (form.text(row, DATE) for row in rows))) or [form.period]
        if rows and (names := _names(form, rows[0])):
            yield _Account(index, form, rows, first, names, days[0], days[-1], signed)


def _followed(form: Form, group: tuple[FormRow, ...]) -> tuple[tuple[FormRow, ...], tuple[FormRow, ...]]:
    """The rows in the order their balances follow, and those that the first balance comprises.

    Nothing where the balances follow in no order that the form or its dates suggest.
    """
    order = ordered_balances(form, group).order
    if form.is_monthly or order is final_total:
        return group, group
    newest = group[::-1] if order in (newest_first, by_date_newest_first) else group
    rows = newest
    if order in (by_date, by_date_newest_first, day_totals):
        rows = tuple(sorted(newest, key=lambda row: form.text(row, DATE)))
    if order is day_totals:
        return rows, tuple(row for row in rows if form.text(row, DATE) == form.text(rows[0], DATE))
    known = (chain, newest_first, by_date, by_date_newest_first)
    return (rows, rows[:1]) if order in known else ((), ())


def _distinct(accounts: Iterable[_Account]) -> list[_Account]:
    """The balances of a filing but those of one name, which only its notes distinguish."""
    known = list(accounts)
    return [one for one in known if sum(_same(one.names, other.names) for other in known) == 1]


def _names(form: Form, row: FormRow) -> tuple[str, ...]:
    """Whose balance of what it is; empty where the filing does not say."""
    owner = form.values.get("reportingOwner[1]/reportingOwnerId/rptOwnerName", "")
    issuer = form.values.get("issuer/issuerName", "")
    title, ownership = form.text(row, TITLE), form.text(row, OWNERSHIP)
    if not (owner and issuer and title and ownership):
        return ()
    own = (EXERCISE_PRICE, EXPIRATION) if row.table == 2 else ()
    if not form.has(row, *own):
        return ()  # units of several grants have one title and nothing else that distinguishes them
    more = (form.text(row, field) for field in (NATURE, *own))
    return (owner, issuer, str(row.table), title, ownership, *more)


def _link(account: _Account, accounts: Iterable[_Account], filings: Sequence[ComparedFiling]) -> Link | None:
    """The account against the last one before it; None where there is none, or either is not known."""
    before = [other for other in accounts if _goes_before(other, account)]
    last = max(before, key=lambda other: (other.closes, other.signed), default=None)
    if last is None or account.opened is None or last.left is None:
        return None
    path = account.first[-1].at(FOLLOWING)
    link = Link(account.filing, last.filing, path, account.opened, last.left, _words(account, last), ())
    return replace(link, continuing=tuple(_continuing(account, last.left, filings[account.filing])))


def _goes_before(other: _Account, account: _Account) -> bool:
    in_time = (other.closes, other.signed) < (account.opens, account.signed)
    return in_time and other.filing != account.filing and _same(other.names, account.names)


def _same(names: Sequence[str], others: Sequence[str]) -> bool:
    return len(names) == len(others) and all(map(same_class, names, others))


def _words(account: _Account, last: _Account) -> str:
    opened, left = account.opened or Decimal(0), last.left or Decimal(0)
    what, day = account.form.text(account.rows[0], TITLE), last.closes
    if opened == left:
        return f"{what}: {grouped(opened)} to begin with, as left on {day}"
    return f"{what}: {grouped(opened)} to begin with, where {day} left {grouped(left)}"


def _continuing(account: _Account, left: Decimal, filing: ComparedFiling) -> Iterator[ContinuingReading]:
    """Other readings of doubtful cells with which the account opens with what was left."""
    if account.opened == left:
        return
    paths = {account.first[-1].at(FOLLOWING), *(row.at(AMOUNT) for row in account.first)}
    for cell in filing.cells:
        if cell.path in paths and cell.status == "review":
            yield from _alternatives(cell, account, left)


def _alternatives(cell: ComparedCell, account: _Account, left: Decimal) -> Iterator[ContinuingReading]:
    for alternative in cell.alternatives:
        if number(alternative.value) is not None:
            form = Form({**account.form.values, cell.path: alternative.value})
            if replace(account, form=form).opened == left:
                yield ContinuingReading(cell.path, alternative.value)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a filing says: the values that are there by their paths, and those of them that are sure."""

    values: dict[str, str]
    sure: dict[str, str]

    @classmethod
    def by(cls, filing: ComparedFiling) -> _Said:
        said = [cell for cell in filing.cells if cell.value]
        sure = {cell.path: cell.value for cell in said if cell.status != "review"}
        return cls({cell.path: cell.value for cell in said}, sure)

    @property
    def type(self) -> str:
        return self.values.get("documentType", "")


def _duplicates(filings: Sequence[ComparedFiling]) -> Iterator[tuple[int, int]]:
    """Each filing with the first one before it that says the same."""
    said = list(map(_Said.by, filings))
    for index, own in enumerate(said):
        before = (k for k, other in enumerate(said[:index]) if _says_the_same(own, other))
        if (first := next(before, None)) is not None:
            yield index, first


def _says_the_same(own: _Said, other: _Said) -> bool:
    """True for two copies: what is sure in both is alike, some of it amounts, and little stands in one alone.

    An amendment is no copy of its original, however doubtful its date.
    """
    # First what tells nearly all filings apart.
    if own.type != other.type or any(other.sure.get(p, value) != value for p, value in own.sure.items()):
        return False
    shared, sure = own.values.keys() & other.values.keys(), own.sure.keys() & other.sure.keys()
    whole = len(own.values.keys() | other.values.keys())
    amounts = any(path.endswith((AMOUNT, FOLLOWING)) for path in sure)
    is_much = bool(shared) and len(shared) >= SETTINGS.copies_alike * whole
    return is_much and amounts and len(sure) >= SETTINGS.copies_sure * len(shared)
