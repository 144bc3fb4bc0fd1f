"""Everything the stages made of a file, as files: each stage as JSON, and as a picture of each page."""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image

from extractor.debug.draw_cells import OVERLAY_DPI, draw_cells
from extractor.debug.drawing import PICTURE_DPI, flat_pixels, png
from extractor.debug.inspection import Inspection
from extractor.debug.roles_picture import roles_picture
from extractor.debug.stage_pictures import (
    Backdrop,
    candidates_picture,
    captions_picture,
    grids_picture,
    ink_picture,
    regions_picture,
    ruling_lines_picture,
    text_picture,
)
from extractor.debug.stages import as_stages, readable_json
from extractor.document import Page
from extractor.ocr.engine import engines_for, installed_engines
from extractor.page_reading import upright

STAGES = (
    *("pages", "ink", "ruling_lines", "text", "layouts", "captions"),
    *("grids", "regions", "candidates", "cells", "roles", "unaccounted", "reconciled", "checks", "review"),
)
"""The stages in the order of the pipeline, by which files are numbered; `ink` is a picture only."""


def stage_files(inspection: Inspection) -> Iterator[tuple[str, bytes]]:
    """A JSON file a stage: `03-ruling-lines.json`, with its content."""
    for stage, entries in as_stages(inspection).items():
        yield f"{_named(stage)}.json", f"{readable_json(entries)}\n".encode()


def picture_files(page: Page, inspection: Inspection) -> Iterator[tuple[str, bytes]]:
    """The pictures of a page of the file that was inspected: `p1-03-ruling-lines.png`, with its content."""
    width = len(str(len(inspection.pages)))
    for stage, image, dpi in _pictures(page, inspection):
        yield f"p{page.number:0{width}}-{_named(stage)}.png", png(image, dpi)


def _named(stage: str) -> str:
    return f"{STAGES.index(stage) + 1:02}-{stage.replace('_', '-')}"


def _pictures(page: Page, inspection: Inspection) -> Iterator[tuple[str, Image.Image, float]]:
    """The stages of a page with their pictures and the resolution of each."""
    seen, raster = inspection.pages[page.number - 1], page.raster()
    size = (seen.text.width, seen.text.height)
    backdrop = Backdrop(flat_pixels(raster, seen.text.warp, size), _about(page, inspection))
    if seen.text.source == "ocr":
        (first,) = engines_for(installed_engines(), "every line")
        yield "ink", ink_picture(backdrop, upright(raster, first)), PICTURE_DPI
    yield "ruling_lines", ruling_lines_picture(backdrop, seen.text), PICTURE_DPI
    yield "text", text_picture(backdrop, seen.text), PICTURE_DPI
    analysis = inspection.analyses.get(page.number) or seen.under(seen.best.layout)
    yield "captions", captions_picture(backdrop, analysis, seen.scores), PICTURE_DPI
    filing = inspection.filing_of_page(page.number)
    if filing is None:
        return
    found = filing.segmented
    regions = [region for region in found.regions if region.page == page.number]
    builder = filing.builders[page.number]
    readings = [(region, builder.readings(region)) for region in regions if region.lines]
    yield "grids", grids_picture(backdrop, found.grids[page.number]), PICTURE_DPI
    yield "regions", regions_picture(backdrop, regions), PICTURE_DPI
    yield "candidates", candidates_picture(backdrop, readings), PICTURE_DPI
    yield "cells", draw_cells(page, [filing.read]), OVERLAY_DPI
    yield "roles", roles_picture(backdrop, seen.text, filing.account), PICTURE_DPI
    yield "reconciled", draw_cells(page, [filing.settled]), OVERLAY_DPI


def _about(page: Page, inspection: Inspection) -> str:
    """Which page it is, and what it is used as."""
    filing = inspection.filing_of_page(page.number)
    if filing is None:
        role = "belongs to no filing"
    else:
        begins = filing.pages[0].number == page.number
        role = f"{'begins' if begins else 'continues'} a filing, {filing.pages[0].layout.name}"
    return f"{inspection.name}, page {page.number}: {role}"
