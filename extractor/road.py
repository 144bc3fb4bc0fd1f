"""The whole road for one file: open, see, recognise, cut, understand, gather, reconcile."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from extractor.cells.answers import answers
from extractor.cells.below import cut_explanations, last_note
from extractor.cells.header import cut_header
from extractor.cells.headings import headings_wanting
from extractor.cells.lost import (
    columns_lost,
    kinds_unclear,
    mostly_doubtful,
    neighbours_filled,
    rows_in_one,
)
from extractor.cells.owners import cut_owners
from extractor.cells.place import Place
from extractor.cells.signatures import cut_signatures
from extractor.cells.table_rows import Row, cut_rows, numbered
from extractor.cells.unplaced import unplaced
from extractor.cells.wanting import captions_wanting, parts_wanting, rows_wanting, tables_wanting
from extractor.document import Limits, Page, Raster, open_document
from extractor.errors import NotAForm4
from extractor.fields.confidence import MAX_ERROR, Acceptance, Doubt, accepted_from, confidence
from extractor.fields.plausible import questioned
from extractor.fields.understand import Understanding
from extractor.fields.vocabulary import Vocabulary
from extractor.filing import Cell, Extraction, Filing, ReviewItem, Source, UnusedPage
from extractor.imaging.flatten import Warp
from extractor.imaging.sheet import Sheet, lay_flat, turned_over
from extractor.layout.model import Layout, shipped_layouts
from extractor.layout.recognise import Recognised, recognise
from extractor.layout.tables import Grid
from extractor.layout.uses import grids_over, page_use
from extractor.reading.scan import Reader, read_again, reads_upside_down, see_scan
from extractor.reading.text_layer import see_text
from extractor.reconcile import reconcile

THIRD_READER = "tesseract"


@dataclass(frozen=True, eq=False, slots=True)
class SeenPage:
    """A page with everything read off it; `warp` is None where the page was not a scan."""

    page: Recognised
    warp: Warp | None

    @property
    def number(self) -> int:
        return self.page.sight.number


@dataclass(slots=True)
class Draft:
    """The pages of one filing while its file is gone through."""

    layout: Layout
    pages: list[SeenPage] = field(default_factory=list)


@dataclass(frozen=True, eq=False, slots=True)
class Segmented:
    """A draft with its tables by page number, their rows by element, and the place of every value."""

    draft: Draft
    grids: dict[int, tuple[Grid, ...]]
    rows: dict[str, list[Row]]
    places: list[Place]


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
            reconcile(filing_of(segmented(draft), acceptance), acceptance.least, repair=repair)
            for draft in drafts
        )
    if not filings:
        reason = unused[0].reason if unused else "it has no pages"
        raise NotAForm4(f"{source.name}: {reason}; check that the file is a Form 4, or add a layout for it")
    doubtful = any(filing.status == "review" for filing in filings)
    return Extraction(
        source=source, status="review" if doubtful else "ok", filings=filings, unused_pages=tuple(unused)
    )


def see_pages(pages: Iterable[Page], layouts: Sequence[Layout]) -> Iterator[SeenPage]:
    """Each page recognised, one at a time."""
    for page in pages:
        yield see_page(page, layouts)


def _counted(pages: Iterable[Page], count: int, on_page: Callable[[int, int], None] | None) -> Iterator[Page]:
    for page in pages:
        if on_page is not None:
            on_page(page.number, count)
        yield page


def see_page(page: Page, layouts: Sequence[Layout]) -> SeenPage:
    """A page read and recognised: by its text layer where it has one to trust, else by its ink."""
    if chars := page.chars():
        return SeenPage(recognise(see_text(page, chars), layouts), None)
    sheet = _upright_sheet(page.raster())
    recognised = recognise(see_scan(sheet, page.number, _first_reader()), layouts)
    layout = _layout_of(recognised, layouts)
    if layout is not None:
        values, sight = answers(recognised, layout), recognised.sight
        sight = read_again(sight, sheet, values, _thorough_sister(), _second_reader())
        recognised = replace(recognised, sight=sight)
    return SeenPage(recognised, sheet.warp)


def _upright_sheet(raster: Raster) -> Sheet:
    """The scan flat and upright; the reader is asked which end is up only where the ink does not say."""
    sheet = lay_flat(raster)
    if not sheet.turn.sure and reads_upside_down(sheet, _first_reader()):
        return turned_over(sheet)
    return sheet


def _layout_of(page: Recognised, layouts: Sequence[Layout]) -> Layout | None:
    """The layout whose filing the page begins or could go on with; None for a page of neither."""
    if page.begins_filing:
        return page.best.layout
    return next((score.layout for score in page.scores if page.continues(score.layout)), None)


@cache
def _first_reader() -> Reader:
    from extractor.reading.form_reader import QUICK, FormReader

    return FormReader(QUICK)


@cache
def _thorough_sister() -> Reader:
    from extractor.reading.form_reader import THOROUGH, FormReader

    return FormReader(THOROUGH)


@cache
def _second_reader() -> Reader:
    from extractor.reading.ppocr import PpOcr

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


def segmented(draft: Draft) -> Segmented:
    """The draft cut into tables, rows and the places of its values."""
    grids = grids_over([seen.page for seen in draft.pages], draft.layout)
    rows = _table_rows(draft, grids)
    return Segmented(draft, grids, rows, _places(draft, grids, rows))


def filing_of(found: Segmented, acceptance: Acceptance) -> Filing:
    """The filing as it was read, before its sums are looked at."""
    draft, grids, rows, places = found.draft, found.grids, found.rows, found.places
    cells = _cells(found, acceptance)
    tables = {element: own for element, own in rows.items() if element != "reportingOwner"}
    wanting = rows_wanting(tables, {cell.path for cell in cells})
    lost = _lost(tables, grids, cells) if draft.pages[0].warp else ()
    loose = [
        item
        for seen in draft.pages
        for item in unplaced(seen.page, draft.layout, grids[seen.number], tables, places)
    ]
    review = [
        *captions_wanting(draft.pages[0].page.best.captions),
        *tables_wanting(draft.layout, list(grids.values())),
        *wanting,
        *lost,
        *loose,
        *headings_wanting([seen.page for seen in draft.pages], draft.layout, grids, places),
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


def _places(draft: Draft, grids: dict[int, tuple[Grid, ...]], rows: dict[str, list[Row]]) -> list[Place]:
    """Where each value of the filing stands, in the order of the form."""
    recognised = [seen.page for seen in draft.pages]
    places = cut_header(recognised[0], draft.layout)
    named = sum(place.path.endswith("rptOwnerName") for place in places)
    places += cut_owners(rows.get("reportingOwner", []), first=named + 1)
    tables = [(element, own) for element, own in rows.items() if element != "reportingOwner"]
    places += [place for element, own in tables for row in numbered(own, element) for place in row.places]
    signed = cut_signatures(recognised, draft.layout)
    return places + cut_explanations(recognised, draft.layout, grids, signed) + signed


def _cells(found: Segmented, acceptance: Acceptance) -> list[Cell]:
    """The cells of the places, the form's own number first."""
    pages = understandings(found, acceptance)
    cells = [cell for place in found.places for cell in pages[place.page].cells(place)]
    return [_document_type(found.draft, cells), *questioned(cells)]


def understandings(found: Segmented, acceptance: Acceptance) -> dict[int, Understanding]:
    """What makes cells of the places on each page, by its number."""
    pages, notes = found.draft.pages, last_note(found.places)
    words = Vocabulary(line for seen in pages for line in seen.page.sight.lines)
    return {
        seen.number: Understanding(seen.page.sight, seen.warp, _readers_of(seen), words, notes, acceptance)
        for seen in pages
    }


def _readers_of(seen: SeenPage) -> tuple[str, ...]:
    """The names of a page's readers, in the order they are asked."""
    if seen.page.sight.source == "text":
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
    place = (filed.x0, filed.top, filed.x1, filed.bottom) if filed else (0.0, 0.0, 0.0, 0.0)
    return Cell(
        path="documentType",
        value="4/A" if amended else "4",
        raw=" ".join(word.text for word in title.words) if title else "",
        status=dated.status if dated else "accepted",
        confidence=min(usual, dated.confidence) if dated else usual,
        page=front.number,
        bbox=tuple(round(side, 1) for side in place),  # type: ignore[arg-type]
        source="derived",
        reader=_readers_of(front)[0],
        reason="the date of the original is given" if amended else "no date of an original is given",
    )


def _table_rows(draft: Draft, grids: dict[int, tuple[Grid, ...]]) -> dict[str, list[Row]]:
    """The rows of each table over all pages, by the element they belong to."""
    rows: dict[str, list[Row]] = {}
    for seen in draft.pages:
        for grid in grids[seen.number]:
            rows.setdefault(grid.table.rows, []).extend(cut_rows(grid, seen.page.sight))
    return rows
