"""Files within PDFs: portfolios, files pinned to a page, files within files."""

import base64
import io
import zlib

import pytest
from PIL import Image

from extractor.debug.inspection import inspected
from extractor.document import Limits, open_document
from extractor.errors import LimitExceeded, NotAForm4
from extractor.export.overlay import overlay_files
from extractor.pipeline import extract
from tests.document.document_files import FONT, REDWOOD, letter, pdf, stream, text_page, written
from tests.document.pdf_sheets import born, laid

COVER = text_page("For the best experience, open this PDF portfolio in another viewer.")


def portfolio(files, pinned=False, packed=None):
    """A cover with `files`, names and contents, in its list or pinned to its page; `packed` are the entries
    and the bytes of all of their streams instead."""
    first, names, extra = 6, [], []
    for number, (name, content) in enumerate(files):
        spec, body = first + 2 * number, first + 2 * number + 1
        names.append(b"(%s) %d 0 R" % (name, spec))
        extra.append(b"<< /Type /Filespec /F (%s) /UF (%s) /EF << /F %d 0 R >> >>" % (name, name, body))
        entries, data = packed or (b"/Filter /FlateDecode", zlib.compress(content, 9))
        extra.append(stream(b"/Type /EmbeddedFile " + entries, data))
    pins = b" ".join(
        b"<< /Type /Annot /Subtype /FileAttachment /Rect [9 9 20 20] /FS %d 0 R >>" % (first + 2 * number)
        for number in range(len(files))
    )
    listed = b"" if pinned else b"/Names << /EmbeddedFiles << /Names [%s] >> >>" % b" ".join(names)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
    page += b"/Resources << /Font << /F1 5 0 R >> >> %s >>" % (b"/Annots [%s]" % pins if pinned else b"")
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R /PageMode /UseAttachments %s >>" % listed,
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            page,
            stream(b"", COVER),
            FONT,
            *extra,
        ]
    )


def scan(pages=1):
    content = io.BytesIO()
    letter().save(
        content, "TIFF", compression="group4", save_all=True, append_images=[letter()] * (pages - 1)
    )
    return content.getvalue()


@pytest.mark.parametrize("pinned", [False, True])
def test_attached_pages_follow_the_files_own(tmp_path, pinned):
    path = written(tmp_path / "box.pdf", portfolio([(b"a.tif", scan(2)), (b"b.pdf", pdf_page())], pinned))
    with open_document(path) as document:
        assert document.page_count == 1
        assert [(one.name, one.first_page, one.end) for one in document.attachments()] == [
            ("a.tif", 2, 4),
            ("b.pdf", 4, 5),
        ]
        assert [page.number for page in document] == [1, 2, 3, 4]
        assert document.page(3).raster().pixels.shape == (1100, 850)
        assert document.page(4).chars()


def pdf_page():
    return portfolio([])


def test_attachment_that_is_no_document_is_named(tmp_path):
    path = written(tmp_path / "box.pdf", portfolio([(b"prices.xlsx", b"PK\x03\x04" + bytes(40))]))
    with pytest.raises(NotAForm4, match=r"box.pdf: .*box.pdf: prices.xlsx is a ZIP archive"):
        extract(path)


def test_files_within_files_are_opened_to_a_depth(tmp_path):
    content = portfolio([(b"form.tif", scan())])
    for _ in range(6):
        content = portfolio([(b"box.pdf", content)])
    with open_document(written(tmp_path / "box.pdf", content)) as document:
        assert "too deep" in document.attachments()[-1].fault
        assert document.page_count == 4


def test_attachments_share_the_limits_of_their_file(tmp_path):
    many = written(tmp_path / "many.pdf", portfolio([(b"%d.tif" % number, scan(4)) for number in range(4)]))
    with open_document(many, Limits(pages=10)) as document, pytest.raises(LimitExceeded, match="10 pages"):
        document.attachments()
    large = written(tmp_path / "large.pdf", portfolio([(b"a.tif", bytes(40_000))] * 4))
    limits = Limits(bytes=100_000)
    with open_document(large, limits) as document, pytest.raises(LimitExceeded, match="100,000 bytes"):
        document.attachments()
    wide = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(wide, "TIFF", compression="group4")
    bomb = written(tmp_path / "bomb.pdf", portfolio([(b"a.tif", wide.getvalue())]))
    with open_document(bomb) as document, pytest.raises(LimitExceeded, match=r"a\.tif: page 1"):
        document.attachments()


def lzw_of_zeros(count):
    """At least so many zeros in LZW: a code for each run that is one longer than the last."""
    codes, length, total = [256], 1, 0
    while total < count:
        code = 0 if length == 1 else 256 + length
        if code > 4094:
            code, length = 256, 0
        else:
            total += length
        codes.append(code)
        length += 1
    bits = ""
    table, width = 258, 9
    for code in codes:
        bits += f"{code:0{width}b}"
        if code == 256:
            table, width = 257, 9
        else:
            table += 1
            width = next(w for w in (9, 10, 11, 12) if table < (1 << w) - 1 or w == 12)
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


TOO_LARGE = bytes(20 << 20)
BOMBS = {
    "deflated": (b"/Filter /FlateDecode", zlib.compress(TOO_LARGE)),
    "deflated twice": (b"/Filter [/FlateDecode /FlateDecode]", zlib.compress(zlib.compress(TOO_LARGE))),
    "in hexadecimal digits": (
        b"/Filter [/AHx /Fl]",
        zlib.compress(TOO_LARGE).hex().encode() + b">",
    ),
    "in 85 digits": (b"/Filter [/A85 /Fl]", base64.a85encode(zlib.compress(TOO_LARGE)) + b"~>"),
    "runs of bytes": (b"/Filter [/Fl /RL]", zlib.compress(b"\x81\0" * (len(TOO_LARGE) // 128))),
    "LZW": (b"/Filter [/Fl /LZW]", zlib.compress(lzw_of_zeros(len(TOO_LARGE)))),
}


@pytest.mark.parametrize("pinned", [False, True])
@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_attachment_that_unpacks_to_far_more_than_its_file_is_refused(tmp_path, monkeypatch, bomb, pinned):
    """It was copied in memory twice before it was told, and unpacked before its size was looked at."""
    import extractor.document.pdf_attachments as unpacking

    monkeypatch.setattr(unpacking, "_content", None)
    content = portfolio([(b"a.tif", b"")], pinned, packed=bomb)
    told = r"bomb\.pdf of .* has attachments of more than 16,777,216 bytes"
    with (
        open_document(written(tmp_path / "bomb.pdf", content)) as document,
        pytest.raises(LimitExceeded, match=told),
    ):
        document.attachments()


def test_attachment_of_a_file_that_only_pdfium_can_mend_is_refused_once_unpacked(tmp_path):
    content = portfolio([(b"a.tif", TOO_LARGE)]).replace(b"startxref\n", b"startxref\n9")
    with (
        open_document(written(tmp_path / "bomb.pdf", content)) as document,
        pytest.raises(LimitExceeded, match="has attachments of more than"),
    ):
        document.attachments()


def with_attachment():
    """The born-digital sample's first page with a file in its list, by an update of its catalog."""
    page = laid(born())
    number = len(page.bodies) + 1
    catalog = page.bodies[page.root - 1].replace(
        b"/Pages", b"/Names << /EmbeddedFiles << /Names [(poa.pdf) %d 0 R] >> >> /Pages" % number
    )
    bodies = [*page.bodies, b"<< /Type /Filespec /F (poa.pdf) /EF << /F %d 0 R >> >>" % (number + 1)]
    bodies[page.root - 1] = catalog
    return pdf([*bodies, stream(b"/Type /EmbeddedFile", pdf_page())], page.root)


def test_attachment_of_a_file_that_is_a_form_itself_is_named(tmp_path):
    """It was passed over without a word."""
    (attached,) = extract(written(tmp_path / "form.pdf", with_attachment())).source.attachments
    assert (attached.name, attached.pages) == ("poa.pdf", ())
    assert "not opened" in attached.reason


def test_pinned_file_is_named_once_its_page_was_drawn(tmp_path):
    with open_document(
        written(tmp_path / "box.pdf", portfolio([(b"a.tif", scan())], pinned=True))
    ) as document:
        document.page(1)
        document.page(1)
        assert document.attached_names() == ("a.tif",)


def test_stages_and_overlay_of_attached_pages(tmp_path):
    """Both stopped at the file's own pages."""
    path = written(tmp_path / "box.pdf", portfolio([(b"form4.pdf", REDWOOD.read_bytes())]))
    found = inspected(path)
    assert [page.number for page in found.filings[0].pages] == [2, 3]
    assert len(found.pages) == 3
    assert len(overlay_files(path, extract(path), tmp_path / "pages.png")) == 3


FORM = (b"form4.pdf", laid(born()).file())
PORTFOLIOS = {
    "listed": lambda: portfolio([FORM]),
    "pinned to the cover": lambda: portfolio([FORM], pinned=True),
    "beside other files": lambda: portfolio(
        [(b"a-letter.tif", scan()), FORM, (b"notes.txt", b"See the form.")]
    ),
    "in a portfolio within it": lambda: portfolio([(b"inner.pdf", portfolio([FORM]))]),
}


@pytest.mark.parametrize("box", PORTFOLIOS.values(), ids=PORTFOLIOS)
def test_form_within_a_portfolio_is_read(tmp_path, box):
    """A portfolio was refused without a word of what it holds."""
    inner = extract(written(tmp_path / "form4.pdf", FORM[1]))
    outer = extract(written(tmp_path / "box.pdf", box()))
    plain, wrapped = (
        {(cell.path, cell.value, cell.status) for filing in found.filings for cell in filing.cells}
        for found in (inner, outer)
    )
    assert wrapped == plain
    of_form = next(item for item in outer.source.attachments if item.name.endswith("form4.pdf"))
    assert outer.filings[0].pages == of_form.pages
