"""Days on which the exchanges are open: the calendar of the New York Stock Exchange."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

ONE_DAY = timedelta(days=1)
SATURDAY = 5


def is_trading_day(day: date) -> bool:
    """True where the exchanges are open."""
    return day.weekday() < SATURDAY and day not in _closed(day.year)


def trading_days_after(start: date, end: date) -> int:
    """How many trading days lie after `start`, up to and with `end`; 0 where `end` is not later."""
    days = (start + k * ONE_DAY for k in range(1, (end - start).days + 1))
    return sum(map(is_trading_day, days))


@cache
def _closed(year: int) -> frozenset[date]:
    """The year's holidays as they are kept, and the days of mourning, storms and 11 September 2001.

    A calendar a year: one that grows while it is asked is not for several threads.
    """
    # Takes a quarter of a second to import: only where a date is put to it.
    from holidays import financial_holidays

    return frozenset(financial_holidays("NYSE", years=year))
