"""Sheets to PDF with a true text layer, and PDF to grey pixels."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from reportlab.pdfgen.canvas import Canvas

from samples.generator.ink import Area, Item, Line, Sheet, Text

Pixels = NDArray[np.uint8]
POINTS_PER_INCH = 72.0


def to_pdf(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as one PDF; the same sheets give the same bytes."""
    target = io.BytesIO()
    canvas = Canvas(target, invariant=1)
    for sheet in sheets:
        canvas.setPageSize((sheet.width, sheet.height))
        for item in sheet.items:
            _put(canvas, item, sheet.height)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def to_pixels(pdf: bytes, dpi: float) -> list[Pixels]:
    """Every page in grey at `dpi`, shape (height, width)."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [
            np.array(page.render(scale=dpi / POINTS_PER_INCH, grayscale=True).to_numpy()).squeeze()
            for page in document
        ]
    finally:
        document.close()


def _put(canvas: Canvas, item: Item, height: float) -> None:
    match item:
        case Text():
            _put_text(canvas, item, height)
        case Line(x0, y0, x1, y1, weight, colour):
            canvas.setStrokeColorRGB(*colour)
            canvas.setLineWidth(weight)
            canvas.line(x0, height - y0, x1, height - y1)
        case Area(box, colour):
            canvas.setFillColorRGB(*colour)
            canvas.rect(box.x0, height - box.bottom, box.width, box.height, stroke=0, fill=1)


def _put_text(canvas: Canvas, item: Text, height: float) -> None:
    text = canvas.beginText()
    text.setFont(item.font, item.size)
    text.setFillColorRGB(*item.colour)
    cos, sin = math.cos(math.radians(item.turn)), math.sin(math.radians(item.turn))
    text.setTextTransform(cos, sin, item.slant * cos - sin, cos + item.slant * sin, item.x, height - item.y)
    text.textOut(item.text)
    canvas.drawText(text)
