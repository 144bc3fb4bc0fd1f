"""Which words of a page the form itself prints: captions and wordings, told piece by piece.

A wording that runs over lines breaks off wherever its column ends, and may stand beside others on one line:
each line is cut into runs of words that stand so in a wording.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, takewhile

from rapidfuzz import fuzz

from extractor.layout.captions import squeezed
from extractor.layout.settings import SETTINGS
from extractor.model.geometry import Box, around
from extractor.model.page import Line, Word, WordId, same_row

_SETTINGS = SETTINGS.printed
_CONFUSED = str.maketrans("c1i058", "ellosb")
"""Letters that worn print makes of others, and what both count as."""
_BETWEEN = "|"
"""Between two wordings; no letter that is left of a squeezed text."""


@dataclass(frozen=True, eq=False, slots=True)
class Run:
    """Words that follow each other in a line and in a wording; in the print they begin at `places` and end
    before `ends`."""

    words: tuple[Word, ...]
    letters: str
    places: frozenset[int]
    ends: frozenset[int]
    box: Box

    def precedes(self, other: Run) -> bool:
        """True where the wording goes on with the other, beside this run or on the next line."""
        # The letters tell most apart, and at less cost than the places on the page.
        return not self.ends.isdisjoint(other.places) and self._stands_before(other)

    def _stands_before(self, other: Run) -> bool:
        box, following = self.box, other.box
        if same_row(box, following):
            return following.x0 >= box.x0
        step, hung = following.center_y - box.center_y, _SETTINGS.hung
        under = min(box.x1 + hung, following.x1) > max(box.x0 - hung, following.x0)
        return under and 0 < step < _SETTINGS.leading * box.height


class Print:
    """The captions and wordings that a form may have, as one row of letters."""

    def __init__(self, sentences: Iterable[str]) -> None:
        found = dict.fromkeys(squeezed(sentence) for sentence in sentences)
        self._text = _BETWEEN + _BETWEEN.join(found) + _BETWEEN
        # The form's own words are on every page of every filing.
        self._places = lru_cache(maxsize=_SETTINGS.remembered)(self._find_places)
        self._alone = lru_cache(maxsize=_SETTINGS.remembered)(self._stands_alone)
        self._cut = lru_cache(maxsize=_SETTINGS.remembered)(self._find_runs)

    def words_on(self, lines: Sequence[Line]) -> frozenset[WordId]:
        """The words of the print on lines of a text layer; `lines` are those without answers.

        A long run is the form's wherever it stands, a short one where its line has nothing else and it is a
        wording, long enough for chance, or beside a piece that the wording goes on from or to.
        """
        runs = [list(self._runs(line)) for line in lines]
        whole = [
            run
            for line, own in zip(lines, runs, strict=True)
            if sum(len(run.words) for run in own) == len(line.words)
            for run in own
        ]
        sure = dict.fromkeys(run for own in runs for run in own if len(run.letters) >= _SETTINGS.long)
        sure |= dict.fromkeys(run for run in whole if run not in sure and self._alone(run.letters))
        return frozenset(word.id for run in _chained(sure, whole) for word in run.words)

    def resembles(self, line: Line) -> bool:
        """True for a line of a scan that shows a piece of the print: nearly, or in few letters exactly.

        Letters that ink confuses count as one.
        """
        words = [folded for word in line.words if (folded := _folded(word.text))]
        letters = "".join(words)
        if self._has_worn(letters) or (len(letters) >= _SETTINGS.beginning and letters in self._folded):
            return True
        if all(len(word) >= _SETTINGS.shortest and word in self._folded for word in words):
            return True
        # Captions of boxes beside each other may be read as one line.
        parts = (("".join(words[:k]), "".join(words[k:])) for k in range(1, len(words)))
        return any(self._has_worn(first) and self._has_worn(second) for first, second in parts)

    def _has_worn(self, letters: str) -> bool:
        if len(letters) < _SETTINGS.worn_from:
            return False
        return fuzz.partial_ratio(letters, self._folded) >= 100 * _SETTINGS.worn

    @cached_property
    def _folded(self) -> str:
        return self._text.translate(_CONFUSED)

    def _runs(self, line: Line) -> Iterator[Run]:
        """The line's words in the longest runs that are in the print, from the left."""
        for own in self._cut(tuple(squeezed(word.text) for word in line.words)):
            words = line.words[own]
            letters = "".join(squeezed(word.text) for word in words)
            yield Run(words, letters, *self._places(letters), around(word.box for word in words))

    def _find_runs(self, words: tuple[str, ...]) -> tuple[slice, ...]:
        """Where the words stand of each of the longest runs that are in the print, from the left."""
        found, start = [], 0
        while start < len(words):
            count = self._longest(words[start:])
            if count:
                found.append(slice(start, start + count))
            start += max(1, count)
        return tuple(found)

    def _longest(self, words: Sequence[str]) -> int:
        """How many of the first words stand in a row in the print."""
        return sum(1 for _ in takewhile(self._text.__contains__, accumulate(words)))

    def _find_places(self, letters: str) -> tuple[frozenset[int], frozenset[int]]:
        """Where the letters begin in the print, and where they end."""
        places = frozenset(_occurrences(letters, self._text))
        return places, frozenset(place + len(letters) for place in places)

    def _stands_alone(self, letters: str) -> bool:
        """True for a whole wording, and for so many letters as no answer shares by chance."""
        whole = f"{_BETWEEN}{letters}{_BETWEEN}" in self._text
        telling = sum(map(str.isalpha, letters)) >= _SETTINGS.telling
        begins = f"{_BETWEEN}{letters}" in self._text
        return whole or telling or (begins and len(letters) >= _SETTINGS.beginning)


def _occurrences(letters: str, text: str) -> Iterator[int]:
    """Where the letters begin in the text, at places that overlap too."""
    found = text.find(letters)
    while found >= 0:
        yield found
        found = text.find(letters, found + 1)


def _folded(text: str) -> str:
    return squeezed(text).translate(_CONFUSED)


def _chained(sure: Iterable[Run], others: Iterable[Run]) -> Iterable[Run]:
    """The sure runs, and those of the others that a wording joins to them."""
    found = dict.fromkeys(sure)
    ends = list(found)
    left = _Nearby([run for run in others if run not in found])
    while ends:
        one = ends.pop()
        new = [run for run in left.near(one) if one.precedes(run) or run.precedes(one)]
        left.remove(new)
        found |= dict.fromkeys(new)
        ends += new
    return found


class _Nearby:
    """Runs by how far down the page they stand, so that only those near a run are compared with it."""

    def __init__(self, runs: Iterable[Run]) -> None:
        self._runs = sorted(runs, key=_middle)
        self._middles = list(map(_middle, self._runs))
        self._gone: set[Run] = set()
        self._tallest = max((run.box.height for run in self._runs), default=0.0)

    def near(self, one: Run) -> list[Run]:
        """Those that may stand beside the run, or a line above or below it."""
        reach = _SETTINGS.leading * max(self._tallest, one.box.height)
        start = bisect_left(self._middles, _middle(one) - reach)
        end = bisect_right(self._middles, _middle(one) + reach)
        return [run for run in self._runs[start:end] if run not in self._gone]

    def remove(self, runs: Iterable[Run]) -> None:
        self._gone.update(runs)


def _middle(run: Run) -> float:
    return run.box.center_y


@lru_cache(maxsize=32)
def print_of(sentences: tuple[str, ...]) -> Print:
    """The print of a form with these captions and wordings; every page of a layout has the same."""
    return Print(sentences)
