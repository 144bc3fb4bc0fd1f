"""Where a cell stands on its page, or would stand: a value that is missing has a place too.

Boxes are in points on the page as filed, origin top left. A page that lies on its side has its rows along the
other axis: `sideways` says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from extractor.model.filing import BBox, Cell, Filing
from extractor.model.form_schema import FIELDS
from extractor.model.path import CellPath, covers
from extractor.model.review_list import FormOrder
from extractor.review.row_changes import NOWHERE, row_of

HEADING = 52.0
"""Points above the first row of a table that hold the captions of its columns, four lines of them."""
NEAR = 2
"""Columns on either side between which a missing one is looked for."""
_COLUMNS = {field.path: place for place, field in enumerate(FIELDS)}


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A page of the file and a box on it; `bbox` None is the whole page."""

    page: int
    bbox: BBox | None


def place_of(filing: Filing, path: str) -> CellPlace:
    """The place of a cell, or of the row, table or part of the form that `path` names."""
    cell = filing.cell(path)
    if cell is not None and cell.bbox[2] > cell.bbox[0]:
        return CellPlace(cell.page, cell.bbox)
    parts = CellPath.parse(path)
    beside = _beside(filing, path)
    if not beside:
        return _between(filing, path)
    row = CellPlace(beside[0].page, box_around(c.bbox for c in beside if c.page == beside[0].page))
    return _crossing(filing, parts, row) if parts.table and parts.field else row


def heading_of(filing: Filing, path: str, page: int) -> BBox | None:
    """The captions above the columns of a cell's table on a page, as wide as it; None outside tables."""
    table = CellPath.parse(path).table
    boxes = [c.bbox for c in _placed(filing) if c.page == page and c.path.startswith(f"{table}/")]
    if not table or not boxes:
        return None
    x0, top, x1, bottom = box_around(boxes)
    match turns_of(filing, page):
        case 1:
            return x0 - HEADING, top, x0, bottom
        case 2:
            return x0, bottom, x1, bottom + HEADING
        case 3:
            return x1, top, x1 + HEADING, bottom
    return x0, top - HEADING, x1, top


def turns_of(filing: Filing, page: int) -> int:
    """The clockwise quarter turns that put a page upright, 0 to 3."""
    return dict(zip(filing.pages, filing.turns, strict=False)).get(page, 0) % 4


def span_of(filing: Filing, place: CellPlace) -> tuple[float, float]:
    """How far down the upright page a place begins and ends, but for a constant, in points."""
    if place.bbox is None:
        return 0.0, 0.0
    x0, top, x1, bottom = place.bbox
    return ((top, bottom), (-x1, -x0), (-bottom, -top), (x0, x1))[_downwards(filing, place.page)]


def box_around(boxes: Iterable[BBox]) -> BBox:
    """The box around boxes, of which there is one at least."""
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _downwards(filing: Filing, page: int) -> int:
    """Which side of the page as filed is the upper one of the upright page: top, right, bottom, left."""
    # One clockwise turn brings the left side up, three the right one.
    return (0, 3, 2, 1)[turns_of(filing, page)]


def _placed(filing: Filing) -> list[Cell]:
    return [cell for cell in filing.cells if cell.bbox != NOWHERE and cell.bbox[2] > cell.bbox[0]]


def _beside(filing: Filing, path: str) -> list[Cell]:
    """The cells of the row, table, owner or part of the form in which something is missing."""
    parts = CellPath.parse(path)
    whole = row_of(path) or (parts.base if parts.element else path)
    return [cell for cell in _placed(filing) if whole and covers(whole, cell.path)]


def _between(filing: Filing, path: str) -> CellPlace:
    """From the cell before a path in the order of the form to the one after it."""
    cells, order = _placed(filing), FormOrder.of(filing.cells)
    if not cells or not path:
        return CellPlace(cells[0].page if cells else filing.pages[0], None)
    own, places = order.place(path), [(order.place(cell.path), cell) for cell in cells]
    before = max((p for p in places if p[0] < own), default=None, key=lambda p: p[0])
    after = min((p for p in places if p[0] > own), default=None, key=lambda p: p[0])
    near = [found[1] for found in (before, after) if found]
    page = near[0].page
    return CellPlace(page, box_around(cell.bbox for cell in near if cell.page == page))


def _crossing(filing: Filing, parts: CellPath, row: CellPlace) -> CellPlace:
    """Where a row and a column meet; the row where it is not known how far the column reaches."""
    assert row.bbox is not None
    across = turns_of(filing, row.page) % 2
    mates = [c for c in _placed(filing) if c.page == row.page and c.path.startswith(f"{parts.table}/")]
    sides = _column(mates, parts.field, (lambda b: (b[1], b[3])) if across else (lambda b: (b[0], b[2])))
    if sides is None:
        return row
    x0, top, x1, bottom = row.bbox
    return CellPlace(row.page, (x0, sides[0], x1, sides[1]) if across else (sides[0], top, sides[1], bottom))


def _column(
    mates: Sequence[Cell], field: str, side: Callable[[BBox], tuple[float, float]]
) -> tuple[float, float] | None:
    """How far a column reaches, by its other cells, or by its neighbours."""
    rank = _COLUMNS.get(field)
    found = [(_COLUMNS.get(CellPath.parse(c.path).field), sorted(side(c.bbox))) for c in mates]
    own = [reach for place, reach in found if place == rank]
    if own:
        return min(reach[0] for reach in own), max(reach[1] for reach in own)
    if rank is None:
        return None
    before = _ends(found, lambda place: place < rank, 1, max)
    after = _ends(found, lambda place: place > rank, 0, min)
    # The order of the fields is nearly that of the columns; one or two stand elsewhere on some prints.
    gaps = [(start, end) for start in before[::-1][:NEAR] for end in after[:NEAR] if start < end]
    return min(gaps, key=lambda gap: gap[1] - gap[0], default=None)


def _ends(
    found: Iterable[tuple[int | None, list[float]]],
    is_wanted: Callable[[int], bool],
    side: int,
    most: Callable[[float, float], float],
) -> list[float]:
    """Where columns end on one side, in the order of the fields."""
    ends: dict[int, float] = {}
    for place, reach in found:
        if place is not None and is_wanted(place):
            ends[place] = most(ends.get(place, reach[side]), reach[side])
    return [ends[place] for place in sorted(ends)]
