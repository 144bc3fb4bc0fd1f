"""Cutting what stands below the tables: footnotes, remarks, signatures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.cells.header import by_rows
from extractor.cells.place import Place, without_words
from extractor.geometry import Box, around
from extractor.layout.captions import Hit
from extractor.layout.model import Layout
from extractor.layout.recognise import Recognised
from extractor.layout.tables import Grid
from extractor.reading.lines import Line, Word, usual_size

NUMBERED = re.compile(r"^\(?\s*(\d{1,2})\s*[).:]?\)?$")
GLUED_NUMBER = re.compile(r"^\(\s*(\d{1,2})\s*\)|^(\d{1,2})[.)](?=\D)")
SIGNED_ABOVE = 34.0
"""Points above its caption a signature may begin."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A footnote or the remarks, line by line, page after page; `number` is 0 for the remarks."""

    number: int
    lines: tuple[tuple[int, Line], ...]


def cut_explanations(pages: Sequence[Recognised], layout: Layout, grids: dict[int, Sequence[Grid]]) -> list[Place]:
    """Footnotes and remarks of a filing, over its pages, as places of type `prose`."""
    notes: list[tuple[int, list[tuple[int, Line]]]] = []
    remarks: list[tuple[int, Line]] = []
    mode = "none"
    for page in pages:
        printed = _furniture(page, layout)
        headings = {id(hit.words[0]): mode for hit, mode in _headings(page, layout)}
        for row in _free_rows(page, grids.get(page.sight.number, ()), printed):
            row, mode = _after_heading(row, headings, mode)
            if mode == "notes":
                _take_note(notes, page.sight.number, row)
            elif mode == "remarks":
                remarks.extend((page.sight.number, line) for line in row)
    places = [_prose(f"footnotes/footnote[@id='F{number}']", lines) for number, lines in notes if lines]
    return places + ([_prose("remarks", remarks)] if remarks else [])


def cut_signatures(pages: Sequence[Recognised], layout: Layout) -> list[Place]:
    """Each signature's name and date."""
    places: list[Place] = []
    count = 0
    for page in pages:
        hits = sorted(_signature_hits(page, layout), key=lambda hit: hit.box.top)
        for hit in hits:
            found = list(_signature(page, layout, hit, hits, count + 1))
            count += bool(found)
            places.extend(found)
    return places


def _prose(path: str, lines: Sequence[tuple[int, Line]]) -> Place:
    page = lines[0][0]
    own = [line for number, line in lines]
    return Place(path, "prose", page, around(line.box for number, line in lines if number == page), tuple(own))


def _furniture(page: Recognised, layout: Layout) -> list[Word]:
    """The words of the form's small print and of the signature block on this page."""
    captions = [*layout.furniture, layout.continued]
    return [word for caption in captions if caption for hit in page.captions.all(caption) for word in hit.words]


def _headings(page: Recognised, layout: Layout) -> Iterator[tuple[Hit, str]]:
    for caption, mode in ((layout.footnotes, "notes"), (layout.remarks, "remarks")):
        for hit in page.captions.all(caption)[:1]:
            if hit.score >= 0.8:
                yield hit, mode
    for hit in _signature_hits(page, layout):
        yield hit, "signature"


def _signature_hits(page: Recognised, layout: Layout) -> list[Hit]:
    return [hit for hit in page.captions.all(layout.signature) if hit.score >= 0.8]


def _free_rows(page: Recognised, grids: Sequence[Grid], printed: Sequence[Word]) -> list[list[Line]]:
    """The lines outside the tables and the small print, row by row."""
    boxes = [grid.box for grid in grids]
    lines = [
        line
        for line in without_words(page.sight.lines, printed)
        if not any(box.holds(line.box.center_x, line.box.center_y) for box in boxes)
    ]
    return by_rows(lines)


def _after_heading(row: list[Line], headings: dict[int, str], mode: str) -> tuple[list[Line], str]:
    """The row less its heading, and what follows from here on."""
    for line in row:
        for index, word in enumerate(line.words):
            if id(word) in headings:
                return _rest_of(row, line, index, headings[id(word)]), headings[id(word)]
    return row, mode


def _rest_of(row: list[Line], line: Line, index: int, mode: str) -> list[Line]:
    """What stands on a heading's own row after the heading's words."""
    length = {"notes": 3, "remarks": 1, "signature": len(line.words)}[mode]
    if mode == "signature":
        return []
    gone = line.words[index : index + length]
    return without_words(row, gone)


def _take_note(notes: list[tuple[int, list[tuple[int, Line]]]], page: int, row: list[Line]) -> None:
    """Adds a row of text to the footnote it belongs to; the next number at the margin begins a new one."""
    wanted = notes[-1][0] + 1 if notes else None
    first = row[0].words[0] if row else None
    number, rest = _leading_number(row)
    if first is not None and number is not None and (number == wanted or wanted is None):
        notes.append((number, [(page, line) for line in rest]))
    elif notes:
        notes[-1][1].extend((page, line) for line in row)


def _leading_number(row: list[Line]) -> tuple[int | None, list[Line]]:
    """The number a row begins with, and the row without it."""
    if not row:
        return None, row
    word = row[0].words[0]
    if match := NUMBERED.match(word.text):
        return int(match[1]), without_words(row, [word])
    if match := GLUED_NUMBER.match(word.text):
        rest = Word(word.text[match.end() :], word.box, word.size, False, word.probability)
        line = Line((rest, *row[0].words[1:]), row[0].box, row[0].posterior)
        return int(match[1] or match[2]), [line, *row[1:]]
    return None, row


def _signature(page: Recognised, layout: Layout, hit: Hit, hits: Sequence[Hit], number: int) -> Iterator[Place]:
    base, here = f"ownerSignature[{number}]", page.sight.number
    date = _date_caption(page, layout, hit)
    right = date.box.x0 - 4 if date else page.sight.width
    top = max((h.box.bottom for h in hits if h.box.bottom < hit.box.top), default=hit.box.top - 2 * SIGNED_ABOVE)
    words = [w for h in (*hits, date) if h for w in h.words]
    lines = without_words(page.sight.lines, [*words, *_furniture(page, layout)])
    region = Box(hit.box.x0 - 40, max(top, hit.box.top - SIGNED_ABOVE), right, hit.box.top)
    if name := _stacked(lines, region, hit.box.top):
        yield Place(f"{base}/signatureName", "text", here, around(line.box for line in name), tuple(name))
    if date:
        column = Box(date.box.x0 - 60, region.top, date.box.x1 + 60, date.box.top)
        if dated := [line for line in _stacked(lines, column, date.box.top) if line not in name]:
            yield Place(f"{base}/signatureDate", "date", here, around(line.box for line in dated), tuple(dated))


def _date_caption(page: Recognised, layout: Layout, hit: Hit) -> Hit | None:
    beside = [
        other
        for other in page.captions.all(layout.signature_date)
        if other.box.x0 > hit.box.x1 - 5 and abs(other.box.center_y - hit.box.center_y) < 1.5 * hit.box.height
    ]
    return min(beside, key=lambda other: other.box.x0, default=None)


def _stacked(lines: Sequence[Line], region: Box, foot: float) -> list[Line]:
    """The lines that stand on each other directly above `foot`, from the top."""
    inside = [line for line in lines if region.holds(line.box.center_x, line.box.center_y)]
    stack: list[Line] = []
    size = usual_size(word for line in inside for word in line.words)
    for row in reversed(by_rows(inside)):
        bottom = around(line.box for line in row).bottom
        if foot - bottom > (2.2 if not stack else 0.9) * size:
            break
        stack[:0] = row
        foot = around(line.box for line in row).top
    return stack
