"""One page as a page of one layout: its tables, the boxes of its header, the form's own print on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from extractor.layout.bands import Band
from extractor.layout.boilerplate import furniture, own_words, pieces
from extractor.layout.captioned_grid import captioned_grid
from extractor.layout.captions import Captions
from extractor.layout.grid import Grid, find_grids, split_off_first_row, with_whole_head
from extractor.layout.settings import SETTINGS
from extractor.layout.template import Layout
from extractor.model.geometry import Box
from extractor.model.page import Line, PageText, Word, WordId
from extractor.ocr.engine import LineImages

_SETTINGS = SETTINGS.analysis
_PRINT = ("furniture", "small_print", "printed")
"""What is found once of the words of a page."""


@dataclass(frozen=True, eq=False)
class PageAnalysis:
    """A page under a layout, analysed once.

    `bands` are the ruled bands of its tables, `grids` the layout's tables found on it, from the top; `boxes`
    the header boxes that a scan's ruling lines draw, by number in the layout; `legible` is the share of the
    layout's captions that were found (0 to 1); `images` are the lines that further engines may read.
    """

    text: PageText
    captions: Captions
    bands: tuple[tuple[Band, ...], ...]
    layout: Layout
    grids: tuple[Grid, ...]
    boxes: dict[int, Box]
    legible: float
    images: LineImages = field(default_factory=dict)

    @property
    def number(self) -> int:
        """That of the page in its file, from 1."""
        return self.text.number

    @property
    def is_scan(self) -> bool:
        """True where the page was recognised from its ink."""
        return self.text.source == "ocr"

    def answered(self, lines: Mapping[WordId, Line]) -> PageAnalysis:
        """The same page with more engines' answers to some of its lines, by their ids."""
        own = tuple(lines.get(line.id, line) for line in self.text.lines)
        page = replace(self, text=replace(self.text, lines=own), images={})
        # No word is another one: what was found of the form's own print stays.
        page.__dict__.update({name: self.__dict__[name] for name in _PRINT if name in self.__dict__})
        return page

    @cached_property
    def furniture(self) -> tuple[Word, ...]:
        """The words of the layout's small print."""
        return furniture(self.text, self.captions, self.layout)

    @cached_property
    def small_print(self) -> tuple[Word, ...]:
        """The words of the small print, single pieces of its sentences among them."""
        left = pieces(self.text.lines, self.layout)
        return (*self.furniture, *(word for piece in left for word in piece.words))

    @cached_property
    def printed(self) -> tuple[Word, ...]:
        """The words of everything the form itself prints outside its tables' heads."""
        hits = (hit for caption in self.layout.captions for hit in self.captions.all(caption))
        sure = (hit for hit in hits if hit.score >= SETTINGS.boilerplate.certain_short)
        return (*self.furniture, *(word for hit in sure for word in own_words(hit)))

    @cached_property
    def answers(self) -> tuple[Line, ...]:
        """The lines that are neither captions, nor table heads, nor small print."""
        printed = {word.id for word in (*self.furniture, *self._headers())}
        heads = [grid.head for grid in self.grids if grid.head is not None]
        return tuple(
            line
            for line in self.text.lines
            if sum(word.id in printed for word in line.words) <= _SETTINGS.printed * len(line.words)
            and not any(head.holds_middle(line.box) for head in heads)
        )

    def _headers(self) -> Iterator[Word]:
        """The words of the header's captions."""
        for box in self.layout.header:
            for hit in self.captions.all(*box.wordings)[:1]:
                yield from hit.words


def grids_on(
    page_text: PageText, captions: Captions, bands: tuple[tuple[Band, ...], ...], layout: Layout
) -> tuple[Grid, ...]:
    """The tables of `layout` on the page, by their ruling lines or, where those are lost, by captions."""
    heads = find_grids(page_text, layout.tables, bands, captions.letters)
    ruled = [split_off_first_row(with_whole_head(grid, page_text), page_text) for grid in heads]
    missing = [table for table in layout.tables if all(grid.table != table for grid in ruled)]
    captioned = (captioned_grid(page_text, captions, layout, table) for table in missing)
    found = ruled
    for grid in sorted(filter(None, captioned), key=lambda grid: -grid.fit):
        if not any(grid.box.overlap(other.box) for other in found):
            found = [*found, grid]
    return tuple(sorted(found, key=lambda grid: grid.box.top))
