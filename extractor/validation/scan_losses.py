"""What may be lost in the tables though nothing says so: columns not found, empty lines between rows, rows of
unclear kind, values beside lost ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from rapidfuzz import fuzz

from extractor.layout.analysis import PageAnalysis
from extractor.layout.captions import squeezed
from extractor.layout.grid import Grid
from extractor.model.filing import ReviewItem
from extractor.model.form_schema import BALANCE
from extractor.model.geometry import Box
from extractor.model.page import Line
from extractor.model.path import MARKS, OWNER, row_path
from extractor.model.region import Region
from extractor.segmentation.rows import LETTERS, ROW_BEGINS, RowRegion, numbered
from extractor.segmentation.settings import SETTINGS as SEGMENTATION
from extractor.validation.settings import SETTINGS

_SETTINGS = SETTINGS.scan_losses

SPARE = frozenset({"deemedExecutionDate", "transactionCoding/transactionTimeliness"})
"""Columns next to always empty: without them nothing is lost."""
FILLED = (BALANCE,)
"""Columns that a transaction on a form of month-end balances may leave empty, but hardly one whose neighbours
fill them."""


TWO_ROWS = "two rows may stand in one: the rule between them is gone"
UNCLEAR = "this row is a transaction or a holding: too little of it is legible"
BESIDE = "the rows beside it have this, and nothing was read"


def columns_lost(grids: Iterable[Grid]) -> Iterator[ReviewItem]:
    """Tables some of whose columns were not found: their values stand in others."""
    for grid in grids:
        there = [gap.column for gap in grid.gaps]
        lost = [leaf.caption for leaf in grid.table.leaves if leaf not in there and leaf.path not in SPARE]
        if lost and grid.table.rows != OWNER:
            said = f"columns were not found, their values stand in others: {', '.join(lost)}"
            yield ReviewItem(path=grid.table.rows, reason=said)


def rows_between(
    page: PageAnalysis, grids: Sequence[Grid], rows: Mapping[str, Sequence[RowRegion]]
) -> Iterator[ReviewItem]:
    """Tables of a page with a ruled line between rows in which nothing at all was read: forms are filled from
    the top."""
    seen = [word.box for line in page.text.lines for word in line.words]
    for grid in (grid for grid in grids if grid.table.rows != OWNER):
        own = [word for row in rows.get(grid.table.rows, ()) for word in row.words]
        read = [word for word in own if word.id.page == page.number]
        filled = [any(top <= word.box.center_y < bottom for word in read) for top, bottom in grid.rows]
        last = max((k for k, full in enumerate(filled) if full), default=0)
        empty = [band for band in grid.rows[:last] if not any(_stands_in(box, grid, band) for box in seen)]
        if empty:
            said = f"rows may be missing: nothing was read in {len(empty)} of the lines between others"
            yield ReviewItem(path=grid.table.rows, reason=said)


def _stands_in(box: Box, grid: Grid, band: tuple[float, float]) -> bool:
    return grid.box.x0 <= box.center_x < grid.box.x1 and band[0] <= box.center_y < band[1]


def kinds_unclear(rows: Mapping[str, Sequence[RowRegion]]) -> Iterator[ReviewItem]:
    """Rows with too little in them to tell a transaction from a holding, by both numbers they may bear."""
    for row, own, _ in _with_paths(rows):
        if row.is_unclear:
            yield from (ReviewItem(path=path, reason=UNCLEAR) for path in own.values())


def _with_paths(
    rows: Mapping[str, Sequence[RowRegion]],
) -> Iterator[tuple[RowRegion, Mapping[str, str], Mapping[str, str]]]:
    """Each row with the path it bears as one kind or the other, and those that the next row could bear."""
    for element, own in rows.items():
        counts = {"Transaction": 1, "Holding": 1}
        for row in own:
            paths = {kind: str(row_path(element, kind, number)) for kind, number in counts.items()}
            counts[row.kind] += 1
            yield row, paths, paths | {row.kind: str(row_path(element, row.kind, counts[row.kind]))}


def rows_in_one(rows: Mapping[str, Sequence[RowRegion]]) -> Iterator[ReviewItem]:
    """Two rows in one, the rule between them gone: a title that says the same twice, or letters one below the
    other beside as many lines of another column. Named by the row, and by what the lost one may be."""
    for row, own, following in _with_paths(rows):
        if _is_double(row):
            named = (own[row.kind], *following.values())
            yield from (ReviewItem(path=path, reason=TWO_ROWS) for path in named)


def _is_double(row: RowRegion) -> bool:
    stacked = {region.path: heights for region in row.regions if (heights := _heights(region))}
    letters = [region.path for region in row.regions if region.type in LETTERS and region.path in stacked]
    others = {path: heights for path, heights in stacked.items() if path not in letters}
    beside = any(_abreast(stacked[path], heights) for path in letters for heights in others.values())
    return beside or any(map(_said_twice, row.regions))


def _heights(region: Region) -> tuple[float, float] | None:
    """The heights of a region's first and last line, where those are legible and as far apart as rows."""
    lines = [line for line in region.lines if not all(word.raised for word in line.words)]
    legible = [line for line in lines if min(word.probability for word in line.words) >= _SETTINGS.legible]
    found = sorted(line.box.center_y for line in legible if squeezed(line.text))
    return (found[0], found[-1]) if found and found[-1] - found[0] >= _SETTINGS.rows_apart else None


def _abreast(heights: tuple[float, float], others: tuple[float, float]) -> bool:
    return all(
        abs(one - other) <= SEGMENTATION.rows.same_height for one, other in zip(heights, others, strict=True)
    )


def _said_twice(region: Region) -> bool:
    texts = [squeezed(line.text) for line in region.lines] if region.path == ROW_BEGINS[0] else []
    pairs = combinations([text for text in texts if len(text) >= _SETTINGS.long], 2)
    return any(fuzz.ratio(one, other) >= _SETTINGS.alike for one, other in pairs)


def neighbours_filled(rows: Mapping[str, Sequence[RowRegion]], paths: frozenset[str]) -> Iterator[ReviewItem]:
    """Values of a row that were not read though the rows of its kind beside it have them."""
    for element, own in rows.items():
        for kind in ("Transaction", "Holding"):
            bases = [row.path for row in numbered(own, element) if row.kind == kind]
            for name in FILLED:
                has = [_there(f"{base}/{name}", paths) for base in bases]
                for k, base in enumerate(bases):
                    beside = has[max(0, k - 1) : k] + has[k + 1 : k + 2]
                    if not has[k] and beside and all(beside):
                        yield ReviewItem(path=f"{base}/{name}", reason=BESIDE)


def _there(path: str, paths: frozenset[str]) -> bool:
    return path in paths or path + MARKS in paths


TELLING = re.compile(r"\d[\d,./-]*\d")
"""What looks like a number or date, however much of it is read."""


def unplaced(
    page: PageAnalysis,
    grids: Sequence[Grid],
    rows: Mapping[str, Sequence[RowRegion]],
    regions: Sequence[Region],
) -> Iterator[ReviewItem]:
    """One item for each row of a scanned page's tables near which such ink stands."""
    if not page.is_scan:
        return
    taken = {word.id for region in regions for line in region.lines for word in line.words}
    left = [line for line in page.answers if not any(word.id in taken for word in line.words)]
    telling = [line for line in left if TELLING.search(line.text)]
    for grid in (grid for grid in grids if grid.table.rows != OWNER):
        found = numbered(rows.get(grid.table.rows, ()), grid.table.rows)
        if bands := _faint(grid, page, found):
            said = f"rows may be missing: there is ink in {bands} lines, too faint to read"
            yield ReviewItem(path=grid.table.rows, reason=said)
        own = [line for line in telling if _reach(grid).holds(line.box.center_x, line.box.center_y)]
        paths = {_nearest(line, found, grid, page.text.number): line for line in own}
        for path, line in paths.items():
            yield ReviewItem(path=path, reason=f"{line.text} stands in the table, and no cell took it")


def _faint(grid: Grid, page: PageAnalysis, rows: Sequence[RowRegion]) -> int:
    """How many bands no row was found in have specks as writing leaves them that a copier lost."""
    taken = [row.box for row in rows if row.page == page.text.number]
    bands = [band for band in grid.rows if not any(box.top <= sum(band) / 2 < box.bottom for box in taken)]
    words = [word.box for line in page.text.lines for word in line.words]
    own = [box for box in words if grid.box.x0 <= box.center_x < grid.box.x1]
    return sum(sum(top <= box.center_y < bottom for box in own) >= _SETTINGS.specks for top, bottom in bands)


def _reach(grid: Grid) -> Box:
    top = grid.head.bottom if grid.head else grid.box.top
    return Box(grid.box.x0, top, grid.box.x1, grid.box.bottom + _SETTINGS.below)


def _nearest(line: Line, rows: Sequence[RowRegion], grid: Grid, page: int) -> str:
    """The path of the row whose band the line stands in; of one more row where it stands in none."""
    here = [row for row in rows if row.page == page]
    for row in here:
        if row.box.top <= line.box.center_y < row.box.bottom:
            return row.path
    count = sum(row.kind == "Transaction" for row in rows)
    return str(row_path(grid.table.rows, "Transaction", count + 1))
