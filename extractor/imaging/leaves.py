"""The pages of a file as they are read: at their likely size, dark on light, one by one."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator
from dataclasses import astuple, dataclass, replace

import numpy as np

from extractor.document.opened_page import Chars, Cover, DoubtfulFont, Page, Raster, SheetPicture
from extractor.document.page_part import PagePart
from extractor.document.resolution import letters_scale, sheet_scale, type_scale, usual_sheet
from extractor.document.turned_page import TurnedPage
from extractor.imaging.leaf_settings import SETTINGS
from extractor.model.geometry import POINTS_PER_INCH, Box
from extractor.model.place import PlaceOnSheet
from extractor.model.warp import Inset, Warp

_LOG = logging.getLogger("extractor.imaging")


@dataclass(frozen=True, eq=False, slots=True)
class Leaf:
    """A page as it is read, with the methods of `extractor.document.Page`; sizes in its own points.

    `scan` are its pixels; None of a page that brings its own text. `place` is where it lies on the page of
    the file; None where it is that page.
    """

    page: Page
    number: int
    width: float
    height: float
    place: PlaceOnSheet | None = None
    scan: Raster | None = None

    @property
    def corner(self) -> tuple[float, float]:
        """Left and top of it on the page of the file, in that page's points."""
        return (0.0, 0.0) if self.place is None else (self.place.left, self.place.top)

    @property
    def scale(self) -> float:
        """Points of the file's page to one of its own."""
        return 1.0 if self.place is None else self.place.scale

    @property
    def warp(self) -> Warp | None:
        """The way back to the page as filed of a page of text that was set upright."""
        turned = self.page if isinstance(self.page, TurnedPage) else None
        return Warp(self.width, self.height, turned.quarters) if turned else None

    @property
    def text_turns(self) -> int:
        """None: it is upright."""
        return 0

    def chars(self) -> Chars:
        """The text layer of a page that is read by it."""
        chars = self.page.chars()
        return chars if self.scale == 1.0 else chars.scaled(1 / self.scale)

    def covers(self) -> tuple[Cover, ...]:
        """What is painted over the page."""
        covers = self.page.covers()
        return tuple(replace(cover, box=cover.box.scaled(1 / self.scale)) for cover in covers)

    def doubtful_fonts(self) -> tuple[DoubtfulFont, ...]:
        """The fonts whose map to text may be wrong."""
        return tuple(
            replace(font, chars=font.chars.scaled(1 / self.scale), raster=_at_scale(font.raster, self.scale))
            for font in self.page.doubtful_fonts()
        )

    def without_fonts(self, keys: Collection[int]) -> Leaf:
        """The page with what these fonts draw as ink beside its text."""
        return replace(self, page=self.page.without_fonts(keys))

    def writings(self) -> tuple[Box, ...]:
        """Where writing may be beside the text layer."""
        return self._own(self.page.writings())

    def beside(self) -> Raster:
        """What is drawn beside the text layer."""
        return _at_scale(self.page.beside(), self.scale)

    def sheet_picture(self) -> SheetPicture | None:
        """The picture of a whole sheet that is set into the page."""
        found = None if self.corner != (0.0, 0.0) else self.page.sheet_picture()
        if found is None:
            return None
        from extractor.imaging.polarity import positive

        x0, top, scale = (value / self.scale for value in astuple(found.inset))
        return SheetPicture(positive(found.raster), Inset(x0, top, scale))

    def raster(self, to_read: bool = False) -> Raster:
        """The page's ink."""
        return self.scan or _at_scale(self.page.raster(to_read), self.scale)

    def as_scan(self) -> Raster:
        """The ink of a page of text, as filed: a scan is turned by itself."""
        page = self.page.filed if isinstance(self.page, TurnedPage) else self.page
        return _at_scale(page.raster(to_read=True), self.scale)

    def _own(self, filed: Iterable[Box]) -> tuple[Box, ...]:
        """Boxes of the file's page in its own points."""
        return tuple(box.scaled(1 / self.scale) for box in filed)


def leaves(pages: Iterable[Page]) -> Iterator[Leaf]:
    """The pages as they are read, numbered on where a sheet holds two."""
    more = 0
    for page in pages:
        found = leaves_of(page, page.number + more)
        yield from found
        more += len(found) - 1


def leaves_of(page: Page, number: int) -> tuple[Leaf, ...]:
    """What is read of one page of a file; its first part, or its only one, is to have that number."""
    if page.chars():
        return tuple(_leaf_of_text(part, number + k, area) for k, (part, area) in enumerate(_texts_on(page)))
    # Imported when used: pages of text need none of it.
    from extractor.imaging.gutter import pages_on
    from extractor.imaging.polarity import positive

    raster = page.raster()
    shown = positive(raster)
    if shown is not raster:
        _LOG.info("page %d: turned round, bright letters on a dark ground", page.number)
    areas = pages_on(shown)
    if len(areas) == 1:
        return (_leaf_of_scan(page, number, shown, (0, 0)),)
    _LOG.info("page %d: parted, two pages side by side", page.number)
    parts = (
        replace(shown, pixels=np.ascontiguousarray(area.of(shown.pixels)), unruled=None) for area in areas
    )
    corners = [(area.x0, area.top) for area in areas]
    return tuple(
        _leaf_of_scan(page, number + k, part, corner)
        for k, (part, corner) in enumerate(zip(parts, corners, strict=True))
    )


def leaf_at(page: Page, place: PlaceOnSheet | None) -> Leaf:
    """The leaf that was read at that place of the page, for its pixels."""
    corner = (0.0, 0.0) if place is None else (place.left, place.top)
    found = leaves_of(page, page.number)
    return next((leaf for leaf in found if leaf.corner == corner), found[0])


def _texts_on(page: Page) -> tuple[tuple[Page, Box | None], ...]:
    """The pages of text on a page of a file, upright, each with its area there; None of the whole page."""
    upright = TurnedPage(page, page.text_turns) if page.text_turns else page
    if not _may_be_two(upright):
        return ((upright, None),)
    # Imported when used: few pages of text may be two.
    from extractor.imaging.gutter import pages_on

    raster = upright.raster()
    areas = sorted(pages_on(raster), key=lambda area: area.x0)
    if len(areas) == 1:
        return ((upright, None),)
    _LOG.info("page %d: parted, two pages of text side by side", page.number)
    return tuple(_part(page, area.in_points(raster)) for area in areas)


def _may_be_two(page: Page) -> bool:
    """True where the letters leave a strip down the middle of a lying page blank, as wide as a gutter."""
    settings = SETTINGS.gutter
    if page.width < settings.least_oblong * page.height:
        return False
    chars = page.chars()
    first, last = (share * page.width for share in settings.middle)
    x0, top, x1, bottom = chars.boxes[[not text.isspace() for text in chars.texts]].T
    there = (x1 > first) & (x0 < last) & (bottom > settings.edge * page.height)
    there &= top < (1 - settings.edge) * page.height
    order = np.argsort(x0[there])
    taken_to = np.maximum.accumulate([first, *x1[there][order]])
    blanks = np.array([*x0[there][order], last]) - taken_to
    return bool(blanks.max() >= settings.narrowest * page.width)


def _part(page: Page, area: Box) -> tuple[Page, Box]:
    """The part of a page in an `area` of it upright, itself upright, with its area on the page as filed."""
    if not page.text_turns:
        return PagePart(page, area), area
    filed = TurnedPage(page, page.text_turns).warp.box_as_filed(area)
    return TurnedPage(PagePart(page, filed), page.text_turns), filed


def _leaf_of_text(page: Page, number: int, area: Box | None) -> Leaf:
    """A page that brings its own text, by the size of its type; `area` is where it lies on the page of the
    file, None where it is that page."""
    scale = type_scale(page.width, page.height, page.chars())
    if scale == 1.0 and area is None:
        return Leaf(page, number, page.width, page.height, _moved(page, number))
    if scale != 1.0:
        _LOG.info("page %d: taken %.2f times as large, by the size of its type", page.number, 1 / scale)
    left, top = (area.x0, area.top) if area else (0.0, 0.0)
    place = PlaceOnSheet(page.number, scale, left, top)
    return Leaf(page, number, page.width / scale, page.height / scale, place)


def _moved(page: Page, number: int) -> PlaceOnSheet | None:
    """The place of a page that is read as it is; None where its number is the file's."""
    return None if number == page.number else PlaceOnSheet(page.number)


def _leaf_of_scan(page: Page, number: int, scan: Raster, corner: tuple[int, int]) -> Leaf:
    """A scan, or the part of one whose first column and row on the sheet are the corner."""
    width = scan.pixels.shape[1] / scan.dpi_x * POINTS_PER_INCH
    height = scan.pixels.shape[0] / scan.dpi_y * POINTS_PER_INCH
    scale = _scan_scale(scan, width, height)
    left, top = corner[0] / scan.dpi_x * POINTS_PER_INCH, corner[1] / scan.dpi_y * POINTS_PER_INCH
    if scale == 1.0 and corner == (0, 0):
        return Leaf(page, number, page.width, page.height, _moved(page, number), scan)
    place = PlaceOnSheet(page.number, scale, left, top)
    return Leaf(page, number, width / scale, height / scale, place, _at_scale(scan, scale))


def _scan_scale(scan: Raster, width: float, height: float) -> float:
    """How many points as claimed a scan has to one of the paper's: by its letters, or by its size alone."""
    if usual_sheet(width, height):
        return 1.0
    from extractor.imaging.letter_size import letter_height

    letter = letter_height(scan)
    scale = sheet_scale(width, height) if letter is None else letters_scale(width, height, letter)
    if scale != 1.0:
        size = f"{width:.0f} × {height:.0f} points"
        _LOG.info("a sheet of %s is taken %.2f times as large, by its letters", size, 1 / scale)
    return scale


def _at_scale(raster: Raster, scale: float) -> Raster:
    """The raster in points of which the claimed ones make so many."""
    if scale == 1.0:
        return raster
    return replace(raster, dpi_x=raster.dpi_x * scale, dpi_y=raster.dpi_y * scale)
