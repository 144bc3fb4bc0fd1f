"""The form's own small print on a page: words that are nobody's answer."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from extractor.layout.captions import Hit, squeezed
from extractor.layout.model import Layout
from extractor.layout.recognise import Recognised
from extractor.reading.lines import Line, Word

LONG = 24
"""Letters from which a sentence of small print cannot be anything else."""
SURE_LONG, SURE_SHORT = 0.8, 0.9
"""How much of a long sentence, or of a short phrase, must be there."""
WHOLE = 0.75
"""A short phrase must be this share of the words of its line: "Reporting Owners" also is in sentences."""
PIECE = 12
"""So many letters of a line, found in a row in the small print, are a piece of it."""
PIECE_SURE = 84.0
"""Percent of those letters that must be alike: pieces are worn too."""


def pieces(line: Line, layout: Layout) -> tuple[Word, ...]:
    """The words at either end of a scan's line that are a piece of the small print.

    A sentence that runs over lines in a column of its own breaks off where an answer stands beside it.
    """
    if line.posterior is None:
        return ()
    sentences = [squeezed(sentence) for sentence in layout.furniture]
    ends = [line.words[:k] for k in range(1, len(line.words) + 1)] + [
        line.words[k:] for k in range(1, len(line.words))
    ]
    gain, words = max(((_likeness(words, sentences), words) for words in ends), key=lambda pair: pair[0])
    return words if gain > 0 else ()


def _likeness(words: Sequence[Word], sentences: Sequence[str]) -> float:
    """How many letters of the words are found in a row in a sentence, less two for each that is not."""
    letters = squeezed(" ".join(word.text for word in words))
    if len(letters) < PIECE:
        return 0.0
    alike = max((fuzz.partial_ratio(letters, s) for s in sentences if len(s) >= len(letters)), default=0.0)
    return len(letters) * (3 * alike / 100 - 2) if alike >= PIECE_SURE else 0.0


def furniture(page: Recognised, layout: Layout) -> list[Word]:
    """The words of the layout's small print on the page."""
    captions = [caption for caption in (*layout.furniture, layout.continued) if caption]
    return [
        w
        for caption in captions
        for hit in page.captions.all(caption)
        if _is_print(page, hit)
        for w in hit.words
    ]


def small_print(page: Recognised, layout: Layout) -> list[Word]:
    """The words of the small print, pieces that its sentences left behind among them."""
    return [*furniture(page, layout), *(word for line in page.sight.lines for word in pieces(line, layout))]


def _is_print(page: Recognised, hit: Hit) -> bool:
    if len(squeezed(hit.caption)) >= LONG:
        return hit.score >= SURE_LONG
    if hit.score < SURE_SHORT:
        return False
    own = {id(word) for word in hit.words}
    line = next((line for line in page.sight.lines if any(id(word) in own for word in line.words)), None)
    return line is not None and sum(id(word) in own for word in line.words) >= WHOLE * len(line.words)
