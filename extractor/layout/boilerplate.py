"""The form's own small print on a page: words that are not a filer's answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import groupby

from rapidfuzz import fuzz

from extractor.layout.captions import Captions, Hit, squeezed
from extractor.layout.settings import SETTINGS
from extractor.layout.template import Layout
from extractor.model.geometry import Box, around
from extractor.model.page import Line, PageText, Word, by_rows, same_row

_SETTINGS = SETTINGS.boilerplate

SIGNED = re.compile(r"/?[sS5]/|/[sS5]")
"""What begins a typed signature, worn or not; no form prints it."""


@dataclass(frozen=True)
class Piece:
    """Words at one end of a line that are in a sentence of the small print, from letter `start` to `end`."""

    words: tuple[Word, ...]
    sentence: str
    start: int
    end: int

    @cached_property
    def box(self) -> Box:
        return around(word.box for word in self.words)


def pieces(lines: Sequence[Line], layout: Layout) -> list[Piece]:
    """The pieces of the small print.

    A sentence that runs over lines in a column of its own breaks off where an answer is beside it. Words that
    are also in a filer's sentence ("the reporting person") are the filer's, unless the small print begins
    with them, continues with them before or behind, or ends with a whole line of them. A text layer lost none
    of its beginning.
    """
    if all(line.source == "text" for line in lines):
        return _from_beginning(lines, layout)
    whole = (*(line.words for line in lines), *_joined(lines))
    found = [pair for words in whole for pair in _one_by_one(words, layout)]
    return [
        p
        for words, p in found
        if p.start <= _SETTINGS.slack
        or _is_end(p, words)
        or any(_continues(p, q) or _continues(q, p) for _, q in found)
    ]


def _one_by_one(words: tuple[Word, ...], layout: Layout) -> Iterator[tuple[tuple[Word, ...], Piece]]:
    """Each piece of a line, where several sentences follow each other, with the words it was found in."""
    words = _unsigned(words)
    while words and (piece := _piece(words, layout)):
        yield words, piece
        own = {word.id for word in piece.words}
        words = tuple(word for word in words if word.id not in own)


def _unsigned(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words before a signature's `/s/`, a letter that many sentences go on with."""
    signed = (k for k, word in enumerate(words) if SIGNED.fullmatch(word.text))
    return words[: next(signed, None)]


def _joined(lines: Sequence[Line]) -> Iterator[tuple[Word, ...]]:
    """The words of lines of a scan that stand close beside each other: worn print parts where it is faint."""
    for row in by_rows(lines):
        groups = [row[:1]]
        for line in row[1:]:
            if line.box.x0 - groups[-1][-1].box.x1 > _SETTINGS.faint * line.box.height:
                groups.append([])
            groups[-1].append(line)
        yield from (
            tuple(word for line in group for word in line.words) for group in groups if len(group) > 1
        )


def _is_end(piece: Piece, words: Sequence[Word]) -> bool:
    """True for a whole line that is the end of a sentence, too long to be anything else."""
    ends = piece.end >= len(piece.sentence) - _SETTINGS.slack and piece.end - piece.start >= _SETTINGS.long
    return ends and len(piece.words) == len(words)


def _from_beginning(lines: Sequence[Line], layout: Layout) -> list[Piece]:
    """The pieces that are plainly the beginning of a sentence, and those that go on with one of them; the
    lines are from the top."""
    kept: list[Piece] = []
    for line in lines:
        near = any(_is_close(before.box, line.box) for before in kept)
        if not near and not _may_begin(_letters_of(line.words), layout.furniture):
            continue
        piece = _piece(line.words, layout)
        if piece and (_begins(piece) or any(_continues(before, piece) for before in kept)):
            kept.append(piece)
    return kept


def _letters_of(words: Iterable[Word]) -> tuple[str, ...]:
    return tuple(squeezed(word.text) for word in words)


@lru_cache(maxsize=_SETTINGS.remembered)
def _may_begin(letters: tuple[str, ...], furniture: tuple[str, ...]) -> bool:
    """True where an end of the line with these words is like a sentence some of whose first letters are in
    it."""
    whole = "".join(letters)
    if len(whole) < _SETTINGS.long:
        return False
    begun = _begun(whole, furniture)
    ends = ("".join(letters[own]) for own in _ends(letters)) if begun else ()
    return any(len(end) >= _SETTINGS.long and _gain(end, begun, 0.0) > 0 for end in ends)


def _begun(letters: str, furniture: tuple[str, ...]) -> list[str]:
    """The sentences some of whose first letters are among these."""
    by_row = _beginnings(furniture)
    found = {number for row in _rows_of(letters) for number in by_row.get(row, ())}
    sentences = _sentences(furniture)
    return [sentences[number] for number in sorted(found)]


def _begins(piece: Piece) -> bool:
    return piece.start <= _SETTINGS.slack and piece.end - piece.start >= _SETTINGS.long


def _is_close(box: Box, below: Box) -> bool:
    """True where words of the lower line may be the next of a sentence: only such a line is looked at."""
    near = below.bottom > box.center_y and below.top < box.center_y + _SETTINGS.leading * box.height
    return near and box.overlap_x(below) > 0


def _continues(piece: Piece, below: Piece) -> bool:
    """True where the sentence continues from one piece to the one beside it or on the next line."""
    box, next_box = piece.box, below.box
    if piece.sentence != below.sentence or abs(below.start - piece.end) > _SETTINGS.slack:
        return False
    if next_box.x0 >= box.x1:
        return same_row(box, next_box)
    return 0 < next_box.center_y - box.center_y < _SETTINGS.leading * box.height


def _piece(line: tuple[Word, ...], layout: Layout) -> Piece | None:
    """What of a line's beginning or end is most plainly a piece of a sentence."""
    sentences = _sentences(layout.furniture)
    letters = _letters_of(line)
    if not _shares_letters("".join(letters), sentences):
        return None
    words = _most_alike(letters, sentences)
    if words is None and _ends_one("".join(letters), sentences):
        words = slice(None)
    found = _placed(line, letters, words, sentences) if words else None
    if found and len(found.sentence) < _SETTINGS.long and len(found.words) < len(line):
        return None  # "the reporting" in a filer's sentence is no piece of the heading "Reporting Owners"
    return found


@lru_cache(maxsize=_SETTINGS.remembered)
def _most_alike(letters: tuple[str, ...], sentences: tuple[str, ...]) -> slice | None:
    """The beginning or the end of a line of words that gains the most; None where none gains anything."""
    gain, words = 0.0, None
    for own in _ends(letters):
        better = _gain("".join(letters[own]), sentences, gain)
        if better > gain:
            gain, words = better, own
    return words


def _ends(letters: Sequence[str]) -> Iterator[slice]:
    """Every beginning and every end of a line of words, those of most letters first: they gain the most."""
    count = len(letters)
    ends = [slice(0, k) for k in range(1, count + 1)] + [slice(k, count) for k in range(1, count)]
    yield from sorted(ends, key=lambda own: -sum(map(len, letters[own])))


def _placed(line: tuple[Word, ...], letters: Sequence[str], words: slice, sentences: Sequence[str]) -> Piece:
    """Those words of a line as a piece of the sentence they are most like, whole words at its ends."""
    own = "".join(letters[words])
    likely = [sentence for sentence in sentences if len(sentence) + _SETTINGS.slack >= len(own)]
    sentence = max(likely, key=lambda sentence: fuzz.partial_ratio(own, sentence))
    words = _to_its_ends(letters, words, sentence)
    return Piece(line[words], sentence, *_place("".join(letters[words]), sentence))


def _place(letters: str, sentence: str) -> tuple[int, int]:
    """From which letter of a sentence to which letters are most like it."""
    found = fuzz.partial_ratio_alignment(letters, sentence)
    return (found.dest_start, found.dest_end) if found else (0, 0)


def _to_its_ends(letters: Sequence[str], words: slice, sentence: str) -> slice:
    """The words of a line that are the sentence's, of those compared with it and those beside them.

    Words are compared with as many letters as they have: where some were lost, that lets a strange word in
    at one end, or leaves the sentence's own out.
    """
    first, last, _ = words.indices(len(letters))
    start, end = _place("".join(letters[words]), sentence)
    while last - first > 1 and _is_strange(letters[first], sentence, start):
        first, start = first + 1, start + len(letters[first])
    while last - first > 1 and _is_strange(letters[last - 1], sentence, end - len(letters[last - 1])):
        last, end = last - 1, end - len(letters[last - 1])
    while first > 0 and _is_next(letters[first - 1], sentence, start - len(letters[first - 1])):
        first, start = first - 1, start - len(letters[first - 1])
    while last < len(letters) and _is_next(letters[last], sentence, end):
        last, end = last + 1, end + len(letters[last])
    return slice(first, last)


def _is_strange(word: str, sentence: str, start: int) -> bool:
    """True for a word that a sentence has nothing like near its letter `start`."""
    return bool(word) and _likeness_at(word, sentence, start) < _SETTINGS.strange_word


def _is_next(word: str, sentence: str, start: int) -> bool:
    """True for a word that is plainly the sentence's from its letter `start`."""
    return len(word) >= _SETTINGS.own_word and _likeness_at(word, sentence, start) >= _SETTINGS.worn_piece


def _likeness_at(word: str, sentence: str, start: int) -> float:
    near = sentence[max(0, start - _SETTINGS.slack) : max(0, start + len(word) + _SETTINGS.slack)]
    return fuzz.partial_ratio(word, near) / 100 if len(near) >= len(word) else 0.0


@cache
def _sentences(furniture: tuple[str, ...]) -> tuple[str, ...]:
    """The letters of each sentence."""
    return tuple(map(squeezed, furniture))


@cache
def _beginnings(furniture: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
    """By letters in a row, the numbers of the sentences that have them among their first letters, as many as
    a piece that begins one must have."""
    found: dict[str, tuple[int, ...]] = {}
    for number, sentence in enumerate(_sentences(furniture)):
        for row in set(_rows_of(sentence[: _SETTINGS.slack + _SETTINGS.long])):
            found[row] = (*found.get(row, ()), number)
    return found


@cache
def _rows_in(texts: tuple[str, ...]) -> frozenset[str]:
    """The letters that stand in a row in the texts, so many as a piece of them has at least."""
    return frozenset(row for text in texts for row in _rows_of(text))


def _rows_of(letters: str) -> Iterator[str]:
    length = _SETTINGS.shared
    return (letters[k : k + length] for k in range(len(letters) - length + 1))


def _ends_one(letters: str, sentences: Sequence[str]) -> bool:
    """True for a line that is the last word or two of a sentence: what goes on with nothing is none of it."""
    return len(letters) >= _SETTINGS.shared and any(s.endswith(letters) for s in sentences)


def _shares_letters(letters: str, texts: tuple[str, ...]) -> bool:
    """True where some letters in a row are in the texts; a line that shares none is no piece of them."""
    return not _rows_in(texts).isdisjoint(_rows_of(letters))


def _gain(letters: str, sentences: Sequence[str], least: float) -> float:
    """Letters that are found in a row in a sentence, less a penalty for each that is not; 0 where that is no
    piece, or no more than `least`."""
    count, strange = len(letters), _SETTINGS.strange_letter
    if count < _SETTINGS.piece or count <= least:
        return 0.0
    # The likeness from which the gain is more than the least; the comparison is left as soon as it is lost.
    needed = max(_SETTINGS.worn_piece, (least / count + strange) / (1 + strange))
    alike = 0.0
    for sentence in sentences:
        if letters in sentence:
            alike = 100.0
            break
        if len(sentence) + _SETTINGS.slack >= count:
            cutoff = max(alike, 100 * needed - _SETTINGS.rounding)
            alike = max(alike, fuzz.partial_ratio(letters, sentence, score_cutoff=cutoff))
    if alike < 100 * _SETTINGS.worn_piece:
        return 0.0
    return count * ((1 + strange) * alike / 100 - strange)


def furniture(page_text: PageText, captions: Captions, layout: Layout) -> tuple[Word, ...]:
    """The words of the layout's small print on the page."""
    wordings = [wording for wording in (*layout.furniture, layout.continued) if wording]
    hits = (hit for wording in wordings for hit in captions.all(wording))
    return tuple(word for hit in hits if _is_print(page_text, hit) for word in own_words(hit))


def own_words(hit: Hit) -> Iterator[Word]:
    """The words of the lines that the sentence has; a worn long one may seem to begin in the line above, and
    to go on in an answer typed behind one of its lines."""
    sentence = squeezed(hit.caption)
    for _, own in groupby(hit.words, key=lambda word: word.id[:2]):
        words = list(own)
        yield from words[_own_part(_letters_of(words), sentence)]


@lru_cache(maxsize=_SETTINGS.remembered)
def _own_part(letters: tuple[str, ...], sentence: str) -> slice:
    """What a sentence has of the words of a line; nothing of a line that is hardly its own."""
    if fuzz.partial_ratio("".join(letters), sentence) < 100 * _SETTINGS.own_line:
        return slice(0)
    words = _most_alike(letters, (sentence,))
    return _to_its_ends(letters, words, sentence) if words else slice(None)


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
