"""A PDF page as grey pixels: a scan pixel for pixel, a drawn page rendered."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractor.document.opened_page import WHITE, Pixels
from extractor.document.pdf_ink import Ink, Picture
from extractor.document.settings import SETTINGS
from extractor.model.geometry import POINTS_PER_INCH, Box
from extractor.model.warp import Inset


@dataclass(frozen=True, slots=True)
class PixelGrid:
    """Pixels laid over the page as shown: column = `scale_x` · x + `shift_x` with x in points, rows alike."""

    columns: int
    rows: int
    dpi_x: float
    dpi_y: float
    scale_x: float
    scale_y: float
    shift_x: float = 0.0
    shift_y: float = 0.0


def plan(ink: Ink, width: float, height: float, drawn_dpi: float, most_pixels: int) -> PixelGrid:
    """The grid for a page of `width` × `height` points; `drawn_dpi` is for one that is no picture.

    On a scan it is that of the picture, so that rendering copies its pixels (the page's corner may
    then lie up to half a pixel off the grid's). A drawn page is rendered coarser where it would
    exceed `most_pixels`.
    """
    if ink.picture_share(width, height) >= SETTINGS.text_trust.picture_share:
        lead = _lead(ink.pictures)
        if not _coarse(lead, width, height):
            return _grid_of(lead, _sheet(ink.pictures, lead), width, height)
        finer = tuple(picture for picture in ink.pictures if not _coarse(picture, width, height))
        if not (finer or ink.texts or ink.paths):
            return _grid_of(lead, _sheet(ink.pictures, lead), width, height)
        if replace(ink, pictures=finer).picture_share(width, height) >= SETTINGS.pdf.letters_share:
            lead = _lead(finer)
            return _grid_of(lead, _sheet(finer, lead), width, height)
    most = math.sqrt(most_pixels / (width * height)) * SETTINGS.pdf.rounding_room
    scale = min(drawn_dpi / POINTS_PER_INCH, most)
    columns, rows = max(1, round(width * scale)), max(1, round(height * scale))
    scale_x, scale_y = columns / width, rows / height
    return PixelGrid(columns, rows, scale_x * POINTS_PER_INCH, scale_y * POINTS_PER_INCH, scale_x, scale_y)


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
    box = _sheet(ink.pictures, lead)
    columns, rows = (round(side * dpi / POINTS_PER_INCH) for side, dpi in _sides(box, lead))
    if columns < SETTINGS.pdf.coarse_pixels or box.width > SETTINGS.pdf.inset_width * width:
        return None
    # A landscape sheet is 11 inches wide, all others 8.5: cut off below or not, a form fills the width.
    lying = SETTINGS.pdf.lying_from <= box.width / box.height <= SETTINGS.pdf.lying_to
    inches = SETTINGS.resolution.letter_height if lying else SETTINGS.resolution.letter_width
    scale_x, scale_y = columns / box.width, rows / box.height
    dpi = columns / inches
    grid = PixelGrid(
        columns, rows, dpi, dpi * scale_y / scale_x, scale_x, scale_y, -box.x0 * scale_x, -box.top * scale_y
    )
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


def _sheet(pictures: Sequence[Picture], lead: Picture) -> Box:
    """The box around all pictures of the lead's resolution: its strips or tiles."""
    return reduce(Box.union, (picture.box for picture in pictures if _alike(picture, lead)))


def _alike(one: Picture, other: Picture) -> bool:
    ratios = (one.dpi_x / other.dpi_x, one.dpi_y / other.dpi_y)
    return all(SETTINGS.pdf.same_dpi <= ratio <= 1 / SETTINGS.pdf.same_dpi for ratio in ratios)


def _grid_of(lead: Picture, sheet: Box, width: float, height: float) -> PixelGrid:
    scale_x, shift_x = _axis(sheet.x0, sheet.x1, lead.dpi_x / POINTS_PER_INCH)
    scale_y, shift_y = _axis(sheet.top, sheet.bottom, lead.dpi_y / POINTS_PER_INCH)
    columns = max(1, round(width * lead.dpi_x / POINTS_PER_INCH))
    rows = max(1, round(height * lead.dpi_y / POINTS_PER_INCH))
    return PixelGrid(columns, rows, lead.dpi_x, lead.dpi_y, scale_x, scale_y, shift_x, shift_y)


def _axis(start: float, end: float, scale: float) -> tuple[float, float]:
    """Scale and shift that put a sheet from `start` to `end` points on whole pixels."""
    first, pixels = round(start * scale), round((end - start) * scale)
    if pixels < 1:
        return scale, 0.0
    hair = SETTINGS.pdf.hair
    tight = (pixels - 2 * hair) / (end - start)
    return tight, first + hair - tight * start


def paint(page: pdfium.PdfPage, grid: PixelGrid) -> Pixels:
    """The page drawn in grey on white over `grid`."""
    pixels = np.full((grid.rows, grid.columns), WHITE, dtype=np.uint8)
    bitmap = raw.FPDFBitmap_CreateEx(
        grid.columns, grid.rows, raw.FPDFBitmap_Gray, pixels.ctypes.data_as(ctypes.c_void_p), grid.columns
    )
    matrix = raw.FS_MATRIX(grid.scale_x, 0, 0, grid.scale_y, grid.shift_x, grid.shift_y)
    clip = raw.FS_RECTF(0, 0, grid.columns, grid.rows)
    raw.FPDF_RenderPageBitmapWithMatrix(bitmap, page, matrix, clip, 0)
    raw.FPDFBitmap_Destroy(bitmap)
    return pixels
