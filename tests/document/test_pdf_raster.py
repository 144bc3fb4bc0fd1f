import numpy as np
import pypdfium2 as pdfium
import pytest

from extractor.document import open_document
from extractor.errors import DamagedInput
from tests.document.document_files import (
    letter,
    noise,
    one_page,
    picture,
    pictures_page,
    stream,
    text_page,
    written,
)


def raster_of(path):
    with open_document(path) as document:
        return document.page(1).raster()


def raster_of_pdf(tmp_path, content):
    return raster_of(written(tmp_path / "scan.pdf", content))


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_fax_coded_scan_is_copied_pixel_for_pixel(tmp_path, rotation):
    path = tmp_path / "scan.pdf"
    letter().save(path, resolution=100)
    with pdfium.PdfDocument(path) as pdf:
        pdf[0].set_rotation(rotation)
        pdf.save(tmp_path / "turned.pdf")
    raster = raster_of(tmp_path / "turned.pdf")
    upright = np.array(letter().convert("L"))
    assert np.array_equal(raster.pixels, np.rot90(upright, -rotation // 90))
    assert (raster.dpi_x, raster.dpi_y) == pytest.approx((100, 100))


def test_resolutions_across_and_down_may_differ(tmp_path):
    pixels = noise(1734, 1078)
    content = pictures_page([(picture(pixels), (612, 0, 0, 792, 0, 0))])
    raster = raster_of_pdf(tmp_path, content)
    assert np.array_equal(raster.pixels, pixels)
    assert (raster.dpi_x, raster.dpi_y) == pytest.approx((204, 98))
    turned = raster_of_pdf(tmp_path, content.replace(b"/MediaBox", b"/Rotate 90 /MediaBox"))
    assert np.array_equal(turned.pixels, np.rot90(pixels, -1))
    assert (turned.dpi_x, turned.dpi_y) == pytest.approx((98, 204))


def test_scan_smaller_than_its_page_keeps_its_pixels(tmp_path):
    pixels = noise(730, 950)
    content = pictures_page([(picture(pixels), (525.6, 0, 0, 684, 40.3, 50.2))])
    raster = raster_of_pdf(tmp_path, content)
    assert raster.pixels.shape == (1100, 850)
    column, row = round(40.3 / 0.72), round((792 - 50.2 - 684) / 0.72)
    assert np.array_equal(raster.pixels[row : row + 950, column : column + 730], pixels)


def test_scan_larger_than_its_page_is_cropped(tmp_path):
    pixels = noise(850, 1100)
    content = pictures_page(
        [(picture(pixels), (612, 0, 0, 792, 0, 0))],
        entries=b"/MediaBox [0 0 612 792] /CropBox [72 72 540 720]",
    )
    assert np.array_equal(raster_of_pdf(tmp_path, content).pixels, pixels[100:1000, 100:750])


def test_mirrored_scan_comes_out_as_shown(tmp_path):
    pixels = noise(85, 110)
    content = pictures_page([(picture(pixels), (-612, 0, 0, 792, 612, 0))])
    assert np.array_equal(raster_of_pdf(tmp_path, content).pixels, pixels[:, ::-1])


def test_scan_in_strips_is_rendered_at_their_resolution(tmp_path):
    pixels = np.array(letter().convert("L"))
    strips = [
        (
            picture(np.ascontiguousarray(pixels[top : top + 220])),
            (612, 0, 0, 158.4, 0, 792 - (top + 220) * 0.72),
        )
        for top in range(0, 1100, 220)
    ]
    assert np.array_equal(raster_of_pdf(tmp_path, pictures_page(strips)).pixels, pixels)


@pytest.mark.parametrize("rows", [2, 37, 550])
def test_strips_keep_their_pixels(tmp_path, rows):
    """Each strip was stretched by a row: rules doubled or gone, letters of two rows in one."""
    pixels = noise(850, 1100)
    strips = [
        (
            picture(np.ascontiguousarray(pixels[top : top + rows])),
            (612, 0, 0, len(pixels[top : top + rows]) * 0.72, 0, 792 - (top + rows) * 0.72),
        )
        for top in range(0, 1100 - 1100 % rows, rows)
    ]
    raster = raster_of_pdf(tmp_path, pictures_page(strips))
    assert np.array_equal(raster.pixels[: 1100 - 1100 % rows], pixels[: 1100 - 1100 % rows])


def test_layers_of_one_resolution_are_seen_through_one_another(tmp_path):
    ink, paper = np.array(letter().convert("L")), np.full((1100, 850), 230, np.uint8)
    mask = stream(
        b"/Subtype /Image /ImageMask true /Width 850 /Height 1100 /BitsPerComponent 1", letter().tobytes()
    )
    place = (612, 0, 0, 792, 0, 0)
    raster = raster_of_pdf(tmp_path, pictures_page([(picture(paper), place), (mask, place)]))
    assert np.array_equal(raster.pixels, np.where(ink == 0, 0, 230))


def test_stamp_over_strips_is_in_their_pixels(tmp_path):
    white = picture(np.full((550, 850), 255, np.uint8))
    halves = [(white, (612, 0, 0, 396, 0, 396)), (white, (612, 0, 0, 396, 0, 0))]
    assert raster_of_pdf(tmp_path, pictures_page(halves, text_page("RECEIVED"))).pixels.min() < 50


def test_stencil_is_black_on_white(tmp_path):
    bits = stream(
        b"/Subtype /Image /ImageMask true /Width 16 /Height 20 /BitsPerComponent 1", b"\x00\xff" * 20
    )
    raster = raster_of_pdf(tmp_path, pictures_page([(bits, (612, 0, 0, 792, 0, 0))]))
    assert raster.pixels.shape == (20, 16)
    assert raster.pixels[0].tolist() == [0] * 8 + [255] * 8


def test_mask_of_a_layered_scan_sets_the_resolution(tmp_path):
    background = (picture(np.full((110, 85), 255, np.uint8)), (612, 0, 0, 792, 0, 0))
    ink = (picture(noise(850, 1100)), (612, 0, 0, 792, 0, 0))
    raster = raster_of_pdf(tmp_path, pictures_page([background, ink]))
    assert raster.pixels.shape == (1100, 850)


def test_small_fine_logo_does_not_set_the_resolution(tmp_path):
    scan = (picture(noise(850, 1100)), (612, 0, 0, 792, 0, 0))
    logo = (picture(noise(600, 600)), (72, 0, 0, 72, 0, 0))
    assert raster_of_pdf(tmp_path, pictures_page([scan, logo])).dpi_x == pytest.approx(100)


def test_stamp_typed_over_a_scan_is_in_its_pixels(tmp_path):
    white = (picture(np.full((1100, 850), 255, np.uint8)), (612, 0, 0, 792, 0, 0))
    raster = raster_of_pdf(tmp_path, pictures_page([white], text_page("RECEIVED")))
    assert raster.pixels.shape == (1100, 850)
    assert raster.pixels.min() < 50


def test_text_over_a_coarse_background_stays_readable(tmp_path):
    paper = (picture(np.full((79, 61), 250, np.uint8)), (612, 0, 0, 792, 0, 0))
    assert raster_of_pdf(tmp_path, pictures_page([paper], text_page())).dpi_x == pytest.approx(300)


def test_scan_that_cannot_be_decoded_is_not_a_blank_page(tmp_path):
    broken = stream(
        b"/Subtype /Image /Width 850 /Height 1100 /ColorSpace /DeviceGray "
        b"/BitsPerComponent 8 /Filter /DCTDecode",
        b"\xff\xd8\xff\xe0 no more of it",
    )
    with pytest.raises(DamagedInput, match="page 1 is a picture that cannot be decoded"):
        raster_of_pdf(tmp_path, pictures_page([(broken, (612, 0, 0, 792, 0, 0))]))


def test_white_scan_is_a_blank_page(tmp_path):
    white = (picture(np.full((110, 85), 255, np.uint8)), (612, 0, 0, 792, 0, 0))
    assert raster_of_pdf(tmp_path, pictures_page([white])).pixels.min() == 255


def test_picture_of_no_extent_is_passed_over(tmp_path):
    flat = (picture(noise(85, 110)), (612, 0, 0, 0, 0, 0))
    assert raster_of_pdf(tmp_path, pictures_page([flat], text_page())).pixels.shape == (1584, 1224)


def test_drawn_page_is_rendered_for_its_rules(tmp_path):
    raster = raster_of_pdf(tmp_path, one_page(text_page() + b" 72 72 100 50 re f"))
    assert (raster.dpi_x, raster.dpi_y) == (144, 144)
    assert raster.pixels.shape == (1584, 1224)
    assert raster.pixels[1584 - 240, 200] == 0
    assert raster.pixels[0, 0] == 255


def test_outlined_letters_are_rendered_to_be_read(tmp_path):
    raster = raster_of_pdf(tmp_path, one_page(b"72 72 100 50 re f"))
    assert (raster.dpi_x, raster.dpi_y) == (300, 300)


RULES = {
    "a line": b"0.5 w 72 698 m 220 698 l S",
    "a thin box": b"72 697.6 148 0.5 re f",
    "a frame": b"0.5 w 72 698 148 30 re S",
}
STROKES = {
    "a dash": b"0.7 w 72 698 m 76 698 l S",
    "a stem": b"72 690 1 8 re f",
    "a bar": b"72 690 60 9 re f",
    "a letter": b"72 690 m 74 698 l 76 690 l 78 698 l 80 690 l 82 698 l 84 690 l 86 698 l 88 690 l 90 698 l"
    b" 92 690 l 94 698 l 96 690 l S",
}


def unruled_of(tmp_path, content):
    body = one_page(b"q " + content + b" Q BT /F1 9 Tf 72 650 Td (DOE JANE Q) Tj ET")
    with open_document(written(tmp_path / "page.pdf", body)) as document:
        raster = document.page(1).raster(to_read=True)
    rows = slice(round(60 / 72 * raster.dpi_y), round(110 / 72 * raster.dpi_y))
    below = slice(rows.stop, None)
    unruled = raster.pixels if raster.unruled is None else raster.unruled
    assert np.array_equal(unruled[below], raster.pixels[below]) and unruled[below].min() < 50
    return raster.pixels[rows], unruled[rows]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_page_to_read_comes_without_its_ruling_lines_too(tmp_path, rule):
    pixels, unruled = unruled_of(tmp_path, rule)
    assert pixels.min() < 150 and unruled.min() == 255


@pytest.mark.parametrize("stroke", STROKES.values(), ids=STROKES)
def test_strokes_of_letters_are_no_ruling_lines(tmp_path, stroke):
    pixels, unruled = unruled_of(tmp_path, stroke)
    assert pixels.min() < 150 and np.array_equal(unruled, pixels)
