"""Other tools, each asked as its own documents advise: what it finds on the pages of a file, with places.

Scans are given to the engines at 300 dpi, which Tesseract's documents ask for, whatever they were scanned at.
Tools are imported when asked: they come with the extra `peers`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from extractor.document import open_document
from extractor.model.geometry import Box

POINTS = 72
DPI = 300
"""What pages are brought to before engines read them."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, or the text of a table's cell; `sure` is the tool's own confidence (0 to 1), None where it has
    none. The box is in points from the top left of the page."""

    page: int
    box: Box
    text: str
    sure: float | None = None
    cell: bool = False


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool; `scans` says whether it reads pictures, `tables` whether it tells which cell a value is in."""

    name: str
    read: Callable[[Path], Iterator[Piece]]
    scans: bool
    tables: bool


def tesseract(file: Path, psm: int) -> Iterator[Piece]:
    """Words of Tesseract in one of its page segmentation modes."""
    import pytesseract

    for number, pixels in _pages(file):
        found = pytesseract.image_to_data(pixels, config=f"--psm {psm}", output_type=pytesseract.Output.DICT)
        fields = ("left", "top", "width", "height", "text", "conf")
        for left, top, width, height, text, sure in zip(*(found[name] for name in fields), strict=True):
            if text.strip():
                yield Piece(number, _box(left, top, left + width, top + height), text, float(sure) / 100)


def rapidocr(file: Path) -> Iterator[Piece]:
    """Words of RapidOCR, its own detection before its recognition."""
    for number, pixels in _pages(file):
        found = _rapidocr()(cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR), return_word_box=True)
        for text, sure, corners in (word for line in found.word_results or () for word in line or ()):
            if text and corners:
                xs, ys = zip(*corners, strict=True)
                yield Piece(number, _box(min(xs), min(ys), max(xs), max(ys)), text, float(sure))


def img2table(file: Path) -> Iterator[Piece]:
    """Cells of the tables that img2table finds, read by Tesseract."""
    from img2table.document import Image
    from img2table.ocr import TesseractOCR

    for number, pixels in _pages(file):
        picture = Image(cv2.imencode(".png", pixels)[1].tobytes(), detect_rotation=True)
        for table in picture.extract_tables(ocr=TesseractOCR()):
            for cell in (cell for row in table.content.values() for cell in row):
                if cell.value:
                    place = _box(cell.bbox.x1, cell.bbox.y1, cell.bbox.x2, cell.bbox.y2)
                    yield Piece(number, place, cell.value, cell=True)


def pdfplumber(file: Path) -> Iterator[Piece]:
    """Words of pdfplumber, and the cells of its tables."""
    import pdfplumber as plumber

    with plumber.open(file) as document:
        for page in document.pages:
            for word in page.extract_words():
                place = Box(word["x0"], word["top"], word["x1"], word["bottom"])
                yield Piece(page.page_number, place, word["text"])
            for table in page.find_tables():
                for row, texts in zip(table.rows, table.extract(), strict=True):
                    yield from _plumbed(page.page_number, row.cells, texts)


def _plumbed(number: int, places: Iterable[Any], texts: Iterable[str | None]) -> Iterator[Piece]:
    for place, text in zip(places, texts, strict=True):
        if place and text:
            yield Piece(number, Box(*place), text, cell=True)


def camelot(file: Path) -> Iterator[Piece]:
    """Cells of the tables that camelot finds by their ruling lines."""
    import camelot as library

    with open_document(file) as document:
        heights = {number: document.page(number).height for number in range(1, document.page_count + 1)}
    for table in library.read_pdf(str(file), pages="all", flavor="lattice", suppress_stdout=True):
        height = heights[table.page]
        for cell in (cell for row in table.cells for cell in row):
            if cell.text.strip():
                place = Box(cell.x1, height - cell.y2, cell.x2, height - cell.y1)
                yield Piece(table.page, place, cell.text, cell=True)


def _tesseract_in(psm: int) -> Callable[[Path], Iterator[Piece]]:
    return lambda file: tesseract(file, psm)


PEERS = (
    Peer("Tesseract, as it comes", _tesseract_in(3), scans=True, tables=False),
    Peer("Tesseract, one block of text", _tesseract_in(6), scans=True, tables=False),
    Peer("RapidOCR", rapidocr, scans=True, tables=False),
    Peer("img2table", img2table, scans=True, tables=True),
    Peer("pdfplumber", pdfplumber, scans=False, tables=True),
    Peer("camelot", camelot, scans=False, tables=True),
)


def _pages(file: Path) -> Iterator[tuple[int, Any]]:
    """The pages' grey pixels at 300 dpi, with their numbers."""
    with open_document(file) as document:
        for number in range(1, document.page_count + 1):
            raster = document.page(number).raster()
            wide, high = DPI / raster.dpi_x, DPI / raster.dpi_y
            pixels = np.ascontiguousarray(raster.pixels)
            yield number, cv2.resize(pixels, None, fx=wide, fy=high, interpolation=cv2.INTER_CUBIC)


def _box(left: float, top: float, right: float, bottom: float) -> Box:
    scale = POINTS / DPI
    return Box(left * scale, top * scale, right * scale, bottom * scale)


@cache
def _rapidocr() -> Any:  # noqa: ANN401 - it has no types
    from rapidocr import RapidOCR

    return RapidOCR()
