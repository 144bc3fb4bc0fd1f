"""Whether the page of a form's title calls it an amendment: `FORM 4/A`, `SEC Form 3/A`, `Amendment No. 1`."""

from __future__ import annotations

import re

from extractor.layout.analysis import PageAnalysis
from extractor.model.page import Line
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
