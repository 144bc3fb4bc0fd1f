"""What the rules alone say of a layout: columns split as its tables are, boxes set as its header has them.

Captions are small print and the first to go on a worn copy; the rules around them outlast them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.imaging.ruling_lines import RulingLine, RulingLines
from extractor.layout.bands import Band, abreast
from extractor.layout.template import Block, Layout, Table
from extractor.model.geometry import Box

REACHING = 0.75
"""Share of the rules between a head's columns that must reach its top; those between sub-columns never do."""
DIVIDES = 0.7
"""Share of a block's side a rule must cover to divide it."""
FROM_SIDE = 7.0
"""Points: a rule this close to the side of a block is that side."""
ONE_RULE = 5.0
"""Points: pieces of a rule that lie this close across are one divider."""
HEADING = 30.0
"""Points: the band with a table's heading is no higher."""
WHOLE = 0.05
"""What it adds that every table of a layout is on the page: an edition without the last has fewer."""

FIRST_TABLE, HEADER, FURTHER_TABLES = 0.5, 0.3, 0.2
"""What each part of the pattern weighs."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """How far a page's rules are a layout's (`fit`, 0 to 1), and the header boxes they draw, by number."""

    fit: float
    boxes: dict[int, Box]


NOTHING = Pattern(0.0, {})


def find_pattern(layout: Layout, rules: RulingLines, ruled: Sequence[Sequence[Band]]) -> Pattern:
    """The pattern of a layout's first page among the rules; none where its first table has no head there."""
    everything = [band for bands in ruled for band in bands]
    drawn = (_drawn(layout, rules, bands, everything) for bands in ruled)
    return max(drawn, key=lambda pattern: pattern.fit, default=NOTHING)


def head_drawn(band: Band, table: Table) -> bool:
    """True where a band has a column for each of the table's, split at its foot where the table's are.

    The rows below have as many, but none of theirs is split.
    """
    whole = tuple(_reaching(table))
    if len(band.edges) - 1 != len(table.leaves) or all(whole):
        return False
    reaching = [edge in band.through for edge in band.edges[1:-1]]
    if any(reaches for reaches, between in zip(reaching, whole, strict=True) if not between):
        return False
    return sum(reaching) >= REACHING * sum(whole)


def _reaching(table: Table) -> Iterator[bool]:
    """For each edge between two columns, whether its rule reaches the head's top: not between sub-columns."""
    for number, column in enumerate(table.columns):
        if number:
            yield True
        yield from (False for _ in list(column.leaves())[1:])


def _drawn(layout: Layout, rules: RulingLines, bands: Sequence[Band], page: Sequence[Band]) -> Pattern:
    first, *further = layout.tables
    heads = [k for k, band in enumerate(bands) if head_drawn(band, first)]
    if not heads or not heads[0]:
        return NOTHING
    boxes = header_boxes(layout, rules, bands[: heads[0]])
    fit = FIRST_TABLE + HEADER * len(boxes) / max(1, len(layout.header))
    if layout.continued:
        return Pattern(fit / (FIRST_TABLE + HEADER), boxes)
    below = [band for band in page if band.box.top >= bands[heads[0]].box.bottom]
    found = sum(any(head_drawn(band, table) for band in below) for table in further)
    whole = WHOLE if found == len(further) > 1 else 0.0
    return Pattern(fit + FURTHER_TABLES * min(1, found) + whole, boxes)


def header_boxes(layout: Layout, rules: RulingLines, above: Sequence[Band]) -> dict[int, Box]:
    """The header's boxes by number (from 1), cut out of the bands above the first table's head.

    The table's heading stands below the boxes, in a band of its own or beside the foot of the first box.
    """
    x0, top, x1, low = above[-1].box.x0, above[0].box.top, above[-1].box.x1, above[-1].box.bottom
    floors = [low, *(r.at for r in rules.across if 0 < low - r.at <= HEADING and r.length >= (x1 - x0) / 3)]
    cuts = [
        list(_cut(blocks, Box(x0, top, x1, floor), rules, across=True))
        for blocks in layout.arrangements
        for floor in floors
        if floor > top
    ]
    best = max(cuts, key=lambda cut: sum(1 if number else -1 for number, _ in cut), default=[])
    return {number: box for number, box in best if number}


def _cut(block: Block, region: Box, rules: RulingLines, *, across: bool) -> Iterator[tuple[int, Box]]:
    """The numbered boxes of a block; one whose dividing rules are gone has none, nor one that is two boxes.

    A region with a rule too many comes with the number 0.
    """
    if isinstance(block, int):
        if block and not _dividers(region, rules.down, across=True):
            yield block, region
        return
    dividers = _dividers(region, rules.down if across else rules.across, across=across)
    if len(dividers) < len(block) - 1:
        return
    if len(dividers) >= len(block):
        yield 0, region
    best = sorted(dividers, key=lambda pair: -pair[1])[: len(block) - 1]
    places = sorted(at for at, _ in best)
    for part, inside in zip(block, _parts(region, places, across=across), strict=True):
        yield from _cut(part, inside, rules, across=not across)


def _parts(region: Box, places: Sequence[float], *, across: bool) -> list[Box]:
    if across:
        sides = [region.x0, *places, region.x1]
        return [Box(a, region.top, b, region.bottom) for a, b in pairwise(sides)]
    sides = [region.top, *places, region.bottom]
    return [Box(region.x0, a, region.x1, b) for a, b in pairwise(sides)]


def _dividers(region: Box, rules: Iterable[RulingLine], *, across: bool) -> list[tuple[float, float]]:
    """The (place, share covered) of the rules that run through a region, pieces of one counted together."""
    if across:
        low, high, start, end = region.x0, region.x1, region.top, region.bottom
    else:
        low, high, start, end = region.top, region.bottom, region.x0, region.x1
    inside = [rule for rule in rules if rule.end > start and rule.start < end]
    inside = [rule for rule in inside if low + FROM_SIDE < rule.at < high - FROM_SIDE]
    lines = abreast(sorted(inside, key=lambda r: r.at), ONE_RULE)
    found = [(_middle(line), sum(min(r.end, end) - max(r.start, start) for r in line)) for line in lines]
    return [(at, length / (end - start)) for at, length in found if length >= DIVIDES * (end - start)]


def _middle(line: Sequence[RulingLine]) -> float:
    return sum(rule.at * rule.length for rule in line) / sum(rule.length for rule in line)
