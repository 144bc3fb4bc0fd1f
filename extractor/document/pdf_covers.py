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
from extractor.document.pdf_ink import Ink, Objects
from extractor.document.pdfium_calls import (
    Handle,
    answers,
    draw_mode,
    fill_color,
    object_bounds,
    object_matrix,
)
from extractor.document.settings import SETTINGS
from extractor.model.geometry import Box

_SETTINGS = SETTINGS.covers
TEXT = raw.FPDF_PAGEOBJ_TEXT
_KINDS = (TEXT, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE)


@dataclass(frozen=True, eq=False, slots=True)
class Drawn:
    """What is drawn on a page, in the order of drawing: `boxes` has shape (count, 4): x0, top, x1, bottom in
    points of the page as shown; `kinds` are PDFium's; `greys` what opaque areas are filled with, 0 to 255,
    -1 of all else."""

    handles: Sequence[Handle]
    boxes: NDArray[np.float64]
    kinds: NDArray[np.int_]
    greys: NDArray[np.int64]

    def covers(self) -> Iterator[tuple[Box, bool]]:
        """The areas that hide something, and whether each is a picture that hides letters and nothing else:
        it may show the same."""
        sides, letters = np.minimum(*self._extents()), self._letters()
        for k in self._areas():
            held = self._middles_in(k) & letters
            dark = self.greys[k] <= _SETTINGS.dark and sides[k] >= _SETTINGS.bar
            cuts = bool(self._cut(k)[:k].any())
            if held[:k].any() or cuts or (dark and not held[k + 1 :].any()):
                picture = self.kinds[k] == raw.FPDF_PAGEOBJ_IMAGE
                yield Box(*self.boxes[k].tolist()), bool(picture and not cuts)

    def letters_under(self) -> list[Handle]:
        """The runs of letters of which an area that is drawn later may hide some."""
        under, letters = np.zeros(len(self.boxes), np.bool_), self._letters()
        for k in self._areas():
            under[:k] |= self._reaching(k)[:k]
        return [self.handles[k] for k in np.flatnonzero(under & letters).tolist()]

    def _areas(self) -> list[int]:
        sides = np.minimum(*self._extents())
        return np.flatnonzero((self.greys >= 0) & (sides >= _SETTINGS.area)).tolist()

    def _letters(self) -> NDArray[np.bool_]:
        return np.asarray(self.kinds == TEXT)

    def _extents(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        return self.boxes[:, 2] - self.boxes[:, 0], self.boxes[:, 3] - self.boxes[:, 1]

    def _reaching(self, k: int) -> NDArray[np.bool_]:
        """Which of all have some of themselves in the area `k`."""
        x0, top, x1, bottom = self.boxes[k]
        left, upper, right, lower = self.boxes.T
        return np.asarray((left < x1) & (right > x0) & (upper < bottom) & (lower > top))

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
        thin = (np.minimum(wide, high) <= _SETTINGS.thin) & ~self._letters()
        return np.asarray(thin & (hidden >= _SETTINGS.hidden))


def drawn(ink: Ink, watch: Stopwatch) -> Drawn | None:
    """What is drawn on a page where anything opaque on it is no rule; else None."""
    greys = [_greys(own) for own in ink.objects]
    watch.check()
    if not any(map(_has_areas, ink.objects, greys)):
        return None
    kinds = np.concatenate([own.kinds for own in ink.objects])
    boxes = np.concatenate([_shown(_bounds(own.handles), own.matrix) for own in ink.objects])
    watch.check()
    order = ink.order()
    seen = order[np.isin(kinds[order], _KINDS)]
    handles = [handle for own in ink.objects for handle in own.handles]
    return Drawn([handles[k] for k in seen.tolist()], boxes[seen], kinds[seen], np.concatenate(greys)[seen])


def stamps(ink: Ink) -> Iterator[Box]:
    """Where letters stand askew, in points of the page as shown."""
    for own in ink.objects:
        turned = [own.handles[k] for k in np.flatnonzero(_turned(own)).tolist()]
        yield from (Box(*box) for box in _shown(_bounds(turned), own.matrix).tolist())


def _has_areas(own: Objects, greys: NDArray[np.int64]) -> bool:
    """True where something opaque is no rule."""
    opaque = [own.handles[k] for k in np.flatnonzero(greys >= 0).tolist()]
    left, bottom, right, top = _bounds(opaque).T
    return bool((np.minimum(right - left, top - bottom) >= _SETTINGS.area).any())


def _greys(own: Objects) -> NDArray[np.int64]:
    """The grey of each opaque area, 0 black to 255 white; -1 of what hides nothing. A picture counts as
    white: what it shows is not known."""
    greys = np.where(own.kinds == raw.FPDF_PAGEOBJ_IMAGE, WHITE, -1)
    paths = np.flatnonzero(own.kinds == raw.FPDF_PAGEOBJ_PATH)
    modes = answers(draw_mode, [own.handles[k] for k in paths.tolist()], np.int32, 2, places=2)
    filled = paths[modes[:, 0] != raw.FPDF_FILLMODE_NONE]
    colours = answers(fill_color, [own.handles[k] for k in filled.tolist()], np.uint32, 4, places=4)
    opaque = colours[:, 3] >= _SETTINGS.opaque
    greys[filled[opaque]] = colours[opaque, :3].max(axis=1, initial=0)
    return greys


def _turned(own: Objects) -> NDArray[np.bool_]:
    """Which are letters that stand askew, as a stamp's do: neither upright nor turned by a quarter."""
    turned = np.asarray(own.kinds == TEXT)
    a, b, *_ = np.abs(answers(object_matrix, own.of(TEXT), np.float32, 6).astype(np.float64)).T
    turned[turned] = np.minimum(a, b) > _SETTINGS.askew * np.maximum(a, b)
    return turned


def _bounds(handles: Sequence[Handle]) -> NDArray[np.float64]:
    """Left, bottom, right and top of each object in the points of its container, shape (count, 4)."""
    return np.asarray(answers(object_bounds, handles, np.float32, 4, places=4), np.float64)


def _shown(bounds: NDArray[np.float64], matrix: pdfium.PdfMatrix) -> NDArray[np.float64]:
    """The boxes on the page as shown, shape (count, 4)."""
    left, bottom, right, top = bounds.T
    corners = [(x, y) for x in (left, right) for y in (bottom, top)]
    xs = np.array([matrix.a * x + matrix.c * y + matrix.e for x, y in corners])
    ys = np.array([matrix.b * x + matrix.d * y + matrix.f for x, y in corners])
    return np.column_stack([xs.min(axis=0), ys.min(axis=0), xs.max(axis=0), ys.max(axis=0)])
