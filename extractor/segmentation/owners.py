"""Cutting the block that lists reporting owners (filing agents' prints): one row an owner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.layout.captions import squeezed
from extractor.model.region import Region
from extractor.segmentation.header import ADDRESS, by_rows
from extractor.segmentation.rows import Row

SPECIFIED = {"isOfficer": "officerTitle", "isOther": "otherText"}
"""The boxes whose column holds a title or a specification instead of a mark."""


def cut_owners(rows: Sequence[Row], first: int) -> list[Region]:
    """The regions of the listed owners from number `first` on (counted from 1).

    The header states the first owner already; the block repeats it.
    """
    regions: list[Region] = []
    for number, row in enumerate(rows, start=1):
        if number >= first:
            regions.extend(_owner(row, f"reportingOwner[{number}]"))
    return regions


def _owner(row: Row, owner: str) -> Iterator[Region]:
    for region in row.regions:
        if region.type == "name-and-address":
            yield from _name_and_address(region, owner)
        elif region.type == "mark":
            yield from _mark(region, owner)


def _name_and_address(region: Region, owner: str) -> Iterator[Region]:
    """The name on the first line, city, state and zip on the last, the street between."""
    lines = [line for row in by_rows(region.lines) for line in row]
    parts = [
        ("text", f"{owner}/reportingOwnerId/rptOwnerName", lines[:1]),
        ("text", f"{owner}/{ADDRESS}/rptOwnerStreet1", lines[1:-1][:1]),
        ("text", f"{owner}/{ADDRESS}/rptOwnerStreet2", lines[1:-1][1:]),
        ("city-line", f"{owner}/{ADDRESS}", lines[1:][-1:]),
    ]
    for kind, path, own in parts:
        if own:
            yield Region(path, kind, region.page, region.box, tuple(own))


def _mark(region: Region, owner: str) -> Iterator[Region]:
    path = f"{owner}/{region.path}"
    yield Region(path, "check", region.page, region.box, region.lines)
    title = SPECIFIED.get(path.rsplit("/", 1)[1])
    if title and squeezed(region.text) not in ("x", ""):
        yield Region(f"{path.rsplit('/', 1)[0]}/{title}", "text", region.page, region.box, region.lines)
