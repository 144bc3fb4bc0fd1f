"""Which rows of Table I came of which rows of Table II: what was exercised and what was got for it."""

from __future__ import annotations

from collections.abc import Callable

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
    number,
)

EXERCISES = ("M", "C", "X", "O")
"""Codes of exercises and conversions, which stand in both tables."""
PRICED = ("M", "X", "O")
"""Exercises that are paid for; a conversion (C) usually is not."""

LinkedRows = tuple[FormRow, FormRow]
Alike = Callable[[Form, FormRow, FormRow], bool]


def linked(form: Form) -> list[LinkedRows]:
    """Rows of Table I with their rows of Table II, each once.

    Code, date and amount make a pair, the price among several; a misread date leaves code and amount, a
    misread amount the only row of its code that is left. Which is the only one is not known where another
    row's code was not read.
    """
    shares = [row for row in form.transactions(1) if _exercised(form, row, "A")]
    rights = [row for row in form.transactions(2) if _exercised(form, row, "D")]
    pairs: list[LinkedRows] = []
    for alike in (_in_all, _in_day_and_amount, _in_amount):
        _match(form, shares, rights, alike, pairs)
    coded = all(form.has(row, CODE) for row in (*form.transactions(1), *form.transactions(2)))
    for code in EXERCISES if coded else ():
        left = [[row for row in rows if form.text(row, CODE) == code] for rows in (shares, rights)]
        if len(left[0]) == len(left[1]) == 1:
            pairs.append((left[0][0], left[1][0]))
    return sorted(pairs, key=lambda pair: form.rows.index(pair[0]))


def _exercised(form: Form, row: FormRow, letter: str) -> bool:
    return form.text(row, CODE) in EXERCISES and form.text(row, AD) in (letter, "")


def _match(
    form: Form, shares: list[FormRow], rights: list[FormRow], alike: Alike, pairs: list[LinkedRows]
) -> None:
    """Moves the rows that are alike from both lists into `pairs`."""
    for share in tuple(shares):
        right = next((right for right in rights if alike(form, share, right)), None)
        if right is not None:
            pairs.append((share, right))
            shares.remove(share)
            rights.remove(right)


def _in_all(form: Form, share: FormRow, right: FormRow) -> bool:
    price = form.number(share, PRICE)
    return price == form.number(right, EXERCISE_PRICE) and _in_day_and_amount(form, share, right)


def _in_day_and_amount(form: Form, share: FormRow, right: FormRow) -> bool:
    return form.text(share, DATE) == form.text(right, DATE) and _in_amount(form, share, right)


def _in_amount(form: Form, share: FormRow, right: FormRow) -> bool:
    amount = form.number(share, AMOUNT)
    given = (number(form.text(right, field)) for field in (UNDERLYING, AMOUNT))
    return form.text(share, CODE) == form.text(right, CODE) and amount is not None and amount in given


def is_unpriced(form: Form, right: FormRow) -> bool:
    """True for a right without an exercise price; not where the price may only not have been read."""
    noted = bool(form.marks(right, EXERCISE_PRICE))
    return not form.number(right, EXERCISE_PRICE) and (noted or not form.lacks(right, EXERCISE_PRICE))
