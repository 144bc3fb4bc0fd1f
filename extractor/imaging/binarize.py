"""Ink: which pixels of a scan are black, and the connected blobs they form.

Pixels only live inside `imaging`; what leaves it is in points.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.document.opened_page import Pixels

Blobs = NDArray[np.int32]
"""One row a blob: x, y, width, height, area, in pixels."""

POINTS_PER_INCH = 72.0
FAINTEST = 215.0
"""Grey (paper at 255) above which nothing is ink."""
FAINTEST_IN_GRAIN = 225.0
"""The same once the grain of the paper is blurred away."""
DARKEST, DARK = 110.0, 175.0
"""Greys under which ink stands by itself, on the worst paper and on clean paper."""
FADED = 8
"""Pixels of the page to one of the picture in which fading is measured."""
FADED_AROUND = 9
"""Pixels of that picture: fading changes no faster."""
EDGE = 0.55
"""How far from the grey of a stroke to that of the paper it ends."""
LEAST_INK = 0.02
"""Share of ink around below which there is no writing."""
GRAINY = 2.5
"""Grey by which neighbouring pixels of paper differ from where it is grainy."""
PAPER_NOISE = 5.0
"""Standard deviations of the paper's grey that still are paper."""
SOLID = 8
"""Pixels beside each other that are darker than grain ever is: faint type among darker print."""
BAR, BAR_GAP = 36.0, 1.5
"""Points a scanner's or copier's black border reaches into the page, and that it may begin from its edge."""


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
    if _grainy(even):
        return _ink_in_grain(np.asarray(cv2.GaussianBlur(even, (3, 3), 0), np.uint8))
    dark = even[even < 235]
    paper = even[::4, ::4][even[::4, ::4] > 200]
    usual, noise = (float(paper.mean()), float(paper.std())) if paper.size else (255.0, 8.0)
    # Where rules are heavy, type as grey as half of them is still far darker than clean paper ever is.
    apart = max(_otsu(dark) if dark.size > 500 else 160.0, usual - 2 * PAPER_NOISE * noise)
    strong = float(np.clip(apart, DARKEST, DARK))
    weak = float(np.clip(usual - PAPER_NOISE * noise, strong, FAINTEST))
    return _rooted(np.asarray(even < weak, np.uint8), even < strong)


def _ink_in_grain(even: Pixels) -> Pixels:
    """The ink of film and photographs, which fades from place to place; the grain is blurred away already."""
    paper, grain = _paper(even)
    weak = float(np.clip(paper - PAPER_NOISE * grain, DARK, FAINTEST_IN_GRAIN))
    strong = float(np.clip(paper - 2 * PAPER_NOISE * grain, DARKEST, DARK))
    ink = np.asarray(cv2.compare(even, _edges(even, weak), cv2.CMP_LT), np.uint8)
    return _rooted(ink, even < np.maximum(_usual_ink(even, ink), np.uint8(strong)), SOLID)


def _rooted(ink: Pixels, root: NDArray[np.bool_], solid: int | None = None) -> Pixels:
    """1 on the blobs of `ink` that hold a root, or so many pixels that they need none."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_32S)
    rooted = np.zeros(count, np.uint8)
    rooted[labels[(ink > 0) & root]] = 1
    if solid is not None:
        rooted[1:] |= stats[1:, cv2.CC_STAT_AREA] >= solid
    return np.asarray(rooted[labels], np.uint8)


def _grainy(even: Pixels) -> bool:
    """True where neighbouring pixels of paper differ: film and photographs."""
    piece = even[: even.shape[0] // 4 * 4 : 4]
    apart = np.abs(np.diff(piece.astype(np.int16), axis=1))[piece[:, 1:] > 200]
    return bool(apart.size) and float(apart.mean()) >= GRAINY


def _paper(even: Pixels) -> tuple[float, float]:
    """The grey of the paper and its standard deviation, the soft edges of ink not counted."""
    sample = even[::4, ::4]
    paper = sample[sample > 200]
    if not paper.size:
        return 255.0, 1.0
    usual = float(np.median(paper))
    return usual, max(1.0, 1.48 * float(np.median(np.abs(paper - usual))))


def _edges(even: Pixels, weak: float) -> Pixels:
    """The grey at which the stroke at each pixel ends: part of the way to the paper's."""
    darkest = cv2.erode(even, np.ones((3, 3), np.uint8))
    greys = np.arange(256)
    ends = np.minimum(greys + EDGE * (255 - greys), weak).astype(np.uint8)
    return np.asarray(cv2.LUT(darkest, ends), np.uint8)


def _usual_ink(even: Pixels, ink: Pixels) -> Pixels:
    """The usual grey of the `ink` (255) around each pixel; 0 where there is too little for writing."""
    small = (-(-even.shape[1] // FADED), -(-even.shape[0] // FADED))
    share = cv2.resize(ink, small, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    grey = cv2.resize(even & ink, small, interpolation=cv2.INTER_AREA).astype(np.float32)
    side = (FADED_AROUND, FADED_AROUND)
    around = cv2.blur(share, side, borderType=cv2.BORDER_CONSTANT)
    usual = cv2.blur(grey, side, borderType=cv2.BORDER_CONSTANT) / np.maximum(around, 1e-6)
    usual[around < LEAST_INK] = 0
    return np.asarray(cv2.resize(usual.astype(np.uint8), (even.shape[1], even.shape[0])), np.uint8)


def borders(mask: Pixels, dpi: float) -> Pixels:
    """The ink that reaches into the page from its edges without a gap: what the scanner saw beyond the sheet.

    It lies as the glass does, not as the form.
    """
    deep, gap = (round(side * dpi / POINTS_PER_INCH) for side in (BAR, BAR_GAP))
    black = np.zeros_like(mask)
    for quarters in range(4):
        side = np.rot90(mask, quarters)[:deep]
        reached = side.copy()
        reached[:gap] = 1
        np.rot90(black, quarters)[:deep] |= np.minimum.accumulate(reached, axis=0) & side
    return black


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
