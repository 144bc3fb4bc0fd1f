"""The way back from the flat, upright page to the page as filed; points, origin top left."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from extractor.model.geometry import Box, around

Floats = NDArray[np.float64]
Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Field:
    """Displacement of the flat point (x, y): dy = terms(x, y)·down, dx = terms(y, x)·across, then `away`.

    `away` is the perspective: how much farther from the eye the page is, for each point to the right of and
    below its middle. `headlong` fields were fitted to the page upside down.
    """

    width: float
    height: float
    across: Floats
    down: Floats
    away: Pair = (0.0, 0.0)
    headlong: bool = False

    @property
    def bend(self) -> float:
        """The most points by which a single term of the field, the lean apart, moves anything."""
        return float(max(np.abs(self.across[1:]).max(), np.abs(self.down[1:]).max()))

    def displaced(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Where the flat points (x, y) lie before flattening."""
        if self.headlong:
            x, y = replace(self, headlong=False).displaced(self.width - x, self.height - y)
            return self.width - x, self.height - y
        u, v = 2 * x / self.width - 1, 2 * y / self.height - 1
        x, y = x + terms(v, u) @ self.across, y + terms(u, v) @ self.down
        return receding(x, y, (self.width, self.height), self.away)


@dataclass(frozen=True, slots=True)
class Warp:
    """From the flat, upright sheet back to the page as filed.

    `width`, `height` are those of the flat sheet; `quarters` are the clockwise quarter turns and `lean` the
    degrees that were undone; `field` is None where the page needed no flattening.
    """

    width: float
    height: float
    quarters: int = 0
    lean: float = 0.0
    field: Field | None = None

    def to_turned(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Flat points on the page after its quarter turns, before anything finer."""
        if self.field is not None:
            x, y = self.field.displaced(x, y)
        cos, sin = np.cos(np.radians(self.lean)), np.sin(np.radians(self.lean))
        x, y = x - self.width / 2, y - self.height / 2
        return cos * x - sin * y + self.width / 2, sin * x + cos * y + self.height / 2

    def to_filed(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Flat points on the page as filed."""
        x, y = self.to_turned(x, y)
        if self.quarters == 1:
            return y, self.width - x
        if self.quarters == 2:
            return self.width - x, self.height - y
        if self.quarters == 3:
            return self.height - y, x
        return x, y

    def turned_over(self) -> Warp:
        """The warp of the same flat sheet turned by 180 degrees."""
        field = self.field and replace(self.field, headlong=not self.field.headlong)
        return replace(self, quarters=(self.quarters + 2) % 4, field=field)

    def box_as_filed(self, box: Box) -> Box:
        """The upright box on the page as filed around a box of the flat sheet."""
        corners = np.array(
            [(box.x0, box.top), (box.x1, box.top), (box.x0, box.bottom), (box.x1, box.bottom)], float
        )
        xs, ys = self.to_filed(corners[:, 0], corners[:, 1])
        return around(Box(x, y, x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True))


def receding(x: Floats, y: Floats, size: Pair, away: Pair) -> tuple[Floats, Floats]:
    """Points of the page seen in perspective."""
    x, y = x - size[0] / 2, y - size[1] / 2
    depth = 1 + away[0] * x + away[1] * y
    return x / depth + size[0] / 2, y / depth + size[1] / 2


def terms(along: Floats, depth: Floats) -> Floats:
    """What bends a line, each from -1 to 1: lean, its change over the page, bow, its change, waves."""
    a, d = along, depth
    bow, wave = 2 * a * a - 1, (4 * a * a - 3) * a
    return np.stack([a, a * d, bow, bow * d, a * (2 * d * d - 1), wave, wave * d, 2 * bow * bow - 1], axis=-1)
