"""A part of a page of text, as a page of its own: one of two that stand side by side on a sheet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from extractor.document.opened_page import Chars, Cover, DoubtfulFont, Page, Pixels, Raster, SheetPicture
from extractor.model.geometry import POINTS_PER_INCH, Box


@dataclass(frozen=True, slots=True)
class PagePart:
    """What of a page (see `Page`) has its middle in `area`, in the page's points; its own begin at the area's
    left and top."""

    whole: Page
    area: Box

    @property
    def number(self) -> int:
        return self.whole.number

    @property
    def width(self) -> float:
        return self.area.width

    @property
    def height(self) -> float:
        return self.area.height

    @property
    def text_turns(self) -> int:
        return self.whole.text_turns

    def chars(self) -> Chars:
        chars = self.whole.chars()
        return self._moved(chars.only(self._inside(chars).tolist()))

    def covers(self) -> tuple[Cover, ...]:
        covers = [cover for cover in self.whole.covers() if cover.box.overlap(self.area)]
        return tuple(replace(cover, box=self._own(cover.box)) for cover in covers)

    def doubtful_fonts(self) -> tuple[DoubtfulFont, ...]:
        return tuple(self._fonts())

    def _fonts(self) -> Iterator[DoubtfulFont]:
        """Those of which something odd stands on this part."""
        for font in self.whole.doubtful_fonts():
            inside = self._inside(font.chars)
            odd = np.flatnonzero(np.isin(inside, font.odd)).tolist()
            if odd:
                chars = self._moved(font.chars.only(inside.tolist()))
                yield replace(font, odd=tuple(odd), chars=chars, raster=self._cut(font.raster))

    def without_fonts(self, keys: Collection[int]) -> PagePart:
        return PagePart(self.whole.without_fonts(keys), self.area)

    def writings(self) -> tuple[Box, ...]:
        return tuple(self._owned(self.whole.writings()))

    def beside(self) -> Raster:
        return self._cut(self.whole.beside())

    def sheet_picture(self) -> SheetPicture | None:
        """None: pictures are sought on whole pages."""
        return None

    def raster(self, to_read: bool = False) -> Raster:
        """Drawn as finely as what is to be read: two pages on a sheet of one are small."""
        return self._cut(self.whole.raster(to_read=True))

    def _owned(self, boxes: Iterable[Box]) -> Iterator[Box]:
        return (self._own(box) for box in boxes if box.overlap(self.area))

    def _own(self, box: Box) -> Box:
        x, y = self.area.x0, self.area.top
        return Box(box.x0 - x, box.top - y, box.x1 - x, box.bottom - y)

    def _inside(self, chars: Chars) -> NDArray[np.intp]:
        """The places of the characters of this part."""
        across, down = chars.boxes[:, ::2].mean(axis=1), chars.boxes[:, 1::2].mean(axis=1)
        area = self.area
        return np.flatnonzero(
            (across >= area.x0) & (across < area.x1) & (down >= area.top) & (down < area.bottom)
        )

    def _moved(self, chars: Chars) -> Chars:
        return replace(chars, boxes=chars.boxes - np.array([self.area.x0, self.area.top] * 2))

    def _cut(self, raster: Raster) -> Raster:
        def part(pixels: Pixels) -> Pixels:
            x0, x1 = (round(x * raster.dpi_x / POINTS_PER_INCH) for x in (self.area.x0, self.area.x1))
            top, bottom = (
                round(y * raster.dpi_y / POINTS_PER_INCH) for y in (self.area.top, self.area.bottom)
            )
            return np.ascontiguousarray(pixels[top:bottom, x0:x1])

        unruled = None if raster.unruled is None else part(raster.unruled)
        return replace(raster, pixels=part(raster.pixels), unruled=unruled)
