"""Reporting owners: item 1 of the header, and the block that lists them in filing agents' prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.layout.captions import Hit, squeezed
from extractor.layout.template import HeaderBox
from extractor.model.geometry import Box
from extractor.model.page import Line, Word, by_rows
from extractor.model.region import Region, without_words
from extractor.segmentation.captioned_boxes import CaptionedBoxes
from extractor.segmentation.check_marks import likeness
from extractor.segmentation.rows import RowRegion
from extractor.segmentation.settings import SETTINGS

_SETTINGS = SETTINGS.owners

ADDRESS = "reportingOwnerAddress"
SPECIFIED = {"isOfficer": "officerTitle", "isOther": "otherText"}
"""The boxes whose column holds a title or a specification instead of a mark."""


@dataclass(frozen=True, eq=False, slots=True)
class OwnerBox:
    """Item 1 of the header: name, street and city stand above their small captions."""

    boxes: CaptionedBoxes

    def regions(self, box: HeaderBox, hit: Hit, number: int) -> Iterator[Region]:
        """The regions of owner `number` (from 1) in one copy of the box; `hit` is its caption."""
        rows = self._rows_below(box, hit)
        if rows is None:
            yield from self._by_lines(box, number)
            return
        last, street, city, columns = rows
        area = self.boxes.area(hit)
        printed = [*self.boxes.printed, *(w for h in self._sub_hits(box, hit) for w in h.words)]
        owner = f"reportingOwner[{number}]"
        bands = ((hit.box.top - 1, last), (last, street), (street, city))
        for (top, bottom), name in zip(bands, ("rptOwnerName", "rptOwnerStreet1", "city"), strict=True):
            band = Box(area.x0, top, area.x1, bottom)
            lines = without_words(self.boxes.inside(band), [*printed, *hit.words])
            if not hit.words:
                lines = self.boxes.typed(lines, area)
            if not lines:
                continue
            if name == "city":
                yield from self._city(owner, band, lines, columns)
            else:
                yield from self._name_or_street(owner, name, band, lines)

    def _by_lines(self, box: HeaderBox, number: int) -> Iterator[Region]:
        """Name, street and city in a box whose small captions are illegible: its typed lines in order."""
        area = self.boxes.drawn.get(box)
        if area is None:
            return
        rows = by_rows(self.boxes.typed(without_words(self.boxes.inside(area), self.boxes.printed), area))
        if len(rows) < 3:
            return
        owner, page = f"reportingOwner[{number}]", self.boxes.text.number
        yield Region(f"{owner}/reportingOwnerId/rptOwnerName", "text", page, area, tuple(rows[0]))
        street = [line for row in rows[1:-1] for line in row]
        yield from self._name_or_street(owner, "rptOwnerStreet1", area, street)
        yield from self._city(owner, area, rows[-1], ())

    def _name_or_street(self, owner: str, name: str, band: Box, lines: Sequence[Line]) -> Iterator[Region]:
        page = self.boxes.text.number
        if name == "rptOwnerName":
            yield Region(f"{owner}/reportingOwnerId/{name}", "text", page, band, tuple(lines))
            return
        rows = by_rows(lines)
        yield Region(f"{owner}/{ADDRESS}/rptOwnerStreet1", "text", page, band, tuple(rows[0]))
        if rest := [line for row in rows[1:] for line in row]:
            yield Region(f"{owner}/{ADDRESS}/rptOwnerStreet2", "text", page, band, tuple(rest))

    def _city(self, owner: str, band: Box, lines: Sequence[Line], columns: Sequence[Hit]) -> Iterator[Region]:
        """City, state and zip: three answers over three captions, or one line to be taken apart."""
        page = self.boxes.text.number
        parts: dict[str, list[Line]] = {}
        if len(columns) == 3 and len(lines) >= 3:
            names = ("rptOwnerCity", "rptOwnerState", "rptOwnerZipCode")
            for line in lines:
                nearest = min(range(3), key=lambda k: abs(columns[k].box.x0 - line.box.x0))
                parts.setdefault(names[nearest], []).append(line)
        if len(parts) == 3:
            for name, own in parts.items():
                yield Region(f"{owner}/{ADDRESS}/{name}", "text", page, band, tuple(own))
        else:
            yield Region(f"{owner}/{ADDRESS}", "city-line", page, band, tuple(lines))

    def _sub_hits(self, box: HeaderBox, hit: Hit) -> list[Hit]:
        """The small captions under one copy of item 1, in the layout's order where found."""
        area = self.boxes.area(hit)
        found = []
        for caption in box.below:
            near = [
                h
                for h in (*self.boxes.page.captions.all(caption), *self._bracketed(caption, box.below))
                if hit.box.bottom - _SETTINGS.stray < h.box.center_y < hit.box.bottom + _SETTINGS.depth
                and area.x0 - _SETTINGS.stray <= h.box.center_x <= area.x1 + _SETTINGS.stray
            ]
            if near:
                found.append(min(near, key=lambda h: (not _in_brackets(h), -round(h.score, 1), h.box.top)))
        return found

    def _bracketed(self, caption: str, captions: Sequence[str]) -> Iterator[Hit]:
        """On a scan: words in brackets that are more like a small caption than like any other beside it."""
        if self.boxes.text.source == "text":
            return
        for word in self.boxes.text.words:
            score = likeness(caption, (word,)) if _bracket(word) else 0.0
            if score >= _SETTINGS.bracketed and score >= max(likeness(other, (word,)) for other in captions):
                yield Hit(caption, (word,), word.box, score)

    def _rows_below(self, box: HeaderBox, hit: Hit) -> tuple[float, float, float, list[Hit]] | None:
        """The y of the (Last), (Street) and (City) rows and the three captions of the city row."""
        found = {squeezed(h.caption): h for h in self._sub_hits(box, hit)}
        rows = []
        for names in (("last", "first", "middle"), ("street",), ("city", "state", "zip")):
            here = [found[name] for name in names if name in found]
            rows.append(sum(h.box.center_y for h in here) / len(here) if here else None)
        if rows[0] is None or rows[2] is None:
            return None
        street = rows[1] if rows[1] is not None else (rows[0] + rows[2]) / 2
        return rows[0], street, rows[2], [found[n] for n in ("city", "state", "zip") if n in found]


def cut_owners(rows: Sequence[RowRegion], first: int) -> list[Region]:
    """The regions of the listed owners from number `first` on (counted from 1).

    The header states the first owner already; the block repeats it.
    """
    regions: list[Region] = []
    for number, row in enumerate(rows, start=1):
        if number >= first:
            regions.extend(_listed(row, f"reportingOwner[{number}]"))
    return regions


def _listed(row: RowRegion, owner: str) -> Iterator[Region]:
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


def _bracket(word: Word) -> bool:
    return word.text.startswith("(") or word.text.endswith(")")


def _in_brackets(hit: Hit) -> bool:
    """True for a small caption as printed; `855 FRONT STREET` is none."""
    return any(map(_bracket, hit.words))
