"""The text layer of a PDF page, character by character."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extractor.document.limits import Stopwatch
from extractor.document.page import Char
from extractor.document.pdf_ink import HIDDEN_MODES, Handle
from extractor.geometry import Box

_LINE_BREAKS = frozenset({0x0A, 0x0D})
# What PDFium puts in place of a hyphen at the end of a line.
_HYPHENS = frozenset({0x02, 0xFFFE})
_CHECK_EVERY = 4096


@dataclass(frozen=True, slots=True)
class Text:
    """The characters that show on the page, and how many more are invisible or lie outside it."""

    chars: tuple[Char, ...]
    hidden: int
    outside: int


def read(
    textpage: pdfium.PdfTextPage,
    shown: pdfium.PdfMatrix,
    size: tuple[float, float],
    seek_hidden: bool,
    watch: Stopwatch,
) -> Text:
    """The text layer of a page of `size` points, its boxes moved by `shown` to the page as shown.

    `seek_hidden`: whether any text is invisible, which is slow to ask of each character.
    Line breaks, which PDFium makes up, are left out; spaces that it makes up fill their gap.
    Raises LimitExceeded when it takes too long.
    """
    codes, sizes, unmoved = _measure(textpage, watch)
    boxes = _moved(unmoved, shown)
    inside = _inside(boxes, size)
    chars: list[Char] = []
    hidden = outside = 0
    for index, text in _characters(codes):
        if not inside[index]:
            outside += 1
        elif seek_hidden and _is_hidden(textpage, index):
            hidden += 1
        else:
            chars.append(Char(text, Box(*boxes[index]), sizes[index]))
    return Text(tuple(_with_spaces_wide(chars)), hidden, outside)


def _measure(
    textpage: pdfium.PdfTextPage, watch: Stopwatch
) -> tuple[list[int], list[float], NDArray[np.float32]]:
    """Code, size as drawn and loose box (left, top, right, bottom) of each character, unmoved."""
    count = textpage.count_chars()
    handle = textpage.raw
    rects = (raw.FS_RECTF * count)()
    codes: list[int] = []
    sizes: list[float] = []
    # The scale of a character's matrix costs a call; characters of one font, size and box share it.
    scales: dict[tuple[float, float, float], float] = {}
    for index in range(count):
        if index % _CHECK_EVERY == 0:
            watch.check()
        rect = rects[index]
        raw.FPDFText_GetLooseCharBox(handle, index, rect)
        codes.append(raw.FPDFText_GetUnicode(handle, index))
        size = raw.FPDFText_GetFontSize(handle, index)
        key = (size, round(rect.top - rect.bottom, 3), round(rect.right - rect.left, 3))
        if key not in scales:
            scales[key] = _scale(handle, index)
        sizes.append(size * scales[key])
    return codes, sizes, np.ctypeslib.as_array(rects).view(np.float32).reshape(-1, 4)


def _scale(handle: Handle, index: int) -> float:
    """How much taller than its font size the character is drawn."""
    matrix = raw.FS_MATRIX()
    if not raw.FPDFText_GetMatrix(handle, index, matrix):
        return 1.0
    return float(np.hypot(matrix.c, matrix.d))


def _moved(boxes: NDArray[np.float32], shown: pdfium.PdfMatrix) -> NDArray[np.float64]:
    """Boxes (left, top, right, bottom) as (x0, top, x1, bottom) on the page as shown."""
    corners = boxes.astype(np.float64).reshape(-1, 2, 2)
    matrix = np.array([[shown.a, shown.b], [shown.c, shown.d]])
    corners = corners @ matrix + np.array([shown.e, shown.f])
    return np.concatenate([corners.min(axis=1), corners.max(axis=1)], axis=1)


def _inside(boxes: NDArray[np.float64], size: tuple[float, float]) -> NDArray[np.bool_]:
    """True where a box's centre lies on the page; false for boxes that are no numbers."""
    centers = (boxes[:, :2] + boxes[:, 2:]) / 2
    return np.asarray(((centers >= 0) & (centers <= size)).all(axis=1))


def _characters(codes: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Index and text of each character; the halves of a surrogate pair are joined."""
    lead = 0
    for index, code in enumerate(codes):
        if 0xD800 <= code < 0xDC00:
            lead = code
        elif lead and 0xDC00 <= code < 0xE000:
            yield index - 1, chr(0x10000 + ((lead - 0xD800) << 10) + (code - 0xDC00))
            lead = 0
        elif code not in _LINE_BREAKS:
            lead = 0
            yield index, _text(code)


def _text(code: int) -> str:
    if code in _HYPHENS:
        return "-"
    # Neither "no character" nor half of a pair is text.
    return "\ufffd" if code == 0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)


def _is_hidden(textpage: pdfium.PdfTextPage, index: int) -> bool:
    run = raw.FPDFText_GetTextObject(textpage, index)
    return bool(run) and raw.FPDFTextObj_GetTextRenderMode(run) in HIDDEN_MODES


def _with_spaces_wide(chars: list[Char]) -> Iterator[Char]:
    """Made-up spaces have no width or height: they get the gap to the next character of their line."""
    before: Char | None = None
    for char, after in zip_longest(chars, chars[1:]):
        if char.text != " " or char.box.height or before is None:
            before = char
            yield char
            continue
        box = before.box
        same_line = after is not None and after.box.overlap_y(box) > 0
        end = max(box.x1, after.box.x0) if after is not None and same_line else box.x1
        yield Char(" ", Box(box.x1, box.top, end, box.bottom), before.size)
