"""English words: what a text on a form is made of, but for names.

A misread word is hardly ever another word, so a text of known words is right far oftener than one with a
stranger in it; and where the ink leaves two spellings, the known word is the likelier.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from extractor.model.geometry import Box
from extractor.model.page import Line, PageText
from extractor.values.settings import SETTINGS

_SETTINGS = SETTINGS.lexicon

LETTERS = re.compile(r"[^\W\d_]{3,}")
"""A word worth looking up: shorter ones are known too easily, and dates and numbers are no words."""
LONE = re.compile(r"(?<![\w.'/-])[b-z](?![\w.'/)-])")
"""A small letter alone, what is left of a worn word; `a` is one."""
UNFINISHED = re.compile(r"\b[A-Za-z](?:\.[A-Za-z])+(?![.\w])")
"""Initials with points between them have one behind the last too: `L.P.`, `U.S.`"""
TORN = re.compile(r"\b([A-Za-z]{2,}) ([a-z]{2,}|[A-Z]{2,})\b")
"""Two words that may be one, torn."""
MISPOINTED = re.compile(r"(?<![\w.'&/-])[A-Z], (?!L\.|LP|LLC)|\b[A-Za-z]{4,}\. (?=[a-z])")
"""A comma behind an initial, or a point before a small letter: what speckles make of the other."""

GLUED = re.compile(r"(?<![\w.,/-])\d+([A-Za-z]{4,})\b")
"""A figure and a word without the blank between them: "1BELVEDERE"."""
ABBREVIATIONS = frozenset(
    {"rsu", "rsus", "psu", "psus", "dsu", "dsus", "ltip", "espp", "esop", "sars", "adss", "drip", "nqso"}
)
"""Securities and plans as titles and footnotes of the form name them."""


def is_known(word: str) -> bool:
    """True for an English word, or what the form's filers write as one, in any case."""
    return word.casefold() in ABBREVIATIONS or word.casefold() in _words()


def strangers(text: str, elsewhere: frozenset[str] = frozenset()) -> tuple[int, int]:
    """How many words of the text are worth looking up, and how many of those are neither known nor in the
    filing `elsewhere`."""
    words, lone = LETTERS.findall(text), LONE.findall(text)
    strange = [word for word in words if word.casefold() not in elsewhere and not is_known(word)]
    return len(words) + len(lone), len(strange) + len(lone)


def oddness(text: str, elsewhere: frozenset[str] = frozenset()) -> float:
    """What strange words and odd points and blanks make of a text's probability: a factor, 1 without any."""
    return _SETTINGS.strange ** strangers(text, elsewhere)[1] * pointing(text)


def pointing(text: str) -> float:
    """What unfinished initials, odd points and lost blanks make of it."""
    glued = _SETTINGS.glued ** sum(map(is_known, GLUED.findall(text)))
    unended = _SETTINGS.unended ** len(UNFINISHED.findall(text))
    return glued * unended * _SETTINGS.mispointing ** len(MISPOINTED.findall(text))


def mended(text: str) -> str:
    """The text with a point behind all its initials, and pieces that only together are a word together."""
    return UNFINISHED.sub(r"\g<0>.", TORN.sub(_whole, text))


def _whole(match: re.Match[str]) -> str:
    one, other = match.groups()
    torn = is_known(one + other) and not (is_known(one) and is_known(other))
    return one + other if torn else match.group()


@cache
def _words() -> frozenset[str]:
    """Some 160,000 words of books and subtitles, misspellings weeded out."""
    from spellchecker import SpellChecker

    return frozenset(SpellChecker().word_frequency.words())


PIECE = re.compile(r"[^\W\d_]{3,}|\S*\d\S*\d\S*")
"""A word of letters, or what holds figures, as a whole."""
MARK = re.compile(r"\(\d{1,2}\)")
"""A footnote's mark beside a value, or alone."""
EDGES = ".,;:()[]\"'*"


class Vocabulary:
    """How often each word is surely read on the pages of a filing."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._counts = Counter(_sure_pieces(lines))

    def beside(self, lines: Sequence[Line]) -> frozenset[str]:
        """The words that stand elsewhere than in these lines."""
        own = Counter(_sure_pieces(lines))
        return frozenset(piece for piece, count in self._counts.items() if count > own[piece])


def likewise(text: str, box: Box, page_text: PageText, own: Sequence[Line]) -> bool:
    """True where each word and mark of a text also stands elsewhere in the column that `box` is a cell of."""
    taken = {word.id for line in own for word in line.words}
    column = {
        token
        for word in page_text.words
        if word.probability >= _SETTINGS.witness
        and box.x0 <= word.box.center_x < box.x1
        and word.id not in taken
        for token in _tokens(word.text)
    }
    wanted = _tokens(text)
    return bool(wanted) and column.issuperset(wanted)


def _tokens(text: str) -> list[str]:
    """Words and marks of a text apart, as they may stand in another cell."""
    words = (word.strip(EDGES).casefold() for word in MARK.sub(" ", text).split())
    return [*MARK.findall(text), *(word for word in words if word)]


def pieces(text: str) -> list[str]:
    """What of a text may stand elsewhere too, in small letters."""
    return [piece.strip(EDGES).casefold() for piece in PIECE.findall(text)]


def repeated(text: str, elsewhere: frozenset[str]) -> float:
    """Share of a text's words and figures that stand elsewhere too; 0 for a text without any."""
    own = pieces(text)
    return sum(piece in elsewhere for piece in own) / max(1, len(own))


def _sure_pieces(lines: Iterable[Line]) -> Iterator[str]:
    for line in lines:
        for word in line.words:
            if word.probability >= _SETTINGS.witness:
                yield from pieces(word.text)
