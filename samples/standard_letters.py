"""Draws the letters of PDF's standard fonts, which fonts of pages are compared with:
`python -m samples.standard_letters` writes their picture anew, as PDFium draws them."""

from __future__ import annotations

import ctypes
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractor.document import letter_shapes
from extractor.document.letter_shapes import LETTERS, STANDARD_LETTERS, cut_out
from extractor.document.opened_page import Pixels
from extractor.document.settings import SETTINGS
from extractor.model.geometry import POINTS_PER_INCH

FACES = (
    b"Helvetica", b"Helvetica-Bold", b"Helvetica-Oblique",
    b"Times-Roman", b"Times-Bold", b"Times-Italic",
    b"Courier", b"Courier-Bold",
)  # fmt: skip
SIZES = 6.5, 9.0
"""Points, about those of a form's type."""
STEP = 20.0
"""Points from letter to letter on the page they are drawn on."""
PICTURE = Path(letter_shapes.__file__).with_name(STANDARD_LETTERS)


def main() -> None:
    """Writes the picture."""
    cv2.imwrite(str(PICTURE), sheet())


def sheet() -> Pixels:
    """A square for each letter: a row for each size of each face, a column for each letter."""
    rows = [(face, size) for size in SIZES for face in FACES]
    drawn = _drawn(rows)
    lines = ([_square(drawn, row, column) for column in range(len(LETTERS))] for row in range(len(rows)))
    return np.vstack([np.hstack(line) for line in lines])


def _drawn(rows: list[tuple[bytes, float]]) -> Pixels:
    """The letters set apart on one page, at the resolution of pages of text."""
    pdf = pdfium.PdfDocument.new()
    page = pdf.new_page(STEP * (len(LETTERS) + 1), STEP * len(rows))
    for row, (face, size) in enumerate(rows):
        font = raw.FPDFText_LoadStandardFont(pdf, face)
        for column, letter in enumerate(LETTERS):
            text = raw.FPDFPageObj_CreateTextObj(pdf, font, size)
            raw.FPDFText_SetText(text, (ctypes.c_ushort * 2)(ord(letter)))
            raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, STEP * (column + 0.5), STEP * (row + 0.3))
            raw.FPDFPage_InsertObject(page, text)
    drawn = page.render(scale=SETTINGS.pdf.render_dpi / POINTS_PER_INCH, grayscale=True).to_numpy()
    pixels = np.array(drawn, np.uint8).reshape(drawn.shape[:2])
    pdf.close()
    return pixels


def _square(drawn: Pixels, row: int, column: int) -> Pixels:
    """One of them cut out."""
    step = STEP * SETTINGS.pdf.render_dpi / POINTS_PER_INCH
    left, top = round(step * (column + 0.25)), round(step * row)
    square = cut_out(drawn[top : round(top + step), left : round(left + step)])
    if square is None:
        raise ValueError(f"{LETTERS[column]!r} was not drawn")
    return square


if __name__ == "__main__":
    main()
