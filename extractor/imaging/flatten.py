"""Undoing turn, skew, perspective and curl, with the form's own rules as the yardstick.

A scan's rules were straight and square on the form. The field below gives, for a place on the flat sheet,
where to look on the scan: a polynomial displacement fitted by least squares so that every rule comes out
straight. Perspective and page curl are both of its low orders. All coordinates are points.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.document.page import Pixels
from extractor.geometry import Box, around
from extractor.imaging.ink import POINTS_PER_INCH, blobs

Floats = NDArray[np.float64]

MIN_TRACE = 1.2
"""Inches: shorter rules say too little of the page's shape."""
ROUNDS = 3
MESH = 16
"""Pixels between the places where the field is computed; between them it is interpolated."""


@dataclass(frozen=True, slots=True)
class Field:
    """Displacement of the flat point (x, y): dy = terms(x, y)·down, dx = terms(y, x)·across.

    `headlong` fields were fitted to the page upside down.
    """

    width: float
    height: float
    across: Floats
    down: Floats
    headlong: bool = False

    def displaced(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Where the flat points (x, y) lie before flattening."""
        if self.headlong:
            x, y = replace(self, headlong=False).displaced(self.width - x, self.height - y)
            return self.width - x, self.height - y
        u, v = x / self.width, y / self.height
        return x + _terms(v, u) @ self.across, y + _terms(u, v) @ self.down


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


def fit_field(masks: tuple[Pixels, Pixels], dpi: float) -> Field:
    """The field that straightens the rules drawn in `masks` (from `rule_masks`)."""
    across, down = masks
    unit = POINTS_PER_INCH / dpi
    height, width = across.shape[0] * unit, across.shape[1] * unit
    dy = _fit(_traces(across, dpi), width, height)
    dx = _fit(_traces(np.ascontiguousarray(down.T), dpi), height, width)
    return Field(width, height, dx, dy)


def resampled(turned: Pixels, warp: Warp, dpi: float) -> Pixels:
    """The page flat at `dpi`, from its turned scan of any resolution; paper where the scan had nothing."""
    scale_x = turned.shape[1] / warp.width
    scale_y = turned.shape[0] / warp.height
    width, height = round(warp.width * dpi / POINTS_PER_INCH), round(warp.height * dpi / POINTS_PER_INCH)
    columns, rows = -(-width // MESH) + 2, -(-height // MESH) + 2
    ys, xs = np.mgrid[0:rows, 0:columns].astype(np.float64) * MESH * POINTS_PER_INCH / dpi
    far_x, far_y = warp.to_turned(xs.ravel(), ys.ravel())
    map_x = _refined((far_x * scale_x).reshape(rows, columns), (width, height))
    map_y = _refined((far_y * scale_y).reshape(rows, columns), (width, height))
    flat = cv2.remap(turned, map_x, map_y, cv2.INTER_LINEAR, borderValue=255)
    return np.asarray(flat, np.uint8)


def _refined(coarse: Floats, size: tuple[int, int]) -> NDArray[np.float32]:
    """Mesh values at every pixel, by linear interpolation."""
    shrink = np.array([[1 / MESH, 0, 0], [0, 1 / MESH, 0]], np.float32)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(coarse.astype(np.float32), shrink, size, flags=flags), np.float32)


def _traces(runs: Pixels, dpi: float) -> list[tuple[Floats, Floats]]:
    """Centre lines of the long horizontal runs, in points: (x, y) every eighth of an inch."""
    found, labels = blobs(runs)
    step, unit = max(1, int(dpi / 8)), POINTS_PER_INCH / dpi
    traces = []
    for index, (x, y, width, height, _) in enumerate(found.tolist(), start=1):
        if width < MIN_TRACE * dpi or height > 0.25 * width:
            continue
        piece = labels[y : y + height, x : x + width : step] == index
        weight = piece.sum(axis=0)
        there = weight > 0
        centre = (piece * np.arange(height)[:, None]).sum(axis=0)[there] / weight[there]
        traces.append(((np.arange(0, width, step) + x)[there] * unit, (centre + y + 0.5) * unit))
    return traces


def _fit(traces: list[tuple[Floats, Floats]], length: float, depth: float) -> Floats:
    """Coefficients of the displacement that levels the traces, the worst fitting left out in rounds.

    Each trace keeps an unknown level of its own; with few traces only the lean is fitted.
    """
    count = 6 if len(traces) >= 6 else 1
    coefficients = np.zeros(6)
    for _ in range(ROUNDS):
        if not traces:
            break
        coefficients[:count] = _solve(traces, length, depth, count)
        residual = [_residual(t, coefficients, length, depth) for t in traces]
        limit = max(0.4, 3 * float(np.median(residual)))
        traces = [t for t, r in zip(traces, residual, strict=True) if r <= limit]
    return coefficients


def _solve(traces: list[tuple[Floats, Floats]], length: float, depth: float, count: int) -> Floats:
    blocks, wanted = [], []
    for x, y in traces:
        terms = _terms(x / length, np.full_like(x, y.mean() / depth))[:, :count]
        # Centring by trace removes the trace's own unknown level.
        blocks.append(terms - terms.mean(axis=0))
        wanted.append(y - y.mean())
    return np.asarray(np.linalg.lstsq(np.concatenate(blocks), np.concatenate(wanted), rcond=1e-4)[0])


def _residual(trace: tuple[Floats, Floats], coefficients: Floats, length: float, depth: float) -> float:
    x, y = trace
    flat = y - _terms(x / length, np.full_like(x, y.mean() / depth)) @ coefficients
    return float(np.abs(flat - flat.mean()).max())


def _terms(along: Floats, depth: Floats) -> Floats:
    """What bends a line along its length: lean, its change down the page, bow, its change, and so on."""
    a, d = along, depth
    return np.stack([a, a * d, a * a, a * a * d, a * d * d, a * a * a], axis=-1)
