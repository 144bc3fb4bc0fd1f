"""How sure a cell's value is, as a probability that it is exactly right.

A logistic model over what is known of the reading, fitted on generated cases (`samples/calibrate.py`) whose
fonts and filers are used for nothing else; its weights are `calibration.json` beside this file.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import exp, log
from typing import Literal

from extractor.values.settings import SETTINGS

_SETTINGS = SETTINGS.calibration


KINDS = {
    **{kind: kind for kind in ("prose", "marks", "check", "sub-column", "document-type")},
    **dict.fromkeys(("text", "issuer", "city-line"), "text"),
}
"""What the engines' probabilities are weighed by; other types are tokens, which a grammar holds."""
NAMES = re.compile(r"Name$|Address/|TradingSymbol$")
"""Paths of texts whose words no lexicon knows."""


Vote = Literal["agrees", "differs", "unclear", "silent"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is known of a reading before it is called sure.

    `probability` is the value's share among all readings of its ink, `runner_up` that of the next best;
    `first` and `second` are what each reader alone makes of it, whatever the grammar (`second` None where it
    was not asked); `third` is the third reader's vote: `agrees`, `differs` (it reads another valid value),
    `unclear` (what it reads does not parse) or `silent` (not asked). `valid` says that the value parses;
    `height` is that of the letters in points; `cut` says that its ink runs up to its column's rule,
    `severed` that letters stand right beside it beyond that rule. `page` is how probable the first reader
    finds the words of the page, on the average. `words` of the value are worth looking up, of which
    `strange` are neither in the lexicon nor elsewhere in the filing; `repeated` is the share of its words and
    figures that are surely read elsewhere in the filing; `likewise` says that all of it also stands elsewhere
    in its column, `figures` how probable all figures of a long text are, `echoed` that the second reader
    likes no other value better. `fluent` is how probable the language of its field finds each letter on the
    average, `oddest` the same of its oddest word (log probabilities; 0 where nothing is known of the field's
    language).
    `discord` is the share of letters that the first reader and its sister see differently here,
    `page_discord` that of the whole page; `cited_alone` says of a mark that nothing else cites its footnote,
    and that all marks and footnotes of the filing fit.

    Boxes to check (`check`), the A/D code of a number's sub-column (`sub-column`) and the form's own number
    (`document-type`) are judged as readings are.
    """

    path: str
    type: str
    probability: float
    runner_up: float
    valid: bool
    source: str
    first: float = 1.0
    second: float | None = None
    third: Vote = "silent"
    length: int = 0
    height: float = 6.0
    cut: bool = False
    severed: bool = False
    page: float = 1.0
    words: int = 0
    strange: int = 0
    repeated: float = 0.0
    likewise: bool = False
    figures: float = 1.0
    echoed: bool = False
    fluent: float = 0.0
    oddest: float = 0.0
    discord: float = 0.0
    page_discord: float = 0.0
    cited_alone: bool = False


def confidence(doubt: Doubt) -> float:
    """Probability (0 to 1) that the value is exactly right."""
    if not doubt.valid:
        return 0.0
    if doubt.source == "text":
        return _SETTINGS.as_printed
    score = sum(weight * value for weight, value in weighed(doubt).values())
    return min(_SETTINGS.highest, 1 / (1 + exp(-score)))


def weighed(doubt: Doubt) -> dict[str, tuple[float, float]]:
    """Feature → (weight, value): what the model's score is the sum of."""
    weights = _calibration().weights
    return {name: (weights.get(name, 0.0), value) for name, value in features(doubt).items()}


def features(doubt: Doubt) -> dict[str, float]:
    """The features of the logistic model by name."""
    kind = KINDS.get(doubt.type, "token")
    first, second = _logit(doubt.first), _logit(doubt.first if doubt.second is None else doubt.second)
    return {
        "bias": 1.0,
        f"share {kind}": _logit(doubt.probability),
        "margin": _logit(doubt.probability) - _logit(doubt.runner_up),
        f"first {kind}": first,
        f"second {kind}": second,
        f"weaker {kind}": min(first, second),
        f"second {'silent' if doubt.second is None else 'asked'}": 1.0,
        # Its vote is in the shares already; that it had to be asked says that the others differ.
        "third asked": float(doubt.third != "silent"),
        f"type {doubt.type}": 1.0,
        "long": min(doubt.length, 60) / 20,
        "small": max(0.0, _SETTINGS.small - doubt.height),
        "cut": float(doubt.cut),
        "severed": float(doubt.severed),
        "page": _logit(doubt.page),
        f"alike {kind}": float(doubt.discord == 0),
        f"discord {kind}": min(doubt.discord, _SETTINGS.much) / _SETTINGS.much,
        "page discord": min(doubt.page_discord, _SETTINGS.much) / _SETTINGS.much,
        f"likewise {kind}": float(doubt.likewise),
        **_lexical(doubt, kind),
        "figures": _logit(doubt.figures) if kind == "prose" else 0.0,
        "whole": log(doubt.length / _SETTINGS.sentence) if kind == "prose" and doubt.length else 0.0,
        "short": float(doubt.type in ("shares", "price") and doubt.length == 1),
        "cited alone": float(doubt.cited_alone),
        "checked": float(doubt.type == "check" and doubt.length > 0),
    }


def _lexical(doubt: Doubt, kind: str) -> dict[str, float]:
    """What the lexicon and the second reader's own choice say of a text."""
    named = "name" if NAMES.search(doubt.path) else kind
    return {
        f"strange {named}": doubt.strange / max(1, doubt.words),
        f"known {named}": float(doubt.words > 0 and doubt.strange == 0),
        f"echoed {named}": float(doubt.echoed),
        f"repeated {named}": doubt.repeated,
        f"fluent {named}": max(doubt.fluent, _SETTINGS.strangest),
        f"oddest {named}": max(doubt.oddest, _SETTINGS.strangest),
    }


def accepted_from(max_error: float) -> float:
    """The least confidence at which a value is accepted, so that at most `max_error` of those are wrong.

    Taken from the cases the model was checked on: the least confidence from which on the upper 95 %
    confidence bound of the share of wrong values stays within `max_error`.
    """
    fitting = [least for least, bound in _calibration().bounds if bound <= max_error]
    return min(fitting, default=_SETTINGS.highest)


def _logit(p: float) -> float:
    p = min(max(p, _SETTINGS.least), 1 - _SETTINGS.least)
    return log(p / (1 - p))


@dataclass(frozen=True, slots=True)
class Calibration:
    """The model's weights by feature; (least confidence, upper bound of the share wrong from there on)."""

    weights: dict[str, float]
    bounds: tuple[tuple[float, float], ...]


@cache
def _calibration() -> Calibration:
    text = resources.files("extractor.values").joinpath("calibration.json").read_text(encoding="utf-8")
    found = json.loads(text)
    return Calibration(found["weights"], tuple((least, bound) for least, bound in found["bounds"]))
