"""Dark areas that are no writing: punched holes, blots, ends of tape. What they hide nobody can read."""

from __future__ import annotations

import cv2
import numpy as np

from extractor.document.opened_page import Pixels
from extractor.imaging.binarize import blobs
from extractor.imaging.settings import SETTINGS
from extractor.model.geometry import POINTS_PER_INCH, Box

_SETTINGS = SETTINGS.blots


def find_blots(mask: Pixels, dpi: float) -> tuple[Box, ...]:
    """The areas of ink thicker than any stroke, in points; those at the page's edges are what the scanner saw
    beyond the paper."""
    side = max(1, round(_SETTINGS.thick * dpi / POINTS_PER_INCH))
    # Opening (erosion, then dilation) by a square leaves what a square of that side fits in.
    core = cv2.erode(mask, np.ones((side, side), np.uint8), borderValue=0)
    unit, before = POINTS_PER_INCH / dpi, side // 2
    found = []
    for x, y, width, height, _ in blobs(np.asarray(core, np.uint8))[0].tolist():
        left, top = x - before, y - before
        right, bottom = left + width + side - 1, top + height + side - 1
        if left > 0 and top > 0 and right < mask.shape[1] - 1 and bottom < mask.shape[0] - 1:
            found.append(Box(left * unit, top * unit, right * unit, bottom * unit))
    return tuple(found)
