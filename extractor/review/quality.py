"""How often accepted values are wrong, by the sample keyed blind, and how often reviewers slip.

Where a person keys something else than was accepted, the cell is asked again. Until that is decided the
difference counts against the tool; afterwards against the one who was wrong.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from sqlalchemy import Connection

from extractor.review import repository
from extractor.review.decisions import Decision, Mode, person_of
from extractor.review.votes import holding, keyed_otherwise, same

Z = NormalDist().inv_cdf(0.975)
"""The quantile of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """Of `keyed` values `wrong` were wrong.

    `low` to `high` is the 95 % confidence interval of the rate; None where nothing was keyed.
    """

    keyed: int
    wrong: int
    rate: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Quality:
    """Silent errors among accepted values, `waiting` of which nobody has looked at again yet, and the
    reviewers' own errors."""

    silent: ErrorRate
    waiting: int
    reviewers: Mapping[str, ErrorRate]


def quality_of(connection: Connection, mode: Mode) -> Quality:
    """The quality by all decisions of a store that count."""
    samples, others = repository.answers(connection, "sample"), repository.answers(connection, "cell")
    final = {cell: own for cell, votes in others.items() for own in holding(votes, mode, "cell")}
    keyed = [(cell, vote) for cell, votes in samples.items() for vote in votes if vote.action != "illegible"]
    outcomes = [(vote, _outcome(vote, final.get(cell))) for cell, vote in keyed]
    slips = [(vote, outcome == "slip") for vote, outcome in outcomes if outcome != "waiting"]
    if mode == "double":
        slips += [
            (v, not same(v, final[cell])) for cell, votes in others.items() if cell in final for v in votes
        ]
    count = Counter(outcome for _, outcome in outcomes)
    silent = error_rate(count["wrong"] + count["waiting"], len(keyed))
    return Quality(silent, count["waiting"], _by_reviewer(slips))


def _by_reviewer(slips: Sequence[tuple[Decision, bool]]) -> dict[str, ErrorRate]:
    """Name → the reviewer's own error rate, of answers of which it is known whether they were slips."""
    own: dict[str, list[bool]] = defaultdict(list)
    names: dict[str, str] = {}
    for vote, slipped in slips:
        own[person_of(vote.reviewer)].append(slipped)
        names.setdefault(person_of(vote.reviewer), vote.reviewer)
    return {names[who]: error_rate(sum(found), len(found)) for who, found in sorted(own.items())}


def _outcome(vote: Decision, final: Decision | None) -> str:
    """Whether the accepted value is right, wrong, waits for a second look, or the reviewer slipped."""
    if not keyed_otherwise(vote):
        return "right"
    if final is None:
        return "waiting"
    return "slip" if final.after == vote.before and final.action != "illegible" else "wrong"


def error_rate(wrong: int, keyed: int) -> ErrorRate:
    """The rate of wrong values with its 95 % interval (Wilson 1927), which holds where none is wrong too."""
    if not keyed:
        return ErrorRate(0, 0, None, None, None)
    rate, weight = wrong / keyed, Z * Z / keyed
    middle = (rate + weight / 2) / (1 + weight)
    half = Z * sqrt(rate * (1 - rate) / keyed + weight / (4 * keyed)) / (1 + weight)
    return ErrorRate(keyed, wrong, rate, max(0.0, middle - half), min(1.0, middle + half))
