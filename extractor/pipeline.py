"""The stages in order, for one file: open, read, classify, segment, value, validate, reconcile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from extractor.as_filed import as_filed
from extractor.document import Attachment, Document, Given, open_document, origin_of
from extractor.document.second_reader import SecondReader
from extractor.errors import NotAForm4
from extractor.filing_drafts import Draft, Segmented, gathered, pages_named, segmented
from extractor.layout.analysis import PageAnalysis
from extractor.layout.classify import Classification
from extractor.layout.template import Layout, all_layouts
from extractor.logs import stage
from extractor.model.filing import (
    AttachedSource,
    Cell,
    Extraction,
    Filing,
    ReviewItem,
    Source,
    Unaccounted,
    UnusedPage,
)
from extractor.model.form_schema import ORIGINAL
from extractor.model.geometry import Box
from extractor.model.page import line_of
from extractor.model.place import PlaceOnSheet
from extractor.model.reason import Reason, ReasonCode, found_in
from extractor.model.reason_words import words_of
from extractor.model.region import Region
from extractor.model.review_list import reviewed
from extractor.ocr.engine import Engines, installed_engines
from extractor.options import Options
from extractor.page_reading import counted, pages_read
from extractor.reconcile import columns_confirmed, reconcile, rows_misfit, rows_missing
from extractor.segmentation.amended import amendment_title, original_unseen
from extractor.segmentation.filed_by import filed_by
from extractor.segmentation.footnotes import headings, headings_wanting, last_note
from extractor.segmentation.lone_boxes import boxes_unseen
from extractor.validation.completeness import (
    exercises_wanting,
    no_rows,
    parts_wanting,
    rows_wanting,
    tables_wanting,
)
from extractor.validation.covered import things_covered
from extractor.validation.cross_references import unmatched
from extractor.validation.cut_off import pages_missing, written_below
from extractor.validation.legibility import too_little_read
from extractor.validation.pages_in_doubt import pages_in_doubt
from extractor.validation.plausibility import questioned
from extractor.validation.scan_losses import (
    columns_lost,
    kinds_unclear,
    neighbours_filled,
    rows_between,
    rows_in_one,
    rows_too_faint,
)
from extractor.validation.second_opinion import with_second_opinion
from extractor.validation.unaccounted import to_look_at, torn, unaccounted
from extractor.validation.word_roles import account_of
from extractor.values.calibration import Doubt, accepted_from, confidence
from extractor.values.cells import CellBuilder
from extractor.values.judging import Acceptance, judged
from extractor.values.lexicon import Vocabulary

TEXT_LAYER = "text-layer"
"""What the output calls the reader of a page that brings its own text."""


NOWHERE = Box(0.0, 0.0, 0.0, 0.0)


def extract(
    given: Given,
    options: Options = Options(),  # noqa: B008 - frozen
    *,
    on_page: Callable[[int, int], None] | None = None,
    judge: Callable[[Doubt], float] = confidence,
    layouts: Sequence[Layout] | None = None,
) -> Extraction:
    """Every Form 4 in a PDF or a picture (TIFF, PNG, JPEG and others).

    `given` is a path, the file's bytes, a file open for reading bytes, a PIL image, or an array of pixels
    (rows × columns in grey, or × 3 in RGB; uint8).

        >>> extraction = extract("form4.pdf")  # doctest: +SKIP
        >>> extraction.filings[0].cell("issuer/issuerTradingSymbol").value  # doctest: +SKIP
        'RWT'

    `on_page(number, count)` is called before each page; `judge` gives each reading its confidence (the
    calibration listens here); `layouts` are tried in place of those that the options name.
    Raises InputRefused (unreadable, damaged, encrypted, over a limit), NotAForm4, or LayoutError and
    OptionError where the options name layouts that are wrong.
    """
    origin, layouts = origin_of(given), layouts_of(options) if layouts is None else layouts
    acceptance = Acceptance(judge, accepted_from(options.max_error))
    with open_document(origin, options.limits) as document, SecondReader(origin) as second:
        unused: list[UnusedPage] = []

        def filings_of(first: int) -> tuple[Filing, ...]:
            """The filings on the pages from `first`."""
            there = pages_from(document, first, layouts, on_page)
            return tuple(
                with_second_opinion(
                    as_filed(_settled_draft(draft, acceptance, options.repair), _places(draft.pages)),
                    second.text,
                )
                for draft in gathered(there, unused)
            )

        filings, own_pages = filings_of(1), document.page_count
        # A portfolio's own page only says that it is one.
        attached = () if filings else document.attachments()
        if document.page_count > own_pages:
            filings = filings_of(own_pages + 1)
        source = Source(
            name=document.name,
            sha256=document.sha256,
            pages=document.page_count,
            path=str(origin.absolute()) if isinstance(origin, Path) else "",
            attachments=tuple(map(_source_of, attached)) or _not_opened(document),
        )
    if not filings:
        raise no_form4(source.name, unused, source.attachments)
    doubtful = any(filing.status == "review" for filing in filings)
    return Extraction(
        source=source, status="review" if doubtful else "ok", filings=filings, unused_pages=tuple(unused)
    )


def pages_from(
    document: Document,
    first: int,
    layouts: Sequence[Layout],
    on_page: Callable[[int, int], None] | None,
) -> Iterator[Classification]:
    """The pages of a file from number `first` on, read and classified as they are asked for."""
    numbers = range(first, document.page_count + 1)
    there = counted(map(document.page, numbers), document.page_count, on_page)
    return pages_read(there, layouts, installed_engines)


_NOT_OPENED = "not opened: the file's own pages hold a Form 4"


def _not_opened(document: Document) -> tuple[AttachedSource, ...]:
    names = document.attached_names()
    return tuple(AttachedSource(name=name, pages=(), reason=_NOT_OPENED) for name in names)


def _source_of(attachment: Attachment) -> AttachedSource:
    pages = tuple(range(attachment.first_page, attachment.end))
    return AttachedSource(name=attachment.name, pages=pages, reason=attachment.fault)


def _settled_draft(draft: Draft, acceptance: Acceptance, repair: bool) -> Filing:
    read = filing_of(segmented(draft, installed_engines), acceptance, installed_engines)
    return settled(read, acceptance.least, draft.layout, repair)


def _places(pages: Iterable[PageAnalysis]) -> dict[int, PlaceOnSheet]:
    """Where the pages lie that are not the file's own, by the number they are read under."""
    return {page.number: page.text.place for page in pages if page.text.place is not None}


def no_form4(name: str, unused: Sequence[UnusedPage], attached: Sequence[AttachedSource] = ()) -> NotAForm4:
    """What to raise of a file none of whose pages is a filing's, nor of those `attached`."""
    forms = found_in([reason for page in unused for reason in page.reasons], ReasonCode.OTHER_FORM)
    if form := next(forms, None):
        return NotAForm4(f"{name}: {words_of(form)}; give a Form 4")
    prints = found_in([reason for page in unused for reason in page.reasons], ReasonCode.OTHER_PRINT)
    if unknown := next(prints, None):
        return NotAForm4(f"{name}: {words_of(unknown)}; add a layout for it")
    reason = unused[0].reason if unused else words_of(Reason.of(ReasonCode.NO_PAGES))
    faults = [f"; {one.reason or f'its attachment {one.name} is no Form 4'}" for one in attached]
    return NotAForm4(
        f"{name}: {reason}{''.join(faults)}; check that the file is a Form 4, or add a layout for it"
    )


def layouts_of(options: Options) -> tuple[Layout, ...]:
    """The layouts that are tried; those in a folder are read once a process."""
    return _layouts(options.layout_dir)


@cache
def _layouts(folder: str) -> tuple[Layout, ...]:
    return all_layouts(Path(folder) if folder else None)


def filing_of(found: Segmented, acceptance: Acceptance, engines: Engines) -> Filing:
    """The filing as it was read, before its sums are looked at."""
    pages = found.draft.pages
    subject = pages_named(page.number for page in pages)
    with stage("values", subject) as log:
        cells = _cells(found, acceptance, engines)
        log(f"{len(cells)} cells, {sum(cell.status == 'review' for cell in cells)} to review")
    with stage("validation", subject) as log:
        account = account_of(pages, found.grids, found.regions, cells)
        beside = unaccounted(pages, account)
        cells = torn(cells, beside)
        review = (*_review(found, cells, beside), *to_look_at(beside))
        log(f"words: {account}")
        log(f"{len(review)} more to review")
    return Filing(
        form=found.draft.layout.form,
        layout=found.draft.layout.name,
        pages=tuple(page.number for page in pages),
        turns=tuple(page.text.warp.quarters if page.text.warp else 0 for page in pages),
        status="ok",
        cells=tuple(cells),
        review=review,
        filed_by=filed_by(pages[0]),
        unaccounted=beside,
    )


def settled(read: Filing, least: float, layout: Layout, repair: bool) -> Filing:
    """The filing with its cells settled by its sums, accepted from a confidence of `least` on, and all there
    is to review."""
    with stage("reconcile", pages_named(read.pages)) as log:
        found = reconcile(read, least, balances=layout.balances, repair=repair)
        checks = Counter(check.outcome for check in found.checks)
        cells = Counter(cell.status for cell in found.cells)
        log(f"{checks['satisfied']} checks satisfied, {checks['violated']} violated")
        log(f"{cells['repaired']} cells repaired, {cells['review']} to review")
    misfit = rows_misfit(read, found, layout.balances)
    review = (*found.review, *_unmatched(found, layout), *misfit)
    return reviewed(found.model_copy(update={"review": review}))


def _unmatched(filing: Filing, layout: Layout) -> Iterator[ReviewItem]:
    """What parts of a filing say of each other, once its cells are settled."""
    if layout.match == "meaning" and not columns_confirmed(filing):
        yield ReviewItem(path="", reasons=(Reason.of(ReasonCode.UNKNOWN_PRINT),))
    yield from exercises_wanting(filing.cells)
    yield from unmatched(filing.cells, filing.filed_by)
    yield from rows_missing(filing.checks)


def _review(found: Segmented, cells: Sequence[Cell], beside: Sequence[Unaccounted]) -> Iterator[ReviewItem]:
    """What a person must look at that is no single cell; `beside` are the spots that nothing accounts for."""
    pages, grids, layout, rows = found.draft.pages, found.grids, found.draft.layout, found.rows
    wanting = tuple(rows_wanting(rows, cells, layout))
    yield from pages_in_doubt(found.draft.doubtful)
    yield from too_little_read(pages[0].legible, cells, sum(map(len, rows.values())), wanting)
    headed = any(True for page in pages for _ in headings(page, grids[page.number]))
    headed = headed or written_below(pages, grids)
    yield from pages_missing(layout, list(grids.values()), cells, headed)
    whole = not any(spot.page == pages[0].number for spot in beside)
    yield from tables_wanting(layout, list(grids.values()), whole)
    yield from columns_lost(grid for own in grids.values() for grid in own)
    for page in pages:
        yield from rows_between(page, grids[page.number], rows)
        yield from rows_too_faint(page, grids[page.number], rows)
        yield from things_covered(page, grids[page.number], rows, cells)
    yield from wanting
    yield from no_rows(cells, layout.form_schema)
    if pages[0].is_scan:
        yield from boxes_unseen(pages[0])
        yield from original_unseen(pages[0])
        yield from kinds_unclear(rows)
        yield from rows_in_one(rows)
    if pages[0].is_scan and layout.balances == "end-of-month":
        yield from neighbours_filled(rows, frozenset(cell.path for cell in cells))
    yield from headings_wanting(pages, grids, found.regions)
    yield from parts_wanting(cells, layout.form_schema)


def _cells(found: Segmented, acceptance: Acceptance, engines: Engines) -> list[Cell]:
    """The cells of the regions, the form's own number first."""
    builders = builders_of(found, engines)
    elected = [item for region in found.regions for item in builders[region.page].elected(region)]
    dated = next((item for item in elected if item.cell.path == ORIGINAL), None)
    front, title = found.draft.pages[0], title_of(found.draft)
    titled = amendment_title(front) is not None
    form = found.draft.layout.form_schema
    first = builders[front.number].document_type(form, title, dated, titled)
    return questioned(judged([first, *elected], acceptance))


def builders_of(found: Segmented, engines: Engines) -> dict[int, CellBuilder]:
    """What makes cells of the regions on each page, by its number."""
    pages, notes = found.draft.pages, last_note(found.regions)
    words = Vocabulary(line for page in pages for line in page.text.lines)
    return {page.number: CellBuilder(page.text, _readers_of(page, engines), words, notes) for page in pages}


def _readers_of(page: PageAnalysis, engines: Engines) -> dict[str, str]:
    """What the output calls a page's engines, by engine, in the order they are asked."""
    own = {} if page.is_scan else {TEXT_LAYER: TEXT_LAYER}
    if page.is_scan or any(line.answers for line in page.text.lines):
        own |= {engine.name: engine.reader for engine in engines()}
    return own


def title_of(draft: Draft) -> Region:
    """Where the form's title stands on the first page; an empty region where it was not seen."""
    front = draft.pages[0]
    hit = front.captions.best(draft.layout.evidence[0].caption)
    lines = (line_of(hit.words, front.text.source),) if hit else ()
    return Region("documentType", "document-type", front.number, hit.box if hit else NOWHERE, lines)
