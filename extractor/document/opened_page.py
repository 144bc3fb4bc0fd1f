"""A page as the later stages use it: its characters, and its pixels."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, overload

import numpy as np
from numpy.typing import NDArray

from extractor.model.geometry import Box
from extractor.model.warp import Inset

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


@dataclass(frozen=True, eq=False)
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

    def only(self, kept: Sequence[int]) -> Chars:
        """Some of the characters, by their places."""
        return Chars([self.texts[k] for k in kept], self.boxes[kept], self.sizes[kept])

    def which(self, are: Callable[[str], bool]) -> NDArray[np.bool_]:
        """Which of them are of a kind, shape (count,); each letter that occurs is asked about once."""
        letters, numbers = self._letters
        return np.array([are(letter) for letter in letters], np.bool_)[numbers]

    @cached_property
    def _letters(self) -> tuple[tuple[str, ...], NDArray[np.intp]]:
        """The letters that occur, and of each character the number of its own among them."""
        known = {letter: number for number, letter in enumerate(dict.fromkeys(self.texts))}
        return tuple(known), np.fromiter(map(known.__getitem__, self.texts), np.intp, len(self))

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
    """Grey pixels, shape (height, width), 0 black to 255 white, with the resolution of each axis.

    `unruled` are the same without ruling lines, where those are known apart from the letters they touch.
    """

    pixels: Pixels
    dpi_x: float
    dpi_y: float
    unruled: Pixels | None = None


@dataclass(frozen=True, slots=True)
class SheetPicture:
    """A picture of a whole sheet that is set into a page: its pixels with the resolution of that sheet, and
    where it stands on the page as shown."""

    raster: Raster
    inset: Inset


@dataclass(frozen=True, slots=True)
class Cover:
    """What is painted or stamped over a page. A picture that hides the `letters` of the text under it may
    show the same; None of other covers."""

    box: Box
    letters: str | None = None


@dataclass(frozen=True, eq=False, slots=True)
class DoubtfulFont:
    """A font of a page that draws letters unlike other fonts do: its characters on the page, which is drawn
    as `raster`, and the numbers of those that look `odd`."""

    key: int
    odd: tuple[int, ...]
    chars: Chars
    raster: Raster


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

    @property
    def text_turns(self) -> int:
        """Clockwise quarter turns (0 to 3) that set the text layer upright; 0 without one to trust."""

    def chars(self) -> Chars:
        """The text layer in reading order with its spaces; empty where there is none to trust."""

    def covers(self) -> tuple[Cover, ...]:
        """What is painted or stamped over a drawn page's letters or rules; empty of pictures."""

    def doubtful_fonts(self) -> tuple[DoubtfulFont, ...]:
        """The fonts whose map to text may be wrong."""

    def without_fonts(self, keys: Collection[int]) -> Page:
        """The page with what these fonts draw as ink beside its text."""

    def writings(self) -> tuple[Box, ...]:
        """Where writing may be beside the text layer: pictures, letters drawn as outlines."""

    def beside(self) -> Raster:
        """What is drawn beside the text layer, to be read: the page rendered without its text."""

    def sheet_picture(self) -> SheetPicture | None:
        """The picture of a whole sheet that is set into the page, smaller than it; None without one."""

    def raster(self, to_read: bool = False) -> Raster:
        """The page's ink: a scan at its native resolution, a drawn page rendered.

        A page with a text layer to trust is rendered for its rules, finer where all of it is to be read.
        """
