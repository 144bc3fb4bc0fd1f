"""Ruling lines: found in the ink by run lengths and morphological openings, and joined over breaks.

Coordinates are pixels of the mask the lines were found in, but for `ruling_lines_of`, which gives points.
"Rule" is short for ruling line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from math import ceil

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.document.opened_page import WHITE, Pixels
from extractor.imaging.binarize import (
    EIGHT_NEIGHBOURS,
    Blobs,
    blobs_in_rows,
    inked_rows,
)
from extractor.imaging.settings import SETTINGS, RuleProfile
from extractor.model.geometry import POINTS_PER_INCH
from extractor.model.page import RulingLine, RulingLines

_SETTINGS = SETTINGS.ruling_lines
BITS, ALL_BITS = 8, 0xFF
"""The bits of a byte, and one with all of them set."""

# glibc keeps what is freed in blocks no larger than the largest yet freed (mallopt(3), M_MMAP_THRESHOLD).
# This one is never written to and so costs nothing; without it the memory of a page's pictures goes back to
# the system with each of them, and paging it in again takes longer than finding the ruling lines.
np.empty(_SETTINGS.kept_memory, np.uint8)


def ruling_lines_of(ink: Pixels, dpi: float) -> tuple[RulingLines, tuple[Pixels, Pixels]]:
    """The ruling lines in the ink of a drawn page, in points, and the pixels that belong to them."""
    across, down = rule_masks(ink, dpi, _SETTINGS.drawn)
    masks = across, _without_strokes(down, across, dpi)
    return find_rules(masks, dpi).scaled(POINTS_PER_INCH / dpi), masks


def rule_masks(mask: Pixels, dpi: float, profile: RuleProfile = _SETTINGS.scanned) -> tuple[Pixels, Pixels]:
    """The pixels that belong to horizontal and to vertical rules, as two masks of the page."""
    across = _horizontal_runs(mask, profile.across, dpi, profile)
    if not profile.unbroken:
        across = _without_letters(across, mask, dpi)
    down = _horizontal_runs(transposed(mask), profile.down, dpi, profile).T
    return across, down


def scan_rule_masks(mask: Pixels, dpi: float) -> tuple[Pixels, Pixels]:
    """`rule_masks` of a scan, the heavy rules too.

    Copied over and over, a double rule becomes thicker than letters are bold: such rules are found in what an
    erosion by the width of a letter's stroke leaves of the ink.
    """
    kernel = _square_kernel(_SETTINGS.letter_stroke, dpi)
    filled = _with_doubles_filled(mask, dpi)
    core = np.asarray(cv2.erode(filled, kernel), np.uint8)
    across, down = rule_masks(mask, dpi)
    if core.any():
        stout, upright = rule_masks(core, dpi, _SETTINGS.heavy)
        stout = _without_words(stout, core, filled, dpi)
        across, down = (
            # On most pages no rule is heavy.
            np.maximum(runs, np.asarray(cv2.dilate(more, kernel), np.uint8) & mask) if more.any() else runs
            for runs, more in ((across, stout), (down, upright))
        )
    return across, _without_strokes(down, across, dpi)


def _without_strokes(down: Pixels, across: Pixels, dpi: float) -> Pixels:
    """The vertical runs less those no longer than a tall letter that meet no horizontal one: the I's."""
    unit = dpi / POINTS_PER_INCH
    near, tallest = 1 + round(_SETTINGS.meeting * unit), _SETTINGS.scanned.down * unit

    def stands_alone(y: int, x: int, high: int, wide: int) -> bool:
        ends = across[max(0, y - near) : y + high + near, max(0, x - near) : x + wide + near]
        return high < tallest and not ends.any()

    return _runs_less(down, stands_alone)


def _runs_less(down: Pixels, is_stroke: Callable[[int, int, int, int], bool]) -> Pixels:
    """The vertical runs less those of which that is true: asked by their y, x, height and width."""
    rest = down.copy(order="K")
    for y, x, high, wide, _ in _blobs_of_few_rows(transposed(down)).tolist():
        if is_stroke(y, x, high, wide):
            rest[y : y + high, x : x + wide] = 0
    return rest


def through_letters(masks: tuple[Pixels, Pixels], mask: Pixels, dpi: float) -> tuple[Pixels, Pixels]:
    """The masks of a scan, its vertical runs carried on through letters that touch them.

    Beside letters a rule is as thick as they are; but its own ink leads to the horizontal rule it ends at, or
    to the rest of it.
    """
    across, down = masks
    whole = down.copy(order="K")
    for y, x, high, wide, _ in _blobs_of_few_rows(transposed(down)).tolist():
        piece, foot = down[y : y + high, x : x + wide], y + high
        _carry_on(whole[:y][::-1], _end_of(piece, x), across[:y][::-1], mask[:y][::-1], dpi)
        _carry_on(whole[foot:], _end_of(piece[::-1], x), across[foot:], mask[foot:], dpi)
    return across, whole


def of_rules(down: Pixels, rules: Iterable[RulingLine], dpi: float) -> Pixels:
    """The vertical runs less those no longer than two lines that are part of no rule: strokes of letters.

    A bracket that touches the letter below it is as long as a short rule; what is longer is a scratch.
    """
    unit = dpi / POINTS_PER_INCH
    slack, longest = _SETTINGS.joined_shift * unit, _SETTINGS.two_lines * unit

    def is_letter(y: int, x: int, high: int, wide: int) -> bool:
        beside = (rule for rule in rules if x - slack <= rule.at <= x + wide + slack)
        return high <= longest and not any(rule.start < y + high and y < rule.end for rule in beside)

    return _runs_less(down, is_letter)


def _end_of(run: Pixels, x: int) -> slice:
    """The columns of a run's first rows, which begins in column `x` of its page."""
    columns = np.flatnonzero(run[: _SETTINGS.hairline].any(axis=0)) + x
    return slice(int(columns[0]), int(columns[-1]) + 1)


def _carry_on(whole: Pixels, own: slice, across: Pixels, mask: Pixels, dpi: float) -> None:
    """Draws in the columns `own` of `whole`, whose rows lead away from a run's end, what goes on from it."""
    reach, start = round(_SETTINGS.letters_passed * dpi / POINTS_PER_INCH), 0
    beside = slice(max(0, own.start - 1), own.stop + 1)
    while True:
        near = slice(start, start + reach)
        ends, goes_on = (np.asarray(part[near, own].any(axis=1)) for part in (across, whole))
        stops = np.flatnonzero(ends | goes_on)
        if not stops.size:
            return
        way = slice(start, start + int(stops[0]))
        if stops[0] and mask[way, beside].any(axis=1).mean() < _SETTINGS.passed_ink:
            return
        whole[way, own] |= mask[way, own]
        beyond = np.flatnonzero(~ends[stops[0] :])
        if goes_on[stops[0]] or not beyond.size:
            return
        start = way.stop + int(beyond[0])


def _with_doubles_filled(mask: Pixels, dpi: float) -> Pixels:
    """The ink with the paper between the two lines of double rules filled, as wear has in places."""
    unit = dpi / POINTS_PER_INCH
    scanned = _SETTINGS.scanned
    long, high, gap = (
        round(points * unit) | 1 for points in (scanned.across, scanned.down, _SETTINGS.double_gap)
    )
    across = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    down = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((high, 1), np.uint8))
    level = np.asarray(cv2.morphologyEx(across, cv2.MORPH_CLOSE, np.ones((gap, 1), np.uint8)), np.uint8)
    upright = np.asarray(cv2.morphologyEx(down, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8)), np.uint8)
    return np.asarray(mask | level | upright, np.uint8)


def _square_kernel(points: float, dpi: float) -> Pixels:
    side = round(points * dpi / POINTS_PER_INCH) + 1
    return np.ones((side, side), np.uint8)


def find_rules(masks: tuple[Pixels, Pixels], dpi: float) -> RulingLines:
    """The ruling lines in `masks` (from `rule_masks`), broken ones joined."""
    across = _lines_of(masks[0], dpi)
    down = _lines_of(transposed(masks[1]), dpi)
    return RulingLines(across, tuple(rule for rule in down if _meets(rule, across, dpi)))


def loose_runs(masks: tuple[Pixels, Pixels], rules: RulingLines, dpi: float) -> tuple[RulingLine, ...]:
    """The vertical runs in `masks` that are none of the rules found in them."""
    return tuple(run for run in _lines_of(transposed(masks[1]), dpi) if run not in rules.down)


def _horizontal_runs(mask: Pixels, shortest: float, dpi: float, profile: RuleProfile) -> Pixels:
    """Pixels on thin horizontal runs at least `shortest` points long, short breaks bridged.

    Letters that touch make long runs too, but their stems are thick: a run must be thin nearly everywhere.
    """
    unit = dpi / POINTS_PER_INCH
    window = max(1, round(shortest * unit))  # sheets as long as a road have less than a pixel an inch
    runs = np.zeros_like(mask)
    # Few rows of pixels hold a rule: the others are skipped, for speed.
    rows = _rows_with_runs(mask, window, profile)
    if not rows.size:
        return runs
    thin = _thin_in(rows, mask, profile, unit)
    filled = _windows_filled(profile.filled, thin, window)
    if profile.unbroken:
        filled &= _windows_filled(_SETTINGS.unbroken_ink, mask[rows], window)
    held = filled.any(axis=1)
    rows, thin, filled = rows[held], thin[held], filled[held]
    if not rows.size:
        return runs
    reach = np.asarray(cv2.dilate(np.asarray(filled, np.uint8), np.ones((1, window), np.uint8)), np.uint8)
    gap = max(3, round(_SETTINGS.closed_break * unit)) | 1
    runs[rows] = cv2.morphologyEx(thin & reach, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    return runs


def _rows_with_runs(mask: Pixels, window: int, profile: RuleProfile) -> NDArray[np.intp]:
    """The rows of pixels that may hold a run; an unbroken one has so much ink without a gap at least."""
    if not profile.unbroken:
        return np.arange(len(mask))
    # A window that is filled as `_windows_filled` counts lacks so many pixels at most.
    lacking = int(window * (1 - (ceil(WHITE * _SETTINGS.unbroken_ink) - 0.5) / WHITE))
    whole = max(1, (window - lacking) // (lacking + 1))
    rows = _rows_with_bytes((whole + 1) // BITS - 1, mask)
    return rows[inked_rows(_runs_of(whole, mask[rows]))]


def _rows_with_bytes(count: int, mask: Pixels) -> NDArray[np.intp]:
    """The rows in which so many bytes of eight pixels follow each other that are all ink, as they must in a
    run of eight pixels more: packed so, a page is looked through in no time."""
    full = (np.packbits(mask, axis=1) == ALL_BITS).astype(np.uint8)
    return np.flatnonzero(inked_rows(_runs_of(count, full))) if count > 0 else np.arange(len(mask))


def _runs_of(length: int, mask: Pixels) -> Pixels:
    """Where so many pixels of ink begin that follow each other along a row: pairs, pairs of pairs and so on.
    (An erosion takes three times as long.)"""
    runs, known = mask, 1
    while known < length:
        step = min(known, length - known)
        runs, known = runs[:, step:] & runs[:, :-step], known + step
    return runs


def _thin_in(rows: NDArray[np.intp], mask: Pixels, profile: RuleProfile, unit: float) -> Pixels:
    """The thin ink of some rows; of the others no more than its thickness needs is looked at."""
    if len(rows) == len(mask):
        return _thin(mask, profile, unit)
    limit = round(profile.thickness * unit) + 1
    near = np.zeros(len(mask) + 2 * limit, np.bool_)
    for step in range(-limit, limit + 1):
        near[rows + limit + step] = True
    kept = np.flatnonzero(near[limit:-limit])
    return _thin(mask[kept], profile, unit)[np.searchsorted(kept, rows)]


def _without_letters(runs: Pixels, mask: Pixels, dpi: float) -> Pixels:
    """Runs less those that are the heads or feet of letters in a row: stems join them all along."""
    unit = dpi / POINTS_PER_INCH
    near = round(_SETTINGS.stem * unit)
    rest = runs.copy()
    for x, y, width, height, _ in _blobs_of_few_rows(runs).tolist():
        if width >= _SETTINGS.longest_word * unit:
            continue
        bands = mask[max(0, y - near) : y, x : x + width], mask[y + height : y + height + near, x : x + width]
        if any(band.size and band.min(axis=0).mean() >= _SETTINGS.stem_share for band in bands):
            rest[y : y + height, x : x + width] = 0
    return rest


def _without_words(runs: Pixels, core: Pixels, filled: Pixels, dpi: float) -> Pixels:
    """Heavy runs less words whose letters are filled and touch: only a rule is as thick all along."""
    gap = round(_SETTINGS.word_gap * dpi / POINTS_PER_INCH) | 1
    rest = runs.copy()
    rows = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    for x, y, width, height, _ in _blobs_of_few_rows(np.asarray(rows, np.uint8)).tolist():
        piece = runs[y : y + height, x : x + width]
        columns = np.flatnonzero(piece.any(axis=0))
        middles = y + piece[:, columns].argmax(axis=0) + piece[:, columns].sum(axis=0, dtype=np.int_) // 2
        if not all(_evenly_thick(ink, columns + x, middles, dpi) for ink in (core, filled)):
            rest[y : y + height, x : x + width] = 0
    return rest


def _evenly_thick(ink: Pixels, columns: NDArray[np.int_], middles: NDArray[np.int_], dpi: float) -> bool:
    """True where the ink through these pixels is about as thick in nearly all columns."""
    reach = round(_SETTINGS.thickest * dpi / POINTS_PER_INCH)
    above = middles[:, None] - np.arange(reach)
    below = middles[:, None] + np.arange(1, reach + 1)
    thick = _run_lengths(ink, above, columns) + _run_lengths(ink, below, columns)
    return any(_share_about(thick, usual) >= _SETTINGS.even_length for usual in np.unique(thick).tolist())


def _run_lengths(ink: Pixels, rows: NDArray[np.int_], columns: NDArray[np.int_]) -> NDArray[np.int_]:
    """How many of the pixels in some rows of each column are ink before the first that is none."""
    there = (rows >= 0) & (rows < len(ink))
    there &= ink[rows.clip(0, len(ink) - 1), columns[:, None]] > 0
    return np.asarray(np.logical_and.accumulate(there, axis=1).sum(axis=1))


def _share_about(thick: NDArray[np.int_], usual: int) -> float:
    """Share of the thicknesses that are about the usual one; a skewed rule steps by a pixel either way."""
    return float((np.abs(thick - usual) <= max(1.0, _SETTINGS.uneven * usual)).mean())


def _thin(mask: Pixels, profile: RuleProfile, unit: float) -> Pixels:
    """The ink less every vertical stroke of more than the profile's thickness (top-hat transform)."""
    limit = round(profile.thickness * unit) + 1
    thin = mask & (1 - vertical_opening(mask, limit))
    # Dilated by a pixel up and down, a skewed rule is one long run again.
    return thin if profile.unbroken else np.asarray(cv2.dilate(thin, EIGHT_NEIGHBOURS[:, :1]), np.uint8)


def _windows_filled(share: float, mask: Pixels, window: int) -> NDArray[np.bool_]:
    """Where `mask` holds at least this share of the `window` pixels around, along the row."""
    around = cv2.boxFilter(mask * np.uint8(WHITE), -1, (window, 1), borderType=cv2.BORDER_CONSTANT)
    return np.asarray(around >= ceil(WHITE * share))


def transposed(mask: Pixels) -> Pixels:
    """The mask with columns as rows, in the order of its rows; a view where that is how it lies already."""
    return mask.T if mask.T.flags.c_contiguous else np.asarray(cv2.transpose(mask), np.uint8)


def _meets(rule: RulingLine, across: Iterable[RulingLine], dpi: float) -> bool:
    """True for a vertical rule that meets a horizontal one at either end, or crosses several; a short one
    meets one at both.

    Stacked brackets meet none; a bracket below the rule of a box and the letter below it, which touch, meet
    that one; a letter that touches the end of a rule makes it longer than it is.
    """
    near = _SETTINGS.falls_short * dpi / POINTS_PER_INCH
    there = [other.at for other in across if other.start - near <= rule.at <= other.end + near]
    met = sum(any(abs(at - end) <= near for at in there) for end in (rule.start, rule.end))
    if met == 2 or (met and rule.length > _SETTINGS.two_lines * dpi / POINTS_PER_INCH):
        return True
    return sum(rule.start < at < rule.end for at in there) >= _SETTINGS.crossed


def _lines_of(runs: Pixels, dpi: float) -> tuple[RulingLine, ...]:
    unit = dpi / POINTS_PER_INCH
    shortest = _SETTINGS.shortest_piece * unit
    pieces = [_piece(row) for row in _blobs_of_few_rows(runs).tolist() if row[2] >= shortest]
    return tuple(joined(pieces, dpi))


def _blobs_of_few_rows(runs: Pixels) -> Blobs:
    """`blobs` of a mask most rows of which are empty."""
    return blobs_in_rows(runs, inked_rows(runs))


def _piece(row: list[int]) -> RulingLine:
    x, y, width, height, area = row
    return RulingLine(x, x + width, y + height / 2, area / width)


def joined(pieces: Iterable[RulingLine], dpi: float) -> list[RulingLine]:
    """Pieces that follow each other on one line joined to one."""
    unit, lines = dpi / POINTS_PER_INCH, list[RulingLine]()
    gap, slack = _SETTINGS.joined_gap * unit, _SETTINGS.joined_shift * unit
    for piece in sorted(pieces, key=lambda r: r.start):
        for k, line in enumerate(lines):
            if abs(line.at - piece.at) <= slack and piece.start - line.end <= gap:
                lines[k] = _merged(line, piece)
                break
        else:
            lines.append(piece)
    return sorted(lines, key=lambda r: r.at)


def _merged(line: RulingLine, piece: RulingLine) -> RulingLine:
    total = line.length + piece.length
    at = (line.at * line.length + piece.at * piece.length) / total
    return replace(line, end=max(line.end, piece.end), at=at, thickness=max(line.thickness, piece.thickness))


def vertical_opening(mask: Pixels, height: int) -> Pixels:
    """The vertical strokes of `mask` that are at least `height` pixels high (morphological opening)."""
    kernel = np.ones((height, 1), np.uint8)
    # An even kernel has no centre: dilated about the mirrored anchor, nothing moves.
    return np.asarray(cv2.dilate(cv2.erode(mask, kernel), kernel, anchor=(0, (height - 1) // 2)), np.uint8)
