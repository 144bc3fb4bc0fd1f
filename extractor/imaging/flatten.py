"""Undoing skew, perspective and curl with the form's own rules as the yardstick.

A scan's rules were straight and square on the form. The field below gives, for a place on the flat sheet,
where to look on the scan: a polynomial displacement fitted by least squares so that every rule comes out
straight. Perspective and page curl are both of its low orders.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.document.page import Pixels
from extractor.imaging.ink import blobs

Floats = NDArray[np.float64]

MIN_TRACE = 1.2
"""Inches: shorter rules say too little of the page's shape."""
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Field:
    """Displacement of flat pixel (x, y) on the scan; coordinates are normalised by `size` (width, height).

    `down` holds the coefficients of dy over the terms of `_terms(x, y)`, `across` those of dx over
    `_terms(y, x)`.
    """

    size: tuple[int, int]
    across: Floats
    down: Floats

    def displaced(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Where on the scan the flat points (x, y) lie; all in pixels."""
        u, v = x / self.size[0], y / self.size[1]
        dx = _terms(v, u) @ self.across
        dy = _terms(u, v) @ self.down
        return x + dx, y + dy

    @property
    def is_flat(self) -> bool:
        """True where nothing moves by half a pixel."""
        return bool(np.abs(self.across).sum() < 0.5 and np.abs(self.down).sum() < 0.5)


def fit_field(masks: tuple[Pixels, Pixels], dpi: float) -> Field:
    """The field that straightens the rules drawn in `masks` (from `rule_masks`)."""
    across, down = masks
    height, width = across.shape
    dy = _fit(_traces(across, dpi), width, height)
    dx = _fit(_traces(np.ascontiguousarray(down.T), dpi), height, width)
    return Field((width, height), dx, dy)


def flattened(grey: Pixels, field: Field) -> Pixels:
    """The scan as it lies flat; same shape, paper where the scan had nothing."""
    height, width = grey.shape
    step = 16
    ys, xs = np.mgrid[0 : height + step : step, 0 : width + step : step].astype(np.float64)
    shape = xs.shape
    far_x, far_y = field.displaced(xs.ravel(), ys.ravel())
    grow = (width + step, height + step)
    map_x = cv2.resize(far_x.reshape(shape).astype(np.float32), None, fx=step, fy=step)
    map_y = cv2.resize(far_y.reshape(shape).astype(np.float32), None, fx=step, fy=step)
    # cv2.resize samples at pixel centres: shift back by half a coarse cell.
    shift = (step - 1) / 2
    map_x, map_y = _shifted(map_x, shift, grow), _shifted(map_y, shift, grow)
    return np.asarray(
        cv2.remap(grey, map_x[:height, :width], map_y[:height, :width], cv2.INTER_LINEAR, borderValue=255),
        np.uint8,
    )


def _shifted(grid: Pixels, shift: float, size: tuple[int, int]) -> Pixels:
    move = np.float32([[1, 0, -shift], [0, 1, -shift]])
    return np.asarray(cv2.warpAffine(grid, move, size, borderMode=cv2.BORDER_REPLICATE))


def _traces(runs: Pixels, dpi: float) -> list[tuple[Floats, Floats]]:
    """Centre lines of the long horizontal runs: (x, y) every eighth of an inch."""
    found, labels = blobs(runs)
    step = max(1, int(dpi / 8))
    traces = []
    for index, (x, y, width, height, _) in enumerate(found.tolist(), start=1):
        if width < MIN_TRACE * dpi or height > 0.25 * width:
            continue
        piece = labels[y : y + height, x : x + width : step] == index
        weight = piece.sum(axis=0)
        there = weight > 0
        rows = np.arange(height)[:, None]
        centre = (piece * rows).sum(axis=0)[there] / weight[there]
        traces.append(((np.arange(0, width, step) + x)[there].astype(float), centre + y))
    return traces


def _fit(traces: list[tuple[Floats, Floats]], length: int, depth: int) -> Floats:
    """Coefficients of the displacement that levels the traces, heaviest outliers left out in rounds.

    Each trace keeps an unknown level of its own; with few traces only the lean is fitted.
    """
    count = 6 if len(traces) >= 6 else 1
    coefficients = np.zeros(6)
    for _ in range(ROUNDS):
        if not traces:
            break
        coefficients[:count] = _solve(traces, length, depth, count)
        residual = [_residual(t, coefficients, length, depth) for t in traces]
        limit = max(1.0, 3 * float(np.median(residual)))
        traces = [t for t, r in zip(traces, residual, strict=True) if r <= limit]
    return coefficients


def _solve(traces: list[tuple[Floats, Floats]], length: int, depth: int, count: int) -> Floats:
    blocks, wanted = [], []
    for x, y in traces:
        terms = _terms(x / length, np.full_like(x, y.mean() / depth))[:, :count]
        # Centring by trace removes the trace's own unknown level.
        blocks.append(terms - terms.mean(axis=0))
        wanted.append(y - y.mean())
    return np.asarray(np.linalg.lstsq(np.concatenate(blocks), np.concatenate(wanted), rcond=1e-4)[0])


def _residual(trace: tuple[Floats, Floats], coefficients: Floats, length: int, depth: int) -> float:
    x, y = trace
    flat = y - _terms(x / length, np.full_like(x, y.mean() / depth)) @ coefficients
    return float(np.abs(flat - flat.mean()).max())


def _terms(along: Floats, depth: Floats) -> Floats:
    """Terms that bend a line along its length: lean, its change down the page, bow, its change, and cubic."""
    a, d = along, depth
    return np.stack([a, a * d, a * a, a * a * d, a * d * d, a * a * a], axis=-1)


