"""Which pages of a file make a filing, decided over all pages between two that begin one.

A page that begins a filing is told by its captions alone. Each page after it either goes on with it or does
not: a chain of two states, in which each page's probability comes from the forward and backward sums (Rabiner
1989). A page between two pages of a filing belongs to it unless it says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import exp, inf, log
from typing import Literal

from extractor.layout.analysis import PageAnalysis
from extractor.layout.classify import Classification
from extractor.layout.grid import Grid
from extractor.layout.page_evidence import (
    FilingSoFar,
    Observation,
    is_blank,
    observed,
    other_form,
    other_title,
    tables_on,
    total,
)
from extractor.layout.settings import SETTINGS
from extractor.layout.template import Layout
from extractor.model.reason import Reason, ReasonCode

_SETTINGS = SETTINGS.assembly

PageRole = Literal["begins", "continues", "unused"]


@dataclass(frozen=True, eq=False, slots=True)
class PageUse:
    """A page and its role in the file; `layout` is its filing's, or the one an unused page fits best.

    `observations` are what speaks for and against it as a page of the filing before it, `probability` (0 to
    1) is what they come to.
    """

    page: Classification
    role: PageRole
    layout: Layout
    observations: tuple[Observation, ...] = ()
    probability: float = 0.0

    @property
    def number(self) -> int:
        """That of the page in its file, from 1."""
        return self.page.text.number

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why an unused page belongs to no filing."""
        best, needed = self.page.best, SETTINGS.classify.least_score
        unfit = Reason.of(ReasonCode.NO_LAYOUT_FITS, layout=best.layout.name, score=best.value, needed=needed)
        if other := other_form(self.page.text):
            code = ReasonCode.OTHER_PRINT if other.is_read else ReasonCode.OTHER_FORM
            return (unfit, Reason.of(code, form=other.form, about=other.about))
        title = other_title(self.page.text)
        return (unfit, Reason.of(ReasonCode.OTHER_TITLE, title=title)) if title else (unfit,)

    @property
    def is_doubtful(self) -> bool:
        """True where a person must say whether the page belongs to the filing beside it."""
        if self.role == "begins" or is_blank(self.page.text) or other_title(self.page.text):
            return False
        return self.role == "unused" or self.probability < _SETTINGS.sure


@dataclass(frozen=True, slots=True)
class Assembly:
    """The pages of one filing with those that lie after it; no `layout` where none begins before them."""

    layout: Layout | None
    uses: tuple[PageUse, ...] = ()

    @property
    def doubtful(self) -> Iterator[PageUse]:
        """The pages of which a person must say whether they belong to the filing."""
        is_other = False
        for use in self.uses:
            # A power of attorney may have further pages, and only the first bears its title.
            is_other = use.role == "unused" and (is_other or bool(other_title(use.page.text)))
            if use.is_doubtful and not is_other:
                yield use


def assembled(pages: Iterable[Classification]) -> Iterator[Assembly]:
    """The pages of a file by filing, each as soon as the next begins, so that no more than one is held."""
    first: Classification | None = None
    after: list[Classification] = []
    for page in pages:
        if page.begins_filing:
            if first is not None or after:
                yield _assembly(first, after)
            first, after = page, []
        else:
            after.append(page)
    if first is not None or after:
        yield _assembly(first, after)


def _assembly(first: Classification | None, after: Sequence[Classification]) -> Assembly:
    if first is None:
        return Assembly(None, tuple(PageUse(page, "unused", page.best.layout) for page in after))
    layout = first.best.layout
    seen = _observations(first.under(layout), [page.under(layout) for page in after])
    chances = probabilities([total(own) for own in seen])
    uses = [
        PageUse(page, "continues", layout, own, chance)
        if chance > 1 / 2
        else PageUse(page, "unused", page.best.layout, own, chance)
        for page, own, chance in zip(after, seen, chances, strict=True)
    ]
    return Assembly(layout, (PageUse(first, "begins", layout), *uses))


def _observations(first: PageAnalysis, after: Sequence[PageAnalysis]) -> list[tuple[Observation, ...]]:
    """What each page shows; only those that may belong add to what is known of the filing."""
    so_far = FilingSoFar(first.layout).after(first)
    seen = []
    for page in after:
        own, so_far = so_far.going_on(page)
        seen.append(own)
    return seen


def probabilities(weights: Sequence[float]) -> list[float]:
    """How probable it is of each page that it goes on with the filing; `weights` are its log odds alone."""
    leaves, returns = _SETTINGS.leaves, _SETTINGS.returns
    ahead, behind = [(0.0, -inf)], [(0.0, 0.0)]
    for weight in weights:
        own, none = ahead[-1]
        ahead.append((_plus(own, none - returns) + weight, _plus(own - leaves, none)))
    for weight in reversed(weights[1:]):
        own, none = behind[-1]
        behind.append((_plus(own + weight, none - leaves), _plus(own + weight - returns, none)))
    both = zip(ahead[1:], reversed(behind), strict=False)
    return [_share(own + own_behind, none + none_behind) for (own, none), (own_behind, none_behind) in both]


def _share(one: float, other: float) -> float:
    """The share of one of two numbers in their sum, both given by their logarithms."""
    return exp(one - _plus(one, other))


def _plus(one: float, other: float) -> float:
    """The logarithm of the sum of two numbers given by theirs."""
    high, low = max(one, other), min(one, other)
    return high if low == -inf else high + log(1 + exp(low - high))


def may_belong(page: Classification, so_far: FilingSoFar) -> bool:
    """True for a page that may go on with the filing before it, as far as is seen before the pages after."""
    return total(observed(page.under(so_far.layout), so_far)) > 0


def grids_over(pages: Sequence[PageAnalysis]) -> dict[int, tuple[Grid, ...]]:
    """The tables on each page of a filing, by page number.

    A table that continues without its head is joined to the one on the page before.
    """
    grids: dict[int, tuple[Grid, ...]] = {}
    last: Grid | None = None
    for page in pages:
        here = tables_on(last, page)
        grids[page.number] = here
        last = here[-1] if here else None
    return grids
