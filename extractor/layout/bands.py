"""Bands: what is between two ruling lines across a table, with the lines that divide it into columns."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import TypeAlias

from extractor.layout.settings import SETTINGS
from extractor.model.geometry import Box, median
from extractor.model.page import RulingLine, RulingLines

_SETTINGS = SETTINGS.bands


Edges: TypeAlias = tuple[float, ...]
"""The x of column rules, from the left, in points."""


@dataclass(frozen=True, slots=True)
class Band:
    """A horizontal band of a table; `edges` are the x of the column rules at its foot, outer ones too.

    `through` are those of them that reach its top: a rule between sub-columns does not. `is_joined` says that
    it is two bands of the page as one.
    """

    box: Box
    edges: Edges
    through: Edges = ()
    is_joined: bool = False


def find_bands(rules: RulingLines) -> list[list[Band]]:
    """The bands of each ruled table of the page, tables and bands from the top."""
    tables = []
    for left, right in _table_extents(rules.across):
        levels = _with_lost_levels(_full_lines(rules.across, left, right), rules.down, left, right)
        bands = [_band(left, right, *pair, rules.down) for pair in pairwise(levels)]
        mended = _with_lost_edges([band for band in bands if band.box.height > _SETTINGS.thinnest_band])
        alike = cache(same_columns)  # most bands of a table have the very same edges
        tables.append([part for k in range(len(mended)) for part in _split(k, mended, rules, alike)])
    return tables


def same_columns(edges: Sequence[float], others: Sequence[float]) -> bool:
    """True where most edges of either are edges of the other; the `others` are sorted."""
    if edges == others:  # as with most rows of a table, and soon said
        return True
    needed = _SETTINGS.shared_edges * max(len(edges), len(others))
    return len(edges) >= needed and sum(is_among(edge, others) for edge in edges) >= needed


def is_among(edge: float, edges: Sequence[float]) -> bool:
    """True where one of the edges, which are sorted, is that of the same rule."""
    after, apart = bisect_left(edges, edge), _SETTINGS.same_rule
    if after < len(edges) and edges[after] - edge <= apart:
        return True
    return after > 0 and edge - edges[after - 1] <= apart


def _with_lost_edges(bands: Sequence[Band]) -> list[Band]:
    """The bands, each with the column rules that it lost to wear and that most of those around it have."""
    count = _SETTINGS.around
    return [
        _with_edges_of(band, [*bands[max(0, k - count) : k], *bands[k + 1 : k + 1 + count]])
        for k, band in enumerate(bands)
    ]


def _with_edges_of(band: Band, around: Sequence[Band]) -> Band:
    alike = [other for other in around if same_columns(band.edges, other.edges)]
    if len(alike) < _SETTINGS.many_bands or all(other.edges == band.edges for other in alike):
        return band
    known = [edge for other in alike for edge in other.edges]
    lost = [edge for edge in known if not is_among(edge, band.edges) and _is_common(edge, alike)]
    own = [edge for edge in band.edges if any(is_among(edge, other.edges) for other in alike)]
    return replace(band, edges=_edges([*own, *lost]))


def _split(
    index: int, bands: Sequence[Band], rules: RulingLines, alike: Callable[[Edges, Edges], bool]
) -> list[Band]:
    """The rows of the band at `index` where the rules between them are worn to pieces; rows are equally high.

    The head, which has no band of its columns above it, is never split.
    """
    band = bands[index]
    if set(band.edges[1:-1]) - set(band.through):
        return [band]
    if not any(alike(band.edges, other.edges) for other in bands[:index]):
        return [band]
    heights = [other.box.height for other in bands if alike(band.edges, other.edges)]
    usual = median(heights) if len(heights) > _SETTINGS.many_bands else 0.0
    count = round(band.box.height / usual) if usual else 1
    if count < 2:
        return [band]
    pitch = band.box.height / count
    places = [band.box.top + pitch * k for k in range(count + 1)]
    if abs(pitch - usual) > _SETTINGS.uneven * usual:
        return [band]
    if any(_share_left(y, band, rules) < _SETTINGS.worn_rule for y in places[1:-1]):
        return [band]
    x0, x1 = band.box.x0, band.box.x1
    return [replace(band, box=Box(x0, top, x1, bottom)) for top, bottom in pairwise(places)]


def _share_left(y: float, band: Band, rules: RulingLines) -> float:
    """Share of a rule across the band at `y` that is left."""
    pieces = [r for r in rules.across if abs(r.at - y) <= _SETTINGS.same_line]
    return sum(_overlap(r, band.box.x0, band.box.x1) for r in pieces) / band.box.width


def _is_common(edge: float, bands: Sequence[Band]) -> bool:
    return sum(is_among(edge, band.edges) for band in bands) >= _SETTINGS.together * len(bands)


def _table_extents(across: Sequence[RulingLine]) -> list[tuple[float, float]]:
    """The (left, right) of the tables: where several long rules start and end at the same places."""
    groups: list[list[RulingLine]] = []
    for rule in sorted(across, key=lambda r: -r.length):
        home = next((g for g in groups if _same_ends(g[0], rule)), None)
        if home is None:
            groups.append([rule])
        else:
            home.append(rule)
    wide = [g for g in groups if len(g) >= 2 and g[0].length >= _SETTINGS.shortest_rule]
    extents = _with_narrow_columns_closed(wide)
    return [(min(r.start for r in g), max(r.end for r in g)) for g in extents]


def _with_narrow_columns_closed(groups: Sequence[list[RulingLine]]) -> list[list[RulingLine]]:
    """The groups of rules, those left and right of columns too narrow to show rules of their own as one."""
    joined: list[list[RulingLine]] = []
    for group in sorted(groups, key=lambda g: min(rule.start for rule in g)):
        left = next((other for other in joined if _goes_on_beside(other, group)), None)
        if left is None:
            joined.append(list(group))
        else:
            left.extend(group)
    return joined


def _goes_on_beside(left: Sequence[RulingLine], right: Sequence[RulingLine]) -> bool:
    """True where the rules on the right stand at the heights of those on the left, a narrow column apart."""
    apart = min(rule.start for rule in right) - max(rule.end for rule in left)
    same = sum(any(abs(rule.at - other.at) <= _SETTINGS.same_line for other in left) for rule in right)
    return -_SETTINGS.same_end <= apart <= _SETTINGS.narrow_columns and same == len(right) == len(left)


def _same_ends(rule: RulingLine, other: RulingLine) -> bool:
    return max(abs(rule.start - other.start), abs(rule.end - other.end)) <= _SETTINGS.same_end


def _full_lines(across: Sequence[RulingLine], left: float, right: float) -> list[float]:
    """The y of the lines that cross the table from edge to edge, the pieces of each counted together."""
    slack, full = _SETTINGS.same_end, _SETTINGS.full_rule * (right - left)
    own = [rule for rule in across if rule.end >= left - slack and rule.start <= right + slack]
    lines = collinear(own, _SETTINGS.same_line)
    covered = [(sum(_overlap(r, left, right) for r in line), line) for line in lines]
    return [sum(r.at for r in line) / len(line) for length, line in covered if length >= full]


def collinear(rules: Iterable[RulingLine], apart: float) -> list[list[RulingLine]]:
    """Ruling lines, sorted by their place across, in groups: each at most `apart` points from the next."""
    lines: list[list[RulingLine]] = []
    for rule in rules:
        if lines and rule.at - lines[-1][-1].at <= apart:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    return lines


def _with_lost_levels(
    levels: Sequence[float], down: Sequence[RulingLine], left: float, right: float
) -> list[float]:
    """The levels, and where most column rules begin or end together though no line is there.

    A worn foot of a table, or a head cut off with the top of the page, still shows in its column rules.
    """
    slack, found = _SETTINGS.same_line, list(levels)
    own = [rule for rule in down if left - slack <= rule.at <= right + slack]
    for y in sorted(y for rule in own for y in (rule.start, rule.end)):
        if any(abs(y - level) <= _SETTINGS.same_rule for level in found):
            continue
        near = [rule for rule in own if rule.start - slack <= y <= rule.end + slack]
        ending = [rule for rule in near if min(abs(rule.start - y), abs(rule.end - y)) <= slack]
        if len(ending) >= max(_SETTINGS.many_rules, _SETTINGS.together * len(near)):
            found.append(y)
    return sorted(found)


def _overlap(rule: RulingLine, left: float, right: float) -> float:
    return max(0.0, min(rule.end, right) - max(rule.start, left))


def _band(left: float, right: float, top: float, bottom: float, down: Sequence[RulingLine]) -> Band:
    slack, foot = _SETTINGS.same_line, _SETTINGS.foot
    own = [rule for rule in down if left - slack <= rule.at <= right + slack]
    at_foot = [rule.at for rule in own if _crosses(rule, max(top, bottom - foot), bottom)]
    at_top = sorted(rule.at for rule in own if _crosses(rule, top, min(bottom, top + foot)))
    edges = _edges([left, *at_foot, right])
    through = tuple(edge for edge in edges if is_among(edge, at_top))
    return Band(Box(left, top, right, bottom), edges, through)


def _crosses(rule: RulingLine, top: float, bottom: float) -> bool:
    return min(rule.end, bottom) - max(rule.start, top) >= _SETTINGS.crossing * (bottom - top)


def _edges(places: Sequence[float]) -> tuple[float, ...]:
    """The places from the left, those of one rule (or of a rule and the table's edge) once."""
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > _SETTINGS.same_rule:
            edges.append(place)
    return tuple(edges)
