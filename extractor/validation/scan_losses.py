"""What may be lost in the tables though nothing says so: columns not found, empty lines between rows, rows of
unclear kind, values beside lost ones."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from rapidfuzz import fuzz

from extractor.layout.analysis import PageAnalysis
from extractor.layout.captions import squeezed
from extractor.layout.grid import Grid
from extractor.model.filing import ReviewItem
from extractor.model.form_schema import BALANCE
from extractor.model.path import MARKS, OWNER, row_path
from extractor.model.reason import Reason, ReasonCode
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


def columns_lost(grids: Iterable[Grid]) -> Iterator[ReviewItem]:
    """Tables some of whose columns were not found: their values stand in others."""
    for grid in grids:
        # By identity: comparing columns goes through all their fields.
        there = {id(gap.column) for gap in grid.gaps}
        lost = tuple(
            leaf.caption for leaf in grid.table.leaves if id(leaf) not in there and leaf.path not in SPARE
        )
        if lost and grid.table.rows != OWNER:
            why = Reason.of(ReasonCode.COLUMNS_NOT_FOUND, columns=lost)
            yield ReviewItem(path=grid.table.rows, reasons=(why,))


def rows_between(
    page: PageAnalysis, grids: Sequence[Grid], rows: Mapping[str, Sequence[RowRegion]]
) -> Iterator[ReviewItem]:
    """Tables of a page with a ruled line between rows in which nothing at all was read: forms are filled from
    the top."""
    words = [word for line in page.text.lines for word in line.words]
    seen = sorted((word.box.center_y, word.box.center_x) for word in words)
    for grid in (grid for grid in grids if grid.table.rows != OWNER):
        own = [word for row in rows.get(grid.table.rows, ()) for word in row.words]
        read = [word for word in own if word.id.page == page.number]
        filled = [any(top <= word.box.center_y < bottom for word in read) for top, bottom in grid.rows]
        last = max((k for k, full in enumerate(filled) if full), default=0)
        empty = [band for band in grid.rows[:last] if not _holds_any(grid, band, seen)]
        if empty:
            why = Reason.of(ReasonCode.EMPTY_LINES, count=len(empty))
            yield ReviewItem(path=grid.table.rows, reasons=(why,))


def _holds_any(grid: Grid, band: tuple[float, float], seen: Sequence[tuple[float, float]]) -> bool:
    """True where one of the middles (y, x), which are from the top, is in a row of the grid."""
    first, end = (bisect_left(seen, (y,)) for y in band)
    return any(grid.box.x0 <= x < grid.box.x1 for _, x in seen[first:end])


def kinds_unclear(rows: Mapping[str, Sequence[RowRegion]]) -> Iterator[ReviewItem]:
    """Rows with too little in them to tell a transaction from a holding, by both numbers they may bear."""
    for row, own, _ in _with_paths(rows):
        if row.is_unclear:
            for path in own.values():
                yield ReviewItem(path=path, reasons=(Reason.of(ReasonCode.KIND_UNCLEAR),))


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
            for path in named:
                yield ReviewItem(path=path, reasons=(Reason.of(ReasonCode.TWO_ROWS),))


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
                        missing = Reason.of(ReasonCode.NOTHING_READ_BESIDE)
                        yield ReviewItem(path=f"{base}/{name}", reasons=(missing,))


def _there(path: str, paths: frozenset[str]) -> bool:
    return path in paths or path + MARKS in paths


def rows_too_faint(
    page: PageAnalysis, grids: Sequence[Grid], rows: Mapping[str, Sequence[RowRegion]]
) -> Iterator[ReviewItem]:
    """Tables of a scanned page in whose bands specks stand where rows were."""
    if not page.is_scan:
        return
    for grid in (grid for grid in grids if grid.table.rows != OWNER):
        if bands := _faint(grid, page, numbered(rows.get(grid.table.rows, ()), grid.table.rows)):
            why = Reason.of(ReasonCode.FAINT_LINES, count=bands)
            yield ReviewItem(path=grid.table.rows, reasons=(why,))


def _faint(grid: Grid, page: PageAnalysis, rows: Sequence[RowRegion]) -> int:
    """How many bands no row was found in have specks as writing leaves them that a copier lost."""
    taken = [row.box for row in rows if row.page == page.text.number]
    bands = [band for band in grid.rows if not any(box.top <= sum(band) / 2 < box.bottom for box in taken)]
    words = [word.box for line in page.text.lines for word in line.words]
    own = [box for box in words if grid.box.x0 <= box.center_x < grid.box.x1]
    return sum(sum(top <= box.center_y < bottom for box in own) >= _SETTINGS.specks for top, bottom in bands)
