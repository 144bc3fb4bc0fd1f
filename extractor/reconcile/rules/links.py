"""Links between the tables: what is exercised in Table II is acquired in Table I (DOMAIN 4C)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.model.path import MARKS
from extractor.reconcile.constraint import Constraint, Statement
from extractor.reconcile.form_view import (
    AD,
    AMOUNT,
    CODE,
    DATE,
    EXERCISE_PRICE,
    PRICE,
    UNDERLYING,
    Form,
    FormRow,
    Values,
    grouped,
    number,
)
from extractor.reconcile.rules.build import ACQUIRED, DISPOSED, SumTerm, equal, shown, sums, tested, total
from extractor.reconcile.rules.linked import EXERCISES, PRICED, is_unpriced, linked
from extractor.reconcile.settings import CHANCES

Sides = tuple[list[SumTerm], list[SumTerm]]


def _in_both_tables(form: Form) -> Iterator[Statement]:
    """X0: only reported where it holds, for rights that become other rights or cash stand in Table II
    alone."""
    tables = [[row.at(CODE) for row in form.transactions(table) if form.has(row, CODE)] for table in (1, 2)]
    cells = (*tables[0], *tables[1])
    for code in EXERCISES:
        if any(form.values[cell] == code for cell in cells):

            def holds(values: Values, code: str = code) -> bool:
                return all(any(values[cell] == code for cell in table) for table in tables)

            words = f"code {code} in both tables"
            yield tested(cells, holds, words, f"code {code} in one table only")


def _exercised_days(form: Form) -> Iterator[tuple[str, Sides]]:
    """Code and amounts of each code and day that stand in both tables: Table I's and Table II's.

    Not of a day to which a row may belong whose cells were not all read: its sum would lack an amount.
    """
    found: dict[tuple[str, str], Sides] = {}
    unread: list[FormRow] = []
    for row in (*form.transactions(1), *form.transactions(2)):
        amount = UNDERLYING if row.table == 2 and form.has(row, UNDERLYING) else AMOUNT
        if not form.has(row, CODE, amount, AD, DATE) or (row.table == 2 and form.lacks(row, UNDERLYING)):
            unread.append(row)
        elif form.text(row, CODE) in EXERCISES:
            sides = found.setdefault((form.text(row, CODE), form.text(row, DATE)), ([], []))
            signs = ACQUIRED if row.table == 1 else DISPOSED
            sides[row.table - 1].append(SumTerm(row.at(amount), row.at(AD), signs))
    for (code, day), sides in found.items():
        read = not any(_may_be_of(form, row, code, day) for row in unread)
        if read and all(total(side, form.values) for side in sides) and _is_whole(form, sides):
            yield code, sides


def _may_be_of(form: Form, row: FormRow, code: str, day: str) -> bool:
    """True for any day where the row was read from ink: what of it was read may be misread as well."""
    same_day = form.is_scan or form.text(row, DATE) in (day, "")
    return same_day and form.text(row, CODE) in (code, "")


def _is_whole(form: Form, sides: Sides) -> bool:
    """An amendment may repeat the line of one table and not that of the other."""
    return not form.is_amendment or len(sides[0]) == len(sides[1])


def _exercised_shares(form: Form) -> Iterator[Statement]:
    """X1."""
    for code, (acquired, exercised) in _exercised_days(form):
        yield _exchange(acquired, exercised, "converted" if code == "C" else "exercised")


def _exchange(acquired: Sequence[SumTerm], exercised: Sequence[SumTerm], verb: str) -> Statement:
    def words(values: Values) -> str:
        given, got = _side(exercised, values), _side(acquired, values)
        joint = "=" if statement.holds(values) else "but"
        return f"{given} {verb} in Table II {joint} {got} acquired in Table I"

    statement = sums(acquired, exercised, words)
    return statement


def _side(terms: Sequence[SumTerm], values: Values) -> str:
    """The amounts that count and what they come to: `826 + 881 = 1,707`."""
    counted = [shown(values[term.path]) for term in terms if term.sign(values)]
    summed = total(terms, values)
    text = " + ".join(counted) or "0"
    return f"{text} = {grouped(summed)}" if len(counted) > 1 and summed is not None else text


def _exercised_rows(form: Form) -> Iterator[Statement]:
    """X2: the amounts are the same one by one, in any order."""
    for _, sides in _exercised_days(form):
        acquired, exercised = ([term for term in side if term.sign(form.values)] for side in sides)
        yield _same_amounts([term.path for term in acquired], [term.path for term in exercised])


def _same_amounts(acquired: Sequence[str], exercised: Sequence[str]) -> Statement:
    def amounts(paths: Sequence[str], values: Values) -> list[str]:
        return sorted(shown(values[path]) for path in paths)

    def holds(values: Values) -> bool:
        return amounts(acquired, values) == amounts(exercised, values)

    first, second = (" and ".join("{}" for _ in side) for side in (acquired, exercised))
    words = f"{first} acquired, {second} exercised"
    return tested((*acquired, *exercised), holds, words, f"{words}: not row by row")


def _exercise_prices(form: Form) -> Iterator[Statement]:
    """X4: what was paid is the exercise price; not where a note says that the price is a mean."""
    for share, right in linked(form):
        if (
            form.text(right, CODE) in PRICED
            and form.has(share, PRICE)
            and form.number(right, EXERCISE_PRICE)
            and not form.marks(share, PRICE)
            and share.at(PRICE) + MARKS not in form.unread
        ):
            words = "{} paid in Table I, {} the exercise price in Table II"
            yield equal(share.at(PRICE), right.at(EXERCISE_PRICE), words)


def _nothing_paid(form: Form) -> Iterator[Statement]:
    """X5: a right without an exercise price costs nothing when it becomes shares."""
    for share, right in linked(form):
        if form.has(share, PRICE) and is_unpriced(form, right):
            price, own = share.at(PRICE), [right.at(EXERCISE_PRICE)] * form.has(right, EXERCISE_PRICE)
            yield _free(price, own)


def _free(price: str, own: Sequence[str]) -> Statement:
    """`price` is 0 if the exercise price, where one is given, is."""

    def holds(values: Values) -> bool:
        return number(values[price]) == 0 or any(number(values[cell]) != 0 for cell in own)

    words = "{0} paid for rights without a price"
    made = tested((price, *own), holds, words)
    return Statement(made.cells, made.holds, made.words, lambda values, path: "0" if path == price else None)


def _vested(form: Form) -> Iterator[Statement]:
    """X6: shares vest (M), and after that some are withheld (F) or sold."""
    unpriced = {share for share, right in linked(form) if is_unpriced(form, right)}
    vested = [row for row in form.transactions(1) if row in unpriced and form.text(row, CODE) == "M"]
    withheld = [row for row in form.transactions(1) if form.text(row, CODE) == "F"]
    for row in withheld:
        own = [other for other in vested if form.text(other, DATE) == form.text(row, DATE)]
        if own:
            yield _in_turn(form, own[0], row)


def _in_turn(form: Form, vested: FormRow, withheld: FormRow) -> Statement:
    cells = sorted((vested.at(CODE), withheld.at(CODE)), key=list(form.values).index)
    first = form.rows.index(vested) < form.rows.index(withheld)

    def holds(values: Values) -> bool:
        return first and values[vested.at(CODE)] == "M" and values[withheld.at(CODE)] == "F"

    return tested(cells, holds, "first {}, then {}", "{} before {}")


RULES = (
    Constraint(
        id="exercise-in-both-tables",
        number="X0",
        name="An exercise stands in both tables",
        strength="preference",
        chance=CHANCES.even,
        statements=_in_both_tables,
    ),
    Constraint(
        id="exercised-shares",
        number="X1",
        name="What is exercised in Table II is acquired in Table I on the same day",
        strength="usual",
        chance=CHANCES.same_amount,
        statements=_exercised_shares,
    ),
    Constraint(
        id="exercised-rows",
        number="X2",
        name="What is exercised and what is acquired are the same row by row",
        strength="preference",
        chance=CHANCES.same_amount,
        statements=_exercised_rows,
    ),
    Constraint(
        id="exercise-price",
        number="X4",
        name="The price paid in Table I is the exercise price in Table II",
        strength="usual",
        chance=CHANCES.same_amount,
        statements=_exercise_prices,
    ),
    Constraint(
        id="nothing-paid-for-units",
        number="X5",
        name="Rights without an exercise price become shares for nothing",
        strength="usual",
        chance=CHANCES.nothing_paid,
        statements=_nothing_paid,
    ),
    Constraint(
        id="vested-then-withheld",
        number="X6",
        name="Shares vest before some of them are withheld",
        strength="usual",
        chance=CHANCES.on_a_day_before,
        statements=_vested,
    ),
)
