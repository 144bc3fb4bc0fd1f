"""A filing's own words: names, dates and titles stand on a form more than once.

What is read alike in two regions of a page is hardly misread in both; and a name that no dictionary has is
none the stranger for it where the form spells it elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from extractor.model.geometry import Box
from extractor.model.page import Line, PageText

PIECE = re.compile(r"[^\W\d_]{3,}|\S*\d\S*\d\S*")
"""A word of letters, or what holds figures, as a whole."""
MARK = re.compile(r"\(\d{1,2}\)")
"""A footnote's mark beside a value, or alone."""
EDGES = ".,;:()[]\"'*"
SURE = 0.9
"""A word less probable than this is no witness."""


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
    taken = {id(word) for line in own for word in line.words}
    column = {
        token
        for word in page_text.words
        if word.probability >= SURE and box.x0 <= word.box.center_x < box.x1 and id(word) not in taken
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
            if word.probability >= SURE:
                yield from pieces(word.text)
