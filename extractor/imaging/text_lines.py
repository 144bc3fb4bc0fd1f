"""Runs: stretches of ink that read as one line of text, found without reading them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.document.opened_page import Pixels
from extractor.imaging.binarize import POINTS_PER_INCH, Blobs, percentile

MIN_LETTER = 1.9
"""Points: lower blobs are punctuation or specks; they may join a run but never make one."""
MAX_LETTER = 30.0
"""Points: larger blobs are pictures, holes and borders."""
MAX_WORD = 90.0
"""Points: wider blobs are letters run together only if they are no higher than `MAX_LINE` points."""
MAX_LINE = 14.0
REACH = 0.65
"""How far a letter reaches for its neighbour to either side, in letter heights (a typed blank is 1.3)."""
STOPPED = 1.35
"""How much farther a run reaches that ends in a full stop: typed, that stands in the middle of its width."""
CORE, TIGHT = 0.3, 0.15
"""The half height of a letter that must overlap its neighbour's, in letter heights; the same where letters
of two lines may have linked up."""
RAISED = 0.17
"""Letter heights a footnote mark's foot stands above the line's."""
FOOT = 35.0
"""Percentile of the letters' feet at which their line is: where letters run together, half have tails."""
HIGH = 0.86
"""Letter heights a footnote mark's head stands above the line's foot at least."""
STACKED = 1.75
"""A group this many letters high holds two lines."""
TOUCHING = 1.45
"""Letters this much higher than usual are two that touch."""
SHIFTED = 0.35
"""Letter heights by which two pieces of one line are shifted at most; tails hang down less."""
TAIL = 3
"""Fewer letters beyond a rule are the tail of a word that strays over it."""
DASHED = 1.7
"""Letter heights from a dash between two words to either, typed with a blank on both sides."""
DASH = 1.8
"""A dash is at least so many times wider than high."""
BAR = 3.0
"""A short rule is at least so many times wider than high."""
THIN = 0.4
"""Letter heights a dash is high at most."""
MIN_MARK = 0.12
"""Square points: smaller specks are dirt."""


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


def _groups(letters: Blobs, fences: Pixels, core: float = CORE) -> list[Blobs]:
    """Letters by the run they link up to."""
    labels = _linked(letters, fences, core)
    members = labels[_centres(letters)[:, 1], _centres(letters)[:, 0]]
    return [letters[members == label] for label in np.unique(members) if label]


def _unstacked(group: Blobs, fences: Pixels) -> list[Blobs]:
    """A group of two lines as two, held together by letters that touch, or by a number between the lines.

    Letters that touch go to both, cut.
    """
    usual = percentile(group[:, 3], 75)
    high = (group[:, 1] + group[:, 3]).max() - group[:, 1].min()
    if high <= STACKED * usual or len(group) < 6:
        return [group]
    touching = group[:, 3] > TOUCHING * usual
    if touching.all():
        return [group]
    lines = _groups(group[~touching], fences, TIGHT)
    return [np.concatenate([line, _cut_to(line, group[touching])]) for line in lines]


def _beside_fence(group: Blobs, fences: Pixels) -> list[Blobs]:
    """A group that runs over a rule, cut there where words stand on both sides; a mere tail stays."""
    if not len(group):
        return []
    middle = int(np.median(group[:, 1] + group[:, 3] / 2))
    x0, x1 = int(group[:, 0].min()), int((group[:, 0] + group[:, 2]).max())
    centre = group[:, 0] + group[:, 2] / 2
    for column in (np.flatnonzero(fences[middle, x0:x1]) + x0).tolist():
        left = centre < column
        if min(left.sum(), (~left).sum()) >= TAIL:
            return [group[left], *_beside_fence(group[~left], fences)]
    return [group]


def _cut_to(line: Blobs, letters: Blobs) -> Blobs:
    """The part of each letter that stands on a line, for those that reach well into it beside its letters."""
    top, bottom = line[:, 1].min(), (line[:, 1] + line[:, 3]).max()
    reach = 2 * REACH * (bottom - top)
    y0 = np.maximum(letters[:, 1], top)
    y1 = np.minimum(letters[:, 1] + letters[:, 3], bottom)
    near = (letters[:, 0] <= (line[:, 0] + line[:, 2]).max() + reach) & (
        letters[:, 0] + letters[:, 2] >= line[:, 0].min() - reach
    )
    cut = letters.copy()
    cut[:, 1], cut[:, 3] = y0, y1 - y0
    return np.asarray(cut[near & (y1 - y0 >= 0.6 * (bottom - top))], np.int32)


def _sorted_out(found: Blobs, unit: float) -> tuple[Blobs, Blobs]:
    """Letters, and the small marks that may belong to them; all else is dropped."""
    width, height, area = found[:, 2], found[:, 3], found[:, 4]
    letter = (height >= MIN_LETTER * unit) & (height <= MAX_LETTER * unit)
    letter &= (width <= MAX_WORD * unit) | (height <= MAX_LINE * unit)
    letter &= area >= 4 * MIN_MARK * unit * unit
    mark = (height < MIN_LETTER * unit) & (width <= 12 * unit) & (area >= MIN_MARK * unit * unit)
    return found[letter], found[mark]


def _centres(letters: Blobs) -> NDArray[np.int32]:
    return np.asarray(letters[:, :2] + letters[:, 2:4] // 2, np.int32)


def _linked(letters: Blobs, fences: Pixels, core: float) -> NDArray[np.int32]:
    """Label image in which letters of one run share a label at their centres."""
    usual = percentile(letters[:, 3], 75)
    canvas = np.zeros(fences.shape, np.uint8)
    bars = []
    for x, y, width, height, _ in letters.tolist():
        middle, half = y + height / 2, core * min(max(height, 0.7 * usual), 2 * usual)
        top, bottom = round(middle - half), round(middle + half)
        reach = round(REACH * min(max(height, usual), 2 * usual))
        cv2.rectangle(canvas, (x - reach, top), (x + width + reach, bottom), 1, -1)
        bars.append((x, top, x + width, bottom))
    canvas[fences > 0] = 0
    for x0, top, x1, bottom in bars:
        cv2.rectangle(canvas, (x0, top), (x1, bottom), 1, -1)
    return np.asarray(cv2.connectedComponents(canvas, connectivity=4, ltype=cv2.CV_32S)[1], np.int32)


def _boxed(letters: Blobs) -> list[Run]:
    """The run of some letters; small raised letters at its end make a run of their own."""
    letters = letters[np.argsort(letters[:, 0])]
    raised = _raised(letters)
    cut = len(letters)
    while cut > 0 and raised[cut - 1]:
        cut -= 1
    if cut in (0, len(letters)) or _overlap(letters[:cut], letters[cut:]):
        return [_box_of(letters, False)]
    return [_box_of(letters[:cut], False), _box_of(letters[cut:], True)]


def _overlap(left: Blobs, right: Blobs) -> bool:
    """True where the right letters begin over the left ones: halves of a broken letter, not marks."""
    first = right[int(right[:, 0].argmin())]
    return bool((left[:, 0] + left[:, 2]).max() - first[0] > 0.5 * first[2])


def _raised(letters: Blobs) -> NDArray[np.bool_]:
    """Which letters (from the left) are small and stand clear of the foot of those the run begins with."""
    height, top, foot = letters[:, 3], letters[:, 1], letters[:, 1] + letters[:, 3]
    first = max(1, round(0.4 * len(letters)))
    # The foot of letters without tails: in "Option" two letters in five already hang below the line.
    line, tall = percentile(foot[:first], 10), percentile(height[:first], 85)
    return np.asarray((height <= 0.9 * tall) & (foot < line - RAISED * tall) & (top < line - HIGH * tall))


def _box_of(letters: Blobs, raised: bool) -> Run:
    x0, y0 = letters[:, 0].min(), letters[:, 1].min()
    x1, y1 = (letters[:, 0] + letters[:, 2]).max(), (letters[:, 1] + letters[:, 3]).max()
    foot = percentile(letters[:, 1] + letters[:, 3], FOOT)
    return Run(int(x0), int(y0), int(x1), int(y1), percentile(letters[:, 3], 50), foot, raised)


def _ununderlined(runs: list[Run]) -> list[Run]:
    """The runs but for short rules close under another: a note's mark printed as a link."""
    bars = [run for run in runs if run.x1 - run.x0 >= BAR * (run.y1 - run.y0)]
    under = {bar for bar in bars for run in runs if bar.letter < THIN * run.letter and _under(bar, run)}
    return [run for run in runs if run not in under]


def _under(bar: Run, run: Run) -> bool:
    inside = min(bar.x1, run.x1) - max(bar.x0, run.x0)
    close = abs(bar.y0 - run.y1) <= THIN * run.letter
    return close and inside >= 0.5 * (bar.x1 - bar.x0)


def _with_marks(runs: list[Run], marks: Blobs, fences: Pixels) -> list[Run]:
    """Runs grown over the commas, points and dashes that stand in or beside them."""
    if not runs or not len(marks):
        return runs
    box = np.array([(r.x0, r.y0, r.x1, r.y1) for r in runs])
    # A run grown downwards would reach the marks of the line below, and grow on.
    head, foot = box[:, 1].copy(), box[:, 3].copy()
    letter = np.array([r.letter for r in runs])
    raised = np.array([r.raised for r in runs])
    for x, y, width, height, _ in marks.tolist():
        cx, cy = x + width / 2, y + height / 2
        aside = np.maximum(np.maximum(box[:, 0] - cx, cx - box[:, 2]), 0)
        fits = (aside <= 0.7 * letter) & (cy >= head) & (cy <= foot + 0.35 * letter)
        if not fits.any():
            continue
        # What stands free beside a footnote mark, as high as it, is a crumb of the mark's brackets.
        if (aside[fits] > 0).all() and (fits & raised & (cy <= foot)).any():
            fits &= raised & (cy <= foot)
        near = int(np.where(fits, aside + np.maximum(cy - foot, 0), np.inf).argmin())
        between = fences[int(cy), min(x, box[near, 2]) : max(x + width, box[near, 0])]
        if aside[near] > 0 and between.any():
            continue
        box[near] = (
            min(box[near, 0], x),
            box[near, 1],
            max(box[near, 2], x + width),
            max(box[near, 3], y + height),
        )
    return [
        replace(run, x0=int(x0), y0=int(y0), x1=int(x1), y1=int(y1), stopped=x1 > run.x1)
        for (x0, y0, x1, y1), run in zip(box.tolist(), runs, strict=True)
    ]


def _with_dashes(runs: list[Run], found: Blobs, fences: Pixels) -> list[Run]:
    """Runs grown over a dash that stands free between them and the next: `Exhibit 24 - Power of Attorney`."""
    for x, y, width, height, _ in found[found[:, 2] >= DASH * found[:, 3]].tolist():
        before = [
            k for k, run in enumerate(runs) if 0 < x - run.x1 <= DASHED * run.letter and _mid(run, y, height)
        ]
        after = [r for r in runs if 0 < r.x0 - x - width <= DASHED * r.letter and _mid(r, y, height)]
        if not before or not after:
            continue
        k, right = max(before, key=lambda k: runs[k].x1), min(after, key=lambda run: run.x0)
        if not fences[y, runs[k].x1 : right.x0].any():
            runs[k] = replace(runs[k], x1=x + width)
    return runs


def _mid(run: Run, y: int, height: int) -> bool:
    """True for what stands at the middle of a run's height."""
    share = (y + height / 2 - run.y0) / (run.y1 - run.y0)
    return not run.raised and 0.3 <= share <= 0.75 and height <= THIN * run.letter


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
    hangs = (gap >= -0.3 * tall) & (gap <= 0.8 * tall) & (x1 - x1[:, None] > 0.6 * (x1 - x0))
    hangs &= (letter < 0.9 * tall) & (foot < foot[:, None] - RAISED * tall)
    hangs &= (y0[:, None] - 0.5 * tall < y0) & (y0 < y0[:, None] + (1 - HIGH) * tall)
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
        shared < 0.5 * min(run.y1 - run.y0, other.y1 - other.y0)
        or max(run.y1, other.y1) - min(run.y0, other.y0) > 2.4 * letter
        or _shifted(run, other) > SHIFTED * letter
    ):
        return False
    gap = other.x0 - run.x1
    over = shared >= 0.75 * max(run.y1 - run.y0, other.y1 - other.y0)
    if gap > 2 * REACH * letter * (STOPPED if run.stopped else 1.0) or (gap < -0.5 * letter and not over):
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
