"""Filings for the tests of the rules, in few words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from extractor.reconcile.form_view import (
    AD,
    AMOUNT,
    CODE,
    DATE,
    DEEMED,
    EARLY,
    EXERCISABLE,
    EXERCISE_PRICE,
    EXPIRATION,
    FOLLOWING,
    MARKS,
    NATURE,
    OWNERSHIP,
    PRICE,
    TITLE,
    TOTAL_VALUE,
    UNDERLYING,
    UNDERLYING_TITLE,
    Form,
)

FIELDS = {
    "title": TITLE,
    "strike": EXERCISE_PRICE,
    "date": DATE,
    "deemed": DEEMED,
    "code": CODE,
    "early": EARLY,
    "amount": AMOUNT,
    "value": TOTAL_VALUE,
    "price": PRICE,
    "ad": AD,
    "from_": EXERCISABLE,
    "until": EXPIRATION,
    "of": UNDERLYING_TITLE,
    "under": UNDERLYING,
    "after": FOLLOWING,
    "own": OWNERSHIP,
    "nature": NATURE,
}
"""Short names of the columns; `price_note="F1"` is a mark beside one."""

Row = Mapping[str, str]


def share(code: str = "", amount: str = "", ad: str = "", after: str = "", **more: str) -> Row:
    """A row of Table I, of common stock held directly."""
    row = {"title": "Common Stock", "date": "2009-11-19", "own": "D"} | more
    return row | {"code": code, "amount": amount, "ad": ad, "after": after}


def right(code: str = "", amount: str = "", ad: str = "", after: str = "", **more: str) -> Row:
    """A row of Table II, of options."""
    return share(
        code, amount, ad, after, **{"title": "Stock Option (right to buy)", "of": "Common Stock"} | more
    )


def filing(
    shares: Sequence[Row] = (),
    rights: Sequence[Row] = (),
    kept: Sequence[Row] = (),
    kept_rights: Sequence[Row] = (),
    notes: Sequence[str] = (),
    header: Row = MappingProxyType({}),
) -> Form:
    """A Form 4 of these transactions, holdings and footnotes; header items by their paths."""
    values = {"documentType": "4", "periodOfReport": "2009-11-19", **header}
    tables = (
        ("nonDerivativeTable/nonDerivativeTransaction", shares),
        ("nonDerivativeTable/nonDerivativeHolding", kept),
        ("derivativeTable/derivativeTransaction", rights),
        ("derivativeTable/derivativeHolding", kept_rights),
    )
    for element, rows in tables:
        for number, row in enumerate(rows, 1):
            values |= _cells(f"{element}[{number}]", row)
    values |= {f"footnotes/footnote[@id='F{n}']": text for n, text in enumerate(notes, 1)}
    return Form({path: value for path, value in values.items() if value})


def _cells(element: str, row: Row) -> dict[str, str]:
    cells = {f"{element}/{FIELDS[name]}": row[name] for name in FIELDS if name in row}
    marks = {name.removesuffix("_note"): text for name, text in row.items() if name.endswith("_note")}
    return cells | {f"{element}/{FIELDS[name]}{MARKS}": text for name, text in marks.items()}
