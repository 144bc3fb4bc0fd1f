"""Text lines: stretches of ink that are one line of text, found bottom up without recognising them.

Blobs of the size of letters join to lines where they are near and beside each other (run-length smearing,
Wong, Casey and Wahl 1982, with a reach that grows with the letters); lines that stuck together are split,
punctuation is added, and lines that wear has broken are joined.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

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
    centres_of,
    foot_of,
    quantile,
    right_of,
)
from extractor.imaging.settings import SETTINGS
from extractor.model.geometry import POINTS_PER_INCH

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


def find_text_lines(found: Blobs, separators: Pixels, dpi: float) -> list[PixelLine]:
    """Text lines among the blobs `found`, from the top.

    `separators` (shape of the page) is 1 on vertical ruling lines: no text line reaches over one, unless a
    letter of its own stands on it.
    """
    letters, marks = _letters_and_marks(found, dpi / POINTS_PER_INCH)
    if not len(letters):
        return []
    letters = _cut_at_separators(letters, separators)
    parts = [part for group in _groups(letters, separators) for part in _split_stacked(group, separators)]
    lines = [
        line
        for part in parts
        for side in _split_at_separators(part, separators)
        for line in _split_raised(side)
    ]
    lines = _with_marks(_without_underlines(lines), marks, separators)
    whole = _joined_over_breaks(_with_dashes(lines, found, separators), separators)
    return sorted(whole, key=lambda line: (line.y0, line.x0))


def _groups(letters: Blobs, separators: Pixels, core: float = _SETTINGS.core) -> list[Blobs]:
    """Letters by the line they join to."""
    x0, y0 = letters[:, LEFT].min(), letters[:, TOP].min()
    around = separators[y0 : foot_of(letters).max() + 1, x0 : right_of(letters).max() + 1]
    labels = _linked(letters - np.array([x0, y0, 0, 0, 0], np.int32), np.ascontiguousarray(around), core)
    members = labels[_centres(letters)[:, 1] - y0, _centres(letters)[:, 0] - x0]
    return [letters[members == label] for label in np.unique(members) if label]


def _split_stacked(group: Blobs, separators: Pixels) -> list[Blobs]:
    """A group that holds two lines split in two: letters that touch, or a number between them, joined them.

    Letters that touch are cut, and go to both.
    """
    usual = _usual_height(group)
    high = foot_of(group).max() - group[:, TOP].min()
    if high <= _SETTINGS.stacked * usual or len(group) < _SETTINGS.fewest_stacked:
        return [group]
    touching = group[:, HEIGHT] > _SETTINGS.touching * usual
    if touching.all():
        return [group]
    lines = _groups(group[~touching], separators, _SETTINGS.tight_core)
    return [np.concatenate([line, _cut_to(line, group[touching])]) for line in lines]


def _usual_height(letters: Blobs) -> float:
    return quantile(letters[:, HEIGHT], _SETTINGS.tall_quantile)


def _split_at_separators(group: Blobs, separators: Pixels) -> list[Blobs]:
    """A group that crosses a ruling line, split at it where words are on both sides; a mere tail stays."""
    if not len(group):
        return []
    centre, middles = centres_of(group).T
    middle = int(np.median(middles))
    x0, x1 = int(group[:, LEFT].min()), int(right_of(group).max())
    for column in (np.flatnonzero(separators[middle, x0:x1]) + x0).tolist():
        left = centre < column
        if min(map(_letters_in, (group[left], group[~left]))) >= _SETTINGS.tail:
            return [group[left], *_split_at_separators(group[~left], separators)]
    return [group]


def _cut_at_separators(letters: Blobs, separators: Pixels) -> Blobs:
    """The letters, those that touch over a ruling line cut at it; one letter alone may stand on a line.

    What has no paper within it is a rule's: cut, it would be a figure or a dash in every cell.
    """
    _, _, width, height, area = letters.T
    wide = (width >= 2 * _SETTINGS.beyond_rule * height) & (area <= _SETTINGS.word_ink * width * height)
    cut = [part for letter in letters[wide].tolist() for part in _sides(letter, separators)]
    return np.concatenate([letters[~wide], np.array(cut, np.int32).reshape(-1, letters.shape[1])])


def _sides(letter: list[int], separators: Pixels) -> list[list[int]]:
    """What of letters that touch is on either side of the ruling lines through them."""
    x, y, width, height, area = letter
    least = round(_SETTINGS.beyond_rule * height)
    rules = np.flatnonzero(separators[y + height // 2, x + least : x + width - least])
    if not rules.size:
        return [letter]
    left = least + int(rules[0])
    share = area * left // width
    rest = [x + left + 1, y, width - left - 1, height, area - share]
    return [[x, y, left, height, share], *_sides(rest, separators)]


def _letters_in(group: Blobs) -> float:
    """How many letters these blobs are, those that touch counted by their width."""
    if not len(group):
        return 0.0
    return float(np.maximum(1.0, group[:, WIDTH] / _usual_height(group)).sum())


def _cut_to(line: Blobs, letters: Blobs) -> Blobs:
    """The part of each letter that is on a line, for those that reach well into it beside its letters."""
    top, bottom = line[:, TOP].min(), foot_of(line).max()
    reach = 2 * _SETTINGS.reach * (bottom - top)
    y0 = np.maximum(letters[:, TOP], top)
    y1 = np.minimum(foot_of(letters), bottom)
    near = letters[:, LEFT] <= right_of(line).max() + reach
    near &= right_of(letters) >= line[:, LEFT].min() - reach
    cut = letters.copy()
    cut[:, TOP], cut[:, HEIGHT] = y0, y1 - y0
    return np.asarray(cut[near & (y1 - y0 >= _SETTINGS.cut_share * (bottom - top))], np.int32)


def _letters_and_marks(found: Blobs, unit: float) -> tuple[Blobs, Blobs]:
    """Letters, and the small marks that may be their punctuation; all else is dropped."""
    _, _, width, height, area = found.T
    smallest = _SETTINGS.smallest_letter * unit
    letter = (height >= smallest) & (height <= _SETTINGS.largest_letter * unit)
    letter &= (width <= _SETTINGS.widest_letter * unit) | (height <= _SETTINGS.highest_word * unit)
    letter &= area >= _SETTINGS.least_letter_area * unit * unit
    mark = (height < smallest) & (width <= _SETTINGS.widest_mark * unit)
    mark &= area >= _SETTINGS.least_mark_area * unit * unit
    return found[letter], found[mark]


def _centres(letters: Blobs) -> NDArray[np.int32]:
    return np.asarray(centres_of(letters), np.int32)


def _linked(letters: Blobs, separators: Pixels, core: float) -> NDArray[np.int32]:
    """Label image in which letters of one line share a label at their centres."""
    usual = _usual_height(letters)
    lowest, highest = _SETTINGS.lowest_core * usual, _SETTINGS.highest_core * usual
    canvas = np.zeros(separators.shape, np.uint8)
    bars = []
    for x, y, width, height, _ in letters.tolist():
        middle, half = y + height / 2, core * min(max(height, lowest), highest)
        top, bottom = round(middle - half), round(middle + half)
        reach = round(_SETTINGS.reach * min(max(height, usual), highest))
        cv2.rectangle(canvas, (x - reach, top), (x + width + reach, bottom), 1, -1)
        bars.append((x, top, x + width, bottom))
    canvas[separators > 0] = 0
    for x0, top, x1, bottom in bars:
        cv2.rectangle(canvas, (x0, top), (x1, bottom), 1, -1)
    return np.asarray(cv2.connectedComponents(canvas, connectivity=4, ltype=cv2.CV_32S)[1], np.int32)


def _split_raised(letters: Blobs) -> list[PixelLine]:
    """The line of some letters; small raised letters at its end make a line of their own."""
    letters = letters[np.argsort(letters[:, LEFT])]
    cut = _raised_from(letters)
    if cut in (0, len(letters)) or _overlap(letters[:cut], letters[cut:]):
        return [_line_of(letters, False)]
    return [_line_of(letters[:cut], False), _line_of(letters[cut:], True)]


def _overlap(left: Blobs, right: Blobs) -> bool:
    """True where the right letters begin above the left ones: halves of a broken letter, not marks."""
    first = right[int(right[:, LEFT].argmin())]
    return bool(right_of(left).max() - first[LEFT] > first[WIDTH] / 2)


def _raised_from(letters: Blobs) -> int:
    """The number of the first letter (from the left) of a footnote mark at the end of a line.

    Its letters stand above the baseline of those the line begins with. Each is small; or, worn to pieces or
    underlined, they overtop the line together.
    """
    height, top, foot = letters[:, HEIGHT], letters[:, TOP], foot_of(letters)
    first = max(1, round(_SETTINGS.line_start * len(letters)))
    line = quantile(foot[:first], _SETTINGS.start_foot_quantile)
    tall = quantile(height[:first], _SETTINGS.start_height_quantile)
    high = foot < line - _SETTINGS.raised_foot * tall
    small = (height <= _SETTINGS.raised_height * tall) & (top < line - _SETTINGS.raised_head * tall)
    together = _tail_of(high)
    if (
        _SETTINGS.letters_before <= together < len(letters)
        and top[together:].min() < line - _SETTINGS.overtopping * tall
    ):
        # A line that leans rises step by step, and a mark at once.
        before = foot[max(0, together - _SETTINGS.letters_before) : together].min()
        if foot[together:].max() < before - _SETTINGS.raised_foot * tall:
            return together
    return _tail_of(high & small)


def _tail_of(which: NDArray[np.bool_]) -> int:
    """Where the last run of true values begins, which reaches the end."""
    others = np.flatnonzero(~which)
    return int(others[-1]) + 1 if others.size else 0


def _line_of(letters: Blobs, raised: bool) -> PixelLine:
    x0, y0 = letters[:, LEFT].min(), letters[:, TOP].min()
    right, feet = right_of(letters), foot_of(letters)
    height, foot = quantile(letters[:, HEIGHT], 0.5), quantile(feet, _SETTINGS.foot_quantile)
    return PixelLine(int(x0), int(y0), int(right.max()), int(feet.max()), height, foot, raised)


def _without_underlines(lines: list[PixelLine]) -> list[PixelLine]:
    """The lines but for short rules close under another: a footnote mark printed as a link."""
    bars = [line for line in lines if line.x1 - line.x0 >= _SETTINGS.underline * (line.y1 - line.y0)]
    thin = _SETTINGS.thin
    under = {bar for bar in bars for line in lines if bar.letter < thin * line.letter and _under(bar, line)}
    return [line for line in lines if line not in under]


def _under(bar: PixelLine, line: PixelLine) -> bool:
    inside = min(bar.x1, line.x1) - max(bar.x0, line.x0)
    close = abs(bar.y0 - line.y1) <= _SETTINGS.thin * line.letter
    return close and inside >= (bar.x1 - bar.x0) / 2


def _with_marks(lines: list[PixelLine], marks: Blobs, separators: Pixels) -> list[PixelLine]:
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


def _with_dashes(lines: list[PixelLine], found: Blobs, separators: Pixels) -> list[PixelLine]:
    """Lines grown over a dash between them and the next: `Exhibit 24 - Power of Attorney`."""
    gap = _SETTINGS.dash_gap
    for x, y, width, height, _ in _before_lines(found, lines).tolist():
        before = [
            k
            for k, line in enumerate(lines)
            if 0 < x - line.x1 <= gap * line.letter and _at_mid_height(line, y, height)
        ]
        after = [r for r in lines if 0 < r.x0 - x - width <= gap * r.letter and _at_mid_height(r, y, height)]
        if not before or not after:
            continue
        k, right = max(before, key=lambda k: lines[k].x1), min(after, key=lambda line: line.x0)
        wide = width >= _SETTINGS.least_dash * lines[k].letter
        if wide and not separators[y, lines[k].x1 : right.x0].any():
            lines[k] = replace(lines[k], x1=x + width)
    return lines


def _before_lines(found: Blobs, lines: Sequence[PixelLine]) -> Blobs:
    """The blobs shaped like dashes that have a line close behind: few of a page's."""
    dashes = found[found[:, WIDTH] >= _SETTINGS.dash * found[:, HEIGHT]]
    starts = np.sort([line.x0 for line in lines])
    reach = _SETTINGS.dash_gap * max((line.letter for line in lines), default=0)
    ends = right_of(dashes)
    first, last = (np.searchsorted(starts, ends + by, "right") for by in (0, reach))
    return dashes[last > first]


def _at_mid_height(line: PixelLine, y: int, height: int) -> bool:
    """True for what is at the middle of a line's height."""
    share = (y + height / 2 - line.y0) / (line.y1 - line.y0)
    middle = _SETTINGS.highest_dash <= share <= _SETTINGS.lowest_dash
    return not line.raised and middle and height <= _SETTINGS.thin * line.letter


def _joined_over_breaks(lines: list[PixelLine], separators: Pixels) -> list[PixelLine]:
    """Lines that wear has broken, joined again: end to end on one line, a typed blank apart at most."""
    left = sorted(_with_raised(lines), key=lambda line: line.x0)
    heads, feet = (np.array([getattr(line, side) for line in left]) for side in ("y0", "y1"))
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
    x0, y0, x1, letter, foot = (
        np.array([getattr(line, side) for line in lines], np.float64)
        for side in ("x0", "y0", "x1", "letter", "foot")
    )
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
