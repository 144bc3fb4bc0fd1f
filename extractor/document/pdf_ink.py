"""What is drawn on a PDF page: its pictures, and counts of texts and paths."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extractor.document.limits import Stopwatch
from extractor.document.pdfium_calls import (
    Handle,
    Pointer,
    address_of,
    answers,
    draw_mode,
    form_object,
    object_bounds,
    object_type,
    page_object,
    path_segments,
    pointer_to,
    render_mode,
    text_font,
)
from extractor.document.settings import SETTINGS
from extractor.model.geometry import POINTS_PER_INCH, Box

HIDDEN_MODES = frozenset({raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP})


@dataclass(frozen=True, eq=False, slots=True)
class Objects:
    """What the page, or a form set on it, is drawn of, in the order of drawing.

    `handles` are PDFium's, valid as long as the page is, `kinds` say what each is (`raw.FPDF_PAGEOBJ_TEXT`
    and so on); `matrix` is from their own points to the page as shown. `at` is the number of the form among
    the objects that set it, behind those of the forms around it; empty of the page itself.
    """

    matrix: pdfium.PdfMatrix
    handles: tuple[Handle, ...]
    kinds: NDArray[np.int_]
    at: tuple[int, ...] = ()

    def of(self, kind: int) -> list[Handle]:
        """Those of a kind."""
        return [self.handles[k] for k in np.flatnonzero(self.kinds == kind).tolist()]

    def places(self, handles: Sequence[Handle]) -> Iterator[Box]:
        """The boxes of some of them on the page as shown."""
        for x0, y0, x1, y1 in answers(object_bounds, handles, np.float32, 4, places=4).tolist():
            corners = [self.matrix.on_point(x, y) for x in (x0, x1) for y in (y0, y1)]
            xs, ys = zip(*corners, strict=True)
            yield Box(min(xs), min(ys), max(xs), max(ys))


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on the page: its place on the page as shown, in points, and its number of pixels.

    `dpi_x` and `dpi_y` are its dots per inch across and down the page as shown, however it is
    rotated in the file. `pointer` is PDFium's, valid as long as the page is. `size` is its columns and
    rows in the file, which are rows and columns as shown where it is `turned`.
    """

    box: Box
    dpi_x: float
    dpi_y: float
    pixels: int
    pointer: Pointer
    size: tuple[int, int]
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Ink:
    """What is drawn on a page. `texts` and `hidden_texts` count runs of text, `paths` lines and shapes.

    `objects` are all of them, those of the page itself before those of its forms.
    """

    objects: tuple[Objects, ...]
    pictures: tuple[Picture, ...]
    texts: int
    hidden_texts: int
    paths: int

    def picture_share(self, width: float, height: float) -> float:
        """The part of the page that pictures cover together, 0 to 1."""
        if not self.pictures:
            return 0.0
        cells = SETTINGS.pdf.cover_grid
        covered = np.zeros((cells, cells), dtype=bool)
        for picture in self.pictures:
            left, right = (_cell(x, width) for x in (picture.box.x0, picture.box.x1))
            top, bottom = (_cell(y, height) for y in (picture.box.top, picture.box.bottom))
            covered[top:bottom, left:right] = True
        return float(covered.mean())

    def of(self, kind: int) -> list[Handle]:
        """All objects of a kind, in the order of drawing within the page and each form."""
        return [handle for own in self.objects for handle in own.of(kind)]

    def order(self) -> NDArray[np.int_]:
        """The numbers of all objects, as `objects` has them one after the other, in the order of drawing."""
        count = sum(len(own.handles) for own in self.objects)
        if len(self.objects) == 1:
            return np.arange(count)
        places = [(*own.at, k) for own in self.objects for k in range(len(own.handles))]
        return np.array(sorted(range(count), key=places.__getitem__), np.int_)

    def writings(self, fonts: Collection[Handle] = ()) -> Iterator[Box]:
        """Where something may be writing that is no text: pictures, paths of more sides than rules and boxes
        have, and text in `fonts`; in points of the page as shown."""
        yield from (picture.box for picture in self.pictures)
        for own in self.objects:
            paths, texts = own.of(raw.FPDF_PAGEOBJ_PATH), own.of(raw.FPDF_PAGEOBJ_TEXT) if fonts else []
            outlines = [path for path in paths if path_segments(path) > SETTINGS.pdf.plain_segments]
            lying = [text for text in texts if text_font(text) in fonts]
            yield from own.places([*outlines, *lying])

    def rules(self) -> list[Handle]:
        """The paths that are long straight lines, or frames of them."""
        return [path for own in self.objects for path in own.of(raw.FPDF_PAGEOBJ_PATH) if _is_rule(path)]

    def undecodable(self, width: float, height: float) -> bool:
        """True where the largest picture covers most of the page and gives no pixels."""
        largest = max(self.pictures, key=lambda picture: picture.box.area)
        if largest.box.area < width * height / 2:
            return False
        bitmap = raw.FPDFImageObj_GetBitmap(largest.pointer)
        if not bitmap:
            return True
        raw.FPDFBitmap_Destroy(bitmap)
        return False


def _is_rule(path: Handle) -> bool:
    if path_segments(path) > SETTINGS.pdf.plain_segments:
        return False
    ((left, bottom, right, top),) = answers(object_bounds, [path], np.float32, 4, places=4).tolist()
    ((mode, _),) = answers(draw_mode, [path], np.int32, 2, places=2).tolist()
    thin, long = sorted((right - left, top - bottom))
    frame = mode == raw.FPDF_FILLMODE_NONE and thin >= SETTINGS.pdf.shortest_rule
    return bool(long >= SETTINGS.pdf.shortest_rule and (thin <= SETTINGS.covers.thin or frame))


def _cell(at: float, length: float) -> int:
    return round(min(max(at / length, 0.0), 1.0) * SETTINGS.pdf.cover_grid)


def to_shown(page: pdfium.PdfPage) -> pdfium.PdfMatrix:
    """From the page's own coordinates to points on the page as shown, origin top left.

    The visible part is the crop box within the media box; /Rotate turns it clockwise
    (PDF 1.7, 7.7.3.3 and 14.11.2).
    """
    visible = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, visible)
    left, right = sorted((visible.left, visible.right))
    bottom, top = sorted((visible.bottom, visible.top))
    return {
        0: pdfium.PdfMatrix(1, 0, 0, -1, -left, top),
        1: pdfium.PdfMatrix(0, 1, 1, 0, -bottom, -left),
        2: pdfium.PdfMatrix(-1, 0, 0, 1, right, -bottom),
        3: pdfium.PdfMatrix(0, -1, -1, 0, top, right),
    }[raw.FPDFPage_GetRotation(page) % 4]


def survey(page: pdfium.PdfPage, watch: Stopwatch) -> Ink:
    """Walks the page's objects, those within forms too; raises LimitExceeded when it takes too long."""
    found = tuple(_objects(page, watch))
    modes = [mode for own in found for mode in map(render_mode, own.of(raw.FPDF_PAGEOBJ_TEXT))]
    hidden = sum(mode in HIDDEN_MODES for mode in modes)
    paths = sum(int((own.kinds == raw.FPDF_PAGEOBJ_PATH).sum()) for own in found)
    pictures = (
        picture
        for own in found
        for handle in own.of(raw.FPDF_PAGEOBJ_IMAGE)
        for picture in _picture(pointer_to(handle), own.matrix)
    )
    return Ink(found, tuple(pictures), len(modes) - hidden, hidden, paths)


def _objects(page: pdfium.PdfPage, watch: Stopwatch) -> Iterator[Objects]:
    """The objects of the page, then those of its forms and of the forms in these."""
    count = raw.FPDFPage_CountObjects(page)
    containers = [(address_of(page.raw), to_shown(page), count, page_object, tuple[int, ...]())]
    while containers:
        container, matrix, count, get, at = containers.pop()
        handles: list[Handle] = []
        for start in range(0, count, SETTINGS.pdf.check_every):
            numbers = range(start, min(count, start + SETTINGS.pdf.check_every))
            handles += map(get, repeat(container), numbers)
            watch.check()
        own = Objects(matrix, tuple(handles), np.array([*map(object_type, handles)], np.int_), at)
        for k in np.flatnonzero(own.kinds == raw.FPDF_PAGEOBJ_FORM).tolist():
            pointer = pointer_to(form := handles[k])
            inner = _matrix(pointer).multiply(matrix)
            count = raw.FPDFFormObj_CountObjects(pointer)
            containers.append((form, inner, count, form_object, (*at, k)))
        yield own


def _matrix(pointer: Pointer) -> pdfium.PdfMatrix:
    own = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(pointer, own)
    return pdfium.PdfMatrix.from_raw(own)


def _picture(pointer: Pointer, container: pdfium.PdfMatrix) -> Iterator[Picture]:
    """The picture where it has pixels and a place: it fills the unit square of its own matrix."""
    columns, rows = raw.c_uint(), raw.c_uint()
    if not raw.FPDFImageObj_GetImagePixelSize(pointer, columns, rows):
        return
    own = _matrix(pointer).multiply(container)
    along, up = math.hypot(own.a, own.b), math.hypot(own.c, own.d)
    if not (along and up and columns.value and rows.value and math.isfinite(along * up)):
        return
    dpi = (columns.value / along * POINTS_PER_INCH, rows.value / up * POINTS_PER_INCH)
    turned = abs(own.a) < abs(own.b)
    dpi_x, dpi_y = dpi[::-1] if turned else dpi
    corners = [own.on_point(x, y) for x in (0, 1) for y in (0, 1)]
    xs, ys = zip(*corners, strict=True)
    box = Box(min(xs), min(ys), max(xs), max(ys))
    size = (columns.value, rows.value)
    yield Picture(box, dpi_x, dpi_y, columns.value * rows.value, pointer, size, turned)
