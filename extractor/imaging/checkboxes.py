"""Printed boxes to check: small hollow squares, and whether something is written in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extractor.document.opened_page import Pixels
from extractor.imaging.binarize import POINTS_PER_INCH, Blobs

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
OBLONG = 1.25
"""A blob this much longer than wide is a box with something run into it."""
DRAWN = 0.78
"""Share of each of the four sides that must be there."""
CORNER = 0.12
"""Share of the side in whose square each corner must have ink: an O has none there."""
MIDDLE = 0.25
"""Share of the side that is left out around the middle, where a mark's strokes cross."""
CENTRE = 0.36
"""Share of the side that is left out around the very middle."""
BLACK = 0.85
"""Share of the middle from which a square is a blot, not a box with a heavy mark."""
EMPTY, FULL = 0.03, 0.16
"""Shares of the middle up to which a box is surely empty, and from which it is surely checked."""
CHECKED = 0.07
"""Share of the middle that must be ink for the box to be checked."""


@dataclass(frozen=True, slots=True)
class SquareBox:
    """A box in pixels of the sheet, whether it is checked, and whether its ink leaves no doubt of that."""

    x0: int
    y0: int
    x1: int
    y1: int
    checked: bool
    sure: bool


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
        for x, y, wide, high in _squares(*found[index, :4].tolist()):
            piece = mask[y : y + high, x : x + wide]
            left = mask[y : y + high, max(0, x - round(ALONE * unit)) : x]
            if _hollow(piece, unit) and (not left.size or left.mean() < CLEAR):
                boxes.append(_judged(x, y, piece))
                break
    return boxes


def _squares(x: int, y: int, wide: int, high: int) -> list[tuple[int, int, int, int]]:
    """Where in a blob the box may be: all of it, or a square at either end where letters run into it."""
    if high > OBLONG * wide:
        return [(x, y, wide, wide), (x, y + high - wide, wide, wide)]
    if wide > OBLONG * high:
        return [(x, y, high, high), (x + wide - high, y, high, high)]
    return [(x, y, wide, high)]


def _judged(x: int, y: int, piece: Pixels) -> SquareBox:
    high, wide = piece.shape
    ink = _middle(piece)
    checked = ink > CHECKED
    # The strokes of a mark cross in the middle; a letter that runs into the box from outside does not.
    crossed = _middle(piece, CENTRE) > CHECKED
    return SquareBox(x, y, x + wide, y + high, checked, not EMPTY < ink < FULL and crossed == checked)


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


def _middle(piece: Pixels, left_out: float = MIDDLE) -> float:
    """Share of ink in the middle of a box, a share of its sides left out all around."""
    y, x = (max(1, round(left_out * side)) for side in piece.shape)
    return float(piece[y:-y, x:-x].mean())


def within(found: Blobs, boxes: Sequence[SquareBox]) -> NDArray[np.bool_]:
    """Which blobs lie in one of the boxes, the boxes themselves included."""
    cx, cy = found[:, 0] + found[:, 2] / 2, found[:, 1] + found[:, 3] / 2
    inside = np.zeros(len(found), np.bool_)
    for box in boxes:
        inside |= (cx > box.x0) & (cx < box.x1) & (cy > box.y0) & (cy < box.y1)
    return inside
