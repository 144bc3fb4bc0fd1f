"""Rules inside Table II (DOMAIN 4B)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.reconcile.constraint import Constraint, Statement
from extractor.reconcile.form_view import (
    AMOUNT,
    EXERCISE_PRICE,
    FOLLOWING,
    FOLLOWING_VALUE,
    TITLE,
    TOTAL_VALUE,
    UNDERLYING,
    UNDERLYING_TITLE,
    UNDERLYING_VALUE,
    Form,
    FormRow,
    Values,
    number,
)
from extractor.reconcile.rules.build import above_zero, equal, same, single, tested
from extractor.reconcile.rules.linked import linked
from extractor.reconcile.settings import CHANCES, SETTINGS

UNITS = re.compile(r"(restricted|performance) (stock|share)|\b[rp]sus?\b|deferred|stock unit", re.I)
"""Titles of what becomes shares without being paid for; phantom and partnership units have prices."""
OPTIONS = re.compile(r"option|warrant|appreciation|\bsars?\b|right to buy", re.I)
"""Titles of what is exercised at a price."""
EITHER = ((AMOUNT, TOTAL_VALUE), (UNDERLYING, UNDERLYING_VALUE), (FOLLOWING, FOLLOWING_VALUE))
"""Columns that hold a number of securities or a value in dollars."""


def is_option(form: Form, row: FormRow) -> bool:
    """True for options, warrants and stock appreciation rights, by title."""
    return bool(OPTIONS.search(form.text(row, TITLE)))


def _underlying_amounts(form: Form) -> Iterator[Statement]:
    """U1: one derivative gives one share; not where the filing counts contracts or converts at a ratio.

    A ratio that another row would show, or a rest that the balance would, excuses what differs.
    """
    for row in form.transactions(2):
        if form.has(row, AMOUNT, UNDERLYING) and not _converts(form, row) and not _gives_rest(form, row):
            made = equal(row.at(AMOUNT), row.at(UNDERLYING), "{} derivatives for {} shares")
            others = (other for other in form.transactions(2) if other != row)
            unseen = any(form.lacks(other, AMOUNT, UNDERLYING) for other in others)
            yield replace(made, excused=unseen or (not form.is_monthly and form.lacks(row, FOLLOWING)))


def _gives_rest(form: Form, row: FormRow) -> bool:
    """True where a filer gives not the shares of the amount but those that are left: none, or the balance."""
    under = form.number(row, UNDERLYING)
    return under != form.number(row, AMOUNT) and under in (0, form.number(row, FOLLOWING))


def _converts(form: Form, row: FormRow) -> bool:
    """True where the row's own numbers stand in a plain ratio other than 1, or as those of another row do."""
    ratio = _ratio(form, row)
    if ratio is None or ratio == 1:
        return False
    if any(_ratio(form, other) == ratio for other in form.transactions(2) if other != row):
        return True
    larger = max(ratio, 1 / ratio)
    # A factor of ten is a digit lost or gained far sooner than a ratio.
    return larger == SETTINGS.contract_shares or (
        larger == larger.to_integral_value() and larger % 10 != 0 and larger < SETTINGS.contract_shares
    )


def _ratio(form: Form, row: FormRow) -> Decimal | None:
    """Shares that one derivative gives."""
    amount, under = form.number(row, AMOUNT), form.number(row, UNDERLYING)
    return under / amount if amount and under else None


def _unit_prices(form: Form) -> Iterator[Statement]:
    """U2."""
    for row in (*form.transactions(2), *form.holdings(2)):
        if UNITS.search(form.text(row, TITLE)) and not is_option(form, row) and form.has(row, EXERCISE_PRICE):
            words = "{} as the price of a unit that becomes a share"
            yield single(
                row.at(EXERCISE_PRICE), lambda text: number(text) in (0, SETTINGS.highest_unit_price), words
            )


def _option_prices(form: Form) -> Iterator[Statement]:
    """U3: a 0 here is a digit lost, or a penny warrant."""
    for row in (*form.transactions(2), *form.holdings(2)):
        if is_option(form, row) and form.has(row, EXERCISE_PRICE):
            words = "an exercise price of {}"
            yield single(row.at(EXERCISE_PRICE), above_zero, words, f"{words}: an option has one above 0")


def _underlying_titles(form: Form) -> Iterator[Statement]:
    """U4: what is exercised gives the class that Table I names."""
    for share, right in linked(form):
        if form.has(share, TITLE) and form.has(right, UNDERLYING_TITLE):
            words = "{} in Table I, {} underlying"
            yield same(share.at(TITLE), right.at(UNDERLYING_TITLE), words, _named)


def _named(title: str) -> str | None:
    """A title by its words alone, without its par value."""
    words = re.findall(r"[a-z0-9]+", re.split(r",|\(|\bpar value\b|\$", title.casefold())[0])
    return " ".join(words) or None


def _once(form: Form) -> Iterator[Statement]:
    """U5: number of securities or value in dollars, never both; only where a value is given."""
    for row in form.rows:
        for shares, value in EITHER:
            if form.has(row, value):
                yield _one_of([row.at(field) for field in (shares, value) if form.has(row, field)])


def _one_of(given: Sequence[str]) -> Statement:
    def holds(values: Values) -> bool:
        return sum(bool(values[cell]) for cell in given) == 1

    words = " and ".join("{}" for _ in given)
    return tested(given, holds, f"{words} given as a value", f"{words}: a number and a value for one thing")


RULES = (
    Constraint(
        id="underlying-amount",
        number="U1",
        name="A derivative row's amount is its number of underlying shares",
        strength="usual",
        chance=CHANCES.same_amount,
        statements=_underlying_amounts,
    ),
    Constraint(
        id="unit-price",
        number="U2",
        name="A unit that becomes a share has no exercise price",
        strength="usual",
        chance=CHANCES.no_price,
        statements=_unit_prices,
    ),
    Constraint(
        id="option-price",
        number="U3",
        name="An option has an exercise price above 0",
        strength="usual",
        chance=CHANCES.above_zero,
        statements=_option_prices,
    ),
    Constraint(
        id="underlying-title",
        number="U4",
        name="What is exercised gives the class that Table I names",
        strength="usual",
        chance=CHANCES.same_class,
        statements=_underlying_titles,
    ),
    Constraint(
        id="number-or-value",
        number="U5",
        name="A number of securities or a value is given, not both",
        strength="hard",
        chance=CHANCES.even,
        statements=_once,
    ),
)
