"""What each page of a file is used as, and the tables of a filing over its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from extractor.layout.analysis import PageAnalysis
from extractor.layout.classify import Classification
from extractor.layout.grid import Grid, continued
from extractor.layout.settings import SETTINGS
from extractor.layout.template import Layout

Part = Literal["begins", "continues", "unused"]


@dataclass(frozen=True, eq=False, slots=True)
class PageUse:
    """A page and its part in the file; `layout` is its filing's, or the one an unused page fits best."""

    page: Classification
    part: Part
    layout: Layout

    @property
    def reason(self) -> str:
        """Why an unused page is none of a filing's."""
        best, needed = self.page.best, SETTINGS.classify.least_score
        return f"no Form 4 layout fits: best {best.layout.name} {best.value:.2f} (needs {needed:.2f})"


def page_use(page: Classification, before: Layout | None) -> PageUse:
    """The use of a page; `before` is the layout of the filing that began before it, if one did."""
    if page.begins_filing:
        return PageUse(page, "begins", page.best.layout)
    if before is not None and page.continues(before):
        return PageUse(page, "continues", before)
    return PageUse(page, "unused", page.best.layout)


def grids_over(pages: Sequence[PageAnalysis]) -> dict[int, tuple[Grid, ...]]:
    """The tables on each page of a filing, by page number.

    A table that goes on without its head is joined to the one on the page before.
    """
    grids: dict[int, tuple[Grid, ...]] = {}
    last: Grid | None = None
    for page in pages:
        here = page.grids
        above = here[0].box.top if here else page.text.height
        if last is not None and (more := continued(last, page.bands, above)) is not None:
            here = (more, *here)
        grids[page.number] = here
        last = here[-1] if here else None
    return grids
