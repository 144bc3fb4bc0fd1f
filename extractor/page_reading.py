"""The pages of a file one after the other, read and classified, each knowing what went before it."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from extractor.document import Page, Raster
from extractor.imaging.leaves import Leaf, leaves
from extractor.layout.assembly import may_belong
from extractor.layout.classify import Classification, classify
from extractor.layout.page_evidence import FilingSoFar
from extractor.layout.template import Layout
from extractor.logs import stage
from extractor.model.page import PageText
from extractor.ocr.engine import Engine, Engines, engines_for
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
    if chars := page.chars():
        with stage("ocr", f"page {page.number}") as log:
            text = replace(read_text_layer(page, chars), place=page.place)
            log(f"{len(text.lines)} lines of the text layer")
        return _scored(text, layouts)
    return _classified_scan(page, layouts, engines, so_far)


def _classified_scan(
    page: Leaf, layouts: Sequence[Layout], engines: Engines, so_far: FilingSoFar | None
) -> Classification:
    """A scan is read twice: every line by one engine, then its answers by all, once its layout is known."""
    # Imported when used: pages of text need none of it.
    from extractor.ocr.recognize import read_again, read_page

    subject = f"page {page.number}"
    (first,) = engines_for(engines(), "every line")
    with stage("imaging", subject) as log:
        sheet = upright(page.raster(), first)
        log(f"flat at {sheet.dpi:.0f} dpi, turned by {90 * sheet.warp.quarters} degrees")
    with stage("ocr", subject) as log:
        text = replace(read_page(sheet, page.number, first), place=page.place)
        log(f"{len(text.lines)} lines by {first.name}")
    found = _scored(text, layouts)
    layout = _layout_of(found, so_far)
    if layout is None:
        return found
    with stage("ocr", subject) as log:
        text = read_again(found.text, sheet, found.under(layout).answers, engines())
        lines = Counter(name for line in text.lines for name in line.answers)
        log(f"read again, lines by {', '.join(f'{name} {count}' for name, count in lines.items())}")
    return found.read_again(text)


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
