"""How usual a text is for its field: character n-grams of real filings, one table for each kind of field.

Interpolated estimates (Witten & Bell 1991), stored as back-off tables (Katz 1987): of an n-gram that is kept,
its last letter's log probability; of every context, what going back to a shorter one costs. The tables are
fitted by `samples/language.py` on EDGAR's filings and hold counts only, no row of any of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from math import log
from typing import TypeAlias

import numpy as np

from extractor.model.posterior import ALPHABET
from extractor.values.settings import SETTINGS

_SETTINGS = SETTINGS.language

ORDER = 7
"""Letters of the longest n-gram."""
CONTEXT = ORDER - 1
"""Letters that a letter depends on."""
BITS = 7
"""Bits of a letter in an n-gram's key."""
BEGIN, END, OTHER = 1, 2, 3
"""Codes of a text's begin and end, and of a letter that no engine knows; 0 stands for no letter."""
CODES = {letter: code for code, letter in enumerate(ALPHABET, start=OTHER + 1)}
CODES |= dict.fromkeys("123456789", CODES["0"])
"""A letter's code: a language knows where figures stand, not which."""
STEPS_OF_NAT = 10
"""A table's log probabilities are in tenths of a nat, down to -25.5."""

FIGURE = log(10)
"""What it costs to say which figure."""

PROSE = "prose"
FIELDS = (
    (PROSE, re.compile(r"footnotes/footnote|remarks$")),
    ("title", re.compile(r"(?:s|underlyingS)ecurityTitle$")),
    ("nature", re.compile(r"natureOfOwnership$")),
    ("company", re.compile(r"issuerName$")),
    ("symbol", re.compile(r"issuerTradingSymbol$")),
    ("issuer", re.compile(r"^issuer$")),
    ("person", re.compile(r"rptOwnerName$|signatureName$")),
    ("street", re.compile(r"rptOwnerStreet[12]$")),
    ("city", re.compile(r"rptOwnerCity$|reportingOwnerAddress$")),
    ("office", re.compile(r"officerTitle$|otherText$")),
)
"""Kind of field → the paths of its cells."""

Codes: TypeAlias = "memoryview[int]"
Logs: TypeAlias = "memoryview[float]"


def codes_of(text: str) -> list[int]:
    """The codes of a text's begin and of its letters."""
    return [BEGIN, *(CODES.get(letter, OTHER) for letter in text)]


def field_of(path: str) -> str | None:
    """The kind of field that a path's cell is of; None where nothing is known of its language."""
    return next((kind for kind, paths in FIELDS if paths.search(path)), None)


@dataclass(frozen=True, eq=False)
class Language:
    """What texts of one kind of field look like.

    `keys` are the n-grams in order, each letter `BITS` bits, shorter ones with zeros before; `sure` the log
    probability of the last letter after the others; `back` what it costs to leave this n-gram as a context.
    """

    keys: Codes
    sure: Logs
    back: Logs

    def sure_of(self, code: int, context: int) -> float:
        """The log probability of a letter after the letters of a key."""
        for start, cost in _ways(self, context):
            if (at := self.place(start | code)) is not None:
                return cost + self.sure[at]
        return cost + _SETTINGS.unseen

    def place(self, key: int) -> int | None:
        """Where an n-gram stands in the tables; None where it is none of theirs."""
        at = bisect_left(self.keys, key)
        return at if at < len(self.keys) and self.keys[at] == key else None


@lru_cache(_SETTINGS.kept_contexts)
def _ways(language: Language, context: int) -> tuple[tuple[int, float], ...]:
    """Where the n-grams of a context begin, then those of shorter ones, with what going back to each costs.

    What is no n-gram itself begins none.
    """
    ways, cost = [], 0.0
    while context:
        if (at := language.place(context)) is not None:
            ways.append((context << BITS, cost))
            cost += language.back[at]
        context &= (1 << BITS * (_length(context) - 1)) - 1
    return (*ways, (0, cost))


def _length(key: int) -> int:
    """Letters of an n-gram."""
    return -(-key.bit_length() // BITS)


@cache
def language_of(kind: str) -> Language:
    """The tables of one kind of field."""
    with resources.files("extractor.values").joinpath("language.npz").open("rb") as file:
        tables = np.load(file)
        keys = np.cumsum(tables[f"{kind} keys"].astype(np.uint64))
        sure, back = (tables[f"{kind} {what}"] / -STEPS_OF_NAT for what in ("sure", "back"))
    # Single places are looked up: in a view of plain numbers that costs half as much as in NumPy's array.
    return Language(keys.data, sure.data, back.data)


@lru_cache(_SETTINGS.kept)
def letters_of(text: str, kind: str) -> tuple[float, ...]:
    """The log probability of each letter of a text, and of its end."""
    codes = [*codes_of(text), END]
    contexts = (codes[max(0, k - CONTEXT) : k] for k in range(1, len(codes)))
    pairs = zip(contexts, codes[1:], strict=True)
    return tuple(_sure(kind, key_of(context), code) for context, code in pairs)


def letter_after(before: str, letter: str, kind: str) -> float:
    """The log probability of a letter after a text, or after its last `CONTEXT` letters."""
    return _sure(kind, _context(before[-CONTEXT:]), CODES.get(letter, OTHER))


@lru_cache(_SETTINGS.kept_contexts)
def _sure(kind: str, context: int, code: int) -> float:
    sure = language_of(kind).sure_of(code, context)
    return sure - FIGURE if code == CODES["0"] else sure


@lru_cache(_SETTINGS.kept_contexts)
def _context(before: str) -> int:
    """The key of a text's last letters."""
    return key_of(codes_of(before)[-CONTEXT:])


def key_of(codes: Iterable[int]) -> int:
    """The key of an n-gram's letters."""
    key = 0
    for code in codes:
        key = key << BITS | code
    return key
