"""Decoding a posterior under a grammar: the most probable strings a field could hold.

CTC prefix beam search (Graves 2006; Hannun 2014), with prefixes that cannot grow into the grammar cut off;
and the CTC forward sum (Graves 2006, section 4.1): how probable one string is.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

import numpy as np
import regex

from extractor.model.posterior import ALPHABET, BLANK, Posterior
from extractor.ocr.settings import SETTINGS

_SETTINGS = SETTINGS.ctc_decoder
SLOTS = {letter: k for k, letter in enumerate(ALPHABET, start=1)}


def n_best(posterior: Posterior, grammar: regex.Pattern[str] | None = None) -> list[tuple[str, float]]:
    """Strings with their probabilities, best first; with a grammar only strings that match it whole."""
    beams: dict[str, tuple[float, float]] = {"": (1.0, 0.0)}
    for row in posterior.matrix[: posterior.steps]:
        beams = _step(beams, row, grammar)
        if not beams:
            return []
    found = [(text, blank + letter) for text, (blank, letter) in beams.items()]
    if grammar is not None:
        found = [(text, p) for text, p in found if grammar.fullmatch(text)]
    return sorted(found, key=lambda item: -item[1])


def probability_of(posterior: Posterior, text: str) -> float:
    """How probable `text` is, over all ways the steps can spell it; nought for letters no reader knows."""
    if not SLOTS.keys() >= set(text):
        return 0.0
    slots = np.full(2 * len(text) + 1, BLANK)
    slots[1::2] = [SLOTS[letter] for letter in text]
    # A letter may follow a letter without a blank between, unless it is the same again.
    skips = np.zeros(len(slots), np.float64)
    skips[3::2] = slots[3::2] != slots[1:-2:2]
    ways = np.zeros(len(slots), np.float64)  # as if a blank had come before the first step
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
    """One step further: each prefix stays (blank or repeated letter) or grows by a letter."""
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
    best = sorted(grown.items(), key=lambda item: -item[1][0] - item[1][1])[: _SETTINGS.beam]
    return {text: (pair[0], pair[1]) for text, pair in best if pair[0] + pair[1] > 0}


@lru_cache(_SETTINGS.kept_prefixes)
def _viable(text: str, grammar: regex.Pattern[str]) -> bool:
    """True for the beginnings of what the grammar allows."""
    return grammar.fullmatch(text, partial=True) is not None
