"""Decoding a posterior under a grammar: the most probable strings a field could hold.

CTC prefix beam search (Graves et al. 2006; Hannun et al. 2014), constrained: prefixes from which the grammar
allows no continuation are pruned. And the CTC forward algorithm (Graves et al. 2006, section 4.1): how
probable one string is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp
from typing import TYPE_CHECKING

import numpy as np

from extractor.model.posterior import ALPHABET, BLANK, Matrix, Posterior
from extractor.ocr.settings import SETTINGS

if TYPE_CHECKING:
    import regex

_SETTINGS = SETTINGS.ctc_decoder
Beams = dict[str, tuple[float, float]]
"""Prefix → its probability ending in a blank, and in its last letter."""
Step = tuple[float, list[tuple[str, float]]]
"""A step of an answer: the blank's probability, letters with theirs."""


@dataclass(frozen=True, slots=True)
class Prior:
    """What a language says to a search: `after` is the log weight of a letter after a text, never above
    `most`."""

    after: Callable[[str, str], float]
    most: float


SLOTS = {letter: k for k, letter in enumerate(ALPHABET, start=1)}


def n_best(
    posterior: Posterior, grammar: regex.Pattern[str] | None = None, prior: Prior | None = None
) -> list[tuple[str, float]]:
    """Strings with their probabilities, best first; with a grammar only strings that match it whole.

    `prior` weighs each letter after those before it (shallow fusion; Hannun et al. 2014): it steers the
    search, the probabilities are the ink's.
    """
    beams: dict[str, tuple[float, float]] = {"": (1.0, 0.0)}
    weights = {"": 0.0}
    least = _SETTINGS.least_probability if grammar is None else _SETTINGS.least_under_grammar
    for stay, picks in _steps(posterior, least):
        if not picks:
            # The same prefixes in the same order, all less probable by as much.
            beams = {text: ((blank + letter) * stay, 0.0) for text, (blank, letter) in beams.items()}
            continue
        beams = _grown(beams, (stay, picks), grammar)
        if prior is not None:
            beams, weights = _weighed(beams, weights, prior)
        beams = _widest(beams, weights, _SETTINGS.hopeless if prior else 0.0)
        if not beams:
            return []
    found = [(text, blank + letter) for text, (blank, letter) in beams.items()]
    if grammar is not None:
        found = [(text, p) for text, p in found if grammar.fullmatch(text)]
    return sorted(found, key=lambda item: -item[1] * exp(weights.get(item[0], 0.0)))


def probability_of(posterior: Posterior, text: str) -> float:
    """How probable `text` is, over all alignments of it to the steps; 0 for letters no engine knows."""
    return probabilities_of(posterior, [text])[0]


def probabilities_of(posterior: Posterior, texts: Sequence[str]) -> list[float]:
    """The same of several texts at once, which costs little more than one."""
    known = [SLOTS.keys() >= set(text) for text in texts]
    slots = np.full((len(texts), 2 * max(map(len, texts), default=0) + 1), BLANK)
    for own, text, readable in zip(slots, texts, known, strict=True):
        own[1 : 2 * len(text) : 2] = [SLOTS[letter] for letter in text] if readable else BLANK
    # A letter may follow another without a blank between, unless they are the same.
    skips = np.asarray(slots[:, 3::2] != slots[:, 1:-2:2], np.float64)
    ways = np.zeros(slots.shape, np.float64)  # as if a blank came before the first step
    ways[:, 0] = 1.0
    for row in _telling(posterior)[:, slots]:
        by_skips = skips * ways[:, 1:-2:2]
        ways[:, 1:] += ways[:, :-1].copy()
        ways[:, 3::2] += by_skips
        ways *= row
    ends = [2 * len(text) for text in texts]
    found = zip(ways, ends, known, strict=True)
    return [float(own[max(0, end - 1) : end + 1].sum()) if readable else 0.0 for own, end, readable in found]


def _telling(posterior: Posterior) -> Matrix:
    """The steps less those between two letters that repeat a sure blank: they change no probability."""
    matrix = posterior.matrix[: posterior.steps]
    silent = matrix[:, BLANK] > _SETTINGS.silent
    again = np.zeros(len(matrix), np.bool_)
    again[1:] = silent[1:] & silent[:-1]
    return matrix[~again]


def _steps(posterior: Posterior, least: float) -> Iterator[Step]:
    """The blank's probability at each step, and the letters more probable than `least` with theirs."""
    matrix = _telling(posterior)
    at, slots = np.nonzero(matrix[:, BLANK + 1 :] > least)
    found: list[list[tuple[str, float]]] = [[] for _ in matrix]
    for step, slot, p in zip(at.tolist(), slots.tolist(), matrix[at, slots + 1].tolist(), strict=True):
        found[step].append((ALPHABET[slot], p))
    return zip(matrix[:, BLANK].tolist(), found, strict=True)


def _grown(beams: Beams, step: Step, grammar: regex.Pattern[str] | None) -> Beams:
    """The beams after one more step: each prefix stays (blank or repeated letter) or grows by a letter."""
    stay, picks = step
    letters: dict[str, float] = {}
    for text, (blank, letter) in beams.items():
        last, whole = text[-1:], blank + letter
        for character, p in picks:
            gain = whole * p
            if character == last:
                letters[text] = letters.get(text, 0.0) + letter * p
                gain = blank * p
            longer = text + character
            if gain > 0 and (grammar is None or _viable(longer, grammar)):
                letters[longer] = letters.get(longer, 0.0) + gain
    found = {
        text: ((blank + letter) * stay, letters.pop(text, 0.0)) for text, (blank, letter) in beams.items()
    }
    for text, p in letters.items():
        found[text] = (0.0, p)
    return {text: pair for text, pair in found.items() if pair[0] + pair[1] > 0}


def _weighed(beams: Beams, weights: dict[str, float], prior: Prior) -> tuple[Beams, dict[str, float]]:
    """The beams with the log weight of each, and of earlier ones: that of the one it grew from and its last
    letter's. What would be hopeless at the most weight is left out: most letters that an engine thinks of.

    A prefix without another beside it needs no weight: weights only compare.
    """
    if len(beams) == 1:
        return beams, dict.fromkeys(beams, 0.0)
    known = {text: pair[0] + pair[1] for text, pair in beams.items() if text in weights}
    best = max((p * exp(weights[text]) for text, p in known.items()), default=0.0)
    least = best * _SETTINGS.hopeless * exp(-prior.most)
    kept: Beams = {}
    for text, pair in beams.items():
        if text not in weights:
            before = weights[text[:-1]]
            if (pair[0] + pair[1]) * exp(before) < least:
                continue
            weights[text] = before + prior.after(text[:-1], text[-1])
        kept[text] = pair
    return kept, weights


def _widest(beams: Beams, weights: Mapping[str, float], hopeless: float) -> Beams:
    """The beams that are gone on with, the weightiest first."""
    if len(beams) == 1 or (len(beams) <= _SETTINGS.beam and not hopeless):
        return beams
    score = {text: (pair[0] + pair[1]) * exp(weights.get(text, 0.0)) for text, pair in beams.items()}
    order = sorted(score, key=score.__getitem__, reverse=True)[: _SETTINGS.beam]
    least = score[order[0]] * hopeless if order else 0.0
    return {text: beams[text] for text in order if score[text] >= least}


@lru_cache(_SETTINGS.kept_prefixes)
def _viable(text: str, grammar: regex.Pattern[str]) -> bool:
    """True for prefixes of what the grammar allows."""
    return grammar.fullmatch(text, partial=True) is not None
