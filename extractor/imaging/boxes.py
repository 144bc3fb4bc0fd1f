"""Printed boxes to check: small hollow squares, and whether something is written in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extractor.document.page import Pixels
from extractor.imaging.ink import POINTS_PER_INCH, Blobs

SMALLEST, LARGEST = 5.0, 17.0
"""Points: the sides of a box to check."""
TALLER = 1.25
"""A box is at least this much higher than the page's letters: `SS` run together is none."""
ALONE = 5.0
"""Points of clear paper to the left of a box."""
CLEAR = 0.05
"""Share of ink up to which that paper is clear: specks."""
SQUARE = 0.62
"""The shorter side is at least this share of the longer."""
DRAWN = 0.78
"""Share of each of the four sides that must be there."""
CORNER = 0.12
"""Share of the side in whose square each corner must have ink: an O has none there."""
MIDDLE = 0.25
"""Share of the side that is left out around the middle, where a mark's strokes cross."""
BLACK = 0.85
"""Share of the middle from which a square is a blot, not a box with a heavy mark."""
CHECKED = 0.07
"""Share of the middle that must be ink for the box to be checked."""


@dataclass(frozen=True, slots=True)
class SquareBox:
    """A box in pixels of the sheet, and whether it is checked."""

    x0: int
    y0: int
    x1: int
    y1: int
    checked: bool


def find_boxes(mask: Pixels, found: Blobs, dpi: float) -> list[SquareBox]:
    """The boxes among the blobs `found` of the ink `mask`, rules still in it."""
    unit = dpi / POINTS_PER_INCH
    width, height = found[:, 2], found[:, 3]
    likely = (np.minimum(width, height) >= SMALLEST * unit) & (np.maximum(width, height) <= LARGEST * unit)
    likely &= np.minimum(width, height) >= SQUARE * np.maximum(width, height)
    likely &= (
        height >= TALLER * np.percentile(height[height >= 2 * unit], 75)
        if (height >= 2 * unit).any()
        else False
    )
    boxes = []
    for index in np.flatnonzero(likely):
        x, y, wide, high, _ = found[index].tolist()
        piece = mask[y : y + high, x : x + wide]
        left = mask[y : y + high, max(0, x - round(ALONE * unit)) : x]
        if _hollow(piece, unit) and (not left.size or left.mean() < CLEAR):
            boxes.append(SquareBox(x, y, x + wide, y + high, _middle(piece) > CHECKED))
    return boxes


def _hollow(piece: Pixels, unit: float) -> bool:
    """True where four sides and four corners are drawn and the inside is mostly paper."""
    edge = max(2, round(1.3 * unit))
    sides = (
        piece[:edge].max(axis=0),
        piece[-edge:].max(axis=0),
        piece[:, :edge].max(axis=1),
        piece[:, -edge:].max(axis=1),
    )
    if any(float(side.mean()) < DRAWN for side in sides) or _middle(piece) > BLACK:
        return False
    k = max(1, round(CORNER * min(piece.shape)))
    corners = (piece[:k, :k], piece[:k, -k:], piece[-k:, :k], piece[-k:, -k:])
    return all(bool(corner.any()) for corner in corners)


def _middle(piece: Pixels) -> float:
    """Share of ink in the middle of a box."""
    y, x = (max(1, round(MIDDLE * side)) for side in piece.shape)
    return float(piece[y:-y, x:-x].mean())


def within(found: Blobs, boxes: Sequence[SquareBox]) -> NDArray[np.bool_]:
    """Which blobs lie in one of the boxes, the boxes themselves included."""
    cx, cy = found[:, 0] + found[:, 2] / 2, found[:, 1] + found[:, 3] / 2
    inside = np.zeros(len(found), np.bool_)
    for box in boxes:
        inside |= (cx > box.x0) & (cx < box.x1) & (cy > box.y0) & (cy < box.y1)
    return inside
