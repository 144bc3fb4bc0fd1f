"""Amounts and counts (DOMAIN 4F)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from extractor.reconcile.constraint import Constraint, Statement
from extractor.reconcile.form_view import AMOUNT, CODE, FOLLOWING, TITLE, Form, number
from extractor.reconcile.rules.build import above_zero, places_of, single
from extractor.reconcile.rules.derivatives import is_option
from extractor.reconcile.settings import CHANCES, SETTINGS

WHOLE = ("P", "S", "F", "M")
"""Codes of what is dealt in whole shares; plans reinvest dividends in parts of shares."""
PLANS = re.compile(r"401|phantom|deferred|purchase plan|espp|reinvest|drip|fund|equivalent", re.I)


def _whole_amounts(form: Form) -> Iterator[Statement]:
    """N1: a point in an amount is sooner a comma misread; not for plans, nor for who owns parts of shares, as
    title and balance say."""
    for row in (*form.transactions(1), *form.transactions(2)):
        dealt = form.text(row, CODE) in WHOLE or (row.table == 2 and is_option(form, row))
        in_parts = PLANS.search(form.text(row, TITLE)) or places_of(form.text(row, FOLLOWING))
        if dealt and form.has(row, AMOUNT) and not in_parts:
            made = single(row.at(AMOUNT), _is_whole, "{} is whole", "{} is not whole")
            unseen = form.lacks(row, TITLE, *(() if form.is_monthly else (FOLLOWING,)))
            yield replace(made, excused=unseen)


def _is_whole(text: str) -> bool:
    amount = number(text)
    return amount is not None and amount % 1 == 0


def _above_zero(form: Form) -> Iterator[Statement]:
    """N2."""
    for row in (*form.transactions(1), *form.transactions(2)):
        if form.has(row, AMOUNT):
            words = "an amount of {}"
            yield single(row.at(AMOUNT), above_zero, words, f"{words}: it must be above 0")


def _counts(form: Form) -> Iterator[Statement]:
    """N3: how many there are is in no value, so the last of each stands for all."""
    tables = [[row for row in form.rows if row.table == table] for table in (1, 2)]
    counted = [(SETTINGS.most_rows, "rows", f"{rows[-1].path}/", len(rows)) for rows in tables if rows]
    counted += [
        (SETTINGS.most_notes, "footnotes", "footnotes/", len(form.footnotes)),
        (SETTINGS.most_persons, "owners", "reportingOwner[", len(form.owners)),
        (SETTINGS.most_persons, "signatures", "ownerSignature[", len(form.signatures)),
    ]
    for most, what, start, count in counted:
        cells = [path for path, value in form.values.items() if path.startswith(start) and value]
        if cells:
            words = f"{count} {what}"
            yield single(cells[-1], _always(count <= most), words, f"{words}: a form has at most {most}")


def _always(outcome: bool) -> Callable[[str], bool]:
    return lambda text: outcome


RULES = (
    Constraint(
        id="whole-amount",
        number="N1",
        name="What is traded, withheld or exercised is counted in whole shares",
        strength="usual",
        chance=CHANCES.whole_number,
        statements=_whole_amounts,
    ),
    Constraint(
        id="amount-above-zero",
        number="N2",
        name="An amount is above 0",
        strength="hard",
        chance=CHANCES.above_zero,
        statements=_above_zero,
    ),
    Constraint(
        id="counts",
        number="N3",
        name="A form has so many rows, notes, owners and signatures, and no more",
        strength="hard",
        chance=CHANCES.something_there,
        statements=_counts,
    ),
)
