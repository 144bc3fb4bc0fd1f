"""Letters printed in the place of others: twice the same, to look bold, or another over the first."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from extractor.document.opened_page import Chars
from extractor.document.settings import SETTINGS
from extractor.model.geometry import Box, around, median

_SETTINGS = SETTINGS.overprint
Overlaps = NDArray[np.intp]
"""Numbers of two characters each, shape (count, 2), the one that is written first before the other."""


def doubled(chars: Chars, pairs: Overlaps) -> NDArray[np.bool_]:
    """True for each character, shape (count,), that the same letter before it has printed already."""
    again = np.zeros(len(chars), np.bool_)
    again[[second for first, second in pairs.tolist() if _is_same(chars, first, second)]] = True
    return again


def overprinted(chars: Chars, pairs: Overlaps) -> tuple[Box, ...]:
    """Where letters stand over others, neighbours together, in points."""
    over = [pair for pair in pairs.tolist() if not _is_same(chars, *pair)]
    over = [pair for pair in over if _are_letters(*(chars.texts[k] for k in pair))]
    boxes = [around(chars[k].box for k in pair) for pair in over]
    return tuple(_together(sorted(boxes, key=lambda box: (box.top, box.x0))))


def _are_letters(one: str, other: str) -> bool:
    """True for two letters, or one struck out. (A mark stands on its box, and letters on the line they are to
    be written on.)"""
    letters = one.isalnum(), other.isalnum()
    return all(letters) or (any(letters) and not {one, other}.isdisjoint(_SETTINGS.strokes))


def overlapping(chars: Chars) -> Overlaps:
    """Characters that stand in one place: most of the narrower lies on the other."""
    written = np.flatnonzero(~chars.which(str.isspace))
    found = [np.zeros((0, 2), np.intp)]
    if len(written):
        across, down = chars.boxes[written][:, ::2].mean(axis=1), chars.boxes[written][:, 1::2].mean(axis=1)
        band = median(chars.sizes[written].tolist())
        # Two of one place lie in one band of one of the two, and follow each other closely there.
        for shift in (0.0, 0.5):
            ranks = np.lexsort((across, np.floor(down / band + shift)))
            order, x, y = written[ranks], across[ranks], down[ranks]
            left, _, right, _ = chars.boxes[order].T
            least = _SETTINGS.kerning * chars.sizes[order]
            for step in range(1, _SETTINGS.steps + 1):
                near = (np.abs(x[step:] - x[:-step]) < band) & (np.abs(y[step:] - y[:-step]) < band)
                # Most neighbours only touch: these are not looked at any closer.
                shared = np.minimum(right[step:], right[:-step]) - np.maximum(left[step:], left[:-step])
                first = np.flatnonzero(near & (shared >= least[step:]) & (shared >= least[:-step]))
                pairs = np.stack([order[first], order[first + step]], axis=1)
                found.append(pairs[_share_a_place(chars, pairs)])
    pairs = np.sort(np.concatenate(found), axis=1)
    # (numpy's `unique` loads its masked arrays.)
    return np.array(sorted({(one, other) for one, other in pairs.tolist()}), np.intp).reshape(-1, 2)


def _share_a_place(chars: Chars, pairs: Overlaps) -> NDArray[np.bool_]:
    one, other = chars.boxes[pairs[:, 0]], chars.boxes[pairs[:, 1]]
    sizes = chars.sizes[pairs]
    shared = np.minimum(one[:, 2:], other[:, 2:]) - np.maximum(one[:, :2], other[:, :2])
    least = np.minimum(one[:, 2:] - one[:, :2], other[:, 2:] - other[:, :2])
    over = (shared >= _SETTINGS.shared * least).all(axis=1)
    # The letters of a ligature have its box, each of them.
    over &= (one != other).any(axis=1) | (np.ptp(pairs, axis=1) > _SETTINGS.ligature)
    return np.asarray(over & (sizes.min(axis=1) >= _SETTINGS.as_large * sizes.max(axis=1)))


def _is_same(chars: Chars, first: int, second: int) -> bool:
    """True for one letter printed twice, a little aside at most."""
    aside = np.abs(chars.boxes[first] - chars.boxes[second]).max()
    same = chars.texts[first] == chars.texts[second]
    return bool(same and aside <= _SETTINGS.aside * chars.sizes[first])


def _together(boxes: list[Box]) -> Iterator[Box]:
    """Boxes of neighbours on one line, joined."""
    while boxes:
        run = [boxes.pop(0)]
        while near := [box for box in boxes if any(_are_neighbours(box, own) for own in run)]:
            run += near
            boxes = [box for box in boxes if box not in near]
        yield around(run)


def _are_neighbours(one: Box, other: Box) -> bool:
    gap = max(one.x0 - other.x1, other.x0 - one.x1)
    return gap <= _SETTINGS.near and one.overlap_y(other) > 0
