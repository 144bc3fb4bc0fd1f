"""Lines and words: what has been read off a page, in points of the flat sheet, origin top left."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from math import inf
from operator import attrgetter
from typing import Literal, NamedTuple

from extractor.model.geometry import Box, around, median
from extractor.model.place import PlaceOnSheet
from extractor.model.posterior import Posterior, joined
from extractor.model.warp import Warp

TextSource = Literal["text", "ocr"]
"""`text` where the page brought its own words, `ocr` where they were read off its ink."""
Answer = Posterior | str
"""What an OCR engine answers of a line: the probabilities of its characters, or its text alone."""


class WordId(NamedTuple):
    """Where a word stands: its page (from 1 in the file), line and place in the line (from 0).

    Two words are the same word where their ids are equal, whatever was made of them since. `part` counts the
    parts of a word that was parted, from 0.
    """

    page: int
    line: int
    word: int
    part: int = 0


NOWHERE = WordId(0, 0, 0)
"""The id of a word that is on no page yet."""


class Word(NamedTuple):
    """A word and its box; `size` is the font size (text layers) or the letter height (scans) in points.

    A tuple for speed, as `Box` is. `raised` marks small letters above the line: a footnote mark.
    """

    text: str
    box: Box
    size: float
    raised: bool = False
    probability: float = 1.0
    id: WordId = NOWHERE


@dataclass(frozen=True)
class Line:
    """Words that read as one line, and what each OCR engine that was asked answered, by engine name.

    Posteriors are placed in points of the flat page; a text layer's line has no answers.
    """

    words: tuple[Word, ...]
    box: Box
    source: TextSource = "text"
    answers: Mapping[str, Answer] = field(default_factory=dict, compare=False, repr=False)

    @cached_property  # every stage asks for it
    def text(self) -> str:
        """The words with one space between them."""
        return " ".join(word.text for word in self.words)

    @property
    def id(self) -> WordId:
        """That of its first word; no two lines of a page share it."""
        return self.words[0].id

    @property
    def posteriors(self) -> dict[str, Posterior]:
        """The answers that are probabilities, by engine."""
        return {name: answer for name, answer in self.answers.items() if isinstance(answer, Posterior)}

    def posterior(self, engine: str) -> Posterior | None:
        """The probabilities an engine answered; None where it gave none."""
        answer = self.answers.get(engine)
        return answer if isinstance(answer, Posterior) else None

    def answered(self, engine: str, answer: Answer) -> Line:
        """The line with one more answer."""
        return replace(self, answers={**self.answers, engine: answer})

    def only(self, words: Sequence[Word]) -> Line:
        """The line of some of its words, with what the engines answered where those stand.

        The text of an engine that saw another number of words than the line has says nothing of a part.
        """
        if len(words) == len(self.words):
            return self
        answers = self._answers_of(words) if self.answers else {}
        return Line(tuple(words), around(word.box for word in words), self.source, answers)

    def _answers_of(self, words: Sequence[Word]) -> dict[str, Answer]:
        """What the engines answered where some of the words stand."""
        kept = {word.id for word in words}
        spans = self._spans(kept)
        parts = {name: _part(answer, spans, self, kept) for name, answer in self.answers.items()}
        return {name: part for name, part in parts.items() if part is not None}

    def parted(self, k: int, letters: int) -> Line:
        """The line with its word at `k` in two, the first of so many letters.

        They part where the first engine saw their letters; without one, in proportion to their letters.
        """
        word = self.words[k]
        at = self._boundary(word, letters)
        first = word._replace(text=word.text[:letters], box=word.box._replace(x1=at))
        rest = word._replace(
            text=word.text[letters:],
            box=word.box._replace(x0=at),
            id=word.id._replace(part=word.id.part + 1),
        )
        return replace(self, words=(*self.words[:k], first, rest, *self.words[k + 1 :]))

    def _boundary(self, word: Word, letters: int) -> float:
        """Where across the page the first letters of a word end."""
        for answer in self.posteriors.values():
            text, _, places = answer.best()
            end = text.find(word.text) + letters
            if end >= letters and end < len(places):
                return (places[end - 1] + places[end]) / 2
        return word.box.x0 + word.box.width * letters / len(word.text)

    def moved(self, by: float) -> Line:
        """The line `by` points further down; built whole, as `replace` takes twice as long."""
        words = tuple(Word(word.text, word.box.moved(by), *word[2:]) for word in self.words)
        return Line(words, self.box.moved(by), self.source, self.answers)

    def without(self, gone: Container[WordId]) -> Line | None:
        """The line without some words; None where nothing is left."""
        rest = [word for word in self.words if word.id not in gone]
        return self.only(rest) if rest else None

    def _spans(self, kept: Container[WordId]) -> list[tuple[float, float]]:
        """From where to where the ink of the kept words runs: neighbours together, the gaps around shared."""
        middles = [(one.box.x1 + other.box.x0) / 2 for one, other in pairwise(self.words)]
        edges = [-inf, *middles, inf]
        spans: list[tuple[float, float]] = []
        for k, word in enumerate(self.words):
            if word.id not in kept:
                continue
            if spans and spans[-1][1] == edges[k]:
                spans[-1] = (spans[-1][0], edges[k + 1])
            else:
                spans.append((edges[k], edges[k + 1]))
        return spans


def _part(
    answer: Answer, spans: Sequence[tuple[float, float]], line: Line, kept: Container[WordId]
) -> Answer | None:
    """What an engine answered where the kept words of a line stand; None where that cannot be told."""
    if isinstance(answer, Posterior):
        return joined([answer.between(*span) for span in spans]).stripped()
    seen = answer.split()
    if len(seen) != len(line.words):
        return None
    return " ".join(text for text, word in zip(seen, line.words, strict=True) if word.id in kept)


@dataclass(frozen=True)
class PageText:
    """A page as read: its size and rules, and its lines from the top, in points of the flat page."""

    number: int
    width: float
    height: float
    rules: RulingLines
    lines: tuple[Line, ...]
    source: TextSource
    warp: Warp | None = None
    """The way back to the page as filed; None where the page was not turned or flattened."""
    covers: tuple[Box, ...] = ()
    """What is painted or stamped over a page that brought its own words; the blots of a scan."""
    place: PlaceOnSheet | None = None
    """Where on the page of the file it lies; None where it is that page, by its number and its size."""

    @property
    def sheet(self) -> int:
        """The page of the file that it is, or is on."""
        return self.number if self.place is None else self.place.sheet

    @cached_property  # every stage asks for them
    def words(self) -> tuple[Word, ...]:
        return tuple(word for line in self.lines for word in line.words)

    def box_as_filed(self, box: Box) -> Box:
        """The upright box on the page as filed around a box of this page."""
        return box if self.warp is None else self.warp.box_as_filed(box)


def line_of(words: Sequence[Word], source: TextSource = "text") -> Line:
    """The line made of `words`, which must be in reading order."""
    return Line(tuple(words), around(word.box for word in words), source)


def numbered(lines: Iterable[Line], page: int) -> tuple[Line, ...]:
    """The lines of a page, each word with its id."""
    return tuple(
        Line(
            tuple(Word(*word[:-1], WordId(page, k, j)) for j, word in enumerate(line.words)),
            line.box,
            line.source,
            line.answers,
        )
        for k, line in enumerate(lines)
    )


def usual_size(words: Iterable[Word]) -> float:
    """The median size of the words; 8 points where there are none."""
    sizes = [word.size for word in words]
    return median(sizes) if sizes else 8.0


def in_reading_order(lines: Iterable[Line]) -> list[Line]:
    """Lines from the top; those that stand beside each other from the left."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda item: item.box.center_y):
        if rows and same_row(rows[-1][-1].box, line.box):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda item: item.box.x0)]


def same_row(box: Box, other: Box) -> bool:
    """True for boxes that stand beside each other.

    Two of one size must share their middle; a small one (a raised mark) need only overlap.
    """
    low, high = box.bottom - box.top, other.bottom - other.top
    if low > high:
        low, high = high, low
    if low > 0.8 * high:
        return abs((box.top + box.bottom) / 2 - (other.top + other.bottom) / 2) <= 0.35 * high
    return box.overlap_y(other) >= 0.5 * low


@dataclass(frozen=True, slots=True)
class RulingLine:
    """A straight rule from `start` to `end` along its axis, at `at` across it, `thickness` wide."""

    start: float
    end: float
    at: float
    thickness: float

    @property
    def length(self) -> float:
        return self.end - self.start

    def scaled(self, by: float) -> RulingLine:
        return RulingLine(self.start * by, self.end * by, self.at * by, self.thickness * by)

    def mirrored(self, along: float, across: float) -> RulingLine:
        """The rule on a page turned by 180 degrees, `along` its axis and `across` it so long and so wide."""
        return RulingLine(along - self.end, along - self.start, across - self.at, self.thickness)


@dataclass(frozen=True, slots=True)
class RulingLines:
    """All rules of a page: `across` sorted from the top, `down` sorted from the left."""

    across: tuple[RulingLine, ...] = ()
    down: tuple[RulingLine, ...] = ()

    def with_more(self, across: Iterable[RulingLine], down: Iterable[RulingLine]) -> RulingLines:
        """These rules and others."""
        own = ((*self.across, *across), (*self.down, *down))
        return RulingLines(*(tuple(sorted(rules, key=attrgetter("at"))) for rules in own))

    def scaled(self, by: float) -> RulingLines:
        """The same rules in another unit."""
        return RulingLines(tuple(r.scaled(by) for r in self.across), tuple(r.scaled(by) for r in self.down))

    def rotated_180(self, width: float, height: float) -> RulingLines:
        """The rules of the page, so wide and so high, turned by 180 degrees."""
        return RulingLines(
            tuple(rule.mirrored(width, height) for rule in reversed(self.across)),
            tuple(rule.mirrored(height, width) for rule in reversed(self.down)),
        )


def by_rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that stand beside each other, row by row."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda item: item.box.center_y):
        if rows and same_row(line.box, rows[-1][0].box):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda item: item.box.x0) for row in rows]
