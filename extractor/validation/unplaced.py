"""Ink in a table that no cell took: a number or date there is a value somebody must look for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from extractor.layout.classify import PageAnalysis
from extractor.layout.grid import Grid
from extractor.layout.template import Layout
from extractor.model.filing import ReviewItem
from extractor.model.geometry import Box
from extractor.model.page import Line
from extractor.model.region import Region
from extractor.segmentation.answers import answers
from extractor.segmentation.rows import Row, numbered

TELLING = re.compile(r"\d[\d,./-]*\d")
"""What looks like a number or date, however much of it is read."""
SPECKS = 2
"""So many specks in a band that holds no row are the remains of one: a copier leaves a single one."""
BELOW = 30.0
"""Points below a table's last rule in which a row whose rule is gone may stand."""


def unplaced(
    page: PageAnalysis,
    layout: Layout,
    grids: Sequence[Grid],
    rows: Mapping[str, Sequence[Row]],
    regions: Sequence[Region],
) -> Iterator[ReviewItem]:
    """One item for each row of a scanned page's tables near which such ink stands."""
    if page.text.source == "text":
        return
    taken = {id(word) for region in regions for line in region.lines for word in line.words}
    left = [line for line in answers(page, layout) if not any(id(word) in taken for word in line.words)]
    telling = [line for line in left if TELLING.search(line.text)]
    for grid in (grid for grid in grids if grid.table.rows != "reportingOwner"):
        found = numbered(rows.get(grid.table.rows, ()), grid.table.rows)
        if bands := _faint(grid, page, found):
            said = f"there is ink in {bands} of its rows, too faint to read"
            yield ReviewItem(path=grid.table.rows, reason=said)
        own = [line for line in telling if _reach(grid).holds(line.box.center_x, line.box.center_y)]
        paths = {_nearest(line, found, grid, page.text.number): line for line in own}
        for path, line in paths.items():
            yield ReviewItem(path=path, reason=f"{line.text} stands in the table, and no cell took it")


def _faint(grid: Grid, page: PageAnalysis, rows: Sequence[Row]) -> int:
    """How many bands no row was found in have specks as writing leaves them that a copier lost."""
    taken = [row.box for row in rows if row.page == page.text.number]
    bands = [band for band in grid.rows if not any(box.top <= sum(band) / 2 < box.bottom for box in taken)]
    words = [word.box for line in page.text.lines for word in line.words]
    own = [box for box in words if grid.box.x0 <= box.center_x < grid.box.x1]
    return sum(sum(top <= box.center_y < bottom for box in own) >= SPECKS for top, bottom in bands)


def _reach(grid: Grid) -> Box:
    top = grid.head.bottom if grid.head else grid.box.top
    return Box(grid.box.x0, top, grid.box.x1, grid.box.bottom + BELOW)


def _nearest(line: Line, rows: Sequence[Row], grid: Grid, page: int) -> str:
    """The path of the row whose band the line stands in; of one more row where it stands in none."""
    here = [row for row in rows if row.page == page]
    for row in here:
        if row.box.top <= line.box.center_y < row.box.bottom:
            return row.regions[0].path.split("]")[0] + "]"
    element = grid.table.rows
    count = sum("Transaction[" in row.regions[0].path for row in rows)
    return f"{element}/{element.removesuffix('Table')}Transaction[{count + 1}]"
