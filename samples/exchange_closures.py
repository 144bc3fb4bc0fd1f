"""The weekdays on which the New York Stock Exchange is closed: `python -m samples.exchange_closures`.

Writes `extractor/reconcile/trading_days.json` from the library `holidays` (extra `dev`): holidays as they are
kept, days of mourning, storms and 11 September 2001. Years to come have the holidays known today.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from extractor.reconcile.rules.trading_days import SATURDAY

TABLE = Path(__file__).parent.parent / "extractor" / "reconcile" / "trading_days.json"
YEARS = range(1991, 2041)
"""From the first forms with today's tables on, and as long as anybody may file without renewing the table."""


def main() -> None:
    """The command."""
    TABLE.write_text(as_json({year: closed_days(year) for year in YEARS}), encoding="utf-8")


def closed_days(year: int) -> list[date]:
    """The weekdays of a year on which the exchange is closed, in their order."""
    from holidays import financial_holidays

    return sorted(day for day in financial_holidays("NYSE", years=year) if day.weekday() < SATURDAY)


def as_json(years: Mapping[int, Iterable[date]]) -> str:
    """Year → days as MM-DD, a year a line."""
    lines = (f'  "{year}": {json.dumps([f"{day:%m-%d}" for day in days])}' for year, days in years.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    main()
