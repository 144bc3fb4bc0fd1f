"""Boxes on a page: points (1/72 inch), origin top left, x to the right, y downwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

POINT_DIGITS = 1
"""Decimal places of a point in the output: a tenth is less than a pixel of a scan."""
POINTS_PER_INCH = 72.0


class Box(NamedTuple):
    """An upright rectangle in points, origin top left of the page.

    A page has thousands, and a tuple is made in half the time of a frozen dataclass.
    """

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def center_x(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def center_y(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def area(self) -> float:
        return max(0.0, self.width) * max(0.0, self.height)

    def overlap(self, other: Box) -> float:
        """Area shared with `other`, in square points."""
        return self.overlap_x(other) * self.overlap_y(other)

    def overlap_x(self, other: Box) -> float:
        """Length shared with `other` across the page."""
        return max(0.0, min(self.x1, other.x1) - max(self.x0, other.x0))

    def overlap_y(self, other: Box) -> float:
        """Length shared with `other` down the page."""
        return max(0.0, min(self.bottom, other.bottom) - max(self.top, other.top))

    def holds(self, x: float, y: float) -> bool:
        """True where the point (x, y) lies inside or on the edge."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom

    def holds_middle(self, other: Box) -> bool:
        """True where the middle of `other` lies inside or on the edge."""
        # Asked of every line for every box; most stand further up or down.
        x0, top, x1, bottom = other
        return self.top <= (top + bottom) / 2 <= self.bottom and self.x0 <= (x0 + x1) / 2 <= self.x1

    def grown(self, by: float) -> Box:
        """The box with every side moved outwards by `by` points."""
        return Box(self.x0 - by, self.top - by, self.x1 + by, self.bottom + by)

    def scaled(self, by: float) -> Box:
        """The same box in another unit."""
        return Box(self.x0 * by, self.top * by, self.x1 * by, self.bottom * by)

    def moved(self, by: float) -> Box:
        """The box `by` points further down the page."""
        return Box(self.x0, self.top + by, self.x1, self.bottom + by)

    def rounded(self, digits: int) -> tuple[float, float, float, float]:
        """Its sides x0, top, x1, bottom to so many decimals, as they stand in outputs."""
        left, right = round(self.x0, digits), round(self.x1, digits)
        return left, round(self.top, digits), right, round(self.bottom, digits)

    def union(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(
            min(self.x0, other.x0),
            min(self.top, other.top),
            max(self.x1, other.x1),
            max(self.bottom, other.bottom),
        )


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box around all `boxes`; raises ValueError when there are none."""
    own = list(boxes)
    if not own:
        raise ValueError("no boxes to go around")
    if len(own) == 1:
        return own[0]
    x0, top, x1, bottom = zip(*own, strict=True)
    return Box(min(x0), min(top), max(x1), max(bottom))


def median(values: Sequence[float]) -> float:
    """The median of some numbers; raises IndexError when there are none.

    numpy's loads its masked arrays, which nothing else needs, and takes ten times as long for so few.
    """
    ordered = sorted(values)
    half = len(ordered) // 2
    return float(ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2)
