"""Dewarping: skew, perspective and curl undone by the form's ruling lines, once straight and square.

The displacement field says, for a point of the flat page, where it is on the scan: a polynomial (the page's
curl) and a perspective, fitted by regularized least squares so that every ruling line comes out straight and
along its axis. Lines that converge show the perspective, and with it how distances shrink towards the far
side. All coordinates are points.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.document.opened_page import WHITE, Pixels
from extractor.imaging.binarize import blobs
from extractor.imaging.settings import SETTINGS
from extractor.model.geometry import POINTS_PER_INCH
from extractor.model.warp import XY, DisplacementField, Floats, Warp, in_perspective, terms

_SETTINGS = SETTINGS.dewarp
TERMS = terms(np.zeros(()), np.zeros(())).size
"""Terms of the polynomial that a displacement is made of."""


def fit_field(
    masks: tuple[Pixels, Pixels], dpi: float, before: DisplacementField | None = None
) -> DisplacementField:
    """The field that straightens the ruling lines in `masks` (from `rule_masks`).

    `before` is a first field, by which the page of the masks has been dewarped already.
    """
    across, down = masks
    unit = POINTS_PER_INCH / dpi
    size = width, height = across.shape[1] * unit, across.shape[0] * unit
    level = _traces(across, dpi)
    upright = [(x, y) for y, x in _traces(np.ascontiguousarray(down.T), dpi)]
    if before is not None:
        level, upright = ([before.displaced(*trace) for trace in traces] for traces in (level, upright))
    perspective = (0.0, 0.0)
    for _ in range(_SETTINGS.rounds):
        level_now = [_without_perspective(x, y, size, perspective) for x, y in level]
        upright_now = [_without_perspective(x, y, size, perspective) for x, y in upright]
        dy = _fit_displacement(level_now, width, height)
        dx = _fit_displacement([(y, x) for x, y in upright_now], height, width)
        # What is left of the lines' convergence goes to the perspective.
        perspective = (
            _with_convergence(perspective[0], dy[1], size),
            _with_convergence(perspective[1], dx[1], size),
        )
    dy[1] = dx[1] = 0
    return DisplacementField(width, height, dx, dy, perspective)


def _with_convergence(perspective: float, convergence: float, size: XY) -> float:
    """The perspective with what a `convergence` (points at the page's corner) adds to it."""
    steepest = 2 * _SETTINGS.steepest_perspective / max(size)
    return float(np.clip(perspective - convergence / (size[0] / 2 * size[1] / 2), -steepest, steepest))


def _without_perspective(x: Floats, y: Floats, size: XY, perspective: XY) -> tuple[Floats, Floats]:
    """Points seen in perspective, on the page again."""
    # The inverse is the perspective from the other side.
    return in_perspective(x, y, size, (-perspective[0], -perspective[1]))


def resampled(turned: Pixels, warp: Warp, dpi: float) -> Pixels:
    """The page flat at `dpi`, from the scan `turned` by `warp.quarters`, at any resolution."""
    scale_x = turned.shape[1] / warp.width
    scale_y = turned.shape[0] / warp.height
    width, height = round(warp.width * dpi / POINTS_PER_INCH), round(warp.height * dpi / POINTS_PER_INCH)
    mesh = _SETTINGS.mesh
    columns, rows = -(-width // mesh) + 2, -(-height // mesh) + 2
    ys, xs = np.mgrid[0:rows, 0:columns].astype(np.float64) * mesh * POINTS_PER_INCH / dpi
    far_x, far_y = warp.to_turned(xs.ravel(), ys.ravel())
    map_x = _interpolated((far_x * scale_x).reshape(rows, columns), (width, height))
    map_y = _interpolated((far_y * scale_y).reshape(rows, columns), (width, height))
    flat = cv2.remap(turned, map_x, map_y, cv2.INTER_LINEAR, borderValue=WHITE)
    return np.asarray(flat, np.uint8)


def _interpolated(coarse: Floats, size: tuple[int, int]) -> NDArray[np.float32]:
    """Mesh values at every pixel, by linear interpolation."""
    shrink = np.array([[1 / _SETTINGS.mesh, 0, 0], [0, 1 / _SETTINGS.mesh, 0]], np.float32)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(coarse.astype(np.float32), shrink, size, flags=flags), np.float32)


def _traces(runs: Pixels, dpi: float) -> list[tuple[Floats, Floats]]:
    """Centre lines of the long horizontal runs, in points: (x, y), `trace_points` of them an inch."""
    found, labels = blobs(runs)
    step, unit = max(1, int(dpi / _SETTINGS.trace_points)), POINTS_PER_INCH / dpi
    traces = []
    for index, (x, y, width, height, _) in enumerate(found.tolist(), start=1):
        if width < _SETTINGS.shortest_trace * dpi or height > _SETTINGS.steepest_trace * width:
            continue
        piece = labels[y : y + height, x : x + width : step] == index
        weight = piece.sum(axis=0)
        there = weight > 0
        centre = (piece * np.arange(height)[:, None]).sum(axis=0)[there] / weight[there]
        traces.append(((np.arange(0, width, step) + x)[there] * unit, (centre + y + 0.5) * unit))
    return traces


def _fit_displacement(traces: list[tuple[Floats, Floats]], length: float, depth: float) -> Floats:
    """Coefficients of the displacement that levels the traces; outliers are left out round by round.

    Each trace keeps an unknown level of its own; with few traces only the skew is fitted.
    """
    count = TERMS if len(traces) >= _SETTINGS.traces_for_bends else 1
    coefficients = np.zeros(TERMS)
    bends = [_polynomial_terms(x, y, length, depth, count) for x, y in traces]
    for _ in range(_SETTINGS.rounds):
        if not bends:
            break
        coefficients[:count] = _ridge_regression(bends)
        residual = [float(np.abs(y - terms @ coefficients[:count]).max()) for terms, y in bends]
        limit = max(_SETTINGS.least_outlier, _SETTINGS.outlier_medians * float(np.median(residual)))
        bends = [bend for bend, r in zip(bends, residual, strict=True) if r <= limit]
    return coefficients


def _polynomial_terms(x: Floats, y: Floats, length: float, depth: float, count: int) -> tuple[Floats, Floats]:
    """The terms along a trace and its heights, less their means: that removes its own unknown level."""
    own = terms(2 * x / length - 1, np.full_like(x, 2 * y.mean() / depth - 1))[:, :count]
    return own - own.mean(axis=0), y - y.mean()


def _ridge_regression(bends: list[tuple[Floats, Floats]]) -> Floats:
    """Least squares with a penalty on bends (Tikhonov regularization)."""
    terms, heights = (np.concatenate(parts) for parts in zip(*bends, strict=True))
    ridge = np.full(terms.shape[1], _SETTINGS.ridge * len(heights))
    ridge[0] = _SETTINGS.skew_ridge
    return np.asarray(np.linalg.solve(terms.T @ terms + np.diag(ridge), terms.T @ heights))
