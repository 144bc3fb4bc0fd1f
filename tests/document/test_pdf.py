import io

import pypdfium2 as pdfium
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from extractor.document import Limits, open_document
from extractor.errors import DamagedInput, EncryptedInput, LimitExceeded
from tests.document.document_files import (
    letter,
    noise,
    one_page,
    pdf,
    picture,
    pictures_page,
    stream,
    text_page,
    written,
)

DEFAULT = Limits()
FIELD = (
    b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (price) /V (1,234.56) /F 4 /P 3 0 R "
    b"/Rect [72 500 272 520] /DA (/F1 12 Tf 0 g) %s >>"
)


def opened(tmp_path, content, limits=DEFAULT):
    return open_document(written(tmp_path / "filing.pdf", content), limits)


def text_of(page):
    return "".join(char.text for char in page.chars())


def encrypted(user):
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption(user, "owner"))
    canvas.drawString(72, 700, "Common Stock")
    canvas.save()
    return buffer.getvalue()


def test_encrypted_without_user_password_opens(tmp_path):
    with opened(tmp_path, encrypted("")) as document:
        assert text_of(document.page(1)) == "Common Stock"


def test_encrypted_with_user_password_is_refused(tmp_path):
    with pytest.raises(EncryptedInput, match=r"filing\.pdf is encrypted; save a copy"):
        opened(tmp_path, encrypted("secret"))


def test_header_after_other_bytes(tmp_path):
    with opened(tmp_path, b"mail header\n" * 50 + one_page(text_page("Common Stock"))) as document:
        assert text_of(document.page(1)) == "Common Stock"


def test_garbage_with_a_header(tmp_path):
    with pytest.raises(DamagedInput, match="cannot be opened as a PDF"):
        opened(tmp_path, b"%PDF-1.7\n" + bytes(range(256)) * 20)


def test_truncated_before_the_pages(tmp_path):
    with pytest.raises(DamagedInput, match=r"filing\.pdf"):
        opened(tmp_path, one_page(text_page())[:60])


def test_no_pages(tmp_path):
    content = pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"])
    with pytest.raises(DamagedInput, match=r"filing\.pdf"):
        opened(tmp_path, content)


def test_document_saved_without_pages(tmp_path):
    buffer = io.BytesIO()
    pdfium.PdfDocument.new().save(buffer)
    with pytest.raises(DamagedInput, match=r"filing\.pdf"):
        opened(tmp_path, buffer.getvalue())


def test_page_that_does_not_load_is_named(tmp_path):
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>"
    content = pdf(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>", page, b"7"]
    )
    with opened(tmp_path, content) as document:
        document.page(1)
        with pytest.raises(DamagedInput, match="page 2 cannot be loaded"):
            document.page(2)


def test_too_many_pages(tmp_path):
    path = tmp_path / "scan.pdf"
    letter(85, 110).save(path, save_all=True, append_images=[letter(85, 110)] * 3)
    with pytest.raises(LimitExceeded, match="--max-pages"):
        open_document(path, Limits(pages=3))


def test_picture_that_declares_too_many_pixels(tmp_path):
    bomb = stream(
        b"/Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceGray /BitsPerComponent 8", b"\x00"
    )
    with (
        opened(tmp_path, pictures_page([(bomb, (10, 0, 0, 10, 0, 0))])) as document,
        pytest.raises(LimitExceeded, match=r"page 1 has more than .*--max-pixels"),
    ):
        document.page(1).raster()


def test_fine_picture_on_a_large_page_asks_for_too_many_pixels(tmp_path):
    content = pictures_page([(picture(noise(850, 660)), (612, 0, 0, 475.2, 0, 300))])
    with (
        opened(tmp_path, content, Limits(pixels=900_000)) as document,
        pytest.raises(LimitExceeded, match="--max-pixels"),
    ):
        document.page(1).raster()


def test_giant_drawn_page_is_rendered_coarser(tmp_path):
    with opened(
        tmp_path, one_page(text_page(), b"/MediaBox [0 0 14400 14400]"), Limits(pixels=10**6)
    ) as document:
        raster = document.page(1).raster()
    assert 900_000 < raster.pixels.size <= 1_000_000
    assert raster.dpi_x == pytest.approx(raster.pixels.shape[1] / 200)


def test_too_many_seconds(tmp_path):
    with opened(tmp_path, one_page(text_page()), Limits(seconds=0)) as document:
        page = document.page(1)
        with pytest.raises(LimitExceeded, match=r"page 1 takes longer .*--max-seconds"):
            page.chars()


@pytest.mark.parametrize("look", [b"/AP << /N 7 0 R >>", b""], ids=["with look", "look left to the viewer"])
def test_filled_form_field_is_text_of_the_page(tmp_path, look):
    drawn = stream(
        b"/Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /F1 5 0 R >> >>",
        b"/Tx BMC q BT /F1 12 Tf 2 5 Td (1,234.56) Tj ET Q EMC",
    )
    content = one_page(
        text_page(), b"/MediaBox [0 0 612 792] /Annots [6 0 R]", more=(FIELD % look, drawn)
    ).replace(
        b"/Pages 2 0 R >>",
        b"/Pages 2 0 R /AcroForm << /Fields [6 0 R] /NeedAppearances true "
        b"/DR << /Font << /F1 5 0 R >> >> /DA (/F1 12 Tf 0 g) >> >>",
        1,
    )
    with opened(tmp_path, content) as document:
        page = document.page(1)
        assert text_of(page).rstrip().endswith("1,234.56")
        assert page.raster().pixels[540:590, 140:300].min() < 128


def test_text_typed_over_a_page_without_a_form_is_text_of_the_page(tmp_path):
    note = (
        b"<< /Type /Annot /Subtype /FreeText /F 4 /P 3 0 R /Rect [72 500 272 520] /AP << /N 7 0 R >> "
        b"/DA (/F1 12 Tf) /Contents (707) >>"
    )
    drawn = stream(
        b"/Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /F1 5 0 R >> >>",
        b"BT /F1 12 Tf 2 5 Td (707) Tj ET",
    )
    content = one_page(text_page(), b"/MediaBox [0 0 612 792] /Annots [6 0 R]", more=(note, drawn))
    with opened(tmp_path, content) as document:
        assert text_of(document.page(1)).endswith("707")


def test_pages_stay_loadable_after_their_fields_were_drawn(tmp_path):
    content = one_page(text_page(), b"/MediaBox [0 0 612 792] /Annots [6 0 R]", more=(FIELD % b"",))
    with opened(tmp_path, content) as document:
        assert text_of(document.page(1)) == text_of(document.page(1)) != ""


def test_link_leaves_the_page_as_it_is(tmp_path, monkeypatch):
    link = b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] >>"
    monkeypatch.setattr(pdfium.PdfPage, "flatten", None)
    content = one_page(text_page(), b"/MediaBox [0 0 612 792] /Annots [6 0 R]", more=(link,))
    with opened(tmp_path, content) as document:
        assert document.page(1).chars()


@pytest.mark.parametrize("crop", [b"700 0 800 792", b"612 0 900 792", b"100 -90 200 0", b"900 900 950 950"])
def test_crop_box_beside_the_page_is_passed_over(tmp_path, crop):
    """It left a page without width, by which lengths were divided."""
    entries = b"/MediaBox [0 0 612 792] /CropBox [%s]" % crop
    with opened(tmp_path, one_page(text_page(), entries)) as document:
        page = document.page(1)
        assert (page.width, page.height) == (612, 792)
        assert page.raster().pixels.shape == (1584, 1224)
        assert text_of(page).startswith("Table I")
