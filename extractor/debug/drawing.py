"""The drawing kit: boxes, labels and lists over the pixels of a page; places on it are given in points.

Every picture form4 makes of a page is drawn with it: the overlay, the layout picture, the pictures of the
stages.
"""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from extractor.document.opened_page import Pixels, Raster
from extractor.imaging.dewarp import resampled
from extractor.model.geometry import POINTS_PER_INCH, Box
from extractor.model.warp import Warp

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

    Font = ImageFont.ImageFont | FreeTypeFont

Color = tuple[int, int, int]
"""Red, green, blue, each 0 to 255."""

PICTURE_DPI = 200.0
"""Resolution of pictures with a panel: type of six points is legible in them."""
FADED = 0.45
"""How far (0 to 1) the page's own ink is faded, so that what is drawn over it stands out."""
INK: Color = (40, 40, 40)

COLORS = 256
"""Of a PNG: enough for the page's greys and the drawing, in a third of the bytes."""
TINTED = 36
"""Opacity (of 255) of a tinted box: the ink under it stays legible."""
LABEL_GROUND = (255, 255, 255, 225)
"""Red, green, blue and opacity of the ground of labels."""
LABEL_MARGIN = 2
"""Pixels between a label's letters and its frame."""
SMALLEST, LARGEST = 6, 60
"""Sizes in pixels between which the letters of a text are made as high as its box."""
NARROWEST = 0.5
"""Share of their width to which letters are squeezed at most."""
MIDDLE = 0.28
"""Share of the letter size from the top of an `x` to the middle of a line."""
BADGE = 12
"""Radius of a badge in pixels."""

PANEL = 560
"""Width of a panel's column in pixels."""
EDGE = 24
"""Pixels between a panel's edge and what stands in it."""
TITLE_SIZE, LINE_SIZE = 24, 18
"""Letter sizes in a panel, in pixels."""
TITLE_STEP, LINE_STEP, TITLE_GAP = 34, 25, 10
"""Pixels from a title and from a line to the next one, and the gap over a title."""


def flat_pixels(
    raster: Raster, warp: Warp | None, size: tuple[float, float], dpi: float = PICTURE_DPI
) -> Pixels:
    """The page upright and flat at `dpi`, its rules kept; `size` is its (width, height) in points."""
    if warp is not None:
        turned = np.ascontiguousarray(np.rot90(_sheet(raster, warp), -warp.quarters))
        return resampled(turned, warp, dpi)
    wanted = [max(1, round(side * dpi / POINTS_PER_INCH)) for side in size]
    return np.asarray(cv2.resize(raster.pixels, wanted, interpolation=cv2.INTER_AREA), np.uint8)


def _sheet(raster: Raster, warp: Warp) -> Pixels:
    """The pixels of the sheet that was read: of the page, or of the picture of one that is set into it."""
    if warp.inset is None:
        return raster.pixels
    width, height = (warp.height, warp.width) if warp.quarters % 2 else (warp.width, warp.height)
    across, down = (dpi / POINTS_PER_INCH for dpi in (raster.dpi_x, raster.dpi_y))
    left, top = round(warp.inset.x0 * across), round(warp.inset.top * down)
    right, bottom = (
        left + round(width * warp.inset.scale * across),
        top + round(height * warp.inset.scale * down),
    )
    return raster.pixels[max(0, top) : bottom, max(0, left) : right]


def faded(pixels: Pixels) -> Image.Image:
    """Grey pixels as a picture with its ink faded."""
    return Image.fromarray(255 - ((255 - pixels.astype(np.float32)) * (1 - FADED)).astype(np.uint8))


def png(image: Image.Image, dpi: float = PICTURE_DPI) -> bytes:
    """The picture as the content of a PNG file."""
    content = io.BytesIO()
    image.quantize(COLORS, Image.Quantize.FASTOCTREE).save(content, "PNG", dpi=(dpi, dpi))
    return content.getvalue()


def shortened(text: str, longest: int) -> str:
    """A text on one line, at most `longest` letters, the last one an ellipsis where it goes on."""
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


class Canvas:
    """A picture of a page, drawn on in points of that page, origin top left.

    `strip` pixels of paper above the page hide nothing of it.
    """

    def __init__(self, page: Image.Image, dpi: float, strip: int = 0) -> None:
        self.image = Image.new("RGB", (page.width, page.height + strip), "white")
        self.image.paste(page, (0, strip))
        self._draw = ImageDraw.Draw(self.image, "RGBA")
        self._scale, self._strip = dpi / POINTS_PER_INCH, strip

    def length_of(self, text: str, size: int) -> float:
        """How many points wide a text is in letters of `size` pixels."""
        return self._draw.textlength(text, font=font(size)) / self._scale

    def tint(self, box: Box, color: Color, opacity: int = TINTED) -> None:
        """Lays a colour over the ink; `opacity` is 0 to 255."""
        self._draw.rectangle(self._pixels(box), fill=(*color, opacity))

    def box(self, box: Box, color: Color, opacity: int = TINTED, width: int = 2) -> None:
        """A frame `width` pixels wide, tinted inside unless `opacity` is 0."""
        fill = (*color, opacity) if opacity else None
        self._draw.rectangle(self._pixels(box), fill=fill, outline=color, width=width)

    def line(self, box: Box, color: Color, opacity: int = 255, width: int = 2) -> None:
        """A line from the upper left to the lower right corner of `box`, `width` pixels wide."""
        self._draw.line(self._pixels(box), fill=(*color, opacity), width=width)

    def badge(self, x: float, bottom: float, text: str, color: Color) -> None:
        """A disk with a number, its middle at `x`, standing on `bottom`."""
        left, _, _, low = self._pixels(Box(x, bottom, x, bottom))
        disk = (left - BADGE, low - 2 * BADGE, left + BADGE, low)
        self._draw.ellipse(disk, fill=color, outline="white")
        self._draw.text((left, low - BADGE), text, font=font(15), fill="white", anchor="mm")

    def label(
        self, text: str, left: float, bottom: float, color: Color, size: int, framed: bool = False
    ) -> None:
        """A text on a light ground standing on (`left`, `bottom`), moved where it would leave the page."""
        x, _, _, y = self._pixels(Box(left, bottom, left, bottom))
        x0, y0, x1, y1 = self._draw.textbbox((0, 0), text, font=font(size))
        wide, high = x1 - x0 + 2 * LABEL_MARGIN, y1 - y0 + 2 * LABEL_MARGIN
        x, y = max(0, min(x, self.image.width - wide)), max(self._strip, y - high)
        outline = color if framed else None
        self._draw.rectangle((x, y, x + wide, y + high), fill=LABEL_GROUND, outline=outline)
        at = (x + LABEL_MARGIN - x0, y + LABEL_MARGIN - y0)
        self._draw.text(at, text, font=font(size), fill=color)

    def text(self, text: str, box: Box, color: Color) -> None:
        """A text in letters as high as `box`, squeezed to its width where they are wider."""
        x0, y0, x1, y1 = self._pixels(box)
        size = max(SMALLEST, min(round(y1 - y0), LARGEST))
        left, top, right, bottom = self._draw.textbbox((0, 0), text, font=font(size))
        natural, high = max(1, round(right - left)), max(1, round(bottom - top))
        letters = Image.new("L", (natural, high))
        ImageDraw.Draw(letters).text((-left, -top), text, font=font(size), fill=255)
        wide = min(natural, max(round(x1 - x0), round(natural * NARROWEST), 1))
        # Letters that hang or stand high would else leave the line.
        down = top - self._draw.textbbox((0, 0), "x", font=font(size))[1]
        at = (round(x0), round((y0 + y1) / 2 - size * MIDDLE + down))
        self.image.paste(color, (*at, at[0] + wide, at[1] + high), letters.resize((wide, high)))

    def legend(self, entries: tuple[tuple[str, Color], ...], note: str, size: int) -> None:
        """What the colours mean, and a note, in the strip."""
        x = 8.0
        for words, color in entries:
            self._draw.rectangle((x, 8, x + 14, 20), fill=(*color, TINTED), outline=color, width=2)
            self._draw.text((x + 20, 6), words, font=font(size), fill=color)
            x += 20 + self._draw.textlength(words, font=font(size)) + 18
        self._draw.text((x, 6), note, font=font(size), fill="black")

    def _pixels(self, box: Box) -> tuple[float, float, float, float]:
        scale, strip = self._scale, self._strip
        return box.x0 * scale, box.top * scale + strip, box.x1 * scale, box.bottom * scale + strip


class Panel:
    """The lines beside a page, from the top, in as many columns of `height` pixels as they need."""

    def __init__(self, height: int) -> None:
        self._height, self._columns = height, [Image.new("RGB", (PANEL, height), "white")]
        self._y = EDGE

    def title(self, text: str, color: Color = INK) -> None:
        """A line in large letters, a gap above it."""
        self._room(TITLE_GAP + TITLE_STEP + LINE_STEP)
        self._y += TITLE_GAP
        self._draw.text((EDGE, self._y), text, font=font(TITLE_SIZE), fill=color)
        self._y += TITLE_STEP

    def line(self, text: str, color: Color = INK, indent: int = 0) -> None:
        """A line, cut where it is too long."""
        self._room(LINE_STEP)
        if not self._fits(text, indent):
            while text and not self._fits(f"{text}…", indent):
                text = text[:-1].rstrip()
            text += "…"
        self._draw.text((EDGE + indent, self._y), text, font=font(LINE_SIZE), fill=color)
        self._y += LINE_STEP

    def paragraph(self, text: str) -> None:
        """A text in as many lines as it needs, a gap behind it."""
        rest = text.split()
        while rest:
            count = len(rest)
            while count > 1 and not self._fits(" ".join(rest[:count])):
                count -= 1
            self.line(" ".join(rest[:count]))
            rest = rest[count:]
        self._y += TITLE_GAP

    def numbered(self, number: int, text: str, color: Color) -> None:
        """A line behind the badge of something on the page."""
        self._room(LINE_STEP)
        self._draw.ellipse((EDGE, self._y, EDGE + 22, self._y + 22), fill=color)
        middle = (EDGE + 11, self._y + 11)
        self._draw.text(middle, str(number), font=font(14), fill="white", anchor="mm")
        self.line(text, INK, 32)

    def entry(self, text: str, color: Color, filled: bool = True) -> None:
        """A line behind a square in the colour of something on the page."""
        self._room(LINE_STEP)
        square = (EDGE + 3, self._y + 4, EDGE + 17, self._y + 18)
        self._draw.rectangle(square, fill=color if filled else None, outline=color, width=2)
        self.line(text, INK, 32)

    def beside(self, *pages: Image.Image) -> Image.Image:
        """The pages from the left, and the panel to their right."""
        parts = [*pages, *self._columns]
        size = (sum(part.width for part in parts), max(part.height for part in parts))
        picture, x = Image.new("RGB", size, "white"), 0
        for part in parts:
            picture.paste(part, (x, 0))
            x += part.width
        return picture

    def _fits(self, text: str, indent: int = 0) -> bool:
        return self._draw.textlength(text, font=font(LINE_SIZE)) <= PANEL - 40 - indent

    @property
    def _draw(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self._columns[-1])

    def _room(self, step: int) -> None:
        """Begins a column where this one has no room for `step` pixels more."""
        if self._y + step > self._height and self._y > EDGE:
            self._columns.append(Image.new("RGB", (PANEL, self._height), "white"))
            self._y = EDGE


@cache
def font(size: int) -> Font:
    """Pillow's own typeface in letters of `size` pixels."""
    return ImageFont.load_default(size)
