"""What must be there: a value, row or table that every filing of its form has and of which nothing was read.

What a form must hold is data (`model/forms`): EDGAR refuses a filing without it, so its absence means that
something on the page was not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from extractor.layout.grid import Grid
from extractor.layout.template import Layout, Table
from extractor.model.filing import Cell, ReviewItem
from extractor.model.form_schema import (
    BALANCE,
    CODE,
    DIRECTION,
    EXERCISES,
    INSTEAD,
    LETTERS,
    NATURE,
    OWNER_PARTS,
    OWNERSHIP,
    PRICE,
    PRICED,
    RELATIONSHIP_BOXES,
    RELATIONSHIP_TEXTS,
)
from extractor.model.forms import FormSchema
from extractor.model.path import MARKS, OWNER, TABLES, CellPath, owner_path, within
from extractor.model.reason import Reason, ReasonCode
from extractor.segmentation.rows import RowRegion, numbered

AT_THE_END = ("end-of-month", "end-of-year")
"""Balances of a form that gives them once for all its transactions."""
TOLD_BOXES = ("isOfficer", "isOther")
"""The boxes that have a text beside them."""
OWNER_NAME, OWNER_ADDRESS, RELATIONSHIP = (
    OWNER_PARTS[0],
    "reportingOwnerAddress",
    "reportingOwnerRelationship",
)


def form_tables(layout: Layout) -> Iterator[Table]:
    """Table I and Table II of a layout."""
    return (table for table in layout.tables if table.rows != OWNER)


def tables_not_found(layout: Layout, grids: Sequence[Sequence[Grid]]) -> list[Table]:
    """The tables of the form that are on none of its pages; `grids` are those of each page."""
    found = {grid.table.rows for own in grids for grid in own}
    return [table for table in form_tables(layout) if table.rows not in found]


def tables_wanting(
    layout: Layout, grids: Sequence[Sequence[Grid]], first_is_whole: bool = False
) -> Iterator[ReviewItem]:
    """Tables of the form that were found on no page: the form prints them, filled or not.

    `grids` are those of each page. Where the first has none, any table may have begun there, unless the page
    `first_is_whole`: each of its words is accounted for.
    """
    lost = tables_not_found(layout, grids)
    for table in form_tables(layout):
        if table in lost:
            yield ReviewItem(
                path=table.rows, reasons=(Reason.of(ReasonCode.TABLE_NOT_FOUND, table=table.name),)
            )
        elif not first_is_whole and not grids[0]:
            yield ReviewItem(path=table.rows, reasons=(Reason.of(ReasonCode.NO_TABLE_AT_FIRST),))


def rows_wanting(
    rows: Mapping[str, Sequence[RowRegion]], cells: Sequence[Cell], layout: Layout
) -> Iterator[ReviewItem]:
    """Cells that every row of the kind has, of which nothing was read; columns the layout lacks are not
    asked for."""
    values = {cell.path: cell.value for cell in cells}
    for table in form_tables(layout):
        columns = {leaf.path for leaf in table.leaves}
        columns |= {DIRECTION for leaf in table.leaves if leaf.means}
        for row in numbered(rows.get(table.rows, ()), table.rows):
            for name in _expected(row, values, layout):
                if name in columns and not _is_read(row.path, name, values):
                    why = Reason.of(ReasonCode.NOTHING_READ_IN_ROW)
                    yield ReviewItem(path=f"{row.path}/{name}", reasons=(why,))


def _expected(row: RowRegion, values: Mapping[str, str], layout: Layout) -> Iterator[str]:
    table = CellPath.parse(row.path).table
    blank = _left_blank(row, values, layout)
    schema = layout.form_schema.table(table)
    yield from schema.expected(holding=not row.is_transaction, left_blank=blank)
    if values.get(f"{row.path}/{OWNERSHIP}") == "I":
        yield NATURE


def _left_blank(row: RowRegion, values: Mapping[str, str], layout: Layout) -> frozenset[str]:
    """What such a transaction may leave blank.

    Of balances at the end only one of the rows of a security gives any. Paper leaves blank the price of what
    was not bought or sold, unless other rows of its code give one; EDGAR takes none so.
    """
    blank = {BALANCE} if layout.balances in AT_THE_END else set()
    code = values.get(f"{row.path}/{CODE}", "")
    if layout.filed == "on-paper" and code and code not in PRICED and not _is_priced(code, row, values):
        blank.add(PRICE)
    return frozenset(blank)


def _is_priced(code: str, row: RowRegion, values: Mapping[str, str]) -> bool:
    """True where a row of this code in the same table has a price."""
    table = CellPath.parse(row.path).table
    alike = (path for path, value in values.items() if value == code and path.startswith(table))
    return any(path.endswith(CODE) and values.get(path.replace(CODE, PRICE)) for path in alike)


def _is_read(row: str, name: str, values: Mapping[str, str]) -> bool:
    """True where something was read of a cell, if only that it is illegible, or a footnote stands in it."""
    names = [name] if name.endswith(LETTERS) else [name, name + MARKS]
    return any(f"{row}/{own}" in values for own in (*names, INSTEAD.get(name, name)))


def no_rows(cells: Sequence[Cell], form: FormSchema) -> Iterator[ReviewItem]:
    """A filing without any row, which does not say that there is nothing to report."""
    is_nothing = any(cell.path == form.nothing and cell.value == "true" for cell in cells)
    if not is_nothing and not any(CellPath.parse(cell.path).table for cell in cells):
        yield ReviewItem(path=TABLES[0], reasons=(Reason.of(ReasonCode.NO_ROW_AT_ALL),))


def exercises_wanting(cells: Sequence[Cell]) -> Iterator[ReviewItem]:
    """Table I tells of an exercise or a conversion, and no row of Table II has its code."""
    codes: dict[str, set[str]] = {table: set() for table in TABLES}
    for cell in cells:
        path = CellPath.parse(cell.path)
        if path.table and path.tag == "transactionCode" and not path.marks:
            codes[path.table].add(cell.value)
    first, second = (codes[table] for table in TABLES)
    told = tuple(sorted(code for code in first if code in EXERCISES))
    if told and not second.intersection(EXERCISES):
        yield ReviewItem(path=TABLES[1], reasons=(Reason.of(ReasonCode.EXERCISE_WITHOUT_ROW, codes=told),))


def parts_wanting(cells: Sequence[Cell], form: FormSchema) -> Iterator[ReviewItem]:
    """Header items and signatures that every filing has and this one lacks, and parts of its owners."""
    read = {cell.path for cell in cells if cell.value or cell.status == "review"}
    for path in form.required:
        if path not in read:
            yield ReviewItem(path=path, reasons=(Reason.of(ReasonCode.NOTHING_READ),))
    yield from _owner_parts((cell.path for cell in cells if cell.value), form)
    if any(part.startswith(RELATIONSHIP) for part in form.owner):
        yield from _relationship(cells)


def _owner_parts(values: Iterable[str], form: FormSchema) -> Iterator[ReviewItem]:
    """Parts of an owner that were not read. What is missing of an address may stand in another part of it."""
    paths = [CellPath.parse(path) for path in values]
    for number in sorted({path.number for path in paths if path.element == OWNER}):
        own = {path.field for path in paths if path.element == OWNER and path.number == number}
        wanted = [
            part
            for part in OWNER_PARTS
            if part in form.owner and part not in own and owner_path(number, part) not in form.required
        ]
        if OWNER_NAME in wanted:
            yield ReviewItem(
                path=owner_path(number, OWNER_NAME), reasons=(Reason.of(ReasonCode.NO_OWNER_NAME),)
            )
        if lost := tuple(CellPath.parse(part).tag for part in wanted if part != OWNER_NAME):
            why = Reason.of(ReasonCode.NO_ADDRESS_PART, tags=lost)
            yield ReviewItem(path=owner_path(number, OWNER_ADDRESS), reasons=(why,))


def _relationship(cells: Sequence[Cell]) -> Iterator[ReviewItem]:
    """At least one box is checked; an officer has a title (rule H1, held by every real filing); a title, or
    another relationship, has its box: of 305 real owners none is without."""
    base = owner_path(1, RELATIONSHIP)
    own = {CellPath.parse(cell.path).tag: cell.value for cell in cells if within(cell.path, base)}
    if not all(box in own for box in RELATIONSHIP_BOXES):
        yield ReviewItem(path=base, reasons=(Reason.of(ReasonCode.BOX_NOT_FOUND),))
    elif not any(own[box] == "true" for box in RELATIONSHIP_BOXES):
        yield ReviewItem(path=base, reasons=(Reason.of(ReasonCode.NO_BOX_CHECKED),))
    if own.get("isOfficer") == "true" and not own.get("officerTitle"):
        yield ReviewItem(path=base, reasons=(Reason.of(ReasonCode.NO_OFFICER_TITLE),))
    for box, text in zip(TOLD_BOXES, RELATIONSHIP_TEXTS, strict=True):
        if own.get(text) and own.get(box) == "false":
            yield ReviewItem(path=f"{base}/{text}", reasons=(Reason.of(ReasonCode.TEXT_WITHOUT_BOX),))
