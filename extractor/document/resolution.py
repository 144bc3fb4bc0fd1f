"""The resolution of a scan, as its file says it or as its size betrays it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from extractor.document.settings import SETTINGS

_SETTINGS = SETTINGS.resolution


@dataclass(frozen=True, slots=True)
class Resolution:
    """Dots per inch across and down."""

    x: float
    y: float

    def turned(self) -> Resolution:
        """The same after a quarter turn."""
        return Resolution(self.y, self.x)


def settle(stated: Resolution | None, columns: int, rows: int) -> Resolution:
    """`stated` where a sheet of `columns` × `rows` pixels can have it, else a letter-width sheet's."""
    if stated is not None and _plausible(stated, columns, rows):
        return stated
    dpi = min(columns, rows) / _SETTINGS.letter_width
    return Resolution(dpi, dpi)


def _plausible(stated: Resolution, columns: int, rows: int) -> bool:
    lowest, highest = _SETTINGS.lowest, _SETTINGS.highest
    if not all(math.isfinite(dpi) and lowest <= dpi <= highest for dpi in (stated.x, stated.y)):
        return False
    if not 1 / _SETTINGS.most_unequal <= stated.x / stated.y <= _SETTINGS.most_unequal:
        return False
    short = min(columns / stated.x, rows / stated.y)
    return _SETTINGS.narrowest_sheet <= short <= _SETTINGS.widest_sheet
