from __future__ import annotations

from datetime import date

import pytest

from extractor.reconcile.rules.trading_days import is_trading_day, trading_days_after


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("1995-01-02", "New Year's Day on a Sunday, kept on Monday"),
        ("2000-01-17", "Martin Luther King's day"),
        ("1999-02-15", "Washington's birthday"),
        ("1999-04-02", "Good Friday"),
        ("1999-05-31", "Memorial Day"),
        ("2022-06-20", "Juneteenth on a Sunday"),
        ("2020-07-03", "Independence Day on a Saturday, kept on Friday"),
        ("2009-09-07", "Labor Day"),
        ("2009-11-26", "Thanksgiving"),
        ("2010-12-24", "Christmas on a Saturday"),
        ("2009-11-21", "a Saturday"),
    ],
)
def test_closed(day: str, name: str) -> None:
    assert not is_trading_day(date.fromisoformat(day)), name


@pytest.mark.parametrize(
    "day",
    [
        *("1994-04-27", "2004-06-11", "2007-01-02", "2018-12-05", "2025-01-09"),
        *("2001-09-11", "2001-09-12", "2001-09-13", "2001-09-14", "2012-10-29", "2012-10-30"),
    ],
)
def test_closed_for_mourning_for_11_september_and_for_the_storm(day: str) -> None:
    assert not is_trading_day(date.fromisoformat(day))


def test_open_on_half_days() -> None:
    assert is_trading_day(date(2009, 11, 27)) and is_trading_day(date(2009, 12, 24))


@pytest.mark.parametrize("day", ["1997-01-20", "1999-12-31", "2010-12-31", "2021-06-18", "2009-10-12"])
def test_open_on_days_that_are_holidays_elsewhere_or_later(day: str) -> None:
    assert is_trading_day(date.fromisoformat(day))


def test_days_are_counted_from_the_day_after() -> None:
    assert trading_days_after(date(2009, 11, 19), date(2009, 11, 23)) == 2
    assert trading_days_after(date(2009, 11, 23), date(2009, 11, 19)) == 0
