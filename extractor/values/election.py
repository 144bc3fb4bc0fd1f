"""Electing what a cell says: the values its readings give, most probable first, and the votes of engines that
answer text alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from extractor.model.filing import PROBABILITY_DIGITS, Alternative
from extractor.values.calibration import Vote
from extractor.values.reading import Reading
from extractor.values.settings import SETTINGS

_SETTINGS = SETTINGS.election

EDGES = re.compile(r"^[\W_]+|[\W_]+$")
"""What two readers may see differently at the ends of a line: specks, halves of marks beside it."""

COMMAS = re.compile(r",+(?= |$)")

Aspect = Callable[[Reading], str | None]
"""What a cell takes of a reading: its value, its marks, a part of it."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A value a cell could have; `value` is empty where the readings give none.

    `probability` is its share among them, `first` and `second` what each reader makes of its ink.
    """

    value: str
    raw: str
    probability: float
    first: float
    second: float


def ranked(
    readings: Sequence[Reading],
    aspect: Aspect,
    votes: Iterable[Reading],
    alike: Callable[[str], str] = str,
) -> list[Ranked]:
    """The values an aspect takes, most probable first; their probabilities keep their sum.

    Values that are the same once `alike` has gone over them are one, in its likeliest spelling.
    """
    groups: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        groups[alike(aspect(reading) or "")].append(reading)
    found = [_together(group, aspect) for group in groups.values()]
    voted = [value for vote in votes if (value := plain(aspect(vote) or ""))]
    return _reweighed(found, [_SETTINGS.vote ** voted.count(plain(item.value)) for item in found])


def noted(found: Sequence[Ranked], notes: int) -> list[Ranked]:
    """Marks, those of footnotes beyond the last of `notes` far less probable; 0 where no note was found."""
    if not notes:
        return list(found)
    beyond = [any(int(mark[1:]) > notes for mark in item.value.split()) for item in found]
    return _reweighed(found, [_SETTINGS.beyond if far else 1 for far in beyond])


def outcome(value: str, votes: Collection[Reading], aspect: Aspect) -> Vote:
    """Whether another engine reads the same; blanks, case and dirt at the ends do not count."""
    if not votes:
        return "silent"
    others = {plain(other) for vote in votes if (other := aspect(vote))}
    if not others:
        return "unclear"
    return "agrees" if plain(value) in others else "differs"


def bare(text: str) -> str:
    """A text less what is one to a reader: its case, its blanks, the commas behind its words."""
    return COMMAS.sub("", text).replace(" ", "").casefold()


def plain(text: str) -> str:
    """A value without blanks, case and what stands at its ends."""
    return EDGES.sub("", "".join(text.split()).casefold())


def _reweighed(found: Sequence[Ranked], factors: Sequence[float]) -> list[Ranked]:
    """The values, each so many times as probable, most probable first; their probabilities keep their sum."""
    weighed = [item.probability * factor for item, factor in zip(found, factors, strict=True)]
    scale = sum(item.probability for item in found) / max(sum(weighed), 1e-12)
    pairs = zip(found, weighed, strict=True)
    scaled = [replace(item, probability=min(1.0, p * scale)) for item, p in pairs]
    return sorted(scaled, key=lambda item: -item.probability)


def _together(group: Sequence[Reading], aspect: Aspect) -> Ranked:
    spelled: dict[str, float] = defaultdict(float)
    for reading in group:
        spelled[aspect(reading) or ""] += reading.probability
    value = max(spelled, key=spelled.__getitem__)
    return Ranked(
        value,
        next(reading.raw for reading in group if (aspect(reading) or "") == value),
        sum(r.probability for r in group),
        min(1.0, sum(r.first for r in group)),
        min(1.0, sum(r.second for r in group)),
    )


def alternatives(found: Sequence[Ranked]) -> tuple[Alternative, ...]:
    """Readings as they stand in the JSON beside the one that was elected."""
    return tuple(
        Alternative(value=item.value, raw=item.raw, probability=round(item.probability, PROBABILITY_DIGITS))
        for item in found
    )
