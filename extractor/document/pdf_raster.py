"""A PDF page as grey pixels: a scan pixel for pixel, a drawn page rendered."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractor.document.opened_page import WHITE, Pixels
from extractor.document.pdf_ink import Ink, Picture
from extractor.document.pdfium_calls import Pointer
from extractor.document.settings import SETTINGS
from extractor.model.geometry import POINTS_PER_INCH, Box, around
from extractor.model.warp import Inset


@dataclass(frozen=True, slots=True)
class Placing:
    """The page as shown laid on pixels: column = `scale_x` · x + `shift_x` with x in points, rows alike.

    Only pixels within `window` are drawn: left, top, right and bottom.
    """

    scale_x: float
    scale_y: float
    shift_x: float
    shift_y: float
    window: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Strip:
    """A strip or tile of a scan on whole pixels; `pointer` is PDFium's, valid as long as the page is."""

    placing: Placing
    pointer: Pointer


@dataclass(frozen=True, slots=True)
class PixelGrid:
    """The pixels of a page, and how it is laid on them: as a whole, then again each of its `strips`."""

    columns: int
    rows: int
    dpi_x: float
    dpi_y: float
    whole: Placing
    strips: tuple[Strip, ...] = ()


def plan(ink: Ink, width: float, height: float, drawn_dpi: float, most_pixels: int) -> PixelGrid:
    """The grid for a page of `width` × `height` points; `drawn_dpi` is for one that is no picture.

    On a scan it is that of the picture, so that rendering copies its pixels (the page's corner may
    then lie up to half a pixel off the grid's). A drawn page is rendered coarser where it would
    exceed `most_pixels`.
    """
    if ink.picture_share(width, height) >= SETTINGS.text_trust.picture_share:
        lead = _lead(ink.pictures)
        if not _coarse(lead, width, height):
            return _grid_of(lead, ink.pictures, width, height)
        finer = tuple(picture for picture in ink.pictures if not _coarse(picture, width, height))
        if not (finer or ink.texts or ink.paths):
            return _grid_of(lead, ink.pictures, width, height)
        if replace(ink, pictures=finer).picture_share(width, height) >= SETTINGS.pdf.letters_share:
            return _grid_of(_lead(finer), finer, width, height)
    most = math.sqrt(most_pixels / (width * height)) * SETTINGS.pdf.rounding_room
    scale = min(drawn_dpi / POINTS_PER_INCH, most)
    columns, rows = max(1, round(width * scale)), max(1, round(height * scale))
    whole = Placing(columns / width, rows / height, 0.0, 0.0, (0, 0, columns, rows))
    dpi_x, dpi_y = whole.scale_x * POINTS_PER_INCH, whole.scale_y * POINTS_PER_INCH
    return PixelGrid(columns, rows, dpi_x, dpi_y, whole)


def _coarse(picture: Picture, width: float, height: float) -> bool:
    """True for a picture of too few pixels to the page for letters to be read in it."""
    across = min(picture.dpi_x * width, picture.dpi_y * height) / POINTS_PER_INCH
    return across < SETTINGS.pdf.coarse_pixels


def sheet_of(ink: Ink, width: float, height: float) -> tuple[PixelGrid, Inset] | None:
    """The grid of a picture of a whole sheet that is set into a page of `width` × `height` points, and its
    place; None where no picture is fine enough for one, or where it is the page."""
    if not ink.pictures:
        return None
    lead = _lead(ink.pictures)
    box = around(picture.box for picture in ink.pictures if _alike(picture, lead))
    columns, rows = (round(side * dpi / POINTS_PER_INCH) for side, dpi in _sides(box, lead))
    if columns < SETTINGS.pdf.coarse_pixels or box.width > SETTINGS.pdf.inset_width * width:
        return None
    # A landscape sheet is 11 inches wide, all others 8.5: cut off below or not, a form fills the width.
    lying = SETTINGS.pdf.lying_from <= box.width / box.height <= SETTINGS.pdf.lying_to
    inches = SETTINGS.resolution.letter_height if lying else SETTINGS.resolution.letter_width
    scale_x, scale_y = columns / box.width, rows / box.height
    dpi = columns / inches
    whole = Placing(scale_x, scale_y, -box.x0 * scale_x, -box.top * scale_y, (0, 0, columns, rows))
    grid = PixelGrid(columns, rows, dpi, dpi * scale_y / scale_x, whole)
    return grid, Inset(box.x0, box.top, box.width / (inches * POINTS_PER_INCH))


def _sides(box: Box, picture: Picture) -> tuple[tuple[float, float], tuple[float, float]]:
    """Width and height in points, each with the picture's resolution along it."""
    return (box.width, picture.dpi_x), (box.height, picture.dpi_y)


def _lead(pictures: Sequence[Picture]) -> Picture:
    """The picture of the finest resolution in which at least half of the pictures' area is given.

    So strips and tiles speak for the page, the mask of a layered scan outdoes its background, and a
    small finer logo does not.
    """
    half = sum(picture.box.area for picture in pictures) / 2
    finest_first = sorted(pictures, key=lambda picture: picture.dpi_x * picture.dpi_y, reverse=True)
    area = 0.0
    for picture in finest_first:
        area += picture.box.area
        if area >= half:
            break
    return picture


def _alike(one: Picture, other: Picture) -> bool:
    ratios = (one.dpi_x / other.dpi_x, one.dpi_y / other.dpi_y)
    return all(SETTINGS.pdf.same_dpi <= ratio <= 1 / SETTINGS.pdf.same_dpi for ratio in ratios)


def _grid_of(lead: Picture, pictures: Sequence[Picture], width: float, height: float) -> PixelGrid:
    """The grid of the lead's pixels over those pictures that are strips or tiles with it."""
    alike = [picture for picture in pictures if _alike(picture, lead)]
    sheet = around(picture.box for picture in alike)
    columns = max(1, round(width * lead.dpi_x / POINTS_PER_INCH))
    rows = max(1, round(height * lead.dpi_y / POINTS_PER_INCH))
    whole = replace(_placed(sheet, sheet, lead), window=(0, 0, columns, rows))
    strips = tuple(Strip(_placed(picture.box, sheet, lead), picture.pointer) for picture in alike)
    apart = 1 < len(strips) <= SETTINGS.pdf.strips and _apart(strips, columns, rows)
    return PixelGrid(columns, rows, lead.dpi_x, lead.dpi_y, whole, strips if apart else ())


def _apart(strips: Sequence[Strip], columns: int, rows: int) -> bool:
    """False where pictures lie over one another: layers, each of which shows through the next."""
    taken = np.zeros((rows, columns), dtype=bool)
    for strip in strips:
        left, top, right, bottom = strip.placing.window
        place = taken[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]
        if place.any():
            return False
        place[:] = True
    return True


def _placed(box: Box, sheet: Box, lead: Picture) -> Placing:
    """Puts a box of the sheet on whole pixels."""
    scale_x, shift_x, left, right = _axis(box.x0, box.x1, sheet.x0, lead.dpi_x / POINTS_PER_INCH)
    scale_y, shift_y, top, bottom = _axis(box.top, box.bottom, sheet.top, lead.dpi_y / POINTS_PER_INCH)
    return Placing(scale_x, scale_y, shift_x, shift_y, (left, top, right, bottom))


def _axis(start: float, end: float, origin: float, scale: float) -> tuple[float, float, int, int]:
    """Scale and shift that put `start` to `end` points on whole pixels, and the first of them and the next
    after them; `origin` is where the sheet starts."""
    base = round(origin * scale)
    first, last = (base + round((at - origin) * scale) for at in (start, end))
    if last <= first:
        return scale, 0.0, first, last
    hair = SETTINGS.pdf.hair
    tight = (last - first - 2 * hair) / (end - start)
    return tight, first + hair - tight * start, first, last


def paint(page: pdfium.PdfPage, grid: PixelGrid) -> Pixels:
    """The page drawn in grey on white over `grid`."""
    pixels = np.full((grid.rows, grid.columns), WHITE, dtype=np.uint8)
    bitmap = raw.FPDFBitmap_CreateEx(
        grid.columns, grid.rows, raw.FPDFBitmap_Gray, pixels.ctypes.data_as(ctypes.c_void_p), grid.columns
    )
    _draw(bitmap, page, grid.whole)
    _draw_strips(bitmap, pixels, page, grid.strips)
    raw.FPDFBitmap_Destroy(bitmap)
    return pixels


def _draw_strips(
    bitmap: raw.FPDF_BITMAP, pixels: Pixels, page: pdfium.PdfPage, strips: Sequence[Strip]
) -> None:
    """Draws each strip again without the others.

    PDFium grows each picture to whole pixels: strips that only together fill whole ones are stretched by a
    row, and reach into one another.
    """
    for strip in strips:
        raw.FPDFPageObj_SetIsActive(strip.pointer, False)
    for strip in strips:
        raw.FPDFPageObj_SetIsActive(strip.pointer, True)
        left, top, right, bottom = (max(0, at) for at in strip.placing.window)
        pixels[top:bottom, left:right] = WHITE
        _draw(bitmap, page, replace(strip.placing, window=(left, top, right, bottom)))
        raw.FPDFPageObj_SetIsActive(strip.pointer, False)
    for strip in strips:
        raw.FPDFPageObj_SetIsActive(strip.pointer, True)


def _draw(bitmap: raw.FPDF_BITMAP, page: pdfium.PdfPage, placing: Placing) -> None:
    matrix = raw.FS_MATRIX(placing.scale_x, 0, 0, placing.scale_y, placing.shift_x, placing.shift_y)
    raw.FPDF_RenderPageBitmapWithMatrix(bitmap, page, matrix, raw.FS_RECTF(*placing.window), 0)
