"""A page comes out alike however it was wrapped: cells, and boxes in points of the page as filed."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest

from extractor import extract
from extractor.model.geometry import Box

FORM = Path(__file__).parent.parent / "samples" / "edgar-two-owners" / "form4.pdf"


@pytest.fixture(scope="module")
def full():
    return extract(FORM)


def scaled(path: Path, scale: float) -> Path:
    """The form with every page scaled as a whole."""
    with pdfium.PdfDocument(FORM) as pdf:
        for page in pdf:
            width, height = (side * scale for side in page.get_size())
            everything = raw.FS_RECTF(0, height, width, 0)
            raw.FPDFPage_TransFormWithClip(page, raw.FS_MATRIX(scale, 0, 0, scale, 0, 0), everything)
            page.set_mediabox(0, 0, width, height)
            page.set_cropbox(0, 0, width, height)
        pdf.save(path)
    return path


@pytest.mark.parametrize("scale", [0.25, 0.45, 0.7, 1.41, 2.0, 4.0])
def test_drawn_form_of_any_size_gives_the_same_cells(tmp_path, full, scale):
    found = extract(scaled(tmp_path / "form.pdf", scale))
    (own,), (other,) = full.filings, found.filings
    assert {(cell.path, cell.value, cell.status, cell.page) for cell in other.cells} == {
        (cell.path, cell.value, cell.status, cell.page) for cell in own.cells
    }
    for cell in own.cells:
        if cell.path.startswith(("footnotes", "remarks")):  # Their box is the room they may take.
            continue
        there, expected = Box(*other.cell(cell.path).bbox), Box(*cell.bbox).scaled(scale)
        assert there.overlap(expected) > expected.area / 3  # A box to check may be taken with its room.
