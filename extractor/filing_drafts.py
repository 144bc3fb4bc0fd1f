"""The pages of a file as filings, and each filing cut into tables, rows and the regions of its values."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.layout.analysis import PageAnalysis
from extractor.layout.assembly import PageUse, assembled, grids_over
from extractor.layout.classify import Classification
from extractor.layout.grid import Grid
from extractor.layout.template import Layout
from extractor.logs import stage
from extractor.model.filing import UnusedPage
from extractor.model.path import OWNER
from extractor.model.reason_words import in_words
from extractor.model.region import Region
from extractor.ocr.engine import Engines
from extractor.segmentation.flow import Flow
from extractor.segmentation.footnotes import cut_explanations
from extractor.segmentation.header import cut_header
from extractor.segmentation.owner_table import cut_owners
from extractor.segmentation.owners import named_owners
from extractor.segmentation.page_breaks import joined_over_pages
from extractor.segmentation.rows import RowRegion, cut_rows, numbered
from extractor.segmentation.signatures import cut_signatures
from extractor.segmentation.statements import cut_statements
from extractor.values_reading import values_read


@dataclass(frozen=True, eq=False, slots=True)
class Draft:
    """The pages of one filing; `doubtful` are those of its file that may or may not be its own."""

    layout: Layout
    pages: Sequence[PageAnalysis]
    doubtful: tuple[PageUse, ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class Segmented:
    """A draft with its tables by page number, their rows by element, and the region of every value."""

    draft: Draft
    grids: dict[int, tuple[Grid, ...]]
    rows: dict[str, list[RowRegion]]
    regions: list[Region]


def gathered(pages: Iterable[Classification], unused: list[UnusedPage]) -> Iterator[Draft]:
    """Each filing as soon as the next begins; `unused` gets the pages that belong to none."""
    for assembly in assembled(pages):
        own = [use for use in assembly.uses if use.role != "unused"]
        for use in assembly.uses:
            logging.getLogger("extractor.layout").info("page %d: %s", use.number, _words(use))
            if use.role == "unused":
                unused.append(UnusedPage(page=use.page.text.sheet, reasons=use.reasons))
        if assembly.layout is not None:
            layout, doubtful = assembly.layout, tuple(assembly.doubtful)
            yield Draft(layout, [use.page.under(layout) for use in own], doubtful)


def segmented(draft: Draft, engines: Engines) -> Segmented:
    """The draft cut into tables, rows and the regions of its values, those read by all engines."""
    with stage("segmentation", pages_named(page.number for page in draft.pages)) as log:
        found = _cut(draft)
        log(f"{sum(map(len, found.rows.values()))} rows, {len(found.regions)} values")
    for number, own in found.grids.items():
        tables = ", ".join(
            f"{grid.table.name} from {grid.box.top:.0f} to {grid.box.bottom:.0f}" for grid in own
        )
        logging.getLogger("extractor.segmentation").debug("page %d: tables, in points: %s", number, tables)
    pages = values_read(draft.pages, found.regions, engines)
    # The same words, cut the same way; the parts of lines have the new answers.
    return found if pages is draft.pages else _cut(replace(draft, pages=pages))


def _cut(draft: Draft) -> Segmented:
    grids = grids_over(draft.pages)
    printed = _printed_rows(draft, grids)
    owners = printed.pop(OWNER, [])
    form = draft.layout.form_schema
    rows = {table: joined_over_pages(pages, form.table(table)) for table, pages in printed.items()}
    return Segmented(draft, grids, rows, _regions(draft, grids, rows, owners))


def _regions(
    draft: Draft,
    grids: dict[int, tuple[Grid, ...]],
    rows: dict[str, list[RowRegion]],
    owners: Sequence[Sequence[RowRegion]],
) -> list[Region]:
    """Where each value of the filing stands, in the order of the form."""
    regions = [*cut_header(draft.pages), *cut_statements(draft.pages)]
    regions += cut_owners(owners, named_owners(regions))
    regions += [
        region for table, own in rows.items() for row in numbered(own, table) for region in row.regions
    ]
    flow = Flow.of(draft.pages)
    signed = cut_signatures(flow)
    return regions + cut_explanations(flow, grids, signed) + signed


def _printed_rows(draft: Draft, grids: dict[int, tuple[Grid, ...]]) -> dict[str, list[list[RowRegion]]]:
    """The rows of each table as each page has them, by the element they belong to."""
    rows: dict[str, list[list[RowRegion]]] = {}
    for page in draft.pages:
        for grid in grids[page.number]:
            rows.setdefault(grid.table.rows, []).append(cut_rows(grid, page.text))
    return rows


def _words(use: PageUse) -> str:
    """The use of a page, for the log."""
    return (
        f"unused, {in_words(use.reasons)}"
        if use.role == "unused"
        else f"{use.role} a filing of {use.layout.name}"
    )


def pages_named(numbers: Iterable[int]) -> str:
    """The pages of a filing, for the log."""
    return f"pages {', '.join(map(str, numbers))}"
