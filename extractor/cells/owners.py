"""Cutting the block that lists reporting owners (filing agents' prints): one row an owner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.cells.header import ADDRESS, by_rows
from extractor.cells.place import Place
from extractor.cells.table_rows import Row
from extractor.layout.captions import squeezed

SPECIFIED = {"isOfficer": "officerTitle", "isOther": "otherText"}
"""The boxes whose column holds a title or a specification instead of a mark."""


def cut_owners(rows: Sequence[Row], first: int) -> list[Place]:
    """The places of the listed owners from number `first` on (counted from 1).

    The header states the first owner already; the block repeats it.
    """
    places: list[Place] = []
    for number, row in enumerate(rows, start=1):
        if number >= first:
            places.extend(_owner(row, f"reportingOwner[{number}]"))
    return places


def _owner(row: Row, owner: str) -> Iterator[Place]:
    for place in row.places:
        if place.type == "name-and-address":
            yield from _name_and_address(place, owner)
        elif place.type == "mark":
            yield from _mark(place, owner)


def _name_and_address(place: Place, owner: str) -> Iterator[Place]:
    """The name on the first line, city, state and zip on the last, the street between."""
    lines = [line for row in by_rows(place.lines) for line in row]
    parts = [
        ("text", f"{owner}/reportingOwnerId/rptOwnerName", lines[:1]),
        ("text", f"{owner}/{ADDRESS}/rptOwnerStreet1", lines[1:-1][:1]),
        ("text", f"{owner}/{ADDRESS}/rptOwnerStreet2", lines[1:-1][1:]),
        ("city-line", f"{owner}/{ADDRESS}", lines[1:][-1:]),
    ]
    for kind, path, own in parts:
        if own:
            yield Place(path, kind, place.page, place.box, tuple(own))


def _mark(place: Place, owner: str) -> Iterator[Place]:
    path = f"{owner}/{place.path}"
    yield Place(path, "check", place.page, place.box, place.lines)
    title = SPECIFIED.get(path.rsplit("/", 1)[1])
    if title and squeezed(place.text) not in ("x", ""):
        yield Place(f"{path.rsplit('/', 1)[0]}/{title}", "text", place.page, place.box, place.lines)
