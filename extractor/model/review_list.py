"""The review list of a filing: complete, each place once, in the order of the form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from extractor.model.filing import Cell, Filing, ReviewItem
from extractor.model.form_schema import FIELDS, HEADER_FIELDS, OWNER_FIELDS, SIGNATURE_FIELDS
from extractor.model.path import FOOTNOTE, OWNER, SIGNATURE, TABLES, CellPath, within
from extractor.model.reason import Reason, ReasonCode, each_once

UNSURE = Reason.of(ReasonCode.UNSURE)
"""The reason of a flagged cell that gives none."""
SECTIONS = ("", "header", OWNER, *TABLES, FOOTNOTE.partition("/")[0], "remarks", SIGNATURE)
"""The parts of a form in their order; an empty one is the filing, or what stands on one of its pages."""
_FIELDS = {
    "header": HEADER_FIELDS,
    OWNER: OWNER_FIELDS,
    SIGNATURE: SIGNATURE_FIELDS,
    **dict.fromkeys(TABLES, tuple(field.path for field in FIELDS)),
}
Place = tuple[int, int, int, int, bool]
"""Where a path is in the form: section, row or owner, its number, field, marks after the value."""


def reviewed(filing: Filing) -> Filing:
    """The filing with its complete review list; its status follows.

    A flagged cell is in the list with its own reason, and a cell that is listed is flagged; what was repaired
    stays so and is only listed.
    """
    listed = _reasons(filing.review)
    cells = tuple(_flagged(cell, listed[cell.path]) if cell.path in listed else cell for cell in filing.cells)
    flagged = {cell.path: cell.reasons or (UNSURE,) for cell in cells if cell.status == "review"}
    own = [ReviewItem(path=path, reasons=reasons) for path, reasons in flagged.items()]
    others = [item for item in _each_once(filing.review) if item.path not in flagged]
    order = FormOrder.of(cells)
    review = tuple(sorted([*own, *others], key=lambda item: order.place(item.path)))
    changed = {"cells": cells, "review": review, "status": "review" if review else "ok"}
    return filing.model_copy(update=changed)


def review_of(filing: Filing) -> tuple[ReviewItem, ...]:
    """The complete review list of a filing, whatever its own list lacks."""
    return reviewed(filing).review


def places_to_look(filing: Filing) -> tuple[ReviewItem, ...]:
    """The review list with each place once: what review asks, and archives count."""
    return tuple({item.place: item for item in review_of(filing)}.values())


def _flagged(cell: Cell, reasons: Iterable[Reason]) -> Cell:
    if cell.status == "repaired":
        return cell
    own = cell.reasons if cell.status == "review" else ()
    return cell.model_copy(update={"status": "review", "reasons": each_once([*own, *reasons])})


def _reasons(items: Iterable[ReviewItem]) -> Mapping[str, tuple[Reason, ...]]:
    """Path → the reasons to look there, each once."""
    found: dict[str, tuple[Reason, ...]] = {}
    for item in items:
        found[item.path] = each_once([*found.get(item.path, ()), *item.reasons])
    return found


def _each_once(items: Iterable[ReviewItem]) -> list[ReviewItem]:
    """The items, those of one place as one with all their reasons."""
    found: dict[ReviewItem, tuple[Reason, ...]] = {}
    for item in items:
        bare = item.model_copy(update={"reasons": ()})
        found[bare] = each_once([*found.get(bare, ()), *item.reasons])
    return [item.model_copy(update={"reasons": reasons}) for item, reasons in found.items()]


@dataclass(frozen=True, slots=True)
class FormOrder:
    """The order of a filing's form; `rows` are the paths of its rows as they stand in their table."""

    rows: Mapping[str, int]

    @staticmethod
    def of(cells: Iterable[Cell]) -> FormOrder:
        """The order of a filing with these cells: transactions and holdings are mixed as they are printed."""
        bases = (path.base for cell in cells if (path := CellPath.parse(cell.path)).table)
        return FormOrder({base: place for place, base in enumerate(dict.fromkeys(bases), 1)})

    def place(self, text: str) -> Place:
        """Where a path, or the leading part of one, is."""
        path = CellPath.parse(text)
        section = _section(path)
        return (SECTIONS.index(section), self._row(path), path.number, _rank(section, path.field), path.marks)

    def _row(self, path: CellPath) -> int:
        """The row's place in its table; one that is not there follows the one before it."""
        if not path.table:
            return -1
        if path.base in self.rows:
            return self.rows[path.base]
        own = [CellPath.parse(base) for base in self.rows]
        before = [p.base for p in own if p.element == path.element and p.number <= path.number]
        return max((self.rows[base] for base in before), default=0)


def section_of(text: str) -> int:
    """The place of a path's part of the form among all parts."""
    return SECTIONS.index(_section(CellPath.parse(text)))


def _section(path: CellPath) -> str:
    part = (path.element or path.field).partition("/")[0]
    return part if part in SECTIONS else "header"


def _rank(section: str, field: str) -> int:
    """The place of a field in its section; a part of several comes before them, an unknown one last."""
    if not field or field == section:
        return -1
    own = _FIELDS.get(section, ())
    return next((place for place, name in enumerate(own) if within(name, field)), len(own))
