"""Ink over the writing: stamps, punched holes, blots, bars. What is under it nobody can read for sure."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.document.opened_page import Pixels
from extractor.imaging.binarize import AREA, HEIGHT, LEFT, TOP, WIDTH, Labelled, foot_of, quantile, right_of
from extractor.imaging.settings import SETTINGS
from extractor.model.geometry import POINTS_PER_INCH, Box

_SETTINGS, _LETTERS = SETTINGS.blots, SETTINGS.text_lines


def find_blots(ink: Pixels, pieces: Labelled, dpi: float) -> tuple[Box, ...]:
    """Those `pieces` of the ink without ruling lines that are no writing of the form, in points.

    They are thicker than any stroke, or heavier and higher than the page's letters, as stamps are; so are
    headings, which stand apart; or they are lines of letters that a ruling line runs together. What reaches
    the page's edges is what the scanner saw beyond the paper.
    """
    found, labels = pieces
    unit = dpi / POINTS_PER_INCH
    high = found[:, HEIGHT]
    letters = high[found[:, AREA] >= _LETTERS.least_letter_area * unit**2]
    if not letters.size:
        return ()
    tall = high >= _SETTINGS.tall * quantile(letters, _LETTERS.tall_quantile)
    thick, heavy = (
        _holding(ink, labels, len(found), side * unit) for side in (_SETTINGS.thick, _SETTINGS.heavy)
    )
    wide = found[:, WIDTH] > _SETTINGS.widest * unit
    which = np.where(wide, tall, thick | (heavy & tall)) & (high <= _SETTINGS.highest * unit)
    which &= (found[:, LEFT] > 0) & (found[:, TOP] > 0)
    which &= (right_of(found) < ink.shape[1]) & (foot_of(found) < ink.shape[0])
    sides = np.stack([found[:, LEFT], found[:, TOP], right_of(found), foot_of(found)], axis=1)[which] / unit
    return tuple(Box(*own) for own in sides.tolist())


def _holding(ink: Pixels, labels: NDArray[np.int32], count: int, side: float) -> NDArray[np.bool_]:
    """Which of so many pieces of ink a square of so many pixels fits into (erosion)."""
    pixels = max(1, round(side))
    core = cv2.erode(ink, np.ones((pixels, pixels), np.uint8), borderValue=0)
    held = np.zeros(count + 1, np.bool_)
    held[labels[core > 0]] = True
    return held[1:]
