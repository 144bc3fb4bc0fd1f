"""The headings of what stands below the tables: of the footnotes, the remarks and the signatures."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from rapidfuzz import fuzz

from extractor.layout.captions import Hit, squeezed
from extractor.layout.classify import PageAnalysis
from extractor.layout.grid import Grid
from extractor.layout.template import Layout
from extractor.model.filing import ReviewItem
from extractor.model.page import Line, Word
from extractor.model.region import Region, without_words
from extractor.segmentation.boilerplate import small_print
from extractor.segmentation.signatures import signature_captions

HOLES = re.compile(r"^[\W0oO]*$")
"""Punched holes are read as noughts; no line of a note is nothing else."""
SEEN = 0.8
"""Share of a heading's letters that are read of one."""
WORN = 55.0
"""Percent of its letters that are left of a heading too worn to be one."""
LETTERS = 5
"""Of fewer letters nothing can be said."""
PAST_READING = 0.5
"""A line whose words the reader thinks less probable, on an average, says nothing."""
TEXT = 12
"""So many letters are text, not what a copier leaves."""


def headings(page: PageAnalysis, layout: Layout) -> Iterator[tuple[Hit, str]]:
    """The headings on a page, each with what follows it: `notes`, `remarks` or `none`."""
    for caption, mode in ((layout.footnotes, "notes"), (layout.remarks, "remarks")):
        found = page.captions.clear(caption, layout.captions)
        for hit in [hit for hit in found if hit.score >= SEEN and _begins_line(page, hit)][:1]:
            yield hit, mode
    for hit in signature_captions(page, layout):
        yield hit, "none"


def headings_wanting(
    pages: Sequence[PageAnalysis],
    layout: Layout,
    grids: Mapping[int, Sequence[Grid]],
    regions: Sequence[Region],
) -> Iterator[ReviewItem]:
    """The headings a scan does not show: what stands under one may have gone elsewhere, or nowhere.

    Explanations are headed whether there are any or not. Remarks are not: their heading is wanting where
    something looks like what is left of it, where a note is past reading that may hold it, or where text
    below the tables is nobody's.
    """
    if any(page.text.source == "text" for page in pages):
        return
    seen = {mode for page in pages for _, mode in headings(page, layout)}
    if layout.footnotes and "notes" not in seen:
        yield ReviewItem(path="footnotes", reason=f'no "{layout.footnotes}" was found')
    if layout.remarks and "remarks" not in seen:
        worn = any(_is_worn(line, layout.remarks) for page in pages for line in page.text.lines)
        worn = worn or any(_is_past_reading(line) for line in _noted(regions))
        taken = {id(word) for region in regions for line in region.lines for word in line.words}
        if worn or any(_left_over(page, layout, grids[page.text.number], taken) for page in pages):
            yield ReviewItem(path="remarks", reason=f'no "{layout.remarks}" was found')


def _is_worn(line: Line, heading: str) -> bool:
    """True for a line whose first word may be a heading of one word."""
    first = squeezed(line.words[0].text)
    return len(first) >= LETTERS and fuzz.ratio(first, squeezed(heading)) >= WORN


def _noted(regions: Sequence[Region]) -> Iterator[Line]:
    return (line for region in regions if region.path.startswith("footnotes/") for line in region.lines)


def _is_past_reading(line: Line) -> bool:
    return sum(word.probability for word in line.words) < PAST_READING * len(line.words)


def _left_over(page: PageAnalysis, layout: Layout, grids: Sequence[Grid], taken: Collection[int]) -> bool:
    """True where text stands below the tables of a page that is neither printed there nor anybody's."""
    foot = max((grid.box.bottom for grid in grids), default=0.0)
    printed = [*small_print(page, layout), *_captions(page, layout)]
    free = (line for line in without_words(page.text.lines, printed) if line.box.top > foot)
    own = (line for line in free if not any(id(word) in taken for word in line.words))
    return any(len(squeezed(line.text)) >= TEXT for line in own)


def _captions(page: PageAnalysis, layout: Layout) -> list[Word]:
    hits = [hit for caption in layout.captions for hit in page.captions.all(caption)[:1]]
    return [word for hit in (*hits, *signature_captions(page, layout)) for word in hit.words]


def _begins_line(page: PageAnalysis, hit: Hit) -> bool:
    """False for a heading's words within other text, as an officer's title `See Remarks` has them."""
    own = {id(word) for word in hit.words}
    line = next(line for line in page.text.lines if any(id(word) in own for word in line.words))
    before = [word for word in line.words if word.box.x1 <= hit.box.x0 and id(word) not in own]
    return not any(squeezed(word.text) and not HOLES.match(word.text) for word in before)
