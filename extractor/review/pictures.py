"""Pictures for a reviewer, upright, as PNG: the crop around a cell, a page with the cell marked."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Lock

from cachetools import LRUCache, cached
from PIL import Image, ImageDraw, ImageFont

from extractor.document import Limits, open_document
from extractor.errors import InputRefused
from extractor.model.filing import BBox
from extractor.model.geometry import POINTS_PER_INCH, Box
from extractor.review.decisions import Item


@dataclass(frozen=True, slots=True)
class PictureSettings:
    """What a reviewer sees of a page."""

    crop_width: int = 1080
    """Pixels of a crop: it fits a laptop's window."""
    crop_height: int = 420
    """Pixels of a crop, at most: the values below it stay in sight."""
    scale: float = 3.0
    """Pixels a point in a crop, unless the cell is too large: typed letters are then about 30 pixels high."""
    above: float = 30.0
    """Points of the page shown above and below a cell: its neighbours in two or three lines."""
    beside: float = 12.0
    """Points shown left and right of a cell, at least."""
    page_width: int = 1600
    """Pixels of a whole page: its small print can be read when it is enlarged."""
    made: int = 64
    """Pictures kept in memory: those of the units that come, for several reviewers."""
    cached: int = 256 << 20
    """Bytes of pages kept in memory: some thirty pages at 300 dpi."""
    gap: float = 2.0
    """Points between a cell and the line around it."""
    blank: tuple[int, int, int, int] = (612, 792, 235, 60)
    """Points of the letter page shown for a document that was not found; grey of paper and text."""
    margin: int = 48
    """Pixels left of and above the text on it."""
    letters: int = 22
    """Pixels of its letters."""
    line: int = 80
    """Characters of its lines: they fit the width of a crop."""


SETTINGS = PictureSettings()
COLOR = (214, 92, 0)
"""Of the line around a cell: no printed form has this orange."""
COLORS = 128
"""Of a picture: the greys of a page and the marks on it. It is made and sent in a third of the time."""
_OPENING = Lock()
"""Held while a page is opened: PDFium is not thread-safe."""


@dataclass(frozen=True, slots=True)
class PageSpot:
    """Where an item is: a page of a document and the clockwise quarter turns that put it upright.

    `bbox` is on the page as filed (points, origin top left), None for the page alone.
    """

    document: int
    page: int
    turns: int
    bbox: BBox | None


@dataclass(frozen=True, slots=True)
class UprightPage:
    """A page upright; `scale` is pixels a point, `width` and `height` are points.

    `trouble` says why it is no page of the document.
    """

    image: Image.Image
    scale: float
    width: float
    height: float
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class FileState:
    """A document's file, with the time of its last change (ns) and its size (bytes)."""

    file: Path
    modified: int
    size: int


def spot_of(item: Item, bare: bool = False) -> PageSpot:
    """The place of an item; `bare` for its page alone."""
    return PageSpot(item.document, item.page, item.turns, None if bare else item.bbox)


class Pictures:
    """Opens each page once and keeps it while there is room; may be used by several threads."""

    def __init__(self, file_of: Callable[[int], Path | None]) -> None:
        self._file_of = file_of
        # A second request for a page that is being opened waits for it; other pages can be read meanwhile.
        kept = cached(LRUCache(SETTINGS.cached, getsizeof=_bytes), key=_page_as_it_is, condition=Condition())
        self._kept = kept(self._opened)
        self._ahead = ThreadPoolExecutor(1)
        self._made: LRUCache[Hashable, bytes] = LRUCache(SETTINGS.made)
        self._making = Lock()

    def crop(self, spot: PageSpot) -> bytes:
        """The cell with its surroundings."""
        sheet = self.sheet(spot)
        if sheet.trouble:
            return png(sheet.image.crop((0, 0, SETTINGS.crop_width, SETTINGS.crop_height)))
        box = upright(spot, sheet)
        if box is None:
            return self.page(spot)
        window = _window(box, sheet)
        scale = min(SETTINGS.scale, SETTINGS.crop_width / window.width, SETTINGS.crop_height / window.height)
        return png(drawn(sheet, window, scale, box))

    def page(self, spot: PageSpot) -> bytes:
        """The whole page, the cell marked."""
        sheet = self.sheet(spot)
        whole = Box(0.0, 0.0, sheet.width, sheet.height)
        return png(drawn(sheet, whole, SETTINGS.page_width / sheet.width, upright(spot, sheet)))

    def size(self, spot: PageSpot) -> tuple[float, float]:
        """Width and height of the upright page in points."""
        sheet = self.sheet(spot)
        return sheet.width, sheet.height

    def place(self, spot: PageSpot) -> Box | None:
        """The spot's box on the upright page."""
        return upright(spot, self.sheet(spot))

    def ahead(self, work: Callable[[], object]) -> None:
        """Does work in the background, one after the other: what is likely to be requested."""
        self._ahead.submit(work)

    def made(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """The picture of that key; it is made where it is not kept."""
        with self._making:
            found = self._made.get(key)
        if found is None:
            found = make()
            with self._making:
                self._made[key] = found
        return found

    def sheet(self, spot: PageSpot) -> UprightPage:
        """The page; a document that is not there, or is another now, is looked for again each time."""
        state = self.state(spot)
        return _missing(state) if isinstance(state, str) else self._kept(spot, state)

    def state(self, spot: PageSpot) -> FileState | str:
        """The document as it lies there now, or why it does not."""
        try:
            file = self._file_of(spot.document)
            if file is None:
                return "the document was not found: see form4 review --documents"
            state = file.stat()
        except (InputRefused, OSError) as error:
            return str(error)
        return FileState(file, state.st_mtime_ns, state.st_size)

    def _opened(self, spot: PageSpot, state: FileState) -> UprightPage:
        with _OPENING:
            return _loaded(state.file, spot)


def page_of(spot: PageSpot) -> tuple[int, int, int]:
    """What tells a spot's page from others."""
    return spot.document, spot.page, spot.turns


def _page_as_it_is(spot: PageSpot, state: FileState) -> Hashable:
    """The cache key of a spot's page: a document that was changed has others."""
    return page_of(spot), state


def _loaded(file: Path, spot: PageSpot) -> UprightPage:
    try:
        with open_document(file, Limits()) as document:
            page = document.page(spot.page)
            raster = page.raster()
            width, height = page.width, page.height
    except InputRefused as error:
        return _missing(str(error))
    image = Image.fromarray(raster.pixels)
    scale = max(raster.dpi_x, raster.dpi_y) / POINTS_PER_INCH
    if raster.dpi_x != raster.dpi_y:
        # The two axes of a fax have different resolutions.
        image = image.resize((round(width * scale), round(height * scale)), Image.Resampling.BILINEAR)
    turns = spot.turns % 4
    if turns:
        way = (Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)[turns - 1]
        image = image.transpose(way)
        width, height = (height, width) if turns % 2 else (width, height)
    return UprightPage(image, scale, width, height)


def _missing(why: str) -> UprightPage:
    width, height, _, _ = SETTINGS.blank
    notice = _notice(why)
    return UprightPage(notice, notice.width / width, width, height, why)


def _notice(why: str) -> Image.Image:
    """Why there is no picture, where the picture would be."""
    width, height, paper, ink = SETTINGS.blank
    image = Image.new("L", (SETTINGS.crop_width, round(SETTINGS.crop_width * height / width)), paper)
    font = ImageFont.load_default(SETTINGS.letters)
    lines = "\n".join(textwrap.wrap(why, SETTINGS.line))
    ImageDraw.Draw(image).text((SETTINGS.margin, SETTINGS.margin), lines, fill=ink, font=font)
    return image


def upright(spot: PageSpot, sheet: UprightPage) -> Box | None:
    """The box on the upright page; None where there is none."""
    if spot.bbox is None or spot.bbox[2] <= spot.bbox[0]:
        return None
    x0, top, x1, bottom = spot.bbox
    match spot.turns % 4:
        case 1:
            return Box(sheet.width - bottom, x0, sheet.width - top, x1)
        case 2:
            return Box(sheet.width - x1, sheet.height - bottom, sheet.width - x0, sheet.height - top)
        case 3:
            return Box(top, sheet.height - x1, bottom, sheet.height - x0)
    return Box(x0, top, x1, bottom)


def _window(box: Box, sheet: UprightPage) -> Box:
    """The part of the page shown around a box: as wide as a crop, with the box in its middle if possible."""
    width = min(sheet.width, max(SETTINGS.crop_width / SETTINGS.scale, box.width + 2 * SETTINGS.beside))
    height = min(sheet.height, box.height + 2 * SETTINGS.above)
    left = min(max(0.0, box.center_x - width / 2), sheet.width - width)
    top = min(max(0.0, box.center_y - height / 2), sheet.height - height)
    return Box(left, top, left + width, top + height)


def drawn(sheet: UprightPage, window: Box, scale: float, marked: Box | None) -> Image.Image:
    """The part of a page in `window` (points), `scale` pixels a point, with a line around a box."""
    size = (max(1, round(window.width * scale)), max(1, round(window.height * scale)))
    part = tuple(side * sheet.scale for side in (window.x0, window.top, window.x1, window.bottom))
    image = sheet.image.resize(size, Image.Resampling.BILINEAR, box=_inside(part, sheet.image)).convert("RGB")
    if marked is not None:
        line = marked.grown(SETTINGS.gap)
        sides = (
            (line.x0 - window.x0) * scale,
            (line.top - window.top) * scale,
            (line.x1 - window.x0) * scale,
            (line.bottom - window.top) * scale,
        )
        ImageDraw.Draw(image).rectangle(sides, outline=COLOR, width=2)
    return image


def _inside(part: tuple[float, ...], image: Image.Image) -> tuple[float, float, float, float]:
    """The part clipped to the picture: rounding may put a side a little beyond the last pixel."""
    x0, top, x1, bottom = part
    return max(0.0, x0), max(0.0, top), min(float(image.width), x1), min(float(image.height), bottom)


def _bytes(sheet: UprightPage) -> int:
    return sheet.image.width * sheet.image.height * len(sheet.image.getbands())


def png(image: Image.Image) -> bytes:
    """A picture as PNG, quickly made."""
    content = io.BytesIO()
    few = image.quantize(COLORS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(content, "PNG", compress_level=1)
    return content.getvalue()
