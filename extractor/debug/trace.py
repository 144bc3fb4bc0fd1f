"""One cell's story: its ink, what engines, grammar, language and sums say of it, and its status."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Prefix

from extractor.debug.drawing import flat_pixels
from extractor.debug.inspection import InspectedFiling, Inspection
from extractor.document import Document
from extractor.errors import OptionError
from extractor.imaging.leaves import leaf_at
from extractor.model.filing import BBox, Cell
from extractor.model.filing_view import plain_name
from extractor.model.geometry import POINT_DIGITS, POINTS_PER_INCH, Box, around
from extractor.model.page import Answer, Word
from extractor.model.posterior import Posterior
from extractor.model.region import Region
from extractor.ocr.ctc_decoder import probability_of
from extractor.pipeline import no_form4, title_of
from extractor.values.calibration import Doubt, weighed
from extractor.values.candidates import Candidate, is_raised
from extractor.values.reading import grammar_of

MOST = 5
"""Candidates of a line and readings that are told."""
MOST_NEAR, NEAR = 3, 60
"""Paths that are named where there is no such cell, and how alike (percent) they must be."""
CROP_DPI = 300.0
CROP_MARGIN = 6.0
"""Points around the ink in its picture: the rules beside it are seen."""


@dataclass(frozen=True, slots=True)
class EngineAnswer:
    """What an engine read in a line; `probability` is None of an engine that answers text alone."""

    engine: str
    text: str
    probability: float | None


@dataclass(frozen=True, slots=True)
class WordTrace:
    """A word with its id: page, line and place in the line; lines and places count from 0."""

    id: str
    text: str
    probability: float


@dataclass(frozen=True, slots=True)
class CandidateTrace:
    """What a line could say: its share, and of what it is made.

    `own` and `others` are the least probability that one of the project's engines and one of the further ones
    gives it, `usual` the factor for how usual such a text is (words that are known, commas in counts).
    """

    text: str
    share: float
    own: float
    others: float
    usual: float


@dataclass(frozen=True, slots=True)
class LineTrace:
    """A line of the cell's ink; `box` is its place on the flat page."""

    words: tuple[WordTrace, ...]
    box: BBox
    raised: bool
    answers: tuple[EngineAnswer, ...]
    candidates: tuple[CandidateTrace, ...]


@dataclass(frozen=True, slots=True)
class ReadingTrace:
    """All lines read together: `value` is None where they make none; marks stand beside it."""

    value: str | None
    raw: str
    marks: tuple[str, ...]
    probability: float


@dataclass(frozen=True, slots=True)
class Contribution:
    """A feature of the calibration's score: its weight times its value, in log odds."""

    feature: str
    weight: float
    value: float

    @property
    def points(self) -> float:
        return self.weight * self.value


@dataclass(frozen=True, slots=True)
class CellState:
    """The cell as it was read, or as it was settled; other values come with their probabilities."""

    value: str
    raw: str
    status: str
    confidence: float
    reason: str
    alternatives: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class RuleTrace:
    """A rule of the form that binds the cell: its id, its outcome, and what it says."""

    rule: str
    outcome: str
    statement: str


@dataclass(frozen=True, slots=True)
class Trace:
    """One cell's story, in the order of the pipeline; print it, or turn it to plain data with `asdict`.

    `bbox` lies on the page as filed, `ink` on the flat page (None of a cell without ink of its own). `type`
    is that of its region, `grammar` what its line must look like, as a regular expression (empty where
    anything may stand). `engines` is what each engine alone would say, by its name in the output. `doubt` is
    what the calibration was told; its score, the log odds of the confidence, is the sum of the
    `contributions`, largest first: there are none where the file itself spells the value. From a confidence
    of `least` on, values are accepted. `flags` are reasons to look at what the cell is part of.
    """

    file: str
    filing: int
    layout: str
    path: str
    name: str
    source: str
    page: int
    bbox: BBox
    ink: BBox | None
    lines: tuple[LineTrace, ...]
    type: str
    grammar: str
    readings: tuple[ReadingTrace, ...]
    engines: dict[str, str]
    doubt: Doubt | None
    contributions: tuple[Contribution, ...]
    least: float
    read: CellState
    rules: tuple[RuleTrace, ...]
    settled: CellState
    flags: tuple[str, ...]

    def __str__(self) -> str:
        from extractor.debug.trace_text import told

        return told(self)


def trace(inspection: Inspection, path: str, number: int = 1) -> Trace:
    """The story of the cell at `path` in filing `number` (from 1) of the file.

    Raises OptionError where there is no such filing or cell; the message names what is near.
    """
    filing = _filing(inspection, number)
    settled = filing.settled.cell(path)
    if settled is None:
        raise OptionError(_unknown(inspection, path, number))
    read, doubt = filing.read.cell(path) or settled, filing.doubts.get(path)
    region = _region(filing, path)
    # The words of a text layer are decoded from nothing.
    grammar = grammar_of(region) if region else None
    return Trace(
        file=inspection.name,
        filing=number,
        layout=filing.read.layout,
        path=path,
        name=plain_name(path),
        source=read.source,
        page=read.page,
        bbox=read.bbox,
        ink=_ink(region) if region else None,
        lines=tuple(_lines(filing, region)) if region else (),
        type=region.type if region else "",
        grammar=grammar.pattern if grammar else "",
        readings=tuple(_readings(filing, region)) if region else (),
        engines=dict(read.readings),
        doubt=doubt,
        contributions=_contributions(doubt),
        least=inspection.least,
        read=_state(read),
        rules=tuple(
            RuleTrace(check.rule, check.outcome, check.statement)
            for check in filing.settled.checks
            if path in check.cells
        ),
        settled=_state(settled),
        flags=tuple(item.reason for item in filing.settled.review if item.path != path and item.names(path)),
    )


def crop(document: Document, inspection: Inspection, found: Trace) -> Image.Image | None:
    """The cell's ink with a little around it, at `CROP_DPI`, as the page is read: a scan upright and flat.

    None of a cell that has no ink of its own.
    """
    if found.ink is None:
        return None
    text, box = inspection.pages[found.page - 1].text, Box(*found.ink).grown(CROP_MARGIN)
    raster = leaf_at(document.page(text.sheet), text.place).raster()
    pixels = flat_pixels(raster, text.warp, (text.width, text.height), CROP_DPI)
    scale = CROP_DPI / POINTS_PER_INCH
    x0, top, x1, bottom = (max(0, round(side * scale)) for side in (box.x0, box.top, box.x1, box.bottom))
    return Image.fromarray(pixels[top:bottom, x0:x1])


def cells_of(inspection: Inspection, number: int = 1) -> tuple[Cell, ...]:
    """All cells of filing `number`, in the order of the form; raises OptionError where there is none."""
    return _filing(inspection, number).settled.cells


def _filing(inspection: Inspection, number: int) -> InspectedFiling:
    count = len(inspection.filings)
    if not count:
        raise no_form4(inspection.name, inspection.unused)
    if number > count:
        raise OptionError(f"{inspection.name} has no filing {number}; give --filing 1 to {count}")
    return inspection.filings[number - 1]


def _unknown(inspection: Inspection, path: str, number: int) -> str:
    """What to say of a path that no cell of the filing has."""
    others = (k for k, filing in enumerate(inspection.filings, 1) if filing.settled.cell(path))
    if other := next(others, None):
        return f"{inspection.name}: its filing {number} has no cell {path}; give --filing {other}, which has"
    known = [cell.path for cell in cells_of(inspection, number)]
    near = process.extract(path, known, scorer=fuzz.WRatio, limit=MOST_NEAR, score_cutoff=NEAR)
    nearest = f"near it are {', '.join(name for name, _, _ in near)}; " if near else ""
    return f"{inspection.name} has no cell {path}; {nearest}form4 trace FILE --list names all"


def _region(filing: InspectedFiling, path: str) -> Region | None:
    """The region that the cell was made of, those of nearest paths tried first; None where there is none."""
    title = title_of(filing.segmented.draft)
    if path == title.path:
        return title
    regions = sorted(filing.segmented.regions, key=lambda region: Prefix.distance(region.path, path))
    return next((region for region in regions if path in _paths(filing, region)), None)


def _paths(filing: InspectedFiling, region: Region) -> set[str]:
    return {item.cell.path for item in filing.builders[region.page].elected(region)}


def _ink(region: Region) -> BBox | None:
    """The box around the region's lines, or its own where it has none."""
    box = around(line.box for line in region.lines) if region.lines else region.box
    return _sides(box) if box.area else None


def _lines(filing: InspectedFiling, region: Region) -> Iterator[LineTrace]:
    nothing: list[list[Candidate]] = [[] for _ in region.lines]
    found = filing.builders[region.page].line_candidates(region) if _is_read(region) else nothing
    for line, own in zip(region.lines, found, strict=True):
        yield LineTrace(
            words=tuple(_word(word) for word in line.words),
            box=_sides(line.box),
            raised=is_raised(line),
            answers=tuple(_answer(engine, answer) for engine, answer in line.answers.items()),
            candidates=tuple(_candidate(candidate) for candidate in own[:MOST]),
        )


def _is_read(region: Region) -> bool:
    """True where a value is read: not in a box to check, nor in the form's title."""
    return region.type not in ("check", "document-type")


def _word(word: Word) -> WordTrace:
    page, line, place, part = word.id
    name = f"{page}/{line}/{place}" + (f".{part}" if part else "")
    return WordTrace(name, word.text, round(word.probability, 4))


def _answer(engine: str, answer: Answer) -> EngineAnswer:
    if not isinstance(answer, Posterior):
        return EngineAnswer(engine, answer, None)
    text = answer.best()[0]
    return EngineAnswer(engine, text, round(probability_of(answer, text), 6))


def _candidate(found: Candidate) -> CandidateTrace:
    share, own, others = (round(p, 6) for p in (found.share, found.first, found.second))
    return CandidateTrace(found.text, share, own, others, round(found.usual, 4))


def _readings(filing: InspectedFiling, region: Region) -> Iterator[ReadingTrace]:
    found = filing.builders[region.page].readings(region) if _is_read(region) else []
    for reading in found[:MOST]:
        yield ReadingTrace(reading.value, reading.raw, reading.marks, round(reading.probability, 6))


def _contributions(doubt: Doubt | None) -> tuple[Contribution, ...]:
    """Those of a value read off ink that differ from nothing; the largest first."""
    if doubt is None or doubt.source == "text" or not doubt.valid:
        return ()
    found = [Contribution(name, round(w, 4), round(v, 4)) for name, (w, v) in weighed(doubt).items() if w * v]
    return tuple(sorted(found, key=lambda item: -abs(item.points)))


def _state(cell: Cell) -> CellState:
    others = tuple((other.value, other.probability) for other in cell.alternatives)
    return CellState(cell.value, cell.raw, cell.status, cell.confidence, cell.reason, others)


def _sides(box: Box) -> BBox:
    return box.rounded(POINT_DIGITS)
