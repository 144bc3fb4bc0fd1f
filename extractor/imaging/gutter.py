"""Two pages side by side on one sheet: found by the blank between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extractor.document.opened_page import Pixels, Raster
from extractor.imaging.binarize import LEFT, TOP, Blobs, binarize, blobs, normalize_background
from extractor.imaging.dewarp import resampled
from extractor.imaging.erasure import without_rules
from extractor.imaging.leaf_settings import SETTINGS
from extractor.imaging.letter_size import SHRUNK_DPI, like_letters, shrunk
from extractor.imaging.orientation import find_skew, is_sideways, uprightness
from extractor.imaging.ruling_lines import scan_rule_masks
from extractor.model.geometry import POINTS_PER_INCH, Box
from extractor.model.warp import Warp

_SETTINGS = SETTINGS.gutter


@dataclass(frozen=True, slots=True)
class PixelArea:
    """Columns from `x0` to before `x1` and rows from `top` to before `bottom`."""

    x0: int
    top: int
    x1: int
    bottom: int

    def of(self, pixels: Pixels) -> Pixels:
        """The part of the pixels."""
        return pixels[self.top : self.bottom, self.x0 : self.x1]

    def in_points(self, raster: Raster) -> Box:
        """The area of such a raster in its points."""
        across, down = POINTS_PER_INCH / raster.dpi_x, POINTS_PER_INCH / raster.dpi_y
        return Box(self.x0 * across, self.top * down, self.x1 * across, self.bottom * down)


def pages_on(raster: Raster) -> tuple[PixelArea, ...]:
    """The pages on a scanned sheet in their order: both of two side by side, else the whole.

    A sheet holds two where a strip down its middle is blank from head to foot, but for the fold, and on
    either side stands as much as a page holds. The tables of a single page run across its middle.
    """
    rows, columns = raster.pixels.shape
    whole = PixelArea(0, 0, columns, rows)
    across, down = columns / raster.dpi_x, rows / raster.dpi_y
    if max(across, down) < _SETTINGS.least_oblong * min(across, down):
        return (whole,)
    on_side = down > across
    lying = np.rot90(raster.pixels, -on_side)
    if not _may_part(lying):
        return (whole,)
    small = np.ascontiguousarray(np.rot90(shrunk(raster), -on_side))
    # On most upright pages some strip is blank, and their lines show at less cost that it is no gutter.
    if on_side and is_sideways(np.asarray(_dark(small), np.uint8), SHRUNK_DPI):
        return (whole,)
    even = normalize_background(small, SHRUNK_DPI)
    at = _gutter(binarize(even))
    if at is None:
        return (whole,)
    cut = round(at * lying.shape[1])
    left, right = _halves(whole, cut, on_side)
    return (right, left) if _upside_down(even) else (left, right)


def _halves(whole: PixelArea, cut: int, on_side: bool) -> tuple[PixelArea, PixelArea]:
    """The left and the right page of a sheet `cut` columns from its left; one `on_side` lies with its left
    side down."""
    if not on_side:
        return PixelArea(0, 0, cut, whole.bottom), PixelArea(cut, 0, whole.x1, whole.bottom)
    row = whole.bottom - cut
    return PixelArea(0, row, whole.x1, whole.bottom), PixelArea(0, 0, whole.x1, row)


def _may_part(lying: Pixels) -> bool:
    """False where something stands everywhere in the middle of the sheet, at a glance."""
    step = _SETTINGS.sample_step
    return _blank_strip(_dark(_middle(lying[:, ::step])), lying.shape[1] // step) is not None


def _dark(grey: Pixels) -> NDArray[np.bool_]:
    """What is ink, at a glance."""
    step = _SETTINGS.sample_step
    return np.asarray(grey < _SETTINGS.dark_of_paper * float(np.median(grey[::step, ::step])))


def _gutter(mask: Pixels) -> float | None:
    """Where the strip between two pages has its middle, as a share of the sheet's width."""
    columns = mask.shape[1]
    strip = _blank_strip(_middle(mask) > 0, columns)
    if strip is None or is_sideways(mask, SHRUNK_DPI):
        return None
    at = strip / columns + _SETTINGS.middle[0]
    letters = blobs(mask)[0]
    letters = letters[like_letters(letters)]
    halves = (letters[letters[:, LEFT] < at * columns], letters[letters[:, LEFT] >= at * columns])
    return at if all(map(len, halves)) and _are_pages(halves, mask.shape) else None


def _are_pages(halves: tuple[Blobs, Blobs], shape: tuple[int, ...]) -> bool:
    """True where the letters of both halves take the room of a page, and of one its height as well."""
    if min(map(len, halves)) < _SETTINGS.fewest_letters:
        return False
    widths = [_extent(half[:, LEFT]) / (shape[1] / 2) for half in halves]
    heights = [_extent(half[:, TOP]) / shape[0] for half in halves]
    return min(widths) >= _SETTINGS.least_width and max(heights) >= _SETTINGS.least_height


def _extent(places: NDArray[np.int32]) -> float:
    first, last = np.percentile(places, _SETTINGS.extent)
    return float(last - first)


def _middle(lying: Pixels) -> Pixels:
    """The strip in which the gutter is looked for, without head and foot: a scanner's border may be there."""
    height, width = lying.shape
    first, last = (round(share * width) for share in _SETTINGS.middle)
    edge = round(_SETTINGS.edge * height)
    return lying[edge : height - edge, first:last]


def _blank_strip(ink: NDArray[np.bool_], columns: int) -> float | None:
    """The middle column of the widest blank strip in `ink`; None where all are narrower than a gutter."""
    share = ink.mean(axis=0)
    blank = (share <= _SETTINGS.specks) | (share >= _SETTINGS.fold)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], blank, [False]]).astype(np.int8)))
    if not len(edges):
        return None
    starts, ends = edges[::2], edges[1::2]
    widest = int(np.argmax(ends - starts))
    if ends[widest] - starts[widest] < _SETTINGS.narrowest * columns:
        return None
    return float(starts[widest] + ends[widest]) / 2


def _upside_down(even: Pixels) -> bool:
    """True where the letters stand on their heads."""
    height, width = (side * POINTS_PER_INCH / SHRUNK_DPI for side in even.shape)
    level = binarize(
        resampled(even, Warp(width, height, 0, find_skew(binarize(even), SHRUNK_DPI)), SHRUNK_DPI)
    )
    return uprightness(without_rules(level, scan_rule_masks(level, SHRUNK_DPI), SHRUNK_DPI), SHRUNK_DPI) < 0
