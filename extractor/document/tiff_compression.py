"""Compressions of TIFF that libtiff as Pillow brings it does not know: pictures in tiles, or told by name."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from PIL import ExifTags, Image, ImageOps, TiffImagePlugin

from extractor.document.limits import InputFile

_COMPRESSION = 259
_STRIPS = (TiffImagePlugin.STRIPOFFSETS, TiffImagePlugin.STRIPBYTECOUNTS)
_TILES = (TiffImagePlugin.TILEOFFSETS, TiffImagePlugin.TILEBYTECOUNTS)

# Every strip or tile is a file of its own, by Pillow's name of its format: libtiff's list of codes (tiff.h).
_PICTURES = {33003: "JPEG2000", 33004: "JPEG2000", 33005: "JPEG2000", 34712: "JPEG2000", 50001: "WEBP"}

_UNREADABLE = {
    9: "JBIG",
    10: "JBIG",
    32766: "NeXT",
    34661: "JBIG",
    34715: "JBIG2",
    34718: "Microsoft Document Imaging",
    34719: "Microsoft Document Imaging",
    34720: "Microsoft Document Imaging",
    34887: "LERC",
    34934: "JPEG XR",
    22610: "JPEG XR",
    50002: "JPEG XL",
    52546: "JPEG XL",
}

# Pillow opens no file with a page of a compression it has no name for, whatever the other pages are.
for _code, _name in {**_UNREADABLE, **_PICTURES}.items():
    TiffImagePlugin.COMPRESSION_INFO.setdefault(_code, _name)


def refuse_unreadable(tags: TiffImagePlugin.ImageFileDirectory_v2, source: InputFile, page: int) -> None:
    """Raises UnsupportedInput where page `page` is compressed in a way nothing here can undo."""
    name = _UNREADABLE.get(tags.get(_COMPRESSION, 1))
    if name is not None:
        raise source.unsupported(page, f"is compressed by {name}", "save it as TIFF with LZW or Group 4")


def pieced(handle: BinaryIO, image: TiffImagePlugin.TiffImageFile) -> Image.Image | None:
    """The page, upright, put together from strips or tiles that are pictures; None where it is no such.

    A piece larger than its place raises ValueError: many of them would take for ever.
    """
    tags = image.tag_v2
    format = _PICTURES.get(tags.get(_COMPRESSION, 1))
    if format is None:
        return None
    size = (int(tags[TiffImagePlugin.IMAGEWIDTH]), int(tags[TiffImagePlugin.IMAGELENGTH]))
    page = Image.new("L", size)
    for box, content in _pieces(handle, size, tags):
        with Image.open(io.BytesIO(content), formats=[format]) as piece:
            if piece.width > box[2] or piece.height > box[3]:
                raise ValueError("a strip or tile holds more pixels than it has room for")
            # Aperio's 33003 has brightness and colours; the others are what they look like.
            bright = piece.getchannel(0) if tags[_COMPRESSION] == 33003 else piece.convert("L")
            page.paste(bright, box[:2])
    page.getexif()[ExifTags.Base.Orientation] = tags.get(ExifTags.Base.Orientation, 1)
    return ImageOps.exif_transpose(page)


def _pieces(
    handle: BinaryIO, size: tuple[int, int], tags: TiffImagePlugin.ImageFileDirectory_v2
) -> Iterator[tuple[tuple[int, int, int, int], bytes]]:
    """The left, top, width and height of each strip or tile, in pixels, and its bytes."""
    tiled = _TILES[0] in tags
    offsets, lengths = (_listed(tags[tag]) for tag in (_TILES if tiled else _STRIPS))
    width = int(tags[TiffImagePlugin.TILEWIDTH]) if tiled else size[0]
    height = int(
        tags[TiffImagePlugin.TILELENGTH] if tiled else tags.get(TiffImagePlugin.ROWSPERSTRIP, size[1])
    )
    across = -(-size[0] // width)
    for number, (offset, length) in enumerate(zip(offsets, lengths, strict=True)):
        row, column = divmod(number, across)
        if row * height >= size[1]:
            return
        handle.seek(offset)
        yield (column * width, row * height, width, height), handle.read(length)


def _listed(value: int | Sequence[int]) -> Sequence[int]:
    return (value,) if isinstance(value, int) else value
