"""Which of the forms a page is headed as, so that it is compared with the layouts of that form alone.

Forms 3, 4 and 5 print much the same captions: a layout of one would look worn on a page of another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from extractor.layout.captions import Captions, Hit, squeezed
from extractor.layout.settings import SETTINGS
from extractor.layout.template import Layout
from extractor.model.page import PageText

_SETTINGS = SETTINGS.classify
_NAME = re.compile(r"(?:sec)?form(3|4|5|144)a?")
"""The forms whose names a page may have; a digit misread as any other is no evidence."""


def names_on(page_text: PageText) -> set[str]:
    """The forms that large print, which survives wear, names in a line of its own: `FORM 4`."""
    large = (squeezed(line.text) for line in page_text.lines if line.words[0].size >= _SETTINGS.large)
    return {match[1] for text in large if (match := _NAME.fullmatch(text))}


def layouts_titled(page_text: PageText, captions: Captions, layouts: Sequence[Layout]) -> tuple[Layout, ...]:
    """The layouts of the forms whose titles the page may bear; all where it bears none.

    A title is the first evidence of a layout. Of two that share words the longer one is there: `ANNUAL
    STATEMENT OF CHANGES` holds `STATEMENT OF CHANGES`. On a scan any that is nearly as legible may be.
    """
    forms = {layout.form for layout in layouts}
    if len(forms) < 2:
        return tuple(layouts)
    named = names_on(page_text) & forms
    titled = named if len(named) == 1 else set(_titled(captions, layouts, page_text.source == "ocr"))
    return tuple(layout for layout in layouts if not titled or layout.form in titled)


def _titled(captions: Captions, layouts: Iterable[Layout], is_scan: bool) -> Iterator[str]:
    found = [(hit, layout.form) for layout in layouts if (hit := _title(captions, layout))]
    if not found:
        return
    best = max(found, key=lambda pair: (round(pair[0].score, 2), len(squeezed(pair[0].caption))))[0]
    for hit, form in found:
        worn = is_scan and hit.score > best.score - _SETTINGS.titles_alike
        if worn or squeezed(hit.caption) == squeezed(best.caption):
            yield form


def _title(captions: Captions, layout: Layout) -> Hit | None:
    return captions.best(*layout.evidence[0].wordings)
