"""Ruling lines taken out of a page's ink, and what that leaves of them told from letters.

Coordinates are pixels of the page's mask. "Rule" is short for ruling line.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.document.opened_page import Pixels
from extractor.imaging.binarize import (
    EIGHT_NEIGHBOURS,
    HEIGHT,
    LEFT,
    TOP,
    WIDTH,
    Blobs,
    RowsOf,
    blobs,
    foot_of,
    right_of,
)
from extractor.imaging.ruling_lines import transposed, vertical_opening
from extractor.imaging.settings import SETTINGS
from extractor.model.geometry import POINTS_PER_INCH
from extractor.model.page import RulingLine, RulingLines

_SETTINGS = SETTINGS.ruling_lines


def without_rules(mask: Pixels, masks: tuple[Pixels, Pixels], dpi: float) -> Pixels:
    """The ink less the rules; strokes that cross a rule keep their crossing."""
    across, down = masks
    rest = without_runs(mask, across & (1 - tails(mask, across, dpi)), dpi)
    return transposed(without_runs(transposed(rest), transposed(down), dpi))


def tails(mask: Pixels, runs: Pixels, dpi: float) -> Pixels:
    """What in the horizontal `runs` is of letters: a browser's underline stops before what hangs below its
    line, a J or the tail of a Q, and goes on behind it."""
    unit = dpi / POINTS_PER_INCH
    inked = mask & runs
    rows = RowsOf.of(np.asarray(inked.any(axis=1)))
    found, labels = blobs(rows.packed(inked))
    narrow = found[:, WIDTH] <= _SETTINGS.widest_tail * unit
    if not narrow.any():
        return np.zeros_like(runs)
    letters = vertical_opening(mask & (1 - runs), round(_SETTINGS.crossing_stroke * unit))
    joined = np.zeros(len(found) + 1, np.uint8)
    joined[labels[rows.packed(np.asarray(cv2.dilate(letters, EIGHT_NEIGHBOURS), np.uint8)) > 0]] = 1
    joined[1:] &= narrow
    joined[0] = 0
    return rows.unpacked(joined[labels], len(mask))


def without_runs(mask: Pixels, runs: Pixels, dpi: float) -> Pixels:
    """The `mask` less horizontal `runs`, but for the strokes that cross them."""
    unit = dpi / POINTS_PER_INCH
    beyond = _SETTINGS.crossing_stroke
    strokes = vertical_opening(mask, 2 * (round(beyond * unit) + 1) + _SETTINGS.hairline)
    heavy = vertical_opening(runs, round(_SETTINGS.letter_stroke * unit) + 1)
    if heavy.any():
        strokes &= ~heavy | vertical_opening(mask, round((_SETTINGS.thickest + 2 * beyond) * unit))
    return np.asarray(mask & (1 - (runs & (1 - strokes))), np.uint8)


def without_scratches(ink: Pixels, found: Blobs, dpi: float) -> Pixels:
    """The ink, whose blobs were `found`, less hairlines that run down through writing: film's scratches, a
    fax's and a copier's streaks.

    A rule is clear of letters for most of its length; a scratch need not be, and joins whole columns of them
    to one blob.
    """
    unit = dpi / POINTS_PER_INCH
    long, wide = round(_SETTINGS.scratch_length * unit), round(_SETTINGS.scratch_width * unit) + 1
    leaning = np.ones((1, 2 * _SETTINGS.scratch_steps + 1), np.uint8)
    rest = ink
    for x, y, width, height, _ in found[(found[:, HEIGHT] >= long) & (found[:, WIDTH] > wide)].tolist():
        piece = ink[y : y + height, x : x + width]
        runs = vertical_opening(np.asarray(piece, np.uint8), long)
        hairs = runs & (1 - transposed(vertical_opening(transposed(runs), wide + 1)))
        if hairs.any():
            rest = rest.copy() if rest is ink else rest
            # A skewed one steps from column to column.
            hairs = np.asarray(cv2.dilate(hairs, leaning), np.uint8) & piece
            cleared = transposed(without_runs(transposed(piece), transposed(hairs), dpi))
            rest[y : y + height, x : x + width] &= cleared | (1 - hairs)
    return rest


def rule_residue(found: Blobs, rules: RulingLines, beside: float) -> NDArray[np.bool_]:
    """Which blobs are what is left beside an erased rule, at most `beside` pixels from it: corners, halves of
    double rules."""
    x0, y0, width, height, _ = found.T
    along = np.zeros(len(found), np.bool_)
    for rule in rules.down:
        along |= _lies_along(rule, x0, x0 + width, y0, y0 + height, beside)
    for rule in rules.across:
        along |= _lies_along(rule, y0, y0 + height, x0, x0 + width, beside)
    return along


def letters_at_rules(
    found: Blobs, residue: NDArray[np.bool_], separators: Pixels, dpi: float
) -> NDArray[np.intp]:
    """The numbers of those blobs among the `residue` that are letters: stems, an `L` that has lost its foot.

    Head and foot, they are level with a letter close by; no vertical rule (a 1 in `separators`) is between.
    """
    letters = found[~residue]
    tall = found[:, HEIGHT] >= _SETTINGS.stem_height * dpi / POINTS_PER_INCH
    upright = found[:, WIDTH] < found[:, HEIGHT] / 2
    stems = np.flatnonzero(residue & tall & upright)
    return np.array([k for k in stems if _is_level(found[k], letters, separators)], np.intp)


def _is_level(stem: NDArray[np.int32], letters: Blobs, separators: Pixels) -> bool:
    """True for a stem as high as a letter close beside it, on the same side of the rules."""
    x, y, width, height, _ = stem.tolist()
    slack, reach = _SETTINGS.stem_level * height, _SETTINGS.stem_reach * height
    level = (np.abs(letters[:, TOP] - y) <= slack) & (np.abs(foot_of(letters) - y - height) <= slack)
    gaps = np.maximum(letters[:, LEFT] - x - width, x - right_of(letters))
    near = letters[level & (gaps >= 0) & (gaps <= reach)]
    across = separators[y + height // 2]
    return any(not across[min(x, left) : max(x, left) + 1].any() for left in near[:, LEFT].tolist())


def _lies_along(
    rule: RulingLine,
    low: NDArray[np.int32],
    high: NDArray[np.int32],
    start: NDArray[np.int32],
    end: NDArray[np.int32],
    beside: float,
) -> NDArray[np.bool_]:
    """Which extents across the rule (low, high) and along it (start, end) are within its reach."""
    half = rule.thickness / 2 + beside
    inside = (low >= rule.at - half) & (high <= rule.at + half)
    return np.asarray(inside & (start >= rule.start - beside) & (end <= rule.end + beside))
