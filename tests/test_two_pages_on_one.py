"""Two pages of text side by side on one page of a file are read as the two pages they are."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest

from extractor import extract
from extractor.document import open_document
from extractor.imaging.leaves import leaves
from extractor.model.geometry import Box

SAMPLES = Path(__file__).parent.parent / "samples"
TWO_OWNERS, REDWOOD = SAMPLES / "edgar-two-owners/form4.pdf", SAMPLES / "redwood/form4.pdf"
WIDTH, HEIGHT = 612, 792
"""Points of a sample's page."""


def side_by_side(
    path: Path, source: Path, scale: float = 1.0, rotation: int = 0, turned: bool = False
) -> Path:
    """The first two pages of `source` on one, `scale` times as large; shown at `rotation` degrees, or drawn
    `turned` by a quarter counterclockwise."""
    pages, out = pdfium.PdfDocument(source), pdfium.PdfDocument.new()
    size = (2 * WIDTH * scale, HEIGHT * scale)
    page = out.new_page(*(size[::-1] if turned else size))
    for k in range(2):
        across = k * WIDTH * scale
        matrix = (0, scale, -scale, 0, HEIGHT * scale, across) if turned else (scale, 0, 0, scale, across, 0)
        form = raw.FPDF_NewFormObjectFromXObject(raw.FPDF_NewXObjectFromPage(out, pages, k))
        raw.FPDFPageObj_SetMatrix(form, raw.FS_MATRIX(*matrix))
        raw.FPDFPage_InsertObject(page, form)
    page.gen_content()
    if rotation:
        page.set_rotation(rotation)
    out.save(path)
    return path


@cache
def cells(path: Path) -> dict[str, tuple[str, str]]:
    (filing,) = extract(path).filings
    return {cell.path: (cell.value, cell.status) for cell in filing.cells}


SHEETS = {
    "at full size": {},
    "two to a letter page": {"scale": 11 / 17},
    "two to half a letter page": {"scale": 0.5},
    "shown at 90 degrees": {"rotation": 90},
    "shown upside down": {"rotation": 180},
    "drawn on its side": {"turned": True},
}


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_two_text_pages_on_one_are_read_as_two(tmp_path, sheet):
    assert cells(side_by_side(tmp_path / "a.pdf", TWO_OWNERS, **sheet)) == cells(TWO_OWNERS)


def test_pages_of_another_print_side_by_side(tmp_path):
    assert cells(side_by_side(tmp_path / "a.pdf", REDWOOD)) == cells(REDWOOD)


def test_boxes_lie_on_the_page_as_filed(tmp_path):
    found = extract(side_by_side(tmp_path / "a.pdf", TWO_OWNERS, scale=11 / 17))
    assert found.filings[0].pages == (1,)
    for cell, alone in zip(found.filings[0].cells, extract(TWO_OWNERS).filings[0].cells, strict=True):
        if not cell.path.startswith(("footnotes", "remarks")):  # Their box is the room they may take.
            x0, top, x1, bottom = alone.bbox
            across = WIDTH * (alone.page - 1)
            there = Box(x0 + across, top, x1 + across, bottom).scaled(11 / 17)
            assert Box(*cell.bbox).overlap(there) >= there.area / 3, cell.path


def test_a_page_that_lies_is_not_parted(tmp_path):
    """Its tables run across its middle."""
    pages, out = pdfium.PdfDocument(TWO_OWNERS), pdfium.PdfDocument.new()
    page = out.new_page(1100, 792)
    form = raw.FPDF_NewFormObjectFromXObject(raw.FPDF_NewXObjectFromPage(out, pages, 0))
    raw.FPDFPageObj_SetMatrix(form, raw.FS_MATRIX(1100 / WIDTH, 0, 0, 1, 0, 0))
    raw.FPDFPage_InsertObject(page, form)
    page.gen_content()
    out.save(tmp_path / "a.pdf")
    with open_document(tmp_path / "a.pdf") as document:
        assert len(list(leaves(document))) == 1
