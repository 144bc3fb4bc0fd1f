"""What one line could say: the answers of its readers put together, with how probable its ink makes each.

Both readers' best strings under the cell's grammar are candidates; each reader then says how probable it
finds every one of them. Their product, each to a power of its own, is the line's answer (a logarithmic
opinion pool; Genest & Zidek 1986).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, log, prod

import regex

from extractor.fields.grammar import MARKS
from extractor.fields.lexicon import oddness
from extractor.fields.marks import raised_marks
from extractor.reading.decode import n_best, probability_of
from extractor.reading.lines import Line
from extractor.reading.posterior import Posterior

PER_LINE = 4
"""Strings of each reader that are tried."""
FIRST, SECOND = 0.75, 0.35
"""Powers of the two readers' probabilities in what they say together."""
LEAST = 1e-4
"""How often a reader is plainly wrong about a line: to what it finds impossible it leaves this much. Were it
less, a string that neither reads but both find possible would win over what one of them is sure of."""
UNHEARD = 1e-6
"""A first reader that finds every string of the grammar less probable than this has seen something else."""
POINTED = re.compile(r"^\$? ?\d{1,3}(?:[.,]\d{3})+(?!\d)")
"""A count grouped by threes, some of its separators points."""
THREE_DECIMALS = 165 / 2311
"""Share of the counts in real filings that have exactly three decimals."""
TEXTS = frozenset({"text", "issuer", "city-line"})
"""Types that hold words."""
PROSE_WIDTH = 90
"""Lines of more characters are prose: their alternatives are not worked out."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A string a line could be: its share among the line's candidates, and what each reader makes of it.

    `first` and `second` are the readers' own probabilities, whatever the grammar; 1 where there is no reader.
    """

    text: str
    share: float
    first: float = 1.0
    second: float = 1.0


def candidates(line: Line, kind: str, grammar: regex.Pattern[str] | None) -> list[Candidate]:
    """What a line of a cell of type `kind` could say, most probable first."""
    if line.posterior is None:
        return [Candidate(_text_of(line), 1.0)]
    if kind == "prose" or len(line.text) > PROSE_WIDTH:
        sure = prod(word.probability for word in line.words)
        return [Candidate(line.text, sure, sure, sure)]
    readers = [reader for reader in (line.posterior, line.second) if reader is not None]
    if is_raised(line):
        return _mark_candidates(readers, line)
    return _weighed(readers, kind, grammar) or _weighed(readers, kind, None)


def is_raised(line: Line) -> bool:
    """True for footnote marks that stand small above the line."""
    return all(word.raised for word in line.words)


def _weighed(readers: Sequence[Posterior], kind: str, grammar: regex.Pattern[str] | None) -> list[Candidate]:
    """The strings either reader finds most probable, weighed by both; none where the grammar does not fit."""
    best = [" ".join(text.split()) for reader in readers for text, _ in n_best(reader, grammar)[:PER_LINE]]
    texts = dict.fromkeys([*best, *(_grouped(text) for text in best if kind == "shares")])
    found = [_scored(text, readers, kind) for text in texts]
    if grammar is not None and all(candidate.first < UNHEARD for candidate in found):
        return []
    total = sum(candidate.share for candidate in found)
    shares = [replace(candidate, share=candidate.share / total) for candidate in found]
    return sorted(shares, key=lambda candidate: -candidate.share)


def _scored(text: str, readers: Sequence[Posterior], kind: str) -> Candidate:
    heard = [probability_of(reader, text) for reader in readers]
    powers = (FIRST, SECOND)[: len(heard)]
    share = exp(sum(power * log(p + LEAST) for power, p in zip(powers, heard, strict=True)))
    return Candidate(text, share * _usual(text, kind), heard[0], heard[1] if len(heard) > 1 else 1.0)


def _usual(text: str, kind: str) -> float:
    """How usual such a string is: in texts, known words; in counts, commas.

    Worn commas look like points, but few counts have three decimals.
    """
    if kind in TEXTS:
        return oddness(text)
    if kind != "shares" or not POINTED.match(text):
        return 1.0
    return 1 - THREE_DECIMALS if text == _grouped(text) else THREE_DECIMALS


def _grouped(text: str) -> str:
    """A count with three digits behind its point with a comma there."""
    return text.replace(".", ",") if POINTED.match(text) else text


def _mark_candidates(readers: Sequence[Posterior], line: Line) -> list[Candidate]:
    """Raised marks: where no reader sees brackets, the strokes at both ends are brackets all the same."""
    if found := _weighed(readers, "marks", MARKS):
        return found
    plain = _weighed(readers, "marks", None)
    bracketed = [replace(c, text=_bracketed(c.text), share=c.share / 2) for c in plain]
    return bracketed or [Candidate(line.text, 0.0, 0.0, 0.0)]


def _bracketed(text: str) -> str:
    return f"({text[1:-1]})" if text[1:-1].isdigit() else text


def _text_of(line: Line) -> str:
    """The words of a text layer's line; raised marks without brackets get them."""
    kept, marks = raised_marks(line.words)
    if not marks:
        return line.text
    # Asterisks are the form's own marks (joint filers, misstatements), never the filer's numbered notes.
    return " ".join([word.text for word in kept] + [f"({mark})" for mark in marks if mark.isdigit()])
