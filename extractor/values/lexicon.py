"""English words: what a text on a form is made of, but for names.

A misread word is hardly ever another word, so a text of known words is right far oftener than one with a
stranger in it; and where the ink leaves two spellings, the known word is the likelier.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from math import prod

from extractor.model.geometry import Box
from extractor.model.page import Line, PageText, Word
from extractor.model.region import Region
from extractor.ocr.ctc_decoder import n_best, probability_of
from extractor.ocr.ensemble import combined, own_answers
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

ORDINAL = re.compile(r"(?<![^\W_])[Il|](?=st(?![^\W_]))")
"""What the figure of `1st` is read as; neither `Ist` nor `lst` is a word."""
STROKES = re.compile(r"\(([1Ili|!]{1,4})\)")
"""A counter of strokes in brackets: `(i)`, `(ii)`, whatever each stroke was read as."""
NOTED = re.compile(r"(?i)notes?\W*\([1Ili|!]\)|\(2\)")
"""What counters are the numbers of, where they are not those of a list in a sentence."""


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
    """What strange words, unfinished initials, odd points and lost blanks make of a text's probability: a
    factor, 1 without any."""
    glued = _SETTINGS.glued ** sum(map(is_known, GLUED.findall(text)))
    pointing = _SETTINGS.unended ** len(UNFINISHED.findall(text)) * _SETTINGS.mispointing ** len(
        MISPOINTED.findall(text)
    )
    return _SETTINGS.strange ** strangers(text, elsewhere)[1] * pointing * glued


def mended(text: str) -> str:
    """The text with a point behind all its initials, and pieces that only together are a word together."""
    return UNFINISHED.sub(r"\g<0>.", TORN.sub(_whole, text))


def _whole(match: re.Match[str]) -> str:
    one, other = match.groups()
    torn = is_known(one + other) and not (is_known(one) and is_known(other))
    return one + other if torn else match.group()


def spelled(region: Region) -> Region:
    """The region with the words its readers together see, doubtful strange ones as the likeliest their ink
    allows; ordinals and the counters of a list as what they can only be."""
    lines = [_spelled_line(line, region.elsewhere) for line in region.lines]
    listed = _is_list(" ".join(line.text for line in lines))
    return replace(region, lines=tuple(_counted(line, listed) for line in lines))


def _is_list(text: str) -> bool:
    """True where brackets hold one stroke, then two, and so on, not all of them capitals: (i), (ii)."""
    found = STROKES.findall(text)
    counts = len(found) > 1 and [len(strokes) for strokes in found] == list(range(1, len(found) + 1))
    return counts and set("".join(found)) != {"I"} and not NOTED.search(text)


def _counted(line: Line, listed: bool) -> Line:
    """The line with its ordinals and, in a list, its counters as they are written."""
    if line.source != "ocr":
        return line
    texts = [ORDINAL.sub("1", word.text) for word in line.words]
    if listed:
        texts = [STROKES.sub(lambda match: f"({'i' * len(match[1])})", text) for text in texts]
    words = zip(line.words, texts, strict=True)
    return replace(line, words=tuple(replace(word, text=text) for word, text in words))


def _spelled_line(line: Line, elsewhere: frozenset[str]) -> Line:
    if not line.answers:
        return line
    line = combined(line)
    return replace(line, words=tuple(_spelled_word(word, line, elsewhere) for word in line.words))


def _spelled_word(word: Word, line: Line, elsewhere: frozenset[str]) -> Word:
    if word.probability >= _SETTINGS.sure or not strangers(word.text, elsewhere)[1]:
        return word
    found = _spellings(word, line, elsewhere)
    total = sum(found.values())
    if not total:
        return word
    best = max(found, key=found.__getitem__)
    return replace(word, text=best, probability=found[best] / total)


def _spellings(word: Word, line: Line, elsewhere: frozenset[str]) -> dict[str, float]:
    """What may be said where the word stands, each with its weight: how probable its readers find it."""
    part = line.only([word])
    answers = own_answers(part)
    texts = {" ".join(text.split()) for answer in answers for text, _ in n_best(answer)} - {""}
    return {text: oddness(text, elsewhere) * prod(probability_of(a, text) for a in answers) for text in texts}


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
