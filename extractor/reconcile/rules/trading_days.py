"""Days on which the exchanges are open, since 1991: the calendar of the New York Stock Exchange."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

ONE_DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6
MONDAY, THURSDAY = 0, 3

CLOSED = frozenset(
    date.fromisoformat(text)
    for text in (
        *("1994-04-27", "2001-09-11", "2001-09-12", "2001-09-13", "2001-09-14", "2004-06-11"),
        *("2007-01-02", "2012-10-29", "2012-10-30", "2018-12-05", "2025-01-09"),
    )
)
"""Days of mourning, and those after 11 September 2001 and in the storm of October 2012."""


def is_trading_day(day: date) -> bool:
    """True where the exchanges are open."""
    return day.weekday() < SATURDAY and day not in CLOSED and day not in _holidays(day.year)


def trading_days_after(start: date, end: date) -> int:
    """How many trading days lie after `start`, up to and with `end`; 0 where `end` is not later."""
    days = (start + k * ONE_DAY for k in range(1, (end - start).days + 1))
    return sum(map(is_trading_day, days))


@cache
def _holidays(year: int) -> frozenset[date]:
    """The year's holidays, each on the day it is kept."""
    return frozenset(_kept(year))


def _kept(year: int) -> Iterator[date]:
    new_year = date(year, 1, 1)
    # On a Saturday it would be kept in the old year, and is not.
    yield new_year + ONE_DAY if new_year.weekday() == SUNDAY else new_year
    if year >= 1998:
        yield _nth(year, 1, MONDAY, 3)
    yield _nth(year, 2, MONDAY, 3)
    yield _easter(year) - 2 * ONE_DAY
    yield _nth(year, 6, MONDAY, 1) - 7 * ONE_DAY  # the last Monday of May
    if year >= 2022:
        yield _beside_weekend(date(year, 6, 19))
    yield _beside_weekend(date(year, 7, 4))
    yield _nth(year, 9, MONDAY, 1)
    yield _nth(year, 11, THURSDAY, 4)
    yield _beside_weekend(date(year, 12, 25))


def _nth(year: int, month: int, weekday: int, count: int) -> date:
    """The first, second… such weekday of a month."""
    first = date(year, month, 1)
    return first + ((weekday - first.weekday()) % 7 + 7 * (count - 1)) * ONE_DAY


def _beside_weekend(day: date) -> date:
    return day + {SATURDAY: -ONE_DAY, SUNDAY: ONE_DAY}.get(day.weekday(), 0 * ONE_DAY)


def _easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian rule, for the years 1900 to 2099."""
    golden, leap = year % 19, year % 4
    moon = (19 * golden + 24) % 30
    week = (2 * leap + 4 * (year % 7) + 6 * moon + 5) % 7
    easter = date(year, 3, 22) + (moon + week) * ONE_DAY
    late = (easter.month, easter.day) == (4, 26) or (moon == 28 and week == 6 and golden > 10)
    return easter - 7 * ONE_DAY if late else easter
