"""Tables on a page: which ruled band is the head of which table, which column each of its gaps is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache, partial
from itertools import pairwise

from rapidfuzz import fuzz

from extractor.layout.alignment import aligned
from extractor.layout.bands import Band, is_among, same_columns
from extractor.layout.captions import squeezed
from extractor.layout.head_rules import head_by_rules
from extractor.layout.settings import SETTINGS
from extractor.layout.template import Column, Table, ValueType
from extractor.model.geometry import Box, median
from extractor.model.page import Line, PageText, Word

_SETTINGS = SETTINGS.grid


@dataclass(frozen=True, slots=True)
class Gap:
    """The space between two column rules: where one column's values are."""

    column: Column
    x0: float
    x1: float


@dataclass(frozen=True)
class Grid:
    """A table found on a page: its columns from the left and its rows' (top, bottom) from the top.

    `fit` (0 to 1) is how well head and captions agree; `head` is the box of the captions, None where the
    table continues from the page before without repeating them. `ruled` is False where white alone parts its
    columns.
    """

    table: Table
    gaps: tuple[Gap, ...]
    rows: tuple[tuple[float, float], ...]
    head: Box | None
    fit: float
    ruled: bool = True

    @cached_property  # asked for again for each word on the page
    def box(self) -> Box:
        top = self.head.top if self.head else self.rows[0][0]
        bottom = self.rows[-1][1] if self.rows else (self.head.bottom if self.head else top)
        return Box(self.gaps[0].x0, top, self.gaps[-1].x1, bottom)

    @property
    def edges(self) -> tuple[float, ...]:
        """The x between its columns, outer ones too."""
        return (*(gap.x0 for gap in self.gaps), self.gaps[-1].x1)


def find_grids(
    page_text: PageText,
    tables: Sequence[Table],
    ruled: Sequence[Sequence[Band]],
    letters: Callable[[str], str] = squeezed,
) -> tuple[Grid, ...]:
    """The tables of a layout on the page, from the top; `letters` is what of captions is compared."""
    texts = cache(partial(_texts, _ByMiddle(page_text.lines), letters))
    divided = _divided if page_text.source == "text" else _divided_as_below
    heads = [
        (head, [own for own in bands[index + 1 :] if own.box.top >= band.box.bottom - 1], band.is_joined)
        for captioned in (_captions_of(table, letters) for table in tables)
        for bands in ruled
        for index in range(len(bands))
        for band in divided(bands, index)
        if (head := _head_of(band, captioned, texts)) is not None
    ]
    chosen: list[tuple[Grid, Sequence[Band]]] = []
    for head, below, _ in sorted(heads, key=lambda item: (-item[0].fit, item[2])):
        # A page has a table once: what else looks like its head, but less, is one of its rows.
        if not any(_overlap(head, other) or other.table is head.table for other, _ in chosen):
            chosen.append((head, below))
    tops = [head.box.top for head, _ in chosen]
    grids = [_with_rows(head, [s for s in below if not _is_beyond(s, head, tops)]) for head, below in chosen]
    return tuple(sorted(grids, key=lambda grid: grid.box.top))


def _divided(bands: Sequence[Band], index: int) -> Iterator[Band]:
    """The band as its own rules divide it, and with the band below it where that divides some of its columns
    further: a rule may part the captions of sub-columns from those over them."""
    band, below = bands[index], bands[index + 1 : index + 2]
    yield band
    for parts in below:
        adjacent = abs(parts.box.top - band.box.bottom) <= SETTINGS.bands.same_rule
        further = len(parts.edges) > len(band.edges) and all(is_among(e, parts.edges) for e in band.edges)
        if adjacent and further:
            yield replace(band, box=band.box.union(parts.box), edges=parts.edges, is_joined=True)


def _divided_as_below(bands: Sequence[Band], index: int) -> Iterator[Band]:
    """The band as its own rules divide it and, where it lacks some, as those of the row below it do: the
    captions of a head are set closer to its rules than what is in the rows, and touch more of them."""
    band, below = bands[index], bands[index + 1 : index + 2]
    yield band
    for row in below:
        lost = [edge for edge in row.edges if not is_among(edge, band.edges)]
        if lost and all(is_among(edge, row.edges) for edge in band.edges):
            yield replace(band, edges=row.edges)


def _is_beyond(band: Band, head: Grid, tops: Sequence[float]) -> bool:
    """True for a band at or below the head of the next table."""
    return any(head.box.top < top <= band.box.top + SETTINGS.bands.same_rule for top in tops)


def continued(grid: Grid, ruled: Sequence[Sequence[Band]], above: float) -> Grid | None:
    """The rows of `grid` that go on at the top of the next page without a head, before `above`.

    The next page of a scan may lie further left or right on the glass.
    """
    further = (_going_on(grid, bands, above) for bands in ruled)
    rows = [more for more in further if more is not None and more.rows]
    return max(rows, key=lambda more: (more.fit, len(more.rows)), default=None)


def _going_on(grid: Grid, bands: Sequence[Band], above: float) -> Grid | None:
    """The grid's rows among bands, from the first that has its columns; `fit` is the share of edges that are
    the same."""
    edges = grid.edges
    for k, band in enumerate(bands):
        if band.box.top >= above:
            break
        aside = min((0.0, *_asides(edges, band.edges)), key=lambda by: -_shared(edges, band.edges, by))
        moved = [edge + aside for edge in edges]
        if same_columns(moved, band.edges):
            gaps = tuple(Gap(gap.column, gap.x0 + aside, gap.x1 + aside) for gap in grid.gaps)
            fit = _shared(edges, band.edges, aside) / max(len(edges), len(band.edges))
            return _with_rows(Grid(grid.table, gaps, (), None, fit), bands[k:])
    return None


def _asides(edges: Sequence[float], others: Sequence[float]) -> Iterator[float]:
    """How far aside the columns may lie: as far as the left or the right edge of the table does."""
    for edge, other in ((edges[0], others[0]), (edges[-1], others[-1])):
        if abs(other - edge) <= _SETTINGS.aside:
            yield other - edge


def _shared(edges: Sequence[float], others: Sequence[float], aside: float) -> int:
    return sum(any(abs(e + aside - o) <= SETTINGS.bands.same_rule for o in others) for e in edges)


def _overlap(grid: Grid, other: Grid) -> bool:
    return grid.head is not None and other.head is not None and grid.head.overlap(other.head) > 0


@dataclass(frozen=True, slots=True)
class _TableCaptions:
    """A table with its value columns; `alike` says how much the letters over a gap are like the caption of
    each (0 to 1), `required` how many columns every print has."""

    table: Table
    leaves: tuple[Column, ...]
    required: int
    alike: Callable[[str], tuple[float, ...]]


def _captions_of(table: Table, letters: Callable[[str], str]) -> _TableCaptions:
    """Over a column may stand every wording of its own caption with those of the caption over several."""
    wordings: list[tuple[tuple[str, str], ...]] = []
    for column in table.columns:
        over = column.wordings if column.columns else ("",)
        for leaf in column.leaves():
            wordings.append(tuple((letters(own), letters(above)) for own in leaf.wordings for above in over))
    required = sum(not leaf.optional for leaf in table.leaves)
    return _TableCaptions(table, table.leaves, required, partial(_likenesses, tuple(wordings)))


@lru_cache(maxsize=_SETTINGS.remembered)
def _likenesses(captions: tuple[tuple[tuple[str, str], ...], ...], text: str) -> tuple[float, ...]:
    return tuple(_likeness(wordings, text) for wordings in captions)


def _head_of(band: Band, wanted: _TableCaptions, texts: Callable[[Band], Sequence[str]]) -> Grid | None:
    """The band as the table's head, or None where the captions do not agree."""
    count, leaves = len(band.edges) - 1, wanted.leaves
    if count < max(_SETTINGS.fewest_gaps, _SETTINGS.least_gaps * wanted.required):
        return None
    needed = _SETTINGS.least_fit_counted if count == len(leaves) else _SETTINGS.least_fit
    alike = tuple(zip(*map(wanted.alike, texts(band)), strict=True))
    if sum(map(max, alike)) < needed * wanted.required:
        return _head_without_captions(band, wanted)
    fit, pairs = aligned(alike, tuple(leaf.optional for leaf in leaves))
    if fit < needed:
        return _head_without_captions(band, wanted)
    gaps = tuple(Gap(leaves[c], band.edges[first], band.edges[last + 1]) for c, first, last in pairs)
    return Grid(wanted.table, gaps, (), band.box, fit)


def _head_without_captions(band: Band, wanted: _TableCaptions) -> Grid | None:
    """The band as the table's head by its ruling lines alone."""
    if not head_by_rules(band, wanted.table):
        return None
    gaps = tuple(Gap(leaf, *sides) for leaf, sides in zip(wanted.leaves, pairwise(band.edges), strict=True))
    return Grid(wanted.table, gaps, (), band.box, _SETTINGS.least_fit_counted)


class _ByMiddle:
    """Lines by how far down the page their middles are, so that those in a band are found at once."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        order = sorted((line.box.center_y, k) for k, line in enumerate(lines))
        self._middles, self._numbers = [middle for middle, _ in order], [k for _, k in order]

    def between(self, top: float, bottom: float) -> list[Line]:
        """The lines whose middle is there, in the order they were given in."""
        start, end = bisect_left(self._middles, top), bisect_right(self._middles, bottom)
        return [self._lines[k] for k in sorted(self._numbers[start:end])]


def _texts(page: _ByMiddle, letters: Callable[[str], str], band: Band) -> list[str]:
    """The letters in each gap of the band."""
    top, bottom = band.box.top - _SETTINGS.above_head, band.box.bottom + _SETTINGS.below_head
    lines = page.between(top, bottom)
    return [
        letters(" ".join(line.text for line in lines if _is_over(line.box, x0, x1)))
        for x0, x1 in pairwise(band.edges)
    ]


def _is_over(box: Box, x0: float, x1: float) -> bool:
    if box.x0 >= x1 or box.x1 <= x0:  # as most lines of a row are
        return False
    return min(box.x1, x1) - max(box.x0, x0) > _SETTINGS.over_gap * min(box.x1 - box.x0, x1 - x0)


def _likeness(wordings: Sequence[tuple[str, str]], text: str) -> float:
    """How much a gap's letters are like a column's caption in the wording that suits them best (0 to 1)."""
    return max(_alike(own, over, text) for own, over in wordings)


def _alike(own: str, over: str, text: str) -> float:
    """How much a gap's letters are like one wording and the caption over it.

    Captions of one or two letters ("V", "(A)") prove little: such columns count half whatever is there.
    """
    if len(own) <= SETTINGS.captions.one_letter:
        return _SETTINGS.letter_seen if own in text else _SETTINGS.letter_unseen
    if not text:
        return 0.0
    score = fuzz.partial_ratio(own, text) if len(text) >= len(own) else fuzz.ratio(own, text)
    if over:
        score = max(score, (score + fuzz.partial_ratio(over, text)) / 2)
    most = _SETTINGS.said_beside * (len(own) + len(over))
    return float(score) / 100 * min(1.0, most / len(text))


def _with_rows(grid: Grid, bands: Sequence[Band]) -> Grid:
    """The grid with its rows: the bands below its head that have its columns."""
    edges = grid.edges
    rows: list[tuple[float, float]] = []
    for band in bands:
        if same_columns(edges, band.edges):
            rows.append((band.box.top, band.box.bottom))
        else:
            break
    return Grid(grid.table, grid.gaps, tuple(rows), grid.head, grid.fit)


NUMBERS: tuple[ValueType, ...] = ("date", "shares", "price")


def with_whole_head(grid: Grid, page_text: PageText) -> Grid:
    """The grid with the band below its head in the head, if that has captions: a rule may part those of
    sub-columns, and what is left of captions that run over many lines, from the rest."""
    if grid.head is None or not grid.rows:
        return grid
    top, bottom = grid.rows[0]
    words = [word for word in page_text.words if top <= word.box.center_y < bottom]
    said = [(gap.column, _letters_in(gap, words)) for gap in grid.gaps]
    filled = [(column, text) for column, text in said if text]
    alike = sum(any(text in squeezed(w) for w in column.wordings) for column, text in filled)
    if alike < max(2, _SETTINGS.head_line * len(filled)):
        return grid
    return replace(grid, head=grid.head._replace(bottom=bottom), rows=grid.rows[1:])


def _letters_in(gap: Gap, words: Sequence[Word]) -> str:
    return squeezed(" ".join(word.text for word in words if gap.x0 <= word.box.center_x < gap.x1))


def split_off_first_row(grid: Grid, page_text: PageText) -> Grid:
    """The grid with the row that its head holds, if it holds one below its captions."""
    if grid.head is None or not grid.rows:
        return grid
    usual = median([bottom - top for top, bottom in grid.rows])
    beside = [line for line in page_text.lines if grid.head.top <= line.box.center_y < grid.head.bottom]
    inside = [(gap, line) for line in beside for gap in grid.gaps if gap.x0 <= line.box.center_x <= gap.x1]
    captions = [line.box.bottom for gap, line in inside if _is_caption(line, gap.column, grid)]
    foot = max(captions, default=grid.head.bottom)
    own = [(gap, line) for gap, line in inside if line.box.top > foot - _SETTINGS.touching]
    lowest = min((line.box.top for _, line in own), default=grid.head.bottom)
    if not _is_row(own) or lowest < grid.head.bottom - _SETTINGS.lowest * usual:
        return grid
    top = min(foot, lowest)
    return replace(grid, head=grid.head._replace(bottom=top), rows=((top, grid.head.bottom), *grid.rows))


def _is_caption(line: Line, column: Column, grid: Grid) -> bool:
    """True for a line that is part of its column's caption, or of the caption over several."""
    text = squeezed(line.text)
    if len(text) < _SETTINGS.telling:
        return False
    alike = [fuzz.partial_ratio(text, squeezed(wording)) for wording in grid.table.wordings_over(column)]
    return max(alike) >= 100 * SETTINGS.captions.worn


def _is_row(found: Sequence[tuple[Gap, Line]]) -> bool:
    """True where several columns are filled, one of those for numbers with a number."""
    columns = {gap.x0 for gap, _ in found}
    return len(columns) >= _SETTINGS.filled and any(
        gap.column.type in NUMBERS and _is_number(line.text) for gap, line in found
    )


def _is_number(text: str) -> bool:
    return sum(map(str.isdigit, text)) > sum(map(str.isalpha, text))
