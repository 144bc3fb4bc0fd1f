"""The pages of a file one after the other, read and classified, each knowing what went before it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING

from extractor.document import Page, Raster
from extractor.document.opened_page import Cover
from extractor.imaging.leaves import Leaf, leaves
from extractor.layout.assembly import may_belong
from extractor.layout.classify import Classification, classify
from extractor.layout.page_evidence import FilingSoFar
from extractor.layout.template import Layout
from extractor.logs import stage
from extractor.model.geometry import Box
from extractor.model.page import PageText
from extractor.model.warp import Inset
from extractor.ocr.engine import Engine, Engines, engines_for
from extractor.ocr.settings import SETTINGS
from extractor.ocr.text_layer import read_text_layer

if TYPE_CHECKING:
    from extractor.imaging.preprocess import FlatPage


def pages_read(
    pages: Iterable[Page], layouts: Sequence[Layout], engines: Engines
) -> Iterator[Classification]:
    """The pages of a file, in order, by their text layers where they have one to trust, else by their ink."""
    so_far: FilingSoFar | None = None
    for page in leaves(pages):
        found = classified(page, layouts, engines, so_far)
        if found.begins_filing:
            so_far = FilingSoFar(found.best.layout).after(found.under(found.best.layout))
        elif so_far is not None:
            _, so_far = so_far.going_on(found.under(so_far.layout))
        yield found


def counted(pages: Iterable[Page], count: int, on_page: Callable[[int, int], None] | None) -> Iterator[Page]:
    """The pages, `on_page(number, count)` called before each."""
    for page in pages:
        if on_page is not None:
            on_page(page.number, count)
        yield page


def classified(
    page: Leaf, layouts: Sequence[Layout], engines: Engines, so_far: FilingSoFar | None = None
) -> Classification:
    """A page read and classified; `so_far` is the filing before it, None where none began."""
    if not page.chars():
        return _classified_by_ink(page, page.raster, layouts, engines, so_far)
    shown = _with_honest_fonts(page, engines)
    if not shown.chars():
        return _classified_by_ink(page, page.as_scan, layouts, engines, so_far)
    found = _scored(_text_of(shown), layouts)
    writings = shown.writings()
    if not writings:
        return found
    beside = _ink_beside(shown, writings)
    for scan in _scans_of(page, found, beside, so_far):
        by_ink = _classified_scan(page, scan, layouts, engines, so_far)
        if _layout_of(by_ink, so_far) is not None:
            return by_ink
    there = tuple(line for line in beside.lines if any(map(line.box.overlap, writings)))
    return _with_ink(found, replace(beside, lines=there), shown.covers(), layouts, engines, so_far)


def _classified_by_ink(
    page: Leaf,
    whole: Callable[[], Raster],
    layouts: Sequence[Layout],
    engines: Engines,
    so_far: FilingSoFar | None,
) -> Classification:
    """A page without a text to trust: the picture of a sheet set into it where that is of a filing, as on the
    page of an exhibit, else the `whole` of it."""
    picture = _picture_on(page)
    if picture is not None:
        found = _classified_scan(page, picture, layouts, engines, so_far)
        if _layout_of(found, so_far) is not None:
            return found
    return _classified_scan(page, Scan(whole()), layouts, engines, so_far)


def _with_honest_fonts(page: Leaf, engines: Engines) -> Leaf:
    """The page with the letters of fonts that say other than they show as ink."""
    doubtful = page.doubtful_fonts()
    if not doubtful:
        return page
    from extractor.ocr.font_check import fonts_that_lie

    with stage("ocr", f"page {page.number}") as log:
        readers = [*engines_for(engines(), "every line"), *engines_for(engines(), "answers")[:1]]
        lying = tuple(fonts_that_lie(doubtful, cache(partial(page.raster, to_read=True)), readers))
        log(f"{len(doubtful)} fonts compared with their ink, {len(lying)} say other than they show")
    return page.without_fonts(lying) if lying else page


def _ink_beside(page: Leaf, writings: Iterable[Box]) -> FlatPage:
    """What is drawn on a page beside its text, where that may be writing."""
    from extractor.imaging.preprocess import laid_flat_at

    with stage("imaging", f"page {page.number}") as log:
        beside = laid_flat_at(page.beside(), writings)
        log(f"{len(beside.lines)} lines beside the text")
    return beside


@dataclass(frozen=True, slots=True)
class Scan:
    """What is read by its ink: a page, or a picture of one `inset` into it."""

    raster: Raster
    inset: Inset | None = None


def _scans_of(
    page: Leaf, as_text: Classification, beside: FlatPage, so_far: FilingSoFar | None
) -> Iterator[Scan]:
    """What of a page whose text begins no filing may be one by its ink: the picture of a sheet set into it,
    then the page; where it has more letters that are no text, or enough for a form and its text has none."""
    from extractor.ocr.beside_text import letters_in

    if as_text.begins_filing:
        return
    letters, belongs = letters_in(beside.ink, beside.dpi), _layout_of(as_text, so_far) is not None
    mostly = letters > sum(len(word.text) for word in as_text.text.words)
    picture = _picture_on(page) if mostly or not belongs else None
    if picture is not None:
        yield picture
    if mostly or (letters >= SETTINGS.recognize.form_letters and not belongs):
        yield Scan(page.as_scan())


def _picture_on(page: Leaf) -> Scan | None:
    """The picture of a sheet that is set into a page; None where it has too few letters for a form's."""
    from extractor.ocr.beside_text import may_be_form

    picture = page.sheet_picture()
    if picture is None or not may_be_form(picture):
        return None
    return Scan(picture.raster, picture.inset)


def _with_ink(
    page: Classification,
    beside: FlatPage,
    covers: Sequence[Cover],
    layouts: Sequence[Layout],
    engines: Engines,
    so_far: FilingSoFar | None,
) -> Classification:
    """A page of a filing with what is drawn beside its text read by its ink; another page as it is."""
    from extractor.ocr.beside_text import hiding, with_ink
    from extractor.ocr.recognize import images_of

    layout = _layout_of(page, so_far)
    if layout is None or not beside.lines:
        return page
    with stage("ocr", f"page {page.text.number}") as log:
        (first,) = engines_for(engines(), "every line")
        text = with_ink(page.text, beside, first)
        text = replace(text, covers=hiding(covers, text))
        log(f"{len(text.lines) - len(page.text.lines)} lines read beside the text")
    found = _scored(text, layouts)
    layout = _layout_of(found, so_far) or layout
    return found.showing(images_of(beside, found.under(layout).answers))


def _text_of(page: Leaf) -> PageText:
    """The page as its text layer has it."""
    with stage("ocr", f"page {page.number}") as log:
        text = read_text_layer(page, page.chars())
        log(f"{len(text.lines)} lines of the text layer")
    return replace(text, warp=page.warp, place=page.place)


def _classified_scan(
    page: Leaf, scan: Scan, layouts: Sequence[Layout], engines: Engines, so_far: FilingSoFar | None
) -> Classification:
    """A scan with every line read by one engine; those that hold answers are kept for the others."""
    # Imported when used: pages of text need none of it.
    from extractor.ocr.recognize import images_of, read_page

    subject = f"page {page.number}"
    (first,) = engines_for(engines(), "every line")
    with stage("imaging", subject) as log:
        sheet = upright(scan.raster, first)
        sheet = replace(sheet, warp=replace(sheet.warp, inset=scan.inset))
        log(f"flat at {sheet.dpi:.0f} dpi, turned by {90 * sheet.warp.quarters} degrees")
    with stage("ocr", subject) as log:
        text = replace(read_page(sheet, page.number, first), place=page.place)
        log(f"{len(text.lines)} lines by {first.name}")
    found = _scored(text, layouts)
    layout = _layout_of(found, so_far)
    if layout is None:
        return found
    return found.showing(images_of(sheet, found.under(layout).answers))


def _scored(text: PageText, layouts: Sequence[Layout]) -> Classification:
    """The page with the score of every layout, best first."""
    with stage("layout", f"page {text.number}") as log:
        found = classify(text, layouts)
        log(f"{found.best.layout.name} fits best, {found.best.value:.2f}")
    scores = ", ".join(f"{score.layout.name} {score.value:.2f}" for score in found.scores)
    logging.getLogger("extractor.layout").debug("page %d: %s", text.number, scores)
    return found


def upright(raster: Raster, engine: Engine) -> FlatPage:
    """The scan flat and upright; an engine is asked which end is up only where the ink does not say."""
    from extractor.imaging.preprocess import preprocess, rotated_180
    from extractor.ocr.recognize import reads_upside_down

    flat = preprocess(raster)
    if not flat.orientation.sure and reads_upside_down(flat, engine):
        return rotated_180(flat)
    return flat


def _layout_of(page: Classification, so_far: FilingSoFar | None) -> Layout | None:
    """The layout whose filing the page begins or may go on with; None for a page of neither."""
    if page.begins_filing:
        return page.best.layout
    return so_far.layout if so_far is not None and may_belong(page, so_far) else None
