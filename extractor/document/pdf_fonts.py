"""Fonts whose map to text may be wrong: what they draw for a letter looks like another.

A font of a PDF says by a map of its own which text its glyphs are, and nothing on the screen shows where that
map is wrong. So each font's letters and figures, as they were drawn, are compared with those of standard
fonts, its points and commas with each other. That is a suspicion, for types differ: a reader is to say what
the ink says.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from extractor.document.letter_shapes import LETTERS, cut_out, unlike, with_middles_in
from extractor.document.opened_page import Pixels, Raster
from extractor.document.pdf_text import glyph_boxes
from extractor.document.pdfium_calls import Handle, address_of, text_font, text_object
from extractor.document.settings import SETTINGS
from extractor.model.geometry import POINTS_PER_INCH

_SETTINGS = SETTINGS.fonts
_POINTS = ".,"
_LOOKED_AT = frozenset(LETTERS + _POINTS)
FontLetter = tuple[Handle, str]
"""A letter, as a font says."""


def fonts_of(textpage: pdfium.PdfTextPage, at: Sequence[int]) -> NDArray[np.uint64]:
    """The font of each character at some indices, shape (count,); 0 of blanks that PDFium made up."""
    texts = list(map(text_object, repeat(address_of(textpage.raw)), at))
    fonts = {text: text_font(text) if text else 0 for text in set(texts)}
    return np.fromiter(map(fonts.__getitem__, texts), np.uint64, len(at))


@dataclass(frozen=True, eq=False, slots=True)
class Glyphs:
    """The characters of a page as they are drawn on its `raster`; `turns` clockwise quarter turns set them
    upright, `shown` leads from the page's own points to the page as shown."""

    textpage: pdfium.PdfTextPage
    shown: pdfium.PdfMatrix
    raster: Raster
    turns: int = 0

    def squares(self, at: Sequence[int], aside: int = 0) -> list[Pixels | None]:
        """What characters look like, see `cut_out`; None where too little of one is seen.

        Fonts may lie about its place too: looked at with pixels `aside`, it is the pieces of ink with their
        middle in its box.
        """
        across, down = self.raster.dpi_x / POINTS_PER_INCH, self.raster.dpi_y / POINTS_PER_INCH
        pixels = self._boxes(at) * [across, down, across, down]
        first = np.maximum(0, pixels[:, :2].astype(int) - aside)
        last = np.ceil(pixels[:, 2:]).astype(int) + aside
        return [self._square(own, aside) for own in np.column_stack([first, last]).tolist()]

    def _square(self, box: Sequence[int], aside: int) -> Pixels | None:
        x0, y0, x1, y1 = box
        pixels = self.raster.pixels[y0:y1, x0:x1]
        if aside:
            pixels = with_middles_in(pixels, aside)
        return cut_out(np.rot90(pixels, -self.turns) if self.turns else pixels)

    def oblongs(self, at: Sequence[int]) -> NDArray[np.float64]:
        """How many times as high as wide characters are."""
        boxes = self._boxes(at)
        sides = boxes[:, 2:] - boxes[:, :2]
        wide, high = (sides[:, ::-1] if self.turns % 2 else sides).T
        return np.asarray(np.where(wide > 0, high / np.where(wide > 0, wide, 1.0), 1.0))

    def _boxes(self, at: Sequence[int]) -> NDArray[np.float64]:
        return glyph_boxes(self.textpage, self.shown, at)


def odd_letters(
    glyphs: Glyphs, texts: Sequence[str], at: Sequence[int], fonts: NDArray[np.uint64]
) -> dict[Handle, list[int]]:
    """Letters that fonts draw unlike the standard ones, and points that are no points: the numbers among the
    `texts` of those that were looked at, by font. `at` are their indices in the text page."""
    places: defaultdict[FontLetter, list[int]] = defaultdict(list)
    for number, (font, text) in enumerate(zip(fonts.tolist(), texts, strict=True)):
        if text in _LOOKED_AT:
            places[font, text].append(number)
    samples = {own: _sample(there) for own, there in places.items()}
    odd: defaultdict[Handle, list[int]] = defaultdict(list)
    for font, number in (*_unlike(glyphs, samples, at), *_odd_points(glyphs, samples, at)):
        odd[font].append(number)
    return dict(odd)


def _sample(places: Sequence[int]) -> Sequence[int]:
    """Some of the places of a letter, from all over the page."""
    return places[:: -(-len(places) // _SETTINGS.samples)]


def _unlike(
    glyphs: Glyphs, samples: Mapping[FontLetter, Sequence[int]], at: Sequence[int]
) -> Iterator[tuple[Handle, int]]:
    """The letters most of whose samples look like others. Most letters look right at first sight, and are not
    looked at again."""
    letters = {own: there for own, there in samples.items() if own[1] in LETTERS}

    def odd_among(places: Sequence[tuple[FontLetter, int]], aside: int) -> list[tuple[FontLetter, int]]:
        return _odd_among(places, glyphs.squares([at[number] for _, number in places], aside))

    first = {own for own, _ in odd_among([(own, there[0]) for own, there in letters.items()], 0)}
    again = odd_among([(own, number) for own in letters if own in first for number in letters[own]], 0)
    found = odd_among(again, _SETTINGS.aside)
    counts = Counter(own for own, _ in found)
    yield from ((own[0], number) for own, number in found if counts[own] > len(letters[own]) / 2)


def _odd_among(
    places: Sequence[tuple[FontLetter, int]], squares: Sequence[Pixels | None]
) -> list[tuple[FontLetter, int]]:
    """Those of some places of letters that look like other letters; `squares` are what is seen there."""
    known = [place for place, square in zip(places, squares, strict=True) if square is not None]
    off = unlike([text for (_, text), _ in known], [square for square in squares if square is not None])
    return [place for place, is_odd in zip(known, off, strict=True) if is_odd]


def _odd_points(
    glyphs: Glyphs, samples: Mapping[FontLetter, Sequence[int]], at: Sequence[int]
) -> Iterator[tuple[Handle, int]]:
    """The points that are as long as commas, and the commas that are as short as points."""
    points = [(own, number) for own, there in samples.items() if own[1] in _POINTS for number in there]
    oblongs = glyphs.oblongs([at[number] for _, number in points]).tolist()
    for ((font, text), number), oblong in zip(points, oblongs, strict=True):
        if oblong > _SETTINGS.longest_point if text == "." else oblong < _SETTINGS.shortest_comma:
            yield font, number
