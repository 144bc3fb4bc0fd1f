"""Pictures for the tests in ways that Pillow does not write by itself."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np
from PIL import Image

ORIENTATION = 274
# How the upright page must lie in the file for each orientation (TIFF 6.0, tag 274).
AS_STORED = {
    1: lambda page: page,
    2: np.fliplr,
    3: lambda page: np.rot90(page, 2),
    4: np.flipud,
    5: np.transpose,
    6: lambda page: np.rot90(page, 1),
    7: lambda page: np.rot90(np.transpose(page), 2),
    8: lambda page: np.rot90(page, -1),
}


def saved(image: Image.Image, format: str, **options: Any) -> bytes:
    content = io.BytesIO()
    image.save(content, format, **options)
    return content.getvalue()


def tiff_of(
    pieces: list[bytes], size: tuple[int, int], compression: int, piece: tuple[int, int], more: Any = ()
) -> bytes:
    """A TIFF of `pieces`, files of their own: tiles of `piece` = (width, height), strips if as wide."""
    columns, rows = size
    strips = piece[0] == columns
    tags = {256: (4, [columns]), 257: (4, [rows]), 258: (3, [8]), 259: (3, [compression]), 262: (3, [1])}
    tags |= {277: (3, [1])} | (
        {278: (4, [piece[1]])} if strips else {322: (4, [piece[0]]), 323: (4, [piece[1]])}
    )
    lengths = [len(content) for content in pieces]
    tags |= {273 if strips else 324: (4, lengths), 279 if strips else 325: (4, lengths), **dict(more)}
    table, at = b"", 8 + 6 + 12 * len(tags)
    starts = [at + 8 * len(pieces) + sum(lengths[:number]) for number in range(len(pieces))]
    arrays = b""
    for tag, (kind, values) in sorted(tags.items()):
        values = starts if tag in (273, 324) else values
        packed = struct.pack(f"<{len(values)}{'H' if kind == 3 else 'I'}", *values)
        inline = packed.ljust(4, b"\0") if len(packed) <= 4 else struct.pack("<I", at + len(arrays))
        arrays += packed if len(packed) > 4 else b""
        table += struct.pack("<HHI", tag, kind, len(values)) + inline
    arrays = arrays.ljust(8 * len(pieces), b"\0")
    head = struct.pack("<2sHIH", b"II", 42, 8, len(tags))
    return head + table + struct.pack("<I", 0) + arrays + b"".join(pieces)


def cut(image: Image.Image, piece: tuple[int, int]) -> Iterator[Image.Image]:
    width, height = piece
    for top in range(0, image.height, height):
        for left in range(0, image.width, width):
            yield image.crop((left, top, min(left + width, image.width), min(top + height, image.height)))


def interlaced_png(page: Image.Image) -> bytes:
    """A grey PNG in the seven passes of Adam7 (PNG specification, section 8.2)."""
    pixels = np.array(page.convert("L"))
    passes = (
        (0, 0, 8, 8),
        (0, 4, 8, 8),
        (4, 0, 8, 4),
        (0, 2, 4, 4),
        (2, 0, 4, 2),
        (0, 1, 2, 2),
        (1, 0, 2, 1),
    )
    rows = b"".join(
        b"\0" + row.tobytes() for top, left, down, across in passes for row in pixels[top::down, left::across]
    )
    head = struct.pack(">IIBBBBB", page.width, page.height, 8, 0, 0, 0, 1)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, data) for kind, data in ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def strip_of(page: Image.Image, compression: str, **options: Any) -> bytes:
    """The page's bits as a TIFF's only strip has them, compressed."""
    content = saved(page, "TIFF", compression=compression, strip_size=1 << 30, **options)
    with Image.open(io.BytesIO(content)) as image:
        (start,), (length,) = image.tag_v2[273], image.tag_v2[279]
    return content[start : start + length]
