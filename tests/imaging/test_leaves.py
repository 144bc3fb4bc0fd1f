import io

import numpy as np
import pytest
from PIL import Image

from extractor.document import open_document
from extractor.imaging.leaves import leaf_at, leaves
from extractor.imaging.preprocess import preprocess
from extractor.model.geometry import Box
from extractor.model.place import PlaceOnSheet
from tests.document.document_files import one_page, picture, pictures_page, text_page, written
from tests.imaging.test_gutter import BOTH, DPI, FIRST, MIDDLE


def read(path):
    with open_document(path) as document:
        return [(leaf, leaf.raster()) for leaf in leaves(document)]


def tiff(path, *pages, dpi=DPI):
    images = [Image.fromarray(page) for page in pages]
    content = io.BytesIO()
    images[0].save(content, "TIFF", save_all=True, append_images=images[1:], dpi=(dpi, dpi))
    return written(path, content.getvalue())


def wrapped(path, pixels, dpi):
    """The scan as a page of a PDF, placed at `dpi`."""
    rows, columns = pixels.shape
    size = (columns * 72 / dpi, rows * 72 / dpi)
    box = b"/MediaBox [0 0 %f %f]" % size
    return written(path, pictures_page([(picture(pixels), (size[0], 0, 0, size[1], 0, 0))], entries=box))


def test_ordinary_scan_is_read_as_it_is(tmp_path):
    ((leaf, raster),) = read(tiff(tmp_path / "a.tif", FIRST))
    assert leaf.place is None
    assert (raster.pixels == FIRST).all()


@pytest.mark.parametrize("dpi", [72, 60, 50, 36])
def test_scan_in_a_pdf_at_another_resolution_is_read_as_the_same_pixels_in_a_tiff(tmp_path, dpi):
    ((leaf, raster),) = read(wrapped(tmp_path / "a.pdf", FIRST, dpi))
    assert (raster.pixels == FIRST).all()
    assert (raster.dpi_x, raster.dpi_y) == pytest.approx((DPI, DPI), rel=0.01)
    assert leaf.place.sheet == 1
    box = preprocess(raster).lines[0].box
    filed = leaf.place.on_sheet(box)
    assert filed.width / box.width == pytest.approx(DPI / dpi, rel=0.01)
    assert filed.x1 < FIRST.shape[1] * 72 / dpi


def test_negative_is_read_as_the_positive(tmp_path):
    ((_, raster),) = read(tiff(tmp_path / "a.tif", 255 - FIRST))
    assert (raster.pixels == FIRST).all()


def test_pages_on_sheets_are_numbered_on_and_lie_on_their_sheet(tmp_path):
    found = read(tiff(tmp_path / "a.tif", BOTH, FIRST))
    assert [leaf.number for leaf, _ in found] == [1, 2, 3]
    first, second, third = (leaf for leaf, _ in found)
    assert first.place is None
    assert [second.place.sheet, third.place.sheet] == [1, 2]
    assert first.corner == (0, 0)
    assert second.corner == pytest.approx((612, 0), abs=10)
    assert second.place.on_sheet(Box(10, 20, 30, 40)).top == pytest.approx(20)
    assert third.place == PlaceOnSheet(2)
    assert sum(raster.pixels.shape[1] for _, raster in found[:2]) == 2 * MIDDLE


def test_part_of_a_sheet_is_found_again(tmp_path):
    path = tiff(tmp_path / "a.tif", BOTH)
    second = read(path)[1][0]
    with open_document(path) as document:
        again = leaf_at(document.page(1), second.place)
    assert again.place == second.place
    assert (again.raster().pixels == second.raster().pixels).all()


def prose(scale):
    """A page of text, all of it `scale` times as large."""
    lines = b"".join(
        b"BT /F1 8 Tf 60 %d Td (Common Stock acquired under the plan on March 3) Tj ET\n" % (700 - 12 * k)
        for k in range(40)
    )
    box = b"/MediaBox [0 0 %f %f]" % (612 * scale, 792 * scale)
    return one_page(b"%f 0 0 %f 0 0 cm\n" % (scale, scale) + lines, box)


def letters(leaf):
    """The boxes and the sizes of what is no blank: PDFium makes up blanks by the size of a page."""
    chars = leaf.chars()
    inked = [not text.isspace() for text in chars.texts]
    return chars.boxes[inked], chars.sizes[inked]


@pytest.mark.parametrize("scale", [0.25, 0.4, 2.5, 4.0])
def test_text_page_of_another_size_is_read_as_at_full_size(tmp_path, scale):
    ((full, full_raster),) = read(written(tmp_path / "full.pdf", prose(1)))
    ((leaf, raster),) = read(written(tmp_path / "a.pdf", prose(scale)))
    assert full.place is None
    assert leaf.place.scale == pytest.approx(scale, rel=0.01)
    assert (leaf.width, leaf.height) == pytest.approx((full.width, full.height), rel=0.01)
    (boxes, sizes), (full_boxes, full_sizes) = map(letters, (leaf, full))
    assert boxes == pytest.approx(full_boxes, rel=0.01, abs=0.5)
    assert sizes == pytest.approx(full_sizes, rel=0.01)
    assert raster.dpi_x == pytest.approx(full_raster.dpi_x, rel=0.01)
    assert raster.pixels.shape == pytest.approx(full_raster.pixels.shape, abs=12)


def test_text_page_that_is_cut_out_keeps_its_size(tmp_path):
    ((leaf, _),) = read(written(tmp_path / "a.pdf", one_page(text_page(), b"/MediaBox [0 0 500 740]")))
    assert leaf.place is None


def test_outlined_page_of_another_size_is_drawn_as_finely(tmp_path):
    shapes = b"".join(b"%d %d 2 3 re f\n" % (20 + k % 50 * 11, 20 + k // 50 * 15) for k in range(2400))
    for scale in (0.25, 1.0, 4.0):
        content = b"%f 0 0 %f 0 0 cm\n" % (scale, scale) + shapes
        box = b"/MediaBox [0 0 %f %f]" % (612 * scale, 792 * scale)
        ((_, raster),) = read(written(tmp_path / "a.pdf", one_page(content, box)))
        assert raster.pixels.shape == pytest.approx((3300, 2550), rel=0.02)
        assert isinstance(raster.pixels, np.ndarray)
