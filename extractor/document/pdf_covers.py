"""Areas painted over what was drawn on a PDF page before: bars, boxes and strips that hide writing.

A page is printed from the back to the front: the shade of a table first, then its rules and letters. What is
filled or pasted later, upon letters or rules, hides them; so does a dark area without letters upon it. A
stamp's letters stand askew over others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extractor.document.limits import Stopwatch
from extractor.document.opened_page import WHITE
from extractor.document.pdf_ink import Handle, objects
from extractor.document.settings import SETTINGS
from extractor.model.geometry import Box

_SETTINGS = SETTINGS.covers
_Sides = tuple[float, float, float, float]
TEXT = raw.FPDF_PAGEOBJ_TEXT
_KINDS = frozenset({TEXT, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE})


@dataclass(frozen=True, eq=False, slots=True)
class _Drawn:
    """What is drawn on a page, in the order of drawing: `boxes` has shape (count, 4): x0, top, x1, bottom in
    points of the page as shown; `letters` are runs of text, `greys` what opaque areas are filled with, 0 to
    255, -1 of all else."""

    boxes: NDArray[np.float64]
    letters: NDArray[np.bool_]
    greys: NDArray[np.int64]

    def covers(self) -> Iterator[Box]:
        """The areas that hide something."""
        sides = np.minimum(*self._extents())
        for k in np.flatnonzero((self.greys >= 0) & (sides >= _SETTINGS.area)).tolist():
            held = self._middles_in(k) & self.letters
            dark = self.greys[k] <= _SETTINGS.dark and sides[k] >= _SETTINGS.bar
            if held[:k].any() or self._cut(k)[:k].any() or (dark and not held[k + 1 :].any()):
                yield Box(*self.boxes[k].tolist())

    def _extents(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        return self.boxes[:, 2] - self.boxes[:, 0], self.boxes[:, 3] - self.boxes[:, 1]

    def _middles_in(self, k: int) -> NDArray[np.bool_]:
        """Which of all have their middle in the area `k`."""
        x0, top, x1, bottom = self.boxes[k]
        across, down = self.boxes[:, ::2].mean(axis=1), self.boxes[:, 1::2].mean(axis=1)
        return np.asarray((x0 <= across) & (across <= x1) & (top <= down) & (down <= bottom))

    def _cut(self, k: int) -> NDArray[np.bool_]:
        """Which are rules that the area `k` hides a part of, and not only runs along."""
        x0, top, x1, bottom = self.boxes[k] + _SETTINGS.inside * np.array([1, 1, -1, -1])
        wide, high = self._extents()
        left, upper, right, lower = self.boxes.T
        across, down = (left + right) / 2, (upper + lower) / 2
        lying = (wide > high) & (top <= down) & (down <= bottom)
        standing = (wide <= high) & (x0 <= across) & (across <= x1)
        hidden_of_lying = np.minimum(x1, right) - np.maximum(x0, left)
        hidden_of_standing = np.minimum(bottom, lower) - np.maximum(top, upper)
        hidden = np.where(lying, hidden_of_lying, np.where(standing, hidden_of_standing, 0.0))
        thin = (np.minimum(wide, high) <= _SETTINGS.thin) & ~self.letters
        return np.asarray(thin & (hidden >= _SETTINGS.hidden))


def covers(page: pdfium.PdfPage, watch: Stopwatch) -> tuple[Box, ...]:
    """The areas that hide something and the stamps, in points of the page as shown."""
    asked = _Asking()
    found = [item for item in objects(page) if item[1] in _KINDS]
    watch.check()
    greys = [asked.grey(handle, kind) for handle, kind, _ in found]
    turned = [k for k, (handle, kind, _) in enumerate(found) if kind == TEXT and asked.is_turned(handle)]
    watch.check()
    if not turned and not any(
        map(asked.is_area, (item[0] for item, grey in zip(found, greys, strict=True) if grey >= 0))
    ):
        return ()
    boxes = _shown([asked.bounds(handle) for handle, _, _ in found], [matrix for _, _, matrix in found])
    letters = np.array([kind == TEXT for _, kind, _ in found])
    watch.check()
    stamps = (Box(*boxes[k].tolist()) for k in turned)
    return (*_Drawn(boxes, letters, np.array(greys)).covers(), *stamps)


class _Asking:
    """Asks PDFium of single objects; what it answers into is made once, for a page has a thousand."""

    def __init__(self) -> None:
        self._sides = [raw.c_float() for _ in range(4)]
        self._colour = [raw.c_uint() for _ in range(4)]
        self._mode, self._stroke, self._matrix = raw.c_int(), raw.c_int(), raw.FS_MATRIX()

    def bounds(self, handle: Handle) -> _Sides:
        """Left, bottom, right and top in the points of the object's container."""
        raw.FPDFPageObj_GetBounds(handle, *self._sides)
        left, bottom, right, top = (side.value for side in self._sides)
        return left, bottom, right, top

    def is_area(self, handle: Handle) -> bool:
        """True for what is no rule."""
        left, bottom, right, top = self.bounds(handle)
        return min(right - left, top - bottom) >= _SETTINGS.area

    def is_turned(self, handle: Handle) -> bool:
        """True for letters that stand askew, as a stamp's do: neither upright nor turned by a quarter."""
        raw.FPDFPageObj_GetMatrix(handle, self._matrix)
        low, high = sorted((abs(self._matrix.a), abs(self._matrix.b)))
        return bool(low > _SETTINGS.askew * high)

    def grey(self, handle: Handle, kind: int) -> int:
        """The grey of an opaque area, 0 black to 255 white; -1 of what hides nothing. A picture counts as
        white: what it shows is not known."""
        if kind != raw.FPDF_PAGEOBJ_PATH:
            return WHITE if kind == raw.FPDF_PAGEOBJ_IMAGE else -1
        filled = raw.FPDFPath_GetDrawMode(handle, self._mode, self._stroke)
        if not filled or self._mode.value == raw.FPDF_FILLMODE_NONE:
            return -1
        raw.FPDFPageObj_GetFillColor(handle, *self._colour)
        *colours, alpha = (own.value for own in self._colour)
        return max(colours) if alpha >= _SETTINGS.opaque else -1


def _shown(bounds: Sequence[_Sides], matrices: Sequence[pdfium.PdfMatrix]) -> NDArray[np.float64]:
    """The boxes on the page as shown, shape (count, 4)."""
    a, b, c, d, e, f = np.array([(m.a, m.b, m.c, m.d, m.e, m.f) for m in matrices]).T
    left, bottom, right, top = np.array(bounds).T
    corners = [(x, y) for x in (left, right) for y in (bottom, top)]
    xs = np.array([a * x + c * y + e for x, y in corners])
    ys = np.array([b * x + d * y + f for x, y in corners])
    return np.column_stack([xs.min(axis=0), ys.min(axis=0), xs.max(axis=0), ys.max(axis=0)])
