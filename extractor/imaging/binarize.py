"""Which pixels of a scan are ink, and the connected components (blobs) they form.

Pixels are used inside `imaging` alone; what leaves it is in points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.document.opened_page import WHITE, Pixels
from extractor.imaging.settings import SETTINGS
from extractor.model.geometry import POINTS_PER_INCH

Blobs = NDArray[np.int32]
"""One row a blob: x, y, width, height, area, in pixels."""
Labelled: TypeAlias = tuple[Blobs, NDArray[np.int32]]
"""Blobs and the label image: the number of the blob at each pixel from 1 on, 0 for paper."""
LEFT, TOP, WIDTH, HEIGHT, AREA = (
    cv2.CC_STAT_LEFT,
    cv2.CC_STAT_TOP,
    cv2.CC_STAT_WIDTH,
    cv2.CC_STAT_HEIGHT,
    cv2.CC_STAT_AREA,
)
"""The columns of `Blobs`."""

_SETTINGS = SETTINGS.binarize
SIGMAS_PER_MAD = 1.48
"""Standard deviations of normally distributed values in their median absolute deviation (1.4826)."""
EIGHT_NEIGHBOURS = np.ones((3, 3), np.uint8)
"""Structuring element: a pixel and those around it."""


def normalize_background(grey: Pixels, dpi: float) -> Pixels:
    """The page with its paper at white: shading, grey backgrounds and fading divided away.

    The background is what a grey-scale morphological closing leaves at a fraction of the size.
    """
    if _is_one_bit(grey):
        return grey
    scale = _SETTINGS.background_scale
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    side = max(3, int(dpi * scale * _SETTINGS.background_window)) | 1
    window = np.ones((side, side), np.uint8)
    lightest = cv2.dilate(small, window)
    if lightest.min() == WHITE:  # as on most drawn pages
        return grey
    paper = np.asarray(cv2.blur(cv2.erode(lightest, window), (side, side)), np.uint8)
    if paper.min() == WHITE:
        return grey
    large = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(
        cv2.divide(grey, np.maximum(large, _SETTINGS.darkest_background), scale=WHITE), np.uint8
    )


def binarize(even: Pixels) -> Pixels:
    """1 where there is ink, 0 where there is paper; `even` has its paper at white.

    Hysteresis thresholding (Canny 1986): faint pixels count where they are connected to dark ones. A stroke a
    pixel wide turns grey when a one-bit scan is deskewed, and a photocopy's thin strokes are grey to begin
    with. The upper threshold is Otsu's (1979), within bounds.
    """
    if _is_one_bit(even):
        return np.asarray(even <= WHITE // 2, np.uint8)
    if _is_grainy(even):
        window = _SETTINGS.grain_window
        return _binarize_grainy(np.asarray(cv2.GaussianBlur(even, (window, window), 0), np.uint8))
    dark = even[even < _SETTINGS.paper_grey]
    paper = _paper_sample(even)
    usual, noise = (float(paper.mean()), float(paper.std())) if paper.size else (float(WHITE), 0.0)
    # Where ruling lines are heavy, type half as dark as they are still is far darker than clean paper.
    threshold = _otsu(dark) if dark.size > _SETTINGS.otsu_pixels else _SETTINGS.blank_threshold
    apart = max(threshold, usual - 2 * _SETTINGS.noise_deviations * noise)
    strong = float(np.clip(apart, _SETTINGS.darkest_seed, _SETTINGS.lightest_seed))
    weak = float(np.clip(usual - _SETTINGS.noise_deviations * noise, strong, _SETTINGS.faintest_ink))
    return _hysteresis(np.asarray(even < weak, np.uint8), even < strong)


def _binarize_grainy(even: Pixels) -> Pixels:
    """The ink of film and photographs, by local thresholds; the grain has been blurred away."""
    paper, grain = _paper_grey(even)
    noise = _SETTINGS.noise_deviations * grain
    darkest, lightest = _SETTINGS.darkest_seed, _SETTINGS.lightest_seed
    weak = float(np.clip(paper - noise, lightest, _SETTINGS.faintest_ink_in_grain))
    strong = float(np.clip(paper - 2 * noise, darkest, lightest))
    ink = np.asarray(cv2.compare(even, _stroke_edges(even, weak), cv2.CMP_LT), np.uint8)
    seeds = even < np.maximum(_local_ink_grey(even, ink), np.uint8(strong))
    return _hysteresis(ink, seeds, _SETTINGS.solid_blob)


def _hysteresis(ink: Pixels, seeds: NDArray[np.bool_], solid: int | None = None) -> Pixels:
    """1 on the blobs of `ink` that hold a seed, or at least `solid` pixels."""
    found, labels = blobs(ink)
    kept = np.zeros(len(found) + 1, np.uint8)
    kept[labels[seeds]] = 1
    kept[0] = 0  # of the paper
    if solid is not None:
        kept[1:] |= found[:, AREA] >= solid
    return np.asarray(kept[labels], np.uint8)


def _is_grainy(even: Pixels) -> bool:
    """True where neighbouring pixels of paper differ: film and photographs."""
    step = _SETTINGS.sample_step
    piece = even[: even.shape[0] // step * step : step]
    apart = np.abs(np.diff(piece.astype(np.int16), axis=1))[piece[:, 1:] > _SETTINGS.lightest_stroke]
    return bool(apart.size) and float(apart.mean()) >= _SETTINGS.grain


def _paper_grey(even: Pixels) -> tuple[float, float]:
    """The grey of the paper and its standard deviation, by medians: the soft edges of ink are outliers."""
    paper = _paper_sample(even)
    if not paper.size:
        return float(WHITE), 1.0
    usual = float(np.median(paper))
    return usual, max(1.0, SIGMAS_PER_MAD * float(np.median(np.abs(paper - usual))))


def _paper_sample(even: Pixels) -> Pixels:
    """The greys of some of the page's pixels that are no ink."""
    sample = even[:: _SETTINGS.sample_step, :: _SETTINGS.sample_step]
    return sample[sample > _SETTINGS.lightest_stroke]


def _stroke_edges(even: Pixels, weak: float) -> Pixels:
    """The grey at which the stroke at each pixel ends: part of the way from its darkest to the paper's."""
    darkest = cv2.erode(even, EIGHT_NEIGHBOURS)
    greys = np.arange(WHITE + 1)
    ends = np.minimum(greys + _SETTINGS.stroke_edge * (WHITE - greys), weak).astype(np.uint8)
    return np.asarray(cv2.LUT(darkest, ends), np.uint8)


def _local_ink_grey(even: Pixels, ink: Pixels) -> Pixels:
    """The mean grey of the `ink` (255) around each pixel; 0 where there is too little for writing."""
    scale, window = _SETTINGS.fading_scale, _SETTINGS.fading_window
    small = (-(-even.shape[1] // scale), -(-even.shape[0] // scale))
    share = cv2.resize(ink, small, interpolation=cv2.INTER_AREA).astype(np.float32) / WHITE
    grey = cv2.resize(even & ink, small, interpolation=cv2.INTER_AREA).astype(np.float32)
    around = cv2.blur(share, (window, window), borderType=cv2.BORDER_CONSTANT)
    sums = cv2.blur(grey, (window, window), borderType=cv2.BORDER_CONSTANT)
    usual = sums / np.maximum(around, _SETTINGS.least_ink_around)
    usual[around < _SETTINGS.least_ink_around] = 0
    return np.asarray(cv2.resize(usual.astype(np.uint8), (even.shape[1], even.shape[0])), np.uint8)


def black_borders(mask: Pixels, dpi: float) -> Pixels:
    """The ink that reaches into the page from its edges without a gap: what the scanner saw beyond the paper.

    It is straight along the glass, not along the form, and would mislead the skew.
    """
    depth, gap = (
        round(points * dpi / POINTS_PER_INCH) for points in (_SETTINGS.border_depth, _SETTINGS.border_gap)
    )
    black = np.zeros_like(mask)
    for quarters in range(4):
        side = np.rot90(mask, quarters)[:depth]
        reached = side.copy()
        reached[:gap] = 1
        np.rot90(black, quarters)[:depth] |= np.minimum.accumulate(reached, axis=0) & side
    return black


def blobs(mask: Pixels) -> Labelled:
    """The 8-connected components of ink and the label image; row 0 of the blobs is label 1.

    Of OpenCV's algorithms, which all number alike, the block-based one with decision trees (Grana 2010) takes
    half as long as the one OpenCV would choose.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStatsWithAlgorithm(mask, 8, cv2.CV_32S, cv2.CCL_BBDT)
    return np.asarray(stats[1:], np.int32), np.asarray(labels, np.int32)


def inked_rows(mask: Pixels) -> NDArray[np.bool_]:
    """Which rows of a mask have ink, shape (height,); numpy's `any` takes five times as long."""
    if not mask.size:
        return np.zeros(len(mask), np.bool_)
    return np.asarray(cv2.reduce(mask, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S)[:, 0] > 0)


@dataclass(frozen=True, eq=False, slots=True)
class RowsOf:
    """Some rows of a page, packed with one blank row between those that are not neighbours: `kept` are their
    numbers on the page, `places` those in the pack of `count` rows."""

    kept: NDArray[np.intp]
    places: NDArray[np.intp]
    count: int

    @classmethod
    def of(cls, rows: NDArray[np.bool_]) -> RowsOf:
        """The rows that are true."""
        kept = np.flatnonzero(rows)
        places = np.cumsum(np.diff(kept, prepend=-2).clip(max=2)) - 2
        return cls(kept, places, int(places[-1]) + 2 if kept.size else 1)

    def packed(self, mask: Pixels) -> Pixels:
        """Those rows of a mask of the page."""
        pack = np.zeros((self.count, mask.shape[1]), np.uint8)
        pack[self.places] = mask[self.kept]
        return pack

    def numbers(self, places: NDArray[np.integer[Any]]) -> NDArray[np.intp]:
        """The numbers on the page of kept rows by their places in the pack."""
        return self.kept[np.searchsorted(self.places, places)]

    def unpacked(self, pack: Pixels, rows: int) -> Pixels:
        """A mask of a page of so many rows with the pack's, the others 0."""
        mask = np.zeros((rows, pack.shape[1]), np.uint8)
        mask[self.kept] = pack[self.places]
        return mask


def blobs_in_rows(mask: Pixels, rows: NDArray[np.bool_]) -> Blobs:
    """`blobs` of the ink in some rows of a mask: the others are skipped."""
    some = RowsOf.of(rows)
    found, _ = blobs(some.packed(mask))
    found[:, TOP] = some.numbers(found[:, TOP])
    return found


def blobs_within(mask: Pixels, rows: NDArray[np.bool_], columns: NDArray[np.bool_]) -> Blobs:
    """`blobs` of the ink where some rows and columns of a mask cross: the others are skipped."""
    some = RowsOf.of(columns)
    found = blobs_in_rows(np.ascontiguousarray(some.packed(mask.T).T), rows)
    found[:, LEFT] = some.numbers(found[:, LEFT])
    return found


def quantile(values: NDArray[np.signedinteger[Any]], share: float) -> float:
    """np.quantile of a few numbers, at a tenth of its cost; `share` from 0 to 1."""
    ordered = np.sort(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return float(ordered[below] + (place - below) * (ordered[above] - ordered[below]))


def right_of(found: Blobs) -> NDArray[np.int32]:
    """The right sides of blobs, a pixel beyond their ink."""
    return np.asarray(found[:, LEFT] + found[:, WIDTH], np.int32)


def foot_of(found: Blobs) -> NDArray[np.int32]:
    """The lower sides of blobs, a pixel beyond their ink."""
    return np.asarray(found[:, TOP] + found[:, HEIGHT], np.int32)


def centres_of(found: Blobs) -> NDArray[np.float64]:
    """The centres of blobs: x, y."""
    return np.asarray(found[:, [LEFT, TOP]] + found[:, [WIDTH, HEIGHT]] / 2)


def letter_sized(found: Blobs, dpi: float) -> Blobs:
    """The blobs of the size of printed letters."""
    unit, width, height = dpi / POINTS_PER_INCH, found[:, WIDTH], found[:, HEIGHT]
    keep = (height >= _SETTINGS.lowest_letter * unit) & (height <= _SETTINGS.highest_letter * unit)
    keep &= (width >= _SETTINGS.narrowest_letter * unit) & (width <= _SETTINGS.widest_letter * unit)
    return np.asarray(found[keep], np.int32)


def _is_one_bit(grey: Pixels) -> bool:
    sample = grey[:: max(1, grey.shape[0] // _SETTINGS.sampled_rows)]
    return bool(((sample == 0) | (sample == WHITE)).all())


def _otsu(values: Pixels) -> float:
    threshold, _ = cv2.threshold(values.reshape(-1, 1), 0, WHITE, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return float(threshold)
