"""Values as filers print them, for property tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from extractor.values.parsers import FRACTIONS, LARGEST

PRINTED_DATES: dict[str, Callable[[date], str]] = {
    "slashes": lambda day: f"{day.month}/{day.day}/{day.year}",
    "two digits": lambda day: f"{day:%m-%d-%y}",
    "month named": lambda day: f"{day:%b}. {day.day}, {day.year}",
    "day first": lambda day: f"{day.day}-{day:%b}-{day.year}",
}
PRINTED_MONTHS: dict[str, Callable[[date], str]] = {
    "slash": lambda day: f"{day.month}/{day.year}",
    "two digits": lambda day: f"{day:%m/%y}",
    "named": lambda day: f"{day:%B} {day.year}",
    "short": lambda day: f"{day:%b}-{day:%y}",
    "whole date": lambda day: f"{day:%m/%d/%Y}",
    "last day": lambda day: f"{day:%B} {day.day},{day.year}".upper(),
}


def amounts(largest: Decimal = LARGEST) -> st.SearchStrategy[Decimal]:
    """Amounts EDGAR's schema holds, to four decimals."""
    return st.decimals(0, largest, places=4) | st.integers(0, int(largest)).map(Decimal)


def fractions(largest: int = 9999) -> st.SearchStrategy[tuple[int, int, int]]:
    """(whole, over, under) of a price before decimals."""
    under = st.sampled_from(sorted(FRACTIONS))
    return under.flatmap(lambda u: st.tuples(st.integers(0, largest), st.integers(1, u - 1), st.just(u)))


def dates() -> st.SearchStrategy[date]:
    """Days whose year two digits name."""
    return st.dates(date(1950, 1, 1), date(2049, 12, 31))
