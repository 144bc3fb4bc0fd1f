"""Small files for the tests, written on the fly."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

REDWOOD = Path(__file__).parents[2] / "samples/redwood/form4.pdf"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def stream(entries: bytes, data: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def pdf(objects: Sequence[bytes], root: int = 1) -> bytes:
    """A PDF of `objects`, numbered from 1; `root` is the catalog's number."""
    out, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<< /Size %d /Root %d 0 R >>\n" % (len(objects) + 1, root)
    tail += b"startxref\n%d\n%%%%EOF\n" % len(out)
    return out + head + table + tail


def one_page(
    content: bytes,
    entries: bytes = b"/MediaBox [0 0 612 792]",
    resources: bytes = b"/Font << /F1 5 0 R >>",
    more: tuple[bytes, ...] = (),
) -> bytes:
    """A PDF of one page; object 5 is Helvetica, `more` are numbered from 6."""
    page = b"<< /Type /Page /Parent 2 0 R %s /Resources << %s >> /Contents 4 0 R >>" % (entries, resources)
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            page,
            stream(b"", content),
            FONT,
            *more,
        ]
    )


def text_page(text: str = "Table I - Non-Derivative Securities Acquired, Disposed of, or Owned") -> bytes:
    return b"BT /F1 12 Tf 72 700 Td (%s) Tj ET" % text.encode("latin-1")


def pictures_page(
    pictures: list[tuple[bytes, tuple[float, ...]]],
    extra: bytes = b"",
    entries: bytes = b"/MediaBox [0 0 612 792]",
) -> bytes:
    """A page of image objects, each placed by its matrix, and of what `extra` draws over them."""
    content = b"".join(
        b"q %s cm /I%d Do Q\n" % (" ".join(map(str, matrix)).encode(), number)
        for number, (_, matrix) in enumerate(pictures)
    )
    names = b" ".join(b"/I%d %d 0 R" % (number, number + 6) for number in range(len(pictures)))
    resources = b"/Font << /F1 5 0 R >> /XObject << %s >>" % names
    return one_page(content + extra, entries, resources, tuple(body for body, _ in pictures))


def picture(pixels: np.ndarray, entries: bytes = b"") -> bytes:
    """An image object of grey `pixels`."""
    rows, columns = pixels.shape
    head = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray " % (columns, rows)
    head += b"/BitsPerComponent 8 /Filter /FlateDecode " + entries
    return stream(head, zlib.compress(pixels.tobytes()))


def noise(columns: int, rows: int, seed: int = 4) -> np.ndarray:
    """Grey pixels of which no two neighbours are likely the same."""
    return np.random.default_rng(seed).integers(0, 256, (rows, columns), dtype=np.uint8)


def letter(columns: int = 850, rows: int = 1100) -> Image.Image:
    """A black-and-white page with no symmetry."""
    page = Image.new("1", (columns, rows), 1)
    draw = ImageDraw.Draw(page)
    draw.rectangle((columns // 10, rows // 10, columns // 2, rows // 8), fill=0)
    draw.line((columns // 10, rows // 2, columns * 9 // 10, rows * 2 // 3), fill=0, width=3)
    return page


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
