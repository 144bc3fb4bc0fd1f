"""How sure a cell's value is, as a probability that it is exactly right."""

from __future__ import annotations

from dataclasses import dataclass

AS_PRINTED = 0.9999
"""A value its file spells out and that parses is as sure as the file."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is known of a reading before it is called sure.

    `probability` is what the readers give the value, `runner_up` what they give the next best; `valid` says
    that the value parses.
    """

    probability: float
    runner_up: float
    valid: bool
    source: str
    type: str
    length: int


def confidence(doubt: Doubt) -> float:
    """Probability (0 to 1) that the value is exactly right."""
    if not doubt.valid:
        return 0.0
    if doubt.source == "text":
        return AS_PRINTED
    return min(0.9995, doubt.probability)
