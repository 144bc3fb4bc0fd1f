"""Rules inside Table II."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.reconcile.form import AMOUNT, UNDERLYING, Form, Row, Values, grouped, number
from extractor.reconcile.rule import Rule, Statement

CONTRACT = 100
"""Shares in a listed option contract."""


def _underlying_amounts(form: Form) -> Iterator[Statement]:
    """One derivative gives one share; silent where the filing counts contracts or converts at a ratio."""
    for row in form.transactions(2):
        if form.has(row, AMOUNT, UNDERLYING) and not _converts(form, row):
            yield _equal(row.at(AMOUNT), row.at(UNDERLYING), "{} derivatives for {} shares")


def _converts(form: Form, row: Row) -> bool:
    """True where the row's own numbers stand in a plain ratio other than 1."""
    amount, under = (number(form.text(row, field)) for field in (AMOUNT, UNDERLYING))
    if not amount or not under or amount == under:
        return False
    ratio = max(under / amount, amount / under)
    # A factor of ten is a digit lost or gained far sooner than a ratio.
    return ratio == CONTRACT or (ratio == ratio.to_integral_value() and ratio % 10 != 0 and ratio < CONTRACT)


def _equal(one: str, other: str, words: str) -> Statement:
    def said(values: Values) -> str:
        left, right = (number(values[path]) or Decimal(0) for path in (one, other))
        text = words.format(grouped(left), grouped(right))
        return text if left == right else f"{text}: they differ"

    return Statement(
        cells=(one, other),
        holds=lambda values: number(values[one]) == number(values[other]),
        words=said,
        solved=lambda values, path: values[other if path == one else one],
    )


RULES = (
    Rule(
        id="underlying-amount",
        number="U1",
        name="A derivative row's amount is its number of underlying shares",
        strength="usual",
        chance=0.001,
        stated=0.98,
        statements=_underlying_amounts,
    ),
)
