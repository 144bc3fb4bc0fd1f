"""Hairlines that film, a fax or a copier drew through the writing, taken out of the ink. All in pixels."""

from __future__ import annotations

import cv2
import numpy as np

from extractor.document.page import Pixels
from extractor.imaging.binarize import POINTS_PER_INCH, blobs
from extractor.imaging.ruling_lines import erased, opened, turned

SCRATCH, HAIR = 30.0, 1.6
"""Points: ink that runs straight down so far and is no wider is no letter, though letters stand on it."""


def without_scratches(ink: Pixels, dpi: float) -> Pixels:
    """The ink less hairlines that run down through writing: film's scratches, a fax's and a copier's streaks.

    A rule stands free of letters for most of its length; a scratch need not, and strings whole columns of
    them on one blob.
    """
    unit = dpi / POINTS_PER_INCH
    long, wide = round(SCRATCH * unit), round(HAIR * unit) + 1
    found, _ = blobs(ink)
    rest = ink
    for x, y, width, height, _ in found[(found[:, 3] >= long) & (found[:, 2] > wide)].tolist():
        piece = ink[y : y + height, x : x + width]
        runs = opened(np.asarray(piece, np.uint8), long)
        hairs = runs & (1 - turned(opened(turned(runs), wide + 1)))
        if hairs.any():
            rest = rest.copy() if rest is ink else rest
            # One that leans steps from column to column.
            hairs = np.asarray(cv2.dilate(hairs, np.ones((1, 5), np.uint8)), np.uint8) & piece
            cleared = turned(erased(turned(piece), turned(hairs), dpi))
            rest[y : y + height, x : x + width] &= cleared | (1 - hairs)
    return rest
