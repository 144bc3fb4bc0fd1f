"""Readings: what a region could say, each with how probable its ink makes it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from math import exp, prod
from typing import TYPE_CHECKING

from extractor.model.region import Region
from extractor.ocr.ensemble import other_answers, text_answers
from extractor.values.candidates import HALVES, TEXTS, Candidate, candidates, is_raised
from extractor.values.fluency import words_of
from extractor.values.grammar import cell_grammar
from extractor.values.language import field_of
from extractor.values.lexicon import is_known
from extractor.values.parsers import Parser, bracketed, folded, split_marks, whole_marks
from extractor.values.settings import SETTINGS

if TYPE_CHECKING:
    import regex

_SETTINGS = SETTINGS.reading

WORD = re.compile(r"[A-Za-z]{2}")
"""Two letters beside each other."""
FIGURES = re.compile(r"\d|[%$]|\([ivx]+\)")
"""Words of a long text that say how many, how much or which."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a region: its parsed value (None where it does not parse), raw text and marks.

    `text` is what stands beside the marks; `probability` its share among the readings, `first` and `second`
    what each reader alone makes of its ink.
    """

    value: str | None
    raw: str
    marks: tuple[str, ...]
    probability: float
    text: str = ""
    first: float = 1.0
    second: float = 1.0


def readings_of(region: Region, parse: Parser, one_token: bool) -> list[Reading]:
    """The readings of a region, most probable first; probabilities of equal readings are added.

    `one_token` says that lines are pieces of one value, not words of a text.
    """
    found: dict[tuple[str | None, tuple[str, ...]], list[Reading]] = defaultdict(list)
    for pieces in _combinations(region):
        reading = _parsed([piece.text for piece in pieces], region, parse, one_token)
        found[(reading.value, reading.marks)].append(_sure(reading, pieces))
    return sorted(map(_merged, found.values()), key=lambda r: -r.probability)


def text_readings(region: Region, parse: Parser, one_token: bool) -> dict[str, Reading]:
    """What engines that answer text alone make of the whole region, by engine; none where one of its lines
    was not shown to the engine."""
    names = set.intersection(*(set(text_answers(line)) for line in region.lines)) if region.lines else set()
    return {
        name: _parsed([text_answers(line)[name] for line in region.lines], region, parse, one_token)
        for name in sorted(names)
    }


def grammar_of(region: Region) -> regex.Pattern[str] | None:
    """What the region's line must look like; None where anything may stand, a value on several lines, or one
    that brought its own text."""
    if not any(line.answers for line in region.lines):
        return None
    plain = sum(not is_raised(line) for line in region.lines)
    return cell_grammar(region.type) if plain == 1 else None


def line_candidates(region: Region) -> list[list[Candidate]]:
    """What each line of the region could say, most probable first."""
    grammar, marked = grammar_of(region), any(map(is_raised, region.lines))
    field = field_of(region.path) if region.type in TEXTS else None
    found = (
        candidates(line, region.type, grammar, region.elsewhere, field=field, marked=marked)
        for line in region.lines
    )
    return [own[: 2 * SETTINGS.candidates.per_line] for own in found]


def _combinations(region: Region) -> Iterator[tuple[Candidate, ...]]:
    """Ways to read all lines of the region, the most probable strings of each first."""
    return islice(product(*line_candidates(region)), _SETTINGS.most)


def _sure(reading: Reading, pieces: Sequence[Candidate]) -> Reading:
    """The reading with the probabilities of its pieces."""
    return replace(
        reading,
        probability=prod(piece.share for piece in pieces),
        first=prod(piece.first for piece in pieces),
        second=prod(piece.second for piece in pieces),
    )


def _merged(group: Sequence[Reading]) -> Reading:
    """Readings of one value as one, as the most probable of them spells it."""
    return replace(
        max(group, key=lambda r: r.probability),
        probability=sum(r.probability for r in group),
        first=min(1.0, sum(r.first for r in group)),
        second=min(1.0, sum(r.second for r in group)),
    )


def _parsed(pieces: Sequence[str], region: Region, parse: Parser, one_token: bool) -> Reading:
    """The pieces put together, marks taken off, parsed; pieces of a token with and without blanks between."""
    found: list[str] = []
    marks: list[str] = []
    lines = pieces if region.type == "prose" else whole_marks(pieces)
    for k, (piece, raised) in enumerate(zip(lines, map(is_raised, region.lines), strict=True), 1):
        text, own = (folded(piece), ()) if region.type == "prose" else split_marks(bracketed(folded(piece)))
        marks.extend(own)
        # What stands small above the line is a mark, legible or not, and never part of the value;
        # but letters that read as a word, or end one, are no mark, whatever their ink looked like.
        if raised and region.lines[0].source == "ocr" and not WORD.search(text):
            if found and _ends_word(" ".join(found), text, " ".join(lines[k : k + 1]), region):
                found[-1] += text
        elif text:
            found.append(text)
    raw = " ".join(folded(piece) for piece in pieces)
    if found and (any(map(is_raised, region.lines)) or found[-1].endswith("(")):
        found[-1] = found[-1].rstrip(HALVES) or found[-1]
    if one_token:
        value = (
            next((v for glue in (" ", "") if (v := parse(glue.join(found))) is not None), None)
            if found
            else None
        )
    else:
        value = parse(joined_text(found, region)) if found else None
    return Reading(value, raw, tuple(dict.fromkeys(marks)), 1.0, " ".join(found))


def _ends_word(before: str, text: str, after: str, region: Region) -> bool:
    """True for a letter with which the text before it is far likelier in its field: the r of `par`."""
    field = field_of(region.path) if region.type in TEXTS else None
    if field is None or not text.isalpha():
        return False
    texts = (" ".join((own, after)) for own in (before, before + text))
    alone, together = (sum(words_of(own, field, region.elsewhere)) for own in texts)
    return together - alone > _SETTINGS.word_ends


def joined_text(texts: Sequence[str], region: Region) -> str:
    """Lines of a text as one: a blank between, but none after a hyphen or in a word a narrow cell broke."""
    text = ""
    for k, piece in enumerate(texts):
        if not text or (text.endswith("-") and text[-2:-1].isalpha()) or _broken(k, texts, region):
            text += piece
        else:
            text += " " + piece
    return text


def _broken(k: int, texts: Sequence[str], region: Region) -> bool:
    """True where the line before is one long word that fills the cell, and this one goes on with it.

    Two words that are known, each for itself, are two.
    """
    before, here = texts[k - 1], texts[k]
    if len(texts) != len(region.lines) or " " in before or not (before[-1:].isalpha() and here[:1].islower()):
        return False
    if is_known(before) and is_known(here.split()[0]):
        return False
    line = region.lines[k - 1]
    letter = line.box.width / max(1, len(texts[k - 1]))
    return (
        region.box.x1 - line.box.x1 < _SETTINGS.at_edge * letter + _SETTINGS.edge
        and len(texts[k - 1]) > _SETTINGS.whole_word
    )


def prose_probability(region: Region) -> float:
    """How likely a long text is right but for a letter here and there, from its words' probabilities."""
    words = [word for line in region.lines for word in line.words]
    letters = sum(len(word.text) for word in words)
    wrong = sum((1 - word.probability) * len(word.text) for word in words)
    return exp(-wrong / max(1, letters) / _SETTINGS.prose_error)


def figures_probability(region: Region) -> float:
    """How likely every figure and every counter of a long text is right: what it may not lose one of."""
    words = [word for line in region.lines for word in line.words if FIGURES.search(word.text)]
    return prod(word.probability for word in words)


def read_twice(region: Region) -> bool:
    """True where engines beside the project's own answered every line."""
    return bool(region.lines) and all(other_answers(line) for line in region.lines)
