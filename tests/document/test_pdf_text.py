import numpy as np
import pytest

from extractor.document import open_document
from tests.document.document_files import (
    FONT,
    noise,
    one_page,
    picture,
    pictures_page,
    stream,
    text_page,
    written,
)

LINE = "Table I - Non-Derivative Securities Acquired, Disposed of, or Owned"


def page_of(tmp_path, content):
    document = open_document(written(tmp_path / "filing.pdf", content))
    return document.page(1)


def text_of(page):
    return "".join(char.text for char in page.chars())


def mapped(to_unicode, text="ab " * 20):
    """A page of `text` in a font whose map to Unicode is `to_unicode`, code to UTF-16 digits."""
    cmap = b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange %d beginbfchar %s endbfchar endcmap"
    rows = b" ".join(b"<%02x> <%s>" % (code, value) for code, value in to_unicode.items())
    font = FONT.replace(b">>", b"/ToUnicode 6 0 R >>")
    content = one_page(text_page(text), more=(stream(b"", cmap % (len(to_unicode), rows)),))
    return content.replace(FONT, font)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [b"", b"/CropBox [50 600 350 760]"])
def test_boxes_hold_the_ink_however_the_page_is_turned(tmp_path, rotation, crop):
    entries = b"/MediaBox [-20 -10 612 792] /Rotate %d %s" % (rotation, crop)
    page = page_of(tmp_path, one_page(text_page("Owned Securities Hq"), entries))
    raster = page.raster()
    left = raster.pixels.copy()
    for char in page.chars():
        columns = slice(int(char.box.x0 * 2) - 2, int(char.box.x1 * 2) + 3)
        rows = slice(int(char.box.top * 2) - 2, int(char.box.bottom * 2) + 3)
        assert char.text == " " or raster.pixels[rows, columns].min() < 100
        left[rows, columns] = 255
    assert text_of(page) == "Owned Securities Hq"
    assert left.min() > 200
    expected = (632, 802) if not crop else (300, 160)
    assert (page.width, page.height) == (expected if rotation % 180 == 0 else expected[::-1])


def test_size_is_that_drawn(tmp_path):
    page = page_of(tmp_path, one_page(b"q .5 0 0 .5 0 0 cm BT /F1 1 Tf 20 0 0 16 72 700 Tm (Stock) Tj ET Q"))
    assert {round(char.size, 3) for char in page.chars()} == {8.0}


def test_line_breaks_are_left_to_geometry(tmp_path):
    page = page_of(tmp_path, one_page(b"BT /F1 12 Tf 72 700 Td (Common) Tj 0 -14 Td (Stock) Tj ET"))
    assert text_of(page) == "CommonStock"


def test_hyphen_at_the_end_of_a_line_is_a_hyphen(tmp_path):
    page = page_of(tmp_path, one_page(b"BT /F1 12 Tf 72 700 Td (Non-) Tj 0 -14 Td (Derivative) Tj ET"))
    assert text_of(page) == "Non-Derivative"


def test_characters_beyond_the_basic_plane_are_one_character(tmp_path):
    page = page_of(tmp_path, mapped({ord("a"): b"d83dddf9"}))
    assert text_of(page).startswith("\U0001f5f9b ")


def test_private_use_characters_are_kept(tmp_path):
    page = page_of(tmp_path, mapped({ord("a"): b"f0fe"}, "a" + LINE[6:].replace("a", "A")))
    assert text_of(page).startswith("\uf0feI - Non-DerivAtive")


def test_rubbish_of_an_unmapped_font_is_not_text(tmp_path):
    page = page_of(tmp_path, mapped({ord("a"): b"e001", ord("b"): b"e002"}))
    assert not page.chars()
    assert "do not map" in page.text_fault


def test_text_outside_the_page_is_left_out(tmp_path):
    page = page_of(tmp_path, one_page(text_page(LINE) + b" BT /F1 12 Tf 72 900 Td (crop mark) Tj ET"))
    assert text_of(page) == LINE


def test_invisible_text_is_left_out(tmp_path):
    page = page_of(tmp_path, one_page(text_page(LINE) + b" BT 3 Tr /F1 12 Tf 72 500 Td (hidden) Tj ET"))
    assert text_of(page) == LINE


def test_ocr_layer_under_a_scan_is_not_trusted(tmp_path):
    scan = (picture(noise(85, 110)), (612, 0, 0, 792, 0, 0))
    page = page_of(tmp_path, pictures_page([scan], b"3 Tr " + text_page(LINE)))
    assert not page.chars()
    assert "OCR" in page.text_fault


def test_scan_in_strips_is_a_scan(tmp_path):
    strips = [(picture(noise(85, 22, n)), (612, 0, 0, 158.4, 0, 158.4 * n)) for n in range(5)]
    assert page_of(tmp_path, pictures_page(strips, text_page(LINE))).chars().texts == []


def test_scan_within_a_form_object_is_a_scan(tmp_path):
    scan = picture(np.full((1100, 850), 200, np.uint8))
    form = stream(
        b"/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Matrix [2 0 0 2 0 0] "
        b"/Resources << /XObject << /I0 6 0 R >> >>",
        b"q .5 0 0 .5 0 0 cm /I0 Do Q",
    )
    content = one_page(
        b"q 612 0 0 792 0 0 cm /Fm Do Q " + text_page(LINE),
        resources=b"/Font << /F1 5 0 R >> /XObject << /Fm 7 0 R >>",
        more=(scan, form),
    )
    page = page_of(tmp_path, content)
    assert not page.chars()
    assert page.raster().pixels.shape == (1100, 850)


def test_drawn_page_with_a_logo_is_trusted(tmp_path):
    logo = (picture(noise(100, 100)), (90, 0, 0, 90, 10, 690))
    page = page_of(tmp_path, pictures_page([logo], text_page(LINE)))
    assert text_of(page) == LINE
    assert page.raster().pixels.shape == (1584, 1224)


def test_invisible_text_alone_is_not_trusted(tmp_path):
    page = page_of(tmp_path, one_page(b"3 Tr " + text_page(LINE)))
    assert not page.chars()
    assert "invisible" in page.text_fault


def test_page_without_text(tmp_path):
    page = page_of(tmp_path, one_page(b""))
    assert not page.chars()
    assert np.all(page.raster().pixels == 255)


def test_sizes_of_mixed_fonts_on_one_page(tmp_path):
    content = one_page(
        b"BT /F1 12 Tf 72 700 Td (Stock) Tj 0 -30 Td /F1 8 Tf (Stock) Tj 0 -30 Td /F1 18 Tf (4) Tj ET"
    )
    sizes = [round(char.size, 3) for char in page_of(tmp_path, content).chars()]
    assert sizes == [12.0] * 5 + [8.0] * 5 + [18.0]
