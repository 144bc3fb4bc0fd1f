"""Pages that PDFium shows white without a word."""

import numpy as np
import pytest

from extractor.document import open_document
from extractor.errors import DamagedInput, UnsupportedInput
from tests.document.document_files import letter, one_page, pdf, pictures_page, stream, written

GREY = b"/Type /XObject /Subtype /Image /Width 850 /Height 1100 /ColorSpace /DeviceGray /BitsPerComponent 8 "
PLACE = (612, 0, 0, 792, 0, 0)


def raster_of(folder, content):
    with open_document(written(folder / "scan.pdf", content)) as document:
        return document.page(1).raster()


def test_picture_packed_by_brotli_is_told(tmp_path):
    """It was called damaged."""
    content = pictures_page([(stream(GREY + b"/Filter /BrotliDecode", bytes(99)), PLACE)])
    with pytest.raises(UnsupportedInput, match=r"page 1 is compressed by Brotli.*print it to a new PDF"):
        raster_of(tmp_path, content)


def test_contents_packed_by_brotli_are_no_blank_page(tmp_path):
    """It was a blank page, and no Form 4."""
    content = one_page(b"\x0b\x02\x80" * 30).replace(b"<<  /Length", b"<< /Filter /BrotliDecode /Length", 1)
    assert b"/BrotliDecode" in content
    with pytest.raises(UnsupportedInput, match="Brotli"):
        raster_of(tmp_path, content)


def test_file_whose_catalog_is_packed_by_brotli_is_told(tmp_path):
    content = pdf([stream(b"/Type /ObjStm /Filter /BrotliDecode /N 3 /First 20", bytes(99))], root=2)
    with pytest.raises(UnsupportedInput, match="Brotli"):
        raster_of(tmp_path, content)


def test_jpeg_2000_that_is_not_decoded_is_named(tmp_path):
    head = b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(80)
    content = pictures_page([(stream(GREY + b"/Filter /JPXDecode", head), PLACE)])
    with pytest.raises(DamagedInput, match=r"JPEG 2000 picture that cannot be decoded.*not known here"):
        raster_of(tmp_path, content)


def test_drawn_page_of_a_file_with_brotli_elsewhere_is_seen(tmp_path):
    picture = stream(GREY, letter().convert("L").tobytes())
    content = pictures_page([(picture, PLACE), (stream(b"/Filter /BrotliDecode", b""), PLACE)])
    assert np.array_equal(raster_of(tmp_path, content).pixels, np.array(letter().convert("L")))
