"""Ink: which pixels of a scan are black, and the connected blobs they form.

Pixels only live inside `imaging`; what leaves it is in points.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.document.page import Pixels

Blobs = NDArray[np.int32]
"""One row a blob: x, y, width, height, area, in pixels."""

POINTS_PER_INCH = 72.0
FAINTEST = 215.0
"""Grey (paper at 255) above which nothing is ink."""
PAPER_NOISE = 5.0
"""Standard deviations of the paper's grey that still are paper."""


def even_paper(grey: Pixels, dpi: float) -> Pixels:
    """The page with its paper at white: shading, grey backgrounds and fading divided away.

    The paper is what a closing of a fifth of an inch leaves at a quarter of the size: wider than any
    stroke, narrower than any shadow.
    """
    if _one_bit(grey):
        return grey
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    side = max(3, int(dpi * 0.25 * 0.2)) | 1
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    paper = cv2.blur(paper, (side, side))
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, np.maximum(paper, 40), scale=255), np.uint8)


def ink_mask(even: Pixels) -> Pixels:
    """1 where there is ink, 0 where there is paper; `even` has its paper at white.

    Faint strokes count where they hang on dark ones (hysteresis): a stroke a pixel wide turns grey when a
    one-bit scan is set straight, and a photocopy's thin strokes are grey to begin with.
    """
    if _one_bit(even):
        return np.asarray(even < 128, np.uint8)
    dark = even[even < 235]
    strong = float(np.clip(_otsu(dark) if dark.size > 500 else 160.0, 110.0, 175.0))
    paper = even[::4, ::4][even[::4, ::4] > 200]
    noise = float(paper.mean() - PAPER_NOISE * paper.std()) if paper.size else 215.0
    weak = float(np.clip(noise, strong, FAINTEST))
    count, labels = cv2.connectedComponents(
        np.asarray(even < weak, np.uint8), connectivity=8, ltype=cv2.CV_32S
    )
    rooted = np.zeros(count, np.uint8)
    rooted[np.unique(labels[even < strong])] = 1
    rooted[0] = 0
    return np.asarray(rooted[labels], np.uint8)


def blobs(mask: Pixels) -> tuple[Blobs, NDArray[np.int32]]:
    """Connected blobs of ink (8-connected) and the label image; row 0 of the blobs is label 1."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=cv2.CV_32S)
    return np.asarray(stats[1:], np.int32), np.asarray(labels, np.int32)


def percentile(values: NDArray[np.signedinteger[Any]], share: float) -> float:
    """np.percentile of a few numbers, at a tenth of its cost; `share` from 0 to 100."""
    ordered = np.sort(values)
    place = share / 100 * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return float(ordered[below] + (place - below) * (ordered[above] - ordered[below]))


def letter_like(found: Blobs, dpi: float) -> Blobs:
    """The blobs of the size of printed letters: 3 to 16 points high, not much wider."""
    low, high = 3.0 * dpi / POINTS_PER_INCH, 16.0 * dpi / POINTS_PER_INCH
    width, height = found[:, 2], found[:, 3]
    keep = (height >= low) & (height <= high) & (width <= 1.5 * high) & (width >= 0.3 * low)
    return np.asarray(found[keep], np.int32)


def _one_bit(grey: Pixels) -> bool:
    sample = grey[:: max(1, grey.shape[0] // 200)]
    return bool(np.isin(sample, (0, 255)).all())


def _otsu(values: Pixels) -> float:
    threshold, _ = cv2.threshold(values.reshape(-1, 1), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return float(threshold)
