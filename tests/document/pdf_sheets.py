"""One page, laid into PDFs in many ways: what is painted is the same in all of them."""

from __future__ import annotations

import base64
import re
import zlib
from dataclasses import dataclass
from functools import cache

from PIL import Image

from tests.document.document_files import REDWOOD, pdf, stream

TWO_OWNERS = REDWOOD.parents[1] / "edgar-two-owners/form4.pdf"
BOX = b"/MediaBox [0 0 612 792]"
QUARTERS = {
    90: (b"0 1 -1 0 792 0", b"[0 0 792 612]"),
    180: (b"-1 0 0 -1 612 792", b"[0 0 612 792]"),
    270: (b"0 -1 1 0 0 612", b"[0 0 792 612]"),
}
"""`/Rotate` → the matrix and the box of a page that it turns upright."""


@dataclass(frozen=True)
class Sheet:
    """What paints one letter page in points; its `objects` are numbered from 1, resources refer to them."""

    content: bytes
    resources: bytes
    objects: tuple[bytes, ...]


@dataclass(frozen=True)
class Objects:
    """The objects of a PDF, numbered from 1, with the numbers of its catalog and its page."""

    bodies: tuple[bytes, ...]
    root: int
    page: int

    def file(self) -> bytes:
        """The PDF in its plainest form."""
        return pdf(self.bodies, self.root)


@cache
def born() -> Sheet:
    """The first page of the project's own born-digital sample."""
    content = TWO_OWNERS.read_bytes()
    bodies = list(_bodies(content))
    page = next(body for body in bodies if b"/Type /Page\n" in body or b"/Type /Page " in body)
    number = int(re.search(rb"/Contents (\d+) 0 R", page)[1])
    fonts = int(re.search(rb"/Font (\d+) 0 R", page)[1])
    return Sheet(_unpacked(bodies[number - 1]), b"/Font %d 0 R" % fonts, tuple(bodies))


def _bodies(content: bytes) -> list[bytes]:
    table = content[int(re.findall(rb"startxref\s+(\d+)", content)[-1]) :]
    starts = [int(start) for start in re.findall(rb"(\d{10}) \d{5} n", table)]
    return [content[content.index(b"obj", at) + 3 : content.index(b"endobj", at)].strip() for at in starts]


def _unpacked(body: bytes) -> bytes:
    head, _, data = body.partition(b"stream\n")
    data = data.rpartition(b"endstream")[0].rstrip()
    if b"/ASCII85Decode" in head:
        data = base64.a85decode(b"<~" + data, adobe=True)
    return zlib.decompress(data)


def scan(picture: bytes, *more: bytes) -> Sheet:
    """A page that is an image object; `more` are the objects it refers to, from 2."""
    return Sheet(b"612 0 0 792 0 0 cm /Im Do", b"/XObject << /Im 1 0 R >>", (picture, *more))


def image(page: Image.Image, filter: bytes, data: bytes, kind: bytes) -> bytes:
    """An image object of the page's size; `kind` is what stands for its colours and depth."""
    head = b"/Type /XObject /Subtype /Image /Width %d /Height %d %s" % (page.width, page.height, kind)
    return stream(head + (b" /Filter %s" % filter if filter else b""), data)


# Ways to lay a sheet into a page.


def laid(
    sheet: Sheet,
    entries: bytes = BOX,
    before: bytes = b"",
    contents: tuple[bytes, ...] = (),
    tree: bytes = b"",
) -> Objects:
    """The sheet as a page with `entries`, painted after `before`; `contents` are whole stream objects
    instead of its own, `tree` what the page takes over from its parent."""
    streams = contents or (stream(b"", b"q %s %s Q" % (before, sheet.content)),)
    first = len(sheet.objects) + 1
    page, pages, root = (first + len(streams) + number for number in range(3))
    names = b" ".join(b"%d 0 R" % (first + number) for number in range(len(streams)))
    own = b"" if b"/Resources" in tree else b"/Resources << %s >>" % sheet.resources
    return Objects(
        (
            *sheet.objects,
            *streams,
            b"<< /Type /Page /Parent %d 0 R %s %s /Contents [%s] >>" % (pages, entries, own, names),
            b"<< /Type /Pages /Kids [%d 0 R] /Count 1 %s >>" % (page, tree),
            b"<< /Type /Catalog /Pages %d 0 R >>" % pages,
        ),
        root,
        page,
    )


def turned(sheet: Sheet, degrees: int) -> Objects:
    """Painted turned, and shown upright by `/Rotate`."""
    matrix, box = QUARTERS[degrees]
    return laid(sheet, b"/MediaBox %s /Rotate %d" % (box, degrees), b"%s cm" % matrix)


def shown_turned(sheet: Sheet, degrees: int) -> Objects:
    """Upright, and shown on its side or its head by `/Rotate`."""
    return laid(sheet, BOX + b" /Rotate %d" % degrees)


def at_72_dpi(sheet: Sheet, dpi: int) -> Objects:
    """As large as if each dot of `dpi` were a point, Pillow's default for a scan."""
    width, height = 17 * dpi / 2, 11 * dpi
    scale = dpi / 72
    return laid(sheet, b"/MediaBox [0 0 %f %f]" % (width, height), b"%f 0 0 %f 0 0 cm" % (scale, scale))


def off_origin(sheet: Sheet) -> Objects:
    return laid(sheet, b"/MediaBox [-1000 300 -388 1092]", b"1 0 0 1 -1000 300 cm")


def box_backwards(sheet: Sheet) -> Objects:
    return laid(sheet, b"/MediaBox [612 792 0 0]")


def cropped(sheet: Sheet) -> Objects:
    """A larger sheet with a word beside the page, cropped to the page."""
    return laid(sheet, b"/MediaBox [-72 -36 720 900] /CropBox [0 0 612 792]", b"-60 0 30 700 re f")


def cropped_beyond(sheet: Sheet) -> Objects:
    return laid(sheet, BOX + b" /CropBox [-50 -50 900 900]")


def user_unit(sheet: Sheet) -> Objects:
    return laid(sheet, b"/MediaBox [0 0 306 396] /UserUnit 2", b".5 0 0 .5 0 0 cm")


def other_boxes(sheet: Sheet) -> Objects:
    """Trim, bleed and art boxes are the printer's business."""
    return laid(sheet, BOX + b" /TrimBox [100 100 400 400] /BleedBox [9 9 600 700] /ArtBox [200 200 300 300]")


def inherited(sheet: Sheet) -> Objects:
    return laid(sheet, b"", tree=BOX + b" /Resources << %s >>" % sheet.resources)


def nested(sheet: Sheet) -> Objects:
    """A form object within a form object, each with a matrix that the other undoes."""
    number = len(sheet.objects) + 1
    kind = b"/Type /XObject /Subtype /Form"
    inner = stream(
        b"%s /BBox [0 0 612 792] /Matrix [2 0 0 2 10 20] /Resources << %s >>" % (kind, sheet.resources),
        sheet.content,
    )
    outer = stream(
        b"%s /BBox [0 0 1300 1700] /Matrix [1 0 0 1 5 5] /Resources << /XObject << /In %d 0 R >> >>"
        % (kind, number),
        b"q /In Do Q",
    )
    inside = Sheet(
        b"q .5 0 0 .5 -7.5 -12.5 cm /Out Do Q",
        b"/XObject << /Out %d 0 R >>" % (number + 1),
        (*sheet.objects, inner, outer),
    )
    return laid(inside)


def in_pieces(sheet: Sheet) -> Objects:
    """Contents of three streams, the page's own between saving and restoring."""
    return laid(sheet, contents=(stream(b"", b"q"), stream(b"", sheet.content), stream(b"", b"Q")))


def in_hexadecimal(sheet: Sheet) -> Objects:
    return laid(sheet, contents=(stream(b"/Filter /ASCIIHexDecode", sheet.content.hex().encode() + b">"),))


def deflated_twice(sheet: Sheet) -> Objects:
    packed = base64.a85encode(zlib.compress(zlib.compress(sheet.content))) + b"~>"
    return laid(sheet, contents=(stream(b"/Filter [/ASCII85Decode /FlateDecode /FlateDecode]", packed),))


def on_a_layer(sheet: Sheet) -> Objects:
    """Marked as of a layer that no viewer is told to hide."""
    marked = Sheet(
        b"/OC /L BDC %s EMC" % sheet.content,
        sheet.resources + b" /Properties << /L << /Type /OCG /Name (Form) >> >>",
        sheet.objects,
    )
    return laid(marked)
