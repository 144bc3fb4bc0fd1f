"""The first reader's words and its thorough sister's put together: where they differ, the likelier to both.

Where the two see the same, the first one's doubts weigh less: they err in different places.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from math import exp, log

from rapidfuzz.distance import Levenshtein

from extractor.model.geometry import Box, around
from extractor.model.page import Line, Word
from extractor.ocr.ctc_decoder import probability_of

SHARED = 0.2
"""Share of a reader's doubt in a word that is left when the other reads the same."""
LEAST = 1e-12
"""Probabilities below this are not told apart."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """Words `start` up to `end` of a line, where the sister sees the `other` words instead."""

    line: Line
    start: int
    end: int
    other: tuple[str, ...]

    @property
    def own(self) -> tuple[Word, ...]:
        return self.line.words[self.start : self.end]

    def settled(self) -> tuple[Word, ...]:
        """The words that are more probable to both readers together."""
        lead = self._score([word.text for word in self.own]) - self._score(self.other)
        share = 1 / (1 + exp(-abs(lead)))
        if lead >= 0:
            return tuple(replace(word, probability=min(word.probability, share)) for word in self.own)
        return tuple(self._spread(share))

    def _score(self, texts: Sequence[str]) -> float:
        """How probable both readers find the texts, between the words to either side: a logarithm."""
        words = self.line.words
        before, after = words[max(0, self.start - 1) : self.start], words[self.end : self.end + 1]
        part = self.line.only([*before, *self.own, *after])
        text = " ".join([*(word.text for word in before), *texts, *(word.text for word in after)])
        return sum(log(probability_of(p, text) + LEAST) for p in (part.posterior, part.again) if p)

    def _spread(self, share: float) -> Iterator[Word]:
        """The other words, as wide as their letters, where the disputed ones stand."""
        room, like = self._room(), self.line.words[min(self.start, len(self.line.words) - 1)]
        letters, x = max(1, sum(map(len, self.other))), room.x0
        for text in self.other:
            end = x + room.width * len(text) / letters
            yield replace(like, text=text, box=Box(x, room.top, end, room.bottom), probability=share)
            x = end

    def _room(self) -> Box:
        """Where the disputed words stand, or the gap where the sister alone sees some."""
        if self.own:
            return around(word.box for word in self.own)
        words, box = self.line.words, self.line.box
        x0 = words[self.start - 1].box.x1 if self.start else box.x0
        x1 = words[self.start].box.x0 if self.start < len(words) else box.x1
        return Box(min(x0, x1), box.top, max(x0, x1), box.bottom)


def together(line: Line) -> Line:
    """The line with the words that both together see; as it is where only one has read it."""
    if line.posterior is None or line.again is None:
        return line
    words = tuple(_agreed(line, tuple(line.again.best()[0].split())))
    return replace(line, words=words) if words else line


def discord(lines: Iterable[Line]) -> float:
    """Share of the letters that the first reader and its sister see differently; 0 where nothing was read."""
    pairs = [_heard(line) for line in lines if line.posterior is not None and line.again is not None]
    apart = sum(Levenshtein.distance(first, again) for first, again in pairs)
    return apart / max(1, sum(max(map(len, pair)) for pair in pairs))


def _heard(line: Line) -> tuple[str, str]:
    assert line.posterior is not None and line.again is not None
    first, again = ("".join(answer.best()[0].split()) for answer in (line.posterior, line.again))
    return first, again


def _agreed(line: Line, other: tuple[str, ...]) -> Iterator[Word]:
    own = [word.text for word in line.words]
    for what, start, end, first, last in SequenceMatcher(None, own, other, autojunk=False).get_opcodes():
        if what == "equal":
            for word in line.words[start:end]:
                yield replace(word, probability=1 - SHARED * (1 - word.probability))
        else:
            yield from Dispute(line, start, end, other[first:last]).settled()
