"""Fonts whose map to text may be wrong: what they draw for a letter looks like another.

A font of a PDF says by a map of its own which text its glyphs are, and nothing on the screen shows where that
map is wrong. So each font's figures and codes, as they were drawn, are compared with those of the standard
fonts that PDFium brings along. That is a suspicion, for types differ: a reader is to say what the ink says.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

import cv2
import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extractor.document.opened_page import WHITE, Chars, Pixels, Raster
from extractor.document.pdf_text import glyph_box
from extractor.document.pdfium_calls import Handle, address_of, text_font, text_object
from extractor.document.settings import SETTINGS
from extractor.model.geometry import POINTS_PER_INCH

_SETTINGS = SETTINGS.fonts
_LETTERS = "0123456789ADFMPSX"
"""Figures, and the letters of the form's codes and marks."""
_ALIKE = ({*"0D"}, {*"5S"})
"""Letters that no shape tells apart over all types."""
_FACES = (b"Helvetica", b"Helvetica-Bold", b"Times-Roman", b"Times-Bold", b"Courier", b"Courier-Bold")
Shape = NDArray[np.float64]
"""A letter's ink scaled to one height, flat, with a mean of 0 and a length of 1."""


def fonts_of(textpage: pdfium.PdfTextPage, at: Sequence[int]) -> list[Handle]:
    """The font of each character at some indices; 0 of blanks that PDFium made up."""
    page, fonts = address_of(textpage.raw), {0: 0}
    found = []
    for index in at:
        text = text_object(page, index) or 0
        if text not in fonts:
            fonts[text] = text_font(text) or 0
        found.append(fonts[text])
    return found


def odd_letters(
    textpage: pdfium.PdfTextPage,
    shown: pdfium.PdfMatrix,
    chars: Chars,
    at: Sequence[int],
    fonts: Sequence[Handle],
    raster: Raster,
    turns: int = 0,
) -> dict[Handle, frozenset[str]]:
    """The letters that fonts draw unlike the standard ones, by font.

    `at` are the indices of the `chars`, which `turns` clockwise quarter turns set upright.
    """
    samples: defaultdict[tuple[Handle, str], list[int]] = defaultdict(list)
    for k, (font, text) in enumerate(zip(fonts, chars.texts, strict=True)):
        if text in _LETTERS and len(samples[font, text]) < _SETTINGS.samples:
            samples[font, text].append(at[k])
    odd: defaultdict[Handle, set[str]] = defaultdict(set)
    for (font, text), indices in samples.items():
        crops = (np.rot90(_crop(textpage, shown, raster, k), -turns) for k in indices)
        if all(_is_unlike(text, _shape(crop)) for crop in crops):
            odd[font].add(text)
    return {font: frozenset(texts) for font, texts in odd.items()}


def _is_unlike(text: str, shape: Shape | None) -> bool:
    """True where a shape is another letter's much rather than that of `text`."""
    if shape is None:
        return False
    letters, shapes = _standard()
    alike = shapes @ shape
    own = next((group for group in _ALIKE if text in group), {text})
    mine = np.array([letter in own for letter in letters])
    return bool(alike[~mine].max() - alike[mine].max() > _SETTINGS.unlike)


@cache
def _standard() -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """Letters and their shapes in the standard fonts, a row each."""
    pdf = pdfium.PdfDocument.new()
    page = pdf.new_page(_SETTINGS.standard_step * (len(_LETTERS) + 1), _SETTINGS.standard_step * len(_FACES))
    for row, face in enumerate(_FACES):
        font = raw.FPDFText_LoadStandardFont(pdf, face)
        for column, letter in enumerate(_LETTERS):
            text = raw.FPDFPageObj_CreateTextObj(pdf, font, _SETTINGS.standard_size)
            raw.FPDFText_SetText(text, (ctypes.c_ushort * 2)(ord(letter)))
            place = (_SETTINGS.standard_step * (column + 0.5), _SETTINGS.standard_step * (row + 0.3))
            raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, *place)
            raw.FPDFPage_InsertObject(page, text)
    drawn = page.render(scale=SETTINGS.pdf.render_dpi / POINTS_PER_INCH, grayscale=True).to_numpy()
    found = list(_standard_shapes(np.asarray(drawn, np.uint8).reshape(drawn.shape[:2])))
    pdf.close()
    return tuple(letter for letter, _ in found), np.array([shape for _, shape in found])


def _standard_shapes(drawn: Pixels) -> Iterator[tuple[str, Shape]]:
    step = _SETTINGS.standard_step * SETTINGS.pdf.render_dpi / POINTS_PER_INCH
    for row in range(len(_FACES)):
        for column, letter in enumerate(_LETTERS):
            left, top = round(step * (column + 0.25)), round(step * row)
            cell = drawn[top : round(top + step), left : round(left + step)]
            shape = _shape(cell)
            if shape is not None:
                yield letter, shape


def _crop(textpage: pdfium.PdfTextPage, shown: pdfium.PdfMatrix, raster: Raster, index: int) -> Pixels:
    """The pixels of a character and a little around them."""
    left, top, right, bottom = glyph_box(textpage, shown, index)
    across, down = raster.dpi_x / POINTS_PER_INCH, raster.dpi_y / POINTS_PER_INCH
    x0, y0 = int(left * across), int(top * down)
    x1, y1 = int(np.ceil(right * across)), int(np.ceil(bottom * down))
    return raster.pixels[max(0, y0) : y1, max(0, x0) : x1]


def _shape(pixels: Pixels) -> Shape | None:
    """The shape of the ink in some pixels, cut to it; None without any."""
    ink = pixels < _SETTINGS.ink
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if len(rows) < _SETTINGS.least_pixels:
        return None
    cut = WHITE - pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    side = _SETTINGS.side
    width = max(1, min(side, round(cut.shape[1] * side / cut.shape[0])))
    scaled = cv2.resize(np.ascontiguousarray(cut), (width, side), interpolation=cv2.INTER_AREA)
    canvas = np.zeros((side, side))
    left = (side - width) // 2
    canvas[:, left : left + width] = scaled
    flat = cv2.GaussianBlur(canvas, (3, 3), 0).ravel()
    flat -= flat.mean()
    return np.asarray(flat / (np.linalg.norm(flat) or 1.0))
