"""Finding a caption on a page, whole or worn, on one line or several."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from extractor.layout.settings import SETTINGS
from extractor.model.geometry import Box, around
from extractor.model.page import Line, PageText, Word, WordId

_SETTINGS = SETTINGS.captions
_NOT_LETTERS = re.compile(r"[^0-9a-z%]+")


def squeezed(text: str) -> str:
    """Only the small letters and digits: captions break anywhere, blanks and dots come and go."""
    return _NOT_LETTERS.sub("", text.casefold())


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a caption stands: its words, the box around them, and how much of it was seen (0 to 1)."""

    caption: str
    words: tuple[Word, ...]
    box: Box
    score: float


def beats(other: Hit, hit: Hit) -> bool:
    """True where another caption fits (some of) the same words better: only one of the two is there."""
    return other.score > hit.score + _SETTINGS.rival and _share_words(other, hit)


def _share_words(hit: Hit, other: Hit) -> bool:
    return not {word.id for word in hit.words}.isdisjoint(word.id for word in other.words)


@dataclass(frozen=True, slots=True)
class Chain:
    """A line with the lines that hang below it, as letters with the word each belongs to."""

    letters: str
    words: tuple[Word, ...]
    owner: tuple[int, ...]


class Captions:
    """The captions of one page; looks each up once."""

    def __init__(self, page_text: PageText) -> None:
        self._exact = page_text.source == "text"
        self._chains = _chains(page_text.lines)
        self._found: dict[str, tuple[Hit, ...]] = {}

    def all(self, caption: str) -> tuple[Hit, ...]:
        """Every place the caption stands, best first; the same words count once."""
        if caption not in self._found:
            look = self._whole if self._exact else self._worn
            self._found[caption] = tuple(_apart([hit for hit in look(caption) if hit is not None]))
        return self._found[caption]

    def clear(self, caption: str, rivals: Iterable[str]) -> tuple[Hit, ...]:
        """The places of a caption where none of its rivals fits the same words better, best first."""
        others = [hit for rival in rivals if rival != caption for hit in self.all(rival)]
        return tuple(hit for hit in self.all(caption) if not any(beats(other, hit) for other in others))

    def best(self, *captions: str) -> Hit | None:
        """The best place of any of the wordings, the topmost among equals."""
        hits = [hit for caption in captions for hit in self.all(caption)[:1]]
        return max(hits, key=lambda hit: (round(hit.score, 2), -hit.box.top), default=None)

    def _whole(self, caption: str) -> Iterator[Hit | None]:
        wanted = squeezed(caption)
        for chain in self._chains:
            if (at := chain.letters.find(wanted)) >= 0:
                yield _hit(caption, chain, at, at + len(wanted), 1.0)

    def _worn(self, caption: str) -> Iterator[Hit | None]:
        wanted = squeezed(caption)
        short = len(wanted) <= _SETTINGS.short and not caption.startswith("(")
        cutoff = 100 * (_SETTINGS.worn_short if short else _SETTINGS.worn)
        for chain in self._chains:
            if len(chain.letters) > len(wanted):
                found = fuzz.partial_ratio_alignment(wanted, chain.letters, score_cutoff=cutoff)
                if found is not None and found.dest_end > found.dest_start:
                    yield _hit(caption, chain, found.dest_start, found.dest_end, found.score / 100)
            # The library would look for the shorter in the longer: a part of a caption is not the caption.
            elif score := fuzz.ratio(wanted, chain.letters, score_cutoff=cutoff):
                yield _hit(caption, chain, 0, len(chain.letters), score / 100)


def _chains(lines: Sequence[Line]) -> list[Chain]:
    """Each line with those below it that continue it."""
    below = _Below(lines)
    pieces = {line.id: [squeezed(word.text) for word in line.words] for line in lines}
    return [_chain(below.hanging_from(line), pieces) for line in lines]


def _chain(lines: Sequence[Line], pieces: Mapping[WordId, Sequence[str]]) -> Chain:
    words = tuple(word for line in lines for word in line.words)
    letters = [piece for line in lines for piece in pieces[line.id]]
    owner = tuple(index for index, piece in enumerate(letters) for _ in piece)
    return Chain("".join(letters), words, owner)


class _Below:
    """Finds the line below a line: the lines sorted by their tops, so that only those near are looked at."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = sorted(lines, key=_top)
        self._tallest = max((line.box.height for line in lines), default=0.0)
        self._below = {line.id: self._close_below(line.box) for line in lines}

    def hanging_from(self, first: Line) -> list[Line]:
        """The line and those below it that continue it: close, and under its own width."""
        hanging = [first]
        while len(hanging) < _SETTINGS.most_lines:
            under = [line for line in self._below[hanging[-1].id] if _under(line.box, first.box)]
            if not under:
                break
            hanging.append(min(under, key=lambda line: (line.box.top, abs(line.box.x0 - first.box.x0))))
        return hanging

    def _close_below(self, box: Box) -> list[Line]:
        start = bisect_right(self._lines, box.center_y - _SETTINGS.overlap * self._tallest, key=_top)
        end = bisect_right(self._lines, box.bottom + (_SETTINGS.leading - 1) * box.height, key=_top)
        return [line for line in self._lines[start:end] if _begins_below(line.box, box)]


def _top(line: Line) -> float:
    return line.box.top


def _begins_below(box: Box, last: Box) -> bool:
    low = last.bottom - _SETTINGS.rise * last.height
    return last.center_y < box.top + _SETTINGS.overlap * box.height and box.center_y > low


def _under(box: Box, first: Box) -> bool:
    return box.overlap_x(first) > _SETTINGS.under * min(box.width, first.width)


def _hit(caption: str, chain: Chain, start: int, end: int, score: float) -> Hit | None:
    """The hit, when it begins in the chain's first line; a later line has a chain of its own."""
    if end - start <= _SETTINGS.short and not _whole_words(chain, start, end):
        return None
    touched = sorted(set(chain.owner[start:end]))
    if caption.startswith("(") and "(" not in chain.words[touched[0]].text:
        # "855 FRONT STREET" is no "(Street)"; on a scan the bracket may be misread.
        score -= _SETTINGS.bracket_lost
    words = tuple(chain.words[index] for index in touched)
    if not words or words[0].box.center_y > chain.words[0].box.bottom + _SETTINGS.begins_below:
        return None
    return Hit(caption, words, around(word.box for word in words), score)


def _whole_words(chain: Chain, start: int, end: int) -> bool:
    """True where the letters are words, not parts of longer ones ("recovery" holds no "(Over)").

    A check mark may be glued to the first: "X_Officer".
    """
    before = chain.letters[:start][-1:] if start and chain.owner[start - 1] == chain.owner[start] else ""
    inside = end < len(chain.owner) and chain.owner[end] == chain.owner[end - 1]
    return before in ("", "x") and not inside


def _apart(hits: Sequence[Hit]) -> list[Hit]:
    """Hits that share no word, the best of each group."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (-round(h.score, 2), h.box.top, h.box.x0)):
        if not any(_share_words(hit, other) for other in kept):
            kept.append(hit)
    return kept
