"""Decoding a posterior under a grammar: the most probable strings a field could hold.

CTC prefix beam search (Graves et al. 2006; Hannun et al. 2014), constrained: prefixes from which the grammar
allows no continuation are pruned. And the CTC forward algorithm (Graves et al. 2006, section 4.1): how
probable one string is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import lru_cache
from math import exp

import numpy as np
import regex

from extractor.model.posterior import ALPHABET, BLANK, Posterior
from extractor.ocr.settings import SETTINGS

_SETTINGS = SETTINGS.ctc_decoder
Beams = dict[str, tuple[float, float]]
"""Prefix → its probability ending in a blank, and in its last letter."""
Prior = Callable[[str, str], float]
"""The log weight of a letter after a text."""
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
    for row in posterior.matrix[: posterior.steps]:
        beams = _step(beams, row, grammar)
        if prior is not None:
            weights = _weights(beams, weights, prior)
        beams = _widest(beams, weights, _SETTINGS.hopeless if prior else 0.0)
        if not beams:
            return []
    found = [(text, blank + letter) for text, (blank, letter) in beams.items()]
    if grammar is not None:
        found = [(text, p) for text, p in found if grammar.fullmatch(text)]
    return sorted(found, key=lambda item: -item[1] * exp(weights.get(item[0], 0.0)))


def probability_of(posterior: Posterior, text: str) -> float:
    """How probable `text` is, over all alignments of it to the steps; 0 for letters no engine knows."""
    if not SLOTS.keys() >= set(text):
        return 0.0
    slots = np.full(2 * len(text) + 1, BLANK)
    slots[1::2] = [SLOTS[letter] for letter in text]
    # A letter may follow another without a blank between, unless they are the same.
    skips = np.zeros(len(slots), np.float64)
    skips[3::2] = slots[3::2] != slots[1:-2:2]
    ways = np.zeros(len(slots), np.float64)  # as if a blank came before the first step
    ways[0] = 1.0
    for row in posterior.matrix[: posterior.steps][:, slots]:
        before = ways.copy()
        ways[1:] += before[:-1]
        ways[2:] += skips[2:] * before[:-2]
        ways *= row
    return float(ways[-2:].sum())


def _step(
    beams: dict[str, tuple[float, float]],
    row: np.ndarray[tuple[int], np.dtype[np.float32]],
    grammar: regex.Pattern[str] | None,
) -> dict[str, tuple[float, float]]:
    """The beams after one more step: each prefix stays (blank or repeated letter) or grows by a letter."""
    least = _SETTINGS.least_probability if grammar is None else _SETTINGS.least_under_grammar
    picks = [(ALPHABET[k - 1], float(row[k])) for k in np.flatnonzero(row > least).tolist() if k != BLANK]
    stay = float(row[BLANK])
    grown: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for text, (blank, letter) in beams.items():
        grown[text][0] += (blank + letter) * stay
        last = text[-1:]
        for character, p in picks:
            if character == last:
                grown[text][1] += letter * p
                gain = blank * p
            else:
                gain = (blank + letter) * p
            if gain > 0 and (grammar is None or _viable(text + character, grammar)):
                grown[text + character][1] += gain
    return {text: (pair[0], pair[1]) for text, pair in grown.items() if pair[0] + pair[1] > 0}


def _weights(beams: Beams, weights: Mapping[str, float], prior: Prior) -> dict[str, float]:
    """The log weight of each prefix: known, or that of the one it grew from and its last letter's.

    A prefix without another beside it needs none: weights only compare.
    """
    if len(beams) == 1:
        return dict.fromkeys(beams, 0.0)
    return {
        text: weights[text] if text in weights else weights[text[:-1]] + prior(text[:-1], text[-1])
        for text in beams
    }


def _widest(beams: Beams, weights: Mapping[str, float], hopeless: float) -> Beams:
    """The beams that are gone on with, the weightiest first."""
    if len(beams) == 1:
        return beams
    score = {text: sum(pair) * exp(weights.get(text, 0.0)) for text, pair in beams.items()}
    order = sorted(score, key=lambda text: -score[text])[: _SETTINGS.beam]
    least = score[order[0]] * hopeless if order else 0.0
    return {text: beams[text] for text in order if score[text] >= least}


@lru_cache(_SETTINGS.kept_prefixes)
def _viable(text: str, grammar: regex.Pattern[str]) -> bool:
    """True for prefixes of what the grammar allows."""
    return grammar.fullmatch(text, partial=True) is not None
