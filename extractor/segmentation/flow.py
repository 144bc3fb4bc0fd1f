"""The pages of a filing as one column of text: what begins on one page and goes on with the next is whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from extractor.layout.analysis import PageAnalysis
from extractor.layout.captions import Hit, squeezed
from extractor.layout.running_heads import running_words
from extractor.layout.template import Layout
from extractor.model.geometry import Box, around
from extractor.model.page import Line, WordId, usual_size
from extractor.model.region import Region
from extractor.segmentation.settings import SETTINGS

_SETTINGS = SETTINGS.flow


@dataclass(frozen=True, eq=False)
class Flow:
    """The pages set one below the other, less their running heads, as if none had ended.

    Boxes of the flow are those of a page moved down by its offset; `running` are the words of the heads.
    """

    pages: tuple[PageAnalysis, ...]
    offsets: Mapping[int, float]
    running: frozenset[WordId]

    @classmethod
    def of(cls, pages: Sequence[PageAnalysis]) -> Flow:
        """The flow of a filing's pages."""
        running = running_words(pages)
        offsets: dict[int, float] = {}
        foot = 0.0
        for k, page in enumerate(pages):
            boxes = [line.box for line in page.text.lines if line.id not in running]
            top = min((box.top for box in boxes), default=0.0)
            step = _SETTINGS.step * usual_size(page.text.words)
            offsets[page.number] = foot + step - top if k else 0.0
            foot = max((box.bottom for box in boxes), default=top) + offsets[page.number]
        return cls(tuple(pages), offsets, running)

    @property
    def layout(self) -> Layout:
        """The one of all its pages."""
        return self.pages[0].layout

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines of the pages, in points of the flow."""
        return tuple(
            self._line(line, page.number)
            for page in self.pages
            for line in page.text.lines
            if line.id not in self.running
        )

    def hits(self, page: PageAnalysis, hits: Iterable[Hit]) -> list[Hit]:
        """Captions of a page, in points of the flow."""
        by = self.offsets[page.number]
        return [replace(hit, box=hit.box.moved(by)) for hit in hits] if by else list(hits)

    def box(self, page: PageAnalysis, box: Box) -> Box:
        """A box of a page, in points of the flow."""
        return box.moved(self.offsets[page.number])

    def region(self, path: str, kind: str, lines: Sequence[Line]) -> Region:
        """The region of lines of the flow, on the page of the first, back in the points of their pages."""
        own = [self._line(line, line.id.page, back=True) for line in lines]
        page = own[0].id.page
        return Region(path, kind, page, around(line.box for line in own if line.id.page == page), tuple(own))

    def _line(self, line: Line, page: int, *, back: bool = False) -> Line:
        by = -self.offsets[page] if back else self.offsets[page]
        return line.moved(by) if by else line


def is_dirt(line: Line, size: float) -> bool:
    """True for specks and black bars, which are read as a letter or two that nothing on the page is like;
    `size` is the usual height of its letters."""
    letter, count = line.words[0].size, len(squeezed(line.text))
    like = (
        _SETTINGS.speck * size <= letter <= _SETTINGS.largest * size
        and line.box.width <= _SETTINGS.widest * letter * (count + 2)
    )
    return count <= _SETTINGS.few and not like
