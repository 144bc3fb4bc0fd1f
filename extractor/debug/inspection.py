"""One run of the pipeline with everything kept: stages, their pictures and traces are taken from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extractor.document import open_document
from extractor.filing_drafts import Segmented, gathered, segmented
from extractor.layout.analysis import PageAnalysis
from extractor.layout.classify import Classification
from extractor.model.account import Account
from extractor.model.filing import Filing, UnusedPage
from extractor.ocr.engine import installed_engines
from extractor.options import Options
from extractor.pipeline import builders_of, filing_of, layouts_of, pages_from, settled
from extractor.validation.word_roles import account_of
from extractor.values.calibration import Doubt, accepted_from, confidence
from extractor.values.cells import CellBuilder
from extractor.values.judging import Acceptance


@dataclass(frozen=True, eq=False, slots=True)
class InspectedFiling:
    """A filing with what it was made from.

    `builders` make the cells of each page, by its number; `doubts` is what each cell's confidence was worked
    out from, by its path; `read` is the filing before its sums were looked at, `settled` after;
    `account` has the role of every word on its pages.
    """

    segmented: Segmented
    builders: dict[int, CellBuilder]
    doubts: dict[str, Doubt]
    read: Filing
    settled: Filing
    account: Account

    @property
    def pages(self) -> Sequence[PageAnalysis]:
        return self.segmented.draft.pages


@dataclass(frozen=True, eq=False, slots=True)
class Inspection:
    """A file gone through, stage by stage; without filings where it holds no Form 4.

    From a confidence of `least` (0 to 1) on, values are accepted.
    """

    name: str
    pages: tuple[Classification, ...]
    filings: tuple[InspectedFiling, ...]
    unused: tuple[UnusedPage, ...]
    least: float

    @property
    def analyses(self) -> dict[int, PageAnalysis]:
        """The pages of filings as pages of their layouts, by number."""
        return {page.number: page for filing in self.filings for page in filing.pages}

    def filing_of_page(self, number: int) -> InspectedFiling | None:
        """The filing that page `number` belongs to; None where it belongs to none."""
        own = (filing for filing in self.filings if any(page.number == number for page in filing.pages))
        return next(own, None)


def inspected(
    path: Path,
    options: Options = Options(),  # noqa: B008 - frozen
    on_page: Callable[[int, int], None] | None = None,
) -> Inspection:
    """The file gone through as `extract` does.

    `on_page(number, count)` is called before each page. Raises InputRefused (unreadable, damaged, encrypted,
    over a limit), or LayoutError and OptionError where the options name layouts that are wrong.
    """
    layouts = layouts_of(options)
    with open_document(path, options.limits) as document:
        unused: list[UnusedPage] = []
        pages, name = tuple(pages_from(document, 1, layouts, on_page)), document.name
        own = list(gathered(pages, unused))
        # A portfolio's own page only says that it is one.
        attached = bool(not own and document.attachments())
        further = tuple(pages_from(document, len(pages) + 1, layouts, on_page)) if attached else ()
    drafts = [segmented(draft, installed_engines) for draft in (*own, *gathered(further, unused))]
    least = accepted_from(options.max_error)
    filings = tuple(_filing(draft, least, options.repair) for draft in drafts)
    read = tuple(_with_answers((*pages, *further), drafts))
    return Inspection(name, read, filings, tuple(unused), least)


def _with_answers(pages: Sequence[Classification], drafts: Sequence[Segmented]) -> Iterator[Classification]:
    """The pages, those of a filing with what all engines answered to the lines of its values."""
    texts = {page.number: page.text for found in drafts for page in found.draft.pages}
    return (replace(page, text=texts.get(page.text.number, page.text)) for page in pages)


def _filing(found: Segmented, least: float, repair: bool) -> InspectedFiling:
    doubts: dict[str, Doubt] = {}

    def listen(doubt: Doubt) -> float:
        doubts[doubt.path] = doubt
        return confidence(doubt)

    read = filing_of(found, Acceptance(listen, least), installed_engines)
    done = settled(read, least, found.draft.layout, repair)
    account = account_of(found.draft.pages, found.grids, found.regions, read.cells)
    return InspectedFiling(found, builders_of(found, installed_engines), doubts, read, done, account)
