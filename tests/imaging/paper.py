"""Small pages drawn for the tests: everything in points, origin top left, feet of letters on `foot`."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from extractor.document.opened_page import Raster
from extractor.model.geometry import Box

PROSE = (
    "Common Stock, par value ten cents, held by the trust",
    "Director and officer of the issuer named below",
    "Shares acquired under the dividend reinvestment plan",
    "Exercise price of the options granted to directors",
    "The filer disclaims beneficial ownership of all these",
    "Date of the earliest transaction to be reported here",
    "Held in the name of the spouse and of both children",
    "Each unit converts into one share when it is settled",
    "Nothing in this line was written by a human being",
    "Filed late because the broker told the filer too late",
)
"""Lines with more ascenders than descenders, as Latin text has them."""


@dataclass
class Paper:
    """Grey paper to draw on; 255 is white."""

    width: float
    height: float
    dpi: float = 200.0
    pixels: np.ndarray = field(init=False)

    def __post_init__(self):
        self.pixels = np.full((self.pixel(self.height), self.pixel(self.width)), 255, np.uint8)

    def pixel(self, points):
        return round(points * self.dpi / 72)

    def text(self, text, x, foot, size=10.0, grey=0):
        image = Image.fromarray(self.pixels)
        font = ImageFont.load_default(size * self.dpi / 72)
        place = (self.pixel(x), self.pixel(foot))
        ImageDraw.Draw(image).text(place, text, fill=grey, font=font, anchor="ls")
        self.pixels = np.array(image)
        return self

    def prose(self, lines=PROSE, x=36.0, foot=40.0, size=10.0, leading=16.0):
        for number, line in enumerate(lines):
            self.text(line, x, foot + number * leading, size)
        return self

    def fill(self, box, grey=0):
        x0, top, x1, bottom = (self.pixel(side) for side in (box.x0, box.top, box.x1, box.bottom))
        self.pixels[top:bottom, x0:x1] = grey
        return self

    def across(self, y, x0, x1, thick=0.8):
        return self.fill(Box(x0, y - thick / 2, x1, y + thick / 2))

    def down(self, x, top, bottom, thick=0.8):
        return self.fill(Box(x - thick / 2, top, x + thick / 2, bottom))

    def square(self, box, thick=0.8):
        self.fill(box)
        return self.fill(box.grown(-thick), 255)

    def stroke(self, start, end, thick=1.0):
        places = [(self.pixel(x), self.pixel(y)) for x, y in (start, end)]
        cv2.line(self.pixels, *places, 0, self.pixel(thick))
        return self

    def one_bit(self):
        self.pixels = np.where(self.pixels < 128, 0, 255).astype(np.uint8)
        return self

    def mask(self):
        return (self.pixels < 128).astype(np.uint8)

    def raster(self):
        return Raster(self.pixels, self.dpi, self.dpi)


def turned(pixels, degrees, paper=255):
    """The pixels turned clockwise about their middle: level lines then fall to the right."""
    height, width = pixels.shape
    turn = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -degrees, 1)
    return cv2.warpAffine(pixels, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=paper)


def specked(pixels, count, side=1, seed=4):
    """The pixels with `count` black specks of `side` pixels on them."""
    specks, random = pixels.copy(), np.random.default_rng(seed)
    for y, x in random.integers(0, np.array(pixels.shape) - side, (count, 2)):
        specks[y : y + side, x : x + side] = 0
    return specks


def ink_box(pixels, dpi):
    """The box around all dark pixels, in points."""
    ys, xs = np.nonzero(pixels < 128)
    unit = 72 / dpi
    return Box(xs.min() * unit, ys.min() * unit, (xs.max() + 1) * unit, (ys.max() + 1) * unit)


def apart(box, other):
    """The farthest that a side of `box` lies from that side of `other`, in points."""
    pairs = ((box.x0, other.x0), (box.top, other.top), (box.x1, other.x1), (box.bottom, other.bottom))
    return max(abs(a - b) for a, b in pairs)
