"""Reporting owners in item 1 of the header: its box, and the copies of it for further owners."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from extractor.layout.captions import Hit, squeezed
from extractor.layout.template import HeaderBox
from extractor.model.geometry import Box
from extractor.model.page import Line, Word, by_rows
from extractor.model.path import CellPath, owner_path
from extractor.model.region import Region, without_words
from extractor.segmentation.address_lines import written_street
from extractor.segmentation.captioned_boxes import CaptionedBoxes
from extractor.segmentation.check_marks import likeness
from extractor.segmentation.settings import SETTINGS

_SETTINGS = SETTINGS.owners

NAME = "reportingOwnerId/rptOwnerName"
ADDRESS = "reportingOwnerAddress"
CITY = ("rptOwnerCity", "rptOwnerState", "rptOwnerZipCode")
ROWS = (("last", "first", "middle"), ("street",), ("city", "state", "zip"))
"""The small captions of item 1, row by row: each stands below its answer."""


def owner_boxes(pages: Sequence[CaptionedBoxes], box: HeaderBox) -> list[Region]:
    """The regions of every owner that has a box of its own, over all pages of a filing.

    A header that later pages repeat names its owner again, and no other.
    """
    regions: list[Region] = []
    named: list[str] = []
    for page, below in zip(pages, (*pages[1:], None), strict=True):
        copies = page.copies(box) if page is pages[0] else page.sure_copies(box)
        for hit in copies:
            further = OwnerBox(below) if below is not None and hit is copies[-1] else None
            own = list(OwnerBox(page).regions(box, hit, len(named) + 1, further))
            name = next((squeezed(region.text) for region in own if region.path.endswith(NAME)), "")
            again = page.has_issuer and any(_same(name, other) for other in named)
            if page is pages[0] or (name and not again):
                named.append(name)
                regions += own
    return regions


def named_owners(regions: Sequence[Region]) -> dict[int, str]:
    """The names of owners among regions, by number."""
    return {CellPath.parse(r.path).number: r.text for r in regions if r.path.endswith(NAME)}


def _same(name: str, other: str) -> bool:
    return fuzz.ratio(name, other) >= SETTINGS.owner_table.same_name


@dataclass(frozen=True, eq=False, slots=True)
class OwnerBox:
    """Item 1 on one page: name, street and city stand above their small captions."""

    boxes: CaptionedBoxes

    def regions(
        self, box: HeaderBox, hit: Hit, number: int, further: OwnerBox | None = None
    ) -> Iterator[Region]:
        """The regions of owner `number` (from 1) in one copy of the box; `hit` is its caption, `further` the
        next page, where the box goes on if the page ends before it does."""
        rows = self._rows(self._sub_hits(box, hit))
        if rows[0] is None or rows[2] is None:
            rest = further.rest_of(box, self.boxes.area(hit)) if further and rows[0] is not None else {}
            if not rest:
                yield from self._by_lines(box, number)
                return
            yield from self._over_pages(box, hit, number, rest)
            return
        street = rows[1] if rows[1] is not None else (rows[0] + rows[2]) / 2
        found = self._answers(box, hit, (hit.box.top - 1, rows[0], street, rows[2]))
        yield from self._placed(number, found, self._columns(self._sub_hits(box, hit)))

    def rest_of(self, box: HeaderBox, above: Box) -> dict[int, list[Line]]:
        """The lines by row (0 name, 1 street, 2 city) of a box that began on the page before, between the
        sides of `above`; none where no small caption stands above the page's first box."""
        end = min((copy.box.top for copy in self.boxes.sure_copies(box)), default=self.boxes.text.height)
        inside = Box(above.x0, 0.0, above.x1, end)
        hits = self._inside(box, inside)
        rows = _in_order(self._rows(hits))
        if rows[2] is None:
            return {}
        lines = without_words(self.boxes.inside(inside), [word for hit in hits for word in hit.words])
        found: dict[int, list[Line]] = {}
        for line in lines:
            row = next((k for k, y in enumerate(rows) if y is not None and line.box.center_y < y), None)
            if row is not None:
                found.setdefault(row, []).append(line)
        return found

    def _over_pages(
        self, box: HeaderBox, hit: Hit, number: int, rest: dict[int, list[Line]]
    ) -> Iterator[Region]:
        """A box that the end of the page cuts: what stands below its last small caption goes on there."""
        rows = self._rows(self._sub_hits(box, hit))
        foot = self.boxes.text.height
        edges = [hit.box.top - 1, *(row if row is not None else foot for row in rows)]
        found = self._answers(box, hit, edges, foot)
        whole = [(band, [*lines, *rest.get(k, ())]) for k, (band, lines) in enumerate(found)]
        yield from self._placed(number, whole, ())

    def _answers(
        self, box: HeaderBox, hit: Hit, edges: Sequence[float], foot: float = 0.0
    ) -> list[tuple[Box, list[Line]]]:
        """The lines between each two edges with their band: name, street, city."""
        area = self.boxes.area(hit)
        printed = [*self.boxes.printed, *(w for h in self._sub_hits(box, hit) for w in h.words), *hit.words]
        found = []
        for top, bottom in pairwise(edges):
            band = Box(area.x0, top, area.x1, bottom)
            lines = self.boxes.written(band, hit.box, printed)
            found.append((band, lines if hit.words else self.boxes.typed(lines, area)))
        return found

    def _placed(
        self, number: int, found: Sequence[tuple[Box, list[Line]]], columns: Sequence[Hit]
    ) -> Iterator[Region]:
        (name_band, name), (street_band, street), (city_band, city) = found
        if name:
            yield self._region("text", owner_path(number, NAME), name_band, name)
        if street:
            yield from self._street(number, street_band, street)
        if city:
            yield from self._city(number, city_band, city, columns)

    def _by_lines(self, box: HeaderBox, number: int) -> Iterator[Region]:
        """Name, street and city in a box whose small captions are illegible: its typed lines in order."""
        area = self.boxes.drawn.get(box)
        if area is None:
            return
        rows = by_rows(self.boxes.typed(without_words(self.boxes.inside(area), self.boxes.printed), area))
        if len(rows) < len(ROWS):
            return
        yield self._region("text", owner_path(number, NAME), area, rows[0])
        yield from self._street(number, area, [line for row in rows[1:-1] for line in row])
        yield from self._city(number, area, rows[-1], ())

    def _street(self, number: int, band: Box, lines: Sequence[Line]) -> Iterator[Region]:
        pages = dict.fromkeys(line.id.page for line in lines)
        rows = [row for page in pages for row in by_rows([one for one in lines if one.id.page == page])]
        first, *others = written_street(rows, band)
        yield self._region("text", owner_path(number, f"{ADDRESS}/rptOwnerStreet1"), band, first)
        if rest := [line for part in others for line in part]:
            yield self._region("text", owner_path(number, f"{ADDRESS}/rptOwnerStreet2"), band, rest)

    def _city(
        self, number: int, band: Box, lines: Sequence[Line], columns: Sequence[Hit]
    ) -> Iterator[Region]:
        """City, state and zip: three answers over three captions, or one line to be taken apart."""
        parts: dict[str, list[Line]] = {}
        if len(columns) == len(CITY) and len(lines) >= len(CITY):
            for line in lines:
                nearest = min(range(len(CITY)), key=lambda k: abs(columns[k].box.x0 - line.box.x0))
                parts.setdefault(CITY[nearest], []).append(line)
        if len(parts) == len(CITY):
            for name, own in parts.items():
                yield self._region("text", owner_path(number, f"{ADDRESS}/{name}"), band, own)
        else:
            yield self._region("city-line", owner_path(number, ADDRESS), band, lines)

    def _region(self, kind: str, path: str, band: Box, lines: Sequence[Line]) -> Region:
        return Region(path, kind, lines[0].id.page or self.boxes.text.number, band, tuple(lines))

    def _sub_hits(self, box: HeaderBox, hit: Hit) -> list[Hit]:
        """The small captions under one copy of item 1, in the layout's order where found."""
        area, stray = self.boxes.area(hit), _SETTINGS.stray
        return self._inside(box, Box(area.x0, hit.box.bottom - stray, area.x1, self._foot(box, hit)))

    def _foot(self, box: HeaderBox, hit: Hit) -> float:
        """How far down the page a copy of item 1 may reach: to the first table below it or to the next copy;
        on a page without either no farther than it usually does."""
        tables = (grid.box.top for grid in self.boxes.page.grids)
        copies = (copy.box.top for copy in self.boxes.copies(box))
        below = [top for top in (*tables, *copies) if top > hit.box.bottom]
        return min(below, default=hit.box.bottom + _SETTINGS.depth)

    def _inside(self, box: HeaderBox, area: Box) -> list[Hit]:
        """The small captions of item 1 that stand in an area, in the layout's order."""
        stray, found = _SETTINGS.stray, []
        for caption in box.below:
            near = [
                h
                for h in (*self.boxes.page.captions.all(caption), *self._bracketed(caption, box.below))
                if area.top < h.box.center_y < area.bottom
                and area.x0 - stray <= h.box.center_x <= area.x1 + stray
                and (_in_brackets(h) or self._is_apart(h))
            ]
            if near:
                found.append(min(near, key=lambda h: (not _in_brackets(h), -round(h.score, 1), h.box.top)))
        return found

    def _is_apart(self, hit: Hit) -> bool:
        """True for words with none of an answer right beside them: the last of `855 FRONT STREET` is no
        caption, though the one below it is worn."""
        own = {word.id for word in hit.words}
        lines = (line for line in self.boxes.text.lines if any(word.id in own for word in line.words))
        beside = (word.box for line in lines for word in line.words if word.id not in own)
        near = _SETTINGS.beside * hit.box.height
        return not any(hit.box.x0 - near < box.x1 and box.x0 < hit.box.x1 + near for box in beside)

    def _bracketed(self, caption: str, captions: Sequence[str]) -> Iterator[Hit]:
        """On a scan: words in brackets that are more like a small caption than like any other beside it."""
        if self.boxes.text.source == "text":
            return
        for word in self.boxes.text.words:
            score = likeness(caption, (word,)) if _bracket(word) else 0.0
            if score >= _SETTINGS.bracketed and score >= max(likeness(other, (word,)) for other in captions):
                yield Hit(caption, (word,), word.box, score)

    def _rows(self, hits: Sequence[Hit]) -> list[float | None]:
        """How far down the page each row of small captions stands; None for one that was not seen."""
        found = {squeezed(hit.caption): hit.box.center_y for hit in hits}
        rows: list[float | None] = []
        for names in ROWS:
            here = [found[name] for name in names if name in found]
            rows.append(sum(here) / len(here) if here else None)
        return rows

    def _columns(self, hits: Sequence[Hit]) -> list[Hit]:
        """The captions of the city's row, from the left."""
        found = {squeezed(hit.caption): hit for hit in hits}
        return [found[name] for name in ROWS[2] if name in found]


def _in_order(rows: Sequence[float | None]) -> list[float | None]:
    """The rows of small captions without those that stand below a later one: words of a note are alike."""
    later = [[y for y in rows[k + 1 :] if y is not None] for k in range(len(rows))]
    return [
        None if y is not None and any(y > other for other in below) else y
        for y, below in zip(rows, later, strict=True)
    ]


def _bracket(word: Word) -> bool:
    return word.text.startswith("(") or word.text.endswith(")")


def _in_brackets(hit: Hit) -> bool:
    """True for a small caption as printed; `855 FRONT STREET` is none."""
    return any(map(_bracket, hit.words))
