"""Printed boxes to check: small hollow squares, and whether something is written in them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extractor.document.page import Pixels
from extractor.imaging.ink import POINTS_PER_INCH, Blobs

SMALLEST, LARGEST = 5.0, 17.0
"""Points: the sides of a box to check."""
SQUARE = 0.62
"""The shorter side is at least this share of the longer."""
DRAWN = 0.72
"""Share of each of the four sides that must be there."""
CHECKED = 0.045
"""Share of the inside that must be ink for the box to be checked."""


@dataclass(frozen=True, slots=True)
class SquareBox:
    """A box in pixels of the sheet, and whether it is checked."""

    x0: int
    y0: int
    x1: int
    y1: int
    checked: bool


def find_boxes(mask: Pixels, found: Blobs, dpi: float) -> tuple[list[SquareBox], NDArray[np.bool_]]:
    """The boxes among the blobs `found`, and which blobs they are."""
    unit = dpi / POINTS_PER_INCH
    width, height = found[:, 2], found[:, 3]
    likely = (np.minimum(width, height) >= SMALLEST * unit) & (np.maximum(width, height) <= LARGEST * unit)
    likely &= np.minimum(width, height) >= SQUARE * np.maximum(width, height)
    boxes = []
    for index in np.flatnonzero(likely):
        x, y, wide, high, _ = found[index].tolist()
        piece = mask[y : y + high, x : x + wide]
        if _hollow(piece, unit):
            boxes.append(SquareBox(x, y, x + wide, y + high, _inside(piece, unit) > CHECKED))
        else:
            likely[index] = False
    return boxes, np.asarray(likely)


def _hollow(piece: Pixels, unit: float) -> bool:
    """True where all four sides are drawn and the inside is mostly paper."""
    edge = max(2, round(0.9 * unit))
    sides = (piece[:edge].max(axis=0), piece[-edge:].max(axis=0), piece[:, :edge].max(axis=1), piece[:, -edge:].max(axis=1))
    return all(float(side.mean()) >= DRAWN for side in sides) and _inside(piece, unit) < 0.5


def _inside(piece: Pixels, unit: float) -> float:
    margin = max(2, round(1.5 * unit))
    inner = piece[margin:-margin, margin:-margin]
    return float(inner.mean()) if inner.size else 1.0
