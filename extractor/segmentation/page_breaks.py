"""Rows that the end of a page cuts in two, joined cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.model.form_schema import LETTERS
from extractor.model.forms import TableSchema
from extractor.segmentation.rows import CONTINUES, RowRegion, same_title


def joined_over_pages(pages: Sequence[Sequence[RowRegion]], table: TableSchema) -> list[RowRegion]:
    """The rows of a table over its pages, each page's from the top.

    The first row of a page goes on with the last of the page before where the one lacks what the other has.
    """
    rows: list[RowRegion] = []
    for own in pages:
        if rows and own and is_cut(rows[-1], own[0], table):
            rows[-1] = joined_cells(rows[-1], own[0])
            rows += own[1:]
        else:
            rows += own
    return rows


def is_cut(row: RowRegion, more: RowRegion, table: TableSchema) -> bool:
    """True for the two parts of one row.

    Only text runs over lines, so every other column is filled in one part at most; and a part of a row lacks
    what every row of the table has. A title said again begins a row, whatever a copier took of it.
    """
    filled, also = ({region.path: region.type for region in part.regions} for part in (row, more))
    twice = any(kind not in CONTINUES for path, kind in also.items() if path in filled)
    if twice or same_title(row, more):
        return False
    return not (_is_whole(row, table) and _is_whole(more, table))


def _is_whole(row: RowRegion, table: TableSchema) -> bool:
    """True for a row with everything that its kind must have; a number may be illegible, or a footnote."""
    wanted = table.required(holding=not row.is_transaction)
    return all(row.fills(path) for path in wanted if not path.endswith(LETTERS[1]))


def joined_cells(row: RowRegion, more: RowRegion) -> RowRegion:
    """The whole row; it stands on the page that it begins on."""
    extra = {region.path: region for region in more.regions}
    own = [replace(p, lines=p.lines + extra.pop(p.path).lines) if p.path in extra else p for p in row.regions]
    return replace(row, regions=(*own, *extra.values()))
