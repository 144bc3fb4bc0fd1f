"""The sheet: a page set upright and flat, with its rules apart from its writing. All in points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from extractor.document.opened_page import WHITE, Pixels, Raster
from extractor.imaging.binarize import EIGHT_NEIGHBOURS, blobs, borders, even_paper, ink_mask
from extractor.imaging.checkboxes import SquareBox, find_boxes, within
from extractor.imaging.dewarp import fit_field, resampled
from extractor.imaging.orientation import Turn, find_lean, head_up, lies_sideways
from extractor.imaging.ruling_lines import find_rules, remnants, without_rules, without_scratches, worn_masks
from extractor.imaging.settings import SETTINGS
from extractor.imaging.text_lines import Run, find_text_lines
from extractor.model.geometry import POINTS_PER_INCH, Box
from extractor.model.page import RulingLines
from extractor.model.warp import Warp

_SETTINGS = SETTINGS.preprocess


@dataclass(frozen=True, slots=True)
class InkLine:
    """A run of writing: its box and the median height of its letters, in points of the sheet."""

    box: Box
    letter: float
    raised: bool = False


@dataclass(frozen=True, slots=True)
class CheckBox:
    """A printed box to check, in points of the sheet; `sure` where its ink leaves no doubt."""

    box: Box
    checked: bool
    sure: bool = True


@dataclass(frozen=True, eq=False, slots=True)
class FlatPage:
    """A page upright and flat.

    `writing` are grey pixels at `dpi`, rules erased; `rules`, `runs` and `boxes` are in points of the sheet,
    origin top left; `warp` leads back to the page as filed; `turn` says how sure its uprightness is.
    """

    width: float
    height: float
    dpi: float
    writing: Pixels
    ink: Pixels
    rules: RulingLines
    runs: tuple[InkLine, ...]
    boxes: tuple[CheckBox, ...]
    warp: Warp
    turn: Turn

    def crop(self, box: Box, margin: float = 0.0) -> Pixels:
        """Grey pixels of `box` grown by `margin` points, cut off at the edges of the sheet."""
        scale = self.dpi / POINTS_PER_INCH
        grown = box.grown(margin)
        x0, y0 = max(0, round(grown.x0 * scale)), max(0, round(grown.top * scale))
        return self.writing[y0 : max(y0, round(grown.bottom * scale)), x0 : max(x0, round(grown.x1 * scale))]

    def ink_share(self, box: Box) -> float:
        """Share of the pixels of `box` that hold ink, rules not counted."""
        scale = self.dpi / POINTS_PER_INCH
        y0, y1 = max(0, round(box.top * scale)), max(0, round(box.bottom * scale))
        x0, x1 = max(0, round(box.x0 * scale)), max(0, round(box.x1 * scale))
        piece = self.ink[y0:y1, x0:x1]
        return float(piece.mean()) if piece.size else 0.0


def flattened(raster: Raster, upside_down: bool | None = None) -> FlatPage:
    """The scan as a sheet; where `turn` is not sure, it may stand on its head.

    `upside_down` overrules what the letters say.
    """
    dpi = min(_SETTINGS.highest_dpi, max(raster.dpi_x, raster.dpi_y, _SETTINGS.lowest_dpi))
    even = even_paper(_square(raster, dpi), dpi)
    warp, heads = _measured(even, dpi)
    if heads < 0 if upside_down is None else upside_down:
        warp = warp.turned_over()
    turn = Turn(warp.quarters, abs(heads) if upside_down is None else 1.0)
    turned = np.ascontiguousarray(np.rot90(even, -turn.quarters))
    return _read_off(resampled(turned, warp, dpi), dpi, warp, turn)


def turned_over(sheet: FlatPage) -> FlatPage:
    """The sheet turned by 180 degrees; its runs are looked for anew, for footnote marks stand at a head."""
    ink, writing = (np.ascontiguousarray(pixels[::-1, ::-1]) for pixels in (sheet.ink, sheet.writing))
    scale = sheet.dpi / POINTS_PER_INCH
    rules = sheet.rules.turned_over(sheet.width, sheet.height)
    boxes = tuple(replace(box, box=_over(box.box, sheet)) for box in reversed(sheet.boxes))
    warp = sheet.warp.turned_over()
    return replace(
        sheet,
        writing=writing,
        ink=ink,
        rules=rules,
        runs=_runs(ink, rules.scaled(scale), [_square_box(box, scale) for box in boxes], sheet.dpi),
        boxes=boxes,
        warp=warp,
        turn=Turn(warp.quarters, 1.0),
    )


def _over(box: Box, sheet: FlatPage) -> Box:
    return Box(sheet.width - box.x1, sheet.height - box.bottom, sheet.width - box.x0, sheet.height - box.top)


def _square_box(box: CheckBox, scale: float) -> SquareBox:
    sides = (box.box.x0, box.box.top, box.box.x1, box.box.bottom)
    x0, y0, x1, y1 = (round(side * scale) for side in sides)
    return SquareBox(x0, y0, x1, y1, box.checked, box.sure)


def _square(raster: Raster, dpi: float) -> Pixels:
    """The pixels with one resolution across and down."""
    if abs(raster.dpi_x - dpi) < 1 and abs(raster.dpi_y - dpi) < 1:
        return raster.pixels
    fx, fy = dpi / raster.dpi_x, dpi / raster.dpi_y
    how = cv2.INTER_AREA if fx < 1 and fy < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(raster.pixels, None, fx=fx, fy=fy, interpolation=how), np.uint8)


def _measured(even: Pixels, dpi: float) -> tuple[Warp, float]:
    """The warp of a page not turned over yet, and how plainly its letters then stand on their feet.

    First its sideways turn and its lean, then what its rules say.
    """
    fit_dpi = _SETTINGS.lowest_dpi
    factor = fit_dpi / dpi
    small = np.asarray(cv2.resize(even, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)
    mask = ink_mask(small)
    black = borders(mask, fit_dpi)
    small, mask = np.where(black > 0, np.uint8(WHITE), small), mask & (1 - black)
    quarters = int(lies_sideways(mask, fit_dpi))
    small, mask = (np.ascontiguousarray(np.rot90(pixels, -quarters)) for pixels in (small, mask))
    height, width = (side * POINTS_PER_INCH / dpi for side in np.rot90(even, quarters).shape)
    leaning = Warp(width, height, quarters, find_lean(mask, fit_dpi))
    level = ink_mask(resampled(small, leaning, fit_dpi))
    masks = worn_masks(level, fit_dpi)
    warp = replace(leaning, field=fit_field(masks, fit_dpi))
    if warp.field is not None and warp.field.bend > _SETTINGS.strong_bend:
        # Steep pieces of a bent rule are not seen as one until it is nearly straight.
        level = ink_mask(resampled(small, warp, fit_dpi))
        masks = worn_masks(level, fit_dpi)
        warp = replace(warp, field=fit_field(masks, fit_dpi, warp.field))
    return warp, head_up(without_rules(level, masks, fit_dpi), fit_dpi)


def _read_off(flat: Pixels, dpi: float, warp: Warp, turn: Turn) -> FlatPage:
    mask = ink_mask(flat)
    masks = worn_masks(mask, dpi)
    rules = find_rules(masks, dpi)
    unruled = without_rules(mask, masks, dpi)
    ink = without_scratches(unruled, dpi)
    unit = POINTS_PER_INCH / dpi
    # A box of eleven points has sides as long as rules: it is looked for before those are gone.
    squares = find_boxes(mask, blobs(_healed(mask, dpi))[0], dpi)
    return FlatPage(
        width=warp.width,
        height=warp.height,
        dpi=dpi,
        # A letter with a scratch through it is read sooner than one with a gap.
        writing=_without(flat, mask, unruled),
        ink=ink,
        rules=rules.scaled(unit),
        runs=_runs(ink, rules, squares, dpi),
        boxes=tuple(CheckBox(_scaled(square, unit), square.checked, square.sure) for square in squares),
        warp=warp,
        turn=turn,
    )


def _runs(ink: Pixels, rules: RulingLines, squares: Sequence[SquareBox], dpi: float) -> tuple[InkLine, ...]:
    """The runs of the `ink`, in points; all else is in its pixels."""
    unit = POINTS_PER_INCH / dpi
    found = blobs(_healed(ink, dpi))[0]
    writing = found[~within(found, squares) & ~remnants(found, rules, _SETTINGS.rule_residue / unit)]
    runs = find_text_lines(writing, _fences(rules, ink.shape), dpi)
    return tuple(InkLine(_scaled(run, unit), run.letter * unit, run.raised) for run in runs)


def _healed(ink: Pixels, dpi: float) -> Pixels:
    """The ink with hairline breaks in worn letters closed."""
    side = 1 + round(_SETTINGS.healed_break * dpi / POINTS_PER_INCH)
    kernel = np.ones((side, side), np.uint8)
    # An even kernel has no middle: eroded about the mirrored anchor, nothing moves.
    back = side - 1 - side // 2
    return np.asarray(
        cv2.erode(cv2.dilate(ink, kernel), kernel, anchor=(back, back), borderValue=1), np.uint8
    )


def _fences(rules: RulingLines, shape: tuple[int, ...]) -> Pixels:
    fences = np.zeros(shape[:2], np.uint8)
    for rule in rules.down:
        x = round(rule.at)
        cv2.line(fences, (x, round(rule.start)), (x, round(rule.end)), 1, 1)
    return fences


def _without(flat: Pixels, mask: Pixels, ink: Pixels) -> Pixels:
    """The grey page with the erased rules, and their soft edges, painted over."""
    gone = cv2.dilate(mask & (1 - ink), EIGHT_NEIGHBOURS)
    return np.where((gone > 0) & (ink == 0), np.uint8(WHITE), flat)


def _scaled(place: Run | SquareBox, unit: float) -> Box:
    return Box(place.x0 * unit, place.y0 * unit, place.x1 * unit, place.y1 * unit)
