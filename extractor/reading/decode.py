"""Decoding a posterior under a grammar: the most probable strings a field could hold.

CTC prefix beam search (Graves 2006; Hannun 2014), with prefixes that cannot grow into the grammar cut off.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import regex

from extractor.reading.posterior import ALPHABET, BLANK, Posterior

BEAM = 10
LEAST = 2e-4
"""Characters less probable than this at a step are not tried."""
LEAST_UNDER_GRAMMAR = 1e-7
"""The same where a grammar leaves few: what it allows may be far from what the reader thinks it sees."""


def n_best(posterior: Posterior, grammar: regex.Pattern[str] | None = None) -> list[tuple[str, float]]:
    """Strings with their probabilities, best first; with a grammar only strings that match it whole."""
    beams: dict[str, tuple[float, float]] = {"": (1.0, 0.0)}
    viable: dict[str, bool] = {"": True}
    for row in posterior.matrix[: posterior.steps]:
        beams = _step(beams, row, grammar, viable)
        if not beams:
            return []
    found = [(text, blank + letter) for text, (blank, letter) in beams.items()]
    if grammar is not None:
        found = [(text, p) for text, p in found if grammar.fullmatch(text)]
    return sorted(found, key=lambda item: -item[1])


def _step(
    beams: dict[str, tuple[float, float]],
    row: np.ndarray[tuple[int], np.dtype[np.float32]],
    grammar: regex.Pattern[str] | None,
    viable: dict[str, bool],
) -> dict[str, tuple[float, float]]:
    """One step further: each prefix stays (blank or repeated letter) or grows by a letter."""
    least = LEAST if grammar is None else LEAST_UNDER_GRAMMAR
    picks = [(int(k), float(row[k])) for k in np.flatnonzero(row > least) if k != BLANK]
    stay = float(row[BLANK])
    grown: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for text, (blank, letter) in beams.items():
        grown[text][0] += (blank + letter) * stay
        for pick, p in picks:
            character = ALPHABET[pick - 1]
            if text.endswith(character):
                grown[text][1] += letter * p
                gain = blank * p
            else:
                gain = (blank + letter) * p
            if gain > 0 and _viable(text + character, grammar, viable):
                grown[text + character][1] += gain
    best = sorted(grown.items(), key=lambda item: -sum(item[1]))[:BEAM]
    return {text: (pair[0], pair[1]) for text, pair in best if sum(pair) > 0}


def _viable(text: str, grammar: regex.Pattern[str] | None, known: dict[str, bool]) -> bool:
    if grammar is None:
        return True
    if text not in known:
        known[text] = grammar.fullmatch(text, partial=True) is not None
    return known[text]
