"""The form's own small print on a page: words that are not a filer's answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from extractor.layout.captions import Captions, Hit, squeezed
from extractor.layout.settings import SETTINGS
from extractor.layout.template import Layout
from extractor.model.geometry import Box, around
from extractor.model.page import Line, PageText, Word

_SETTINGS = SETTINGS.boilerplate


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
    """The pieces of the small print.

    A sentence that runs over lines in a column of its own breaks off where an answer is beside it. Words that
    are also in a filer's sentence ("the reporting person") are the filer's, unless the small print begins
    with them or continues with them on the line above or below. A text layer lost none of its beginning.
    """
    found = [piece for line in lines if (piece := _piece(line, layout))]
    if all(line.source == "text" for line in lines):
        return _from_beginning(found)
    return [
        p
        for p in found
        if p.start <= _SETTINGS.slack or any(_continues(p, q) or _continues(q, p) for q in found)
    ]


def _from_beginning(found: Sequence[Piece]) -> list[Piece]:
    """The pieces that are plainly the beginning of a sentence, and those that go on with one of them; `found`
    are from the top."""
    kept: list[Piece] = []
    for piece in found:
        begins = piece.start <= _SETTINGS.slack and piece.end - piece.start >= _SETTINGS.long
        if begins or any(_continues(before, piece) for before in kept):
            kept.append(piece)
    return kept


def _continues(piece: Piece, below: Piece) -> bool:
    """True where the sentence continues from one piece to the one on the next line."""
    box, next_box = piece.box, below.box
    return (
        piece.sentence == below.sentence
        and abs(below.start - piece.end) <= _SETTINGS.slack
        and 0 < next_box.center_y - box.center_y < _SETTINGS.leading * box.height
        and box.overlap_x(next_box) > 0
    )


def _piece(line: Line, layout: Layout) -> Piece | None:
    sentences, together = _sentences(layout.furniture)
    if not _shares_letters(squeezed(line.text), together):
        return None
    ends = [line.words[:k] for k in range(1, len(line.words) + 1)] + [
        line.words[k:] for k in range(1, len(line.words))
    ]
    gain, words = max(((_likeness(words, sentences), words) for words in ends), key=lambda pair: pair[0])
    if gain <= 0:
        return None
    letters = squeezed(" ".join(word.text for word in words))
    found = [(fuzz.partial_ratio_alignment(letters, s), s) for s in sentences if len(s) >= len(letters)]
    best, sentence = max(((f, s) for f, s in found if f is not None), key=lambda pair: pair[0].score)
    if len(sentence) < _SETTINGS.long and len(words) < len(line.words):
        return None  # "the reporting" in a filer's sentence is no piece of the heading "Reporting Owners"
    return Piece(words, sentence, best.dest_start, best.dest_end)


@cache
def _sentences(furniture: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The letters of each sentence, and of all together."""
    sentences = tuple(map(squeezed, furniture))
    return sentences, "|".join(sentences)


def _shares_letters(letters: str, print_: str) -> bool:
    """True where some letters in a row are in the print; a line that shares none is no piece of it."""
    length = _SETTINGS.shared
    starts = range(max(1, len(letters) - length + 1))
    return any(letters[k : k + length] in print_ for k in starts)


def _likeness(words: Sequence[Word], sentences: Sequence[str]) -> float:
    """Letters of the words that are found in a row in a sentence, less a penalty for each that is not."""
    letters = squeezed(" ".join(word.text for word in words))
    if len(letters) < _SETTINGS.piece:
        return 0.0
    alike = max((fuzz.partial_ratio(letters, s) for s in sentences if len(s) >= len(letters)), default=0.0)
    if alike < 100 * _SETTINGS.worn_piece:
        return 0.0
    strange = _SETTINGS.strange_letter
    return len(letters) * ((1 + strange) * alike / 100 - strange)


def furniture(page_text: PageText, captions: Captions, layout: Layout) -> tuple[Word, ...]:
    """The words of the layout's small print on the page."""
    wordings = [wording for wording in (*layout.furniture, layout.continued) if wording]
    hits = (hit for wording in wordings for hit in captions.all(wording))
    return tuple(word for hit in hits if _is_print(page_text, hit) for word in hit.words)


def _is_print(page_text: PageText, hit: Hit) -> bool:
    if len(squeezed(hit.caption)) >= _SETTINGS.long:
        return hit.score >= SETTINGS.captions.certain
    if hit.score < _SETTINGS.certain_short:
        return False
    own = {word.id for word in hit.words}
    line = next((line for line in page_text.lines if any(word.id in own for word in line.words)), None)
    if line is None:
        return False
    return sum(word.id in own for word in line.words) >= _SETTINGS.whole * len(line.words)
