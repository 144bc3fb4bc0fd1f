"""How many accepted values are wrong, measured by keying some of them blind."""

from __future__ import annotations

from math import sqrt

from extractor.review.decisions import Quality

Z = 1.959963984540054
"""The standard normal's 97.5 % quantile: a 95 % interval."""


def quality(wrong: int, keyed: int) -> Quality:
    """The rate of wrong values with its 95 % interval (Wilson 1927), which holds where none is wrong too."""
    if not keyed:
        return Quality(0, 0, None, None, None)
    rate, weight = wrong / keyed, Z * Z / keyed
    middle = (rate + weight / 2) / (1 + weight)
    half = Z * sqrt(rate * (1 - rate) / keyed + weight / (4 * keyed)) / (1 + weight)
    return Quality(keyed, wrong, rate, max(0.0, middle - half), min(1.0, middle + half))
