"""A table's first row freed from its head, where the rule between the two is gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from rapidfuzz import fuzz

from extractor.layout.captions import WORN, squeezed
from extractor.layout.grid import Gap, Grid
from extractor.layout.template import Column, ValueType
from extractor.model.geometry import Box
from extractor.model.page import Line, PageText

TELLING = 3
"""Letters and digits from which on a line can be told to be of a caption."""
FILLED = 3
"""Columns that hold something no caption says, where a row stands below the captions."""
LOWEST = 1.2
"""Of a usual row's height: a row in the head stands this close to its foot."""
TOUCH = 1.0
"""Points a row's letters may overlap the captions' height."""
NUMBERS: tuple[ValueType, ...] = ("date", "shares", "price")


def first_row_freed(grid: Grid, page_text: PageText) -> Grid:
    """The grid with the row that its head holds, if it holds one below its captions."""
    if grid.head is None or not grid.rows:
        return grid
    usual = float(np.median([bottom - top for top, bottom in grid.rows]))
    inside = [
        (gap, line) for line in page_text.lines for gap in grid.gaps if _stands_in(line, gap, grid.head)
    ]
    captions = [line.box.bottom for gap, line in inside if _is_caption(line, gap.column, grid)]
    foot = max(captions, default=grid.head.bottom)
    own = [(gap, line) for gap, line in inside if line.box.top > foot - TOUCH]
    lowest = min((line.box.top for _, line in own), default=grid.head.bottom)
    if not _is_row(own) or lowest < grid.head.bottom - LOWEST * usual:
        return grid
    top = min(foot, lowest)
    return replace(grid, head=replace(grid.head, bottom=top), rows=((top, grid.head.bottom), *grid.rows))


def _stands_in(line: Line, gap: Gap, head: Box) -> bool:
    return gap.x0 <= line.box.center_x <= gap.x1 and head.top <= line.box.center_y < head.bottom


def _is_caption(line: Line, column: Column, grid: Grid) -> bool:
    """True for a line that says part of its column's caption, or of the caption over several."""
    text = squeezed(line.text)
    if len(text) < TELLING:
        return False
    over = [parent.caption for parent in grid.table.columns if column in parent.columns]
    return any(fuzz.partial_ratio(text, squeezed(caption)) >= WORN for caption in (column.caption, *over))


def _is_row(found: Sequence[tuple[Gap, Line]]) -> bool:
    """True where several columns are filled, one of those for numbers with a number."""
    columns = {gap.x0 for gap, _ in found}
    return len(columns) >= FILLED and any(
        gap.column.type in NUMBERS and _is_number(line.text) for gap, line in found
    )


def _is_number(text: str) -> bool:
    return sum(map(str.isdigit, text)) > sum(map(str.isalpha, text))
