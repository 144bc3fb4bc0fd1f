"""What insiders report: sales in lots, exercises, vesting with withholding, grants, gifts, holdings.

Every deal adds rows whose arithmetic holds: balances run, exercised shares stand in both tables.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from samples.generator import names
from samples.generator.values import TABLE_I_FIELDS, TABLE_II_FIELDS

SHARES, PRICE = "transactionAmounts/transactionShares", "transactionAmounts/transactionPricePerShare"
LETTER = "transactionAmounts/transactionAcquiredDisposedCode"
FOLLOWING = "postTransactionAmounts/sharesOwnedFollowingTransaction"
CODE, FORM, NATURE = (
    "transactionCoding/transactionCode",
    "ownershipNature/directOrIndirectOwnership",
    "ownershipNature/natureOfOwnership",
)
UNDERLYING = "underlyingSecurity/underlyingSecurityTitle"
UNDERLYING_SHARES = "underlyingSecurity/underlyingSecurityShares"


@dataclass(slots=True)
class Row:
    """Values and footnote texts by field."""

    values: dict[str, str]
    notes: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_transaction(self) -> bool:
        return "transactionDate" in self.values

    def note(self, name: str, text: str) -> None:
        self.notes.setdefault(name, []).append(text)


@dataclass(slots=True)
class Deal:
    """One filing's market and tables while rows are added."""

    rng: Random
    day: date
    in_eighths: bool  # quotes before decimal prices
    month_end: bool  # balances stand for the month's end, not after each row
    title: str
    price: Decimal
    held: Decimal
    table_i: list[Row] = field(default_factory=list)
    table_ii: list[Row] = field(default_factory=list)

    def whole(self, low: int, high: int) -> Decimal:
        """A number of shares, its size spread evenly over the orders of magnitude; many are round."""
        number = int(low * (high / low) ** self.rng.random())
        step = self.rng.choice((1, 1, 1, 5, 10, 100, 100, 500, 1000))
        return Decimal(max(1, number // step * step if number > 3 * step else number))

    def quote(self, around: float = 1.0) -> Decimal:
        """A market price near the day's."""
        price = float(self.price) * around * self.rng.uniform(0.985, 1.015)
        if self.in_eighths:
            return max(Decimal(1) / 16, Decimal(round(price * 16)) / 16)
        places = self.rng.choice((2, 2, 2, 3, 4, 4))
        return Decimal(f"{price:.{places}f}")

    def trade(self, code: str, letter: str, shares: Decimal, price: Decimal | None) -> Row:
        """A direct Table I row; moves the balance."""
        self.held += shares if letter == "A" else -shares
        values = {
            "securityTitle": self.title,
            "transactionDate": self.day.isoformat(),
            CODE: code,
            SHARES: plain(shares),
            LETTER: letter,
            FOLLOWING: plain(self.held),
            FORM: "D",
        }
        if price is not None:
            values[PRICE] = plain(price)
        row = Row(values)
        self.table_i.append(row)
        return row

    def later(self, days: int = 1) -> None:
        """Moves on by some trading days within the month."""
        moved = self.day + timedelta(days=days)
        while moved.weekday() > 4:
            moved += timedelta(days=1)
        if moved.month == self.day.month:
            self.day = moved


def plain(number: Decimal) -> str:
    """Digits and a point, no exponent, no trailing zeros."""
    return f"{number.normalize():f}"


def sales(deal: Deal) -> None:
    """A position sold in one or several lots, now and then at average prices."""
    rng = deal.rng
    for _ in range(rng.choice((1, 1, 2, 3, 4, 6, 9))):
        shares = min(deal.whole(100, 60000), deal.held // 2 + 1)
        row = deal.trade("S", "D", shares, deal.quote())
        if rng.random() < 0.35:
            low, high = deal.quote(0.99), deal.quote(1.02)
            row.note(
                PRICE,
                f"The price reported is a weighted average. The shares were sold in multiple transactions at "
                f"prices ranging from ${plain(min(low, high))} to ${plain(max(low, high))}, inclusive.",
            )
        if rng.random() < 0.25:
            row.note(
                CODE,
                (
                    "The sale was effected pursuant to a Rule 10b5-1 trading plan adopted by the "
                    "reporting person."
                ),
            )
        if rng.random() < 0.4:
            deal.later()


def purchases(deal: Deal) -> None:
    """Shares bought in the market."""
    for _ in range(deal.rng.choice((1, 1, 2, 3, 5))):
        deal.trade("P", "A", deal.whole(50, 30000), deal.quote())
        if deal.rng.random() < 0.5:
            deal.later()


def exercise(deal: Deal) -> None:
    """An option exercised in one or two tranches, part of the shares sold the same day."""
    rng, title = deal.rng, names.pick(deal.rng, "option_titles")
    strike = deal.quote(rng.uniform(0.2, 0.8))
    left = deal.whole(500, 80000)
    tranches = [left] if rng.random() < 0.65 else [left * 2 // 5, left - left * 2 // 5]
    rest = Decimal(0) if rng.random() < 0.45 else deal.whole(200, 50000)
    granted = deal.day - timedelta(days=rng.randrange(500, 2900))
    for shares in filter(None, tranches):
        deal.trade("M", "A", shares, strike)
        left -= shares
        row = derivative(deal, title, "M", "D", shares, left + rest, strike)
        row.values[PRICE] = "0"
        _dates(row, rng, granted + timedelta(days=365), _years_later(granted, 10))
    if rng.random() < 0.6:
        deal.trade("S", "D", sum(tranches, Decimal(0)), deal.quote())


def vesting(deal: Deal) -> None:
    """Units that become shares, some withheld for tax."""
    rng, title = deal.rng, names.pick(deal.rng, "unit_titles")
    shares = deal.whole(100, 20000)
    right = "Each unit represents a contingent right to receive one share of the Issuer's common stock."
    first = deal.trade("M", "A", shares, None if rng.random() < 0.5 else Decimal(0))
    if PRICE not in first.values:
        first.note(PRICE, right)
    withheld = deal.trade("F", "D", max(Decimal(1), shares * rng.randrange(22, 48) // 100), deal.quote())
    if rng.random() < 0.6:
        withheld.note(
            SHARES, "Shares withheld by the Issuer to satisfy tax withholding obligations on vesting."
        )
    rest = deal.whole(50, 20000) if rng.random() < 0.6 else Decimal(0)
    row = derivative(deal, title, "M", "D", shares, rest, None)
    row.note("conversionOrExercisePrice", right)
    schedule = (
        f"The units vest in {rng.choice(('three', 'four'))} equal annual installments beginning on the first "
    )
    row.note("exerciseDate", f"{schedule}anniversary of the grant date.")
    row.note("expirationDate", f"{schedule}anniversary of the grant date.")
    row.values[PRICE] = "0"


def grant(deal: Deal) -> None:
    """Options or units granted."""
    rng, shares = deal.rng, deal.whole(200, 150000)
    if rng.random() < 0.55:
        strike = deal.quote()
        row = derivative(deal, names.pick(rng, "option_titles"), "A", "A", shares, shares, strike)
        _dates(row, rng, deal.day + timedelta(days=365), _years_later(deal.day, 10))
        if rng.random() < 0.7:
            row.values[PRICE] = "0"
        return
    row = derivative(
        deal, names.pick(rng, "unit_titles"), "A", "A", shares, shares + deal.whole(1, 4000), None
    )
    row.note(
        "conversionOrExercisePrice", "Each unit is the economic equivalent of one share of common stock."
    )
    row.note("exerciseDate", "The units become payable upon the reporting person's termination of service.")
    row.note("expirationDate", "The units become payable upon the reporting person's termination of service.")
    row.values[PRICE] = plain(deal.quote()) if rng.random() < 0.4 else "0"


def award(deal: Deal) -> None:
    """Restricted shares granted outright, or a plan's purchase with a fraction of a share."""
    if deal.rng.random() < 0.7:
        row = deal.trade("A", "A", deal.whole(100, 40000), Decimal(0) if deal.rng.random() < 0.7 else None)
        row.note(SHARES, "Restricted stock granted under the Issuer's long-term incentive plan.")
        return
    fraction = Decimal(deal.rng.randrange(1, 10000)) / 10000
    row = deal.trade("A", "A", deal.whole(5, 900) + fraction, deal.quote(0.85))
    row.note(FOLLOWING, "Includes shares acquired under the Issuer's employee stock purchase plan.")


def gift(deal: Deal) -> None:
    """Shares given away."""
    row = deal.trade(
        "G",
        "D",
        min(deal.whole(10, 8000), deal.held // 2 + 1),
        Decimal(0) if deal.rng.random() < 0.6 else None,
    )
    if deal.rng.random() < 0.35:
        row.values["transactionTimeliness"] = "E"


def conversion(deal: Deal) -> None:
    """A convertible security exchanged for stock, share for share."""
    shares, title = deal.whole(500, 900000), names.pick(deal.rng, "convertible_titles")
    why = (
        "The securities are convertible at any time, at the holder's election, on a one-for-one basis "
        "and have no expiration date."
    )
    deal.trade("C", "A", shares, Decimal(0))
    row = derivative(
        deal,
        title,
        "C",
        "D",
        shares,
        Decimal(0) if deal.rng.random() < 0.5 else deal.whole(100, 900000),
        None,
    )
    for name in ("conversionOrExercisePrice", "exerciseDate", "expirationDate"):
        row.note(name, why)
    row.values[PRICE] = "0"


def holdings(deal: Deal) -> None:
    """Shares held through others, no transaction."""
    for nature in deal.rng.sample(names.entries("natures"), deal.rng.choice((1, 1, 2, 3, 4))):
        shares = deal.whole(20, 400000)
        if "401" in nature or "ESOP" in nature or "Plan" in nature:
            shares += Decimal(deal.rng.randrange(1, 10000)) / 10000
        row = Row({"securityTitle": deal.title, FOLLOWING: plain(shares), FORM: "I", NATURE: nature})
        if nature.lower() == "see footnote" or deal.rng.random() < 0.25:
            row.note(
                NATURE,
                f"The shares are held by {names.fund(deal.rng)}. The reporting person disclaims beneficial "
                "ownership except to the extent of any pecuniary interest.",
            )
        deal.table_i.append(row)


def option_holding(deal: Deal) -> None:
    """Options held, no transaction."""
    row = derivative(
        deal,
        names.pick(deal.rng, "option_titles"),
        "",
        "",
        deal.whole(500, 90000),
        Decimal(0),
        deal.quote(0.7),
    )
    granted = deal.day - timedelta(days=deal.rng.randrange(300, 2500))
    row.values[FOLLOWING] = row.values[UNDERLYING_SHARES]
    _dates(row, deal.rng, granted + timedelta(days=365), _years_later(granted, 10))


DEALS: tuple[tuple[int, Callable[[Deal], None]], ...] = (
    (6, sales),
    (2, purchases),
    (4, exercise),
    (4, vesting),
    (4, grant),
    (2, award),
    (2, gift),
    (1, conversion),
)


def derivative(
    deal: Deal,
    title: str,
    code: str,
    letter: str,
    shares: Decimal,
    following: Decimal,
    strike: Decimal | None,
) -> Row:
    """A direct Table II row; a holding where there is no code."""
    values = {
        "securityTitle": title,
        UNDERLYING: deal.title,
        UNDERLYING_SHARES: plain(shares),
        FOLLOWING: plain(following),
        FORM: "D",
    }
    if code:
        values |= {"transactionDate": deal.day.isoformat(), CODE: code, SHARES: plain(shares), LETTER: letter}
    if strike is not None:
        values["conversionOrExercisePrice"] = plain(strike)
    row = Row(values)
    deal.table_ii.append(row)
    return row


def annotate(deal: Deal) -> None:
    """Footnotes where filers put them without a rule: on titles, dates, codes, balances."""
    rng, rows = deal.rng, [*deal.table_i, *deal.table_ii]
    for _ in range(rng.choice((1, 1, 2, 3))):
        row, text = rng.choice(rows), names.pick(rng, "general_notes")
        name = rng.choice([field for field in row.values if field not in (LETTER, "transactionTimeliness")])
        if text not in row.notes.get(name, ()):
            row.note(name, text)


def note_plans(deal: Deal, count: int) -> None:
    """So many footnotes, no two alike, on rows of any kind."""
    for _ in range(count):
        row = deal.rng.choice([*deal.table_i, *deal.table_ii])
        adopted = deal.day - timedelta(days=deal.rng.randrange(30, 700))
        name = deal.rng.choice([field for field in (SHARES, FOLLOWING) if field in row.values])
        row.note(
            name,
            f"Reported under the plan adopted on {adopted:%B %-d, %Y}, which covers up to "
            f"{deal.whole(1000, 90000):,} shares and ends by {_years_later(adopted, 2):%B %-d, %Y}.",
        )


def deem_executed(deal: Deal) -> None:
    """Some transactions were executed a little after they were agreed."""
    for row in [*deal.table_i, *deal.table_ii]:
        if row.is_transaction and deal.rng.random() < 0.6:
            executed = date.fromisoformat(row.values["transactionDate"]) + timedelta(
                days=deal.rng.randrange(4)
            )
            row.values["deemedExecutionDate"] = executed.isoformat()


def in_order(row: Row, table_ii: bool) -> list[str]:
    """The row's fields from left to right, those with a mark alone too."""
    fields = TABLE_II_FIELDS if table_ii else TABLE_I_FIELDS
    return [name for name in fields if name in row.values or name in row.notes]


def _dates(row: Row, rng: Random, exercisable: date, expires: date) -> None:
    row.values["expirationDate"] = expires.isoformat()
    if rng.random() < 0.5:
        row.values["exerciseDate"] = exercisable.isoformat()
    else:
        row.note(
            "exerciseDate",
            f"The option vests in four equal annual installments beginning on {exercisable:%B %-d, %Y}.",
        )


def _years_later(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28))
