"""A page of text set upright, whichever way up it is filed: characters, covers and pixels turned."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from extractor.document.opened_page import Chars, Cover, DoubtfulFont, Page, Pixels, Raster, SheetPicture
from extractor.model.geometry import Box
from extractor.model.warp import Warp

Boxes = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TurnedPage:
    """A page (see `Page`) turned clockwise by `quarters` (0 to 3) quarter turns."""

    filed: Page
    quarters: int

    @property
    def number(self) -> int:
        return self.filed.number

    @property
    def width(self) -> float:
        return self.filed.height if self.quarters % 2 else self.filed.width

    @property
    def height(self) -> float:
        return self.filed.width if self.quarters % 2 else self.filed.height

    @property
    def warp(self) -> Warp:
        """The way back to the page as filed."""
        return Warp(self.width, self.height, self.quarters)

    @property
    def text_turns(self) -> int:
        return 0

    def chars(self) -> Chars:
        chars = self.filed.chars()
        return replace(chars, boxes=self._turned(chars.boxes))

    def covers(self) -> tuple[Cover, ...]:
        filed = self.filed.covers()
        boxes = self._boxes([cover.box for cover in filed])
        return tuple(replace(cover, box=box) for cover, box in zip(filed, boxes, strict=True))

    def _boxes(self, filed: Sequence[Box]) -> tuple[Box, ...]:
        areas = [(area.x0, area.top, area.x1, area.bottom) for area in filed]
        turned = self._turned(np.array(areas, np.float64).reshape(-1, 4))
        return tuple(Box(*sides) for sides in turned.tolist())

    def doubtful_fonts(self) -> tuple[DoubtfulFont, ...]:
        return tuple(
            replace(
                font,
                chars=replace(font.chars, boxes=self._turned(font.chars.boxes)),
                raster=self._upright(font.raster),
            )
            for font in self.filed.doubtful_fonts()
        )

    def without_fonts(self, keys: Collection[int]) -> TurnedPage:
        return TurnedPage(self.filed.without_fonts(keys), self.quarters)

    def writings(self) -> tuple[Box, ...]:
        return self._boxes(self.filed.writings())

    def beside(self) -> Raster:
        return self._upright(self.filed.beside())

    def sheet_picture(self) -> SheetPicture | None:
        """As filed: a scan is turned by itself."""
        return self.filed.sheet_picture()

    def raster(self, to_read: bool = False) -> Raster:
        return self._upright(self.filed.raster(to_read))

    def _upright(self, raster: Raster) -> Raster:
        def turned(pixels: Pixels) -> Pixels:
            return np.ascontiguousarray(np.rot90(pixels, -self.quarters))

        dpi = (raster.dpi_x, raster.dpi_y)
        unruled = None if raster.unruled is None else turned(raster.unruled)
        return Raster(turned(raster.pixels), *(dpi[::-1] if self.quarters % 2 else dpi), unruled)

    def _turned(self, boxes: Boxes) -> Boxes:
        """Boxes of the page as filed on the page turned; shape (count, 4): x0, top, x1, bottom."""
        x0, top, x1, bottom = boxes.T
        width, height = self.width, self.height
        sides = {
            0: (x0, top, x1, bottom),
            1: (width - bottom, x0, width - top, x1),
            2: (width - x1, height - bottom, width - x0, height - top),
            3: (top, height - x1, bottom, height - x0),
        }[self.quarters]
        return np.stack(sides, axis=1)
