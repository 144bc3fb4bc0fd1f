"""How usual a text is where it stands: what its field usually says, what the filing says elsewhere, English.

A word is drawn from the field's language, from the other words of the filing, from English, or from nowhere:
its probability is the mixture of these (Jelinek & Mercer 1980; Kuhn & De Mori 1990 for words used before).
"""

from __future__ import annotations

from math import exp, log

from extractor.ocr.ctc_decoder import Prior
from extractor.ocr.ensemble import Likes
from extractor.values.language import CONTEXT, PROSE, letter_after, letters_of
from extractor.values.lexicon import EDGES, is_known
from extractor.values.settings import SETTINGS

_SETTINGS = SETTINGS.fluency


def words_of(text: str, kind: str, elsewhere: frozenset[str] = frozenset(), before: str = "") -> list[float]:
    """The log probability of each word of a text, with the blank or the end behind it, after another text."""
    letters = letters_of(before + text, kind)[len(before) :]
    found, start = [], 0
    for word in text.split(" "):
        end = start + len(word) + 1
        found.append(_mixed(word, sum(letters[start:end]), elsewhere))
        start = end
    return found


def fluency(text: str, kind: str, elsewhere: frozenset[str]) -> tuple[float, float]:
    """The log probability of a letter on the average: of the whole text, and of its oddest word."""
    words = words_of(text, kind, elsewhere)
    lengths = [len(word) + 1 for word in text.split(" ")]
    oddest = min(sure / length for sure, length in zip(words, lengths, strict=True))
    return sum(words) / sum(lengths), oddest


def usual(text: str, kind: str, elsewhere: frozenset[str] = frozenset()) -> float:
    """The weight of a text beside other readings of the same ink: a factor."""
    return exp(_weight(kind, sum(words_of(text, kind, elsewhere)), len(text)))


def liking(kind: str, elsewhere: frozenset[str], before: str) -> Likes:
    """The log weights of texts behind a text and, between them, another."""

    def likes(text: str, between: str) -> float:
        context = (before + between)[-CONTEXT:]
        return _weight(kind, sum(words_of(text, kind, elsewhere, context)), len(text))

    return likes


def prior_of(kind: str, start: str = "") -> Prior:
    """What the language of a kind of field adds to each letter of a search, behind a text."""

    def after(before: str, letter: str) -> float:
        sure = letter_after(start + before, letter, kind)
        return _weight(kind, max(sure, _SETTINGS.floor), 1)

    return Prior(after, most=_weight(kind, 0.0, 1))


def _weight(kind: str, sure: float, letters: int) -> float:
    """What a log probability of so many letters weighs beside that of the ink."""
    if kind == PROSE:
        return _SETTINGS.prose_power * sure + _SETTINGS.prose_letter * letters
    return _SETTINGS.power * sure + _SETTINGS.letter * letters


def _mixed(word: str, language: float, elsewhere: frozenset[str]) -> float:
    bare = word.strip(EDGES)
    sources = [_SETTINGS.language * exp(language), _SETTINGS.nowhere * exp(_SETTINGS.blind * (len(word) + 1))]
    if bare.casefold() in elsewhere and _is_cased(bare):
        sources.append(_SETTINGS.filing / len(elsewhere))
    if bare and _is_cased(bare) and is_known(bare):
        sources.append(_SETTINGS.english)
    return log(sum(sources))


def _is_cased(word: str) -> bool:
    """False for capitals among small letters."""
    return word in (word.lower(), word.upper(), word.capitalize())
