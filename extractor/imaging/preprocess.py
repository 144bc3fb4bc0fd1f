"""A scan as a flat page: upright and dewarped, with its ruling lines, text lines and boxes. All in points."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from extractor.document.opened_page import WHITE, Pixels, Raster
from extractor.imaging.binarize import EIGHT_NEIGHBOURS, binarize, black_borders, blobs, normalize_background
from extractor.imaging.blots import find_blots
from extractor.imaging.checkboxes import DetectedBox, SquareBox, find_checkboxes, in_points, inside_boxes
from extractor.imaging.dewarp import fit_field, resampled
from extractor.imaging.erasure import letters_at_rules, rule_residue, without_rules, without_scratches
from extractor.imaging.line_pieces import PixelLine
from extractor.imaging.orientation import Orientation, find_skew, is_sideways, uprightness
from extractor.imaging.ruling_lines import find_rules, loose_runs, of_rules, scan_rule_masks, through_letters
from extractor.imaging.settings import SETTINGS
from extractor.imaging.text_lines import find_text_lines
from extractor.imaging.typed_marks import typed_rules_in
from extractor.model.geometry import POINTS_PER_INCH, Box, around
from extractor.model.page import RulingLines
from extractor.model.warp import Warp

_SETTINGS = SETTINGS.preprocess


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text: its box and the median height of its letters, in points of the flat page.

    `raised` ones are small and stand above the line: footnote marks.
    """

    box: Box
    letter: float
    raised: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class FlatPage:
    """A page upright and flat.

    `writing` are grey pixels at `dpi`, ruling lines erased; `ink` is the mask of its ink, 1 or 0. `rules`,
    `lines`, `boxes` and `blots` are in points, origin top left; `warp` maps back to the page as filed;
    `orientation` tells how sure it is that the page stands upright.
    """

    width: float
    height: float
    dpi: float
    writing: Pixels
    ink: Pixels
    rules: RulingLines
    lines: tuple[TextLine, ...]
    boxes: tuple[DetectedBox, ...]
    warp: Warp
    orientation: Orientation
    blots: tuple[Box, ...] = ()

    def crop(self, box: Box, margin: float = 0.0) -> Pixels:
        """Grey pixels of `box` grown by `margin` points, cut off at the edges of the page."""
        scale = self.dpi / POINTS_PER_INCH
        grown = box.grown(margin)
        x0, y0 = max(0, round(grown.x0 * scale)), max(0, round(grown.top * scale))
        return self.writing[y0 : max(y0, round(grown.bottom * scale)), x0 : max(x0, round(grown.x1 * scale))]


def preprocess(raster: Raster, upside_down: bool | None = None) -> FlatPage:
    """The scan as a flat page; where `orientation` is not sure, it may be upside down.

    `upside_down` overrules what the letters show.
    """
    dpi = _working_dpi(raster)
    even = normalize_background(_with_room(_square_pixels(raster, dpi)), dpi)
    warp, upright = _estimate_warp(even, dpi)
    if upright < 0 if upside_down is None else upside_down:
        warp = warp.rotated_180()
    orientation = Orientation(warp.quarters, abs(upright) if upside_down is None else 1.0)

    def flat(pixels: Pixels) -> Pixels:
        return resampled(np.ascontiguousarray(np.rot90(pixels, -orientation.quarters)), warp, dpi)

    unruled = _unruled(raster, dpi)
    if unruled is None:
        return _flat_page(flat(even), dpi, warp, orientation)
    return _flat_page(flat(_with_room(unruled)), dpi, warp, orientation, flat(even))


def laid_flat(raster: Raster) -> FlatPage:
    """A page that was drawn upright and flat."""
    dpi = min(_SETTINGS.highest_dpi, max(raster.dpi_x, raster.dpi_y, _SETTINGS.lowest_dpi))
    even = normalize_background(_square_pixels(raster, dpi), dpi)
    height, width = (side * POINTS_PER_INCH / dpi for side in even.shape)
    warp, orientation, unruled = Warp(width, height), Orientation(0, 1.0), _unruled(raster, dpi)
    if unruled is None:
        return _flat_page(even, dpi, warp, orientation)
    return _flat_page(unruled, dpi, warp, orientation, even)


def laid_flat_at(raster: Raster, places: Iterable[Box]) -> FlatPage:
    """What of a page that was drawn upright and flat is written at some places, in points: its ink and lines.

    Of a page with little of it, such as a logo or a mark, only what is around them is looked at.
    """
    rows, columns = raster.pixels.shape
    across, down = raster.dpi_x / POINTS_PER_INCH, raster.dpi_y / POINTS_PER_INCH
    near = around(places).grown(_SETTINGS.beside_writing)
    left, top = max(0, math.floor(near.x0 * across)), max(0, math.floor(near.top * down))
    right, bottom = min(columns, math.ceil(near.x1 * across)), min(rows, math.ceil(near.bottom * down))
    if (right - left) * (bottom - top) > _SETTINGS.little_writing * rows * columns:
        return laid_flat(raster)
    part = (slice(top, bottom), slice(left, right))
    unruled = None if raster.unruled is None else np.ascontiguousarray(raster.unruled[part])
    cut = replace(raster, pixels=np.ascontiguousarray(raster.pixels[part]), unruled=unruled)
    size = (columns / across, rows / down)
    return _set_into(laid_flat(cut), left / across, top / down, size)


def _set_into(part: FlatPage, x: float, y: float, size: tuple[float, float]) -> FlatPage:
    """A page of `size` points with nothing on it but a part whose corner is at (x, y), without its rules and
    boxes."""
    scale = part.dpi / POINTS_PER_INCH
    left, top = round(x * scale), round(y * scale)
    width, height = size
    shape = (round(height * scale), round(width * scale))
    by_x, by_y = left / scale, top / scale
    lines = (
        replace(line, box=Box(b.x0 + by_x, b.top + by_y, b.x1 + by_x, b.bottom + by_y))
        for line in part.lines
        for b in [line.box]
    )
    return replace(
        part,
        width=width,
        height=height,
        writing=_pasted(part.writing, left, top, np.full(shape, WHITE, np.uint8)),
        ink=_pasted(part.ink, left, top, np.zeros(shape, np.uint8)),
        rules=RulingLines(),
        lines=tuple(lines),
        boxes=(),
        warp=Warp(width, height),
    )


def _pasted(part: Pixels, left: int, top: int, paper: Pixels) -> Pixels:
    place = paper[top : top + part.shape[0], left : left + part.shape[1]]
    place[:] = part[: place.shape[0], : place.shape[1]]
    return paper


def _unruled(raster: Raster, dpi: float) -> Pixels | None:
    """The even page without its ruling lines, where they are known."""
    if raster.unruled is None:
        return None
    return normalize_background(_square_pixels(replace(raster, pixels=raster.unruled), dpi), dpi)


def rotated_180(page: FlatPage) -> FlatPage:
    """The page turned by 180 degrees. Its text lines are found again: footnote marks stand above the line."""
    ink, writing = (np.ascontiguousarray(pixels[::-1, ::-1]) for pixels in (page.ink, page.writing))
    scale = page.dpi / POINTS_PER_INCH
    rules = page.rules.rotated_180(page.width, page.height)
    boxes = tuple(replace(box, box=_rotated_box(box.box, page)) for box in reversed(page.boxes))
    warp = page.warp.rotated_180()
    return replace(
        page,
        writing=writing,
        ink=ink,
        rules=rules,
        lines=_text_lines(ink, rules.scaled(scale), [_pixel_box(box, scale) for box in boxes], page.dpi),
        boxes=boxes,
        warp=warp,
        orientation=Orientation(warp.quarters, 1.0),
    )


def _rotated_box(box: Box, page: FlatPage) -> Box:
    return Box(page.width - box.x1, page.height - box.bottom, page.width - box.x0, page.height - box.top)


def _pixel_box(box: DetectedBox, scale: float) -> SquareBox:
    sides = (box.box.x0, box.box.top, box.box.x1, box.box.bottom)
    x0, y0, x1, y1 = (round(side * scale) for side in sides)
    return SquareBox(x0, y0, x1, y1, box.checked, box.sure)


def _working_dpi(raster: Raster) -> float:
    """Dots per inch of the flat page: the scan's own within bounds, fewer where it would be too large."""
    rows, columns = map(int, raster.pixels.shape)
    width, height = columns / raster.dpi_x, rows / raster.dpi_y
    wanted = max(raster.dpi_x, raster.dpi_y, _SETTINGS.lowest_dpi)
    most = math.sqrt(_SETTINGS.most_pixels / (width * height))
    return min(_SETTINGS.highest_dpi, wanted, most, _SETTINGS.longest_side / max(width, height))


def _square_pixels(raster: Raster, dpi: float) -> Pixels:
    """The pixels with one resolution across and down; white where there is less than one."""
    near = min(1.0, dpi / _SETTINGS.lowest_dpi)
    if abs(raster.dpi_x - dpi) < near and abs(raster.dpi_y - dpi) < near:
        return raster.pixels
    fx, fy = dpi / raster.dpi_x, dpi / raster.dpi_y
    how = cv2.INTER_AREA if fx < 1 and fy < 1 else cv2.INTER_CUBIC
    rows, columns = raster.pixels.shape
    if min(rows * fy, columns * fx) < 1:
        return np.full((1, 1), WHITE, np.uint8)
    return np.asarray(cv2.resize(raster.pixels, None, fx=fx, fy=fy, interpolation=how), np.uint8)


def _with_room(pixels: Pixels) -> Pixels:
    """A page too small for a letter, laid on paper that has room for one; others as they are."""
    least = _SETTINGS.least_side
    right, below = max(0, least - pixels.shape[1]), max(0, least - pixels.shape[0])
    if not (right or below):
        return pixels
    return np.pad(pixels, ((0, below), (0, right)), constant_values=WHITE)


def _estimate_warp(even: Pixels, dpi: float) -> tuple[Warp, float]:
    """The warp of a page that is upright or upside down, and its `uprightness`.

    Found coarse to fine: its quarter turn and its skew from the letters, then curl and perspective from the
    ruling lines.
    """
    fit_dpi = min(_SETTINGS.lowest_dpi, dpi)
    factor = fit_dpi / dpi
    small = np.asarray(cv2.resize(even, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)
    mask = binarize(small)
    black = black_borders(mask, fit_dpi)
    small, mask = np.where(black > 0, np.uint8(WHITE), small), mask & (1 - black)
    quarters = int(is_sideways(mask, fit_dpi))
    small, mask = (np.ascontiguousarray(np.rot90(pixels, -quarters)) for pixels in (small, mask))
    height, width = (side * POINTS_PER_INCH / dpi for side in np.rot90(even, quarters).shape)
    skewed = Warp(width, height, quarters, find_skew(mask, fit_dpi))
    level = binarize(resampled(small, skewed, fit_dpi))
    masks = scan_rule_masks(level, fit_dpi)
    warp = replace(skewed, field=fit_field(masks, fit_dpi))
    if warp.field is not None and warp.field.bend > _SETTINGS.strong_bend:
        # Steep pieces of a bent ruling line are seen as one line only when it is nearly straight.
        level = binarize(resampled(small, warp, fit_dpi))
        masks = scan_rule_masks(level, fit_dpi)
        warp = replace(warp, field=fit_field(masks, fit_dpi, warp.field))
    return warp, uprightness(without_rules(level, masks, fit_dpi), fit_dpi)


def _flat_page(
    flat: Pixels, dpi: float, warp: Warp, orientation: Orientation, ruled: Pixels | None = None
) -> FlatPage:
    """`ruled` is the page with its ruling lines, where `flat` is without."""
    mask = binarize(flat)
    masks = through_letters(scan_rule_masks(mask, dpi), mask, dpi)
    rules = find_rules(masks if ruled is None else scan_rule_masks(binarize(ruled), dpi), dpi)
    unruled = without_rules(mask, (masks[0], of_rules(masks[1], rules.down, dpi)), dpi)
    pieces = blobs(unruled)
    ink = without_scratches(unruled, pieces[0], dpi)
    pieces = pieces if ink is unruled else blobs(ink)
    typed = typed_rules_in(pieces[0], loose_runs(masks, rules, dpi), dpi)
    if typed.marks.any():
        rules = rules.with_more(typed.across, typed.down)
        ink = np.where(np.append(False, typed.marks)[pieces[1]], np.uint8(0), ink)
        unruled, pieces = unruled & ink, blobs(ink)
    unit = POINTS_PER_INCH / dpi
    # A box of eleven points has sides as long as ruling lines: it is looked for before those are erased.
    squares = find_checkboxes(mask, blobs(_with_breaks_closed(mask, dpi))[0], dpi)
    return FlatPage(
        width=warp.width,
        height=warp.height,
        dpi=dpi,
        # A letter with a scratch through it is easier to read than one with a gap.
        writing=_with_lines_erased(flat, mask, unruled),
        ink=ink,
        rules=rules.scaled(unit),
        lines=_text_lines(ink, rules, squares, dpi),
        boxes=tuple(in_points(square, unit) for square in squares),
        warp=warp,
        orientation=orientation,
        blots=find_blots(ink, pieces, dpi),
    )


def _text_lines(
    ink: Pixels, rules: RulingLines, squares: Sequence[SquareBox], dpi: float
) -> tuple[TextLine, ...]:
    """The text lines of the `ink`, in points; all else is in its pixels."""
    unit = POINTS_PER_INCH / dpi
    found = blobs(_with_breaks_closed(ink, dpi))[0]
    separators = _separators(rules, ink.shape)
    residue = rule_residue(found, rules, _SETTINGS.rule_residue / unit)
    residue[letters_at_rules(found, residue, separators, dpi)] = False
    writing = found[~inside_boxes(found, squares) & ~residue]
    lines = find_text_lines(writing, separators, dpi)
    return tuple(TextLine(_scaled(line, unit), line.letter * unit, line.raised) for line in lines)


def _with_breaks_closed(ink: Pixels, dpi: float) -> Pixels:
    """The ink with hairline breaks in worn letters closed (morphological closing)."""
    side = 1 + round(_SETTINGS.healed_break * dpi / POINTS_PER_INCH)
    kernel = np.ones((side, side), np.uint8)
    # An even kernel has no centre: eroded about the mirrored anchor, nothing moves.
    back = side - 1 - side // 2
    return np.asarray(
        cv2.erode(cv2.dilate(ink, kernel), kernel, anchor=(back, back), borderValue=1), np.uint8
    )


def _separators(rules: RulingLines, shape: tuple[int, ...]) -> Pixels:
    separators = np.zeros(shape[:2], np.uint8)
    for rule in rules.down:
        x = round(rule.at)
        cv2.line(separators, (x, round(rule.start)), (x, round(rule.end)), 1, 1)
    return separators


def _with_lines_erased(flat: Pixels, mask: Pixels, ink: Pixels) -> Pixels:
    """The grey page with the erased ruling lines, and their soft edges, painted over."""
    gone = cv2.dilate(mask & (1 - ink), EIGHT_NEIGHBOURS)
    return np.where((gone > 0) & (ink == 0), np.uint8(WHITE), flat)


def _scaled(found: PixelLine, unit: float) -> Box:
    return Box(found.x0 * unit, found.y0 * unit, found.x1 * unit, found.y1 * unit)
