"""The orders in which filers give balances, and which of them a group of rows follows (DOMAIN B2, B9)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from math import ceil

from extractor.model.path import MARKS
from extractor.reconcile.constraint import Statement
from extractor.reconcile.form_view import AD, AMOUNT, CODE, DATE, FOLLOWING, Form, FormRow
from extractor.reconcile.rules.build import SumTerm, equal, sum_of
from extractor.reconcile.settings import SETTINGS

BalanceOrder = Callable[[Form, Sequence[FormRow]], list[Statement]]
"""What the balances of a group of rows state if they are given in this order."""


def move(row: FormRow) -> SumTerm:
    """What a transaction does to the balance."""
    return SumTerm(row.at(AMOUNT), row.at(AD))


def chain(form: Form, rows: Sequence[FormRow]) -> list[Statement]:
    """Each balance is the one before it with the row's amount; nothing beside a note on the balance itself.

    Such a note ("includes shares acquired under the ESPP") says why it does not follow from the row above.
    """
    return [
        sum_of((SumTerm(before.at(FOLLOWING)), move(row)), row.at(FOLLOWING))
        for before, row in pairwise(rows)
        if form.has(before, FOLLOWING)
        and form.has(row, AMOUNT, AD, FOLLOWING)
        and not form.marks(row, FOLLOWING) - form.marks(before, FOLLOWING)
        and row.at(FOLLOWING) + MARKS not in form.unread
    ]


def newest_first(form: Form, rows: Sequence[FormRow]) -> list[Statement]:
    """The balances follow from the last row up."""
    return chain(form, rows[::-1])


def by_date(form: Form, rows: Sequence[FormRow]) -> list[Statement]:
    """The balances follow by date, rows of a day as printed."""
    return chain(form, sorted(rows, key=lambda row: form.text(row, DATE)))


def by_date_newest_first(form: Form, rows: Sequence[FormRow]) -> list[Statement]:
    """The balances follow by date, rows of a day from the last one up."""
    return by_date(form, rows[::-1])


def final_total(form: Form, rows: Sequence[FormRow]) -> list[Statement]:
    """Every row repeats the balance after the last."""
    return [
        equal(before.at(FOLLOWING), row.at(FOLLOWING), "{} = {}, the balance after all of them")
        for before, row in pairwise(rows)
        if form.has(before, FOLLOWING) and form.has(row, FOLLOWING)
    ]


def day_totals(form: Form, rows: Sequence[FormRow]) -> list[Statement]:
    """Every row of a day gives the balance after that day."""
    if not all(form.has(row, AMOUNT, AD, FOLLOWING) for row in rows):
        return []
    in_order = sorted(rows, key=lambda row: form.text(row, DATE))
    days = [list(day) for _, day in groupby(in_order, key=lambda row: form.text(row, DATE))]
    steps = [
        sum_of((SumTerm(before[-1].at(FOLLOWING)), *map(move, day)), day[0].at(FOLLOWING))
        for before, day in pairwise(days)
    ]
    words = "{} = {}, the balance after that day"
    repeats = [
        equal(one.at(FOLLOWING), other.at(FOLLOWING), words) for day in days for one, other in pairwise(day)
    ]
    return steps + repeats


def any_order(form: Form, rows: Sequence[FormRow]) -> list[Statement]:
    """Whatever order makes all balances follow, where there is one."""
    whole = all(form.has(row, AMOUNT, AD, FOLLOWING) for row in rows)
    if len(rows) > SETTINGS.most_orders_tried or not whole:
        return []
    return chain(form, _ordered(form, rows))


def _ordered(form: Form, rows: Sequence[FormRow]) -> list[FormRow]:
    """The rows so that each balance follows from the one before; empty where no order does that."""
    after = {row: form.number(row, FOLLOWING) for row in rows}
    changes = {row: move(row).amount(form.values) for row in rows}
    paths = [[row] for row in reversed(rows)]
    while paths:
        path = paths.pop()
        if len(path) == len(rows):
            return path
        for row in rows:
            balance, change = after[path[-1]], changes[row]
            if row in path or balance is None or change is None:
                continue
            if balance + change == after[row]:
                paths.append([*path, row])
    return []


def owner_blocks(form: Form, rows: Sequence[FormRow]) -> list[Statement]:
    """A joint filing that reports the same transactions once for each owner, one block after the other."""
    count = len(form.owners)
    length = len(rows) // max(count, 1)
    # A single row for each would be taken for any two sales of one size.
    if count < 2 or length < 2 or len(rows) % count:
        return []
    blocks = [rows[start : start + length] for start in range(0, len(rows), length)]
    if any(_dealings(form, block) != _dealings(form, blocks[0]) for block in blocks):
        return []
    words = "{} and {}, told once for each owner"
    repeats = [
        equal(one[k].at(AMOUNT), other[k].at(AMOUNT), words)
        for one, other in pairwise(blocks)
        for k in range(length)
        if form.has(one[k], AMOUNT) and form.has(other[k], AMOUNT)
    ]
    return [*(step for block in blocks for step in chain(form, block)), *repeats]


def _dealings(form: Form, rows: Sequence[FormRow]) -> list[tuple[str, str]]:
    return [(form.text(row, DATE), form.text(row, CODE)) for row in rows]


ORDERS: tuple[BalanceOrder, ...] = (
    newest_first,
    final_total,
    by_date,
    by_date_newest_first,
    day_totals,
    any_order,
)


@dataclass(frozen=True, slots=True)
class OrderedBalances:
    """The balances of a group of rows: their order, and what they state in it."""

    order: BalanceOrder
    statements: tuple[Statement, ...]


def ordered_balances(form: Form, rows: Sequence[FormRow]) -> OrderedBalances:
    """A group's balances in the order that explains them as read.

    Where a cell of the group was not read, another order might have explained them: what does not hold is
    excused. Where a row may belong to the group as well, no sum goes over it.
    """
    if strays := form.strays.get(rows[0]):
        parts = _between(form, rows, strays)
        found = OrderedBalances(chain, tuple(made for part in parts for made in chain(form, part)))
    else:
        found = _explained(form, rows)
    if is_whole(form, rows):
        return found
    return replace(found, statements=tuple(replace(made, excused=True) for made in found.statements))


def is_whole(form: Form, rows: Sequence[FormRow]) -> bool:
    """True where all that settles the order of a group's balances was read.

    A month's balance need stand in the last row of a class alone.
    """
    fields = (DATE, CODE, AMOUNT, AD, *(() if form.is_monthly else (FOLLOWING,)))
    return not form.strays.get(rows[0]) and not any(form.lacks(row, *fields) for row in rows)


def _between(form: Form, rows: Sequence[FormRow], strays: Sequence[FormRow]) -> Iterator[list[FormRow]]:
    """The rows of a group in printed order, parted where another row that may belong to it stands."""
    part: list[FormRow] = []
    for row in form.rows:
        if row in strays:
            yield part
            part = []
        elif row in rows:
            part.append(row)
    yield part


def _explained(form: Form, rows: Sequence[FormRow]) -> OrderedBalances:
    """The order is as printed unless another one clearly explains more.

    In two or three rows the other order must explain all, in more of them two thirds.
    """
    pairs = len(rows) - 1
    best = OrderedBalances(chain, tuple(chain(form, rows)))
    most = count_held(form, best.statements)
    if most == pairs:
        return best
    enough = pairs if pairs <= SETTINGS.few_pairs else ceil(SETTINGS.order_share * pairs)
    for order in (*ORDERS, owner_blocks):
        statements = tuple(order(form, rows))
        explained = min(count_held(form, statements), pairs)
        if explained > most and explained >= enough:
            best, most = OrderedBalances(order, statements), explained
    return best


def count_held(form: Form, statements: Sequence[Statement]) -> int:
    """How many of the statements hold as read."""
    return sum(statement.holds(form.values) for statement in statements)
