"""The form's own small print on a page: words that are no answer of a filer's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from extractor.layout.captions import Captions, Hit, squeezed
from extractor.layout.template import Layout
from extractor.model.geometry import Box, around
from extractor.model.page import Line, PageText, Word

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
SLACK = 5
"""So many letters may be lost, or read twice, where a sentence breaks off and goes on."""
NEXT_LINE = 2.2
"""A sentence goes on within this many line heights."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words at one end of a line that are in a sentence of the small print, from letter `start` to `end`."""

    words: tuple[Word, ...]
    sentence: str
    start: int
    end: int

    @property
    def box(self) -> Box:
        return around(word.box for word in self.words)


def pieces(lines: Sequence[Line], layout: Layout) -> list[Piece]:
    """The pieces of the small print on a scan.

    A sentence that runs over lines in a column of its own breaks off where an answer stands beside it. Words
    that are also in a filer's sentence ("the reporting person") are the filer's, unless the small print
    begins with them or goes on from there on the line above or below.
    """
    found = [piece for line in lines if line.source == "ocr" and (piece := _piece(line, layout))]
    return [p for p in found if p.start <= SLACK or any(_continues(p, q) or _continues(q, p) for q in found)]


def _continues(piece: Piece, below: Piece) -> bool:
    """True where the sentence goes on from one piece to the one on the next line."""
    box, next_box = piece.box, below.box
    return (
        piece.sentence == below.sentence
        and abs(below.start - piece.end) <= SLACK
        and 0 < next_box.center_y - box.center_y < NEXT_LINE * box.height
        and box.overlap_x(next_box) > 0
    )


def _piece(line: Line, layout: Layout) -> Piece | None:
    sentences = [squeezed(sentence) for sentence in layout.furniture]
    ends = [line.words[:k] for k in range(1, len(line.words) + 1)] + [
        line.words[k:] for k in range(1, len(line.words))
    ]
    gain, words = max(((_likeness(words, sentences), words) for words in ends), key=lambda pair: pair[0])
    if gain <= 0:
        return None
    letters = squeezed(" ".join(word.text for word in words))
    found = [(fuzz.partial_ratio_alignment(letters, s), s) for s in sentences if len(s) >= len(letters)]
    best, sentence = max(((f, s) for f, s in found if f is not None), key=lambda pair: pair[0].score)
    return Piece(words, sentence, best.dest_start, best.dest_end)


def _likeness(words: Sequence[Word], sentences: Sequence[str]) -> float:
    """How many letters of the words are found in a row in a sentence, less two for each that is not."""
    letters = squeezed(" ".join(word.text for word in words))
    if len(letters) < PIECE:
        return 0.0
    alike = max((fuzz.partial_ratio(letters, s) for s in sentences if len(s) >= len(letters)), default=0.0)
    return len(letters) * (3 * alike / 100 - 2) if alike >= PIECE_SURE else 0.0


def furniture(page_text: PageText, captions: Captions, layout: Layout) -> tuple[Word, ...]:
    """The words of the layout's small print on the page."""
    wordings = [wording for wording in (*layout.furniture, layout.continued) if wording]
    hits = (hit for wording in wordings for hit in captions.all(wording))
    return tuple(word for hit in hits if _is_print(page_text, hit) for word in hit.words)


def _is_print(page_text: PageText, hit: Hit) -> bool:
    if len(squeezed(hit.caption)) >= LONG:
        return hit.score >= SURE_LONG
    if hit.score < SURE_SHORT:
        return False
    own = {word.id for word in hit.words}
    line = next((line for line in page_text.lines if any(word.id in own for word in line.words)), None)
    return line is not None and sum(word.id in own for word in line.words) >= WHOLE * len(line.words)
