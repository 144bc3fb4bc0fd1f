"""How often real filings hold each rule: counted by `python -m samples.hold_rates`, kept in `rates.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources

from extractor.reconcile.constraint import Constraint

STATED_CASES = 50
"""A rate that the project's list states counts as so many statements, for it comes of other filings."""
UNKNOWN = 0.9
"""For a rule of which nothing is known: some belong to forms that EDGAR has no XML of."""
LOWEST, HIGHEST = 0.5, 0.998
"""A rule is never quite certain, and never speaks against what it says."""


def hold_rate(rule: Constraint) -> float:
    """Probability (0.5 to 0.998) that a true filing holds a statement of this rule."""
    held, of = _counts().get(key(rule), (0, 0))
    if rule.stated is not None:
        rate = (held + STATED_CASES * rule.stated) / (of + STATED_CASES)
    else:
        rate = (held + 1) / (of + 2) if of else UNKNOWN
    return min(HIGHEST, max(LOWEST, rate))


def key(rule: Constraint) -> str:
    """What a rule's counts stand under; the number tells the two tables' rules of one id apart."""
    return f"{rule.number} {rule.id}"


@cache
def _counts() -> Mapping[str, tuple[int, int]]:
    """Key → statements held and made."""
    text = resources.files("extractor.reconcile").joinpath("rates.json").read_text(encoding="utf-8")
    return {name: (count["held"], count["of"]) for name, count in json.loads(text).items()}
