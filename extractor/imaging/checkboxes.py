"""Printed boxes to check: small drawn squares, and whether something is written in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.document.opened_page import Pixels
from extractor.imaging.binarize import (
    HEIGHT,
    LEFT,
    TOP,
    WIDTH,
    Blobs,
    RowsOf,
    blobs_within,
    centres_of,
    foot_of,
    inked_rows,
    quantile,
    right_of,
)
from extractor.imaging.settings import SETTINGS
from extractor.model.geometry import POINTS_PER_INCH, Box

_SETTINGS = SETTINGS.checkboxes


@dataclass(frozen=True, slots=True)
class SquareBox:
    """A box in pixels of the flat page; `sure` where its ink leaves no doubt whether it is checked."""

    x0: int
    y0: int
    x1: int
    y1: int
    checked: bool
    sure: bool


@dataclass(frozen=True, slots=True)
class DetectedBox:
    """A printed box to check, in points of the flat page; `sure` where its ink leaves no doubt."""

    box: Box
    checked: bool
    sure: bool = True


def in_points(square: SquareBox, unit: float) -> DetectedBox:
    """A square of pixels as a box in points; `unit` is the width of a pixel."""
    box = Box(square.x0 * unit, square.y0 * unit, square.x1 * unit, square.y1 * unit)
    return DetectedBox(box, square.checked, square.sure)


def unwritten(ink: Pixels, written: Sequence[Box], dpi: float) -> Pixels:
    """The ink outside the boxes of words, which are given in points."""
    rest = ink.copy()
    sides = np.array([(box.x0, box.top, box.x1, box.bottom) for box in written]).reshape(-1, 4)
    pixels = sides.clip(0) * (dpi / POINTS_PER_INCH) + (0, 0, 1, 1)
    for x0, top, x1, bottom in pixels.astype(int).tolist():
        rest[top:bottom, x0:x1] = 0
    return rest


def drawn_boxes(ink: Pixels, rest: Pixels, dpi: float) -> tuple[DetectedBox, ...]:
    """The boxes to check in the ink of a drawn page, in points.

    Some of a box's sides is in `rest`, the ink less words and ruling lines: only near strokes of it are boxes
    looked for.
    """
    unit = dpi / POINTS_PER_INCH
    side, reach = round(_SETTINGS.frame_stroke * _SETTINGS.smallest * unit), round(_SETTINGS.largest * unit)
    rows, strokes = _strokes_of(rest, side)
    if not rows.size:
        return ()
    columns = np.flatnonzero(strokes.any(axis=0))
    near = (_near(at, reach + 1, along) for at, along in zip((rows, columns), ink.shape, strict=True))
    found = _that_hold(rows, strokes, blobs_within(ink, *near))
    return tuple(in_points(square, 1 / unit) for square in find_drawn_boxes(ink, found, dpi))


def _strokes_of(rest: Pixels, side: int) -> tuple[NDArray[np.intp], Pixels]:
    """The straight strokes of so many pixels across or down: the rows that have any, and these."""
    some = RowsOf.of(inked_rows(rest))
    pack = some.packed(rest)
    across = cv2.erode(pack, np.ones((1, side), np.uint8))
    down = cv2.erode(pack, np.ones((side, 1), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=0)
    strokes = np.asarray(cv2.max(across, down), np.uint8)[some.places]
    held = inked_rows(strokes)
    return some.kept[held], strokes[held]


def _near(places: NDArray[np.intp], reach: int, along: int) -> NDArray[np.bool_]:
    """Which of so many rows or columns lie within reach of some of them."""
    there = np.zeros((along, 1), np.uint8)
    there[places] = 1
    return np.asarray(cv2.dilate(there, np.ones((2 * reach + 1, 1), np.uint8))[:, 0] > 0)


def _that_hold(rows: NDArray[np.intp], strokes: Pixels, found: Blobs) -> Blobs:
    """The blobs in whose boxes some of the strokes stand; these are given by rows."""
    sums = cv2.integral(strokes)
    top, foot = np.searchsorted(rows, found[:, TOP]), np.searchsorted(rows, foot_of(found))
    left, right = found[:, LEFT], right_of(found)
    held = sums[foot, right] - sums[top, right] - sums[foot, left] + sums[top, left]
    return found[held > 0]


def find_checkboxes(mask: Pixels, found: Blobs, dpi: float) -> list[SquareBox]:
    """The boxes among the blobs `found` of the ink `mask`, ruling lines still in it.

    Squares that are hardly higher than the page's letters, beside a rule, or hold a mark that runs beyond
    them are boxes where several of their size are empty and stand alone: letters are like none of those.
    """
    unit = dpi / POINTS_PER_INCH
    width, height = found[:, WIDTH], found[:, HEIGHT]
    short, long = np.minimum(width, height), np.maximum(width, height)
    likely = (short >= _SETTINGS.smallest * unit) & (long <= _SETTINGS.largest * unit)
    letters = height[height >= _SETTINGS.speck * unit]
    if not letters.size:
        return []
    tall = height >= _SETTINGS.above_letters * quantile(letters, _SETTINGS.letter_quantile)
    square = short >= _SETTINGS.least_squareness * long
    boxes = _tall_boxes(mask, found, likely & square & tall, unit)
    drawn = find_drawn_boxes(mask, found[likely], dpi)
    empty = [box for box in drawn if box.sure and not box.checked and _is_alone(mask, box, unit)]
    like = [box for box in drawn if sum(_is_like(box, other) for other in empty) >= _SETTINGS.several]
    more = [box for box in like if _is_free(mask, box, _SETTINGS.blank_left * unit)]
    return boxes + [box for box in more if not any(_overlap(box, other) for other in boxes)]


def _tall_boxes(mask: Pixels, found: Blobs, likely: NDArray[np.bool_], unit: float) -> list[SquareBox]:
    """The boxes among the likely blobs, squares higher than letters; `unit` is pixels a point."""
    boxes = []
    for blob in found[likely & ~_in_words(found, likely, unit)]:
        left, top, *size, _ = blob.tolist()
        for x, y, wide, high in _candidate_squares(left, top, *size):
            piece = mask[y : y + high, x : x + wide]
            box = _read_mark(x, y, piece)
            if _is_drawn(piece, unit) and _is_free(mask, box, _SETTINGS.clear_left * unit):
                boxes.append(box)
                break
    return boxes


def _in_words(found: Blobs, likely: NDArray[np.bool_], unit: float) -> NDArray[np.bool_]:
    """Which of the likely blobs have another as high right behind them on their line: two letters that touch,
    in a word of others."""
    inside = np.zeros(len(found), np.bool_)
    top, foot, left = found[:, TOP], foot_of(found), found[:, LEFT]
    for k in np.flatnonzero(likely):
        off = np.maximum(abs(top - top[k]), abs(foot - foot[k]))
        gap = left - right_of(found[k : k + 1])
        behind = (gap >= 0) & (gap <= _SETTINGS.blank_right * unit)
        inside[k] = (behind & (off <= max(1.0, _SETTINGS.one_size * found[k, HEIGHT]))).any()
    return inside


def _is_free(mask: Pixels, box: SquareBox, wide: float) -> bool:
    """True where so many pixels of paper to the left of a box are clear."""
    return _is_clear(mask[box.y0 : box.y1, max(0, box.x0 - round(wide)) : box.x0])


def _is_alone(mask: Pixels, box: SquareBox, unit: float) -> bool:
    """True where no letter of one word stands on either side: it is no `D`, no `O`."""
    behind = mask[box.y0 : box.y1, box.x1 : box.x1 + round(_SETTINGS.blank_right * unit)]
    return _is_clear(behind) and _is_free(mask, box, _SETTINGS.blank_left * unit)


def _is_clear(aside: Pixels) -> bool:
    """True for paper with specks at most."""
    return not aside.size or float(aside.mean()) < _SETTINGS.specks_left


def _overlap(box: SquareBox, other: SquareBox) -> bool:
    return box.x0 < other.x1 and other.x0 < box.x1 and box.y0 < other.y1 and other.y0 < box.y1


def _is_like(box: SquareBox, other: SquareBox) -> bool:
    """True for boxes of one size; a box is like itself."""
    sizes = ((box.x1 - box.x0, other.x1 - other.x0), (box.y1 - box.y0, other.y1 - other.y0))
    return all(abs(own - its) <= max(1.0, _SETTINGS.one_size * own) for own, its in sizes)


def find_drawn_boxes(mask: Pixels, found: Blobs, dpi: float) -> list[SquareBox]:
    """The boxes of a drawn page: its squares are whole and may be as small as its letters, and a mark may run
    beyond them."""
    unit = dpi / POINTS_PER_INCH
    width, height = found[:, WIDTH], found[:, HEIGHT]
    likely = (np.minimum(width, height) >= _SETTINGS.smallest * unit) & (
        np.maximum(width, height) <= _SETTINGS.largest * unit
    )
    boxes = []
    for left, top, wide, high, _ in found[likely].tolist():
        frame = _frame(mask[top : top + high, left : left + wide])
        if frame is None:
            continue
        x, y, columns, rows = frame
        piece = mask[top + y : top + y + rows, left + x : left + x + columns]
        if min(piece.shape) >= _SETTINGS.smallest * unit and _is_square(piece) and _is_drawn(piece, unit):
            boxes.append(_read_mark(left + x, top + y, piece))
    return boxes


def _frame(piece: Pixels) -> tuple[int, int, int, int] | None:
    """From where to where a blob has long strokes, as x, y, width and height; None where it has fewer than
    two across or down."""
    down, across = (np.flatnonzero(piece.mean(axis=axis) >= _SETTINGS.frame_stroke) for axis in (0, 1))
    if len(down) < 2 or len(across) < 2:
        return None
    return int(down[0]), int(across[0]), int(down[-1] - down[0]) + 1, int(across[-1] - across[0]) + 1


def _is_square(piece: Pixels) -> bool:
    return bool(min(piece.shape) >= _SETTINGS.least_squareness * max(piece.shape))


def _candidate_squares(x: int, y: int, wide: int, high: int) -> list[tuple[int, int, int, int]]:
    """Where in a blob the box may be: all of it, or a square at either end where letters touch it."""
    if high > _SETTINGS.oblong * wide:
        return [(x, y, wide, wide), (x, y + high - wide, wide, wide)]
    if wide > _SETTINGS.oblong * high:
        return [(x, y, high, high), (x + wide - high, y, high, high)]
    return [(x, y, wide, high)]


def _read_mark(x: int, y: int, piece: Pixels) -> SquareBox:
    high, wide = piece.shape
    ink = _ink_in_middle(piece, _SETTINGS.frame)
    checked = ink > _SETTINGS.checked
    # The strokes of a mark cross in the middle; a letter that reaches into the box from outside does not.
    centre = _ink_in_middle(piece, _SETTINGS.wide_frame) > _SETTINGS.checked
    sure = not _SETTINGS.surely_empty < ink < _SETTINGS.surely_checked and centre == checked
    return SquareBox(x, y, x + wide, y + high, checked, sure)


def _is_drawn(piece: Pixels, unit: float) -> bool:
    """True where four sides and four corners are drawn and the inside is mostly paper."""
    edge = max(2, round(_SETTINGS.line_width * unit))
    sides = (
        piece[:edge].max(axis=0),
        piece[-edge:].max(axis=0),
        piece[:, :edge].max(axis=1),
        piece[:, -edge:].max(axis=1),
    )
    if any(float(side.mean()) < _SETTINGS.drawn_side for side in sides):
        return False
    if _ink_in_middle(piece, _SETTINGS.frame) > _SETTINGS.blot:
        return False
    k = max(1, round(_SETTINGS.corner * min(piece.shape)))
    corners = (piece[:k, :k], piece[:k, -k:], piece[-k:, :k], piece[-k:, -k:])
    return all(bool(corner.any()) for corner in corners)


def _ink_in_middle(piece: Pixels, frame: float) -> float:
    """Share of ink in the middle of a box, a `frame` left out all around (a share of its sides)."""
    y, x = (max(1, round(frame * side)) for side in piece.shape)
    return float(piece[y:-y, x:-x].mean())


def inside_boxes(found: Blobs, boxes: Sequence[SquareBox]) -> NDArray[np.bool_]:
    """Which blobs have their centre in one of the boxes, the boxes themselves included."""
    cx, cy = centres_of(found).T
    inside = np.zeros(len(found), np.bool_)
    for box in boxes:
        inside |= (cx > box.x0) & (cx < box.x1) & (cy > box.y0) & (cy < box.y1)
    return inside
