"""Orientation and skew of a scan, from its ink alone.

Sideways or not is found from pairs of neighbouring letters (docstrum, O'Gorman 1993): along a line of text
the nearest letter is beside, not above. Upright or upside down is found line by line once the page is level
and its ruling lines are erased: English has more ascenders than descenders (Caprari 2000). The skew is that
of the sharpest projection profile (Postl 1986).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.document.opened_page import WHITE, Pixels
from extractor.imaging.binarize import Blobs, blobs, centres_of, foot_of, letter_sized, quantile
from extractor.imaging.settings import SETTINGS
from extractor.model.geometry import POINTS_PER_INCH

Integers = NDArray[np.int64]

_SETTINGS = SETTINGS.orientation


@dataclass(frozen=True, slots=True)
class Orientation:
    """Quarter turns (clockwise) that set the page upright.

    `support` is the surplus of ascenders over descenders or the reverse, as a share of both: 0 for a draw, 1
    where all agree.
    """

    quarters: int
    support: float

    @property
    def sure(self) -> bool:
        """True where the letters leave no doubt which way up the page is."""
        return self.support >= _SETTINGS.sure


def is_sideways(mask: Pixels, dpi: float) -> bool:
    """True where the text lines run down the page; False where there are too few letters to know."""
    letters = letter_sized(blobs(mask)[0], dpi)
    if len(letters) < _SETTINGS.fewest_letters:
        return False
    dx, dy = _offsets(*_neighbours(_sample(letters)))
    return bool((dy > 2 * dx).sum() > (dx > 2 * dy).sum())


def find_skew(mask: Pixels, dpi: float) -> float:
    """Degrees by which the text lines are skewed (positive: falling to the right)."""
    factor = min(1.0, _SETTINGS.profile_dpi / dpi)
    small = np.asarray(
        cv2.resize(mask * np.uint8(WHITE), None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8
    )
    coarse, fine = _SETTINGS.coarse_step, _SETTINGS.fine_step
    skew = _sharpest(small, _angles(0.0, _SETTINGS.largest_skew, coarse))
    return _sharpest(small, _angles(skew, coarse - fine, fine))


def _angles(middle: float, reach: float, step: float) -> NDArray[np.float64]:
    """Angles up to `reach` to either side of the middle one."""
    return np.arange(middle - reach, middle + reach + step / 2, step)


def uprightness(writing: Pixels, dpi: float) -> float:
    """Surplus of ascenders over descenders on a level page without ruling lines: 1 upright, -1 upside down.

    Where there are few of either it is a guess, never enough to be sure.
    """
    line, heads, feet = _column_extents(writing, dpi / POINTS_PER_INCH)
    bounds = np.flatnonzero(np.diff(line, prepend=-1, append=-1))
    ascenders = descenders = lines = 0
    for start, end in pairwise(bounds.tolist()):
        up, down = _ascenders_and_descenders(heads[start:end], feet[start:end], dpi / POINTS_PER_INCH)
        ascenders, descenders, lines = ascenders + up, descenders + down, lines + (up != down)
    votes = ascenders + descenders
    surplus = (ascenders - descenders) / votes if votes else 0.0
    if votes >= _SETTINGS.least_ascenders * dpi / POINTS_PER_INCH and lines >= _SETTINGS.fewest_lines:
        return surplus
    return float(np.clip(surplus, -_SETTINGS.sure / 2, _SETTINGS.sure / 2))


def _column_extents(writing: Pixels, unit: float) -> tuple[Integers, Integers, Integers]:
    """For each column of each line of text: the line's number, its highest and its lowest row of ink."""
    letters = _letters_only(writing, unit)
    gap = round(_SETTINGS.letter_gap * unit) | 1
    joined = cv2.morphologyEx(letters, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    count, lines = cv2.connectedComponents(joined, connectivity=4, ltype=cv2.CV_32S)
    rows, columns = np.nonzero(letters)
    width = writing.shape[1]
    key = lines[rows, columns].astype(np.int64) * width + columns
    # Pixels come from the top: the last that is written down for a column stays.
    highest, lowest = np.full(count * width, -1), np.full(count * width, -1)
    lowest[key], highest[key[::-1]] = rows, rows[::-1]
    places = np.flatnonzero(lowest >= 0)
    return places // width, highest[places], lowest[places]


def _letters_only(writing: Pixels, unit: float) -> Pixels:
    """The ink without specks and pictures; words whose letters touch stay."""
    found, labels = blobs(writing)
    _, _, width, height, area = found.T
    letter = (height >= _SETTINGS.smallest_letter * unit) & (height <= _SETTINGS.highest_line * unit)
    letter &= (width <= _SETTINGS.widest_word * unit) & (area >= _SETTINGS.least_area)
    return np.concatenate([[False], letter]).astype(np.uint8)[labels]


def _ascenders_and_descenders(heads: Integers, feet: Integers, unit: float) -> tuple[int, int]:
    """Columns of a line that reach well above its usual head (ascenders), and well below its usual foot."""
    if len(heads) < _SETTINGS.shortest_line * unit:
        return 0, 0
    extreme = _SETTINGS.extreme_columns
    high = quantile(feet, 1 - extreme) - quantile(heads, extreme)
    if not _SETTINGS.lowest_line * unit <= high <= _SETTINGS.highest_line * unit:
        return 0, 0
    by = max(1.0, _SETTINGS.ascender * high)
    return int((quantile(heads, 0.5) - heads > by).sum()), int((feet - quantile(feet, 0.5) > by).sum())


def _sample(letters: Blobs) -> Blobs:
    """A contiguous stretch of the page, so that neighbours stay in the sample."""
    if len(letters) <= _SETTINGS.most_letters:
        return letters
    order = np.argsort(foot_of(letters))
    step = len(letters) // _SETTINGS.most_letters + 1
    blocks = np.array_split(letters[order], _SETTINGS.sample_stretches * step)
    return np.concatenate(blocks[::step])


def _neighbours(letters: Blobs) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The centres of the letters, and of the letter nearest to each."""
    centre = centres_of(letters).astype(np.float32)
    distance = np.abs(centre[:, None, 0] - centre[None, :, 0])
    distance += np.abs(centre[:, None, 1] - centre[None, :, 1])
    np.fill_diagonal(distance, np.inf)
    return centre, centre[distance.argmin(axis=1)]


def _offsets(
    first: NDArray[np.float32], second: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    delta = np.abs(second - first)
    return delta[:, 0], delta[:, 1]


def _sharpest(small: Pixels, angles: NDArray[np.float64]) -> float:
    """The angle of the sharpest profile; the middle one where several are equally sharp."""
    scores = np.array([_profile_energy(small, float(angle)) for angle in angles])
    best = angles[scores >= scores.max() * (1 - _SETTINGS.tie)]
    return float(best[len(best) // 2])


def _profile_energy(small: Pixels, angle: float) -> float:
    """Sum of the squared steps of the row profile after shearing the page level by an angle."""
    height, width = small.shape
    slope = float(np.tan(np.radians(angle)))
    shear = np.array([[1, 0, 0], [-slope, 1, slope * width / 2]], np.float32)
    level = cv2.warpAffine(small, shear, (width, height), flags=cv2.INTER_NEAREST)
    profile = level.sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(profile)).sum())
