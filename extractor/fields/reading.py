"""Readings: what a place could say, each with how probable its ink makes it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from math import prod

import regex

from extractor.cells.place import Place
from extractor.fields.fold import folded
from extractor.fields.grammar import MARKS, cell_grammar
from extractor.fields.marks import raised_marks, split_marks
from extractor.reading.decode import n_best
from extractor.reading.lines import Line

Parser = Callable[[str], str | None]

PER_LINE = 4
"""Readings of one line that are tried with those of the others."""
MOST = 64
"""Combinations of line readings tried for one place."""
FITS = 1e-6
"""Share of a reader's answer the grammar must hold for the cell to be read under it."""
POINTED = re.compile(r"^(?P<head>\$? ?\d{1,3}(?:[.,]\d{3})*)(?P<tail>[.,]\d{3})(?!\d)")
"""A count grouped by threes, some of its separators points."""
THREE_DECIMALS = 0.4
"""How likely a point before the last three digits of a count read off a scan is a decimal point."""
HALVES = " ([{'\"\u2018`"
"""What the first stroke of a mark leaves at the end of the text it stands beside."""
WORD = re.compile(r"[A-Za-z]{2}")
"""Two letters beside each other."""
PROSE_WIDTH = 40
"""Lines of more characters are prose: their alternatives are not worked out."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a place: its parsed value (None where it does not parse), raw text and marks.

    `text` is what stands beside the marks.
    """

    value: str | None
    raw: str
    marks: tuple[str, ...]
    probability: float
    text: str = ""


def readings_of(place: Place, parse: Parser, one_token: bool) -> list[Reading]:
    """The readings of a place, most probable first; probabilities of equal readings are added.

    `one_token` says that lines are pieces of one value, not words of a text.
    """
    found: dict[tuple[str | None, tuple[str, ...]], list[Reading]] = defaultdict(list)
    for pieces, probability in _combinations(place):
        reading = _parsed(pieces, place, parse, one_token, probability)
        found[(reading.value, reading.marks)].append(reading)
    merged = [
        Reading(value, group[0].raw, marks, sum(r.probability for r in group), group[0].text)
        for (value, marks), group in found.items()
    ]
    return sorted(merged, key=lambda r: -r.probability)


def second_reading(place: Place, parse: Parser, one_token: bool) -> Reading | None:
    """What the second reader makes of the whole place; None where it was not asked about all of it."""
    pieces = [line.second for line in place.lines]
    if any(piece is None for piece in pieces):
        return None
    return _parsed([piece or "" for piece in pieces], place, parse, one_token, 1.0)


def _combinations(place: Place) -> Iterator[tuple[tuple[str, ...], float]]:
    """Ways to read all lines of the place: their texts and the product of their probabilities."""
    plain = sum(not _is_raised(line) for line in place.lines)
    grammar = cell_grammar(place.type) if plain == 1 else None
    choices = [
        _mark_readings(line) if _is_raised(line) else _line_readings(line, grammar) for line in place.lines
    ]
    if place.type == "shares":
        scanned = (line.posterior is not None for line in place.lines)
        choices = [_with_commas(c) if ink else c for c, ink in zip(choices, scanned, strict=True)]
    for combination in islice(product(*choices), MOST):
        yield tuple(text for text, _ in combination), prod(p for _, p in combination)


def _with_commas(choice: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """Counts grouped by threes whose separator was read as a point, with the comma it may have been.

    Worn commas lose their tails; but 165 of 2,311 counts in real filings have exactly three decimals, so
    that the second reader must decide.
    """
    found: dict[str, float] = defaultdict(float)
    for text, p in choice:
        if (count := POINTED.match(text)) and count["tail"].count(".") + count["head"].count(".") >= 1:
            found[text.replace(".", ",")] += p * (1 - THREE_DECIMALS)
            p *= THREE_DECIMALS
        found[text] += p
    return sorted(found.items(), key=lambda item: -item[1])


def _is_raised(line: Line) -> bool:
    return all(word.raised for word in line.words)


def _line_readings(line: Line, grammar: regex.Pattern[str] | None) -> list[tuple[str, float]]:
    """Strings the line could be, with probabilities; under the grammar as far as the ink allows."""
    if line.posterior is None or len(line.text) > PROSE_WIDTH:
        return [(_text_of(line), prod(word.probability for word in line.words))]
    if grammar is not None and (found := n_best(line.posterior, grammar)):
        total = sum(p for _, p in found)
        if total >= FITS:
            return [(text, p / total * _trust(total)) for text, p in found[:PER_LINE]]
    return n_best(line.posterior)[:PER_LINE] or [(line.text, 0.0)]


def _mark_readings(line: Line) -> list[tuple[str, float]]:
    """Raised marks: where the reader sees no brackets, the strokes at both ends are brackets all the same."""
    if line.posterior is None or n_best(line.posterior, MARKS):
        return _line_readings(line, MARKS)
    readings = n_best(line.posterior)[:PER_LINE]
    return [(f"({text[1:-1]})" if text[1:-1].isdigit() else text, p / 2) for text, p in readings] or [
        (line.text, 0.0)
    ]


def _trust(total: float) -> float:
    """How far readings under a grammar are trusted whose strings hold `total` of the reader's answer."""
    return min(1.0, 0.5 + total)


def _text_of(line: Line) -> str:
    """The words of a text layer's line; raised marks without brackets get them."""
    kept, marks = raised_marks(line.words)
    if not marks:
        return line.text
    # Asterisks are the form's own marks (joint filers, misstatements), never the filer's numbered notes.
    return " ".join([word.text for word in kept] + [f"({mark})" for mark in marks if mark.isdigit()])


def _parsed(
    pieces: Sequence[str], place: Place, parse: Parser, one_token: bool, probability: float
) -> Reading:
    """The pieces put together, marks taken off, parsed; pieces of a token with and without blanks between."""
    texts: list[str] = []
    marks: list[str] = []
    for piece, raised in zip(pieces, map(_is_raised, place.lines), strict=True):
        text, own = (folded(piece), ()) if place.type == "prose" else split_marks(folded(piece))
        marks.extend(own)
        # What stands small above the line is a mark, legible or not, and never part of the value;
        # but letters that read as a word are no mark, whatever their ink looked like.
        if text and not (raised and place.lines[0].posterior is not None and not WORD.search(text)):
            texts.append(text)
    raw = " ".join(folded(piece) for piece in pieces)
    if texts and any(map(_is_raised, place.lines)):
        texts[-1] = texts[-1].rstrip(HALVES) or texts[-1]
    if one_token:
        value = (
            next((v for glue in (" ", "") if (v := parse(glue.join(texts))) is not None), None)
            if texts
            else None
        )
    else:
        value = parse(joined_text(texts, place)) if texts else None
    return Reading(value, raw, tuple(dict.fromkeys(marks)), probability, " ".join(texts))


def joined_text(texts: Sequence[str], place: Place) -> str:
    """Lines of a text as one: a blank between, but none after a hyphen or in a word a narrow cell broke."""
    text = ""
    for k, piece in enumerate(texts):
        if not text or (text.endswith("-") and text[-2:-1].isalpha()) or _broken(k, texts, place):
            text += piece
        else:
            text += " " + piece
    return text


def _broken(k: int, texts: Sequence[str], place: Place) -> bool:
    """True where the line before is one long word that fills the cell, and this one goes on with it."""
    if len(texts) != len(place.lines) or " " in texts[k - 1] or not texts[k][:1].islower():
        return False
    line = place.lines[k - 1]
    letter = line.box.width / max(1, len(texts[k - 1]))
    return place.box.x1 - line.box.x1 < 1.3 * letter + 3 and len(texts[k - 1]) > 3
