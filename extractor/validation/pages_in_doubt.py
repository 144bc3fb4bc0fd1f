"""Pages that lie with a filing and may be its own: a person says whether they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.layout.assembly import PageUse
from extractor.model.filing import ReviewItem
from extractor.model.reason import Reason, ReasonCode


def pages_in_doubt(uses: Iterable[PageUse]) -> Iterator[ReviewItem]:
    """One item for each page, which says what was done with it and what was seen on it."""
    for use in uses:
        done = ReasonCode.PAGE_NOT_READ if use.role == "unused" else ReasonCode.PAGE_READ
        seen = (observation.reason for observation in use.observations)
        yield ReviewItem(path="", reasons=(Reason.of(done, seen, page=use.number),), page=use.number)
