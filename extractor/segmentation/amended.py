"""Whether a form is an amendment: what the page of its title calls it (`FORM 4/A`, `Amendment No. 1`), and
whether the box for the date of its original is there to see."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.layout.analysis import PageAnalysis
from extractor.model.filing import ReviewItem
from extractor.model.form_schema import DOCUMENT_TYPE, ORIGINAL
from extractor.model.page import Line
from extractor.model.reason import Reason, ReasonCode
from extractor.segmentation.captioned_boxes import CaptionedBoxes
from extractor.segmentation.settings import SETTINGS

_NUMBERED = re.compile(r"\W*amendment\s*(?:no\b|number\b|#)", re.IGNORECASE)


def amendment_title(page: PageAnalysis) -> Line | None:
    """The line at the head of a filing's first page that calls it an amendment; None where none does."""
    named = re.compile(
        rf"\W*(?:sec\s+)?form\s*{re.escape(page.layout.form)}\s*/\s*a\b\W*(?:amend\w*\W*)?", re.IGNORECASE
    )
    lowest = SETTINGS.amended.title_within * page.text.height
    above = (line for line in page.text.lines if line.box.top < lowest)
    return next((line for line in above if named.fullmatch(line.text) or _NUMBERED.match(line.text)), None)


def original_unseen(page: PageAnalysis) -> Iterator[ReviewItem]:
    """The date of an amendment's original, and the form's number that follows from it, where a scan shows no
    such box: under a stamp it may be filled."""
    hits = CaptionedBoxes(page).hits
    if any(hit is None and box.path == ORIGINAL for box, hit in hits.items()):
        for path in (ORIGINAL, DOCUMENT_TYPE):
            yield ReviewItem(path=path, reasons=(Reason.of(ReasonCode.BOX_NOT_FOUND),))
