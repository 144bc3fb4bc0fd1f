"""How filers write values: dates, months, prices, zeros, fractions, capitals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random
from typing import Literal

from samples.generator.values import kind_of

Marks = Literal["raised", "plain"]
_DATES = (
    "{m:02}/{d:02}/{y}",
    "{m}/{d}/{y}",
    "{m}/{d}/{yy:02}",
    "{m:02}/{d:02}/{yy:02}",
    "{m:02}-{d:02}-{yy:02}",
    "{m}-{d}-{yy:02}",
    "{mon}. {d}, {y}",
    "{month} {d}, {y}",
)
_MONTHS = ("{m}/{yy:02}", "{m:02}/{yy:02}", "{m:02}/{y}", "{m}/{y}", "{month} {y}", "{mon}. {y}")
_DENOMINATORS = (2, 4, 8, 16, 32)


@dataclass(frozen=True, slots=True)
class Habits:
    """One filer's way of writing, the same on the whole form."""

    date: str = _DATES[0]
    month: str = _MONTHS[0]
    dollar: str = "$"
    zero_price: str = "$0"
    zero_shares: str = "0"
    cents: bool = False  # at least two decimals in prices
    fraction: str = ""  # what stands between the whole and the fraction: "" writes decimals
    capitals: bool = False
    marks: Marks = "raised"
    marks_apart: bool = False  # a space between value and mark

    def written(self, path: str, value: str) -> str:
        """What the filer puts on the paper for `value`."""
        kind = kind_of(path, value)
        if kind == "date":
            return self._cased(_date(self.date, date.fromisoformat(value)))
        if kind == "month":
            return self._cased(_date(self.month, date.fromisoformat(f"{value}-01")))
        if kind == "number":
            return self._number(path, Decimal(value))
        if path.endswith("transactionTimeliness"):
            return "V" if value == "E" else value
        return self._cased(value)

    def _number(self, path: str, value: Decimal) -> str:
        is_price = "Price" in path
        if not value:
            return self.zero_price if is_price else self.zero_shares
        if not is_price:
            return f"{'$' if 'Value' in path else ''}{value:,f}"
        return f"{self.dollar}{self._price(value)}"

    def _price(self, value: Decimal) -> str:
        if self.fraction:
            for denominator in _DENOMINATORS:
                part = value % 1 * denominator
                if part and part == part.to_integral():
                    whole = f"{int(value):,}{self.fraction}" if value >= 1 else ""
                    return f"{whole}{int(part)}/{denominator}"
        places = -int(value.normalize().as_tuple().exponent)
        return f"{value:,.{max(places, 2 if self.cents else 0)}f}"

    def _cased(self, text: str) -> str:
        return text.upper() if self.capitals else text


EDGAR_HABITS = Habits()


def agent_habits(rng: Random) -> Habits:
    """A filing agent's program: one date form, a space after the dollar sign now and then."""
    dollar = rng.choice(("$ ", "$ ", "$", ""))
    return Habits(dollar=dollar, zero_price=f"{dollar}0", marks_apart=rng.random() < 0.4)


def issuer_habits() -> Habits:
    """A company's investor page."""
    return Habits(date="{m}/{d}/{y}")


def typist_habits(rng: Random) -> Habits:
    """A person at a typewriter or with a pen."""
    dollar = rng.choice(("$", "$ ", "$", ""))
    return Habits(
        date=rng.choice(_DATES),
        month=rng.choice(_MONTHS),
        dollar=dollar,
        zero_price=rng.choice(("-0-", "0", f"{dollar}0", "$0.00")),
        zero_shares=rng.choice(("-0-", "0", "0")),
        cents=rng.random() < 0.5,
        fraction=rng.choice(("", " ", "-")),
        capitals=rng.random() < 0.45,
        marks=rng.choice(("raised", "plain")),
        marks_apart=rng.random() < 0.5,
    )


def _date(form: str, day: date) -> str:
    return form.format(
        m=day.month,
        d=day.day,
        y=day.year,
        yy=day.year % 100,
        mon=day.strftime("%b"),
        month=day.strftime("%B"),
    )
