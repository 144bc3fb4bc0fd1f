from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image

from extractor.document import Raster
from extractor.errors import OptionError
from extractor.export import overlay, write_overlay
from extractor.model.filing import ReviewItem, UnusedPage

T1 = "nonDerivativeTable/nonDerivativeTransaction[1]"
STRIP = 28


@dataclass(frozen=True)
class BlankPage:
    """A white fax page, 204 by 98 dpi, of 3 by 2 inches."""

    number: int = 1
    width: float = 216.0
    height: float = 144.0

    def chars(self):
        return ()

    def raster(self):
        return Raster(np.full((196, 612), 255, np.uint8), 204.0, 98.0)


def pixel(image, x, y):
    """The colour at a place given in points."""
    return image.getpixel((round(x * 150 / 72), round(y * 150 / 72) + STRIP))


def drawn(make_filing, extraction_of, *cells, review=()):
    extraction = extraction_of(make_filing({}, cells=cells, review=review))
    return overlay.draw_page(BlankPage(), extraction)


@pytest.mark.parametrize(
    ("changes", "color"),
    [
        ({}, overlay.ACCEPTED),
        ({"status": "repaired"}, overlay.REPAIRED),
        ({"status": "corrected"}, overlay.CORRECTED),
        ({"status": "review", "confidence": 0.8}, overlay.REVIEW),
        ({"status": "review", "confidence": 0.2}, overlay.DOUBTFUL),
    ],
)
def test_a_box_stands_at_its_cell_in_the_colour_of_its_status(
    make_cell, make_filing, extraction_of, changes, color
):
    cell = make_cell("remarks", "x", bbox=(72, 72, 144, 90), **changes)
    image = drawn(make_filing, extraction_of, cell)
    assert image.size == (450, 300 + STRIP)
    assert pixel(image, 72, 85) == pixel(image, 144, 85) == color
    assert pixel(image, 100, 82) != (255, 255, 255)
    assert pixel(image, 160, 82) == (255, 255, 255)


def test_a_cell_listed_for_review_is_drawn_so_whatever_its_status(make_cell, make_filing, extraction_of):
    cell = make_cell("remarks", "x", bbox=(72, 72, 144, 90))
    image = drawn(make_filing, extraction_of, cell, review=(ReviewItem(path="remarks", reason="r"),))
    assert pixel(image, 72, 85) == overlay.REVIEW


def test_a_flagged_row_gets_a_box_round_its_cells(make_cell, make_filing, extraction_of):
    cells = (
        make_cell(f"{T1}/securityTitle", "a", bbox=(20, 60, 60, 70)),
        make_cell(f"{T1}/transactionDate", "b", bbox=(100, 60, 140, 70)),
    )
    filing = make_filing({}, cells=cells, review=(ReviewItem(path=T1, reason="line lost"),))
    (mark,) = [m for m in overlay.page_marks(extraction_of(filing), 1) if not m.filled]
    assert (mark.box.x0, mark.box.x1, mark.label) == (17, 143, "line lost")


def test_cells_of_other_pages_and_without_a_place_are_not_drawn(make_cell, make_filing, extraction_of):
    cells = (make_cell("remarks", "x", page=2), make_cell("documentType", "4", bbox=(0, 0, 0, 0)))
    assert overlay.page_marks(extraction_of(make_filing({}, cells=cells)), 1) == ()


def test_a_label_stays_on_the_sheet_and_odd_characters_do_no_harm(make_cell, make_filing, extraction_of):
    cell = make_cell("remarks", "Ţ 日本 " + "x" * 90, status="review", bbox=(200, 0, 216, 5))
    assert drawn(make_filing, extraction_of, cell).size == (450, 300 + STRIP)


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "scan.png"
    Image.new("L", (850, 1100), 255).save(path, dpi=(100, 100))
    return path


@pytest.fixture
def two_pages(tmp_path):
    path = tmp_path / "scan.tif"
    page = Image.new("1", (850, 1100), 1)
    page.save(path, save_all=True, append_images=[page], dpi=(100, 100))
    return path


def test_one_page_gives_one_png(tmp_path, picture, filing, extraction_of):
    out = tmp_path / "out.png"
    assert write_overlay(picture, extraction_of(filing), out) == (out,)
    assert Image.open(out).size == (1275, 1650 + STRIP)


def test_several_pages_give_numbered_pngs(tmp_path, two_pages, filing, extraction_of):
    paths = write_overlay(two_pages, extraction_of(filing), tmp_path / "out.png")
    assert [path.name for path in paths] == ["out-1.png", "out-2.png"]
    assert not (tmp_path / "out.png").exists()


def test_a_pdf_has_every_page_in_its_size(tmp_path, two_pages, filing, extraction_of):
    out = tmp_path / "out.pdf"
    write_overlay(two_pages, extraction_of(filing, unused=(UnusedPage(page=2, reason="blank"),)), out)
    with pdfium.PdfDocument(out) as document:
        assert len(document) == 2
        assert document[0].get_size() == pytest.approx((612, 792 + STRIP * 72 / 150), abs=0.5)


def test_another_ending_is_refused_before_anything_is_opened(tmp_path, extraction_of):
    with pytest.raises(OptionError, match="PDF or PNG"):
        write_overlay(tmp_path / "missing.pdf", extraction_of(), tmp_path / "out.jpg")
