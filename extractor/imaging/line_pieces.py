"""What belongs to a text line beside its letters: punctuation, dashes, the pieces that wear broke it into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from extractor.document.opened_page import Pixels
from extractor.imaging.binarize import HEIGHT, LEFT, WIDTH, Blobs, centres_of, right_of
from extractor.imaging.settings import SETTINGS

_SETTINGS = SETTINGS.text_lines


@dataclass(frozen=True, slots=True)
class PixelLine:
    """The box of a text line, the median height of its letters and its baseline (`foot`), in pixels.

    `raised` lines are small and stand above another: footnote marks. `stopped` ones end in a comma or a full
    stop, which leaves most of its own typed width to the blank that follows.
    """

    x0: int
    y0: int
    x1: int
    y1: int
    letter: float
    foot: float
    raised: bool = False
    stopped: bool = False


def with_marks(lines: list[PixelLine], marks: Blobs, separators: Pixels) -> list[PixelLine]:
    """Lines grown over the commas, full stops and dashes in or beside them."""
    if not lines or not len(marks):
        return lines
    box = np.array([(r.x0, r.y0, r.x1, r.y1) for r in lines])
    # A line grown downwards would reach the marks of the line below, and grow on.
    _, head, _, foot = box.T.copy()
    letter = np.array([r.letter for r in lines])
    raised = np.array([r.raised for r in lines])
    for x, y, width, height, _ in marks.tolist():
        cx, cy = x + width / 2, y + height / 2
        aside = np.maximum(np.maximum(box[:, 0] - cx, cx - box[:, 2]), 0)
        fits = (aside <= _SETTINGS.beside * letter) & (cy >= head) & (cy <= foot + _SETTINGS.hanging * letter)
        if not fits.any():
            continue
        # What is beside a footnote mark, as high as it, is a piece of the mark's brackets.
        if (aside[fits] > 0).all() and (fits & raised & (cy <= foot)).any():
            fits &= raised & (cy <= foot)
        near = int(np.where(fits, aside + np.maximum(cy - foot, 0), np.inf).argmin())
        x0, y0, x1, y1 = box[near]
        if aside[near] > 0 and separators[int(cy), min(x, x1) : max(x + width, x0)].any():
            continue
        box[near] = min(x0, x), y0, max(x1, x + width), max(y1, y + height)
    return [
        replace(line, x0=int(x0), y0=int(y0), x1=int(x1), y1=int(y1), stopped=x1 > line.x1)
        for (x0, y0, x1, y1), line in zip(box.tolist(), lines, strict=True)
    ]


def with_dashes(lines: list[PixelLine], found: Blobs, separators: Pixels) -> list[PixelLine]:
    """Lines grown over a dash between them and the next, `VP - Operations`, or at their end."""
    for x, y, width, height, _ in _beside_lines(found, lines).tolist():
        level = [k for k, line in enumerate(lines) if _at_mid_height(line, y, height)]
        if before := [k for k in level if _reaches(lines[k], x - lines[k].x1)]:
            k = max(before, key=lambda k: lines[k].x1)
            after = _next_behind(lines, x + width, y, height)
            dash = _is_dash(width, height, lines[k].letter, lone=after is None)
            if dash and not separators[y, lines[k].x1 : after or x + width].any():
                lines[k] = replace(lines[k], x1=x + width)
    return lines


def _reaches(line: PixelLine, gap: int) -> bool:
    return 0 < gap <= _SETTINGS.dash_gap * line.letter


def _next_behind(lines: Sequence[PixelLine], x: int, y: int, height: int) -> int | None:
    """Where the next line begins behind a dash that ends at `x`; None where it is the last of its line."""
    behind = (line for line in lines if _reaches(line, line.x0 - x) and _at_mid_height(line, y, height))
    return min((line.x0 for line in behind), default=None)


def _is_dash(width: int, height: int, letter: float, *, lone: bool) -> bool:
    """True for a dash, no speck; a `lone` one has no word behind it to vouch for it."""
    if lone and width < _SETTINGS.end_dash * height:
        return False
    return width >= (_SETTINGS.least_end_dash if lone else _SETTINGS.least_dash) * letter


def _beside_lines(found: Blobs, lines: Sequence[PixelLine]) -> Blobs:
    """The blobs shaped like dashes that have a line close to either side, at the middle of whose height they
    are."""
    dashes = found[found[:, WIDTH] >= _SETTINGS.dash * found[:, HEIGHT]]
    x0, y0, x1, y1, letter, raised = _columns_of(lines, "x0", "y0", "x1", "y1", "letter", "raised")
    # Rows are the dashes, columns the lines.
    gap = np.maximum(x0 - right_of(dashes)[:, None], dashes[:, LEFT][:, None] - x1)
    share = (centres_of(dashes)[:, 1:] - y0) / (y1 - y0)
    fits = (gap > 0) & (gap <= _SETTINGS.dash_gap * letter) & (raised == 0)
    fits &= (share >= _SETTINGS.highest_dash) & (share <= _SETTINGS.lowest_dash)
    return np.asarray(dashes[fits.any(axis=1)], np.int32)


def _columns_of(lines: Sequence[PixelLine], *names: str) -> list[NDArray[np.float64]]:
    """What is known of the lines under each name."""
    return [np.array([getattr(line, name) for line in lines], np.float64) for name in names]


def _at_mid_height(line: PixelLine, y: int, height: int) -> bool:
    """True for what is at the middle of a line's height."""
    share = (y + height / 2 - line.y0) / (line.y1 - line.y0)
    middle = _SETTINGS.highest_dash <= share <= _SETTINGS.lowest_dash
    return not line.raised and middle and height <= _SETTINGS.thin * line.letter


def joined_over_breaks(lines: list[PixelLine], separators: Pixels) -> list[PixelLine]:
    """Lines that wear has broken, joined again: end to end on one line, a typed blank apart at most."""
    left = sorted(_with_raised(lines), key=lambda line: line.x0)
    heads, feet = _columns_of(left, "y0", "y1")
    alone = np.ones(len(left), np.bool_)
    done: list[PixelLine] = []
    for k, line in enumerate(left):
        if not alone[k]:
            continue
        alone[k], goes_on = False, True
        while goes_on:
            # Few of a page's lines are beside each other.
            beside = np.flatnonzero(alone & (heads < line.y1) & (feet > line.y0)).tolist()
            other = next((i for i in beside if _continues(line, left[i], separators)), None)
            goes_on = other is not None
            if other is not None:
                line, alone[other] = _joined(line, left[other]), False
        done.append(line)
    return done


def _with_raised(lines: list[PixelLine]) -> list[PixelLine]:
    """The lines, those raised that are small and high at the end of another."""
    if not lines:
        return []
    x0, y0, x1, letter, foot = _columns_of(lines, "x0", "y0", "x1", "letter", "foot")
    # Rows are the lines, columns the marks that may follow them.
    tall = (foot - y0)[:, None]
    gap = x0 - x1[:, None]
    hangs = (gap >= -_SETTINGS.mark_overlap * tall) & (gap <= _SETTINGS.mark_gap * tall)
    hangs &= x1 - x1[:, None] > _SETTINGS.mark_beyond * (x1 - x0)
    hangs &= (letter < _SETTINGS.raised_height * tall) & (foot < foot[:, None] - _SETTINGS.raised_foot * tall)
    hangs &= (y0[:, None] - tall / 2 < y0) & (y0 < y0[:, None] + (1 - _SETTINGS.raised_head) * tall)
    raised = np.flatnonzero(hangs.any(axis=0)).tolist()
    return [replace(line, raised=True) if k in raised else line for k, line in enumerate(lines)]


def _continues(line: PixelLine, other: PixelLine, separators: Pixels) -> bool:
    if line.raised or other.raised:
        return False
    if _holds(line, other):
        return True
    letter = max(line.letter, other.letter)
    shared = min(line.y1, other.y1) - max(line.y0, other.y0)
    if (
        shared < min(line.y1 - line.y0, other.y1 - other.y0) / 2
        or max(line.y1, other.y1) - min(line.y0, other.y0) > _SETTINGS.highest_line * letter
        or _shifted(line, other) > _SETTINGS.shifted * letter
    ):
        return False
    gap = other.x0 - line.x1
    over = shared >= _SETTINGS.one_over_another * max(line.y1 - line.y0, other.y1 - other.y0)
    reach = 2 * _SETTINGS.reach * letter * (_SETTINGS.stop_reach if line.stopped else 1.0)
    if gap > reach or (gap < -letter / 2 and not over):
        return False
    middle = (max(line.y0, other.y0) + min(line.y1, other.y1)) // 2
    within = round(_SETTINGS.at_rule * letter)
    return gap <= 0 or not separators[middle, line.x1 - within : other.x0 + within].any()


def _holds(line: PixelLine, other: PixelLine) -> bool:
    """True for a piece within the box of another: read with it, it would be read twice."""
    across = line.x0 <= other.x0 and other.x1 <= line.x1
    return across and line.y0 <= other.y0 and other.y1 <= line.y1


def _shifted(line: PixelLine, other: PixelLine) -> int:
    """Pixels by which both head and foot of one line are lower than the other's."""
    head, foot = other.y0 - line.y0, other.y1 - line.y1
    return min(abs(head), abs(foot)) if head * foot > 0 else 0


def _joined(line: PixelLine, other: PixelLine) -> PixelLine:
    return PixelLine(
        min(line.x0, other.x0),
        min(line.y0, other.y0),
        max(line.x1, other.x1),
        max(line.y1, other.y1),
        max(line.letter, other.letter),
        line.foot,
        stopped=other.stopped,
    )
