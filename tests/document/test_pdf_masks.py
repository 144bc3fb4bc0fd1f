import zlib

import numpy as np
import pytest

from extractor.document import Limits, open_document
from extractor.errors import LimitExceeded
from tests.document.document_files import noise, one_page, picture, pictures_page, stream, written

LETTERS = np.where(noise(850, 1100) < 40, 0, 255).astype(np.uint8)
"""Black letters on white, 100 dots per inch."""
PAGE = (612, 0, 0, 792, 0, 0)


def mask_of(letters, entries=b""):
    """A stencil: 0 paints. Its rows are filled up to whole bytes."""
    bits = np.packbits(letters > 127, axis=1).tobytes()
    head = b"/Subtype /Image /ImageMask true /BitsPerComponent 1 /Filter /FlateDecode "
    size = b"/Width %d /Height %d " % letters.shape[::-1]
    return stream(head + size + entries, zlib.compress(bits))


def soft_mask_of(letters):
    return picture(255 - letters)


def colour(columns, rows, mask, name):
    """A black layer of so few pixels, seen through the mask that is object `mask`."""
    return picture(np.zeros((rows, columns), np.uint8), b"/%s %d 0 R" % (name, mask))


def paper(columns=85, rows=110):
    return picture(np.full((rows, columns), 255, np.uint8))


def raster_of(path, content, **limits):
    with open_document(written(path, content), Limits(**limits)) as document:
        return document.page(1).raster()


def layered(foreground, mask, matrix=PAGE, entries=b"/MediaBox [0 0 612 792]"):
    """Paper, a layer over it and the layer's mask, which is placed nowhere: objects 6, 7 and 8."""
    content = b"q 612 0 0 792 0 0 cm /I0 Do Q q %s cm /I1 Do Q" % " ".join(map(str, matrix)).encode()
    resources = b"/XObject << /I0 6 0 R /I1 7 0 R >>"
    return one_page(content, entries, resources, (paper(), foreground, mask))


@pytest.mark.parametrize(
    ("name", "mask"),
    [(b"SMask", soft_mask_of(LETTERS)), (b"Mask", mask_of(LETTERS))],
    ids=["soft", "stencil"],
)
@pytest.mark.parametrize("size", [(1, 1), (43, 55), (213, 275)])
def test_layered_scan_is_its_mask_pixel_for_pixel(tmp_path, name, mask, size):
    raster = raster_of(tmp_path / "a.pdf", layered(colour(*size, 8, name), mask))
    assert raster.dpi_x == pytest.approx(100)
    assert (raster.pixels == LETTERS).all()


def test_mask_of_one_pixel_s_colour_over_a_page_s_own_sheet_turned(tmp_path):
    turned = b"/MediaBox [0 0 612 792] /Rotate 90"
    content = layered(colour(1, 1, 8, b"SMask"), soft_mask_of(LETTERS), entries=turned)
    assert (raster_of(tmp_path / "a.pdf", content).pixels == np.rot90(LETTERS, -1)).all()


def test_letters_laid_on_word_by_word_set_the_resolution(tmp_path):
    words = [
        (mask_of(LETTERS[100 * k : 100 * k + 50, :400]), (400 * 0.72, 0, 0, 36, 72, 792 - 72 * k - 100))
        for k in range(8)
    ]
    raster = raster_of(tmp_path / "a.pdf", pictures_page([(paper(), PAGE), *words]))
    assert raster.dpi_x == pytest.approx(100, rel=0.01)


def test_page_with_a_mask_within_a_form(tmp_path):
    form = stream(
        b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject << /I 7 0 R >> >>",
        b"q 612 0 0 792 0 0 cm /I Do Q",
    )
    more = (form, colour(1, 1, 8, b"SMask"), soft_mask_of(LETTERS))
    content = one_page(b"/F Do", resources=b"/XObject << /F 6 0 R >>", more=more)
    assert (raster_of(tmp_path / "a.pdf", content).pixels == LETTERS).all()


def test_forms_in_a_circle_end(tmp_path):
    form = stream(
        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 6 0 R /I 7 0 R >> >>",
        b"/F Do",
    )
    more = (form, colour(1, 1, 8, b"SMask"), soft_mask_of(LETTERS))
    resources = b"/XObject << /F 6 0 R /I 7 0 R >>"
    content = one_page(b"/F Do q 612 0 0 792 0 0 cm /I Do Q", resources=resources, more=more)
    assert raster_of(tmp_path / "a.pdf", content).pixels.shape == (1100, 850)


def test_giant_mask_of_a_picture_of_one_pixel_is_over_the_limit(tmp_path):
    giant = stream(b"/Subtype /Image /ImageMask true /BitsPerComponent 1 /Width 40000 /Height 40000", b"")
    with pytest.raises(LimitExceeded, match="page 1 has more than"):
        raster_of(tmp_path / "a.pdf", layered(colour(1, 1, 8, b"Mask"), giant))


def test_many_masks_together_are_over_the_limit(tmp_path):
    content = layered(colour(1, 1, 8, b"SMask"), soft_mask_of(LETTERS))
    with pytest.raises(LimitExceeded):
        raster_of(tmp_path / "a.pdf", content, pixels=900_000)


@pytest.mark.parametrize(
    "entries", [b"/SMask 3 0 R", b"/SMask 99 0 R", b"/Mask [0 1]", b"/SMask /None", b"/SMask 6 0 R"]
)
def test_mask_that_is_none_changes_nothing(tmp_path, entries):
    content = pictures_page([(picture(LETTERS, entries), PAGE)])
    assert raster_of(tmp_path / "a.pdf", content).pixels.shape == LETTERS.shape


def test_pdf_that_only_pdfium_can_mend_is_still_drawn(tmp_path):
    content = pictures_page([(picture(LETTERS, b"/SMask 99 0 R"), PAGE)])
    broken = content.replace(b"startxref\n", b"startxref\n9")
    assert raster_of(tmp_path / "a.pdf", broken).pixels.shape == LETTERS.shape


def test_masks_are_not_sought_in_a_file_without_them(tmp_path, monkeypatch):
    import extractor.document.pdf_masks as masks

    monkeypatch.setattr(masks, "_masked", None)
    content = pictures_page([(picture(LETTERS), PAGE)])
    assert (raster_of(tmp_path / "a.pdf", content).pixels == LETTERS).all()
