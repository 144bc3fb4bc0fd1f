"""The overlay's files."""

import pypdfium2 as pdfium
import pytest
from PIL import Image

from extractor.errors import OptionError
from extractor.export import write_overlay
from extractor.model.filing import UnusedPage

STRIP = 28
"""Pixels for the legend."""


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
