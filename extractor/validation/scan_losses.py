"""What may be lost though nothing says so: columns not found, rows of unclear kind, values beside lost ones.

On a scan only; a text layer loses nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from rapidfuzz import fuzz

from extractor.layout.captions import squeezed
from extractor.layout.grid import Grid
from extractor.model.filing import Cell, ReviewItem
from extractor.model.region import Region
from extractor.segmentation.rows import LETTERS, ROW_BEGINS, SAME_HEIGHT, Row, numbered

MOST = 0.8
"""Share of its values that are doubtful, from which on a row or table has lost others whole."""
SPARE = frozenset({"deemedExecutionDate", "transactionCoding/transactionTimeliness"})
"""Columns next to always empty: without them nothing is lost."""
FILLED = (
    "transactionAmounts/transactionPricePerShare",
    "postTransactionAmounts/sharesOwnedFollowingTransaction",
    "underlyingSecurity/underlyingSecurityShares",
)
"""Columns a row may leave empty, but hardly one whose neighbours fill them."""

ROWS_APART, LEGIBLE = 10.0, 0.5
"""Points rows are apart at least, and how sure the letters of a line that shows one are."""
LONG, ALIKE = 8, 85.0
"""Letters of a title's line, and percent of them that two lines share where they say the same."""

TWO_ROWS = "two rows may stand in one: the rule between them is gone"
UNCLEAR = "this row is a transaction or a holding: too little of it is legible"
BESIDE = "the rows beside it have this, and nothing was read"


def columns_lost(grids: Iterable[Grid]) -> Iterator[ReviewItem]:
    """Tables some of whose columns were not found: their values stand in others."""
    for grid in grids:
        there = [gap.column for gap in grid.gaps]
        lost = [leaf.caption for leaf in grid.table.leaves if leaf not in there and leaf.path not in SPARE]
        if lost and grid.table.rows != "reportingOwner":
            yield ReviewItem(path=grid.table.rows, reason=f"columns not found: {', '.join(lost)}")


def kinds_unclear(rows: Mapping[str, Sequence[Row]]) -> Iterator[ReviewItem]:
    """Rows with too little in them to tell a transaction from a holding, by both numbers they may bear."""
    for row, own, _ in _with_paths(rows):
        if row.is_unclear:
            yield from (ReviewItem(path=path, reason=UNCLEAR) for path in own.values())


def _with_paths(
    rows: Mapping[str, Sequence[Row]],
) -> Iterator[tuple[Row, Mapping[str, str], Mapping[str, str]]]:
    """Each row with the path it bears as one kind or the other, and those that the next row could bear."""
    for element, own in rows.items():
        base, counts = element.removesuffix("Table"), {"Transaction": 1, "Holding": 1}
        for row in own:
            paths = {kind: f"{element}/{base}{kind}[{number}]" for kind, number in counts.items()}
            counts[row.kind] += 1
            yield row, paths, paths | {row.kind: f"{element}/{base}{row.kind}[{counts[row.kind]}]"}


def rows_in_one(rows: Mapping[str, Sequence[Row]]) -> Iterator[ReviewItem]:
    """Two rows in one, the rule between them gone: a title that says the same twice, or letters one below the
    other beside as many lines of another column. Named by the row, and by what the lost one may be."""
    for row, own, following in _with_paths(rows):
        if _is_double(row):
            named = (own[row.kind], *following.values())
            yield from (ReviewItem(path=path, reason=TWO_ROWS) for path in named)


def _is_double(row: Row) -> bool:
    stacked = {region.path: heights for region in row.regions if (heights := _heights(region))}
    letters = [region.path for region in row.regions if region.type in LETTERS and region.path in stacked]
    others = {path: heights for path, heights in stacked.items() if path not in letters}
    beside = any(_abreast(stacked[path], heights) for path in letters for heights in others.values())
    return beside or any(map(_said_twice, row.regions))


def _heights(region: Region) -> tuple[float, float] | None:
    """The heights of a region's first and last line, where those are legible and as far apart as rows."""
    lines = [line for line in region.lines if not all(word.raised for word in line.words)]
    legible = [line for line in lines if min(word.probability for word in line.words) >= LEGIBLE]
    found = sorted(line.box.center_y for line in legible if squeezed(line.text))
    return (found[0], found[-1]) if found and found[-1] - found[0] >= ROWS_APART else None


def _abreast(heights: tuple[float, float], others: tuple[float, float]) -> bool:
    return all(abs(one - other) <= SAME_HEIGHT for one, other in zip(heights, others, strict=True))


def _said_twice(region: Region) -> bool:
    texts = [squeezed(line.text) for line in region.lines] if region.path == ROW_BEGINS[0] else []
    pairs = combinations([text for text in texts if len(text) >= LONG], 2)
    return any(fuzz.ratio(one, other) >= ALIKE for one, other in pairs)


def neighbours_filled(rows: Mapping[str, Sequence[Row]], paths: frozenset[str]) -> Iterator[ReviewItem]:
    """Values of a row that were not read though the rows of its kind beside it have them."""
    for element, own in rows.items():
        for kind in ("Transaction", "Holding"):
            bases = [_base(row) for row in numbered(own, element) if f"{kind}[" in _base(row)]
            for name in FILLED:
                has = [_there(f"{base}/{name}", paths) for base in bases]
                for k, base in enumerate(bases):
                    beside = has[max(0, k - 1) : k] + has[k + 1 : k + 2]
                    if not has[k] and beside and all(beside):
                        yield ReviewItem(path=f"{base}/{name}", reason=BESIDE)


def mostly_doubtful(cells: Sequence[Cell]) -> Iterator[ReviewItem]:
    """Rows and tables most of whose values are doubtful: what else stands there may be lost whole."""
    groups: dict[str, list[bool]] = defaultdict(list)
    for cell in cells:
        if "Table/" in cell.path and cell.source == "ocr":
            table, row = cell.path.split("/")[:2]
            groups[table].append(cell.status == "review")
            groups[f"{table}/{row}"].append(cell.status == "review")
    for path, doubts in groups.items():
        if sum(doubts) > MOST * len(doubts):
            yield ReviewItem(path=path, reason="most of what was read here is doubtful: more may be lost")


def _base(row: Row) -> str:
    return row.regions[0].path.split("]")[0] + "]"


def _there(path: str, paths: frozenset[str]) -> bool:
    return path in paths or f"{path}/footnoteId" in paths
