"""How sure a cell's value is, as a probability that it is exactly right.

A logistic model over what is known of the reading, fitted on generated cases (`samples/calibrate.py`) whose
fonts and filers are used for nothing else; its weights are `calibration.json` beside this file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import exp, log
from typing import Literal

AS_PRINTED = 0.9999
"""A value its file spells out and that parses is as sure as the file."""
HIGHEST = 0.9995
"""No reading of ink is called surer than this."""

Vote = Literal["agrees", "differs", "unclear", "silent"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is known of a reading before it is called sure.

    `probability` is what the first reader gives the value, `runner_up` what it gives the next best; `valid`
    says that the value parses; `second` is the second reader's vote: `agrees`, `differs` (it reads another
    valid value), `unclear` (what it reads does not parse) or `silent` (it was not asked). `height` is that of
    the letters in points.
    """

    path: str
    type: str
    probability: float
    runner_up: float
    valid: bool
    source: str
    second: Vote = "silent"
    length: int = 0
    height: float = 6.0


def confidence(doubt: Doubt) -> float:
    """Probability (0 to 1) that the value is exactly right."""
    if not doubt.valid:
        return 0.0
    if doubt.source == "text":
        return AS_PRINTED
    weights = _weights()
    score = sum(weights.get(name, 0.0) * value for name, value in features(doubt).items())
    return min(HIGHEST, 1 / (1 + exp(-score)))


def features(doubt: Doubt) -> dict[str, float]:
    """The features of the logistic model by name."""
    return {
        "bias": 1.0,
        "first prose" if doubt.type == "prose" else "first": _logit(doubt.probability),
        "margin": _logit(doubt.probability) - _logit(doubt.runner_up),
        f"second {doubt.second}": 1.0,
        f"type {doubt.type}": 1.0,
        "long": min(doubt.length, 60) / 20,
        "small": max(0.0, 5.0 - doubt.height),
    }


def _logit(p: float) -> float:
    p = min(max(p, 1e-4), 1 - 1e-4)
    return log(p / (1 - p))


@cache
def _weights() -> dict[str, float]:
    text = resources.files("extractor.fields").joinpath("calibration.json").read_text(encoding="utf-8")
    return {str(name): float(weight) for name, weight in json.loads(text)["weights"].items()}
