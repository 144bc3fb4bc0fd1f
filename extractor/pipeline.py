"""The whole road for one file: open, see, analyse, cut, understand, gather, reconcile."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from extractor.document import Limits, Page, Raster, open_document
from extractor.errors import NotAForm4
from extractor.imaging.dewarp import Warp
from extractor.imaging.preprocess import FlatPage, flattened, turned_over
from extractor.layout.classify import PageAnalysis, analyse
from extractor.layout.grid import Grid
from extractor.layout.template import Layout, shipped_layouts
from extractor.layout.uses import grids_over, page_use
from extractor.model.filing import Cell, Extraction, Filing, ReviewItem, Source, UnusedPage
from extractor.model.region import Region
from extractor.ocr.recognize import Reader, read_again, reads_upside_down, see_scan
from extractor.ocr.text_layer import see_text
from extractor.reconcile import reconcile
from extractor.segmentation.answers import answers
from extractor.segmentation.footnotes import cut_explanations, last_note
from extractor.segmentation.header import cut_header
from extractor.segmentation.headings import headings_wanting
from extractor.segmentation.owners import cut_owners
from extractor.segmentation.rows import Row, cut_rows, numbered
from extractor.segmentation.signatures import cut_signatures
from extractor.validation.completeness import captions_wanting, parts_wanting, rows_wanting, tables_wanting
from extractor.validation.plausibility import questioned
from extractor.validation.scan_losses import (
    columns_lost,
    kinds_unclear,
    mostly_doubtful,
    neighbours_filled,
    rows_in_one,
)
from extractor.validation.unplaced import unplaced
from extractor.values.calibration import MAX_ERROR, Acceptance, Doubt, accepted_from, confidence
from extractor.values.cells import Understanding
from extractor.values.vocabulary import Vocabulary

THIRD_READER = "tesseract"


@dataclass(frozen=True, eq=False, slots=True)
class SeenPage:
    """A page with everything read off it; `warp` is None where the page was not a scan."""

    page: PageAnalysis
    warp: Warp | None

    @property
    def number(self) -> int:
        return self.page.text.number


@dataclass(slots=True)
class Draft:
    """The pages of one filing while its file is gone through."""

    layout: Layout
    pages: list[SeenPage] = field(default_factory=list)


def extract(
    path: str | Path,
    *,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    layouts: Sequence[Layout] = (),
    on_page: Callable[[int, int], None] | None = None,
    max_error: float = MAX_ERROR,
    repair: bool = True,
    judge: Callable[[Doubt], float] = confidence,
) -> Extraction:
    """Every Form 4 in a PDF, TIFF, PNG or JPEG file.

    `layouts` are tried instead of the shipped ones; `on_page(number, count)` is called before each page;
    `max_error` is the share of wrong values put up with among the accepted; without `repair` no value is
    changed to what the form's sums ask for; `judge` gives each reading its confidence (the calibration
    listens here).
    Raises InputRefused (unreadable, damaged, encrypted, over a limit) or NotAForm4.
    """
    path = Path(path)
    with open_document(path, limits) as document:
        source = Source(
            name=document.name,
            sha256=document.sha256,
            pages=document.page_count,
            path=str(path.absolute()),
        )
        pages = _counted(document, document.page_count, on_page)
        unused: list[UnusedPage] = []
        drafts = gathered(see_pages(pages, layouts or shipped_layouts()), unused)
        acceptance = Acceptance(judge, accepted_from(max_error))
        filings = tuple(
            reconcile(_filing(draft, acceptance), acceptance.least, repair=repair) for draft in drafts
        )
    if not filings:
        reason = unused[0].reason if unused else "it has no pages"
        raise NotAForm4(f"{source.name}: {reason}; check that the file is a Form 4, or add a layout for it")
    doubtful = any(filing.status == "review" for filing in filings)
    return Extraction(
        source=source, status="review" if doubtful else "ok", filings=filings, unused_pages=tuple(unused)
    )


def see_pages(pages: Iterable[Page], layouts: Sequence[Layout]) -> Iterator[SeenPage]:
    """Each page analysis, one at a time."""
    for page in pages:
        yield see_page(page, layouts)


def _counted(pages: Iterable[Page], count: int, on_page: Callable[[int, int], None] | None) -> Iterator[Page]:
    for page in pages:
        if on_page is not None:
            on_page(page.number, count)
        yield page


def see_page(page: Page, layouts: Sequence[Layout]) -> SeenPage:
    """A page read and analysis: by its text layer where it has one to trust, else by its ink."""
    if chars := page.chars():
        return SeenPage(analyse(see_text(page, chars), layouts), None)
    sheet = _upright_sheet(page.raster())
    analysis = analyse(see_scan(sheet, page.number, _first_reader()), layouts)
    layout = _layout_of(analysis, layouts)
    if layout is not None:
        values, page_text = answers(analysis, layout), analysis.text
        page_text = read_again(page_text, sheet, values, _thorough_sister(), _second_reader())
        analysis = replace(analysis, text=page_text)
    return SeenPage(analysis, sheet.warp)


def _upright_sheet(raster: Raster) -> FlatPage:
    """The scan flat and upright; the reader is asked which end is up only where the ink does not say."""
    sheet = flattened(raster)
    if not sheet.turn.sure and reads_upside_down(sheet, _first_reader()):
        return turned_over(sheet)
    return sheet


def _layout_of(page: PageAnalysis, layouts: Sequence[Layout]) -> Layout | None:
    """The layout whose filing the page begins or could go on with; None for a page of neither."""
    if page.begins_filing:
        return page.best.layout
    return next((score.layout for score in page.scores if page.continues(score.layout)), None)


@cache
def _first_reader() -> Reader:
    from extractor.ocr.form_ocr import QUICK, FormReader

    return FormReader(QUICK)


@cache
def _thorough_sister() -> Reader:
    from extractor.ocr.form_ocr import THOROUGH, FormReader

    return FormReader(THOROUGH)


@cache
def _second_reader() -> Reader:
    from extractor.ocr.ppocr import PpOcr

    return PpOcr()


def gathered(pages: Iterable[SeenPage], unused: list[UnusedPage]) -> Iterator[Draft]:
    """Each filing as soon as the next begins, so that no more than one is held; `unused` gets the pages
    that belong to none."""
    draft: Draft | None = None
    for seen in pages:
        use = page_use(seen.page, draft.layout if draft else None)
        if use.part == "begins":
            if draft is not None:
                yield draft
            draft = Draft(use.layout, [seen])
        elif use.part == "continues" and draft is not None:
            draft.pages.append(seen)
        else:
            unused.append(UnusedPage(page=seen.number, reason=use.reason))
    if draft is not None:
        yield draft


def _filing(draft: Draft, acceptance: Acceptance) -> Filing:
    grids = grids_over([seen.page for seen in draft.pages], draft.layout)
    rows = _table_rows(draft, grids)
    regions = _regions(draft, grids, rows)
    cells = _cells(draft, regions, acceptance)
    tables = {element: own for element, own in rows.items() if element != "reportingOwner"}
    wanting = rows_wanting(tables, {cell.path for cell in cells})
    lost = _lost(tables, grids, cells) if draft.pages[0].warp else ()
    loose = [
        item
        for seen in draft.pages
        for item in unplaced(seen.page, draft.layout, grids[seen.number], tables, regions)
    ]
    review = [
        *captions_wanting(draft.pages[0].page.best.captions),
        *tables_wanting(draft.layout, list(grids.values())),
        *wanting,
        *lost,
        *loose,
        *headings_wanting([seen.page for seen in draft.pages], draft.layout, grids, regions),
        *parts_wanting(cells),
    ]
    return Filing(
        form="4",
        layout=draft.layout.name,
        pages=tuple(seen.number for seen in draft.pages),
        turns=tuple(seen.warp.quarters if seen.warp else 0 for seen in draft.pages),
        status="ok",
        cells=tuple(cells),
        review=tuple(review),
    )


def _lost(
    tables: dict[str, list[Row]], grids: dict[int, tuple[Grid, ...]], cells: Sequence[Cell]
) -> tuple[ReviewItem, ...]:
    """What may be lost in the tables of a scan though nothing of it is seen."""
    return (
        *columns_lost(grid for own in grids.values() for grid in own),
        *kinds_unclear(tables),
        *rows_in_one(tables),
        *neighbours_filled(tables, frozenset(cell.path for cell in cells)),
        *mostly_doubtful(cells),
    )


def _regions(draft: Draft, grids: dict[int, tuple[Grid, ...]], rows: dict[str, list[Row]]) -> list[Region]:
    """Where each value of the filing stands, in the order of the form."""
    analysis = [seen.page for seen in draft.pages]
    regions = cut_header(analysis[0], draft.layout)
    named = sum(region.path.endswith("rptOwnerName") for region in regions)
    regions += cut_owners(rows.get("reportingOwner", []), first=named + 1)
    tables = [(element, own) for element, own in rows.items() if element != "reportingOwner"]
    regions += [region for element, own in tables for row in numbered(own, element) for region in row.regions]
    signed = cut_signatures(analysis, draft.layout)
    return regions + cut_explanations(analysis, draft.layout, grids, signed) + signed


def _cells(draft: Draft, regions: Sequence[Region], acceptance: Acceptance) -> list[Cell]:
    """The cells of the regions, the form's own number first."""
    words = Vocabulary(line for seen in draft.pages for line in seen.page.text.lines)
    notes = last_note(regions)
    pages = {
        seen.number: Understanding(seen.page.text, seen.warp, _readers_of(seen), words, notes, acceptance)
        for seen in draft.pages
    }
    cells = [cell for region in regions for cell in pages[region.page].cells(region)]
    return [_document_type(draft, cells), *questioned(cells)]


def _readers_of(seen: SeenPage) -> tuple[str, ...]:
    """The names of a page's readers, in the order they are asked."""
    if seen.page.text.source == "text":
        return ("text-layer",)
    return _first_reader().name, _second_reader().name, THIRD_READER


def _document_type(draft: Draft, cells: Sequence[Cell]) -> Cell:
    """`4`, or `4/A` where the form gives the date of the original."""
    dated = next((cell for cell in cells if cell.path == "dateOfOriginalSubmission"), None)
    amended, front = bool(dated and dated.value), draft.pages[0]
    usual = 0.9999 if front.warp is None else 0.999
    title = front.page.captions.best(draft.layout.evidence[0].caption)
    box = title.box if title else None
    filed = front.warp.box_as_filed(box) if box and front.warp else box
    region = (filed.x0, filed.top, filed.x1, filed.bottom) if filed else (0.0, 0.0, 0.0, 0.0)
    return Cell(
        path="documentType",
        value="4/A" if amended else "4",
        raw=" ".join(word.text for word in title.words) if title else "",
        status=dated.status if dated else "accepted",
        confidence=min(usual, dated.confidence) if dated else usual,
        page=front.number,
        bbox=tuple(round(side, 1) for side in region),  # type: ignore[arg-type]
        source="derived",
        reader=_readers_of(front)[0],
        reason="the date of the original is given" if amended else "no date of an original is given",
    )


def _table_rows(draft: Draft, grids: dict[int, tuple[Grid, ...]]) -> dict[str, list[Row]]:
    """The rows of each table over all pages, by the element they belong to."""
    rows: dict[str, list[Row]] = {}
    for seen in draft.pages:
        for grid in grids[seen.number]:
            rows.setdefault(grid.table.rows, []).extend(cut_rows(grid, seen.page.text))
    return rows
