"""Boxes to check outside the numbered items, of which a scan shows neither the box nor a mark."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.layout.analysis import PageAnalysis
from extractor.layout.captions import Hit
from extractor.model.filing import ReviewItem
from extractor.model.page import Word
from extractor.model.reason import Reason, ReasonCode
from extractor.ocr.text_layer import BOXES
from extractor.segmentation.check_marks import bare
from extractor.segmentation.settings import SETTINGS

_SETTINGS = SETTINGS.check_marks


def boxes_unseen(page: PageAnalysis) -> Iterator[ReviewItem]:
    """The boxes of a scan that were not found before their captions, where another one was: two that touch
    are seen as none, and what is in them is not known."""
    alone = [box for box in page.layout.checkboxes if box.within is None]
    captions = {box.path: hit for box in alone if (hit := page.captions.best(*box.wordings))}
    printed = [word for word in page.text.words if word.text in BOXES]
    seen = {path: any(_is_before(word, hit) for word in printed) for path, hit in captions.items()}
    if page.is_scan and any(seen.values()):
        for path in (path for path, found in seen.items() if not found):
            yield ReviewItem(path=path, reasons=(Reason.of(ReasonCode.BOX_NOT_FOUND),))


def _is_before(word: Word, caption: Hit) -> bool:
    """True for a box to the left of a caption's first line."""
    first = bare(caption).words[0].box
    aside = first.x0 - word.box.x1
    return -_SETTINGS.overlap <= aside <= _SETTINGS.reach and word.box.overlap_y(first) > 0
