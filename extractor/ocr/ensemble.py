"""Several engines' answers to one line: whose they are, and the words the own two see together.

Where the quick and the thorough engine see the same, the quick one's doubts weigh less: they err in different
places. Where they differ, the words that are likelier to both are taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from math import exp, log

from rapidfuzz.distance import Levenshtein

from extractor.model.geometry import Box, around
from extractor.model.page import Line, Word
from extractor.model.posterior import Posterior
from extractor.ocr.ctc_decoder import probability_of
from extractor.ocr.settings import SETTINGS

OWN = QUICK, THOROUGH = "form4-quick", "form4-thorough"
"""The project's own engines, by the names of their answers."""
_SETTINGS = SETTINGS.ensemble


def own_answers(line: Line) -> list[Posterior]:
    """What the project's own engines answered."""
    return [answer for name in OWN if (answer := line.posterior(name)) is not None]


def other_answers(line: Line) -> dict[str, Posterior]:
    """What further engines answered as probabilities, by engine."""
    return {name: answer for name, answer in line.posteriors.items() if name not in OWN}


def texts(line: Line) -> dict[str, str]:
    """What engines that give no probabilities read, by engine."""
    return {name: answer for name, answer in line.answers.items() if isinstance(answer, str)}


@dataclass(frozen=True, slots=True)
class Dispute:
    """Words `start` up to `end` of a line, where the thorough engine sees the `other` words instead."""

    line: Line
    start: int
    end: int
    other: tuple[str, ...]

    @property
    def own(self) -> tuple[Word, ...]:
        return self.line.words[self.start : self.end]

    def settled(self) -> tuple[Word, ...]:
        """The words that are more probable to both engines together."""
        lead = self._score([word.text for word in self.own]) - self._score(self.other)
        share = 1 / (1 + exp(-abs(lead)))
        if lead >= 0:
            return tuple(replace(word, probability=min(word.probability, share)) for word in self.own)
        return tuple(self._spread(share))

    def _score(self, texts: Sequence[str]) -> float:
        """How probable both engines find the texts, between the words to either side: a logarithm."""
        words = self.line.words
        before, after = words[max(0, self.start - 1) : self.start], words[self.end : self.end + 1]
        part = self.line.only([*before, *self.own, *after])
        text = " ".join([*(word.text for word in before), *texts, *(word.text for word in after)])
        return sum(log(probability_of(p, text) + _SETTINGS.least_probability) for p in own_answers(part))

    def _spread(self, share: float) -> Iterator[Word]:
        """The other words, as wide as their letters, where the disputed ones stand."""
        room, like = self._room(), self.line.words[min(self.start, len(self.line.words) - 1)]
        letters, x = max(1, sum(map(len, self.other))), room.x0
        # A part of its own for each, so that no two words of the line are one.
        part = 1 + max(w.id.part for w in self.line.words if w.id[:3] == like.id[:3])
        for k, text in enumerate(self.other):
            end = x + room.width * len(text) / letters
            box, own = Box(x, room.top, end, room.bottom), like.id._replace(part=part + k)
            yield replace(like, text=text, box=box, probability=share, id=own)
            x = end

    def _room(self) -> Box:
        """Where the disputed words stand, or the gap where the thorough engine alone sees some."""
        if self.own:
            return around(word.box for word in self.own)
        words, box = self.line.words, self.line.box
        x0 = words[self.start - 1].box.x1 if self.start else box.x0
        x1 = words[self.start].box.x0 if self.start < len(words) else box.x1
        return Box(min(x0, x1), box.top, max(x0, x1), box.bottom)


def together(line: Line) -> Line:
    """The line with the words that both own engines see; as it is where only one has read it."""
    if len(pair := own_answers(line)) < 2:
        return line
    words = tuple(_agreed(line, tuple(pair[1].best()[0].split())))
    return replace(line, words=words) if words else line


def discord(lines: Iterable[Line]) -> float:
    """Share of the letters that the own engines see differently; 0 where nothing was read by both."""
    pairs = [_letters(pair) for line in lines if len(pair := own_answers(line)) == 2]
    apart = sum(Levenshtein.distance(*pair) for pair in pairs)
    return apart / max(1, sum(max(map(len, pair)) for pair in pairs))


def _letters(answers: Sequence[Posterior]) -> list[str]:
    return ["".join(answer.best()[0].split()) for answer in answers]


def _agreed(line: Line, other: tuple[str, ...]) -> Iterator[Word]:
    own = [word.text for word in line.words]
    for what, start, end, first, last in SequenceMatcher(None, own, other, autojunk=False).get_opcodes():
        if what == "equal":
            for word in line.words[start:end]:
                yield replace(word, probability=1 - _SETTINGS.shared_doubt * (1 - word.probability))
        else:
            yield from Dispute(line, start, end, other[first:last]).settled()
