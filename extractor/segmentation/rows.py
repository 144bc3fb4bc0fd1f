"""Cutting tables: each row's cells, rows of several lines joined, rows numbered as the XML numbers them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz import fuzz

from extractor.layout.captions import squeezed
from extractor.layout.grid import Gap, Grid
from extractor.layout.template import Column
from extractor.model.geometry import Box, around
from extractor.model.page import Line, PageText, Word, in_reading_order, same_row
from extractor.model.path import CellPath, row_path
from extractor.model.region import Region, cut_line
from extractor.ocr.text_layer import BOXES
from extractor.segmentation.settings import SETTINGS

_SETTINGS = SETTINGS.rows

TRANSACTION_FIELDS = ("transactionDate", "transactionCoding", "transactionAmounts/transactionShares")
"""A row that fills one of these is a transaction; any other is a holding."""
DATE, CODE = "transactionDate", "transactionCoding/transactionCode"
LETTERS = ("code", "acquired-disposed", "direct-indirect")
"""Types of columns whose values are a letter or two."""
ROW_BEGINS = ("securityTitle", "transactionDate")
"""Columns of which every row fills one at least."""
CONTINUES = frozenset({"text"})
"""A row that fills only columns of these types goes on with the row above it."""


@dataclass(frozen=True, slots=True)
class RowRegion:
    """One logical row: the regions of its filled cells and the box of its band(s).

    `path` is that of its element; empty before the rows are numbered.
    """

    page: int
    box: Box
    regions: tuple[Region, ...]
    path: str = ""

    @property
    def words(self) -> Iterator[Word]:
        """All words of its cells, those of a part on the next page among them."""
        return (word for region in self.regions for line in region.lines for word in line.words)

    def fills(self, start: str) -> bool:
        return any(region.path.startswith(start) for region in self.regions)

    @property
    def is_transaction(self) -> bool:
        """What its number says; before it has one, what is in its columns."""
        if self.path:
            return not CellPath.parse(self.path).is_holding
        return self._evidence >= (_SETTINGS.enough if self._from_scan else 1)

    @property
    def kind(self) -> str:
        """What the names of EDGAR's elements end in."""
        return "Transaction" if self.is_transaction else "Holding"

    @property
    def is_unclear(self) -> bool:
        """True for a row of a scan in which what makes a transaction is neither all there nor all absent.

        What a stamp leaves in one of its columns is no transaction, however much of it there is. A whole date
        beside a code is one, whatever else was lost.
        """
        filled = sum(map(self.fills, TRANSACTION_FIELDS))
        unclear = 0 < self._evidence < _SETTINGS.clear or filled == 1
        return self._from_scan and unclear and not self._is_dated_and_coded

    @property
    def _is_dated_and_coded(self) -> bool:
        texts = {region.path: squeezed(region.text) for region in self.regions}
        figures = sum(map(str.isdigit, texts.get(DATE, "")))
        return figures >= _SETTINGS.figures_of_date and len(texts.get(CODE, "")) == 1

    @property
    def _from_scan(self) -> bool:
        return any(line.source == "ocr" for region in self.regions for line in region.lines)

    @property
    def _evidence(self) -> int:
        """How many letters or figures, up to two a column, stand where only a transaction has any."""
        own = [region for region in self.regions if region.path.startswith(TRANSACTION_FIELDS)]
        return sum(min(2, len(squeezed(region.text))) for region in own)


def cut_rows(grid: Grid, page_text: PageText) -> list[RowRegion]:
    """The filled rows of a table on one page, from the top; paths are those below the row's element."""
    rows: list[RowRegion] = []
    for band in (part for ruled in grid.rows for part in _unruled(grid, page_text, ruled)):
        row = _row(grid, page_text, band)
        goes_on = bool(rows) and _goes_on(row, rows[-1]) and not _is_cut_off(band, grid, page_text, rows[-1])
        dirt = page_text.source == "ocr" and _is_dirt(row, goes_on)
        if not row.regions or dirt:
            continue
        if goes_on:
            rows[-1] = _joined(rows[-1], row)
        else:
            rows.append(row)
    return rows


def numbered(rows: Sequence[RowRegion], table: str) -> list[RowRegion]:
    """The rows of a table's element with full paths: transactions and holdings each count from 1, in the
    order printed."""
    counts = {"Transaction": 0, "Holding": 0}
    full = []
    for row in rows:
        counts[row.kind] += 1
        path = row_path(table, row.kind, counts[row.kind])
        own = [p for p in row.regions if row.is_transaction or not p.path.startswith(TRANSACTION_FIELDS)]
        regions = tuple(replace(region, path=path.at(region.path)) for region in own)
        full.append(replace(row, regions=regions, path=str(path)))
    return full


def _row(grid: Grid, page_text: PageText, band: tuple[float, float]) -> RowRegion:
    top, bottom = band
    first = grid.head is not None and band == grid.rows[0]
    # A table has no printed boxes to check, only letters that look like them.
    lines = [
        line for line in page_text.lines if _in_band(line, top, bottom, first) and line.text not in BOXES
    ]
    regions = [region for gap in grid.gaps if (region := _region(gap, lines, page_text.number, top, bottom))]
    return RowRegion(page_text.number, Box(grid.gaps[0].x0, top, grid.gaps[-1].x1, bottom), tuple(regions))


def _in_band(line: Line, top: float, bottom: float, first: bool) -> bool:
    """True for a line that stands in the band.

    Typed lines stray over rules; one that crosses the foot of the head is the first row's: captions do not.
    """
    if first and line.box.top < top < line.box.bottom - _SETTINGS.strays:
        return True
    return top <= line.box.center_y < bottom


def _region(gap: Gap, lines: Sequence[Line], page: int, top: float, bottom: float) -> Region | None:
    # A page's lines are in the order of its rows; where one leans, those of a cell may not be.
    own = in_reading_order(part for line in lines if (part := cut_line(line, gap.x0, gap.x1)))
    if not own:
        return None
    column: Column = gap.column
    box, severed = Box(gap.x0, top, gap.x1, bottom), any(_severed(part, gap, lines) for part in own)
    return Region(column.path, column.type, page, box, tuple(own), column.means, severed)


def _severed(part: Line, gap: Gap, lines: Sequence[Line]) -> bool:
    """True where letters of another column stand right beside a line, as those of one word do."""
    near = _SETTINGS.beside * part.words[0].size
    others = [word.box for line in lines for word in line.words if not gap.x0 <= word.box.center_x <= gap.x1]
    return any(
        (0 <= part.box.x0 - box.x1 <= near or 0 <= box.x0 - part.box.x1 <= near) and same_row(part.box, box)
        for box in others
    )


def _unruled(grid: Grid, page_text: PageText, band: tuple[float, float]) -> list[tuple[float, float]]:
    """The rows of a band without rules between them, told by the letters and numbers that stand abreast.

    A title or a date may run over several lines; a letter does not, and every row has some.
    """
    top, bottom = band
    if page_text.source == "text" and len(grid.rows) > 1:
        return [band]  # a drawn page has all its rules or none
    lines = [line for line in page_text.lines if top <= line.box.center_y < bottom]
    told = [gap for gap in grid.gaps if gap.column.type in (*LETTERS, "shares")]
    parts = [(gap, part) for gap in told for line in lines if (part := cut_line(line, gap.x0, gap.x1))]
    # A footnote mark may hang below a letter or number of its row.
    abreast = _abreast([(gap, part.box) for gap, part in parts if not part.text.startswith("(")])
    if len(abreast) < 2:
        return [band]
    # Where the first row begins with the band's first line, so do the others with theirs.
    highest = min(line.box.top for line in lines)
    hung = abreast[0].top - highest < _SETTINGS.same_height
    cuts = [
        _white(lines, a, b) or (_head(lines, b) if hung else (a.center_y + b.center_y) / 2)
        for a, b in pairwise(abreast)
    ]
    rows: list[tuple[float, float]] = []
    for band in pairwise([top, *cuts, bottom]):
        # Numbers broken by a narrow column stand abreast too; only rows have titles or dates of their own.
        if rows and not _has_title_or_date(grid, lines, band):
            band = rows.pop()[0], band[1]
        rows.append(band)
    return rows


def _head(lines: Sequence[Line], row: Box) -> float:
    """Where a row begins whose letters and numbers are in `row`: a title beside them may stand a little
    higher, as typewriters have it."""
    level = row.top - _SETTINGS.typed_higher * row.height
    beside = (line.box.top for line in lines if level <= line.box.center_y <= row.center_y)
    return min((row.top, *beside)) - _SETTINGS.strays


def _white(lines: Sequence[Line], above: Box, below: Box) -> float | None:
    """The middle of the white that parts two rows, where it is plainly wider than between their lines.

    Tails and worn letters make white uneven where the lines are not: these must be further apart as well.
    """
    low, high = above.center_y, below.center_y
    whites, reached, began = [], low, above.top
    for box in sorted((line.box for line in lines), key=lambda box: box.top):
        if low < box.bottom and box.top < high:
            if box.top >= reached:
                whites.append((box.top - reached, box.top - began, (box.top + reached) / 2))
                began = box.top
            reached = max(reached, box.bottom)
    (widest, step, middle), *others = sorted(whites, reverse=True) or [(0.0, 0.0, 0.0)]
    white, pitch = (max((other[k] for other in others), default=0.0) for k in (0, 1))
    wider = widest > max(_SETTINGS.plainly * white, _SETTINGS.strays)
    return middle if wider and step > _SETTINGS.plain_pitch * pitch else None


def _has_title_or_date(grid: Grid, lines: Sequence[Line], part: tuple[float, float]) -> bool:
    own = [line for line in lines if part[0] <= line.box.center_y < part[1]]
    gaps = [gap for gap in grid.gaps if gap.column.path in ROW_BEGINS]
    return any(cut_line(line, gap.x0, gap.x1) for gap in gaps for line in own)


def _abreast(found: Sequence[tuple[Gap, Box]]) -> list[Box]:
    """Boxes around a letter and what stands beside it in other columns, from the top."""
    groups: list[list[tuple[Gap, Box]]] = []
    for gap, box in sorted(found, key=lambda item: item[1].center_y):
        if groups and box.center_y - groups[-1][0][1].center_y <= _SETTINGS.same_height:
            groups[-1].append((gap, box))
        else:
            groups.append([(gap, box)])
    return [around(box for _, box in group) for group in groups if _is_sure(gap for gap, _ in group)]


def _is_sure(gaps: Iterable[Gap]) -> bool:
    """True for columns that show a row: one of letters and another."""
    columns = {gap.x0: gap.column.type for gap in gaps}
    return len(columns) > 1 and any(kind in LETTERS for kind in columns.values())


def _is_dirt(row: RowRegion, goes_on: bool) -> bool:
    """True for a band of single strokes: specks of a worn copy. A title's last letter may stand below it."""
    if goes_on and row.fills("securityTitle"):
        return False
    return all(len(squeezed(line.text)) <= 1 for region in row.regions for line in region.lines)


def _goes_on(row: RowRegion, before: RowRegion) -> bool:
    """True for the second band of a row typed over two: only text, and only where the row above has text.

    A title said again begins a row, whatever else of it a copier lost.
    """
    if not {region.type for region in row.regions} <= CONTINUES or same_title(row, before):
        return False
    return {region.path for region in row.regions} <= {region.path for region in before.regions}


def _is_cut_off(band: tuple[float, float], grid: Grid, page_text: PageText, before: RowRegion) -> bool:
    """True for a band that ends a drawn page whose bands are as tall as their texts: the row above is whole,
    so this one is new and goes on with the next page."""
    below = any(line.box.center_y >= band[1] for line in page_text.lines)
    if page_text.source != "text" or band != grid.rows[-1] or below:
        return False
    return any(len(region.lines) > 1 for region in before.regions if before.box.bottom <= band[0])


def same_title(row: RowRegion, before: RowRegion) -> bool:
    """True where two rows say one title, each from its beginning."""
    titles = [squeezed(p.text) for r in (row, before) for p in r.regions if p.path == ROW_BEGINS[0]]
    return len(titles) == 2 and fuzz.ratio(*titles) >= _SETTINGS.said_again


def _joined(row: RowRegion, more: RowRegion) -> RowRegion:
    extra = {region.path: region.lines for region in more.regions}
    regions = tuple(replace(p, lines=p.lines + extra.get(p.path, ())) for p in row.regions)
    return replace(row, box=row.box.union(more.box), regions=regions)
