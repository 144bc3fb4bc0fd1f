"""Priors: how often real filings satisfy each constraint.

Counted by `python -m samples.hold_rates`, kept in `rates.json`. `stated_rates.json` has the rates that the
project's list of rules states, of 629 real filings and SEC's tables of 2024Q3.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, cast

from extractor.reconcile.constraint import Constraint
from extractor.reconcile.settings import SETTINGS


def hold_rate(constraint: Constraint) -> float:
    """Probability (0.5 to 0.998) that a true filing satisfies a statement of this constraint."""
    held, of = _counts().get(key(constraint), (0, 0))
    if (stated := stated_rate(constraint)) is not None:
        rate = (held + SETTINGS.stated_cases * stated) / (of + SETTINGS.stated_cases)
    else:
        rate = (held + 1) / (of + 2) if of else SETTINGS.unknown_rate
    return min(SETTINGS.highest_rate, max(SETTINGS.lowest_rate, rate))


def key(constraint: Constraint) -> str:
    """The name of a constraint's counts; the number parts the two tables' constraints of one id."""
    return f"{constraint.number} {constraint.id}"


def stated_rate(constraint: Constraint) -> float | None:
    """The rate at which the list of rules says the constraint holds (0 to 1); None where it says nothing."""
    return _stated().get(key(constraint))


@cache
def _stated() -> Mapping[str, float]:
    return dict(_data("stated_rates.json"))


@cache
def _counts() -> Mapping[str, tuple[int, int]]:
    """Key → statements held and made."""
    return {name: (count["held"], count["of"]) for name, count in _data("rates.json").items()}


def _data(name: str) -> Mapping[str, Any]:
    text = resources.files("extractor.reconcile").joinpath(name).read_text(encoding="utf-8")
    return cast(Mapping[str, Any], json.loads(text))
