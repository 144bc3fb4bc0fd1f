"""`form4 layouts show`: one page with what is found on it drawn over it."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from extractor.cli.console import Spinner, complain
from extractor.debug.draw_page import Label, RegionKind, Spot, draw_page
from extractor.debug.drawing import flat_pixels, png
from extractor.document import Document, open_document
from extractor.errors import LayoutError, OptionError
from extractor.export import atomic_write
from extractor.imaging.leaves import leaf_at
from extractor.layout.analysis import PageAnalysis
from extractor.layout.assembly import PageUse, assembled, grids_over
from extractor.layout.classify import Classification
from extractor.layout.grid import Grid
from extractor.layout.template import Layout, all_layouts
from extractor.model.geometry import around
from extractor.model.reason_words import in_words
from extractor.model.region import Region
from extractor.ocr.engine import installed_engines
from extractor.page_reading import pages_read
from extractor.segmentation.flow import Flow
from extractor.segmentation.footnotes import cut_explanations
from extractor.segmentation.header import cut_header
from extractor.segmentation.rows import cut_rows
from extractor.segmentation.signatures import cut_signatures

LOOK_EVERY = 0.5
"""Seconds between two looks at the layouts."""


def show(file: Path, out: Path, number: int, folder: Path | None) -> None:
    """Writes the picture of page `number`, from 1; raises OptionError where there is no such page."""
    layouts = all_layouts(folder)
    if out.suffix.lower() != ".png":
        raise OptionError(f"{out}: the picture is a PNG file; name it {out.stem or 'page'}.png")
    with open_document(file) as document, Spinner(file.name) as progress:
        if not document.has_page(number):
            raise no_page(document, number)
        progress.on_page(number, document.page_count)
        use, pages = _used(_filing_so_far(document, number, layouts))
        page, grids = pages[-1], grids_over(pages)
        raster = leaf_at(document.page(number), page.text.place).raster()
        pixels = flat_pixels(raster, page.text.warp, (page.text.width, page.text.height))
        spots = list(_spots(use, pages, grids))
        picture = draw_page(pixels, page.text, grids[page.number], spots, _caption(document.name, use))
    atomic_write(out, png(picture))


def watch(
    file: Path, out: Path, number: int, folder: Path, wait: Callable[[float], None] = time.sleep
) -> None:
    """Draws the page, and again whenever a layout in `folder` changes, until it is interrupted.

    A layout that is wrong is told, and waited for; raises what `show` raises otherwise.
    """
    seen: dict[Path, int] | None = None
    while True:
        if (now := _changed_at(folder)) != seen:
            seen = now
            try:
                show(file, out, number, folder)
                complain(f"{out}: drawn; waiting for a layout in {folder} to change (Ctrl-C ends)")
            except LayoutError as fault:
                complain(str(fault))
        wait(LOOK_EVERY)


def _changed_at(folder: Path) -> dict[Path, int]:
    """When each layout, or form, in the folder was changed; without those just being replaced."""
    times = {}
    for file in sorted(folder.rglob("*.yaml")):
        with contextlib.suppress(FileNotFoundError):
            times[file] = file.stat().st_mtime_ns
    return times


def no_page(document: Document, number: int) -> OptionError:
    """What to raise where a document has no such page."""
    return OptionError(f"{document.name} has no page {number}; give --page 1 to {document.page_count}")


def _filing_so_far(document: Document, number: int, layouts: Sequence[Layout]) -> list[Classification]:
    """Page `number`, and those before it back to the one that begins a filing."""
    first = number
    while first > 1 and not _begins_filing(document, first, layouts):
        first -= 1
    there = (document.page(n) for n in range(first, number + 1))
    return list(pages_read(there, layouts, installed_engines))


def _begins_filing(document: Document, number: int, layouts: Sequence[Layout]) -> bool:
    first, *_ = pages_read([document.page(number)], layouts, installed_engines)
    return first.begins_filing


def _used(seen: Sequence[Classification]) -> tuple[PageUse, list[PageAnalysis]]:
    """The last page's use, and the pages of its filing up to it (itself alone where it is unused)."""
    *_, last = assembled(seen)
    use = last.uses[-1]
    pages = [each.page.under(each.layout) for each in last.uses if each.role != "unused"]
    return use, pages if use.role != "unused" else [use.page.under(use.layout)]


def _spots(use: PageUse, pages: Sequence[PageAnalysis], grids: dict[int, tuple[Grid, ...]]) -> Iterator[Spot]:
    page = pages[-1]
    if use.role != "continues":
        for region in cut_header([page]):
            yield _spot(region, "check" if region.type == "check" else "header")
    for grid in grids[page.number]:
        for row in cut_rows(grid, page.text):
            yield from (_spot(region, "cell") for region in row.regions)
    flow = Flow.of(pages)
    signed = cut_signatures(flow)
    for region in [*cut_explanations(flow, grids, signed), *signed]:
        if region.page == page.number:
            yield _spot(region, "text")


def _spot(region: Region, kind: RegionKind) -> Spot:
    """The region as small as its writing; an empty box to check as it is."""
    box = around(line.box for line in region.lines) if region.lines and region.type != "prose" else region.box
    name = region.path.replace("reportingOwner[1]/", "").rpartition("/")[2]
    name = re.sub(r"footnote\[@id='(F\d+)'\]", r"footnote \1", name)
    return Spot(box, kind, name, region.text)


def _caption(name: str, use: PageUse) -> Label:
    part = {
        "begins": f"begins a filing: score {use.page.best.value:.2f}",
        "continues": "goes on with the filing before it",
        "unused": in_words(use.reasons),
    }[use.role]
    source = "read from its text layer" if use.page.text.source == "text" else "read as a scan, laid flat"
    title = "not used" if use.role == "unused" else use.layout.name
    return Label(title, (f"{name}, page {use.page.text.number}", part, source))
