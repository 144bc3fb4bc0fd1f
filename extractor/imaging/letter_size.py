"""How high the letters of a scan are, whatever resolution it claims."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.document.opened_page import Pixels, Raster
from extractor.imaging.binarize import (
    HEIGHT,
    WIDTH,
    Blobs,
    binarize,
    black_borders,
    blobs,
    normalize_background,
)
from extractor.imaging.leaf_settings import SETTINGS
from extractor.imaging.settings import SETTINGS as IMAGING
from extractor.model.geometry import POINTS_PER_INCH

_SETTINGS = SETTINGS.letter_size
SHRUNK_DPI = IMAGING.preprocess.lowest_dpi
"""Dots per inch of a shrunk page, were it as wide as letter paper."""


def shrunk(raster: Raster) -> Pixels:
    """The page with square pixels, its short side as of letter paper at `SHRUNK_DPI`; so no claim counts.

    A strip is made no longer than the longest page.
    """
    rows, columns = raster.pixels.shape
    across, down = columns / raster.dpi_x, rows / raster.dpi_y
    short = max(min(across, down), max(across, down) / _SETTINGS.most_oblong)
    scale = _SETTINGS.letter_width * SHRUNK_DPI / short
    size = (max(1, round(across * scale)), max(1, round(down * scale)))
    how = cv2.INTER_AREA if size[0] < columns else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(raster.pixels, size, interpolation=how), np.uint8)


def like_letters(found: Blobs) -> NDArray[np.bool_]:
    """Which blobs of a shrunk page have the size and the shape of letters."""
    heights, widths = found[:, HEIGHT], found[:, WIDTH]
    kept = (heights >= _SETTINGS.lowest) & (heights <= _SETTINGS.highest)
    kept &= (widths <= _SETTINGS.oblong * heights) & (heights <= _SETTINGS.oblong * widths)
    return np.asarray(kept)


def letter_height(raster: Raster) -> float | None:
    """The median height of the letters in points as claimed; None where there are few.

    It is weighted by their area: specks and dots count for little.
    """
    mask: Pixels = binarize(normalize_background(shrunk(raster), SHRUNK_DPI))
    found, _ = blobs(mask & (1 - black_borders(mask, SHRUNK_DPI)))
    heights = np.sort(found[like_letters(found), HEIGHT])
    if len(heights) < _SETTINGS.fewest:
        return None
    weights = np.cumsum(heights.astype(np.float64) ** 2)
    median = float(heights[int(np.searchsorted(weights, weights[-1] / 2))])
    inches: float = min(raster.pixels.shape[1] / raster.dpi_x, raster.pixels.shape[0] / raster.dpi_y)
    return median / SHRUNK_DPI * POINTS_PER_INCH * inches / _SETTINGS.letter_width
