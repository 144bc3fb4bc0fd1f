"""TIFF, PNG, JPEG and other pictures as pages, decoded by Pillow."""

from __future__ import annotations

import logging
import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import BinaryIO, SupportsFloat

from PIL import ExifTags, Image, ImageOps, TiffImagePlugin, UnidentifiedImageError

from extractor.document.attachments import AttachedFile
from extractor.document.limits import InputFile, Stopwatch
from extractor.document.opened_page import NO_CHARS, WHITE, Chars, Cover, DoubtfulFont, Raster
from extractor.document.picture_decoding import decoder_output, decoding, grey
from extractor.document.resolution import Resolution, settle
from extractor.document.tiff_compression import pieced, refuse_unreadable
from extractor.document.tiff_samples import refuse_samples
from extractor.model.geometry import POINTS_PER_INCH, Box

TIFF = "TIFF"

# Values of TIFF tags (TIFF 6.0, section 8) and of Exif's orientation.
_REDUCED_OR_MASK = 0b101
_CENTIMETRE = 3
_QUARTER_TURNS = (5, 6, 7, 8)
_MIN_IS_WHITE = 0
_CENTIMETRES_PER_INCH = 2.54

# Pillow logs the damage of a file; our own error reports it.
logging.getLogger("PIL").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class FrameHeader:
    """The data of a page before it is decoded; `columns` and `rows` are those of the upright page."""

    frame: int
    columns: int
    rows: int
    resolution: Resolution
    depth: int = 16
    inverted: bool = False


class PictureFile:
    """A TIFF or a picture of one page; every header is read and checked at once, pixels when asked for."""

    def __init__(self, handle: BinaryIO, format: str, source: InputFile) -> None:
        """`format` is Pillow's name of it; `handle` stays open until `close`.

        Raises DamagedInput and LimitExceeded.
        """
        self._handle = handle
        self._format = format
        self._source = source
        self._headers = _tiff_headers(handle, source) if format == TIFF else (self._single(),)

    @property
    def page_count(self) -> int:
        return len(self._headers)

    def page(self, number: int) -> PicturePage:
        return PicturePage(number, self._headers[number - 1], self)

    def attached(self, before: int) -> tuple[AttachedFile, ...]:
        return ()

    def attached_names(self) -> tuple[str, ...]:
        return ()

    def close(self) -> None:
        self._handle.close()

    def raster(self, number: int) -> Raster:
        """Page `number`'s pixels, upright; raises DamagedInput and LimitExceeded."""
        header = self._headers[number - 1]
        watch = Stopwatch(self._source, number)
        # A fresh image each time: one that failed to decode once would pass for decoded after,
        # and one that is kept would keep its pixels.
        with decoding(self._source, number), Image.open(self._handle, formats=[self._format]) as image:
            if header.frame:
                image.seek(header.frame)
            pixels = grey(self._upright(image, number), header.depth)
        watch.check()
        if header.inverted:
            pixels = WHITE - pixels
        return Raster(pixels, header.resolution.x, header.resolution.y)

    def _upright(self, image: Image.Image, number: int) -> Image.Image:
        if isinstance(image, TiffImagePlugin.TiffImageFile):
            if (page := pieced(self._handle, image)) is not None:
                return page
            self._load(image, number)
            return image
        self._load(image, number)
        return ImageOps.exif_transpose(image)

    def _load(self, image: Image.Image, number: int) -> None:
        with decoder_output() as lines:
            image.load()
        # A fax decoder goes on after a code that means nothing. Group 3 finds the next line; in
        # Group 4 each line stands on the one before, and the rest of the page is lost.
        if image.info.get("compression") == "group4" and any("Warning" not in line for line in lines):
            raise self._source.damaged(number, "breaks off or is garbled")

    def _single(self) -> FrameHeader:
        with decoding(self._source, 1), Image.open(self._handle, formats=[self._format]) as image:
            stated = _pair(*image.info.get("dpi", (None, None)))
            turned = image.getexif().get(ExifTags.Base.Orientation) in _QUARTER_TURNS
            return _header(0, image.size, stated, turned)


@dataclass(frozen=True, slots=True)
class PicturePage:
    """One page of a picture file; see `extractor.document.opened_page.Page`."""

    number: int
    header: FrameHeader
    file: PictureFile

    @property
    def width(self) -> float:
        return self.header.columns / self.header.resolution.x * POINTS_PER_INCH

    @property
    def height(self) -> float:
        return self.header.rows / self.header.resolution.y * POINTS_PER_INCH

    @property
    def text_turns(self) -> int:
        return 0

    def chars(self) -> Chars:
        return NO_CHARS

    def covers(self) -> tuple[Cover, ...]:
        return ()

    def doubtful_fonts(self) -> tuple[DoubtfulFont, ...]:
        return ()

    def without_fonts(self, keys: Collection[int]) -> PicturePage:
        return self

    def writings(self) -> tuple[Box, ...]:
        return ()

    def beside(self) -> Raster:
        return self.raster()

    def sheet_picture(self) -> None:
        return None

    def raster(self, to_read: bool = False) -> Raster:
        return self.file.raster(self.number)


def _tiff_headers(handle: BinaryIO, source: InputFile) -> tuple[FrameHeader, ...]:
    """The headers of the pages; thumbnails and masks stored beside them are no pages."""
    headers: list[FrameHeader] = []
    extras: list[FrameHeader] = []
    with _opened(handle, source) as image:
        assert isinstance(image, TiffImagePlugin.TiffImageFile)
        for frame in range(source.limits.pages + 1):
            if not _found(image, frame, source):
                break
            header = _tiff_header(image, frame, source)
            kind = image.tag_v2.get(ExifTags.Base.NewSubfileType, 0)
            (extras if isinstance(kind, int) and kind & _REDUCED_OR_MASK else headers).append(header)
    source.refuse_pages(len(headers) + len(extras))
    return tuple(headers or extras)


def _opened(handle: BinaryIO, source: InputFile) -> Image.Image:
    """The TIFF in Pillow; raises DamagedInput, or UnreadableInput where Pillow has no mode for it."""
    with decoding(source, 1):
        try:
            return Image.open(handle, formats=[TIFF])
        except UnidentifiedImageError:
            refuse_samples(handle, source)
            raise


def _found(image: TiffImagePlugin.TiffImageFile, frame: int, source: InputFile) -> bool:
    with decoding(source, frame + 1):
        try:
            image.seek(frame)
        except EOFError:
            return False
    return True


def _tiff_header(image: TiffImagePlugin.TiffImageFile, frame: int, source: InputFile) -> FrameHeader:
    tags = image.tag_v2
    refuse_unreadable(tags, source, frame + 1)
    with decoding(source, frame + 1):
        size = (int(tags[TiffImagePlugin.IMAGEWIDTH]), int(tags[TiffImagePlugin.IMAGELENGTH]))
        tile = int(tags.get(TiffImagePlugin.TILEWIDTH, 0)) * int(tags.get(TiffImagePlugin.TILELENGTH, 0))
        depths = tags.get(TiffImagePlugin.BITSPERSAMPLE, (1,))
    # Pillow checks the size when it opens the first page, and the tiles never.
    source.refuse_pixels(frame + 1, max(size[0] * size[1], tile))
    stated = _pair(tags.get(TiffImagePlugin.X_RESOLUTION), tags.get(TiffImagePlugin.Y_RESOLUTION))
    if stated and tags.get(TiffImagePlugin.RESOLUTION_UNIT) == _CENTIMETRE:
        stated = Resolution(stated.x * _CENTIMETRES_PER_INCH, stated.y * _CENTIMETRES_PER_INCH)
    turned = tags.get(ExifTags.Base.Orientation) in _QUARTER_TURNS
    # Pillow turns light and dark round for all depths but these.
    sixteen = image.mode.startswith("I;16")
    inverted = (sixteen or image.mode in ("I", "F")) and tags.get(
        TiffImagePlugin.PHOTOMETRIC_INTERPRETATION
    ) == _MIN_IS_WHITE
    return _header(frame, size, stated, turned, max(8, depths[0]) if sixteen else 16, inverted)


def _header(
    frame: int,
    size: tuple[int, int],
    stated: Resolution | None,
    turned: bool,
    depth: int = 16,
    inverted: bool = False,
) -> FrameHeader:
    columns, rows = size
    resolution = settle(stated, columns, rows)
    if turned:
        columns, rows, resolution = rows, columns, resolution.turned()
    return FrameHeader(frame, columns, rows, resolution, depth, inverted)


def _pair(x: object, y: object) -> Resolution | None:
    """Two tag values as a resolution; one that is missing is taken to be like the other."""
    across, down = _number(x), _number(y)
    if across is None and down is None:
        return None
    return Resolution(across or down or 0.0, down or across or 0.0)


def _number(value: object) -> float | None:
    if not isinstance(value, SupportsFloat):
        return None
    try:
        number = float(value)
    except (ArithmeticError, ValueError):
        return None
    return number if math.isfinite(number) and number > 0 else None
