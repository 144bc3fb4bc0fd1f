"""Where a page as it is read lies on the page as filed."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.model.geometry import Box


@dataclass(frozen=True, slots=True)
class PlaceOnSheet:
    """A page that was taken at another size than it claims, or that is one of two on a sheet.

    `sheet` is the page of the file, from 1. A point (x, y) of the page as read, in points, is at
    (`left` + `scale` · x, `top` + `scale` · y) on the sheet, in the sheet's own points.
    """

    sheet: int
    scale: float = 1.0
    left: float = 0.0
    top: float = 0.0

    def on_sheet(self, box: Box) -> Box:
        """A box of the page as read, on the page as filed."""
        own = box.scaled(self.scale)
        return Box(self.left + own.x0, self.top + own.top, self.left + own.x1, self.top + own.bottom)
