"""Words of captions by what they mean: abbreviated, misspelt and short words come to the same letters.

"2. Trans. Date (MM/DD/YYYY)" and "3. Transaction Date (Month/Day/Year)" are one caption.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from extractor.layout.captions import squeezed
from extractor.layout.template import shipped_meanings

Letters = Callable[[str], str]
"""What of a text is compared: `squeezed` for its letters as they are, `meant` for what they mean."""

_NUMBERING = re.compile(r"^\d{1,2}[a-z]?(?:[.:)]|$)")
_LETTERED = re.compile(r"\([a-z]\)")
"""What a column is named by: "(A)"."""
_AROUND = ".,:;*()[]{}\"'"
_SHORT = 3
"""Letters of a word at most that an s at its end does not make a plural: "yes", "gas"."""
_JOINTS = re.compile(r"[/-]")


def meant(text: str) -> str:
    """The letters of a text's words by what they mean, those that say nothing left out."""
    return "".join(_meant(word) for word in text.casefold().split())


@lru_cache(maxsize=1 << 14)
def _meant(word: str) -> str:
    if _LETTERED.fullmatch(word):
        return word[1]
    bare = _NUMBERING.sub("", word.strip(_AROUND)).strip(_AROUND)
    whole = _known().get(bare)
    if whole is not None:
        return whole
    return "".join(_piece(piece) for piece in _JOINTS.split(bare))


def _piece(text: str) -> str:
    letters = squeezed(text)
    known = _known()
    return known[letters] if letters in known else known.get(_singular(letters), _singular(letters))


def _singular(letters: str) -> str:
    if letters.endswith("ies"):
        return letters[:-3] + "y"
    is_plural = len(letters) > _SHORT and letters.endswith("s") and not letters.endswith("ss")
    return letters[:-1] if is_plural else letters


@cache
def _known() -> dict[str, str]:
    return shipped_meanings().known
