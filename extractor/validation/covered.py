"""What lies under bars, boxes, strips and stamps on pages with a text layer, or under blots on scans: nobody
can say whether all of it was read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractor.layout.analysis import PageAnalysis
from extractor.layout.grid import Grid
from extractor.model.filing import Cell, ReviewItem
from extractor.model.form_schema import DOCUMENT_TYPE, ORIGINAL
from extractor.model.geometry import Box, around
from extractor.model.path import OWNER
from extractor.model.reason import Reason, ReasonCode
from extractor.model.region import Region
from extractor.segmentation.rows import RowRegion, numbered
from extractor.validation.legible_ink import title_foot
from extractor.validation.settings import SETTINGS

_SETTINGS = SETTINGS.covered

COVERED = Reason.of(ReasonCode.COVERED)


def things_covered(
    page: PageAnalysis, grids: Sequence[Grid], rows: Mapping[str, Sequence[RowRegion]], cells: Sequence[Cell]
) -> Iterator[ReviewItem]:
    """An item for each such area of a page, and for the cells, rows and tables it touches.

    `grids` are the tables of the page, `rows` those of the filing by element.
    """
    if page.is_scan:
        yield from _blotted(page, rows, cells)
        yield from _stamped_boxes(page)
        return
    for area in page.text.covers:
        filed = page.text.box_as_filed(area)
        yield ReviewItem(path="", reasons=(COVERED,), page=page.number, bbox=filed.rounded(2))
        for cell in cells:
            if cell.page == page.number and filed.overlap(Box(*cell.bbox)):
                yield ReviewItem(path=cell.path, reasons=(COVERED,))
        for grid in (grid for grid in grids if area.overlap(grid.box)):
            yield from _in_table(area, grid, page.number, rows.get(grid.table.rows, ()))


def _blotted(
    page: PageAnalysis, rows: Mapping[str, Sequence[RowRegion]], cells: Sequence[Cell]
) -> Iterator[ReviewItem]:
    """The values beside a blot, or in whose cell it is; where it touches none, the rows it may hide one of.

    Above the form's boxes stands its title, as heavy as a stamp.
    """
    own, top = [cell for cell in cells if cell.page == page.number], title_foot(page)
    for area in (area for area in page.text.covers if area.center_y > top):
        beside = area._replace(x0=area.x0 - _SETTINGS.beside_blot, x1=area.x1 + _SETTINGS.beside_blot)
        filed = page.text.box_as_filed(beside)
        touched = [cell.path for cell in own if filed.overlap(Box(*cell.bbox))]
        every = [row for table, some in rows.items() for row in numbered(some, table)]
        there = [row for row in every if row.page == page.number and area.overlap(row.box)]
        touched += [region.path for row in there for region in row.regions if _reaches_into(area, region)]
        touched = touched or [row.path for row in there]
        yield from (ReviewItem(path=path, reasons=(COVERED,)) for path in touched)


def _stamped_boxes(page: PageAnalysis) -> Iterator[ReviewItem]:
    """The dates of the header under stamps; that of an original tells an amendment."""
    least = _SETTINGS.hides_a_date
    for number, box in page.boxes.items():
        path = page.layout.header[number - 1].path
        hidden = any(a.overlap_x(box) >= least and a.overlap_y(box) >= least for a in page.text.covers)
        if path and hidden:
            told = (path, DOCUMENT_TYPE) if path == ORIGINAL else (path,)
            yield from (ReviewItem(path=each, reasons=(COVERED,)) for each in told)


def _reaches_into(area: Box, region: Region) -> bool:
    """True for a blot in a cell, no further off than a word from what was read of it."""
    ink = around(line.box for line in region.lines)
    inside = min(area.overlap_x(region.box), area.overlap_y(region.box)) >= _SETTINGS.beside_blot
    return inside and area.overlap_x(ink.grown(_SETTINGS.word_beside)) > 0


def _in_table(area: Box, grid: Grid, page: int, rows: Sequence[RowRegion]) -> Iterator[ReviewItem]:
    """The rows an area touches; the table where it may hide a row, or hold the rule between two."""
    table = grid.table.rows
    own = [row for row in numbered(rows, table) if row.page == page and area.overlap_y(row.box) > 0]
    if table == OWNER or area.height >= _SETTINGS.hides_a_row or not own:
        yield ReviewItem(path=table, reasons=(Reason.of(ReasonCode.ROWS_COVERED),))
        return
    yield from (ReviewItem(path=row.path, reasons=(COVERED,)) for row in own)
