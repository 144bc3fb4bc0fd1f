"""Running balances: what is owned after each transaction (DOMAIN 4A).

B2 and B9 are other orders of balances, not breaches of B1: each group of rows is taken in the order that
explains it, and makes its statements under that order's constraint. B8 compares filings and is not here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from extractor.reconcile.constraint import Constraint, Statement
from extractor.reconcile.form_view import (
    AD,
    AMOUNT,
    CODE,
    FOLLOWING,
    NATURE,
    OWNERSHIP,
    Form,
    FormRow,
    Values,
    grouped,
    number,
)
from extractor.reconcile.rules.balance_orders import (
    ORDERS,
    BalanceOrder,
    chain,
    count_held,
    is_whole,
    ordered_balances,
    owner_blocks,
)
from extractor.reconcile.rules.build import SumTerm, equal, single, spelt, tested, total
from extractor.reconcile.settings import CHANCES, SETTINGS


def _in_orders(
    form: Form, orders: Sequence[BalanceOrder], tables: Sequence[int] = (1, 2)
) -> Iterator[Statement]:
    """What the groups state whose balances follow in one of these orders; those of months never follow.

    An amendment may leave lines out: its balances are compared only where most of them follow.
    """
    groups = [group for group in form.groups if group[0].table in tables and not form.is_monthly]
    for group in groups:
        found = ordered_balances(form, group)
        held = count_held(form, found.statements)
        whole = held >= SETTINGS.order_share * len(found.statements)
        if found.order in orders and (whole or not form.is_amendment):
            yield from found.statements


def _running(form: Form, table: int) -> Iterator[Statement]:
    """B1: balances in printed order."""
    return _in_orders(form, (chain,), (table,))


def _other_orders(form: Form) -> Iterator[Statement]:
    """B2: balances in another order, or totals of a day or of the whole filing."""
    return _in_orders(form, ORDERS)


def _reported_twice(form: Form) -> Iterator[Statement]:
    """B9: the same block of rows for each of several owners."""
    return _in_orders(form, (owner_blocks,))


def _month_openings(form: Form) -> Iterator[Statement]:
    """B3: a month's total and its transactions leave a balance to begin with that is not below nothing.

    The last row of a class alone need give the total, and rows above may repeat it. Nothing is summed up
    where a row may be missing from the class.
    """
    if not form.is_monthly:
        return
    for group in form.groups:
        totals = [row for row in group if form.has(row, FOLLOWING)]
        whole = not form.strays[group[0]] and all(form.has(row, AMOUNT, AD) for row in group)
        if totals and whole:
            undone = {"A": -1, "D": 1}
            moves = tuple(SumTerm(row.at(AMOUNT), row.at(AD), undone) for row in group)
            made = _opening((SumTerm(totals[-1].at(FOLLOWING)), *moves))
            yield replace(made, excused=form.lacks(group[-1], FOLLOWING))


def _opening(terms: Sequence[SumTerm]) -> Statement:
    closing, *moves = terms

    def holds(values: Values) -> bool:
        opened = total(terms, values)
        return opened is not None and opened >= 0

    def words(values: Values) -> str:
        opened = total(terms, values)
        opening = "?" if opened is None else grouped(opened)
        text = f"{spelt(terms, values)} = {opening} at the month's beginning"
        return text if holds(values) else f"{text}: that cannot be"

    cells = (*(cell for move in moves for cell in move.cells), closing.path)
    return Statement(cells, holds, words)


def _not_negative(form: Form) -> Iterator[Statement]:
    """B4."""
    for row in form.rows:
        if form.has(row, FOLLOWING):
            yield single(row.at(FOLLOWING), _is_balance, "{} owned", "{} owned: that cannot be")


def _is_balance(text: str) -> bool:
    balance = number(text)
    return balance is not None and balance >= 0


def _at_least_acquired(form: Form) -> Iterator[Statement]:
    """B0: only of what is owned directly and given in printed order: funds pass shares through at once.

    Month forms give it in the last row of a class alone.
    """
    for group in form.groups:
        as_printed = form.is_monthly or ordered_balances(form, group).order is chain
        for row in group[-1:] if form.is_monthly else group:
            acquired = form.has(row, AMOUNT, FOLLOWING) and form.text(row, AD) == "A"
            if as_printed and acquired and form.text(row, OWNERSHIP) == "D":
                yield replace(_covers(row), excused=not is_whole(form, group))


def _covers(row: FormRow) -> Statement:
    amount, letter, after = row.at(AMOUNT), row.at(AD), row.at(FOLLOWING)

    def holds(values: Values) -> bool:
        got, owned = number(values[amount]), number(values[after])
        return values[letter] != "A" or (got is not None and owned is not None and owned >= got)

    words = "{0} acquired, {2} owned then"
    return tested((amount, letter, after), holds, words, f"{words}: that is less")


def _granted(form: Form) -> Iterator[Statement]:
    """B5: a grant is often a balance of its own."""
    for row in form.transactions(2):
        if form.text(row, CODE) == "A" and form.has(row, AMOUNT, FOLLOWING):
            yield equal(row.at(AMOUNT), row.at(FOLLOWING), "{} granted, {} owned then")


def _used_up(form: Form) -> Iterator[Statement]:
    """B6: no inference may be drawn from it."""
    for row in form.transactions(2):
        if form.text(row, AD) == "D" and form.has(row, FOLLOWING):
            words = "{} left after the disposal"
            yield single(row.at(FOLLOWING), lambda text: number(text) == 0, words, f"{words}, not used up")


def _repeated_by_holding(form: Form) -> Iterator[Statement]:
    """B7: a holding row beside transactions of the same balance repeats the last of them.

    `See footnote` names many accounts at once, so it is no sign of one balance.
    """
    for holding in (*form.holdings(1), *form.holdings(2)):
        if "note" in form.text(holding, NATURE).casefold() or not form.has(holding, FOLLOWING):
            continue
        for group in form.groups:
            last = group[-1]
            later = any(form.rows.index(row) > form.rows.index(last) for row in form.strays[group[0]])
            if form.same_balance(holding, last) and form.has(last, FOLLOWING) and not later:
                words = "{} after the last transaction, {} as a holding"
                yield equal(last.at(FOLLOWING), holding.at(FOLLOWING), words)


def opening(form: Form, group: Sequence[FormRow]) -> str | None:
    """What all disposals of a group in Table II come to: `4,884 + 409 + 707 = 6,000`, all there was.

    Where something is left `4,884 + 409 = 5,293 of 6,000`. None for anything else than several disposals
    whose balances follow in printed order.
    """
    if len(group) < 2 or group[0].table == 1 or form.is_monthly or {form.text(r, AD) for r in group} != {"D"}:
        return None
    steps, moves = chain(form, group), [SumTerm(row.at(AMOUNT)) for row in group]
    gone, left = total(moves, form.values), form.number(group[-1], FOLLOWING)
    if len(steps) < len(group) - 1 or count_held(form, steps) < len(steps) or gone is None or left is None:
        return None
    text = f"{spelt(moves, form.values)} = {grouped(gone)}"
    return f"{text} of {grouped(gone + left)}" if left else text


RULES = (
    Constraint(
        id="acquired-and-owned",
        number="B0",
        name="After an acquisition at least the amount acquired is owned",
        strength="usual",
        chance=CHANCES.even,
        statements=_at_least_acquired,
    ),
    Constraint(
        id="running-balance",
        number="B1",
        name="Each balance is the one before it with the transaction's amount",
        strength="usual",
        chance=CHANCES.same_amount,
        statements=partial(_running, table=1),
    ),
    Constraint(
        # One rule to its readers, but many filers give balances by grant or tranche in Table II.
        id="running-balance",
        number="B1-II",
        name="Each balance of derivatives is the one before it with the transaction's amount",
        strength="usual",
        chance=CHANCES.same_amount,
        statements=partial(_running, table=2),
    ),
    Constraint(
        id="balance-in-another-order",
        number="B2",
        name="Balances follow in another order, or all rows tell one total",
        strength="usual",
        chance=CHANCES.same_amount,
        statements=_other_orders,
    ),
    Constraint(
        id="month-opening",
        number="B3",
        name="A month's total and its transactions leave a balance to begin with",
        strength="hard",
        chance=CHANCES.even,
        statements=_month_openings,
    ),
    Constraint(
        id="balance-not-negative",
        number="B4",
        name="No balance is below nothing",
        strength="hard",
        chance=CHANCES.above_zero,
        statements=_not_negative,
    ),
    Constraint(
        id="grant-balance",
        number="B5",
        name="A grant of derivatives is a balance of its own",
        strength="preference",
        chance=CHANCES.same_amount,
        statements=_granted,
    ),
    Constraint(
        id="used-up",
        number="B6",
        name="A disposal of derivatives leaves none",
        strength="preference",
        chance=CHANCES.nothing_left,
        statements=_used_up,
    ),
    Constraint(
        id="holding-repeats-balance",
        number="B7",
        name="A holding row beside transactions of the same balance repeats the last of them",
        strength="usual",
        chance=CHANCES.same_amount,
        statements=_repeated_by_holding,
    ),
    Constraint(
        id="told-for-each-owner",
        number="B9",
        name="A joint filing tells the same transactions for each owner",
        strength="usual",
        chance=CHANCES.same_amount,
        statements=_reported_twice,
    ),
)
