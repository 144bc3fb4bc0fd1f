"""Runs: stretches of ink that read as one line of text, found without reading them."""

from __future__ import annotations

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
class Run:
    """The pixel box of one run, the median height of its letters and the line their feet stand on, in pixels.

    `raised` runs are small and stand above the line: footnote marks. `stopped` ones end in a comma or a full
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


def find_text_lines(found: Blobs, fences: Pixels, dpi: float) -> list[Run]:
    """Runs among the blobs `found`, from the top.

    `fences` (shape of the page) is 1 on vertical rules: no run reaches over one, unless a letter of its own
    stands on it.
    """
    letters, marks = _sorted_out(found, dpi / POINTS_PER_INCH)
    if not len(letters):
        return []
    parts = [part for group in _groups(letters, fences) for part in _unstacked(group, fences)]
    runs = [run for part in parts for side in _beside_fence(part, fences) for run in _boxed(side)]
    whole = _rejoined(_with_dashes(_with_marks(_ununderlined(runs), marks, fences), found, fences), fences)
    return sorted(whole, key=lambda run: (run.y0, run.x0))


def _groups(letters: Blobs, fences: Pixels, core: float = _SETTINGS.core) -> list[Blobs]:
    """Letters by the run they link up to."""
    labels = _linked(letters, fences, core)
    members = labels[_centres(letters)[:, 1], _centres(letters)[:, 0]]
    return [letters[members == label] for label in np.unique(members) if label]


def _unstacked(group: Blobs, fences: Pixels) -> list[Blobs]:
    """A group of two lines as two, held together by letters that touch, or by a number between the lines.

    Letters that touch go to both, cut.
    """
    usual = _usual_height(group)
    high = foot_of(group).max() - group[:, TOP].min()
    if high <= _SETTINGS.stacked * usual or len(group) < _SETTINGS.fewest_stacked:
        return [group]
    touching = group[:, HEIGHT] > _SETTINGS.touching * usual
    if touching.all():
        return [group]
    lines = _groups(group[~touching], fences, _SETTINGS.tight_core)
    return [np.concatenate([line, _cut_to(line, group[touching])]) for line in lines]


def _usual_height(letters: Blobs) -> float:
    return quantile(letters[:, HEIGHT], _SETTINGS.tall_quantile)


def _beside_fence(group: Blobs, fences: Pixels) -> list[Blobs]:
    """A group that runs over a rule, cut there where words stand on both sides; a mere tail stays."""
    if not len(group):
        return []
    centre, middles = centres_of(group).T
    middle = int(np.median(middles))
    x0, x1 = int(group[:, LEFT].min()), int(right_of(group).max())
    for column in (np.flatnonzero(fences[middle, x0:x1]) + x0).tolist():
        left = centre < column
        if min(left.sum(), (~left).sum()) >= _SETTINGS.tail:
            return [group[left], *_beside_fence(group[~left], fences)]
    return [group]


def _cut_to(line: Blobs, letters: Blobs) -> Blobs:
    """The part of each letter that stands on a line, for those that reach well into it beside its letters."""
    top, bottom = line[:, TOP].min(), foot_of(line).max()
    reach = 2 * _SETTINGS.reach * (bottom - top)
    y0 = np.maximum(letters[:, TOP], top)
    y1 = np.minimum(foot_of(letters), bottom)
    near = letters[:, LEFT] <= right_of(line).max() + reach
    near &= right_of(letters) >= line[:, LEFT].min() - reach
    cut = letters.copy()
    cut[:, TOP], cut[:, HEIGHT] = y0, y1 - y0
    return np.asarray(cut[near & (y1 - y0 >= _SETTINGS.cut_share * (bottom - top))], np.int32)


def _sorted_out(found: Blobs, unit: float) -> tuple[Blobs, Blobs]:
    """Letters, and the small marks that may belong to them; all else is dropped."""
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


def _linked(letters: Blobs, fences: Pixels, core: float) -> NDArray[np.int32]:
    """Label image in which letters of one run share a label at their centres."""
    usual = _usual_height(letters)
    lowest, highest = _SETTINGS.lowest_core * usual, _SETTINGS.highest_core * usual
    canvas = np.zeros(fences.shape, np.uint8)
    bars = []
    for x, y, width, height, _ in letters.tolist():
        middle, half = y + height / 2, core * min(max(height, lowest), highest)
        top, bottom = round(middle - half), round(middle + half)
        reach = round(_SETTINGS.reach * min(max(height, usual), highest))
        cv2.rectangle(canvas, (x - reach, top), (x + width + reach, bottom), 1, -1)
        bars.append((x, top, x + width, bottom))
    canvas[fences > 0] = 0
    for x0, top, x1, bottom in bars:
        cv2.rectangle(canvas, (x0, top), (x1, bottom), 1, -1)
    return np.asarray(cv2.connectedComponents(canvas, connectivity=4, ltype=cv2.CV_32S)[1], np.int32)


def _boxed(letters: Blobs) -> list[Run]:
    """The run of some letters; small raised letters at its end make a run of their own."""
    letters = letters[np.argsort(letters[:, LEFT])]
    raised = _raised(letters)
    cut = len(letters)
    while cut > 0 and raised[cut - 1]:
        cut -= 1
    if cut in (0, len(letters)) or _overlap(letters[:cut], letters[cut:]):
        return [_box_of(letters, False)]
    return [_box_of(letters[:cut], False), _box_of(letters[cut:], True)]


def _overlap(left: Blobs, right: Blobs) -> bool:
    """True where the right letters begin over the left ones: halves of a broken letter, not marks."""
    first = right[int(right[:, LEFT].argmin())]
    return bool(right_of(left).max() - first[LEFT] > first[WIDTH] / 2)


def _raised(letters: Blobs) -> NDArray[np.bool_]:
    """Which letters (from the left) are small and stand clear of the foot of those the run begins with."""
    height, top, foot = letters[:, HEIGHT], letters[:, TOP], foot_of(letters)
    first = max(1, round(_SETTINGS.line_start * len(letters)))
    line = quantile(foot[:first], _SETTINGS.start_foot_quantile)
    tall = quantile(height[:first], _SETTINGS.start_height_quantile)
    raised = (height <= _SETTINGS.raised_height * tall) & (foot < line - _SETTINGS.raised_foot * tall)
    return np.asarray(raised & (top < line - _SETTINGS.raised_head * tall))


def _box_of(letters: Blobs, raised: bool) -> Run:
    x0, y0 = letters[:, LEFT].min(), letters[:, TOP].min()
    right, feet = right_of(letters), foot_of(letters)
    height, foot = quantile(letters[:, HEIGHT], 0.5), quantile(feet, _SETTINGS.foot_quantile)
    return Run(int(x0), int(y0), int(right.max()), int(feet.max()), height, foot, raised)


def _ununderlined(runs: list[Run]) -> list[Run]:
    """The runs but for short rules close under another: a note's mark printed as a link."""
    bars = [run for run in runs if run.x1 - run.x0 >= _SETTINGS.underline * (run.y1 - run.y0)]
    thin = _SETTINGS.thin
    under = {bar for bar in bars for run in runs if bar.letter < thin * run.letter and _under(bar, run)}
    return [run for run in runs if run not in under]


def _under(bar: Run, run: Run) -> bool:
    inside = min(bar.x1, run.x1) - max(bar.x0, run.x0)
    close = abs(bar.y0 - run.y1) <= _SETTINGS.thin * run.letter
    return close and inside >= (bar.x1 - bar.x0) / 2


def _with_marks(runs: list[Run], marks: Blobs, fences: Pixels) -> list[Run]:
    """Runs grown over the commas, points and dashes that stand in or beside them."""
    if not runs or not len(marks):
        return runs
    box = np.array([(r.x0, r.y0, r.x1, r.y1) for r in runs])
    # A run grown downwards would reach the marks of the line below, and grow on.
    _, head, _, foot = box.T.copy()
    letter = np.array([r.letter for r in runs])
    raised = np.array([r.raised for r in runs])
    for x, y, width, height, _ in marks.tolist():
        cx, cy = x + width / 2, y + height / 2
        aside = np.maximum(np.maximum(box[:, 0] - cx, cx - box[:, 2]), 0)
        fits = (aside <= _SETTINGS.beside * letter) & (cy >= head) & (cy <= foot + _SETTINGS.hanging * letter)
        if not fits.any():
            continue
        # What stands free beside a footnote mark, as high as it, is a crumb of the mark's brackets.
        if (aside[fits] > 0).all() and (fits & raised & (cy <= foot)).any():
            fits &= raised & (cy <= foot)
        near = int(np.where(fits, aside + np.maximum(cy - foot, 0), np.inf).argmin())
        x0, y0, x1, y1 = box[near]
        if aside[near] > 0 and fences[int(cy), min(x, x1) : max(x + width, x0)].any():
            continue
        box[near] = min(x0, x), y0, max(x1, x + width), max(y1, y + height)
    return [
        replace(run, x0=int(x0), y0=int(y0), x1=int(x1), y1=int(y1), stopped=x1 > run.x1)
        for (x0, y0, x1, y1), run in zip(box.tolist(), runs, strict=True)
    ]


def _with_dashes(runs: list[Run], found: Blobs, fences: Pixels) -> list[Run]:
    """Runs grown over a dash that stands free between them and the next: `Exhibit 24 - Power of Attorney`."""
    gap = _SETTINGS.dash_gap
    for x, y, width, height, _ in found[found[:, WIDTH] >= _SETTINGS.dash * found[:, HEIGHT]].tolist():
        before = [
            k for k, run in enumerate(runs) if 0 < x - run.x1 <= gap * run.letter and _mid(run, y, height)
        ]
        after = [r for r in runs if 0 < r.x0 - x - width <= gap * r.letter and _mid(r, y, height)]
        if not before or not after:
            continue
        k, right = max(before, key=lambda k: runs[k].x1), min(after, key=lambda run: run.x0)
        if not fences[y, runs[k].x1 : right.x0].any():
            runs[k] = replace(runs[k], x1=x + width)
    return runs


def _mid(run: Run, y: int, height: int) -> bool:
    """True for what stands at the middle of a run's height."""
    share = (y + height / 2 - run.y0) / (run.y1 - run.y0)
    middle = _SETTINGS.highest_dash <= share <= _SETTINGS.lowest_dash
    return not run.raised and middle and height <= _SETTINGS.thin * run.letter


def _rejoined(runs: list[Run], fences: Pixels) -> list[Run]:
    """Runs that wear has broken, joined again: end to end on one line, a typed blank apart at most."""
    left = sorted(_marked(runs), key=lambda run: run.x0)
    done: list[Run] = []
    while left:
        run = left.pop(0)
        while (
            k := next((i for i, other in enumerate(left) if _level(run, other, fences)), None)
        ) is not None:
            run = _joined(run, left.pop(k))
        done.append(run)
    return done


def _marked(runs: list[Run]) -> list[Run]:
    """The runs, those raised that hang small and high at the end of another."""
    if not runs:
        return []
    x0, y0, x1, letter, foot = (
        np.array([getattr(run, side) for run in runs], np.float64)
        for side in ("x0", "y0", "x1", "letter", "foot")
    )
    # Rows are the runs, columns the marks that may hang on them.
    tall = (foot - y0)[:, None]
    gap = x0 - x1[:, None]
    hangs = (gap >= -_SETTINGS.mark_overlap * tall) & (gap <= _SETTINGS.mark_gap * tall)
    hangs &= x1 - x1[:, None] > _SETTINGS.mark_beyond * (x1 - x0)
    hangs &= (letter < _SETTINGS.raised_height * tall) & (foot < foot[:, None] - _SETTINGS.raised_foot * tall)
    hangs &= (y0[:, None] - tall / 2 < y0) & (y0 < y0[:, None] + (1 - _SETTINGS.raised_head) * tall)
    raised = np.flatnonzero(hangs.any(axis=0)).tolist()
    return [replace(run, raised=True) if k in raised else run for k, run in enumerate(runs)]


def _level(run: Run, other: Run, fences: Pixels) -> bool:
    """`_follows`, asked only of runs beside each other: few of a page's are."""
    return other.y0 < run.y1 and run.y0 < other.y1 and _follows(run, other, fences)


def _follows(run: Run, other: Run, fences: Pixels) -> bool:
    if run.raised or other.raised:
        return False
    letter = max(run.letter, other.letter)
    shared = min(run.y1, other.y1) - max(run.y0, other.y0)
    if (
        shared < min(run.y1 - run.y0, other.y1 - other.y0) / 2
        or max(run.y1, other.y1) - min(run.y0, other.y0) > _SETTINGS.highest_line * letter
        or _shifted(run, other) > _SETTINGS.shifted * letter
    ):
        return False
    gap = other.x0 - run.x1
    over = shared >= _SETTINGS.one_over_another * max(run.y1 - run.y0, other.y1 - other.y0)
    reach = 2 * _SETTINGS.reach * letter * (_SETTINGS.stop_reach if run.stopped else 1.0)
    if gap > reach or (gap < -letter / 2 and not over):
        return False
    middle = (max(run.y0, other.y0) + min(run.y1, other.y1)) // 2
    return gap <= 0 or not fences[middle, run.x1 : other.x0].any()


def _shifted(run: Run, other: Run) -> int:
    """Pixels by which both head and foot of one run lie lower than the other's."""
    head, foot = other.y0 - run.y0, other.y1 - run.y1
    return min(abs(head), abs(foot)) if head * foot > 0 else 0


def _joined(run: Run, other: Run) -> Run:
    return Run(
        min(run.x0, other.x0),
        min(run.y0, other.y0),
        max(run.x1, other.x1),
        max(run.y1, other.y1),
        max(run.letter, other.letter),
        run.foot,
        stopped=other.stopped,
    )
