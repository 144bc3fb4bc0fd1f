"""A page as the later stages use it: its characters, and its pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from extractor.model.geometry import Box

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Char:
    """One character of a PDF's text layer.

    `box` is the loose box (advance wide, ascent to descent high) in points on the page as shown;
    `size` is the font size in points as drawn.
    """

    text: str
    box: Box
    size: float


@dataclass(frozen=True, slots=True)
class Raster:
    """Grey pixels, shape (height, width), 0 black to 255 white, with the resolution of each axis."""

    pixels: Pixels
    dpi_x: float
    dpi_y: float


class Page(Protocol):
    """One page of a file, as a viewer shows it (rotation entries and orientation tags applied)."""

    @property
    def number(self) -> int:
        """Counts from 1 in the file."""

    @property
    def width(self) -> float:
        """Points."""

    @property
    def height(self) -> float:
        """Points."""

    def chars(self) -> tuple[Char, ...]:
        """The text layer in reading order with its spaces; empty where there is none to trust."""

    def raster(self) -> Raster:
        """The page's ink: a scan at its native resolution, a drawn page rendered at `RENDER_DPI`."""
