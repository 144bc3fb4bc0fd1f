"""Pictures of what a person should look at, cut from the pages and upright, for workbooks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from PIL import Image

from extractor.debug.drawing import png
from extractor.document import Given, Limits, open_document, origin_of
from extractor.document.opened_page import Page
from extractor.model.filing import Extraction, Filing, ReviewItem
from extractor.model.filing_view import FilingView
from extractor.model.geometry import POINTS_PER_INCH, Box, around
from extractor.model.path import covers

Crops = dict[int, bytes]
"""Number, from 0, of a line of the review sheet, over all filings of a file → its picture, as PNG."""
DPI = 110
"""Of the pictures: a line of small print can be read, and one takes some five kilobytes."""
BESIDE = 9.0
"""Points of the page shown around: about a line of print."""
MOST = 500
"""Pictures of one workbook; what comes after them has none."""


def crops_of(document: Given, extraction: Extraction, limits: Limits) -> Crops:
    """A picture of each place of the review list that is on a page; raises what `open_document` raises."""
    wanted: dict[int, list[tuple[int, Box, int]]] = defaultdict(list)
    for number, page, box, turns in islice(_places(extraction), MOST):
        wanted[page].append((number, box, turns))
    if not wanted:
        return {}
    with open_document(origin_of(document), limits) as opened:
        if any(attached.pages for attached in extraction.source.attachments):
            opened.attachments()  # their pages follow its own
        pages = (page for page in opened if page.number in wanted)
        return {number: content for page in pages for number, content in _cut(page, wanted[page.number])}


def _places(extraction: Extraction) -> Iterator[tuple[int, int, Box, int]]:
    """Line, page, box, and the quarter turns that put the page upright."""
    found = ((filing, item) for filing in extraction.filings for item in FilingView(filing).findings)
    for number, (filing, item) in enumerate(found):
        if place := _place(filing, item):
            page, box = place
            yield number, page, box, dict(zip(filing.pages, filing.turns, strict=False)).get(page, 0)


def _place(filing: Filing, item: ReviewItem) -> tuple[int, Box] | None:
    """Where an item is: its own place, or around the cells below its path on the first page that has one."""
    if item.page and item.bbox:
        return item.page, Box(*item.bbox)
    below = [cell for cell in filing.cells if item.path and covers(item.path, cell.path) and any(cell.bbox)]
    if not below:
        return None
    return below[0].page, around(Box(*cell.bbox) for cell in below if cell.page == below[0].page)


def _cut(page: Page, wanted: list[tuple[int, Box, int]]) -> Iterator[tuple[int, bytes]]:
    scale = DPI / POINTS_PER_INCH
    size = max(1, round(page.width * scale)), max(1, round(page.height * scale))
    whole = Image.fromarray(page.raster().pixels).resize(size, Image.Resampling.LANCZOS)
    for number, box, turns in wanted:
        left, top = (max(0, round((edge - BESIDE) * scale)) for edge in (box.x0, box.top))
        right, bottom = round((box.x1 + BESIDE) * scale), round((box.bottom + BESIDE) * scale)
        piece = whole.crop((left, top, min(size[0], right), min(size[1], bottom)))
        yield number, png(piece.rotate(-90 * turns, expand=True))
