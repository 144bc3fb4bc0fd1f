"""Name and address in a narrow column: which of its lines were written so, and which the column broke.

Whoever wrote them broke them into a name, a street of one or two lines, and the city with state and postal
code; the column's width breaks them further. Every way to part the lines has a score, the logarithm of how
probable it is: the room a line left, what cities and streets look like, and how many parts there are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, product
from math import log

from extractor.model.geometry import Box
from extractor.model.page import Line
from extractor.segmentation.settings import SETTINGS

_SETTINGS = SETTINGS.address_lines

Parts = tuple[tuple[Line, ...], ...]
_POSTAL = r"(?:[A-Z]{0,2}\d[\w-]*(?: \w{3})?)"
CITY_END = re.compile(rf"\b[A-Z][A-Z0-9][,.\s]+{_POSTAL}$|\b\d{{5}}(?:-\d{{4}})?$")
"""How an address ends: a state, or what EDGAR has for a country, and a postal code."""
_CITY = re.compile(rf"(?P<city>[^\d]+?)[,.\s]+[A-Z][A-Z0-9][,.\s]+{_POSTAL}")
_STREET = re.compile(r"(?i)(?:c/o\b|p\.? ?o\.?\b|attn\b|suite\b|one\b|\d\S*\s+\S)")


def written_lines(lines: Sequence[Line], column: Box) -> Parts:
    """The lines of a name and address in `column`, those together that were written as one."""
    lines = tuple(lines[: _SETTINGS.most_lines])
    if len(lines) == 1:
        return (lines,)
    room = [_broken(high, low, _right(lines, column)) for high, low in pairwise(lines)]
    ways = product((True, False), repeat=len(room))
    best = max(ways, key=lambda way: _score(_parted(lines, way), way, room))
    return _parted(lines, best)


def written_street(rows: Sequence[Sequence[Line]], column: Box) -> Parts:
    """The rows of a street in `column`, those together that were written as one line."""
    lines = [row[0] for row in rows]
    if any(len(row) > 1 for row in rows) or len(lines) > _SETTINGS.most_lines:
        return tuple(map(tuple, rows))
    right = _right(lines, column)
    parts = [lines[:1]]
    for high, low in pairwise(lines):
        broken = log(_broken(high, low, right)) + _looks(low.text, _SETTINGS.street)
        joined = log(1 - _broken(high, low, right)) + _looks(low.text, _SETTINGS.street_like_rest)
        if broken >= joined:
            parts.append([low])
        else:
            parts[-1].append(low)
    return tuple(map(tuple, parts))


def _right(lines: Sequence[Line], column: Box) -> float:
    """How far a line may reach: the column is set in on the right as much as on the left."""
    indent = min(line.box.x0 for line in lines) - column.x0
    return column.x1 - max(0.0, indent) + _SETTINGS.overhang


def _broken(high: Line, low: Line, right: float) -> float:
    """How probable it is (0 to 1) that two lines were written as two, from the room behind the first."""
    first = low.words[0]
    start = high.box.x1 + _SETTINGS.blank * first.size
    if start + low.box.width <= right:
        return _SETTINGS.had_room
    # A blank that does not break keeps a state and its postal code together.
    return _SETTINGS.first_word_fits if start + first.box.width <= right else _SETTINGS.no_room


def _parted(lines: Sequence[Line], way: Sequence[bool]) -> Parts:
    parts: list[list[Line]] = [[lines[0]]]
    for breaks, line in zip(way, lines[1:], strict=True):
        if breaks:
            parts.append([line])
        else:
            parts[-1].append(line)
    return tuple(map(tuple, parts))


def _score(parts: Parts, way: Sequence[bool], room: Sequence[float]) -> float:
    address = [" ".join(line.text for line in part) for part in parts[1:]]
    fits = sum(log(p if breaks else 1 - p) for breaks, p in zip(way, room, strict=True))
    streets = sum(_looks(text, _SETTINGS.street) for text in address[:-1])
    rest = (line.text for part in parts[1:] for line in part[1:])
    streets += sum(_looks(text, _SETTINGS.street_like_rest) for text in rest)
    named = sum(_looks(line.text, _SETTINGS.street_like_name) for line in parts[0])
    return fits + streets + named + _city(address[-1] if address else "") + _count(len(parts))


def _looks(text: str, share: float) -> float:
    """The score of a text of a kind of which `share` begin as streets do."""
    return log(share if _STREET.match(text) else 1 - share)


def _city(text: str) -> float:
    match = _CITY.fullmatch(text)
    if match is None:
        return log(_SETTINGS.no_city)
    return log(_SETTINGS.city) + log(_SETTINGS.city_word) * len(match["city"].split())


def _count(parts: int) -> float:
    """Name, one or two lines of street, city."""
    shares = _SETTINGS.parts
    return log(shares[min(parts, len(shares)) - 1])
