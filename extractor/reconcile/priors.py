"""Priors: how often real filings satisfy each constraint.

Counted by `python -m samples.hold_rates`, kept in `rates.json`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources

from extractor.reconcile.constraint import Constraint
from extractor.reconcile.settings import SETTINGS


def hold_rate(constraint: Constraint) -> float:
    """Probability (0.5 to 0.998) that a true filing satisfies a statement of this constraint."""
    held, of = _counts().get(key(constraint), (0, 0))
    if constraint.stated is not None:
        rate = (held + SETTINGS.stated_cases * constraint.stated) / (of + SETTINGS.stated_cases)
    else:
        rate = (held + 1) / (of + 2) if of else SETTINGS.unknown_rate
    return min(SETTINGS.highest_rate, max(SETTINGS.lowest_rate, rate))


def key(constraint: Constraint) -> str:
    """The name of a constraint's counts; the number parts the two tables' constraints of one id."""
    return f"{constraint.number} {constraint.id}"


@cache
def _counts() -> Mapping[str, tuple[int, int]]:
    """Key → statements held and made."""
    text = resources.files("extractor.reconcile").joinpath("rates.json").read_text(encoding="utf-8")
    return {name: (count["held"], count["of"]) for name, count in json.loads(text).items()}
