from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest

from extractor.reconcile.rules.trading_days import is_trading_day, trading_days_after
from samples.exchange_closures import TABLE, YEARS, as_json, closed_days

MEASURED = range(1991, 2027)
"""Years whose closures are known; those of later years the library may still learn."""


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


def test_the_table_says_what_the_library_says_of_every_day():
    holidays = pytest.importorskip("holidays")
    closed = holidays.financial_holidays("NYSE", years=MEASURED)
    days = (date(MEASURED.start, 1, 1) + timedelta(days=k) for k in range(366 * len(MEASURED)))
    wrong = [
        day
        for day in days
        if day.year in MEASURED and is_trading_day(day) != (day.weekday() < 5 and day not in closed)
    ]
    assert wrong == []


def test_the_command_writes_the_table():
    pytest.importorskip("holidays")
    written = as_json({year: closed_days(year) for year in MEASURED}).splitlines()[1:-1]
    shipped = TABLE.read_text(encoding="utf-8").splitlines()[1:]
    assert [line.rstrip(",") for line in written] == [line.rstrip(",") for line in shipped[: len(written)]]
    assert len(shipped) == len(YEARS) + 1


@pytest.mark.parametrize("day", ["1990-01-01", "2041-12-25"])
def test_outside_the_table_every_weekday_is_open(day: str) -> None:
    assert is_trading_day(date.fromisoformat(day))
    assert not is_trading_day(date(1909, 11, 21)) and not is_trading_day(date(2041, 1, 5))


def test_the_calendar_needs_no_library_at_run_time():
    code = "import sys; sys.modules['holidays'] = None; from datetime import date; " + (
        "from extractor.reconcile.rules.trading_days import is_trading_day as open_; "
        "assert not open_(date(2009, 11, 26)) and open_(date(2009, 11, 27))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
