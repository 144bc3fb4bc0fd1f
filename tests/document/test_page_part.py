import numpy as np
import pytest

from extractor.document import open_document
from extractor.document.page_part import PagePart
from extractor.model.geometry import Box
from tests.document.document_files import one_page, written

CONTENT = (
    b"BT /F1 10 Tf 40 700 Td (Left) Tj ET BT /F1 10 Tf 340 700 Td (Right) Tj ET "
    b"0 0 0 rg 342 600 40 20 re f q 1 0 0 RG 320 500 m 600 500 l S Q"
)
RIGHT = Box(306, 0, 612, 792)


@pytest.fixture
def part(tmp_path):
    with open_document(written(tmp_path / "a.pdf", one_page(CONTENT))) as document:
        yield PagePart(document.page(1), RIGHT)


def test_a_part_has_the_letters_in_its_area_alone(part):
    chars = part.chars()
    assert "".join(chars.texts).split() == ["Right"]
    assert chars[0].box.x0 == pytest.approx(34, abs=1)
    assert (part.width, part.height) == (306, 792)


def test_a_part_has_the_covers_in_its_area_alone(part):
    (cover,) = part.covers()
    assert cover.box.x0 == pytest.approx(36, abs=1)
    assert PagePart(part.whole, Box(0, 0, 306, 792)).covers() == ()


@pytest.mark.parametrize("to_read", [False, True])
def test_a_part_s_pixels_are_those_of_the_page(part, to_read):
    whole, own = part.whole.raster(to_read=True), part.raster(to_read)
    assert (own.pixels == whole.pixels[:, whole.pixels.shape[1] // 2 :]).all()
    assert own.dpi_x == whole.dpi_x
    assert own.unruled is None or own.unruled.shape == own.pixels.shape


def test_of_a_doubtful_font_the_odd_letters_of_a_part_are_its_own(part):
    assert part.doubtful_fonts() == ()
    assert np.asarray(part.beside().pixels).shape[0] > 0
