"""How large a page is: what a file claims, against the sheets that there are and the size of the letters.

A claim can be wrong in every container: a scan wrapped without its resolution is placed at 72 dots per inch,
and a drawn page may be scaled as a whole. The letters of a form are about as high on every print.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.document.opened_page import Chars
from extractor.document.settings import SETTINGS
from extractor.model.geometry import POINTS_PER_INCH, median

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
    return _is_sheet(min(columns / stated.x, rows / stated.y))


def _is_sheet(inches: float) -> bool:
    """True where a sheet's short side can be so long."""
    return _SETTINGS.narrowest_sheet <= inches <= _SETTINGS.widest_sheet


def usual_sheet(width: float, height: float) -> bool:
    """True for a page of letter, legal or A4 paper, upright or on its side; in points."""
    short, long = sorted((width, height))
    return any(
        abs(short / POINTS_PER_INCH / own_short - 1) <= _SETTINGS.same_sheet
        and abs(long / POINTS_PER_INCH / own_long - 1) <= _SETTINGS.same_sheet
        for own_short, own_long in _SETTINGS.usual_sheets
    )


def sheet_scale(width: float, height: float) -> float:
    """How many of its points a page has to one of the paper's, by its size alone: 1 where a sheet can be so
    large and has not the shape of another, else as if it were letter, legal or A4 paper."""
    if usual_sheet(width, height):
        return 1.0
    short, long = sorted((width, height))
    likely = next(_of_shape(short, long), None)
    if likely is None:
        return 1.0 if _is_sheet(short / POINTS_PER_INCH) else _letter_scale(short)
    return likely


def type_scale(width: float, height: float, chars: Chars) -> float:
    """The same by its size and its type."""
    if usual_sheet(width, height):
        return 1.0
    return letters_scale(width, height, _SETTINGS.of_type * median(chars.sizes.tolist()))


def letters_scale(width: float, height: float, letter: float) -> float:
    """The same by its size and its letters, which are `letter` points high.

    A claim of usual paper is believed: 1. Of others the likeliest size is taken; sheets vary about letter
    paper and letters about their usual height by normal laws, in logarithms.
    """
    if usual_sheet(width, height):
        return 1.0
    if letter < _SETTINGS.least_letter:
        return sheet_scale(width, height)
    return max(_scales(width, height, letter), key=lambda option: option[1])[0]


def _scales(width: float, height: float, letter: float) -> Iterator[tuple[float, float]]:
    """The scales that a page may have, the claimed one first, each with its log-likelihood."""
    short, long = sorted((width, height))
    letter_paper = _letter_scale(short)
    sheet = max(_SETTINGS.odd_sheet, _deviation(letter_paper, _SETTINGS.sheet_spread))
    yield 1.0, sheet + _of_letters(letter)
    for scale in _of_shape(short, long):
        yield scale, _SETTINGS.usual_paper + _of_letters(letter / scale)
    yield letter_paper, _SETTINGS.other_shape + _of_letters(letter / letter_paper)
    yield letter / _SETTINGS.usual_letter, _SETTINGS.no_paper


def _of_shape(short: float, long: float) -> Iterator[float]:
    """The scales that make a page usual paper of its shape."""
    for own_short, own_long in _SETTINGS.usual_sheets:
        if abs(long / short / (own_long / own_short) - 1) <= _SETTINGS.same_sheet:
            yield math.sqrt(short * long / (own_short * own_long)) / POINTS_PER_INCH


def _letter_scale(short: float) -> float:
    return short / POINTS_PER_INCH / _SETTINGS.letter_width


def _of_letters(letter: float) -> float:
    return _deviation(letter / _SETTINGS.usual_letter, _SETTINGS.letter_spread)


def _deviation(ratio: float, spread: float) -> float:
    """The logarithm of a normal law's density, less that of its middle."""
    return -0.5 * (math.log(ratio) / spread) ** 2
