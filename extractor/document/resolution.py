"""The resolution of a scan, as its file says it or as its size betrays it."""

from __future__ import annotations

import math
from dataclasses import dataclass

LOWEST, HIGHEST = 50.0, 1300.0
"""Dots per inch of scanners and fax machines; anything else is a default nobody set."""

SHORT_SIDE = (4.0, 18.0)
"""Inches that the short side of a sheet can have: a half-letter slip to a ledger sheet with margin."""

LETTER_WIDTH = 8.5
"""Inches: the short side of letter and legal paper."""

MOST_UNEQUAL = 2.5
"""A standard fax has 204 × 98 dots per inch, the most unequal that machines make."""


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
    dpi = min(columns, rows) / LETTER_WIDTH
    return Resolution(dpi, dpi)


def _plausible(stated: Resolution, columns: int, rows: int) -> bool:
    if not all(math.isfinite(dpi) and LOWEST <= dpi <= HIGHEST for dpi in (stated.x, stated.y)):
        return False
    if not 1 / MOST_UNEQUAL <= stated.x / stated.y <= MOST_UNEQUAL:
        return False
    short = min(columns / stated.x, rows / stated.y)
    return SHORT_SIDE[0] <= short <= SHORT_SIDE[1]
