"""Days on which the exchanges are open: the calendar of the New York Stock Exchange, 1991 to 2040.

`trading_days.json` has the weekdays on which it is closed (`python -m samples.exchange_closures` writes it).
Of other years it has none, and there every weekday counts as open: no form of today's tables is of such a
year, only a misread date.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import cache
from importlib import resources

ONE_DAY = timedelta(days=1)
SATURDAY = 5
"""Number of the weekday, Monday being 0."""


def is_trading_day(day: date) -> bool:
    """True where the exchanges are open."""
    return day.weekday() < SATURDAY and day not in _closed()


def trading_days_after(start: date, end: date) -> int:
    """How many trading days lie after `start`, up to and with `end`; 0 where `end` is not later."""
    days = (start + k * ONE_DAY for k in range(1, (end - start).days + 1))
    return sum(map(is_trading_day, days))


@cache
def _closed() -> frozenset[date]:
    """The weekdays of the table."""
    text = resources.files("extractor.reconcile").joinpath("trading_days.json").read_text(encoding="utf-8")
    years: dict[str, list[str]] = json.loads(text)
    return frozenset(date.fromisoformat(f"{year}-{day}") for year, days in years.items() for day in days)
