"""Ruling lines: found in the ink, joined over breaks, and taken out of it.

Coordinates are pixels of the mask the rules were found in, but for `rules_of`, which gives points.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import ceil

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.document.opened_page import Pixels, Raster
from extractor.imaging.binarize import POINTS_PER_INCH, Blobs, blobs, even_paper
from extractor.model.page import RulingLine, RulingLines

MIN_ACROSS = 24.0
"""Points: the shortest horizontal rule. Longer than the blank before a checkbox caption."""
MIN_DOWN = 11.0
"""Points: the shortest vertical rule. Taller than any letter of the form but its title."""
BREAK = 2.0
"""Points: a gap in a worn rule that is closed before looking."""
MEETING = 0.4
"""Points between a piece of a vertical rule and the horizontal rule at which it ends; letters keep more."""
MEETS = 4.0
"""Points a vertical rule may end short of the horizontal rule it meets."""
WHOLE = 0.96
"""Share of a whole rule's length that is ink. The feet of bold letters in a row come to 0.94 of theirs."""
HEAVY = 1.4
"""Points eaten away to leave no stroke of the form's small letters."""
DOUBLE = 1.0
"""Points of paper between the lines of a double rule that may be taken for one."""
HEAVIEST = 6.5
"""Points: the thickest rule."""
STICKS_OUT = 1.2
"""Points a stroke reaches beyond a rule that it crosses."""
LETTERS = 110.0
"""Points: letters in a row do not join to a longer run."""
STEMS = 1.5
"""Points: how far the stems of such letters reach at least."""
HUNG = 0.22
"""Share of its length on which stems hang on a run of letters."""
BLANK = 4.0
"""Points between words that run together on worn copies, at most."""
UNEVEN, EVEN = 0.15, 0.8
"""By which share of its thickness a heavy rule varies, on at least so much of its length."""
FAINT = 215
"""A drawn page's rules are dark under this grey: web pages draw them in light greys."""
JOIN = 9.0
"""Points: pieces of one line this close, end to end, are one rule."""
KEPT = 24 << 20
"""Bytes: memory freed in blocks of up to this size is kept for the next picture."""

# glibc keeps what is freed in blocks no larger than the largest yet freed (mallopt(3), M_MMAP_THRESHOLD).
# This one is never touched and so costs nothing; without it the memory of a page's pictures goes back to the
# system with each of them, and paging it in again takes longer than looking for the rules.
np.empty(KEPT, np.uint8)


@dataclass(frozen=True, slots=True)
class Look:
    """What counts as a rule: at most `thickness` points thick, `filled` (a share) of its length there.

    The crossings of other rules are not counted as there. `whole` rules are level and without gaps in their
    ink; others have breaks, and lean: they step from one row of pixels to the next. The shortest rules are
    `across` and `down` points long.
    """

    thickness: float
    filled: float
    whole: bool
    across: float = MIN_ACROSS
    down: float = MIN_DOWN


WORN = Look(thickness=2.2, filled=0.86, whole=False)
"""On scans rules have breaks, and letters run together are nearly as long: only thin ones are rules."""
STOUT = Look(thickness=5.0, filled=0.75, whole=False, across=60.0, down=24.0)
"""Heavy rules without their edges: long ones, for bold letters leave a row of stumps; breaks at crossings are
forgiven."""
DRAWN = Look(thickness=6.0, filled=0.88, whole=True, down=9.0)
"""On drawn pages double borders that touch are one thick rule, as thick as small letters are high; the rules
between sub-columns are drawn in pieces, as short as a line of small captions is high."""


def rules_of(raster: Raster) -> RulingLines:
    """The rules of a page that is upright and flat already (a drawn page), in points."""
    even = even_paper(raster.pixels, raster.dpi_x)
    _, mask = cv2.threshold(even, FAINT - 1, 1, cv2.THRESH_BINARY_INV)
    across, down = rule_masks(np.asarray(mask, np.uint8), raster.dpi_x, DRAWN)
    masks = across, _without_strokes(down, across, raster.dpi_x)
    return find_rules(masks, raster.dpi_x).scaled(POINTS_PER_INCH / raster.dpi_x)


def rule_masks(mask: Pixels, dpi: float, look: Look = WORN) -> tuple[Pixels, Pixels]:
    """The pixels that belong to horizontal and to vertical rules."""
    across = _runs(mask, look.across, dpi, look)
    if not look.whole:
        across = _without_letters(across, mask, dpi)
    down = _runs(turned(mask), look.down, dpi, look).T
    return across, down


def worn_masks(mask: Pixels, dpi: float) -> tuple[Pixels, Pixels]:
    """`rule_masks` of a scan, the heavy rules too.

    Copied over and over, a double rule comes out thicker than letters are bold: those are looked for in what
    is left of the ink when every stroke of writing is eaten away.
    """
    kernel = _square(HEAVY, dpi)
    filled = _doubles_filled(mask, dpi)
    core = np.asarray(cv2.erode(filled, kernel), np.uint8)
    across, down = rule_masks(mask, dpi)
    if core.any():
        stout, upright = rule_masks(core, dpi, STOUT)
        stout = _without_words(stout, core, filled, dpi)
        heavy = (np.asarray(cv2.dilate(runs, kernel), np.uint8) & mask for runs in (stout, upright))
        across, down = (np.maximum(runs, more) for runs, more in zip((across, down), heavy, strict=True))
    return across, _without_strokes(down, across, dpi)


def _without_strokes(down: Pixels, across: Pixels, dpi: float) -> Pixels:
    """The vertical runs less those no longer than a tall letter that end on no horizontal one: the I's."""
    near, tallest = 1 + round(MEETING * dpi / POINTS_PER_INCH), MIN_DOWN * dpi / POINTS_PER_INCH
    rest = down.copy()
    for y, x, high, wide, _ in _blobs_of_few_rows(turned(down)).tolist():
        ends = across[max(0, y - near) : y + high + near, max(0, x - near) : x + wide + near]
        if high < tallest and not ends.any():
            rest[y : y + high, x : x + wide] = 0
    return rest


def _doubles_filled(mask: Pixels, dpi: float) -> Pixels:
    """The ink with the paper between the two lines of a double rule filled, where wear has not filled it."""
    unit = dpi / POINTS_PER_INCH
    long, high, gap = (round(side * unit) | 1 for side in (MIN_ACROSS, MIN_DOWN, DOUBLE))
    across = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    down = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((high, 1), np.uint8))
    level = np.asarray(cv2.morphologyEx(across, cv2.MORPH_CLOSE, np.ones((gap, 1), np.uint8)), np.uint8)
    upright = np.asarray(cv2.morphologyEx(down, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8)), np.uint8)
    return np.asarray(mask | level | upright, np.uint8)


def _square(points: float, dpi: float) -> Pixels:
    side = round(points * dpi / POINTS_PER_INCH) + 1
    return np.ones((side, side), np.uint8)


def find_rules(masks: tuple[Pixels, Pixels], dpi: float) -> RulingLines:
    """The rules drawn by `masks` (from `rule_masks`), broken ones joined."""
    across = _lines(masks[0], dpi)
    down = _lines(np.ascontiguousarray(masks[1].T), dpi)
    return RulingLines(across, tuple(rule for rule in down if _stands_on(rule, across, dpi)))


def without_rules(mask: Pixels, masks: tuple[Pixels, Pixels], dpi: float) -> Pixels:
    """The ink less the rules; strokes that cross a rule keep their crossing."""
    across, down = masks
    rest = erased(mask, across, dpi)
    return turned(erased(turned(rest), np.ascontiguousarray(down.T), dpi))


def remnants(found: Blobs, rules: RulingLines, beside: float) -> NDArray[np.bool_]:
    """Which blobs lie along a rule, at most `beside` pixels from it: corners, halves of double rules."""
    x0, y0, width, height = (found[:, k] for k in range(4))
    along = np.zeros(len(found), np.bool_)
    for rule in rules.down:
        along |= _on(rule, x0, x0 + width, y0, y0 + height, beside)
    for rule in rules.across:
        along |= _on(rule, y0, y0 + height, x0, x0 + width, beside)
    return along


def _on(
    rule: RulingLine,
    low: NDArray[np.int32],
    high: NDArray[np.int32],
    start: NDArray[np.int32],
    end: NDArray[np.int32],
    beside: float,
) -> NDArray[np.bool_]:
    """Which extents across the rule (low, high) and along it (start, end) are within its band."""
    half = rule.thickness / 2 + beside
    inside = (low >= rule.at - half) & (high <= rule.at + half)
    return np.asarray(inside & (start >= rule.start - beside) & (end <= rule.end + beside))


def _runs(mask: Pixels, shortest: float, dpi: float, look: Look) -> Pixels:
    """Pixels on thin horizontal runs at least `shortest` points long, short breaks bridged.

    Letters that wear has run together make long runs too, but their stems cut them up, so a run must be thin
    nearly everywhere.
    """
    unit = dpi / POINTS_PER_INCH
    window = round(shortest * unit)
    thin = _thin(mask, look, unit)
    filled = _at_least(look.filled, thin, window)
    runs = np.zeros_like(mask)
    # Few rows of pixels hold a rule: only they are worth the rest.
    rows = np.flatnonzero(filled.any(axis=1))
    if not rows.size:
        return runs
    filled = filled[rows]
    if look.whole:
        filled &= _at_least(WHOLE, mask[rows], window)
    reach = np.asarray(cv2.dilate(np.asarray(filled, np.uint8), np.ones((1, window), np.uint8)), np.uint8)
    gap = max(3, round(BREAK * unit)) | 1
    runs[rows] = cv2.morphologyEx(thin[rows] & reach, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    return runs


def _without_letters(runs: Pixels, mask: Pixels, dpi: float) -> Pixels:
    """Runs less those that are the heads or feet of letters in a row: stems hang on them all along."""
    unit = dpi / POINTS_PER_INCH
    near = round(STEMS * unit)
    rest = runs.copy()
    for x, y, width, height, _ in _blobs_of_few_rows(runs).tolist():
        if width >= LETTERS * unit:
            continue
        bands = mask[max(0, y - near) : y, x : x + width], mask[y + height : y + height + near, x : x + width]
        if any(band.size and band.min(axis=0).mean() >= HUNG for band in bands):
            rest[y : y + height, x : x + width] = 0
    return rest


def _without_words(runs: Pixels, core: Pixels, filled: Pixels, dpi: float) -> Pixels:
    """Heavy runs less words whose letters are filled and run together: only a rule is as thick all along."""
    gap = round(BLANK * dpi / POINTS_PER_INCH) | 1
    rest = runs.copy()
    rows = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    for x, y, width, height, _ in _blobs_of_few_rows(np.asarray(rows, np.uint8)).tolist():
        piece = runs[y : y + height, x : x + width]
        columns = np.flatnonzero(piece.any(axis=0))
        middles = y + piece[:, columns].argmax(axis=0) + piece[:, columns].sum(axis=0, dtype=np.int_) // 2
        if not all(_even(ink, columns + x, middles, dpi) for ink in (core, filled)):
            rest[y : y + height, x : x + width] = 0
    return rest


def _even(ink: Pixels, columns: NDArray[np.int_], middles: NDArray[np.int_], dpi: float) -> bool:
    """True where the ink through these pixels is about as thick in nearly all columns."""
    thick = np.zeros(len(columns), np.int_)
    for way in (-1, 1):
        there = np.ones(len(columns), np.bool_)
        for step in range(round(HEAVIEST * dpi / POINTS_PER_INCH)):
            places = middles + way * (step + (way > 0))
            there &= (places >= 0) & (places < len(ink))
            there &= ink[places.clip(0, len(ink) - 1), columns] > 0
            thick += there
    usual = float(np.median(thick))
    return bool((np.abs(thick - usual) <= max(1.0, UNEVEN * usual)).mean() >= EVEN)


def _thin(mask: Pixels, look: Look, unit: float) -> Pixels:
    """The ink less every vertical stroke of more than the look's thickness."""
    limit = round(look.thickness * unit) + 1
    thin = mask & (1 - opened(mask, limit))
    # Thickened by a pixel each way, a leaning rule is one long run again.
    return thin if look.whole else np.asarray(cv2.dilate(thin, np.ones((3, 1), np.uint8)), np.uint8)


def _at_least(share: float, mask: Pixels, window: int) -> NDArray[np.bool_]:
    """Where `mask` holds at least this share of the `window` pixels around, along the row."""
    around = cv2.boxFilter(mask * np.uint8(255), -1, (window, 1), borderType=cv2.BORDER_CONSTANT)
    return np.asarray(around >= ceil(255 * share))


def turned(mask: Pixels) -> Pixels:
    """Columns as rows."""
    return np.asarray(cv2.transpose(mask), np.uint8)


def _stands_on(rule: RulingLine, across: Iterable[RulingLine], dpi: float) -> bool:
    """True for a vertical rule that meets a horizontal one at either end; stacked brackets meet none."""
    near = MEETS * dpi / POINTS_PER_INCH
    return any(
        other.start - near <= rule.at <= other.end + near
        and min(abs(other.at - rule.start), abs(other.at - rule.end)) <= near
        for other in across
    )


def _lines(runs: Pixels, dpi: float) -> tuple[RulingLine, ...]:
    unit = dpi / POINTS_PER_INCH
    pieces = [_piece(row) for row in _blobs_of_few_rows(runs).tolist() if row[2] >= 8 * unit]
    return tuple(_joined(pieces, JOIN * unit, 1.5 * unit))


def _blobs_of_few_rows(runs: Pixels) -> Blobs:
    """`blobs` of a mask most rows of which are empty: those are left out, but for one between the others."""
    rows = np.flatnonzero(runs.any(axis=1))
    places = np.cumsum(np.diff(rows, prepend=-2).clip(max=2)) - 2
    packed = np.zeros((2 * rows.size + 1, runs.shape[1]), np.uint8)
    packed[places] = runs[rows]
    found, _ = blobs(packed)
    found[:, 1] += (rows - places)[np.searchsorted(places, found[:, 1])]
    return found


def _piece(row: list[int]) -> RulingLine:
    x, y, width, height, area = row
    return RulingLine(x, x + width, y + height / 2, area / width)


def _joined(pieces: Iterable[RulingLine], gap: float, slack: float) -> list[RulingLine]:
    """Pieces that follow each other on one line, as one."""
    lines: list[RulingLine] = []
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


def erased(mask: Pixels, runs: Pixels, dpi: float) -> Pixels:
    """Horizontal `runs` out of `mask`, leaving strokes that stick out of them on either side."""
    unit = dpi / POINTS_PER_INCH
    strokes = opened(mask, 2 * (round(STICKS_OUT * unit) + 1) + 3)
    heavy = opened(runs, round(HEAVY * unit) + 1)
    if heavy.any():
        strokes &= ~heavy | opened(mask, round((HEAVIEST + 2 * STICKS_OUT) * unit))
    return np.asarray(mask & (1 - (runs & (1 - strokes))), np.uint8)


def opened(mask: Pixels, height: int) -> Pixels:
    """The vertical strokes of `mask` that are at least `height` pixels high."""
    kernel = np.ones((height, 1), np.uint8)
    # An even kernel has no middle: dilated about the mirrored anchor, nothing moves.
    return np.asarray(cv2.dilate(cv2.erode(mask, kernel), kernel, anchor=(0, (height - 1) // 2)), np.uint8)


SCRATCH, HAIR = 30.0, 1.6
"""Points: ink that runs straight down so far and is no wider is no letter, though letters stand on it."""


def without_scratches(ink: Pixels, dpi: float) -> Pixels:
    """The ink less hairlines that run down through writing: film's scratches, a fax's and a copier's streaks.

    A rule stands free of letters for most of its length; a scratch need not, and strings whole columns of
    them on one blob.
    """
    unit = dpi / POINTS_PER_INCH
    long, wide = round(SCRATCH * unit), round(HAIR * unit) + 1
    found, _ = blobs(ink)
    rest = ink
    for x, y, width, height, _ in found[(found[:, 3] >= long) & (found[:, 2] > wide)].tolist():
        piece = ink[y : y + height, x : x + width]
        runs = opened(np.asarray(piece, np.uint8), long)
        hairs = runs & (1 - turned(opened(turned(runs), wide + 1)))
        if hairs.any():
            rest = rest.copy() if rest is ink else rest
            # One that leans steps from column to column.
            hairs = np.asarray(cv2.dilate(hairs, np.ones((1, 5), np.uint8)), np.uint8) & piece
            cleared = turned(erased(turned(piece), turned(hairs), dpi))
            rest[y : y + height, x : x + width] &= cleared | (1 - hairs)
    return rest
