"""The form's own small print on a page: words that are nobody's answer."""

from __future__ import annotations

from extractor.layout.captions import Hit, squeezed
from extractor.layout.model import Layout
from extractor.layout.recognise import Recognised
from extractor.reading.lines import Word

LONG = 24
"""Letters from which a sentence of small print cannot be anything else."""
SURE_LONG, SURE_SHORT = 0.8, 0.9
"""How much of a long sentence, or of a short phrase, must be there."""
WHOLE = 0.75
"""A short phrase must be this share of the words of its line: "Reporting Owners" also is in sentences."""


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


def _is_print(page: Recognised, hit: Hit) -> bool:
    if len(squeezed(hit.caption)) >= LONG:
        return hit.score >= SURE_LONG
    if hit.score < SURE_SHORT:
        return False
    own = {id(word) for word in hit.words}
    line = next((line for line in page.sight.lines if any(id(word) in own for word in line.words)), None)
    return line is not None and sum(id(word) in own for word in line.words) >= WHOLE * len(line.words)
