"""What is put on a sheet of paper: text, lines and discs in points, origin top left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from extractor.model.geometry import Box
from samples.generator.fonts import text_width

Colour = tuple[float, float, float]
BLACK: Colour = (0.0, 0.0, 0.0)
WHITE: Colour = (1.0, 1.0, 1.0)
# Of the letters' size: how far ink rises over the baseline and falls below it.
ASCENT, DESCENT = 0.74, 0.22


@dataclass(frozen=True, slots=True)
class Text:
    """One run of text, `y` its baseline; `turn` in degrees anticlockwise, `slant` the tangent of the lean.

    `line` is the baseline a hand meant to keep, which its single letters leave a little.
    """

    x: float
    y: float
    text: str
    font: str
    size: float
    colour: Colour = BLACK
    path: str = ""
    turn: float = 0.0
    slant: float = 0.0
    line: float | None = None

    @property
    def width(self) -> float:
        return text_width(self.text, self.font, self.size)

    @property
    def box(self) -> Box:
        """Around the letters, for runs that are not turned."""
        return Box(self.x, self.y - ASCENT * self.size, self.x + self.width, self.y + DESCENT * self.size)


@dataclass(frozen=True, slots=True)
class Line:
    """A ruling."""

    x0: float
    y0: float
    x1: float
    y1: float
    weight: float
    colour: Colour = BLACK


@dataclass(frozen=True, slots=True)
class Area:
    """A filled rectangle."""

    box: Box
    colour: Colour


Item = Text | Line | Area


@dataclass(frozen=True, slots=True)
class Sheet:
    """One printed page."""

    width: float
    height: float
    items: tuple[Item, ...]


@dataclass(slots=True)
class Pen:
    """Collects what is drawn on one page; a pen nobody keeps serves to measure."""

    items: list[Item] = field(default_factory=list)

    def text(self, *runs: Text) -> None:
        self.items.extend(runs)

    def line(self, x0: float, y0: float, x1: float, y1: float, weight: float, colour: Colour = BLACK) -> None:
        self.items.append(Line(x0, y0, x1, y1, weight, colour))

    def frame(self, box: Box, weight: float, colour: Colour = BLACK) -> None:
        """The four sides of `box`."""
        for x0, y0, x1, y1 in _sides(box):
            self.line(x0, y0, x1, y1, weight, colour)

    def area(self, box: Box, colour: Colour) -> None:
        self.items.append(Area(box, colour))


def _sides(box: Box) -> Iterator[tuple[float, float, float, float]]:
    yield box.x0, box.top, box.x1, box.top
    yield box.x1, box.top, box.x1, box.bottom
    yield box.x1, box.bottom, box.x0, box.bottom
    yield box.x0, box.bottom, box.x0, box.top
