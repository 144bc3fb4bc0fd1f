"""A page drawn as the tool sees it: rules, tables with columns and rows, and the places of the values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from PIL.ImageFont import FreeTypeFont

from extractor.document.opened_page import Pixels, Raster
from extractor.imaging.binarize import POINTS_PER_INCH
from extractor.imaging.dewarp import resampled
from extractor.layout.grid import Grid
from extractor.layout.template import Column
from extractor.model.geometry import Box
from extractor.model.page import PageText
from extractor.model.warp import Warp

Kind = Literal["header", "check", "cell", "text"]
Color = tuple[int, int, int]

PICTURE_DPI = 200
SCALE = PICTURE_DPI / POINTS_PER_INCH
PANEL = 560
"""Pixels beside the page for the names of what is drawn on it."""
PANEL_HEIGHT = 6000
"""Pixels: more lines than any page needs."""
LONGEST = 30
"""Letters of a cell's reading that are shown."""
FADED = 0.45
"""How far the page's own ink is faded, so that what is drawn over it stands out."""

RULE: Color = (214, 64, 64)
TINTS: tuple[Color, ...] = ((66, 133, 244), (15, 157, 88))
FRAME: Color = (40, 70, 160)
KINDS: dict[Kind, Color] = {
    "header": (130, 60, 180),
    "check": (200, 90, 0),
    "cell": (0, 110, 70),
    "text": (0, 120, 140),
}
INK: Color = (40, 40, 40)


@dataclass(frozen=True, slots=True)
class Spot:
    """A value's place on the flat page, the name of its field, and what was read there."""

    box: Box
    kind: Kind
    name: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Caption:
    """What the picture says of the page in its margin: a title and the lines below it."""

    title: str
    lines: tuple[str, ...]


def flat_pixels(raster: Raster, warp: Warp | None, size: tuple[float, float]) -> Pixels:
    """The page upright and flat at `PICTURE_DPI`, its rules kept; `size` is its (width, height) in points."""
    if warp is not None:
        turned = np.ascontiguousarray(np.rot90(raster.pixels, -warp.quarters))
        return resampled(turned, warp, PICTURE_DPI)
    wanted = (round(size[0] * SCALE), round(size[1] * SCALE))
    return np.asarray(cv2.resize(raster.pixels, wanted, interpolation=cv2.INTER_AREA), np.uint8)


def draw_page(
    pixels: Pixels, page_text: PageText, grids: Sequence[Grid], spots: Sequence[Spot], caption: Caption
) -> Image.Image:
    """The page from `flat_pixels` with everything seen on it, and a panel that names its parts."""
    page = _Picture(pixels, page_text).drawn(grids, spots)
    panel = _Panel()
    panel.describe(grids, spots, caption)
    picture = Image.new("RGB", (page.width + PANEL, max(page.height, panel.y)), "white")
    picture.paste(page, (0, 0))
    picture.paste(panel.image, (page.width, 0))
    return picture


class _Picture:
    """One picture in the making."""

    def __init__(self, pixels: Pixels, page_text: PageText) -> None:
        faded = 255 - ((255 - pixels.astype(np.float32)) * (1 - FADED)).astype(np.uint8)
        self.image = Image.fromarray(faded).convert("RGB")
        self.draw = ImageDraw.Draw(self.image, "RGBA")
        self.text = page_text

    def drawn(self, grids: Sequence[Grid], spots: Sequence[Spot]) -> Image.Image:
        for grid in grids:
            self._grid(grid)
        self._rules()
        for spot in spots:
            self._spot(spot)
        for spot in spots:
            self._label(spot, spots)
        return self.image

    def _rules(self) -> None:
        for rule in self.text.rules.across:
            self.draw.line(_pixels(rule.start, rule.at, rule.end, rule.at), fill=RULE, width=2)
        for rule in self.text.rules.down:
            self.draw.line(_pixels(rule.at, rule.start, rule.at, rule.end), fill=RULE, width=2)

    def _grid(self, grid: Grid) -> None:
        """Columns in turning tints, darker in the head, a number over each; rows parted by thin lines."""
        whole = grid.box
        for number, gap in enumerate(grid.gaps, start=1):
            tint = TINTS[number % 2]
            self.draw.rectangle(_pixels(gap.x0, whole.top, gap.x1, whole.bottom), fill=(*tint, 30))
            if head := grid.head:
                self.draw.rectangle(_pixels(gap.x0, head.top, gap.x1, head.bottom), fill=(*tint, 45))
            self._badge((gap.x0 + gap.x1) / 2 * SCALE, whole.top * SCALE - 12, str(number), tint)
        for _, bottom in grid.rows:
            self.draw.line(_pixels(whole.x0, bottom, whole.x1, bottom), fill=(*FRAME, 130), width=1)
        self.draw.rectangle(_pixels(whole.x0, whole.top, whole.x1, whole.bottom), outline=FRAME, width=3)

    def _badge(self, x: float, y: float, text: str, color: Color) -> None:
        self.draw.ellipse((x - 12, y - 12, x + 12, y + 12), fill=color, outline="white")
        self.draw.text((x, y), text, font=_font(15), fill="white", anchor="mm")

    def _spot(self, spot: Spot) -> None:
        box, color = spot.box.grown(0.8), KINDS[spot.kind]
        alpha = 60 if spot.kind == "check" and spot.text else 22
        self.draw.rectangle(
            _pixels(box.x0, box.top, box.x1, box.bottom), fill=(*color, alpha), outline=color, width=2
        )

    def _label(self, spot: Spot, spots: Sequence[Spot]) -> None:
        """The field's name beside its value where there is room, else over it; cells show what was read."""
        left, top = spot.box.x0 * SCALE, spot.box.top * SCALE - 18
        if spot.kind == "cell" and self.text.source != "text":
            self._write(spot.text[:LONGEST], 13, left, top, spot.kind)
        if spot.kind in ("cell", "check"):
            return
        width = self.draw.textlength(spot.name, font=_font(15)) / SCALE
        beside = Box(spot.box.x1 + 2, spot.box.top, spot.box.x1 + 5 + width, spot.box.top + 7)
        if beside.x1 > self.text.width or any(beside.overlap(other.box) for other in spots):
            self._write(spot.name, 15, (spot.box.x1 - width) * SCALE, top, spot.kind)
        else:
            self._write(spot.name, 15, beside.x0 * SCALE, spot.box.top * SCALE, spot.kind)

    def _write(self, text: str, size: int, left: float, top: float, kind: Kind) -> None:
        """A label on a light ground, inside the page."""
        width = self.draw.textlength(text, font=_font(size)) + 6
        left = max(0.0, min(left, self.image.width - width))
        self.draw.rectangle((left, max(0.0, top), left + width, top + size + 3), fill=(255, 255, 255, 215))
        self.draw.text((left + 3, top), text, font=_font(size), fill=KINDS[kind])


class _Panel:
    """The lines beside the page, from the top; `y` is where the next one begins."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (PANEL, PANEL_HEIGHT), "white")
        self.draw = ImageDraw.Draw(self.image)
        self.left, self.y = 24, 24

    def describe(self, grids: Sequence[Grid], spots: Sequence[Spot], caption: Caption) -> None:
        self.title(caption.title, INK)
        for line in caption.lines:
            self.line(line, INK)
        for grid in grids:
            self.title(f"{grid.table.name}   fit {grid.fit:.2f}, {len(grid.rows)} rows", FRAME)
            for number, gap in enumerate(grid.gaps, start=1):
                self.numbered(number, _column(gap.column), TINTS[number % 2])
        if named := [spot for spot in spots if spot.kind != "cell"]:
            self.title("Header and text", INK)
            for spot in named:
                self.entry(spot)

    def title(self, text: str, color: Color) -> None:
        self.y += 10
        self.draw.text((self.left, self.y), text, font=_font(24), fill=color)
        self.y += 34

    def line(self, text: str, color: Color, indent: int = 0) -> None:
        text = _cut(self.draw, text, PANEL - 40 - indent)
        self.draw.text((self.left + indent, self.y), text, font=_font(18), fill=color)
        self.y += 25

    def numbered(self, number: int, text: str, color: Color) -> None:
        self.draw.ellipse((self.left, self.y, self.left + 22, self.y + 22), fill=color)
        self.draw.text((self.left + 11, self.y + 11), str(number), font=_font(14), fill="white", anchor="mm")
        self.line(text, INK, 32)

    def entry(self, spot: Spot) -> None:
        color = KINDS[spot.kind]
        filled = color if spot.kind != "check" or spot.text else None
        square = (self.left + 3, self.y + 4, self.left + 17, self.y + 18)
        self.draw.rectangle(square, fill=filled, outline=color, width=2)
        self.line(f"{spot.name}: {spot.text}" if spot.text else spot.name, INK, 32)


def _column(column: Column) -> str:
    name = column.path.rpartition("/")[2]
    return f"{name} ({column.means})" if column.means else name


def _pixels(x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
    return x0 * SCALE, top * SCALE, x1 * SCALE, bottom * SCALE


def _cut(draw: ImageDraw.ImageDraw, text: str, width: int) -> str:
    while text and draw.textlength(text, font=_font(18)) > width:
        text = text[:-2].rstrip() + "…"
    return text


def _font(size: int) -> FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
