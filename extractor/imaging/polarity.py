"""Negatives: film, fiche and files that call black white are turned to dark on light, in whole or in part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.document.opened_page import WHITE, Pixels, Raster
from extractor.imaging.binarize import AREA, EIGHT_NEIGHBOURS, blobs
from extractor.imaging.leaf_settings import SETTINGS
from extractor.imaging.letter_size import like_letters, shrunk

_SETTINGS = SETTINGS.polarity
_MIDDLE = WHITE // 2


def positive(raster: Raster) -> Raster:
    """The page dark on light: the same raster where it is so already.

    Turned round is each large dark ground on which there are bright blobs of the size of letters; what lies
    around it, film or the copier's glass, is left as it is.
    """
    if not _may_be_negative(raster.pixels):
        return raster
    small = shrunk(raster)
    grounds = [_negative_ground(small, threshold) for threshold in _thresholds(small)]
    ground, letters = max(grounds, key=lambda found: found[1])
    return replace(raster, pixels=_turned_round(raster.pixels, ground), unruled=None) if letters else raster


def _may_be_negative(pixels: Pixels) -> bool:
    """False for a page of bright ground with darker ink, at a glance: some of its pixels are looked at."""
    step = _SETTINGS.sample_step
    sample = pixels[::step, ::step]
    dark, usual, bright = np.percentile(sample, _SETTINGS.tails)
    return bool(bright - usual > usual - dark or (sample <= _MIDDLE).mean() > _SETTINGS.dark_share)


def _thresholds(small: Pixels) -> Iterator[float]:
    """Greys that may part a dark ground from bright letters: Otsu's of the page, and of each side of it."""
    parted = _otsu(small)
    yield parted
    for side in (small[small > parted], small[small <= parted]):
        if side.size and side.min() < side.max():
            yield _otsu(side)


def _otsu(greys: Pixels) -> float:
    threshold, _ = cv2.threshold(greys.reshape(-1, 1), 0, WHITE, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return float(threshold)


def _negative_ground(small: Pixels, threshold: float) -> tuple[Pixels, int]:
    """The cells of the page that are negative, 1 or 0, and how many letters are on them."""
    size = [-(-side // _SETTINGS.cell) for side in small.shape[::-1]]
    cells = np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_AREA), np.uint8)
    usual = np.asarray(cv2.medianBlur(cells, _SETTINGS.ground_window), np.uint8)
    found, labels = blobs(np.asarray(usual <= threshold, np.uint8))
    negative, letters = np.zeros_like(cells), 0
    for label in np.flatnonzero(found[:, AREA] >= _SETTINGS.least_ground * cells.size) + 1:
        ground = _without_holes(labels == label)
        count = _bright_letters(small, ground, threshold)
        if count >= _SETTINGS.fewest_letters:
            negative, letters = negative | ground, letters + count
    return negative, letters


def _without_holes(ground: NDArray[np.bool_]) -> Pixels:
    """The ground with what it surrounds, but for what is as large as a page on it."""
    filled = np.asarray(ground, np.uint8)
    found, labels = blobs(1 - filled)
    small = np.flatnonzero(found[:, AREA] <= _SETTINGS.largest_hole * filled.size) + 1
    return np.asarray(filled | np.isin(labels, small), np.uint8)


def _bright_letters(small: Pixels, ground: Pixels, threshold: float) -> int:
    """How many bright blobs of the size of letters are on the ground."""
    there = cv2.resize(ground, small.shape[::-1], interpolation=cv2.INTER_NEAREST)
    found, _ = blobs(np.asarray((small > threshold) & (there > 0), np.uint8))
    return int(like_letters(found).sum())


def _turned_round(pixels: Pixels, ground: Pixels) -> Pixels:
    """The page with its negative ground turned round and made white; so becomes its edge, dark or bright.

    A grey ground would end in a strip darker than what is around it, which looks like a line of ink.
    """
    size = pixels.shape[::-1]
    inner = cv2.erode(ground, EIGHT_NEIGHBOURS, borderValue=1)
    outer = cv2.dilate(ground, EIGHT_NEIGHBOURS)
    within, about = (cv2.resize(mask, size, interpolation=cv2.INTER_NEAREST) > 0 for mask in (inner, outer))
    turned = WHITE - pixels
    step = _SETTINGS.sample_step
    usual = float(np.median(turned[::step, ::step][within[::step, ::step]]))
    bright = cv2.convertScaleAbs(turned, alpha=WHITE / max(1.0, usual))
    return np.asarray(np.where(within, bright, np.where(about, np.uint8(WHITE), pixels)), np.uint8)
