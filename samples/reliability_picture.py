"""The reliability curve as a picture: what is said of values against how often they are right.

Both axes run over the share of errors on a logarithmic scale, so that 99 % and 99.9 % stand as far apart as
90 % and 99 %. All lengths are in pixels of the finished picture.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from math import log10

from PIL import Image, ImageDraw, ImageFont

from samples.reliability import Bin, Reliability

Color = tuple[int, int, int]
Point = tuple[float, float]

WIDTH, HEIGHT = 860, 880
FINE = 3
"""Drawn so many times larger and scaled down, for smooth lines."""
LEFT, RIGHT, TOP, BOTTOM = 110, 820, 120, 660
"""The frame of the curve."""
FOOT, FOOT_HEIGHT = 850, 110
"""The base of the columns below it and the height of the tallest."""
TICKS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999)
SUREST = 0.9997
"""The end of both axes: values called surer, and bins without an error, stand here."""
DOT = 7

PAPER: Color = (255, 255, 255)
INK: Color = (40, 40, 40)
FAINT: Color = (120, 120, 120)
GRID: Color = (228, 228, 232)
IDEAL: Color = (150, 150, 160)
CURVE: Color = (40, 70, 160)
SPAN: Color = (150, 168, 218)


def picture(found: Reliability) -> bytes:
    """The picture as a PNG file."""
    canvas = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), PAPER)
    pen = _Pen(ImageDraw.Draw(canvas))
    _title(pen, found)
    _axes(pen)
    _bins(pen, found.bins)
    _columns(pen, found.bins)
    target = io.BytesIO()
    small = canvas.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    small.quantize(128).save(target, "PNG", optimize=True)
    return target.getvalue()


@dataclass(frozen=True, slots=True)
class _Pen:
    """Draws in pixels of the finished picture."""

    draw: ImageDraw.ImageDraw

    def line(self, points: Sequence[Point], color: Color, width: float) -> None:
        large = [(x * FINE, y * FINE) for x, y in points]
        self.draw.line(large, color, round(width * FINE), joint="curve")

    def area(self, x0: float, y0: float, x1: float, y1: float, color: Color) -> None:
        self.draw.rectangle((x0 * FINE, y0 * FINE, x1 * FINE, y1 * FINE), color)

    def dot(self, x: float, y: float) -> None:
        box = [side * FINE for side in (x - DOT, y - DOT, x + DOT, y + DOT)]
        self.draw.ellipse(box, CURVE, PAPER, 2 * FINE)

    def text(self, at: Point, text: str, size: int, color: Color = INK, anchor: str = "mm") -> None:
        font = ImageFont.load_default(size * FINE)
        self.draw.text((at[0] * FINE, at[1] * FINE), text, color, font, anchor)


def _title(pen: _Pen, found: Reliability) -> None:
    values = f"{len(found.claims):,} values read off {found.filings} scans"
    pen.text((LEFT, 34), "How sure form4 says it is, and how often it is right", 24, anchor="lm")
    line = f"{values}; expected calibration error {found.error:.4f}"
    pen.text((LEFT, 66), line, 16, FAINT, "lm")
    pen.text((LEFT, TOP - 18), "share of the values that were right, with 95 % intervals", 15, FAINT, "lm")
    pen.text((RIGHT, BOTTOM + 46), "what was said: probability that the value is right", 15, FAINT, "rm")
    pen.text((LEFT, FOOT - FOOT_HEIGHT - 34), "how many values were called that sure", 15, FAINT, "lm")


def _axes(pen: _Pen) -> None:
    for tick in TICKS:
        x, y = _across(tick), _down(tick)
        pen.line([(x, TOP), (x, BOTTOM)], GRID, 1)
        pen.line([(LEFT, y), (RIGHT, y)], GRID, 1)
        pen.text((x, BOTTOM + 18), _percent(tick), 15)
        pen.text((LEFT - 10, y), _percent(tick), 15, anchor="rm")
    pen.line([(LEFT, TOP), (LEFT, BOTTOM), (RIGHT, BOTTOM)], FAINT, 1.5)
    pen.line([(LEFT, BOTTOM), (RIGHT, TOP)], IDEAL, 1.5)


def _bins(pen: _Pen, bins: Sequence[Bin]) -> None:
    """The intervals, the curve through the bins, the bins."""
    for found in bins:
        x, (low, high) = _across(found.said), found.bounds
        pen.line([(x, _down(low)), (x, _down(high))], SPAN, 5)
    pen.line([(_across(found.said), _down(found.share)) for found in bins], CURVE, 2)
    for found in bins:
        pen.dot(_across(found.said), _down(found.share))


def _columns(pen: _Pen, bins: Sequence[Bin]) -> None:
    most = max(found.cells for found in bins)
    pen.line([(LEFT, FOOT), (RIGHT, FOOT)], FAINT, 1.5)
    for found in bins:
        x, top = _across(found.said), FOOT - FOOT_HEIGHT * found.cells / most
        pen.area(x - 15, top, x + 15, FOOT - 1, SPAN)
        pen.text((x, top - 11), f"{found.cells:,}", 14)


def _across(share: float) -> float:
    return LEFT + (RIGHT - LEFT) * _scale(share)


def _down(share: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * _scale(share)


def _scale(share: float) -> float:
    """Where a share stands on an axis, from 0 to 1."""
    return log10(1 - min(share, SUREST)) / log10(1 - SUREST)


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %"
