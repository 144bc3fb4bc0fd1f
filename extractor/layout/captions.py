"""Finding a caption on a page, whole or worn, on one line or several.

Worn captions are found by approximate substring matching (rapidfuzz's partial ratio: the share of letters in
common at the best place, by indel distance).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import accumulate, chain, pairwise

from rapidfuzz import fuzz

from extractor.layout.settings import SETTINGS
from extractor.model.geometry import Box, around
from extractor.model.page import Line, PageText, Word, WordId, same_row

_SETTINGS = SETTINGS.captions
_NOT_LETTERS = re.compile(r"[^0-9a-z%]+")


@lru_cache(maxsize=_SETTINGS.remembered)
def squeezed(text: str) -> str:
    """Only the letters, in lower case, and digits: captions break anywhere, blanks and dots come and go."""
    return _NOT_LETTERS.sub("", text.casefold())


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a caption is: its words, the box around them, and how much of it was seen (0 to 1)."""

    caption: str
    words: tuple[Word, ...]
    box: Box
    score: float


def beats(other: Hit, hit: Hit) -> bool:
    """True where another caption fits (some of) the same words better: only one of the two is there."""
    return other.score > hit.score + _SETTINGS.rival and _share_words(other, hit)


def _share_words(hit: Hit, other: Hit) -> bool:
    return not {word.id for word in hit.words}.isdisjoint(word.id for word in other.words)


@dataclass(frozen=True, eq=False)
class Passage:
    """A line and the lines below that may continue it, as letters; `pieces` are those of each word by line.

    Of most passages no more than the letters is ever looked at.
    """

    letters: str
    lines: tuple[Line, ...]
    pieces: Mapping[WordId, Sequence[str]]

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words of its lines."""
        return tuple(word for line in self.lines for word in line.words)

    @cached_property
    def owner(self) -> tuple[int, ...]:
        """The index of the word of each letter."""
        pieces = chain.from_iterable(self.pieces[line.id] for line in self.lines)
        return tuple(index for index, piece in enumerate(pieces) for _ in piece)


class Captions:
    """The captions of one page; each is searched once.

    `letters` is what of a text is compared: its letters as they are (`squeezed`), or what its words mean.
    A caption is given by its wordings; what is found goes by the name of the first.
    """

    def __init__(self, page_text: PageText, letters: Callable[[str], str] = squeezed) -> None:
        is_whole = page_text.source == "text"
        # A text layer has its captions whole, but may say what they mean with a word more or less.
        self._exact = is_whole and letters is squeezed
        self._least = _SETTINGS.reworded if is_whole else _SETTINGS.worn
        self.letters = letters
        self._passages = _passages(page_text.lines, letters)
        # All passages as one string and where each begins in it: most captions are nowhere on the page.
        self._all_letters = "\n".join(passage.letters for passage in self._passages)
        self._starts = [0, *accumulate(len(passage.letters) + 1 for passage in self._passages)]
        self._found: dict[tuple[str, ...], tuple[Hit, ...]] = {}

    def all(self, *wordings: str) -> tuple[Hit, ...]:
        """Every place of the caption, best first; the same words count once."""
        if wordings not in self._found:
            look = self._find_exact if self._exact else self._find_worn
            found = [hit for wording in wordings for hit in look(wording) if hit]
            kept = _without_overlaps(found)
            self._found[wordings] = tuple(
                hit if hit.caption == wordings[0] else replace(hit, caption=wordings[0]) for hit in kept
            )
        return self._found[wordings]

    def clear(self, *wordings: str, rivals: Iterable[str]) -> tuple[Hit, ...]:
        """The places of a caption where none of its rivals fits the same words better, best first."""
        others = [hit for rival in rivals if rival not in wordings for hit in self.all(rival)]
        return tuple(hit for hit in self.all(*wordings) if not any(beats(other, hit) for other in others))

    def best(self, *wordings: str) -> Hit | None:
        """The best place of the caption, the topmost among equals."""
        return next(iter(self.all(*wordings)), None)

    def _find_exact(self, caption: str) -> Iterator[Hit | None]:
        wanted = self.letters(caption)
        found = self._all_letters.find(wanted) if wanted else -1
        while found >= 0:
            number = bisect_right(self._starts, found) - 1
            at = found - self._starts[number]
            yield _hit(caption, self._passages[number], at, at + len(wanted), 1.0)
            found = self._all_letters.find(wanted, self._starts[number + 1])

    def _find_worn(self, caption: str) -> Iterator[Hit | None]:
        wanted = self.letters(caption)
        if not wanted:
            return
        short = len(wanted) <= _SETTINGS.short and not caption.startswith("(")
        cutoff = 100 * (_SETTINGS.worn_short if short else self._least)
        for passage in self._passages:
            if len(passage.letters) > len(wanted):
                found = fuzz.partial_ratio_alignment(wanted, passage.letters, score_cutoff=cutoff)
                if found is not None and found.dest_end > found.dest_start:
                    yield _hit(caption, passage, found.dest_start, found.dest_end, found.score / 100)
            # A partial ratio would find the line in the caption: part of a caption is not the caption.
            elif score := fuzz.ratio(wanted, passage.letters, score_cutoff=cutoff):
                yield _hit(caption, passage, 0, len(passage.letters), score / 100)


def _passages(lines: Sequence[Line], letters: Callable[[str], str]) -> list[Passage]:
    """Each line with those below it that continue it, and with ink beside it that does."""
    below = _LinesBelow(lines)
    pieces = {line.id: [letters(word.text) for word in line.words] for line in lines}
    whole = {line: "".join(own) for line, own in pieces.items()}
    joined = (*map(below.continued_from, lines), *_text_and_ink(lines))
    return [Passage("".join(whole[line.id] for line in own), tuple(own), pieces) for own in joined]


def _text_and_ink(lines: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Lines that read as one, one of a text layer and one of ink."""
    for line, other in pairwise(lines):
        near = other.box.x0 - line.box.x1 <= line.words[-1].size
        if line.source != other.source and near and same_row(line.box, other.box):
            yield line, other


class _LinesBelow:
    """Finds the line below a line: lines sorted by their tops, so that only those near are compared."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = sorted(lines, key=_top)
        self._tops = list(map(_top, self._lines))
        self._tallest = max((line.box.height for line in lines), default=0.0)
        self._below = {line.id: self._close_below(line.box) for line in lines}

    def continued_from(self, first: Line) -> list[Line]:
        """The line and those below it that continue it: close, and under its own width."""
        lines = [first]
        while len(lines) < _SETTINGS.most_lines:
            under = [line for line in self._below[lines[-1].id] if _under(line.box, first.box)]
            if not under:
                break
            lines.append(min(under, key=lambda line: (line.box.top, abs(line.box.x0 - first.box.x0))))
        return lines

    def _close_below(self, box: Box) -> list[Line]:
        start = bisect_right(self._tops, box.center_y - _SETTINGS.overlap * self._tallest)
        end = bisect_right(self._tops, box.bottom + (_SETTINGS.leading - 1) * box.height)
        return [line for line in self._lines[start:end] if _begins_below(line.box, box)]


def _top(line: Line) -> float:
    return line.box.top


def _begins_below(box: Box, last: Box) -> bool:
    # The middles are worked out here: this is asked of every two lines that are near each other.
    low = last.bottom - _SETTINGS.rise * (last.bottom - last.top)
    middle, below = (last.top + last.bottom) / 2, (box.top + box.bottom) / 2
    return middle < box.top + _SETTINGS.overlap * (box.bottom - box.top) and below > low


def _under(box: Box, first: Box) -> bool:
    if box.x0 >= first.x1 or box.x1 <= first.x0:  # as most lines of a row are
        return False
    shared = min(box.x1, first.x1) - max(box.x0, first.x0)
    return shared > _SETTINGS.under * min(box.x1 - box.x0, first.x1 - first.x0)


def _hit(caption: str, passage: Passage, start: int, end: int, score: float) -> Hit | None:
    """The hit, where it begins in the passage's first line; a later line has a passage of its own."""
    if end - start <= _SETTINGS.short and not _whole_words(passage, start, end):
        return None
    # What stands between two words of a caption belongs to it, if only a dash.
    touched = range(_numbered(passage, start), passage.owner[end - 1] + 1)
    if caption.startswith("(") and "(" not in passage.words[touched[0]].text:
        # "855 FRONT STREET" is not "(Street)"; on a scan the bracket may be misread.
        score -= _SETTINGS.bracket_lost
    words = tuple(passage.words[index] for index in touched)
    if not words or words[0].box.center_y > passage.words[0].box.bottom + _SETTINGS.begins_below:
        return None
    return Hit(caption, words, around(word.box for word in words), score)


def _numbered(passage: Passage, start: int) -> int:
    """The index of the caption's first word: a number or an "If", which mean nothing, may stand before."""
    first = passage.owner[start]
    before = passage.owner[start - 1] + 1 if start else 0
    while first > before and _leads(passage.words[first - 1], passage.words[first]):
        first -= 1
    return first


def _leads(word: Word, following: Word) -> bool:
    """True for a word with letters that stands before the other in its row: a footnote's number above it does
    not."""
    return bool(squeezed(word.text)) and same_row(word.box, following.box)


def _whole_words(passage: Passage, start: int, end: int) -> bool:
    """True where the letters are words, not parts of longer ones ("recovery" is not "(Over)").

    A check mark may be joined to the first: "X_Officer".
    """
    before = (
        passage.letters[:start][-1:] if start and passage.owner[start - 1] == passage.owner[start] else ""
    )
    inside = end < len(passage.owner) and passage.owner[end] == passage.owner[end - 1]
    return before in ("", "x") and not inside


def _without_overlaps(hits: Sequence[Hit]) -> list[Hit]:
    """Hits that share no word, the best first (non-maximum suppression)."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (-round(h.score, 2), h.box.top, h.box.x0)):
        if not any(_share_words(hit, other) for other in kept):
            kept.append(hit)
    return kept
