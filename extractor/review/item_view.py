"""An item as shown to a reviewer, and the checks of its cell."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from extractor.model.filing import Alternative, BBox, Cell, Filing, ReviewItem
from extractor.model.filing_view import plain_name, plain_place
from extractor.model.path import covers
from extractor.reconcile.outcomes import SOURCE_INCONSISTENT
from extractor.reconcile.rules import installed_constraints
from extractor.review.decisions import BoundCheck, Item, ItemKind, State
from extractor.review.row_changes import NOWHERE, row_of

ROWS = frozenset({"add-row", "delete-row", "merge-rows"})
"""Actions that change rows; several of them may be taken on one item."""
KEYS = 9
"""Alternatives shown, at most: the keys 1 to 9 take them."""
_NAMES = {rule.id: rule.name for rule in installed_constraints()} | {
    SOURCE_INCONSISTENT: "as filed, this does not add up"
}


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item as stored."""

    number: int
    filing: int
    document: int
    kind: ItemKind
    path: str
    reason: str
    state: State
    blind: bool = False


def shown(asked: ItemRow, filing: Filing, now: Filing, keyed: Collection[str]) -> Item:
    """The item with its reading and its current value; `keyed` are values that reviewers gave for it."""
    cell, current = filing.cell(asked.path), now.cell(asked.path)
    around = [cell] if cell else _beside(filing, asked.path)
    spot = next((item for item in filing.review if item.page and item.place == asked.path), None)
    blind = asked.blind
    return Item(
        number=asked.number,
        filing=asked.filing,
        document=asked.document,
        kind=asked.kind,
        path=asked.path,
        label=plain_place(spot) if spot else plain_name(asked.path),
        value=current.value if current and not blind else "",
        raw=cell.raw if cell and not blind else "",
        reason=asked.reason,
        page=_page(spot, around, filing),
        bbox=spot.bbox if spot else _box(around),
        alternatives=() if blind or cell is None else _alternatives(cell, current, keyed),
        state=asked.state,
        blind=blind,
    )


def sums(filing: Filing, path: str, unseen: Collection[str] = ()) -> tuple[BoundCheck, ...]:
    """The checks of a cell, in the order of the rules, but those that tell a value of the `unseen` paths."""
    bound = (c for c in filing.checks if path in c.cells and not set(unseen).intersection(c.cells))
    return tuple(BoundCheck(check, _NAMES.get(check.rule, check.rule)) for check in bound)


def _alternatives(cell: Cell, current: Cell | None, keyed: Collection[str]) -> tuple[Alternative, ...]:
    """Other values than the one shown: alternatives, the readings of engines, what reviewers keyed."""
    named = {other.value: other for other in cell.alternatives}
    others = [cell.value, *cell.readings.values(), *sorted(keyed)]
    named |= {v: Alternative(value=v, raw=v, probability=0.0) for v in others if v and v not in named}
    shown_value = current.value if current else ""
    return tuple(other for value, other in named.items() if value != shown_value)[:KEYS]


def _beside(filing: Filing, path: str) -> list[Cell]:
    """The cells of the row, table or part of the form in which something is missing."""
    whole = row_of(path) or path
    found = [cell for cell in filing.cells if covers(whole, cell.path)] if whole else []
    return [cell for cell in found if cell.bbox != NOWHERE]


def _page(spot: ReviewItem | None, around: list[Cell], filing: Filing) -> int:
    """The page of a spot, of the cells around what is missing, or the filing's first."""
    if spot is not None and spot.page is not None:
        return spot.page
    return around[0].page if around else filing.pages[0]


def _box(cells: list[Cell]) -> BBox | None:
    """The box around the cells on the first one's page."""
    boxes = [cell.bbox for cell in cells if cell.page == cells[0].page]
    if not boxes:
        return None
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)
