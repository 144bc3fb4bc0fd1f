"""Cutting the header: captioned boxes, the name-and-address box, the boxes to check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product

from extractor.layout.captions import Hit, squeezed
from extractor.layout.classify import PageAnalysis
from extractor.layout.template import CheckBox, HeaderBox, Layout
from extractor.model.geometry import Box, around
from extractor.model.page import Line, Word, same_row, usual_size
from extractor.model.region import Region, without_words
from extractor.segmentation.boilerplate import furniture
from extractor.segmentation.check_marks import CHECKED, MARK_REACH, bare, before_caption, likeness, mark_of

MAX_DEPTH = 62.0
"""Points an answer may reach below its caption where no rule and no caption ends it."""
ALIKE = 0.65
"""Share of its letters that shows a caption of the relationship box where no other is as like."""
BRACKETED = 0.5
"""Share of its letters that shows a small caption of item 1: no answer there stands in brackets."""
STRAY = 4.0
"""Points a caption may stand outside the box its rules draw."""
CAPTION = 7.0
"""Points at the top of a box where its caption stands."""
LEGIBLE, READABLE = 0.9, 0.4
"""How sure the characters of a plainly read word are, and of one that is no remains of a caption."""
TYPED = 0.8
"""An answer's letters are at least this share as high as the legible words of the page."""
COVERS = 0.6
"""Share of a box's width a rule must cover to end it."""

SHORT = 2
"""Letters of a word that may be a mark misread."""
MISREAD = 0.3
"""How sure it is that such a word is a mark."""

OWNER = "reportingOwner[1]"
ADDRESS = "reportingOwnerAddress"


def cut_header(page: PageAnalysis, layout: Layout) -> list[Region]:
    """The header's regions on a filing's first page; boxes to check come as regions of type `check`.

    No note belongs to an answer of the header: what the ink sets small and high there is no mark.
    """
    return [
        replace(region, lines=tuple(map(_unmarked, region.lines)))
        for region in _Header(page, layout).regions()
    ]


class _Header:
    """One header under the knife: its captions are looked up once."""

    def __init__(self, page: PageAnalysis, layout: Layout) -> None:
        self.page, self.layout = page, layout
        self.text = page.text
        self.drawn = page.header_boxes(layout)
        self.hits = {box: self._caption(box) for box in layout.header}
        self.printed = [word for hit in self.hits.values() if hit for word in hit.words]
        checks = map(page.captions.best, (check.caption for check in layout.checkboxes))
        self.printed += [word for hit in checks if hit for word in bare(hit).words]
        self.printed += furniture(page, layout)

    def _caption(self, box: HeaderBox) -> Hit | None:
        """The box's caption; where it is illegible or misplaced, the place its rules leave for it."""
        hit = self.page.captions.best(box.caption, *box.alternatives)
        drawn = self.drawn.get(box)
        if drawn is None or (hit and drawn.grown(STRAY).holds(hit.box.center_x, hit.box.center_y)):
            return hit
        region = Box(drawn.x0 + 1, drawn.top + 1, drawn.x1 - 1, min(drawn.bottom, drawn.top + CAPTION))
        return Hit(box.caption, (), region, 0.0)

    def regions(self) -> Iterator[Region]:
        for box, hit in self.hits.items():
            if hit is None or box.reads == "nothing":
                continue
            if box.reads == "name-and-address":
                for number, each in enumerate(self._all(box), start=1):
                    yield from self._owner(box, each, number)
            elif box.reads == "relationship":
                yield from self._relationship(hit)
            else:
                yield from self._answer(box, hit)
        yield from self._lone_checks()

    def _all(self, box: HeaderBox) -> list[Hit]:
        """Every copy of the owner's box: EDGAR's page repeats it for each further owner."""
        first = self.hits[box]
        if first is not None and not first.words:
            return [first]
        hits = self.page.captions.all(box.caption)
        sure = [hit for hit in hits if hit.score >= 0.8 and hit.box.x0 < hits[0].box.x1] or list(hits[:1])
        return sorted(sure, key=lambda hit: hit.box.top)

    # Plain boxes: the answer stands under the caption.

    def _answer(self, box: HeaderBox, hit: Hit) -> Iterator[Region]:
        area = self.drawn[box] if not hit.words else self._area(hit)
        lines = without_words(self._inside(area), self.printed)
        if not hit.words:
            lines = self._typed(lines, area)
        kind = "issuer" if box.reads == "issuer-and-symbol" else str(box.reads)
        if lines:
            yield Region(box.path or "issuer", kind, self.text.number, area, tuple(lines))

    def _typed(self, lines: Iterable[Line], area: Box) -> list[Line]:
        """The lines of a box that are an answer, not the remains of its illegible caption."""
        size = usual_size(w for w in self.text.words if len(w.text) >= 4 and w.probability >= LEGIBLE)
        return [
            line
            for line in lines
            if line.box.center_y > area.top + CAPTION
            and len(squeezed(line.text)) > 1
            and max(word.size for word in line.words) >= TYPED * size
            and max(word.probability for word in line.words) >= READABLE
        ]

    def _area(self, hit: Hit) -> Box:
        """The box of an answer: between the nearest rules beside its caption, down to what ends it."""
        y = hit.box.center_y
        rules = [r.at for r in self.text.rules.down if r.start <= y <= r.end]
        left = max((x for x in rules if x <= hit.box.x0 + 4), default=hit.box.x0 - 8)
        right = min([x for x in rules if x >= hit.box.x1 - 4] + [self._next_caption(hit)])
        return Box(left, hit.box.top - 1, right, self._floor(hit, left, right))

    def _next_caption(self, hit: Hit) -> float:
        beside = [
            other.box.x0
            for other in self.hits.values()
            if other and other.box.x0 > hit.box.x1 and other.box.overlap_y(hit.box) > 0
        ]
        return min(beside, default=self.text.width) - 3

    def _floor(self, hit: Hit, left: float, right: float) -> float:
        """Where an answer ends: the next rule across, the next caption, or `MAX_DEPTH`."""
        span = Box(left, hit.box.bottom, right, self.text.height)
        rules = [
            rule.at
            for rule in self.text.rules.across
            if rule.at > hit.box.bottom + 2
            and min(rule.end, right) - max(rule.start, left) >= COVERS * (right - left)
        ]
        below = [
            other.box.top - 1
            for other in self.hits.values()
            if other and other.box.top > hit.box.bottom and other.box.overlap_x(span) > 0
        ]
        return min([*rules, *below, hit.box.bottom + MAX_DEPTH])

    def _inside(self, area: Box) -> list[Line]:
        return [line for line in self.text.lines if area.holds(line.box.center_x, line.box.center_y)]

    # Item 1: name, street and city stand above their captions.

    def _owner(self, box: HeaderBox, hit: Hit, number: int) -> Iterator[Region]:
        rows = self._rows_below(box, hit)
        if rows is None:
            yield from self._owner_by_lines(box, number)
            return
        last, street, city, columns = rows
        area = self._area(hit)
        printed = [*self.printed, *(w for h in self._sub_hits(box, hit) for w in h.words)]
        owner = f"reportingOwner[{number}]"
        bands = ((hit.box.top - 1, last), (last, street), (street, city))
        for (top, bottom), name in zip(bands, ("rptOwnerName", "rptOwnerStreet1", "city"), strict=True):
            band = Box(area.x0, top, area.x1, bottom)
            lines = without_words(self._inside(band), [*printed, *hit.words])
            if not hit.words:
                lines = self._typed(lines, area)
            if not lines:
                continue
            if name == "city":
                yield from self._city(owner, band, lines, columns)
            else:
                yield from self._name_or_street(owner, name, band, lines)

    def _owner_by_lines(self, box: HeaderBox, number: int) -> Iterator[Region]:
        """Name, street and city in a box whose small captions are illegible: its typed lines in order."""
        area = self.drawn.get(box)
        if area is None:
            return
        rows = by_rows(self._typed(without_words(self._inside(area), self.printed), area))
        if len(rows) < 3:
            return
        owner, page = f"reportingOwner[{number}]", self.text.number
        yield Region(f"{owner}/reportingOwnerId/rptOwnerName", "text", page, area, tuple(rows[0]))
        street = [line for row in rows[1:-1] for line in row]
        yield from self._name_or_street(owner, "rptOwnerStreet1", area, street)
        yield from self._city(owner, area, rows[-1], ())

    def _name_or_street(self, owner: str, name: str, band: Box, lines: Sequence[Line]) -> Iterator[Region]:
        page = self.text.number
        if name == "rptOwnerName":
            yield Region(f"{owner}/reportingOwnerId/{name}", "text", page, band, tuple(lines))
            return
        rows = by_rows(lines)
        yield Region(f"{owner}/{ADDRESS}/rptOwnerStreet1", "text", page, band, tuple(rows[0]))
        if rest := [line for row in rows[1:] for line in row]:
            yield Region(f"{owner}/{ADDRESS}/rptOwnerStreet2", "text", page, band, tuple(rest))

    def _city(self, owner: str, band: Box, lines: Sequence[Line], columns: Sequence[Hit]) -> Iterator[Region]:
        """City, state and zip: three answers over three captions, or one line to be taken apart."""
        page = self.text.number
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
        area = self._area(hit)
        found = []
        for caption in box.below:
            near = [
                h
                for h in (*self.page.captions.all(caption), *self._bracketed(caption, box.below))
                if hit.box.bottom - 2 < h.box.center_y < hit.box.bottom + 2.2 * MAX_DEPTH
                and area.x0 - 2 <= h.box.center_x <= area.x1 + 2
            ]
            if near:
                found.append(min(near, key=lambda h: (not _in_brackets(h), -round(h.score, 1), h.box.top)))
        return found

    def _bracketed(self, caption: str, captions: Sequence[str]) -> Iterator[Hit]:
        """On a scan: words in brackets that are more like a small caption than like any other beside it."""
        if self.text.source == "text":
            return
        for word in self.text.words:
            score = likeness(caption, (word,)) if _bracket(word) else 0.0
            if score >= BRACKETED and score >= max(likeness(other, (word,)) for other in captions):
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

    # Boxes to check.

    def _relationship(self, hit: Hit) -> Iterator[Region]:
        area = self._relationship_area(hit)
        lines = self._inside(area)
        boxes = [box for box in self.layout.checkboxes if box.within == "relationship"]
        captions = {box: self._check_caption(box.caption, area) for box in boxes}
        marks = [word for line in lines for word in line.words if CHECKED.fullmatch(word.text)]
        owners = {
            box: mark_of(caption, marks, captions.values()) for box, caption in captions.items() if caption
        }
        strokes = self._strokes(lines, captions.values())
        owners |= {
            box: mark_of(caption, strokes, captions.values())
            for box, caption in captions.items()
            if caption and owners[box] is None
        }
        base = f"{OWNER}/reportingOwnerRelationship"
        for box, caption in captions.items():
            if caption:
                mark = owners[box]
                yield self._check(f"{base}/{box.path}", caption, mark)
        printed = [*self.printed, *marks, *(w for c in captions.values() if c for w in c.words)]
        rest = [line for line in without_words(lines, printed) if not _is_rubble(line, boxes)]
        yield from self._specified(base, area, rest, [(b, captions[b], owners.get(b)) for b in boxes])

    def _strokes(self, lines: Sequence[Line], captions: Iterable[Hit | None]) -> list[Word]:
        """On a scan: what is short and no caption may be a mark misread; it is for a person to say."""
        if self.text.source == "text":
            return []
        printed = {id(word) for hit in captions if hit for word in hit.words}
        words = [word for line in lines for word in line.words if id(word) not in printed]
        short = [word for word in words if 0 < len(squeezed(word.text)) <= SHORT]
        return [replace(w, probability=MISREAD) for w in short if not CHECKED.fullmatch(w.text)]

    def _relationship_area(self, hit: Hit) -> Box:
        area = self._area(hit)
        below = [
            other.box.top - 1
            for box, other in self.hits.items()
            if other
            and box.reads == "nothing"
            and other.box.top > hit.box.bottom
            and other.box.x0 >= area.x0 - 2
        ]
        return Box(area.x0, area.top, area.x1, min(below, default=area.bottom))

    def _check_caption(self, caption: str, area: Box) -> Hit | None:
        near = [h for h in self.page.captions.all(caption) if area.holds(h.box.center_x, h.box.center_y)]
        best = max(near, key=lambda h: h.score, default=None)
        return bare(best) if best else self._worn_caption(caption, area)

    def _worn_caption(self, caption: str, area: Box) -> Hit | None:
        """The words of the relationship box that are most like a caption, and like no other of its boxes.

        Among four captions fewer letters tell which one is there than among all the words of a page.
        """
        others = [box.caption for box in self.layout.checkboxes if box.caption != caption]
        whole = len(caption.split())
        best: Hit | None = None
        for line, count in product(self._inside(area), (whole, whole - 1)):
            # The last word may stand on a line of its own.
            for words in (line.words[k : k + count] for k in range(len(line.words) - count + 1)):
                score = likeness(caption, words)
                if score > max(ALIKE, best.score if best else 0.0, *(likeness(o, words) for o in others)):
                    best = Hit(caption, words, around(word.box for word in words), score)
        return best

    def _check(self, path: str, caption: Hit, mark: Word | None) -> Region:
        box = mark.box if mark else before_caption(caption.box)
        words = (mark,) if mark else ()
        line = (Line(words, box),) if words else ()
        return Region(path, "check", self.text.number, box, line)

    def _specified(
        self,
        base: str,
        area: Box,
        rest: Sequence[Line],
        boxes: Sequence[tuple[CheckBox, Hit | None, Word | None]],
    ) -> Iterator[Region]:
        """The title or specification written below, given to the box that is checked and asks for one."""
        asking = [(box, caption) for box, caption, mark in boxes if box.specified_by and mark and caption]
        below = [line for line in rest if not asking or line.box.center_y > min(c.box.top for _, c in asking)]
        if not asking or not below:
            return
        shares: dict[str, list[Line]] = {}
        for line in below:
            box, _ = min(asking, key=lambda item: abs(item[1].box.x0 - line.box.x0))
            shares.setdefault(box.specified_by, []).append(line)
        for name, lines in shares.items():
            yield Region(f"{base}/{name}", "text", self.text.number, area, tuple(lines))

    def _lone_checks(self) -> Iterator[Region]:
        """Boxes that stand outside the numbered items: the exit box, the 10b5-1 box."""
        for box in self.layout.checkboxes:
            if box.within is not None or (hit := self.page.captions.best(box.caption)) is None:
                continue
            caption = bare(hit)
            first = [w for w in caption.words if w.box.overlap_y(caption.words[0].box) > 0]
            line = around(w.box for w in first)
            marks = [
                w for w in self.text.words if CHECKED.fullmatch(w.text) and w.box.overlap_y(line.grown(3)) > 0
            ]
            near = [w for w in marks if -2 <= line.x0 - w.box.x1 <= MARK_REACH]
            yield self._check(
                box.path, Hit(box.caption, tuple(first), line, caption.score), near[0] if near else None
            )


def by_rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that stand beside each other, row by row."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda item: item.box.center_y):
        if rows and same_row(line.box, rows[-1][0].box):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda item: item.box.x0) for row in rows]


def _bracket(word: Word) -> bool:
    return word.text.startswith("(") or word.text.endswith(")")


def _in_brackets(hit: Hit) -> bool:
    """True for a small caption as printed; `855 FRONT STREET` is none."""
    return any(map(_bracket, hit.words))


def _unmarked(line: Line) -> Line:
    if line.posterior is None or not any(word.raised for word in line.words):
        return line
    return replace(line, words=tuple(replace(word, raised=False) for word in line.words))


def _is_rubble(line: Line, boxes: Sequence[CheckBox]) -> bool:
    """Blanks to be filled in (`____`), and the tail of a caption that runs over, are no answer."""
    letters = squeezed(line.text)
    return not letters or any(len(letters) >= 4 and squeezed(box.caption).endswith(letters) for box in boxes)
