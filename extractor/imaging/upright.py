"""Which way up a scan lies, and how far it leans, from its ink alone.

Text is told from pairs of neighbouring letters (the docstrum of O'Gorman 1993): along a line of text the
nearest letter stands beside, not above; and neighbours share their feet more often than their heads,
because Latin text has more ascenders than descenders.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.document.page import Pixels
from extractor.imaging.ink import Blobs, blobs, letter_like

MAX_LETTERS = 1600
MAX_LEAN = 7.0
"""Degrees of skew looked for to either side."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Quarter turns (clockwise) that set the page upright, and the share of letter pairs that say so."""

    quarters: int
    support: float


def find_turn(mask: Pixels, dpi: float) -> Turn:
    """How to turn the page so that its text reads; (0, 0.0) where there are too few letters to tell."""
    letters = letter_like(blobs(mask)[0], dpi)
    if len(letters) < 40:
        return Turn(0, 0.0)
    pairs = _neighbours(_sample(letters))
    beside, above = _beside(pairs), _above(pairs)
    sideways = above.sum() > beside.sum()
    feet = _feet_votes(_turned(pairs) if sideways else pairs)
    share = max(feet, 1 - feet)
    if sideways:
        return Turn(1 if feet >= 0.5 else 3, share)
    return Turn(0 if feet >= 0.5 else 2, share)


def find_lean(mask: Pixels, dpi: float) -> float:
    """Degrees the text lines lean (positive: falling to the right), by the sharpest row profile."""
    factor = min(1.0, 75.0 / dpi)
    small = np.asarray(
        cv2.resize(mask * np.uint8(255), None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8
    )
    coarse = _sharpest(small, np.arange(-MAX_LEAN, MAX_LEAN + 0.01, 0.5))
    fine = _sharpest(small, np.arange(coarse - 0.4, coarse + 0.41, 0.1))
    return float(fine)


def _sample(letters: Blobs) -> Blobs:
    """A contiguous stretch of the page, so that neighbours stay in the sample."""
    if len(letters) <= MAX_LETTERS:
        return letters
    order = np.argsort(letters[:, 1] + letters[:, 3])
    step = len(letters) // MAX_LETTERS + 1
    blocks = np.array_split(letters[order], 8 * step)
    return np.concatenate(blocks[::step])


def _neighbours(letters: Blobs) -> tuple[Blobs, Blobs]:
    """Each letter and the nearest other letter of like height."""
    centre = letters[:, :2] + letters[:, 2:4] / 2
    distance = np.abs(centre[:, None, :] - centre[None, :, :]).sum(axis=2)
    np.fill_diagonal(distance, np.inf)
    nearest = distance.argmin(axis=1)
    return letters, np.asarray(letters[nearest], np.int32)


def _offsets(pairs: tuple[Blobs, Blobs]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    first, second = pairs
    delta = np.abs((second[:, :2] + second[:, 2:4] / 2) - (first[:, :2] + first[:, 2:4] / 2))
    return delta[:, 0], delta[:, 1]


def _beside(pairs: tuple[Blobs, Blobs]) -> NDArray[np.bool_]:
    dx, dy = _offsets(pairs)
    return np.asarray(dx > 2 * dy)


def _above(pairs: tuple[Blobs, Blobs]) -> NDArray[np.bool_]:
    dx, dy = _offsets(pairs)
    return np.asarray(dy > 2 * dx)


def _turned(pairs: tuple[Blobs, Blobs]) -> tuple[Blobs, Blobs]:
    """The pairs after a clockwise quarter turn: x becomes -(y + height), y becomes x."""

    def turn(b: Blobs) -> Blobs:
        return np.stack([-(b[:, 1] + b[:, 3]), b[:, 0], b[:, 3], b[:, 2], b[:, 4]], axis=1)

    return turn(pairs[0]), turn(pairs[1])


def _feet_votes(pairs: tuple[Blobs, Blobs]) -> float:
    """Share of neighbouring letters that agree better at the foot than at the head."""
    beside = _beside(pairs)
    first, second = pairs[0][beside], pairs[1][beside]
    head = np.abs(first[:, 1] - second[:, 1])
    foot = np.abs(first[:, 1] + first[:, 3] - second[:, 1] - second[:, 3])
    taller = np.maximum(first[:, 3], second[:, 3])
    telling = np.abs(head - foot) > 0.12 * taller
    if telling.sum() == 0:
        return 0.5
    return float((foot < head)[telling].mean())


def _sharpest(small: Pixels, angles: NDArray[np.float64]) -> float:
    """The angle of the sharpest profile; the middle one where several are as sharp."""
    scores = np.array([_sharpness(small, float(angle)) for angle in angles])
    best = angles[scores >= scores.max() * (1 - 1e-9)]
    return float(best[len(best) // 2])


def _sharpness(small: Pixels, angle: float) -> float:
    """Energy of the row profile's steps after shearing the page level."""
    height, width = small.shape
    slope = float(np.tan(np.radians(angle)))
    shear = np.array([[1, 0, 0], [-slope, 1, slope * width / 2]], np.float32)
    level = cv2.warpAffine(small, shear, (width, height), flags=cv2.INTER_NEAREST)
    profile = level.sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(profile)).sum())
