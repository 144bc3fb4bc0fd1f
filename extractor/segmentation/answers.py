"""Which lines of a page hold the filer's answers rather than the form's own print."""

from __future__ import annotations

from extractor.layout.classify import PageAnalysis
from extractor.layout.template import Layout
from extractor.model.page import Line
from extractor.segmentation.boilerplate import furniture

PRINTED = 0.6
"""Share of a line's words that must belong to captions for the line to be the form's own."""


def answers(page: PageAnalysis, layout: Layout) -> list[Line]:
    """The lines that are neither captions, nor table heads, nor small print."""
    printed = {id(word) for word in furniture(page, layout)}
    printed |= {
        id(word) for box in layout.header for hit in page.captions.all(box.caption)[:1] for word in hit.words
    }
    heads = [grid.head for grid in page.grids(layout) if grid.head is not None]
    return [
        line
        for line in page.text.lines
        if sum(id(word) in printed for word in line.words) <= PRINTED * len(line.words)
        and not any(head.holds(line.box.center_x, line.box.center_y) for head in heads)
    ]
