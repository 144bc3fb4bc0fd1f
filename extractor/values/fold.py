"""Folding look-alike characters before anything is parsed.

A Form 4 is printed in English: a Cyrillic М in a code column is an M, a prime inside a number is dirt.
"""

from __future__ import annotations

import re
import unicodedata

_LOOK_ALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТХаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABESIJKMHOPCTXaeopcyxijsABEZHIKMNOPTYXo",
)
_MARKS = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u2032": "'",
        "\u201c": '"', "\u201d": '"', "\u2033": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
        "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u00ad": "", "\u2044": "/", "\u2215": "/",
        "\ufffe": "-", "\u0002": "-",
    }
)  # fmt: skip


SLASHED = re.compile(r"(?<![\d/])/(\d{1,2})/(?![\d/])")
"""A footnote's number between slashes, as typewriters without brackets write it; in dates figures stand
around."""


def bracketed(text: str) -> str:
    """Numbers between slashes in brackets."""
    return SLASHED.sub(r"(\1)", text)


def folded(text: str) -> str:
    """`text` in plain letters: look-alikes, dashes, quotes, wide digits and odd blanks made ordinary."""
    plain = text.translate(_MARKS)
    if not plain.isascii():
        # NFKC would turn a typed ½ into 1⁄2 glued to the digits before it: keep a blank between.
        plain = "".join(
            f" {c}" if unicodedata.decomposition(c).startswith("<fraction>") else c for c in plain
        )
        plain = unicodedata.normalize("NFKC", plain).translate(_MARKS).translate(_LOOK_ALIKES)
    return " ".join(plain.split())
