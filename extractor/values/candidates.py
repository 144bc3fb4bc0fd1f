"""What one line could say: the answers of its engines put combined, with how probable its ink makes each.

The engines' best strings under the cell's grammar are candidates; each engine then says how probable it
finds every one of them. Their product, each to a power of its own, is the line's answer (a
logarithmic opinion pool; Genest & Zidek 1986).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, log, prod
from typing import TYPE_CHECKING

from extractor.model.page import Line
from extractor.model.posterior import Posterior
from extractor.ocr.ctc_decoder import n_best, probabilities_of
from extractor.ocr.ensemble import combined, other_answers, own_answers
from extractor.values.fluency import prior_of, usual
from extractor.values.grammar import mark_grammar
from extractor.values.lexicon import mended, oddness, pointing
from extractor.values.parsers import raised_marks
from extractor.values.settings import SETTINGS

if TYPE_CHECKING:
    import regex

_SETTINGS = SETTINGS.candidates

POINTED = re.compile(r"^\$? ?\d{1,3}(?:[.,]\d{3})+(?!\d)")
"""A count grouped by threes, some of its separators points."""
NUMBER = re.compile(r"\d\.\d|(?<!\d)(?!1\d{1,2}1(?!\d))\d{3}")
"""What no mark has: a point between figures, or three of them, unless the outer two may be brackets."""
TEXTS = frozenset({"text", "issuer", "city-line"})
"""Types that hold words."""
HALVES = " ([{'\"\u2018`"
"""What the first stroke of a mark leaves at the end of the text it stands beside."""
MARKS = re.compile(r"(?:\(\d{1,2}\) ?)+")
"""Marks with all of their brackets."""
STROKES = ("", *"[]{}|Il")
"""What one bracket of a mark may be seen as: gone with the line beside it, or a stroke; not a figure."""
SYMBOL = re.compile(r"[\[(]([A-Z][A-Z.]{0,9})[\])]$")
"""A trading symbol in brackets, behind its issuer."""
SYMBOL_STROKES = "|Il1"
"""What its brackets may be seen as."""

Spellings = Callable[[str], Iterable[str]]
"""All that readers may see where a text is written."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A string a line could be: its share among the line's candidates, and what the engines make of it.

    `first` is the least probability that an own engine gives it, `second` the least of the further engines,
    whatever the grammar; 1 where none was asked. `usual` is the factor that how usual such a string is adds.
    """

    text: str
    share: float
    first: float = 1.0
    second: float = 1.0
    usual: float = 1.0


def candidates(
    line: Line,
    kind: str,
    grammar: regex.Pattern[str] | None,
    elsewhere: frozenset[str] = frozenset(),
    *,
    field: str | None = None,
    marked: bool = False,
) -> list[Candidate]:
    """What a line of a cell of type `kind` could say, most probable first; `elsewhere` are words of the
    filing outside the cell, `marked` says that a raised mark stands behind the line."""
    if not line.answers:
        return [Candidate(_text_of(line), 1.0)]
    if kind != "prose" and len(line.text) > _SETTINGS.prose_width:
        return candidates(combined(line), "prose", None)
    if kind == "prose":
        sure = prod(word.probability for word in line.words)
        return [Candidate(line.text, sure, sure, sure)]
    if is_raised(line):
        return _mark_candidates(line)
    spellings = _with_half if marked else _stroked_symbol if kind == "issuer" else _alone
    found = _weighed(line, kind, grammar, elsewhere, spellings, field)
    return found or _weighed(line, kind, None, elsewhere, spellings, field)


def is_raised(line: Line) -> bool:
    """True for footnote marks that stand small above the line.

    A form has less than a hundred notes: what has three figures in a row is a value set high or small.
    """
    return all(word.raised for word in line.words) and not NUMBER.search(line.text)


def _alone(text: str) -> Iterator[str]:
    yield text


def _weighed(
    line: Line,
    kind: str,
    grammar: regex.Pattern[str] | None,
    elsewhere: frozenset[str] = frozenset(),
    spellings: Spellings = _alone,
    field: str | None = None,
) -> list[Candidate]:
    """The strings any engine finds most probable, weighed by all; none where the grammar does not fit."""
    own, others = own_answers(line), [*other_answers(line).values()]
    texts, lost = _texts((*own, *others), kind, grammar, field)
    spelled = {text: tuple(spellings(text)) for text in texts}
    heard, told = ([_heard(answer, spelled) for answer in side] for side in (own, others))
    if grammar is not None and not lost and not any(h[t] >= _SETTINGS.unheard for h in heard for t in texts):
        return []
    scored = []
    for text, seen in spelled.items():
        sides = ([_sum(h, seen) for h in side] for side in (heard, told))
        scored.append(_scored(text, _usual(text, kind, elsewhere, field), *sides))
    total = sum(candidate.share for candidate in scored)
    shares = [replace(candidate, share=candidate.share / total) for candidate in scored]
    return sorted(shares, key=lambda candidate: -candidate.share)


def _texts(
    answers: Sequence[Posterior], kind: str, grammar: regex.Pattern[str] | None, field: str | None
) -> tuple[list[str], bool]:
    """The strings any engine finds most probable, and whether marks without a bracket are among them."""
    prior = prior_of(field) if field else None
    best = [
        " ".join(text.split())
        for answer in answers
        for steer in ((None, prior) if prior else (None,))
        for text, _ in n_best(answer, grammar, steer)[: _SETTINGS.per_line]
    ]
    lost = [own for answer in answers for own in _lost_bracket(answer)] if kind == "marks" else []
    return list(dict.fromkeys([*best, *_mended(best, kind), *lost])), bool(lost)


def _mended(texts: Sequence[str], kind: str) -> Iterator[str]:
    """Strings no engine may have come upon: worn commas, points that letters lean over, torn words."""
    if kind == "shares":
        yield from map(_grouped, texts)
    if kind in TEXTS:
        yield from map(mended, texts)


def _lost_bracket(answer: Posterior) -> Iterator[str]:
    """The marks that an engine reads without their first bracket, or their last."""
    for text, _ in n_best(answer)[:1]:
        own = text.strip()
        yield from (whole for whole in (f"({own}", f"{own})") if MARKS.fullmatch(whole))


def _heard(answer: Posterior, spelled: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """How probable an engine finds each spelling of each text."""
    spellings = list(dict.fromkeys(spelling for own in spelled.values() for spelling in own))
    return dict(zip(spellings, probabilities_of(answer, spellings), strict=True))


def _sum(heard: Mapping[str, float], spellings: Sequence[str]) -> float:
    return min(1.0, sum(heard[spelling] for spelling in spellings))


def _scored(text: str, usual: float, own: Sequence[float], others: Sequence[float]) -> Candidate:
    """A text with its weight, from how probable the own engines and the others find it."""
    powers = [
        *(_SETTINGS.two if len(own) > 1 else _SETTINGS.alone for _ in own),
        *(_SETTINGS.other for _ in others),
    ]
    share = exp(
        sum(power * log(p + _SETTINGS.least) for power, p in zip(powers, [*own, *others], strict=True))
    )
    return Candidate(text, share * usual, min(own, default=1.0), min(others, default=1.0), usual)


def _with_half(text: str) -> Iterator[str]:
    """A text beside a raised mark, whose first stroke may have been taken to it."""
    yield text
    if text[-1:] not in HALVES:
        yield from (text + half for half in HALVES.strip())


def _stroked(mark: str) -> Iterator[str]:
    """A mark in brackets, one of which may be gone or be seen as a stroke."""
    yield mark
    if mark.startswith("(") and mark.endswith(")"):
        yield from (stroke + mark[1:] for stroke in STROKES)
        yield from (mark[:-1] + stroke for stroke in STROKES)


def _stroked_symbol(text: str) -> Iterator[str]:
    """An issuer with its symbol in brackets, which worn are seen as strokes."""
    yield text
    if match := SYMBOL.search(text):
        inner, before = match[1], text[: match.start()]
        for stroke in SYMBOL_STROKES:
            yield f"{before}{stroke}{inner}{stroke}"
            yield f"{before}{stroke}{inner}{text[-1]}"
            yield f"{text[:-1]}{stroke}"


def _usual(text: str, kind: str, elsewhere: frozenset[str], field: str | None) -> float:
    """How usual such a string is: in texts, known words; in counts, commas.

    Worn commas look like points, but few counts have three decimals.
    """
    if field:
        return usual(text, field, elsewhere) * pointing(text)
    if kind in TEXTS:
        return oddness(text, elsewhere)
    if kind != "shares" or not POINTED.match(text):
        return 1.0
    return 1 - _SETTINGS.three_decimals if text == _grouped(text) else _SETTINGS.three_decimals


def _grouped(text: str) -> str:
    """A count with three digits behind its point with a comma there."""
    return text.replace(".", ",") if POINTED.match(text) else text


def _mark_candidates(line: Line) -> list[Candidate]:
    """Raised marks: where no engine sees brackets, the strokes at both ends are brackets all the same."""
    if found := _weighed(line, "marks", mark_grammar(), spellings=_stroked):
        return found
    plain = _weighed(line, "marks", None)
    return [_bracketed(c) for c in plain] or [Candidate(line.text, 0.0, 0.0, 0.0)]


def _bracketed(found: Candidate) -> Candidate:
    """A figure between two strokes as a mark, which it may be or not; anything else is what it is."""
    inner = found.text[1:-1]
    return replace(found, text=f"({inner})", share=found.share / 2) if inner.isdigit() else found


def _text_of(line: Line) -> str:
    """The words of a text layer's line; raised marks without brackets get them."""
    kept, marks = raised_marks(line.words)
    if not marks:
        return line.text
    # Asterisks are the form's own marks (joint filers, misstatements), never the filer's numbered notes.
    return " ".join([word.text for word in kept] + [f"({mark})" for mark in marks if mark.isdigit()])
