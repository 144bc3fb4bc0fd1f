"""Shares withheld, and what a price can be (DOMAIN 4D)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.reconcile.constraint import Constraint, Statement
from extractor.reconcile.form_view import (
    AD,
    AMOUNT,
    CODE,
    DATE,
    EXERCISE_PRICE,
    PRICE,
    TITLE,
    Form,
    FormRow,
    Values,
    number,
    same_class,
)
from extractor.reconcile.rules.build import (
    SumTerm,
    above_zero,
    ordered,
    places_of,
    single,
    spelt,
    tested,
    total,
)
from extractor.reconcile.rules.derivatives import is_option
from extractor.reconcile.rules.linked import PRICED, linked
from extractor.reconcile.settings import CHANCES, SETTINGS

MARKET = ("P", "S")
"""Codes of trades on the market."""
GIVEN = {1: ("G",), 2: ("M", "C")}
"""By table, codes of rows in which nothing is paid for the security itself."""
DECIMAL_QUOTES = "2001-04-09"
"""Since this day all exchanges quote in cents, and no longer in sixteenths and the like."""


def _days(form: Form) -> Iterator[Sequence[FormRow]]:
    """Rows of Table I of one balance and one day, as printed; not of a day that a row may be missing from."""
    for group in form.groups:
        dated = all(form.has(row, DATE) for row in group)
        if group[0].table == 1 and dated and not form.strays[group[0]]:
            days: dict[str, list[FormRow]] = {}
            for row in group:
                days.setdefault(form.text(row, DATE), []).append(row)
            yield from (day for day in days.values() if all(form.has(row, CODE, AMOUNT, AD) for row in day))


def _withholdings(form: Form) -> Iterator[tuple[list[FormRow], list[FormRow]]]:
    """Rows withheld (F) with the rows acquired that day in the same balance; restricted stock that vests has
    none, for it was owned before."""
    for day in _days(form):
        withheld = [row for row in day if form.text(row, CODE) == "F"]
        acquired = [row for row in day if form.text(row, AD) == "A" and form.text(row, CODE) != "P"]
        if withheld and acquired:
            yield withheld, acquired


def _terms(rows: Sequence[FormRow]) -> list[SumTerm]:
    return [SumTerm(row.at(AMOUNT)) for row in rows]


def _withheld_of_acquired(form: Form) -> Iterator[Statement]:
    """F1."""
    for withheld, acquired in _withholdings(form):
        yield _part(_terms(withheld), _terms(acquired), Decimal(0), Decimal(1))


def _withheld_share(form: Form) -> Iterator[Statement]:
    """F2: only of a single withholding."""
    for withheld, acquired in _withholdings(form):
        if len(withheld) == 1:
            yield _part(_terms(withheld), _terms(acquired), SETTINGS.least_withheld, SETTINGS.most_withheld)


def _part(part: Sequence[SumTerm], whole: Sequence[SumTerm], low: Decimal, high: Decimal) -> Statement:
    """`part` is between `low` and `high` of `whole`, as shares of 1."""

    def holds(values: Values) -> bool:
        some, all_of_it = total(part, values), total(whole, values)
        return some is not None and all_of_it is not None and low * all_of_it <= some < high * all_of_it

    def words(values: Values) -> str:
        text = f"{spelt(part, values)} withheld of {spelt(whole, values)} acquired"
        return text if holds(values) else f"{text}: not {low:.0%} to {high:.0%}"

    cells = [term.path for term in (*whole, *part)]
    return Statement(tuple(cells), holds, words)


def _net_exercise(form: Form) -> Iterator[Statement]:
    """F3: shares given up for the exercise price tell the market's price; those for tax are part of the gain.

    Only where one exercise gives up shares twice: the larger number pays the price.
    """
    for group in form.groups:
        own = [row for row in group if row.table == 2 and form.has(row, AMOUNT, EXERCISE_PRICE)]
        given_up = [row for row in own if form.text(row, CODE) == "F"]
        if len(given_up) == 2 and any(form.text(row, CODE) in PRICED for row in own):
            given_up.sort(key=lambda row: form.number(row, AMOUNT) or 0)
            yield _gain(given_up[1], given_up[0], own)


def _gain(paid: FormRow, taxed: FormRow, rows: Sequence[FormRow]) -> Statement:
    """The shares of `taxed` are worth a usual share of what the exercise of `rows` gains."""
    strike, cost, tax = paid.at(EXERCISE_PRICE), paid.at(AMOUNT), taxed.at(AMOUNT)
    terms = _terms(rows)

    def part(values: Values) -> Decimal | None:
        count = total(terms, values)
        price, given, kept = (number(values[cell]) for cell in (strike, cost, tax))
        if not count or not price or not given or kept is None or given >= count:
            return None
        market = count * price / given
        return kept * market / (count * (market - price))

    def holds(values: Values) -> bool:
        found = part(values)
        return found is not None and SETTINGS.least_withheld <= found <= SETTINGS.most_withheld

    def words(values: Values) -> str:
        found = part(values)
        share = "no part" if found is None else f"{found:.1%}"
        return f"shares given up for tax are {share} of the gain" + ("" if holds(values) else ": not usual")

    return Statement((strike, *(term.path for term in terms)), holds, words)


def _market_prices(form: Form) -> Iterator[Statement]:
    """P1: what is sold, bought or withheld has a price."""
    for row in form.transactions(1):
        if form.text(row, CODE) in (*MARKET, "F") and form.has(row, PRICE):
            words = "{} as the price of a trade"
            yield single(row.at(PRICE), above_zero, words, f"{words}: it must be above 0")


def _nothing_paid(form: Form) -> Iterator[Statement]:
    """P1: gifts and exercises have no price of their own."""
    for table in (1, 2):
        for row in form.transactions(table):
            if form.text(row, CODE) in GIVEN[table] and form.has(row, PRICE):
                words = "{} for what is given without a price"
                yield single(row.at(PRICE), lambda text: number(text) == 0, words, must="0")


def _days_prices(form: Form) -> Iterator[Statement]:
    """P2: neighbours among the trades of one class, one day and one code; catches a lost decimal point.

    Where a trade may stand between two whose price, or what it is, was not read, they are no neighbours.
    """
    rows = form.transactions(1)
    for k, row in enumerate(rows):
        if form.text(row, CODE) in MARKET and form.has(row, DATE, TITLE, PRICE):
            after = next((other for other in rows[k + 1 :] if _may_be_same_trade(form, row, other)), None)
            if after is not None and form.has(after, DATE, CODE, TITLE, PRICE):
                yield _near(row.at(PRICE), after.at(PRICE))


def _may_be_same_trade(form: Form, row: FormRow, other: FormRow) -> bool:
    """True for another trade of a row's class, day and code, and where the other's are not read; a row whose
    price stands in a note is none."""
    alike = all(form.text(other, field) in (form.text(row, field), "") for field in (DATE, CODE))
    priced = form.has(other, PRICE) or (form.lacks(other, PRICE) and not form.marks(other, PRICE))
    title = form.text(other, TITLE)
    return alike and priced and (not title or same_class(form.text(row, TITLE), title))


def _near(one: str, other: str) -> Statement:
    def holds(values: Values) -> bool:
        first, second = number(values[one]), number(values[other])
        if not first or not second:
            return False
        return max(first, second) <= SETTINGS.range_of_a_day * min(first, second)

    words = "{} and {} on one day"
    return tested((one, other), holds, words, f"{words}: too far apart")


def _in_the_money(form: Form) -> Iterator[Statement]:
    """P3: who exercises an option mostly sells above its price."""
    for share, right in linked(form):
        if form.text(right, CODE) == "M" and form.number(right, EXERCISE_PRICE):
            for row in form.transactions(1):
                sold = form.text(row, CODE) in ("S", "F") and form.has(row, PRICE)
                if sold and form.text(row, DATE) == form.text(share, DATE):
                    yield _above(row.at(PRICE), right.at(EXERCISE_PRICE))


def _above(price: str, strike: str) -> Statement:
    made = ordered(strike, price, "", number)
    words = "sold at {}, exercised at {}"
    return tested((price, strike), made.holds, words, f"{words}: a loss")


def _sixteenths(form: Form) -> Iterator[Statement]:
    """P4: quotes of the time before cents; means and prices rounded to cents are no fractions.

    Not where a note says so.
    """
    for row in (*form.transactions(1), *form.transactions(2)):
        traded = row.table == 1 and form.text(row, CODE) in (*MARKET, "F")
        granted = row.table == 2 and form.text(row, CODE) == "A" and is_option(form, row)
        cell = PRICE if traded else EXERCISE_PRICE
        early = "" < form.text(row, DATE) < DECIMAL_QUOTES
        if early and (traded or granted) and form.has(row, cell) and not form.marks(row, cell):
            yield single(row.at(cell), _is_fraction, "{} in sixteenths or the like", "{} is no fraction")


def _is_fraction(text: str) -> bool:
    price = number(text)
    return price is not None and price * SETTINGS.smallest_fraction % 1 == 0


def _price_places(form: Form) -> Iterator[Statement]:
    """P5."""
    for row in form.rows:
        for field in (PRICE, EXERCISE_PRICE):
            if form.has(row, field):
                words = f"{{}} has at most {SETTINGS.most_price_places} decimals"
                yield single(row.at(field), lambda text: places_of(text) <= SETTINGS.most_price_places, words)


RULES = (
    Constraint(
        id="withheld-of-acquired",
        number="F1",
        name="Fewer shares are withheld than are acquired that day",
        strength="usual",
        chance=CHANCES.even,
        statements=_withheld_of_acquired,
    ),
    Constraint(
        id="withheld-share",
        number="F2",
        name="A withholding is 15 % to 60 % of what is acquired",
        strength="preference",
        chance=CHANCES.usual_share,
        statements=_withheld_share,
    ),
    Constraint(
        id="net-exercise",
        number="F3",
        name="Options given up for tax are a usual part of the gain",
        strength="preference",
        chance=CHANCES.usual_share,
        statements=_net_exercise,
    ),
    Constraint(
        id="market-price",
        number="P1",
        name="What is bought, sold or withheld has a price above 0",
        strength="usual",
        chance=CHANCES.above_zero,
        statements=_market_prices,
    ),
    Constraint(
        id="nothing-paid",
        number="P1",
        name="Gifts, and rights when they are exercised, have no price",
        strength="usual",
        chance=CHANCES.nothing_paid,
        statements=_nothing_paid,
    ),
    Constraint(
        id="prices-of-a-day",
        number="P2",
        name="Prices of one day are within 20 % of each other",
        strength="usual",
        chance=CHANCES.near_price,
        statements=_days_prices,
    ),
    Constraint(
        id="in-the-money",
        number="P3",
        name="Shares are sold above the price of the option exercised that day",
        strength="preference",
        chance=CHANCES.even,
        statements=_in_the_money,
    ),
    Constraint(
        id="price-in-fractions",
        number="P4",
        name="Before April 2001 prices were quoted in sixteenths and the like",
        strength="preference",
        chance=CHANCES.in_fractions,
        statements=_sixteenths,
    ),
    Constraint(
        id="price-decimals",
        number="P5",
        name="A price has at most four decimals",
        strength="preference",
        chance=CHANCES.few_decimals,
        statements=_price_places,
    ),
)
