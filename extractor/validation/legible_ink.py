"""Which ink of a scan is plainly writing, and not dirt, a stamp or the remains of print."""

from __future__ import annotations

import re

from extractor.layout.analysis import PageAnalysis
from extractor.layout.captions import squeezed
from extractor.model.page import Line, usual_size
from extractor.validation.settings import SETTINGS

_SETTINGS = SETTINGS.legible_ink

TELLING = re.compile(r"\d[\d,./-]*\d")
"""What looks like a number or date, however much of it is read."""


def is_legible(line: Line, page: PageAnalysis) -> bool:
    """True for a line below the form's title that a person would read: a number, or letters enough, of the
    usual size, and read without much doubt."""
    if line.box.center_y < title_foot(page) or line.box.center_y > page.text.height:
        return False
    usual = usual_size(page.text.words)
    sized = _SETTINGS.smallest * usual <= usual_size(line.words) <= _SETTINGS.largest * usual
    sure = sum(word.probability for word in line.words) / len(line.words)
    return sized and sure >= _SETTINGS.sure and _says_something(line)


def _says_something(line: Line) -> bool:
    letters = squeezed(line.text)
    return bool(TELLING.search(line.text)) or sum(map(str.isalpha, letters)) >= _SETTINGS.letters


def title_foot(page: PageAnalysis) -> float:
    """Where the first captioned box of the header begins, in points from the top; 0 on a page without one.

    Above it the form prints its title and the box of the OMB, and offices put their stamps.
    """
    hits = (hit for box in page.layout.header for hit in page.captions.all(box.caption)[:1])
    found = [hit.box.top for hit in hits if hit.score >= _SETTINGS.caption]
    return min([*found, *(box.top for box in page.boxes.values())], default=0.0)
