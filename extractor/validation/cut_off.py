"""Whether pages of a filing are missing: its end or its middle was not found.

How much stood there nobody knows, so the filing as a whole is put to a person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from extractor.layout.grid import Grid
from extractor.layout.template import Layout
from extractor.model.filing import Cell, ReviewItem
from extractor.model.path import FOOTNOTE, SIGNATURE, CellPath, notes_cited
from extractor.validation.completeness import tables_not_found

MISSING = "pages may be missing"


def pages_missing(
    layout: Layout, grids: Sequence[Sequence[Grid]], cells: Sequence[Cell], headed: bool
) -> Iterator[ReviewItem]:
    """One item for the filing, with all that says so; `grids` are the tables of each page, `headed` is True
    where a heading of explanations, remarks or signatures was seen."""
    if causes := [*_end_missing(cells, headed), *_middle_missing(layout, grids, cells)]:
        yield ReviewItem(path="", reason=f"{MISSING}: {', '.join(causes)}")


def _end_missing(cells: Sequence[Cell], headed: bool) -> Iterator[str]:
    """Every form ends with a signature and its date; where neither is in a text, nothing of its end is. On a
    scan they may be illegible, and are asked for by themselves, unless all headings below the tables lack."""
    is_scan = any(cell.source == "ocr" for cell in cells)
    if not (is_scan and headed) and not any(CellPath.parse(cell.path).element == SIGNATURE for cell in cells):
        yield "the end of the form was not found"


def _middle_missing(layout: Layout, grids: Sequence[Sequence[Grid]], cells: Sequence[Cell]) -> Iterator[str]:
    """A table whose heading every form prints, and first notes to which marks were found."""
    yield from (f"{table.name} was not found" for table in tables_not_found(layout, grids))
    paths = [(CellPath.parse(cell.path), cell) for cell in cells]
    marks = {number for path, cell in paths if path.marks for number in notes_cited(cell.value)}
    notes = {path.number for path, _ in paths if path.element == FOOTNOTE and not path.marks}
    yield from _notes_begin_late(notes, marks)
    if all(cell.source != "ocr" for cell in cells):
        yield from _notes_end_early(notes, marks)


def _notes_begin_late(notes: Collection[int], marks: Collection[int]) -> Iterator[str]:
    """Notes are numbered from 1: where the first ones are marked and not there, their page may be gone."""
    first = min(notes, default=0)
    if first > 2 and marks and min(marks) < first:
        yield f"the notes begin at F{first}"


def _notes_end_early(notes: Collection[int], marks: Collection[int]) -> Iterator[str]:
    """A text loses no note: where several at the end are marked and not there, their page may be gone."""
    last, top = max(notes, default=0), max(marks, default=0)
    if last and top - last > 1:
        yield f"the notes end at F{last} of F{top}"
