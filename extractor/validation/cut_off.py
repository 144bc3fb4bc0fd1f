"""Whether pages of a filing are missing: its end or its middle was not found.

How much stood there nobody knows, so the filing as a whole is put to a person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from extractor.layout.analysis import PageAnalysis
from extractor.layout.grid import Grid
from extractor.layout.template import Layout
from extractor.model.filing import Cell, ReviewItem
from extractor.model.path import FOOTNOTE, SIGNATURE, CellPath, notes_cited
from extractor.model.reason import Reason, ReasonCode
from extractor.validation.completeness import tables_not_found
from extractor.validation.settings import SETTINGS


def pages_missing(
    layout: Layout, grids: Sequence[Sequence[Grid]], cells: Sequence[Cell], headed: bool
) -> Iterator[ReviewItem]:
    """One item for the filing, with all that says so; `grids` are the tables of each page, `headed` is True
    where a heading of explanations, remarks or signatures was seen, or writing in their place."""
    if causes := [*_end_missing(cells, headed), *_middle_missing(layout, grids, cells)]:
        yield ReviewItem(path="", reasons=(Reason.of(ReasonCode.PAGES_MISSING, causes),))


def written_below(pages: Sequence[PageAnalysis], grids: Mapping[int, Sequence[Grid]]) -> bool:
    """True where several lines stand below the last table, legible or not: the form's end is among them."""
    lines = 0
    for page in reversed(pages):
        foot = max((grid.box.bottom for grid in grids[page.number]), default=None)
        lines += sum(foot is None or line.box.top > foot for line in page.text.lines)
        if foot is not None:
            break
    return lines >= SETTINGS.cut_off.lines_of_end


def _end_missing(cells: Sequence[Cell], headed: bool) -> Iterator[Reason]:
    """Every form ends with a signature and its date; where neither is in a text, nothing of its end is. On a
    scan they may be illegible, and are asked for by themselves, unless nothing stands below the tables."""
    is_scan = any(cell.source == "ocr" for cell in cells)
    if not (is_scan and headed) and not any(CellPath.parse(cell.path).element == SIGNATURE for cell in cells):
        yield Reason.of(ReasonCode.NO_END)


def _middle_missing(
    layout: Layout, grids: Sequence[Sequence[Grid]], cells: Sequence[Cell]
) -> Iterator[Reason]:
    """A table whose heading every form prints, and first notes to which marks were found."""
    for table in tables_not_found(layout, grids):
        yield Reason.of(ReasonCode.TABLE_MISSING, table=table.name)
    paths = [(CellPath.parse(cell.path), cell) for cell in cells]
    marks = {number for path, cell in paths if path.marks for number in notes_cited(cell.value)}
    notes = {path.number for path, _ in paths if path.element == FOOTNOTE and not path.marks}
    yield from _notes_begin_late(notes, marks)
    if all(cell.source != "ocr" for cell in cells):
        yield from _notes_end_early(notes, marks)


def _notes_begin_late(notes: Collection[int], marks: Collection[int]) -> Iterator[Reason]:
    """Notes are numbered from 1: where the first ones are marked and not there, their page may be gone."""
    first = min(notes, default=0)
    if first > 2 and marks and min(marks) < first:
        yield Reason.of(ReasonCode.NOTES_BEGIN_LATE, note=first)


def _notes_end_early(notes: Collection[int], marks: Collection[int]) -> Iterator[Reason]:
    """A text loses no note: where several at the end are marked and not there, their page may be gone."""
    last, top = max(notes, default=0), max(marks, default=0)
    if last and top - last > 1:
        yield Reason.of(ReasonCode.NOTES_END_EARLY, note=last, marked=top)
