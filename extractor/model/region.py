"""A region: where one value stands on a page, before anything is made of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from extractor.model.geometry import Box
from extractor.model.page import Line, Word


@dataclass(frozen=True, slots=True)
class Region:
    """Lines of one value and the box they were cut from, in points of the flat sheet.

    `path` is the XPath of the value's element, `type` a value type of the layout (or `month`, `prose`,
    `check`), `means` the A/D code that its sub-column stands for.
    """

    path: str
    type: str
    page: int
    box: Box
    lines: tuple[Line, ...]
    means: str = ""
    severed: bool = False
    """True where other ink touches a line from beyond its column's rule: the value may go on there."""
    elsewhere: frozenset[str] = field(default=frozenset(), repr=False)
    """Words, in small letters, that are surely read elsewhere in the filing."""

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


def cut_line(line: Line, x0: float, x1: float) -> Line | None:
    """The part of a line whose words stand mostly between x0 and x1; the line itself where all do."""
    if line.box.x1 <= x0 or line.box.x0 >= x1:
        return None
    kept = [word for word in line.words if _share(word, x0, x1) > 0.5]
    return line.only(kept) if kept else None


def without_words(lines: Iterable[Line], words: Iterable[Word]) -> list[Line]:
    """The lines less the given words; lines left empty are dropped."""
    gone = {word.id for word in words}
    return [rest for line in lines if (rest := line.without(gone)) is not None]


def _share(word: Word, x0: float, x1: float) -> float:
    width = max(word.box.width, 0.1)
    return max(0.0, min(word.box.x1, x1) - max(word.box.x0, x0)) / width
