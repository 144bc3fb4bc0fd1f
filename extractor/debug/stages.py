"""Every stage of the pipeline as plain data, to be printed, saved and compared.

A stage is a list of entries in the order of the page or of the form; an entry is a dict of strings, numbers,
lists and dicts, ready for JSON, less what is empty, false or 0. Lengths are points (1/72 inch) of the
flat page, origin top left, with one decimal, boxes `[x0, top, x1, bottom]`; only a cell's box lies on the
page as filed. What stands under a key of `SHARES` is a share or a probability (0 to 1).

This module alone knows what the values of the stages look like inside.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from extractor.cells.place import Place
from extractor.document import open_document
from extractor.fields.confidence import MAX_ERROR, Acceptance, accepted_from, confidence
from extractor.fields.reading import Reading
from extractor.fields.understand import Understanding
from extractor.filing import Cell, Filing, UnusedPage
from extractor.geometry import Box
from extractor.imaging.rules import Rule
from extractor.layout.model import Layout, shipped_layouts
from extractor.layout.recognise import Score
from extractor.layout.tables import Grid
from extractor.reading.lines import Line, Sight
from extractor.reconcile import reconcile
from extractor.road import (
    SeenPage,
    Segmented,
    filing_of,
    gathered,
    see_pages,
    segmented,
    understandings,
)

Entry = dict[str, object]
Stages = dict[str, list[Entry]]
"""The name of each stage → its entries, in the order of the pipeline."""

SHARES = frozenset(
    {"score", "caption_score", "ruling_score", "fit", "probability", "probabilities", "confidence"}
)
"""Keys of shares and probabilities; every other number with decimals is a length in points."""
MOST_CANDIDATES = 5
"""Candidates listed for a region."""
WIDTH = 110
"""Columns of a line of JSON, but for long texts."""


def stages_of(path: str | Path) -> Stages:
    """What each stage makes of a file with the shipped layouts; where there is no Form 4, of its pages only.

    Raises InputRefused (unreadable, damaged, encrypted, over a limit).
    """
    with open_document(Path(path)) as document:
        pages = list(see_pages(document, shipped_layouts()))
    unused: list[UnusedPage] = []
    filings = [segmented(draft) for draft in gathered(pages, unused)]
    return {**_page_stages(pages, filings, unused), **_filing_stages(filings)}


def readable_json(value: object, indent: int = 0) -> str:
    """Plain data as JSON to be read and compared: on one line where it fits, else an item a line."""
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, list | dict) or indent + len(line) <= WIDTH:
        return line
    inner = " " * (indent + 1)
    if isinstance(value, list):
        items = [readable_json(item, indent + 1) for item in value]
    else:
        items = [f"{json.dumps(key)}: {readable_json(item, indent + 1)}" for key, item in value.items()]
    opening, closing = "[]" if isinstance(value, list) else "{}"
    return f"{opening}\n{inner}" + f",\n{inner}".join(items) + f"\n{' ' * indent}{closing}"


def _page_stages(
    pages: Sequence[SeenPage], filings: Sequence[Segmented], unused: Sequence[UnusedPage]
) -> Stages:
    layouts = {seen.number: found.draft.layout for found in filings for seen in found.draft.pages}
    first = {found.draft.pages[0].number for found in filings}
    reasons = {page.page: page.reason for page in unused}
    return {
        "pages": [_page(p, layouts.get(p.number), p.number in first, reasons.get(p.number)) for p in pages],
        "text": [_line(p.page.sight, line) for p in pages for line in p.page.sight.lines],
        "ruling_lines": [entry for p in pages for entry in _ruling_lines(p)],
        "layouts": [_score(p.number, score) for p in pages for score in p.page.scores],
        "captions": [
            entry for p in pages for entry in _captions(p, layouts.get(p.number, p.page.best.layout))
        ],
    }


def _filing_stages(filings: Sequence[Segmented]) -> Stages:
    acceptance = Acceptance(confidence, accepted_from(MAX_ERROR))
    stages: Stages = {}
    for number, found in enumerate(filings, 1):
        for name, entries in _stages_of_filing(found, acceptance).items():
            stages.setdefault(name, []).extend({"filing": number, **entry} for entry in entries)
    return stages


def _stages_of_filing(found: Segmented, acceptance: Acceptance) -> Stages:
    pages = understandings(found, acceptance)
    read = filing_of(found, acceptance)
    settled = reconcile(read, acceptance.least)
    return {
        "grids": [_grid(number, grid) for number, grids in found.grids.items() for grid in grids],
        "regions": [_region(place) for place in found.places],
        "candidates": [_candidates(place, pages[place.page]) for place in found.places if place.lines],
        "cells": [_cell(cell) for cell in read.cells],
        "reconciled": _reconciled(read, settled),
        "checks": [
            _entry(rule=check.rule, outcome=check.outcome, statement=check.statement, cells=[*check.cells])
            for check in settled.checks
        ],
        "review": [_entry(path=item.path, reason=item.reason) for item in settled.review],
    }


def _page(seen: SeenPage, layout: Layout | None, begins: bool, reason: str | None) -> Entry:
    sight = seen.page.sight
    return _entry(
        page=seen.number,
        source=sight.source,
        width=_points(sight.width),
        height=_points(sight.height),
        quarter_turns=seen.warp.quarters if seen.warp else 0,
        role="unused" if layout is None else "begins" if begins else "continues",
        layout=layout.name if layout else None,
        reason=reason,
    )


def _line(sight: Sight, line: Line) -> Entry:
    read = sight.source == "ocr"
    return _entry(
        page=sight.number,
        text=line.text,
        box=_box(line.box),
        raised=[word.text for word in line.words if word.raised],
        probability=_share(min(word.probability for word in line.words)) if read else None,
        readers=_readers(line),
    )


def _readers(line: Line) -> int:
    """How many readers have answered a line of a scan."""
    answers = (line.posterior, line.again, line.second, line.third)
    return sum(answer is not None for answer in answers)


def _ruling_lines(seen: SeenPage) -> Iterator[Entry]:
    rules = seen.page.sight.rules
    yield from (_ruling_line(seen.number, "across", rule) for rule in rules.across)
    yield from (_ruling_line(seen.number, "down", rule) for rule in rules.down)


def _ruling_line(page: int, axis: str, rule: Rule) -> Entry:
    return _entry(
        page=page,
        axis=axis,
        at=_points(rule.at),
        start=_points(rule.start),
        end=_points(rule.end),
        thickness=_points(rule.thickness),
    )


def _score(page: int, score: Score) -> Entry:
    return _entry(
        page=page,
        layout=score.layout.name,
        score=_share(score.value),
        caption_score=_share(score.captions),
        ruling_score=_share(score.pattern.fit),
        missing=[*score.missing],
        against=[*score.against],
    )


def _captions(seen: SeenPage, layout: Layout) -> Iterator[Entry]:
    """Where the captions of the layout stand, each at its best place."""
    wanted = (*(evidence.caption for evidence in layout.evidence), *layout.captions)
    hits = map(seen.page.captions.best, dict.fromkeys(wanted))
    for hit in filter(None, hits):
        text = " ".join(word.text for word in hit.words)
        yield _entry(
            page=seen.number, caption=hit.caption, text=text, box=_box(hit.box), score=_share(hit.score)
        )


def _grid(page: int, grid: Grid) -> Entry:
    return _entry(
        page=page,
        table=grid.table.name,
        fit=_share(grid.fit),
        head=_box(grid.head) if grid.head else None,
        columns=[
            _entry(path=gap.column.path, means=gap.column.means, x0=_points(gap.x0), x1=_points(gap.x1))
            for gap in grid.gaps
        ],
        rows=[_entry(top=_points(top), bottom=_points(bottom)) for top, bottom in grid.rows],
    )


def _region(place: Place) -> Entry:
    return _entry(
        page=place.page,
        path=place.path,
        type=place.type,
        means=place.means,
        text=place.text,
        box=_box(place.box),
        severed=place.severed,
        readers=list(filter(None, map(_readers, place.lines))),
    )


def _candidates(place: Place, page: Understanding) -> Entry:
    readings = page.readings(place)[:MOST_CANDIDATES]
    probabilities = {_spelled(reading): _share(reading.probability) for reading in readings}
    return _entry(path=place.path, probabilities=_entry(**probabilities))


def _spelled(reading: Reading) -> str:
    """A reading's value with its footnote marks; `?` before one that makes no value."""
    value = f"? {reading.raw}" if reading.value is None else reading.value
    return " ".join([value, *reading.marks])


def _cell(cell: Cell) -> Entry:
    return _entry(
        path=cell.path,
        value=cell.value,
        raw=cell.raw,
        status=cell.status,
        confidence=round(cell.confidence, 2),
        source=cell.source,
        page=cell.page,
        box=[_points(side) for side in cell.bbox],
        reason=cell.reason,
    )


def _reconciled(read: Filing, settled: Filing) -> list[Entry]:
    """The cells to which the form's sums gave another value or status, or that they added."""
    before = {(cell.path, cell.value, cell.status) for cell in read.cells}
    return [_cell(cell) for cell in settled.cells if (cell.path, cell.value, cell.status) not in before]


def _entry(**entry: object) -> Entry:
    """The entry without what is empty, false or 0."""
    return {key: value for key, value in entry.items() if value not in (None, "", False, 0, [], {})}


def _box(box: Box) -> list[float]:
    return [_points(side) for side in (box.x0, box.top, box.x1, box.bottom)]


def _points(length: float) -> float:
    return round(float(length), 1)


def _share(share: float) -> float:
    return round(float(share), 3)
