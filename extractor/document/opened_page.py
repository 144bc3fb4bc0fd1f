"""A page as the later stages use it: its characters, and its pixels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, overload

import numpy as np
from numpy.typing import NDArray

from extractor.model.geometry import Box

Pixels = NDArray[np.uint8]
WHITE = 255
"""The grey of paper, and the last of 8 bits."""


@dataclass(frozen=True, slots=True)
class Char:
    """One character of a PDF's text layer.

    `box` is the loose box (advance wide, ascent to descent high) in points on the page as shown;
    `size` is the font size in points as drawn.
    """

    text: str
    box: Box
    size: float


@dataclass(frozen=True, eq=False, slots=True)
class Chars(Sequence[Char]):
    """Characters in reading order, column by column: a page has thousands, and each is asked for little.

    `boxes` has shape (count, 4): x0, top, x1, bottom; `sizes` (count,).
    """

    texts: Sequence[str]
    boxes: NDArray[np.float64]
    sizes: NDArray[np.float64]

    @classmethod
    def of(cls, chars: Iterable[Char]) -> Chars:
        """The same characters, given one by one."""
        known = list(chars)
        boxes = [(c.box.x0, c.box.top, c.box.x1, c.box.bottom) for c in known]
        return cls(
            [char.text for char in known],
            np.array(boxes, np.float64).reshape(-1, 4),
            np.array([char.size for char in known], np.float64),
        )

    def __len__(self) -> int:
        return len(self.texts)

    def scaled(self, by: float) -> Chars:
        """The same characters in another unit."""
        return Chars(self.texts, self.boxes * by, self.sizes * by)

    @overload
    def __getitem__(self, index: int) -> Char: ...

    @overload
    def __getitem__(self, index: slice) -> Chars: ...

    def __getitem__(self, index: int | slice) -> Char | Chars:
        if isinstance(index, slice):
            return Chars(self.texts[index], self.boxes[index], self.sizes[index])
        return Char(self.texts[index], Box(*self.boxes[index].tolist()), float(self.sizes[index]))


NO_CHARS = Chars.of(())


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

    def chars(self) -> Chars:
        """The text layer in reading order with its spaces; empty where there is none to trust."""

    def covers(self) -> tuple[Box, ...]:
        """What is painted or stamped over a drawn page's letters or rules; empty of pictures."""

    def raster(self) -> Raster:
        """The page's ink: a scan at its native resolution, a drawn page rendered."""
