"""The block of Reporting Owners in filing agents' prints: a row for each, with name, address and marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rapidfuzz import fuzz

from extractor.layout.captions import squeezed
from extractor.model.page import Line, by_rows
from extractor.model.path import owner_path
from extractor.model.region import Region
from extractor.segmentation.address_lines import CITY_END, written_lines
from extractor.segmentation.check_marks import CHECKED
from extractor.segmentation.page_breaks import joined_cells
from extractor.segmentation.rows import RowRegion
from extractor.segmentation.settings import SETTINGS

_SETTINGS = SETTINGS.owner_table

ADDRESS = "reportingOwnerAddress"
NAMED = "name-and-address"
SPECIFIED = {"isOfficer": "officerTitle", "isOther": "otherText"}
"""The boxes whose column holds a title or a specification instead of a mark."""


def cut_owners(pages: Sequence[Sequence[RowRegion]], named: Mapping[int, str]) -> list[Region]:
    """The regions of the listed owners that the header does not name, from the rows on each page.

    `named` are the names of the header's owners by number; the block says them again.
    """
    rows = joined_owners(pages)
    known = _known(rows, named)
    others = [row for k, row in enumerate(rows) if k not in known]
    numbered = enumerate(others, start=max(named, default=0) + 1)
    return [region for number, row in numbered for region in _listed(row, number)]


def joined_owners(pages: Sequence[Sequence[RowRegion]]) -> list[RowRegion]:
    """The rows over all pages, those that the end of a page cuts in two as one."""
    rows: list[RowRegion] = []
    for own in pages:
        if rows and own and _is_cut(rows[-1], own[0]):
            rows[-1] = joined_cells(rows[-1], own[0])
            rows += own[1:]
        else:
            rows += own
    return rows


def _is_cut(row: RowRegion, more: RowRegion) -> bool:
    """True for the two parts of one owner: an address ends once, and is marked once."""
    unmarked = not _is_marked(more)
    if _ends(row):
        return unmarked and not _ends(more)
    return unmarked or not _is_marked(row)


def _is_marked(row: RowRegion) -> bool:
    return any(CHECKED.fullmatch(region.text) for region in row.regions if region.type == "mark")


def _ends(row: RowRegion) -> bool:
    return any(bool(CITY_END.search(region.text)) for region in row.regions if region.type == NAMED)


def _known(rows: Sequence[RowRegion], named: Mapping[int, str]) -> set[int]:
    """Which rows say an owner of the header again; where no name is alike, as many as it has from the top."""
    lines = [squeezed(row.regions[0].text) if row.regions else "" for row in rows]
    found: set[int] = set()
    for number, name in sorted(named.items()):
        wanted = squeezed(name)
        alike = {
            k: fuzz.ratio(wanted, line[: len(wanted)])
            for k, line in enumerate(lines)
            if k not in found and len(line) >= len(wanted)
        }
        best = max(alike, key=lambda k: (alike[k], -k), default=None)
        if best is not None and alike[best] >= _SETTINGS.same_name:
            found.add(best)
        elif number - 1 < len(rows):
            found.add(number - 1)
    return found


def _listed(row: RowRegion, number: int) -> Iterator[Region]:
    for region in row.regions:
        if region.type == NAMED:
            yield from _name_and_address(region, number)
        elif region.type == "mark":
            yield from _mark(region, number)


def _name_and_address(region: Region, number: int) -> Iterator[Region]:
    """The name first, the city with state and postal code last, the street between."""
    lines = [line for row in _by_pages(region) for line in row]
    name, *address = written_lines(lines, region.box)
    parts = [
        ("text", owner_path(number, "reportingOwnerId/rptOwnerName"), name),
        ("text", owner_path(number, f"{ADDRESS}/rptOwnerStreet1"), _lines(address[:-1][:1])),
        ("text", owner_path(number, f"{ADDRESS}/rptOwnerStreet2"), _lines(address[:-1][1:])),
        ("city-line", owner_path(number, ADDRESS), _lines(address[-1:])),
    ]
    for kind, path, own in parts:
        if own:
            yield Region(path, kind, own[0].id.page or region.page, region.box, tuple(own))


def _lines(parts: Iterable[Sequence[Line]]) -> list[Line]:
    return [line for part in parts for line in part]


def _by_pages(region: Region) -> list[list[Line]]:
    """Rows of lines, those of one page after those of the page before."""
    numbers = sorted({line.id.page for line in region.lines})
    return [row for n in numbers for row in by_rows([line for line in region.lines if line.id.page == n])]


def _mark(region: Region, number: int) -> Iterator[Region]:
    path = owner_path(number, region.path)
    yield Region(path, "check", region.page, region.box, region.lines)
    box, _, name = path.rpartition("/")
    title = SPECIFIED.get(name)
    if title and not CHECKED.fullmatch(region.text):
        yield Region(f"{box}/{title}", "text", region.page, region.box, region.lines)
