"""The counters of a list in a sentence: `(i)`, `(ii)`, `(iii)`.

Small strokes in brackets are read as figures and letters of all kinds, `(1)`, `(11)`, `(HI)`. What tells
counters is that each is a stroke wider than the one before it, while numbers are one as wide as the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.model.page import Line, Word, WordId
from extractor.values.settings import SETTINGS

_SETTINGS = SETTINGS.counters

BRACKETED = re.compile(r"\(.*\)")
FIRST = re.compile(r"\W*\([1Iil|!]\)\W*")
STROKES = re.compile(r"\W*\([1Iil|!ïíüUuHhfJjTtrn/\\\]\[:;.]{1,4}\)\W*")
"""What strokes in brackets are read as."""
WITH_V = re.compile(r"\W*\([1Iil|!]{0,3}[vVyY][1Iil|!]{0,3}\)\W*")
NUMBERED = re.compile(r"(?i)notes?\W*\([1Ili|!]\)|\(2\)")
"""What such words are the numbers of, where they do not count in a sentence."""
PUNCTUATION = ".,;:"
COUNTER = re.compile(r"(?i)\((i{1,3}|iv|vi{0,3}|[1l]{1,3})\)")
"""A counter, or what one is misread as."""
LONE = re.compile(r"(?i)(?<!one )(?<!\w)\(1\)")
"""A figure in brackets that says no number again: `one (1) share`."""
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii")


def with_counters(lines: Sequence[Line]) -> list[Line]:
    """The lines of a text read from ink, the counters of its lists as what they can only be."""
    words = [word for line in lines if line.source == "ocr" for word in line.words]
    text = " ".join(word.text for word in words)
    if NUMBERED.search(text):
        return list(lines)
    capitals = sum(map(str.isupper, text)) > sum(map(str.islower, text))
    counters = dict(_counters(words, capitals=capitals))
    return [_with(line, counters) if counters else line for line in lines]


def _counters(words: Sequence[Word], *, capitals: bool) -> Iterator[tuple[WordId, str]]:
    """The words that count, with what they are."""
    numbers = [number.upper() if capitals else number for number in ROMAN]
    for own in _lists(words):
        if any(set(word.text) - set("I()" + PUNCTUATION) for word in own):
            for word, number in zip(own, numbers, strict=False):
                yield word.id, BRACKETED.sub(f"({number})", word.text)


def _lists(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Each list's counters, in their order."""
    own: list[Word] = []
    for word in words:
        if own and _follows(word, own):
            own.append(word)
        elif FIRST.fullmatch(word.text):
            if len(own) > 1:
                yield own
            own = [word]
    if len(own) > 1:
        yield own


def _follows(word: Word, own: Sequence[Word]) -> bool:
    """True for a word that may be the next counter behind others."""
    if len(own) >= len(ROMAN):
        return False
    if "v" in ROMAN[len(own)]:
        return bool(WITH_V.fullmatch(word.text))
    step = _width(word) - _width(own[-1])
    stroke = _SETTINGS.stroke * word.size
    return bool(STROKES.fullmatch(word.text)) and stroke < step < _SETTINGS.strokes * word.size


def _width(word: Word) -> float:
    """How wide a word is from bracket to bracket: what is behind it has its share of letters."""
    bracketed = word.text.rstrip(PUNCTUATION)
    return word.box.width * (1 - _SETTINGS.point * (len(word.text) - len(bracketed)) / len(word.text))


def _with(line: Line, counters: Mapping[WordId, str]) -> Line:
    words = tuple(
        word._replace(text=counters[word.id], probability=max(word.probability, _SETTINGS.sure))
        if word.id in counters
        else word
        for word in line.words
    )
    return replace(line, words=words)


def miscounts(text: str) -> bool:
    """True for a text whose counters leave one out, or give one twice: a stroke of one was lost.

    A list begins with `(i)` and goes on by one; behind its last another may begin, or be spoken of again. A
    `(1)` without a `(2)` is an `(i)`.
    """
    if LONE.search(text) and not NUMBERED.search(text):
        return True
    found = [match.casefold() for match in COUNTER.findall(text)]
    if not set(found) & set(ROMAN):
        return False
    places = [ROMAN.index(counter) + 1 if counter in ROMAN else 0 for counter in found]
    return not all(_may_follow(place, before) for before, place in pairwise([0, *places]))


def _may_follow(place: int, before: int) -> bool:
    return place == before + 1 or (place == 1 and before > 1)
