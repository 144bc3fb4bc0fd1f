"""Bombs: small files that ask for much, for `make fuzz`."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator, Sequence

from PIL import Image

NAMES = b"/Names << /EmbeddedFiles << /Names [%s] >> >>"
"""A catalog's list of attached files."""
LETTER = b"/MediaBox [0 0 612 792]"
ONE_PAGE = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
ODD_SHEETS = (
    b"/MediaBox [0 0 612 792] /CropBox [700 0 800 792]",
    b"/MediaBox [0 0 612 792] /CropBox [612 0 900 792]",
    b"/MediaBox [0 0 0.0001 0.0001]",
    b"/MediaBox [0 0 1e-40 792]",
    b"/MediaBox [0 0 14400 1]",
    b"/MediaBox [0 0 1e7 1e7]",
    b"/MediaBox [-1e38 0 1e38 792]",
    b"/MediaBox [0 0 612 792] /UserUnit 1e-30",
)
"""Boxes of pages without width, thinner than a pixel, longer or larger than any paper."""


def bombs() -> Iterator[tuple[str, bytes]]:
    """Small files that ask for much: a huge page, many pages, streams in streams, trees that loop."""
    wide = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(wide, "TIFF", compression="group4")
    yield "bomb-page.tif", wide.getvalue()
    yield "bomb-pages.pdf", _pdf(b"<< /Type /Pages /Count 100000 /Kids [" + b"3 0 R " * 100_000 + b"] >>")
    yield "bomb-loop.tif", b"II*\x00\x08\x00\x00\x00" + struct.pack("<HHHIII", 1, 256, 3, 1, 1, 8)
    yield "bomb-kids.pdf", _pdf(b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>")
    nested = b"0" * (1 << 30)
    for _ in range(2):
        nested = zlib.compress(nested, 9)
    yield "bomb-mask.pdf", _layered(40_000, 40_000)
    yield "bomb-mask-of-a-line.pdf", _layered(100_000_000, 1)
    yield "bomb-negative.tif", _strip(Image.new("1", (140_000, 1_000)))
    yield "bomb-strip.tif", _strip(Image.new("1", (1, 100_000), 1))
    yield "bomb-tiles.pdf", _tiled(200_000)
    yield "bomb-nested.pdf", _pdf(ONE_PAGE, nested)
    yield from _attached_bombs(nested)
    yield from _drawn_bombs()
    for number, boxes in enumerate(ODD_SHEETS):
        yield f"bomb-sheet-{number}.pdf", _pdf(ONE_PAGE, boxes=boxes)


def _attached_bombs(nested: bytes) -> Iterator[tuple[str, bytes]]:
    """A file that unpacks to a gigabyte, in a list or pinned to a page; ten thousand names of it; boxes in
    boxes."""
    yield "bomb-attached-size.pdf", _boxed(nested)
    yield "bomb-attached-count.pdf", _boxed(nested, 10_000)
    yield "bomb-attached-pinned.pdf", _boxed(nested, pinned=True)
    box = b"%PDF-1.4"
    for _ in range(30):
        box = _boxed(zlib.compress(zlib.compress(box)))
    yield "bomb-attached-depth.pdf", box


def _boxed(attached: bytes, names: int = 1, pinned: bool = False) -> bytes:
    """A blank page with a file, deflated twice, under so many names in its list or pinned to it."""
    file = b"<< /Type /Filespec /F (a.pdf) /EF << /F 4 0 R >> >>"
    pin = b"/Annots [<< /Type /Annot /Subtype /FileAttachment /Rect [9 9 20 20] /FS %s >>]" % file
    listed = NAMES % (b"(a) %s " % file * names)
    return _file(
        [
            b"<< /Type /Catalog /Pages 2 0 R %s >>" % (b"" if pinned else listed),
            ONE_PAGE,
            b"<< /Type /Page /Parent 2 0 R %s %s >>" % (LETTER, pin if pinned else b""),
            _deflated(b"/Type /EmbeddedFile", attached),
        ]
    )


def _drawn_bombs() -> Iterator[tuple[str, bytes]]:
    """Forms that draw each other ten to the ninth times, a pattern of specks, a million letters on two pages
    side by side, and as many outlines."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject << /I %d 0 R >> >>"
    forms = [_stream(form % (number + 1), b"/I Do " * 10) for number in range(5, 14)]
    last = _stream(b"/Type /XObject /Subtype /Form /BBox [0 0 612 792]", b"0 0 9 9 re f")
    yield "bomb-forms.pdf", _pictures(b"/I Do", *forms, last)
    speck = _stream(
        b"/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep .001 /YStep .001 /Resources << >>",
        b"0 0 .0005 .0005 re f",
    )
    yield "bomb-pattern.pdf", _pictures(b"/Pattern cs /I scn 0 0 612 792 re f", speck, kind=b"Pattern")
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    words = b"(%s) Tj T* " % (b"shares " * 10) * 14_000
    text = b"BT /I 1 Tf 1 TL 30 780 Td %s 700 0 Td %s ET" % (words, words)
    yield "bomb-letters.pdf", _pictures(text, font, kind=b"Font", boxes=b"/MediaBox [0 0 1224 792]")
    outline = b"9 9 m 9 20 15 20 15 9 c 15 2 9 2 9 9 c f " * 200_000
    yield "bomb-outlines.pdf", _pictures(outline, last)


def _strip(image: Image.Image) -> bytes:
    """A fax of any shape, which claims no resolution."""
    content = io.BytesIO()
    image.save(content, "TIFF", compression="group4")
    return content.getvalue()


def _layered(columns: int, rows: int) -> bytes:
    """A page that is one pixel seen through a mask of so many."""
    mask = zlib.compress(zlib.compress(bytes(-(-columns // 8) * rows), 9), 9)
    entries = b"/Width %d /Height %d /ImageMask true /BitsPerComponent 1" % (columns, rows)
    return _pictures(
        b"612 0 0 792 0 0 cm /I Do", _stream(_PIXEL + b" /Mask 6 0 R", b"0"), _deflated(entries, mask)
    )


def _tiled(count: int) -> bytes:
    """A page of so many pictures of one pixel, each seen through a page-size mask."""
    tiles = b"q 9 0 0 9 0 0 cm /I Do Q " * count
    bits = zlib.compress(zlib.compress(bytes(1_000 * 8_000), 9), 9)
    entries = b"/Width 8000 /Height 8000 /ImageMask true /BitsPerComponent 1"
    return _pictures(tiles, _stream(_PIXEL + b" /Mask 6 0 R", b"0"), _deflated(entries, bits))


_PIXEL = b"/Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"


def _pictures(content: bytes, *objects: bytes, kind: bytes = b"XObject", boxes: bytes = LETTER) -> bytes:
    """A PDF whose page has a resource `/I`, object 5, the first of the `objects`, and so on."""
    page = b"<< /Type /Page /Parent 2 0 R %s /Contents 4 0 R /Resources << /%s << /I 5 0 R >> >> >>"
    packed = zlib.compress(zlib.compress(content, 9), 9)
    catalog = b"<< /Type /Catalog /Pages 2 0 R >>"
    return _file([catalog, ONE_PAGE, page % (boxes, kind), _deflated(b"", packed), *objects])


def _stream(entries: bytes, data: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def _deflated(entries: bytes, data: bytes) -> bytes:
    """A stream of data that was deflated twice."""
    return _stream(entries + b" /Filter [/FlateDecode /FlateDecode]", data)


def _pdf(pages: bytes, content: bytes = b"", boxes: bytes = LETTER) -> bytes:
    """A PDF with this page tree; every page has the boxes and the content, deflated twice."""
    page = b"<< /Type /Page /Parent 2 0 R %s /Contents 4 0 R >>" % boxes
    return _file([b"<< /Type /Catalog /Pages 2 0 R >>", pages, page, _deflated(b"", content)])


def _file(objects: Sequence[bytes]) -> bytes:
    """A PDF of objects, numbered from 1; the first is its catalog."""
    out, places = bytearray(b"%PDF-1.5\n"), []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = len(out)
    size = len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, table))
