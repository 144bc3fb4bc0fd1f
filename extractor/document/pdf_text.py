"""The text layer of a PDF page, character by character."""

from __future__ import annotations

import ctypes
import math
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, repeat
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extractor.document.limits import Stopwatch
from extractor.document.opened_page import Chars
from extractor.document.pdf_ink import HIDDEN_MODES
from extractor.document.pdfium_calls import (
    address_of,
    call_each,
    char_box,
    char_unicode,
    loose_char_box,
    rows_of,
)
from extractor.document.settings import SETTINGS

_LINE_BREAKS = frozenset({0x0A, 0x0D})
# What PDFium puts in place of a hyphen at the end of a line.
_HYPHENS = frozenset({0x02, 0xFFFE})
_HIGH_SURROGATES, _LOW_SURROGATES = range(0xD800, 0xDC00), range(0xDC00, 0xE000)


@dataclass(frozen=True, slots=True)
class PdfText:
    """The characters that show on the page, and how many more are invisible or lie outside it.

    `at` are the indices of the characters in PDFium's text page.
    """

    chars: Chars
    at: Sequence[int]
    hidden: int
    outside: int

    def only(self, shows: NDArray[np.bool_]) -> PdfText:
        """The text where only some of its characters show, shape (count,)."""
        kept = np.flatnonzero(shows).tolist()
        lost = sum(not text.isspace() for text, own in zip(self.chars.texts, shows, strict=True) if not own)
        return PdfText(self.chars.only(kept), [self.at[k] for k in kept], self.hidden + lost, self.outside)

    def once(self, again: NDArray[np.bool_]) -> PdfText:
        """The text without characters that only repeat others in their place, shape (count,)."""
        kept = np.flatnonzero(~again).tolist()
        return PdfText(self.chars.only(kept), [self.at[k] for k in kept], self.hidden, self.outside)


def read(
    textpage: pdfium.PdfTextPage,
    shown: pdfium.PdfMatrix,
    size: tuple[float, float],
    seek_hidden: bool,
    watch: Stopwatch,
) -> PdfText:
    """The text layer of a page of `size` points, its boxes moved by `shown` to the page as shown.

    `seek_hidden`: whether any text is invisible, which is slow to ask of each character.
    Line breaks, which PDFium makes up, are left out; spaces that it makes up have no extent.
    Raises LimitExceeded when it takes too long.
    """
    count = textpage.count_chars()
    codes = _codes(textpage, count)
    watch.check()
    unmoved = _loose_boxes(textpage, count)
    watch.check()
    sizes = _drawn_sizes(textpage, unmoved)
    watch.check()
    boxes = _moved(unmoved, shown)
    numbers, letters = _characters(codes)
    inside = _inside(boxes, size)[np.array(numbers, np.intp)]
    shows = inside.copy()
    if seek_hidden:
        own = compress(numbers, inside.tolist())
        shows[inside] = [not _is_hidden(textpage, index) for index in own]
    at, texts = list(compress(numbers, shows.tolist())), list(compress(letters, shows.tolist()))
    hidden, outside = int((inside & ~shows).sum()), int((~inside).sum())
    return PdfText(Chars(texts, boxes[at], sizes[at]), at, hidden, outside)


def quarter_turns(textpage: pdfium.PdfTextPage, at: Sequence[int], shown: pdfium.PdfMatrix) -> int:
    """Clockwise quarter turns that set most of the characters at some indices upright, of a sample of them.

    `shown` is the matrix from the page's own points to the page as shown.
    """
    step = max(1, len(at) // SETTINGS.pdf.turn_sample)
    turns = Counter(_turns_of(textpage, index, shown) for index in at[::step])
    return turns.most_common(1)[0][0] if turns else 0


def _turns_of(textpage: pdfium.PdfTextPage, index: int, shown: pdfium.PdfMatrix) -> int:
    """The same of one character: it is written along (a, b) of its matrix."""
    own = raw.FS_MATRIX()
    if not raw.FPDFText_GetMatrix(textpage, index, own):
        return 0
    across = shown.a * own.a + shown.c * own.b
    down = shown.b * own.a + shown.d * own.b
    return round(-math.atan2(down, across) / (math.pi / 2)) % 4


def _codes(textpage: pdfium.PdfTextPage, count: int) -> list[int]:
    """The code of each character."""
    found = (ctypes.c_ushort * (count + 1))()
    # One call gives all, but leaves out control characters and writes those beyond 16 bits as two.
    if raw.FPDFText_GetText(textpage, 0, count, found) == count + 1:
        return list(found)[:count]
    return list(map(char_unicode, repeat(address_of(textpage.raw)), range(count)))


def _loose_boxes(textpage: pdfium.PdfTextPage, count: int) -> NDArray[np.float32]:
    """Left, top, right, bottom of each character in the page's own points, shape (count, 4)."""
    boxes = np.zeros((count, 4), np.float32)
    call_each(loose_char_box, repeat(address_of(textpage.raw)), range(count), rows_of(boxes))
    return boxes


def _drawn_sizes(textpage: pdfium.PdfTextPage, boxes: NDArray[np.float32]) -> NDArray[np.float64]:
    """The font size of each character times the scale of its matrix, in points.

    Both cost a call, so characters whose loose boxes are equally wide and high share them: of one
    font that makes them equal, and two fonts hardly ever agree in both.
    """
    extents = np.round(np.abs(boxes[:, :2] - boxes[:, 2:]), SETTINGS.pdf.extent_decimals)
    # The bits of both as one number: those are sorted faster than pairs.
    pairs = np.ascontiguousarray(extents, np.float32).view(np.uint64)[:, 0]
    _, first, kinds = np.unique(pairs, return_index=True, return_inverse=True)
    return np.array([_drawn_size(textpage, index) for index in first.tolist()], np.float64)[kinds]


def _drawn_size(textpage: pdfium.PdfTextPage, index: int) -> float:
    matrix = raw.FS_MATRIX()
    size: float = raw.FPDFText_GetFontSize(textpage, index)
    if not raw.FPDFText_GetMatrix(textpage, index, matrix):
        return size
    return size * math.hypot(matrix.c, matrix.d)


def _moved(boxes: NDArray[np.floating[Any]], shown: pdfium.PdfMatrix) -> NDArray[np.float64]:
    """Boxes (left, top, right, bottom) as (x0, top, x1, bottom) on the page as shown."""
    places = boxes.astype(np.float64)
    x, y = places[:, 0::2], places[:, 1::2]
    across = shown.a * x + shown.c * y + shown.e
    down = shown.b * x + shown.d * y + shown.f
    return np.stack([across.min(axis=1), down.min(axis=1), across.max(axis=1), down.max(axis=1)], axis=1)


def _inside(boxes: NDArray[np.float64], size: tuple[float, float]) -> NDArray[np.bool_]:
    """True where a box's centre lies on the page; false for boxes that are no numbers."""
    centers = (boxes[:, :2] + boxes[:, 2:]) / 2
    return np.asarray(((centers >= 0) & (centers <= size)).all(axis=1))


def _characters(codes: Sequence[int]) -> tuple[Sequence[int], list[str]]:
    """The index and the text of each character; the halves of a surrogate pair are joined."""
    texts = {code: _text(code) for code in set(codes)}
    if any(map(_HIGH_SURROGATES.__contains__, texts)):
        found = list(_with_pairs(codes, texts))
        return [index for index, _ in found], [text for _, text in found]
    breaks = _LINE_BREAKS.intersection(texts)
    numbers = [index for index, code in enumerate(codes) if code not in breaks]
    return numbers, [texts[codes[index]] for index in numbers]


def _with_pairs(codes: Sequence[int], texts: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    """The same where some codes are halves of pairs."""
    lead = 0
    for index, code in enumerate(codes):
        if code in _HIGH_SURROGATES:
            lead = code
        elif lead and code in _LOW_SURROGATES:
            pair = chr(lead) + chr(code)
            yield index - 1, pair.encode("utf-16", "surrogatepass").decode("utf-16")
            lead = 0
        elif code not in _LINE_BREAKS:
            lead = 0
            yield index, texts[code]


def glyph_boxes(
    textpage: pdfium.PdfTextPage, shown: pdfium.PdfMatrix, at: Sequence[int]
) -> NDArray[np.float64]:
    """x0, top, x1, bottom around the ink of some characters, in points of the page as shown, a row each."""
    sides = np.zeros((len(at), 4), np.float64)
    # PDFium answers left, right, bottom, top: each goes to its place in (left, top, right, bottom).
    places = (rows_of(sides, place) for place in (0, 2, 3, 1))
    call_each(char_box, repeat(address_of(textpage.raw)), at, *places)
    return _moved(sides, shown)


def _text(code: int) -> str:
    if code in _HYPHENS:
        return "-"
    # Neither "no character" nor half of a pair is text.
    surrogate = code in _HIGH_SURROGATES or code in _LOW_SURROGATES
    return "\ufffd" if code == 0 or surrogate or code > sys.maxunicode else chr(code)


def _is_hidden(textpage: pdfium.PdfTextPage, index: int) -> bool:
    run = raw.FPDFText_GetTextObject(textpage, index)
    return bool(run) and raw.FPDFTextObj_GetTextRenderMode(run) in HIDDEN_MODES
