"""A page as filed with every cell boxed, coloured by what a person should make of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from extractor.debug.drawing import TINTED, Canvas, Color, shortened
from extractor.document.opened_page import Page
from extractor.model.filing import BBox, Cell, Filing
from extractor.model.filing_view import FilingView
from extractor.model.geometry import POINTS_PER_INCH, Box, around
from extractor.model.path import covers

OVERLAY_DPI = 150.0
DOUBTFUL_BELOW = 0.5
"""Confidence under which a cell to look at is red."""
ACCEPTED: Color = (24, 140, 60)
REPAIRED: Color = (30, 90, 220)
CORRECTED: Color = (130, 60, 180)
REVIEW: Color = (230, 120, 0)
DOUBTFUL: Color = (205, 25, 35)
UNACCOUNTED: Color = (190, 0, 150)
LEGEND = (
    ("accepted", ACCEPTED),
    ("repaired by a rule", REPAIRED),
    ("corrected by a person", CORRECTED),
    ("look at this", REVIEW),
    (f"look: below {DOUBTFUL_BELOW:.0%}", DOUBTFUL),
    ("in no cell", UNACCOUNTED),
)
STRIP = 28
"""Pixels above the page for the legend."""
LABEL_SIZE = 13
LONGEST_LABEL, LONGEST_NOTE = 40, 120
"""Letters of a label and of the note beside the legend."""
AROUND_ROW = 3.0
"""Points between the cells of a flagged row and the box round them."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One box to draw, in points; `label` is empty where the page speaks for itself."""

    box: Box
    color: Color
    label: str = ""
    filled: bool = True


def draw_cells(page: Page, filings: Sequence[Filing], unused: str = "") -> Image.Image:
    """The page at `OVERLAY_DPI` under a legend, as an RGB image; `unused` is why it belongs to no filing."""
    size = [max(1, round(side * OVERLAY_DPI / POINTS_PER_INCH)) for side in (page.width, page.height)]
    # The two axes of a fax have different resolutions; here both get the same.
    pixels = Image.fromarray(page.raster().pixels).resize((size[0], size[1]), Image.Resampling.LANCZOS)
    canvas, marks = Canvas(pixels, OVERLAY_DPI, STRIP), page_marks(filings, page.number)
    for mark in marks:
        canvas.box(mark.box, mark.color, TINTED if mark.filled else 0)
    for mark in marks:
        if mark.label:
            canvas.label(mark.label, mark.box.x0, mark.box.top, mark.color, LABEL_SIZE, framed=True)
    note = f"page {page.number} not used: {unused}" if unused else f"page {page.number}"
    canvas.legend(LEGEND, shortened(note, LONGEST_NOTE), LABEL_SIZE)
    return canvas.image


def page_marks(filings: Sequence[Filing], page: int) -> tuple[Mark, ...]:
    """The boxes of page `page` (from 1): its cells, what is in none of them, and an open
    box round each row or table flagged whole."""
    marks: list[Mark] = []
    for filing in filings:
        view = FilingView(filing)
        cells = [cell for cell in filing.cells if cell.page == page and _has_place(cell.bbox)]
        marks += [_cell_mark(view, cell) for cell in cells]
        spots = [spot for spot in filing.unaccounted if spot.page == page]
        marks += [Mark(Box(*spot.bbox), UNACCOUNTED, _label(spot.text)) for spot in spots]
        for finding in view.findings:
            inside = [Box(*c.bbox) for c in cells if c.path != finding.path and covers(finding.path, c.path)]
            if inside and finding.path and finding.path not in view.cells:
                box = around(inside).grown(AROUND_ROW)
                marks.append(Mark(box, REVIEW, _label(finding.reason), filled=False))
    return tuple(marks)


def _has_place(bbox: BBox) -> bool:
    return bbox[2] > bbox[0] and bbox[3] > bbox[1]


def _cell_mark(view: FilingView, cell: Cell) -> Mark:
    if view.is_flagged(cell.path):
        color = DOUBTFUL if cell.confidence < DOUBTFUL_BELOW else REVIEW
        return Mark(Box(*cell.bbox), color, f"{_label(cell.value)}  {cell.confidence:.0%}")
    color = {"repaired": REPAIRED, "corrected": CORRECTED}.get(cell.status, ACCEPTED)
    return Mark(Box(*cell.bbox), color, _label(cell.value) if cell.status == "repaired" else "")


def _label(text: str) -> str:
    return shortened(text, LONGEST_LABEL)
