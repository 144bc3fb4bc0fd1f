"""Pages that lie with a filing and may be its own: a person says whether they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.layout.assembly import PageUse
from extractor.model.filing import ReviewItem


def pages_in_doubt(uses: Iterable[PageUse]) -> Iterator[ReviewItem]:
    """One item for each page, which says what was done with it and what was seen on it."""
    for use in uses:
        done = "was not read" if use.role == "unused" else "was read"
        seen = ", ".join(observation.words for observation in use.observations)
        reason = f"page {use.number} {done} as a page of this form: look whether it is one ({seen})"
        yield ReviewItem(path="", reason=reason, page=use.number)
