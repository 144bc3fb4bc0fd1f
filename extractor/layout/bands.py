"""Strips: what lies between two rules that cross a table, with the rules that cut it into columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from extractor.model.geometry import Box
from extractor.model.page import RulingLine, RulingLines

SAME_LINE = 2.5
"""Points: rules this close across are one line."""
SAME_END = 9.0
"""Points: rules that end this close belong to one table."""
FULL = 0.72
"""Share of a table's width a rule must cover to divide its rows."""
MANY, TOGETHER = 4, 0.7
"""How many column rules, and what share of those there, must end together to show a missing rule."""
CROSSES = 0.6
"""Share of a band's height a vertical rule must cover to be an edge in it."""
SAME_EDGE = 5.0
"""Points: edges of two bands this close are one column rule."""
SHARED = 0.7
"""Share of their edges that bands of one table have in common."""
AROUND, MANY_ROWS = 3, 2
"""How many bands above and below are asked for a lost column rule, and how many must be of the table."""
UNEVEN, REMNANT = 0.12, 0.25
"""How much rows of one height may differ, and the least share of a worn rule between two of them."""
FOOT = 12.0
"""Points at the foot of a band where the sub-columns' rules stand."""


@dataclass(frozen=True, slots=True)
class Band:
    """A horizontal band of a table; `edges` are the x of the column rules at its foot, outer ones too.

    `through` are those of them that reach its top: a rule between sub-columns does not.
    """

    box: Box
    edges: tuple[float, ...]
    through: tuple[float, ...] = ()


def find_bands(rules: RulingLines) -> list[list[Band]]:
    """The bands of each ruled table of the page, tables and bands from the top."""
    tables = []
    for left, right in _widths(rules.across):
        levels = _with_ends(_levels(rules.across, left, right), rules.down, left, right)
        bands = [_strip(left, right, *pair, rules.down) for pair in pairwise(levels)]
        mended = _mended([band for band in bands if band.box.height > 4])
        tables.append([part for k in range(len(mended)) for part in _split(k, mended, rules)])
    return tables


def same_columns(edges: Sequence[float], others: Sequence[float]) -> bool:
    """True where most edges of either are edges of the other."""
    shared = sum(_is_among(edge, others) for edge in edges)
    return shared >= SHARED * max(len(edges), len(others))


def _is_among(edge: float, edges: Sequence[float]) -> bool:
    return any(abs(edge - other) <= SAME_EDGE for other in edges)


def _mended(bands: Sequence[Band]) -> list[Band]:
    """The bands with the column rules that wear took from one and left in the most of those around it."""
    return [
        _with_edges_of(band, [*bands[max(0, k - AROUND) : k], *bands[k + 1 : k + 1 + AROUND]])
        for k, band in enumerate(bands)
    ]


def _with_edges_of(band: Band, around: Sequence[Band]) -> Band:
    alike = [other for other in around if same_columns(band.edges, other.edges)]
    if len(alike) < MANY_ROWS:
        return band
    known = [edge for other in alike for edge in other.edges]
    lost = [edge for edge in known if not _is_among(edge, band.edges) and _agreed(edge, alike)]
    own = [edge for edge in band.edges if any(_is_among(edge, other.edges) for other in alike)]
    return replace(band, edges=_edges([*own, *lost]))


def _split(index: int, bands: Sequence[Band], rules: RulingLines) -> list[Band]:
    """The rows of the band at `index`, the rules between them worn to pieces; rows are alike in height.

    The head, which has no band of its columns above it, is never taken apart.
    """
    band = bands[index]
    if not any(same_columns(band.edges, other.edges) for other in bands[:index]):
        return [band]
    heights = [other.box.height for other in bands if same_columns(band.edges, other.edges)]
    usual = float(np.median(heights)) if len(heights) > MANY_ROWS else 0.0
    count = round(band.box.height / usual) if usual else 1
    if count < 2 or set(band.edges[1:-1]) - set(band.through):
        return [band]
    pitch = band.box.height / count
    places = [band.box.top + pitch * k for k in range(count + 1)]
    if abs(pitch - usual) > UNEVEN * usual or any(_left_of(y, band, rules) < REMNANT for y in places[1:-1]):
        return [band]
    x0, x1 = band.box.x0, band.box.x1
    return [replace(band, box=Box(x0, top, x1, bottom)) for top, bottom in pairwise(places)]


def _left_of(y: float, band: Band, rules: RulingLines) -> float:
    """Share of a rule across the band at `y` that is still there."""
    pieces = [r for r in rules.across if abs(r.at - y) <= SAME_LINE]
    return sum(_inside(r, band.box.x0, band.box.x1) for r in pieces) / band.box.width


def _agreed(edge: float, bands: Sequence[Band]) -> bool:
    return sum(_is_among(edge, band.edges) for band in bands) >= TOGETHER * len(bands)


def _widths(across: Sequence[RulingLine]) -> list[tuple[float, float]]:
    """The (left, right) of the tables: where several long rules start and end alike."""
    groups: list[list[RulingLine]] = []
    for rule in sorted(across, key=lambda r: -r.length):
        home = next((g for g in groups if _alike(g[0], rule)), None)
        if home is None:
            groups.append([rule])
        else:
            home.append(rule)
    wide = [g for g in groups if len(g) >= 2 and g[0].length >= 150]
    return [(min(r.start for r in g), max(r.end for r in g)) for g in wide]


def _alike(rule: RulingLine, other: RulingLine) -> bool:
    return abs(rule.start - other.start) <= SAME_END and abs(rule.end - other.end) <= SAME_END


def _levels(across: Sequence[RulingLine], left: float, right: float) -> list[float]:
    """The y of the lines that cross the table from edge to edge, pieces counted together."""
    own = [rule for rule in across if rule.end >= left - SAME_END and rule.start <= right + SAME_END]
    width = right - left
    covered = [(sum(_inside(r, left, right) for r in line), line) for line in abreast(own, SAME_LINE)]
    return [sum(r.at for r in line) / len(line) for length, line in covered if length >= FULL * width]


def abreast(rules: Iterable[RulingLine], apart: float) -> list[list[RulingLine]]:
    """Ruling lines, sorted by their place across, as lines: pieces at most `apart` points from the next."""
    lines: list[list[RulingLine]] = []
    for rule in rules:
        if lines and rule.at - lines[-1][-1].at <= apart:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    return lines


def _with_ends(levels: Sequence[float], down: Sequence[RulingLine], left: float, right: float) -> list[float]:
    """The levels, and where most column rules begin or end together though no rule crosses there.

    A worn foot of a table, or a head cut off with the top of the page, still shows in its column rules.
    """
    own = [rule for rule in down if left - SAME_LINE <= rule.at <= right + SAME_LINE]
    found = list(levels)
    for y in sorted(y for rule in own for y in (rule.start, rule.end)):
        if any(abs(y - level) <= 2 * SAME_LINE for level in found):
            continue
        near = [rule for rule in own if rule.start - SAME_LINE <= y <= rule.end + SAME_LINE]
        ending = [rule for rule in near if min(abs(rule.start - y), abs(rule.end - y)) <= SAME_LINE]
        if len(ending) >= max(MANY, TOGETHER * len(near)):
            found.append(y)
    return sorted(found)


def _inside(rule: RulingLine, left: float, right: float) -> float:
    return max(0.0, min(rule.end, right) - max(rule.start, left))


def _strip(left: float, right: float, top: float, bottom: float, down: Sequence[RulingLine]) -> Band:
    own = [rule for rule in down if left - SAME_LINE <= rule.at <= right + SAME_LINE]
    at_foot = [rule.at for rule in own if _crosses(rule, max(top, bottom - FOOT), bottom)]
    at_top = [rule.at for rule in own if _crosses(rule, top, min(bottom, top + FOOT))]
    edges = _edges([left, *at_foot, right])
    through = tuple(edge for edge in edges if any(abs(edge - at) <= 2 * SAME_LINE for at in at_top))
    return Band(Box(left, top, right, bottom), edges, through)


def _crosses(rule: RulingLine, top: float, bottom: float) -> bool:
    return min(rule.end, bottom) - max(rule.start, top) >= CROSSES * (bottom - top)


def _edges(places: Sequence[float]) -> tuple[float, ...]:
    """The places from the left, those of one rule (or of a rule and the table's end) once."""
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > 2 * SAME_LINE:
            edges.append(place)
    return tuple(edges)
