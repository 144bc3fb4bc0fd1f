"""The masks of a PDF page's pictures, which PDFium draws but does not tell of.

In a layered scan (mixed raster content) the letters are a sharp mask over coarse layers of colour.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice
from typing import TypeAlias

from extractor.document.limits import Stopwatch
from extractor.document.pdf_ink import Ink, Picture
from extractor.document.pdf_parsed import Parsed, faults, parsed
from extractor.document.settings import SETTINGS

Size: TypeAlias = tuple[int, int]
"""Columns and rows of pixels."""

_NAMES = (b"/SMask", b"/Mask")


class Masks:
    """The masks of all pages of one PDF; nothing is parsed before a page with pictures asks for it."""

    def __init__(self, content: bytes, pages: int) -> None:
        """Of a PDF of so many pages."""
        self._content = content
        self._most_pages = pages

    def sharpened(self, ink: Ink, page: int, watch: Stopwatch) -> Ink:
        """The ink of page `page`, from 1, its pictures with their masks' resolution where that is finer.

        Raises LimitExceeded when it takes too long.
        """
        if not ink.pictures or not self._any:
            return ink
        masks = self._of_page(page, watch)
        return replace(ink, pictures=tuple(_sharpened(picture, masks) for picture in ink.pictures))

    @cached_property
    def _any(self) -> bool:
        """True where a picture of the file may have a mask: no stream can hide its entries."""
        return any(name in self._content for name in _NAMES)

    @cached_property
    def _pages(self) -> Sequence[Parsed]:
        """The pages as pdfminer has them; none where it cannot find them."""
        from pdfminer.pdfpage import PDFPage

        try:
            return list(islice(PDFPage.create_pages(parsed(self._content)), self._most_pages))
        except faults():
            return ()

    def _of_page(self, number: int, watch: Stopwatch) -> dict[Size, Size]:
        """The largest mask over pictures of each size."""
        masks: dict[Size, Size] = {}
        if number > len(self._pages):
            return masks
        try:
            for picture, mask in _masked(self._pages[number - 1].resources, watch):
                masks[picture] = max(mask, masks.get(picture, mask), key=_pixels)
        except faults():
            return masks
        return masks


def _masked(resources: Parsed, watch: Stopwatch) -> Iterator[tuple[Size, Size]]:
    """The size of each picture with a mask, in forms too, and that of its mask."""
    from pdfminer.pdftypes import PDFStream, dict_value, resolve1

    seen: set[int] = set()
    waiting = [resources]
    while waiting and len(seen) < SETTINGS.pdf.most_forms:
        for entry in dict_value(dict_value(waiting.pop()).get("XObject") or {}).values():
            watch.check()
            stream = resolve1(entry)
            if not isinstance(stream, PDFStream) or id(stream) in seen:
                continue
            seen.add(id(stream))
            if "Resources" in stream.attrs:
                waiting.append(stream.attrs["Resources"])
            for name in ("SMask", "Mask"):
                mask = resolve1(stream.attrs.get(name))
                if isinstance(mask, PDFStream):
                    yield _size(stream), _size(mask)


def _size(stream: Parsed) -> Size:
    from pdfminer.pdftypes import int_value

    return int_value(stream.attrs.get("Width")), int_value(stream.attrs.get("Height"))


def _pixels(size: Size) -> int:
    return size[0] * size[1]


def _sharpened(picture: Picture, masks: dict[Size, Size]) -> Picture:
    """The picture with the pixels of its mask as well, and its resolution where that is finer."""
    own = picture.size
    mask = masks.get(own)
    if mask is None or min(mask) < 1:
        return picture
    pixels = picture.pixels + _pixels(mask)
    if _pixels(mask) <= _pixels(own):
        return replace(picture, pixels=pixels)
    factors = (mask[0] / own[0], mask[1] / own[1])
    across, down = factors[::-1] if picture.turned else factors
    return replace(picture, dpi_x=picture.dpi_x * across, dpi_y=picture.dpi_y * down, pixels=pixels)
