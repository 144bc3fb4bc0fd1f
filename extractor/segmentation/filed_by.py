"""The boxes for one reporting person and for several: which of them is checked.

EDGAR's document has no place for the answer, for its owners say it; on paper it tells whether all were found.
"""

from __future__ import annotations

from extractor.layout.analysis import PageAnalysis
from extractor.layout.captions import Hit
from extractor.model.filing import FiledBy
from extractor.model.page import Word
from extractor.segmentation.check_marks import CHECKED, bare, mark_of
from extractor.segmentation.settings import SETTINGS

_SETTINGS = SETTINGS.check_marks

CAPTIONS: dict[FiledBy, str] = {
    "one": "Form filed by One Reporting Person",
    "more": "Form filed by More than One Reporting Person",
}


def group_marks(page: PageAnalysis) -> dict[FiledBy, Word]:
    """The marks before the two boxes, where there are any."""
    hits = _hits(page)
    marks = [word for word in page.text.words if CHECKED.fullmatch(word.text)]
    found = {box: mark_of(hit, marks, hits.values()) for box, hit in hits.items()}
    return {box: mark for box, mark in found.items() if mark is not None}


def filed_by(page: PageAnalysis) -> FiledBy | None:
    """What the boxes of a filing's first page say; None where one of them was not found, or not exactly one
    is plainly checked."""
    found = group_marks(page) if len(_hits(page)) == len(CAPTIONS) else {}
    if len(found) != 1:
        return None
    ((box, mark),) = found.items()
    return box if mark.probability >= _SETTINGS.plain else None


def _hits(page: PageAnalysis) -> dict[FiledBy, Hit]:
    return {
        box: bare(hit)
        for box, caption in CAPTIONS.items()
        for hit in page.captions.clear(caption, rivals=tuple(CAPTIONS.values()))[:1]
    }
