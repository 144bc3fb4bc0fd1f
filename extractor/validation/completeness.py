"""What is missing: a value a Form 4 must have and that no cell holds is something to look at.

EDGAR refuses a filing without these (DOMAIN: completeness and SUSPEND rules), so their absence means that
something on the page was not read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from extractor.layout.grid import Grid
from extractor.layout.settings import SETTINGS as LAYOUT
from extractor.layout.template import Layout
from extractor.model.filing import Cell, ReviewItem
from extractor.model.form_schema import LETTERS, RELATIONSHIP_BOXES, REQUIRED, SCHEMAS
from extractor.model.path import (
    FOOTNOTE,
    MARKS,
    OWNER,
    SIGNATURE,
    CellPath,
    footnote_path,
    owner_path,
    signature_path,
    within,
)
from extractor.segmentation.rows import RowRegion, numbered
from extractor.validation.settings import SETTINGS

_SETTINGS = SETTINGS.completeness

OWNER_PARTS = ("rptOwnerName", "rptOwnerStreet1", "rptOwnerCity", "rptOwnerState", "rptOwnerZipCode")
"""What an owner has at least."""
_MARK = re.compile(r"F(\d+)")


def captions_wanting(legible: float) -> Iterator[ReviewItem]:
    """A form told by its rules is for a person to confirm; where its print is gone, so may be whole answers.

    `legible` is the share of its captions seen on the first page (0 to 1).
    """
    if legible < _SETTINGS.illegible:
        yield ReviewItem(path="", reason="hardly a caption is legible: what is small or worn may be missing")
    elif legible < LAYOUT.classify.least_score:
        yield ReviewItem(path="documentType", reason="told by its rules: few of its captions are legible")


def tables_wanting(layout: Layout, grids: Sequence[Sequence[Grid]]) -> Iterator[ReviewItem]:
    """Tables of the form that were found on no page: every Form 4 prints them, filled or not.

    `grids` are those of each page. Where the first has none, any table may have begun there.
    """
    found = {grid.table.rows for own in grids for grid in own}
    for table in layout.tables:
        if table.rows != "reportingOwner" and table.rows not in found:
            yield ReviewItem(path=table.rows, reason=f"{table.name} was found on no page")
        elif table.rows != "reportingOwner" and not grids[0]:
            yield ReviewItem(path=table.rows, reason="no table was found on the first page")


def rows_wanting(rows: Mapping[str, Sequence[RowRegion]], paths: Collection[str]) -> Iterator[ReviewItem]:
    """Rows without a value that every transaction or holding has."""
    for element in rows:
        for row in numbered(rows[element], element):
            for name in SCHEMAS[element].required(holding=not row.is_transaction):
                path = f"{row.path}/{name}"
                if not _there(path, paths, not name.endswith(LETTERS)):
                    yield ReviewItem(path=path, reason="every such row has this, and nothing was read")


def parts_wanting(cells: Sequence[Cell]) -> Iterator[ReviewItem]:
    """Header items, signatures and footnotes that every filing has and this one lacks."""
    values = {cell.path for cell in cells if cell.value}
    for path in REQUIRED:
        if path not in values:
            yield ReviewItem(path=path, reason="every Form 4 has this, and nothing was read")
    yield from _owners(cells)
    yield from _relationship(cells)
    yield from _notes(cells)


def _there(path: str, paths: Collection[str], or_note: bool) -> bool:
    return path in paths or (or_note and path + MARKS in paths)


def _owners(cells: Sequence[Cell]) -> Iterator[ReviewItem]:
    """On a scan: parts of an address that were not read; owners and signatures without the other."""
    if not any(cell.source == "ocr" for cell in cells):
        return
    paths = [CellPath.parse(cell.path) for cell in cells if cell.value]
    owners = sorted({path.number for path in paths if path.element == OWNER})
    for number in owners:
        tags = {path.tag for path in paths if path.element == OWNER and path.number == number}
        if lost := next((name for name in OWNER_PARTS if name not in tags), None):
            yield ReviewItem(path=owner_path(number), reason=f"{lost} was not read")
    signed = len({path.number for path in paths if path.element == SIGNATURE})
    for number in range(signed + 1, len(owners) + 1):
        yield ReviewItem(path=signature_path(number), reason="more owners than signatures were found")
    for number in range(len(owners) + 1, signed + 1):
        yield ReviewItem(path=owner_path(number), reason="more signatures than owners were found")


def _relationship(cells: Sequence[Cell]) -> Iterator[ReviewItem]:
    """At least one box is checked; an officer has a title (rule H1, held by every real filing)."""
    base = owner_path(1, "reportingOwnerRelationship")
    own = {CellPath.parse(cell.path).tag: cell.value for cell in cells if within(cell.path, base)}
    if not all(box in own for box in RELATIONSHIP_BOXES):
        yield ReviewItem(path=base, reason="not every box to check was found")
    elif not any(own[box] == "true" for box in RELATIONSHIP_BOXES):
        yield ReviewItem(path=base, reason="no box is checked; every filer checks one")
    if own.get("isOfficer") == "true" and not own.get("officerTitle"):
        yield ReviewItem(path=base, reason="an officer's title was not read")


def _notes(cells: Sequence[Cell]) -> Iterator[ReviewItem]:
    """Every mark has its footnote and every footnote its mark (rules FN1 and FN2)."""
    paths = [(CellPath.parse(cell.path), cell) for cell in cells]
    marks = {int(mark) for path, cell in paths if path.marks for mark in _MARK.findall(cell.value)}
    notes = {path.number for path, _ in paths if path.element == FOOTNOTE}
    for number in range(1, max(marks | notes, default=0) + 1):
        if number not in notes:
            yield ReviewItem(path=footnote_path(number), reason=f"no text was found for mark F{number}")
        elif number not in marks:
            yield ReviewItem(path=footnote_path(number), reason=f"no mark F{number} was found in the form")
