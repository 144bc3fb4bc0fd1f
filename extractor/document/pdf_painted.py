"""Which characters of a PDF page's text layer a person sees on the page: those that leave ink.

Text may be there and not show: in the colour of the paper, transparent, of a layer that is off, clipped away,
under what was painted later, too small to read. One question settles all of it: does the page look any
different without the text? So it is drawn once more with its text left out.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import repeat

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from extractor.document.opened_page import WHITE, Chars, Pixels, Raster
from extractor.document.pdf_text import glyph_boxes
from extractor.document.pdfium_calls import (
    Handle,
    address_of,
    answers,
    call_each,
    count_marks,
    fill_color,
    mark_name,
    mark_of,
    rows_of,
    set_active,
    text_object,
)
from extractor.document.settings import SETTINGS
from extractor.model.geometry import POINTS_PER_INCH, median

_SETTINGS = SETTINGS.painted
_LAYER = np.array([*map(ord, "OC"), 0], np.uint16)
Draw = Callable[[], Pixels]
Mask = NDArray[np.bool_]


def painted(
    texts: Sequence[Handle],
    under: Sequence[Handle],
    textpage: pdfium.PdfTextPage,
    shown: pdfium.PdfMatrix,
    chars: Chars,
    at: Sequence[int],
    raster: Raster,
    draw: Draw,
) -> Mask:
    """True for each of the `chars` that shows, shape (count,).

    `texts` are the objects that draw them, those `under` areas that are drawn later may be hidden; `at` are
    their indices in `textpage`; `shown` leads from the page's own points to the page as shown; `raster` is
    the page as it shows, which `draw` draws once more.
    """

    def seek(numbers: Sequence[int]) -> NDArray[np.float64]:
        return glyph_boxes(textpage, shown, [at[k] for k in numbers])

    with left_out(texts):
        shows = (_ink_of(chars, raster, draw(), seek) >= _SETTINGS.inked) & _legible(chars.sizes)
    doubtful = _doubtful(texts)
    if doubtful or under:
        # Other text in the same place leaves ink too: the doubtful is left out by itself.
        with left_out({*doubtful, *under}):
            alone = _ink_of(chars, raster, draw(), seek)
        covered, own = (_of(some, textpage, at) & _written(chars) for some in (under, doubtful))
        shows &= ~covered | (alone >= _SETTINGS.inked)
        shows &= ~own | (_means_of_runs(alone, own) >= _SETTINGS.inked_alone)
    return _with_their_neighbours(chars, shows)


@contextmanager
def left_out(texts: Collection[Handle]) -> Iterator[None]:
    """The page is drawn without these objects in the meantime."""
    call_each(set_active, texts, repeat(False))
    try:
        yield
    finally:
        call_each(set_active, texts, repeat(True))


def _legible(sizes: NDArray[np.float64]) -> Mask:
    """False for what is tiny beside the page's usual type."""
    usual = median(sizes.tolist()) if len(sizes) else 0.0
    return np.asarray((sizes >= _SETTINGS.tiny * usual) | (sizes >= _SETTINGS.readable))


def _ink_of(
    chars: Chars, raster: Raster, without: Pixels, seek: Callable[[Sequence[int]], NDArray[np.float64]]
) -> NDArray[np.float64]:
    """The part of each character's box, 0 to 1, where the page looks different without some text."""
    differs = np.asarray(cv2.absdiff(raster.pixels, without) >= _SETTINGS.contrast, np.uint8)
    counts = np.asarray(cv2.integral(differs), np.int32)
    scale = np.array([raster.dpi_x, raster.dpi_y] * 2) / POINTS_PER_INCH
    ink = _share(counts, chars.boxes * scale)
    # A font may lie about its ascent: where nothing is seen, the glyph itself is looked for.
    unseen = np.flatnonzero((ink < _SETTINGS.inked) & _written(chars)).tolist()
    ink[unseen] = _share(counts, seek(unseen) * scale)
    return ink


def _means_of_runs(shares: NDArray[np.float64], own: Mask) -> NDArray[np.float64]:
    """The shares of each unbroken run of characters as their mean: pale letters over dark ones leave a little
    ink where they cross, and a narrow letter has less than its neighbours."""
    starts = np.flatnonzero(np.diff(own, prepend=~own[:1]))
    if not len(starts):
        return shares
    lengths = np.diff(starts, append=len(own))
    return np.asarray(np.repeat(np.add.reduceat(shares, starts) / lengths, lengths))


def _share(counts: NDArray[np.int32], boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """The part of each box of pixels that is counted, 0 to 1; `counts` are the sums from the top left."""
    rows, columns = counts.shape
    x0, top = (np.floor(boxes[:, k]).astype(int).clip(0, end - 2) for k, end in ((0, columns), (1, rows)))
    x1, bottom = (np.ceil(boxes[:, k]).astype(int).clip(1, end - 1) for k, end in ((2, columns), (3, rows)))
    x1, bottom = np.maximum(x1, x0 + 1), np.maximum(bottom, top + 1)
    inside = counts[bottom, x1] - counts[top, x1] - counts[bottom, x0] + counts[top, x0]
    return np.asarray(inside / ((x1 - x0) * (bottom - top)))


def _written(chars: Chars) -> Mask:
    return ~chars.which(str.isspace)


def _of(texts: Sequence[Handle], textpage: pdfium.PdfTextPage, at: Sequence[int]) -> Mask:
    """Which of the characters at some indices some objects draw."""
    own = np.array(texts, np.uint64)
    drawing = map(text_object, repeat(address_of(textpage.raw)), at)
    return np.isin(np.fromiter(drawing, np.uint64, len(at)), own)


def _with_their_neighbours(chars: Chars, shows: Mask) -> Mask:
    """Points and dashes, of hardly any ink, show with a letter they touch; blanks always do."""
    strong = chars.which(str.isalnum)
    low, high = chars.boxes[:, :2], chars.boxes[:, 2:]
    gaps = np.maximum(low[1:] - high[:-1], low[:-1] - high[1:]).max(axis=1, initial=-np.inf)
    touch = gaps <= _SETTINGS.beside * chars.sizes[1:]
    weak = shows | ~_written(chars)
    weak[1:] |= touch & shows[:-1] & strong[:-1]
    weak[:-1] |= touch & shows[1:] & strong[1:]
    return np.where(strong, shows, weak)


def _doubtful(texts: Sequence[Handle]) -> list[Handle]:
    """Those that are pale, seen through, or of a layer: other ink in their place may not be theirs."""
    colours = answers(fill_color, texts, np.uint32, 4, places=4)
    pale = colours[:, :3].min(axis=1, initial=WHITE) >= _SETTINGS.pale
    unsure = pale | (colours[:, 3] <= _SETTINGS.faint)
    return [texts[k] for k in np.flatnonzero(unsure | _of_layers(texts)).tolist()]


def _of_layers(texts: Sequence[Handle]) -> Mask:
    """Which objects belong to layers. A tagged page has as many marks as words, most of few names: what is
    marked together shares its mark, which is asked for its name once."""
    counts = np.fromiter(map(count_marks, texts), np.int_, len(texts))
    marks = np.zeros((len(texts), int(counts.max(initial=0))), np.uint64)
    for k in range(marks.shape[1]):
        marked = np.flatnonzero(counts > k)
        found = map(mark_of, [texts[number] for number in marked.tolist()], repeat(k))
        marks[marked, k] = np.fromiter(found, np.uint64, len(marked))
    # (numpy's `unique` loads its masked arrays.)
    known = np.array([*set(marks[marks > 0].tolist())], np.uint64)
    return np.asarray(np.isin(marks, known[_are_of_layers(known)]).any(axis=1))


def _are_of_layers(marks: NDArray[np.uint64]) -> Mask:
    """Which marks are a layer's, by the name of their content (PDF 1.7, 8.11.3.2)."""
    # PDFium writes a name with the zero at its end, and none that is longer than there is room for.
    names = np.zeros((len(marks), len(_LAYER)), np.uint16)
    length = ctypes.c_ulong()
    for mark, room in zip(marks.tolist(), rows_of(names), strict=True):
        mark_name(mark, room, names.itemsize * len(_LAYER), ctypes.addressof(length))
    return np.asarray((names == _LAYER).all(axis=1))
