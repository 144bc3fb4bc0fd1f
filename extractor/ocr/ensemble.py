"""Several engines' answers to one line: whose they are, and the words of the project's own two combined.

Where the quick and the thorough engine read the same, the quick one's doubt weighs less: they err in
different places. Where they differ, the words that are more probable to both together are taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from math import exp, log

from rapidfuzz.distance import Levenshtein

from extractor.model.geometry import Box, around
from extractor.model.page import Line, Word
from extractor.model.posterior import Posterior
from extractor.ocr.ctc_decoder import probabilities_of
from extractor.ocr.settings import SETTINGS

OWN = QUICK, THOROUGH = "form4-quick", "form4-thorough"
"""The project's own engines, by the names of their answers."""
_SETTINGS = SETTINGS.ensemble

Likes = Callable[[str, str], float]
"""The log weight of a text after another, which ends with a blank or is empty."""


def own_answers(line: Line) -> list[Posterior]:
    """The answers of the project's own engines."""
    return [answer for name in OWN if (answer := line.posterior(name)) is not None]


def other_answers(line: Line) -> dict[str, Posterior]:
    """The answers of further engines that are probabilities, by engine."""
    return {name: answer for name, answer in line.posteriors.items() if name not in OWN}


def text_answers(line: Line) -> dict[str, str]:
    """The answers of engines that give no probabilities, by engine."""
    return {name: answer for name, answer in line.answers.items() if isinstance(answer, str)}


@dataclass(frozen=True, slots=True)
class Dispute:
    """Words `start` up to `end` of a line, where somebody reads the `other` words instead; `likes` is the
    log weight of a text after another."""

    line: Line
    start: int
    end: int
    other: tuple[str, ...]
    likes: Likes

    @property
    def own(self) -> tuple[Word, ...]:
        return self.line.words[self.start : self.end]

    def settled(self) -> tuple[Word, ...]:
        """The words that are more probable to both engines together."""
        own, other = self._scores([word.text for word in self.own], self.other)
        lead = own - other
        share = 1 / (1 + exp(-abs(lead)))
        if lead >= 0:
            return tuple(word._replace(probability=min(word.probability, share)) for word in self.own)
        return tuple(self._spread(share))

    def _scores(self, *readings: Sequence[str]) -> list[float]:
        """The log probability of each reading by both engines, between the words to either side, as liked."""
        words = self.line.words
        before, after = words[max(0, self.start - 1) : self.start], words[self.end : self.end + 1]
        part = self.line.only([*before, *self.own, *after])
        here = [" ".join([*texts, *(word.text for word in after)]) for texts in readings]
        whole = [" ".join([*(word.text for word in before), text]) for text in here]
        so_far = "".join(f"{word.text} " for word in words[: self.start])
        found = [probabilities_of(answer, whole) for answer in own_answers(part)]
        return [
            self.likes(text, so_far) + sum(log(p + _SETTINGS.least_probability) for p in own)
            for text, *own in zip(here, *found, strict=True)
        ]

    def _spread(self, share: float) -> Iterator[Word]:
        """The other words in the place of the disputed ones, each as wide as its share of the letters."""
        room, like = self._place(), self.line.words[min(self.start, len(self.line.words) - 1)]
        letters, x = max(1, sum(map(len, self.other))), room.x0
        # A part of its own for each: no two words of a line may have one id.
        part = 1 + max(w.id.part for w in self.line.words if w.id[:3] == like.id[:3])
        for k, text in enumerate(self.other):
            end = x + room.width * len(text) / letters
            box, own = Box(x, room.top, end, room.bottom), like.id._replace(part=part + k)
            yield like._replace(text=text, box=box, probability=share, id=own)
            x = end

    def _place(self) -> Box:
        """Where the disputed words are, or the gap where the thorough engine alone reads some."""
        if self.own:
            return around(word.box for word in self.own)
        words, box = self.line.words, self.line.box
        x0 = words[self.start - 1].box.x1 if self.start else box.x0
        x1 = words[self.start].box.x0 if self.start < len(words) else box.x1
        return Box(min(x0, x1), box.top, max(x0, x1), box.bottom)


def indifferent(_text: str, _before: str) -> float:
    """Likes every text alike."""
    return 0.0


def combined(line: Line, likes: Likes = indifferent) -> Line:
    """The line with the words of both own engines combined; as it is where only one has read it."""
    if len(pair := own_answers(line)) < 2:
        return line
    found = settled(line, pair[1].best()[0].split(), likes, _SETTINGS.shared_doubt)
    return found if found.words else line


def settled(line: Line, other: Sequence[str], likes: Likes, doubt: float = 1.0) -> Line:
    """The line with those words, of its own and the others in their places, that its engines find likelier.

    `doubt` is how much of their doubt is left to words that are the same.
    """
    own, words = [word.text for word in line.words], line.words
    found: list[Word] = []
    for what, start, end, first, last in SequenceMatcher(None, own, other, autojunk=False).get_opcodes():
        if what == "equal":
            found += (w._replace(probability=1 - doubt * (1 - w.probability)) for w in words[start:end])
        else:
            for dispute in _disputes(line, (start, end), other[first:last], likes):
                found += dispute.settled()
    return replace(line, words=tuple(found))


def _disputes(line: Line, span: tuple[int, int], other: Sequence[str], likes: Likes) -> Iterator[Dispute]:
    """Word by word where there are as many; else all of them at once."""
    start, end = span
    if end - start != len(other):
        yield Dispute(line, start, end, tuple(other), likes)
        return
    for k, word in enumerate(other, start):
        yield Dispute(line, k, k + 1, (word,), likes)


def disagreement(lines: Iterable[Line]) -> float:
    """Share of the letters that the own engines read differently; 0 where nothing was read by both."""
    pairs = [letters_of(pair) for line in lines if len(pair := own_answers(line)) == 2]
    apart = sum(Levenshtein.distance(*pair) for pair in pairs)
    return apart / max(1, sum(max(map(len, pair)) for pair in pairs))


def letters_of(answers: Iterable[Posterior]) -> list[str]:
    """What each answer reads, without blanks."""
    return ["".join(answer.best()[0].split()) for answer in answers]
