"""Documents that are no path: bytes, open files, pictures, arrays."""

import io

import numpy as np
import pytest
from PIL import Image

from extractor.document import open_document, origin_of
from extractor.errors import DamagedInput, NotADocument, UnreadableInput
from tests.document.document_files import letter, one_page, text_page, written


def page_of(given):
    with open_document(origin_of(given)) as document:
        return document.name, document.page(1)


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview, io.BytesIO])
def test_content_in_memory_is_a_document_like_its_file(tmp_path, kind):
    content = one_page(text_page("FORM 4"))
    name, page = page_of(kind(content))
    _, same = page_of(written(tmp_path / "a.pdf", content))
    assert name == "input" and (page.width, page.height) == (same.width, same.height)


def test_an_open_file_keeps_its_name(tmp_path):
    path = written(tmp_path / "scan.pdf", one_page(text_page("FORM 4")))
    with path.open("rb") as file:
        assert page_of(file)[0] == "scan.pdf"


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "CMYK", "F", "RGBA"])
def test_a_picture_is_a_page_and_keeps_its_resolution(mode):
    picture = letter().convert(mode)
    picture.info["dpi"] = (100, 100)
    _, page = page_of(picture)
    assert page.width == pytest.approx(picture.width * 72 / 100, abs=0.5)


@pytest.mark.parametrize("kind", [bool, np.uint8])
def test_an_array_is_a_page(kind):
    pixels = np.asarray(letter().convert("L")) > 128
    grey = pixels.astype(np.uint8) * 255 if kind is np.uint8 else pixels
    with open_document(origin_of(grey)) as document:
        drawn = document.page(1).raster().pixels
    assert drawn.min() == 0 and drawn.max() == 255


def test_what_is_no_document_is_told_and_never_a_type_error():
    for odd in (None, 7, ["a.pdf"], {}, np.zeros((4, 4)), np.zeros((2, 2, 2, 2), np.uint8), object()):
        with pytest.raises(NotADocument, match="give"):
            origin_of(odd)
    with pytest.raises(UnreadableInput, match="download"):
        origin_of("https://www.sec.gov/form4.pdf")
    with pytest.raises(UnreadableInput, match='mode "rb"'):
        origin_of(io.StringIO("%PDF"))
    with pytest.raises(DamagedInput, match="input is empty"):
        page_of(b"")
    closed = io.BytesIO(b"%PDF")
    closed.close()
    with pytest.raises(UnreadableInput, match="open it"):
        origin_of(closed)


def test_an_empty_picture_is_told():
    with pytest.raises(NotADocument, match="no pixels"):
        origin_of(Image.new("L", (0, 0)))
