"""Sentences printed only where what they say is so: `No securities are beneficially owned.`"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.layout.analysis import PageAnalysis
from extractor.layout.captions import Hit, squeezed
from extractor.layout.settings import SETTINGS
from extractor.model.page import line_of
from extractor.model.region import Region


def cut_statements(pages: Sequence[PageAnalysis]) -> Iterator[Region]:
    """A region of type `check` for each sentence of the layout that is printed, where it first is."""
    for statement in pages[0].layout.statements:
        found = ((page, hit) for page in pages for hit in page.captions.all(*statement.wordings))
        there = ((page, hit) for page, hit in found if _is_alone(page, hit))
        if first := next(there, None):
            page, hit = first
            line = line_of(hit.words, page.text.source)
            yield Region(statement.path, "check", page.number, hit.box, (line,))


def _is_alone(page: PageAnalysis, hit: Hit) -> bool:
    """True where the sentence is a whole line: a filer's own may hold it."""
    own = {word.id for word in hit.words}
    lines = [line for line in page.text.lines if any(word.id in own for word in line.words)]
    letters = squeezed("".join(line.text for line in lines))
    return hit.score >= SETTINGS.captions.certain and len(letters) <= len(squeezed(hit.caption)) + 2
