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

from extractor.debug.inspection import InspectedFiling, Inspection, inspected
from extractor.layout.analysis import PageAnalysis
from extractor.layout.captions import Hit
from extractor.layout.classify import Score
from extractor.layout.grid import Grid
from extractor.model.filing import Cell, Filing
from extractor.model.geometry import Box
from extractor.model.page import Line, PageText, RulingLine
from extractor.model.region import Region
from extractor.options import Options
from extractor.values.cells import CellBuilder
from extractor.values.reading import Reading

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


def stages_of(path: str | Path, options: Options = Options()) -> Stages:  # noqa: B008 - frozen
    """What each stage makes of a file; where there is no Form 4, of its pages only.

    Raises InputRefused (unreadable, damaged, encrypted, over a limit).
    """
    return as_stages(inspected(Path(path), options))


def as_stages(inspection: Inspection) -> Stages:
    """What each stage made of a file as plain data."""
    return {**_page_stages(inspection), **_filing_stages(inspection.filings)}


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


def _page_stages(found: Inspection) -> Stages:
    analyses = found.analyses
    first = {filing.pages[0].number for filing in found.filings}
    reasons = {page.page: page.reason for page in found.unused}
    texts = [page.text for page in found.pages]
    return {
        "pages": [_page(t, analyses.get(t.number), t.number in first, reasons.get(t.number)) for t in texts],
        "ruling_lines": [entry for text in texts for entry in _ruling_lines(text)],
        "text": [_line(text, line) for text in texts for line in text.lines],
        "layouts": [_score(page.text.number, score) for page in found.pages for score in page.scores],
        "captions": [
            _caption(page.text.number, hit)
            for page in found.pages
            for hit in caption_hits(analyses.get(page.text.number) or page.under(page.best.layout))
        ],
    }


def _filing_stages(filings: Sequence[InspectedFiling]) -> Stages:
    stages: Stages = {}
    for number, filing in enumerate(filings, 1):
        for name, entries in _stages_of_filing(filing).items():
            stages.setdefault(name, []).extend({"filing": number, **entry} for entry in entries)
    return stages


def _stages_of_filing(filing: InspectedFiling) -> Stages:
    found, read, settled = filing.segmented, filing.read, filing.settled
    return {
        "grids": [_grid(number, grid) for number, grids in found.grids.items() for grid in grids],
        "regions": [_region(region) for region in found.regions],
        "candidates": [_candidates(r, filing.builders[r.page]) for r in found.regions if r.lines],
        "cells": [_cell(cell) for cell in read.cells],
        "reconciled": _reconciled(read, settled),
        "checks": [
            _entry(rule=check.rule, outcome=check.outcome, statement=check.statement, cells=[*check.cells])
            for check in settled.checks
        ],
        "review": [_entry(path=item.path, reason=item.reason) for item in settled.review],
    }


def _page(text: PageText, page: PageAnalysis | None, begins: bool, reason: str | None) -> Entry:
    return _entry(
        page=text.number,
        source=text.source,
        width=_points(text.width),
        height=_points(text.height),
        quarter_turns=text.warp.quarters if text.warp else 0,
        role="unused" if page is None else "begins" if begins else "continues",
        layout=page.layout.name if page else None,
        reason=reason,
    )


def _line(text: PageText, line: Line) -> Entry:
    read = text.source == "ocr"
    return _entry(
        page=text.number,
        text=line.text,
        box=_box(line.box),
        raised=[word.text for word in line.words if word.raised],
        probability=_share(min(word.probability for word in line.words)) if read else None,
        readers=len(line.answers),
    )


def _ruling_lines(text: PageText) -> Iterator[Entry]:
    yield from (_ruling_line(text.number, "across", line) for line in text.rules.across)
    yield from (_ruling_line(text.number, "down", line) for line in text.rules.down)


def _ruling_line(page: int, axis: str, rule: RulingLine) -> Entry:
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


def caption_hits(page: PageAnalysis) -> list[Hit]:
    """Where the captions of the page's layout stand, each at its best place."""
    evidence = [caption.wordings for caption in page.layout.evidence]
    wanted = [*evidence, *((caption,) for caption in page.layout.captions)]
    hits = (page.captions.best(*wordings) for wordings in dict.fromkeys(wanted))
    return [hit for hit in hits if hit is not None]


def _caption(page: int, hit: Hit) -> Entry:
    text = " ".join(word.text for word in hit.words)
    return _entry(page=page, caption=hit.caption, text=text, box=_box(hit.box), score=_share(hit.score))


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


def _region(region: Region) -> Entry:
    return _entry(
        page=region.page,
        path=region.path,
        type=region.type,
        means=region.means,
        text=region.text,
        box=_box(region.box),
        severed=region.severed,
        readers=[len(line.answers) for line in region.lines if line.answers],
    )


def _candidates(region: Region, builder: CellBuilder) -> Entry:
    readings = builder.readings(region)[:MOST_CANDIDATES]
    probabilities = {spelled(reading): _share(reading.probability) for reading in readings}
    return _entry(path=region.path, probabilities=_entry(**probabilities))


def spelled(reading: Reading) -> str:
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
