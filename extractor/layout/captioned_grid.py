"""A table's grid from its captions alone: the print has no rules, or the scanner lost its hairlines.

Under the table's heading stand the captions of its columns, under those its rows; the columns are divided by
the white between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import dropwhile, pairwise, takewhile

from extractor.layout.bands import collinear, same_columns
from extractor.layout.captions import Captions, squeezed
from extractor.layout.grid import Gap, Grid
from extractor.layout.meaning import Letters
from extractor.layout.settings import SETTINGS
from extractor.layout.template import Layout, Table
from extractor.layout.white_columns import TableWords, columns_by_white, head_foot, parted, said_in
from extractor.model.geometry import Box, around
from extractor.model.page import Line, PageText, RulingLine, by_rows

_SETTINGS = SETTINGS.captioned_grid


def captioned_grid(page_text: PageText, captions: Captions, layout: Layout, table: Table) -> Grid | None:
    """A table of a layout, where its heading and most of its columns' captions are legible on the page."""
    headings = [wording for other in layout.tables for wording in other.heading.wordings]
    found = captions.clear(*table.heading.wordings, rivals=headings)
    if not found:
        return None
    top = found[0].box.bottom
    last = max(line.box.bottom for line in page_text.lines) + _SETTINGS.aside
    floor = min([last, *(y for y in _ends(captions, layout, table) if y >= top)])
    below = [line for line in page_text.lines if top <= line.box.center_y < floor]
    grids = (_grid(page_text, below, table, captions.letters, blank, floor) for blank in _SETTINGS.blanks)
    return max((grid for grid in grids if grid), key=lambda grid: grid[0], default=(0.0, None))[1]


def _ends(captions: Captions, layout: Layout, table: Table) -> Iterator[float]:
    """Where what the form prints below a table begins: other tables, and what is no table."""
    headings = [wording for other in layout.tables for wording in other.heading.wordings]
    for other in layout.tables:
        if other is not table:
            found = captions.clear(*other.heading.wordings, rivals=headings)
            yield from (hit.box.top for hit in found[:1] if hit.score >= SETTINGS.captions.certain)
    marks = (wording for wording in layout.marks if wording != layout.continued)
    printed = (hit for wording in marks for hit in captions.all(wording))
    yield from (hit.box.top for hit in printed if hit.score >= SETTINGS.captions.certain)


def going_on(
    grid: Grid, page_text: PageText, captions: Captions, layout: Layout, above: float
) -> Grid | None:
    """The rows of `grid` that go on at the top of the next page of text without a head, before `above`: what
    stands there stands between the same whites."""
    if page_text.source != "text" or (grid.ruled and not _is_ruled_alike(grid, page_text)):
        return None
    said = {word.id for hit in captions.all(layout.continued) for word in hit.words}
    own = [line for line in page_text.lines if not any(word.id in said for word in line.words)]
    floor = min([above, *_ends(captions, layout, grid.table)])
    rows = by_rows([line for line in own if line.box.bottom <= floor])
    fitting = list(takewhile(lambda row: _fits(grid, row), dropwhile(lambda row: not _fits(grid, row), rows)))
    filled = max((_filled(grid, row) for row in fitting), default=0)
    if filled < _SETTINGS.filled:
        return None
    box = around(line.box for row in fitting for line in row)
    bands = tuple(_bands(page_text, grid.gaps, box.top - 1, box.bottom + 1))
    return replace(grid, rows=bands, head=None)


def _fits(grid: Grid, row: Sequence[Line]) -> bool:
    """True where each text of a row stands in one column, no word of it over an edge."""
    boxes = [word.box for line in row for word in line.words]
    inside = all(grid.edges[0] <= box.center_x <= grid.edges[-1] for box in boxes)
    whole = all(_filled(grid, [line]) == 1 for line in row)
    return inside and whole and not any(_is_across(box, edge) for box in boxes for edge in grid.edges)


def _is_across(box: Box, edge: float) -> bool:
    """True for a word on both sides of an edge: a longer value may reach over it a little."""
    over = _SETTINGS.over_edge * box.width
    return box.x0 + over < edge < box.x1 - over


def _is_ruled_alike(grid: Grid, page_text: PageText) -> bool:
    """True where rules down the page, though none across it, stand where those of the table do."""
    down = sorted(rule.at for rule in page_text.rules.down)
    return same_columns(grid.edges, down) or same_columns(grid.edges[1:-1], down)


def _filled(grid: Grid, row: Sequence[Line]) -> int:
    """How many columns have something in a row."""
    middles = [word.box.center_x for line in row for word in line.words]
    return sum(any(gap.x0 <= x < gap.x1 for x in middles) for gap in grid.gaps)


def _grid(
    page_text: PageText, lines: Sequence[Line], table: Table, letters: Letters, blank: float, floor: float
) -> tuple[float, Grid] | None:
    """The grid with columns at least `blank` apart, with how well it fits."""
    pieces, is_said = parted(lines, blank), said_in(table.columns, letters)
    foot = head_foot(pieces, is_said)
    if foot is None:
        return None
    foot = _rule_below(page_text, foot)
    head = list(_captions_in([line for line in lines if line.box.center_y < foot], is_said, blank))
    body = [line for line in pieces if line.box.center_y >= foot]
    box = around(line.box for line in head)._replace(bottom=foot)
    words = TableWords.of(head, body, _rules_down(page_text, box), letters, blank)
    columns = columns_by_white(words, table.columns)
    required = sum(not leaf.optional for leaf in table.leaves)
    if len(columns.gaps) < _SETTINGS.least_columns * required:
        return None
    bands = tuple(_bands(page_text, columns.gaps, foot, floor))
    return columns.value, Grid(
        table, columns.gaps, bands, box, min(1.0, columns.agreement / required), ruled=False
    )


def _captions_in(lines: Sequence[Line], is_said: Callable[[str], bool], blank: float) -> Iterator[Line]:
    """The pieces of lines that are captions; of a line that mostly says something else, as what stands in
    brackets under a heading, none is."""
    for line in lines:
        pieces = parted([line], blank)
        said = [piece for piece in pieces if is_said(piece.text)]
        letters, others = (sum(len(squeezed(piece.text)) for piece in own) for own in (said, pieces))
        if 2 * letters >= others:
            yield from said


def _rule_below(page_text: PageText, foot: float) -> float:
    """The rule right below the captions, where one is."""
    near = (r.at for r in page_text.rules.across if 0 <= r.at - foot <= _SETTINGS.rule_below)
    return max(near, default=foot)


def _rules_down(page_text: PageText, head: Box) -> list[RulingLine]:
    """The rules that stand between the captions."""
    return [rule for rule in page_text.rules.down if rule.start < head.bottom and rule.end > head.top]


def _bands(page_text: PageText, gaps: Sequence[Gap], foot: float, floor: float) -> list[tuple[float, float]]:
    """What is below the captions, in the bands that rules across the whole table make."""
    x0, x1 = gaps[0].x0, gaps[-1].x1
    levels = [foot]
    for at, length in _lengths(page_text.rules.across, x0, x1):
        if foot < at < floor and length >= SETTINGS.bands.full_rule * (x1 - x0):
            levels.append(at)
    return [(a, b) for a, b in pairwise([*levels, floor]) if b - a > SETTINGS.bands.thinnest_band]


def _lengths(across: Sequence[RulingLine], x0: float, x1: float) -> Iterator[tuple[float, float]]:
    """Each level with rules, and how much of the table they cover together."""
    for line in collinear(across, SETTINGS.bands.same_line):
        covered = sum(max(0.0, min(rule.end, x1) - max(rule.start, x0)) for rule in line)
        yield line[0].at, covered
