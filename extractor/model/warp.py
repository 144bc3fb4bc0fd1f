"""The map from the flat, upright page back to the page as filed; points, origin top left."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from extractor.model.geometry import Box, around

Floats = NDArray[np.float64]
XY = tuple[float, float]
"""A pair of numbers, across and down the page."""


@dataclass(frozen=True, slots=True)
class DisplacementField:
    """Displacement of the flat point (x, y): dy = terms(x, y)·down, dx = terms(y, x)·across, and perspective.

    `perspective` is how much farther from the eye the page is, as a share of its distance, for each point to
    the right of and below its centre. `upside_down` fields were fitted to the page turned by 180 degrees.
    """

    width: float
    height: float
    across: Floats
    down: Floats
    perspective: XY = (0.0, 0.0)
    upside_down: bool = False

    @property
    def bend(self) -> float:
        """The most points by which a single term of the field, the skew apart, moves anything."""
        return float(max(np.abs(self.across[1:]).max(), np.abs(self.down[1:]).max()))

    def displaced(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Where the flat points (x, y) were before dewarping."""
        if self.upside_down:
            x, y = replace(self, upside_down=False).displaced(self.width - x, self.height - y)
            return self.width - x, self.height - y
        u, v = 2 * x / self.width - 1, 2 * y / self.height - 1
        x, y = x + terms(v, u) @ self.across, y + terms(u, v) @ self.down
        return in_perspective(x, y, (self.width, self.height), self.perspective)


@dataclass(frozen=True, slots=True)
class Inset:
    """Where on a page a picture of a whole sheet is set: a point of the sheet is `scale` points there, its
    corner lies at (`x0`, `top`)."""

    x0: float
    top: float
    scale: float


@dataclass(frozen=True, slots=True)
class Warp:
    """From the flat, upright page back to the page as filed.

    `width`, `height` are those of the flat page; `quarters` are the clockwise quarter turns and `skew` the
    degrees that were undone; `field` is None where the page was not dewarped.
    """

    width: float
    height: float
    quarters: int = 0
    skew: float = 0.0
    field: DisplacementField | None = None
    inset: Inset | None = None
    """Where the sheet that was read is set on the page as filed; None where it is the page."""

    def to_turned(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Flat points on the page after its quarter turns, before anything finer."""
        if self.field is not None:
            x, y = self.field.displaced(x, y)
        cos, sin = np.cos(np.radians(self.skew)), np.sin(np.radians(self.skew))
        x, y = x - self.width / 2, y - self.height / 2
        return cos * x - sin * y + self.width / 2, sin * x + cos * y + self.height / 2

    def to_filed(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Flat points on the page as filed."""
        x, y = self._turned_back(*self.to_turned(x, y))
        if self.inset is None:
            return x, y
        return self.inset.x0 + self.inset.scale * x, self.inset.top + self.inset.scale * y

    def _turned_back(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Points of the page after its quarter turns before them."""
        if self.quarters == 1:
            return y, self.width - x
        if self.quarters == 2:
            return self.width - x, self.height - y
        if self.quarters == 3:
            return self.height - y, x
        return x, y

    def rotated_180(self) -> Warp:
        """The warp of the same flat page turned by 180 degrees."""
        field = self.field and replace(self.field, upside_down=not self.field.upside_down)
        return replace(self, quarters=(self.quarters + 2) % 4, field=field)

    def box_as_filed(self, box: Box) -> Box:
        """The upright box on the page as filed around a box of the flat page."""
        corners = np.array(
            [(box.x0, box.top), (box.x1, box.top), (box.x0, box.bottom), (box.x1, box.bottom)], float
        )
        xs, ys = self.to_filed(corners[:, 0], corners[:, 1])
        return around(Box(x, y, x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True))


def in_perspective(x: Floats, y: Floats, size: XY, perspective: XY) -> tuple[Floats, Floats]:
    """Points of the page as a camera sees them from above its centre (projective transform)."""
    x, y = x - size[0] / 2, y - size[1] / 2
    depth = 1 + perspective[0] * x + perspective[1] * y
    return x / depth + size[0] / 2, y / depth + size[1] / 2


def terms(along: Floats, depth: Floats) -> Floats:
    """What bends a line, each from -1 to 1: products of Chebyshev polynomials along it and across the page.

    In order: skew, its change over the page, bow, its change, the skew's second change, waves.
    """
    a, d = along, depth
    bow, wave = 2 * a * a - 1, (4 * a * a - 3) * a
    return np.stack([a, a * d, bow, bow * d, a * (2 * d * d - 1), wave, wave * d, 2 * bow * bow - 1], axis=-1)
