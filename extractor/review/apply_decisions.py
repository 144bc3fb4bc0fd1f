"""Decisions laid over a filing: the corrected filing, and what is still open in it.

The filing as extracted is never changed. Decisions name cells and rows by the paths of the extraction; rows
are numbered anew only when all decisions lie over it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from extractor.model.filing import BBox, Cell, Filing, ReviewItem
from extractor.model.filing_view import FilingView
from extractor.model.path import CellPath, within
from extractor.reconcile import checked, reconcile
from extractor.review.decisions import Corrected, Decision

NOWHERE: BBox = (0.0, 0.0, 0.0, 0.0)
"""Where a value stands that a person added."""
TEXTS = ("securityTitle", "natureOfOwnership", "underlyingSecurityTitle")
"""Fields whose words go on where two rows are merged."""


def corrected(filing: Filing, decisions: Sequence[Decision], least: float) -> Corrected:
    """The filing with its live decisions over it, oldest first; from a confidence of `least` on a cell that
    the sums now bear out needs no look."""
    if not decisions:
        return Corrected(filing, frozenset(_open(filing)))
    laid = filing
    for decision in decisions:
        laid = _LAID[decision.action](laid, decision)
    settled = _settled(laid, {decision.path for decision in decisions}, least)
    return Corrected(_finished(settled), frozenset(_open(settled) - _looked_at(decisions)))


def as_exported(filing: Filing) -> Filing:
    """The filing with its rows numbered from 1 without gaps."""
    kept: dict[str, dict[int, int]] = {}
    for cell in filing.cells:
        path = CellPath.parse(cell.path)
        if path.table:
            own = kept.setdefault(path.element, {})
            own.setdefault(path.number, len(own) + 1)
    cells = tuple(cell.model_copy(update={"path": _renumbered(cell.path, kept)}) for cell in filing.cells)
    items = tuple(item.model_copy(update={"path": _renumbered(item.path, kept)}) for item in filing.review)
    return filing.model_copy(update={"cells": cells, "review": items})


def row_of(path: str) -> str:
    """The path of the row a cell is in; empty outside the tables."""
    parts = CellPath.parse(path)
    return parts.base if parts.table else ""


def _renumbered(path: str, kept: Mapping[str, Mapping[int, int]]) -> str:
    parts = CellPath.parse(path)
    number = kept.get(parts.element, {}).get(parts.number)
    return path if number is None else str(replace(parts, number=number))


# One function for each action: the filing and the decision in, the filing out.


def _valued(filing: Filing, decision: Decision) -> Filing:
    """A value a person vouches for: `corrected` where it is another than was read."""
    old = filing.cell(decision.path)
    said = f"{decision.reviewer}: {decision.why or decision.action}"
    if old is None:
        return _with(filing, [_added(decision.path, decision.after, said)])
    status = "accepted" if old.value == decision.after else "corrected"
    changed = {
        "value": decision.after,
        "status": status,
        "confidence": 1.0,
        "alternatives": (),
        "reason": said,
    }
    return _replaced(filing, {decision.path: old.model_copy(update=changed)})


def _blank(filing: Filing, decision: Decision) -> Filing:
    return _without(filing, decision.path)


def _illegible(filing: Filing, decision: Decision) -> Filing:
    """No value, and the list of what to look at says why."""
    item = ReviewItem(path=decision.path, reason=f"illegible, says {decision.reviewer}")
    bare = _without(filing, decision.path)
    return bare.model_copy(update={"review": (*bare.review, item)})


def _row_added(filing: Filing, decision: Decision) -> Filing:
    fields: dict[str, str] = json.loads(decision.after)
    said = f"{decision.reviewer}: a row added"
    return _with(filing, [_added(f"{decision.path}/{name}", value, said) for name, value in fields.items()])


def _row_deleted(filing: Filing, decision: Decision) -> Filing:
    return _without(filing, decision.before)


def _rows_merged(filing: Filing, decision: Decision) -> Filing:
    """The second row's values where the first has none; texts that went on are put together."""
    first, second = decision.before.splitlines()
    own = {cell.path: cell for cell in filing.cells}
    for cell in [cell for cell in filing.cells if cell.path.startswith(f"{second}/")]:
        path = first + cell.path[len(second) :]
        if path not in own:
            own[path] = cell.model_copy(update={"path": path})
        elif path.endswith(TEXTS):
            whole = f"{own[path].value} {cell.value}"
            own[path] = own[path].model_copy(update={"value": whole, "status": "corrected"})
    merged = filing.model_copy(update={"cells": tuple(own.values())})
    return _without(merged, second)


def _complete(filing: Filing, decision: Decision) -> Filing:
    left = tuple(item for item in filing.review if item.path != decision.path)
    return filing.model_copy(update={"review": left})


_LAID = {
    "accept": _valued,
    "type": _valued,
    "as-filed": _valued,
    "blank": _blank,
    "illegible": _illegible,
    "add-row": _row_added,
    "delete-row": _row_deleted,
    "merge-rows": _rows_merged,
    "complete": _complete,
}


def _added(path: str, value: str, said: str) -> Cell:
    return Cell(
        path=path,
        value=value,
        raw="",
        status="corrected",
        confidence=1.0,
        page=1,
        bbox=NOWHERE,
        source="derived",
        reader="",
        reason=said,
    )


def _with(filing: Filing, cells: Iterable[Cell]) -> Filing:
    return filing.model_copy(update={"cells": (*filing.cells, *cells)})


def _replaced(filing: Filing, cells: Mapping[str, Cell]) -> Filing:
    return filing.model_copy(update={"cells": tuple(cells.get(cell.path, cell) for cell in filing.cells)})


def _without(filing: Filing, path: str) -> Filing:
    """The filing without a cell, or without a row: its cells and what was asked about it."""
    cells = tuple(cell for cell in filing.cells if not within(cell.path, path))
    items = tuple(item for item in filing.review if not within(item.path, path))
    return filing.model_copy(update={"cells": cells, "review": items})


# What follows from the decisions.


def _settled(laid: Filing, decided: set[str], least: float) -> Filing:
    """Doubtful cells that a sum settles in which a person's word stands."""
    doubtful = {cell.path for cell in laid.cells if cell.status == "review"} - decided
    if not doubtful:
        return laid
    again = reconcile(laid, least)
    borne_out = [
        set(c.cells) for c in again.checks if c.outcome == "satisfied" and decided.intersection(c.cells)
    ]
    wanted = doubtful & set().union(*borne_out)
    found = {cell.path: cell for cell in again.cells if cell.path in wanted and cell.status != "review"}
    return _replaced(laid, found)


def _finished(filing: Filing) -> Filing:
    """With the checks of the values as they now stand, and the status that follows."""
    flagged = bool(filing.review) or any(cell.status == "review" for cell in filing.cells)
    return filing.model_copy(update={"checks": checked(filing), "status": "review" if flagged else "ok"})


def _open(filing: Filing) -> set[str]:
    """What a person is still asked: cells, and faults of rows and tables."""
    return {finding.path for finding in FilingView(filing).findings}


def _looked_at(decisions: Sequence[Decision]) -> set[str]:
    """What stays doubtful though it was decided: nobody can read it."""
    return {decision.path for decision in decisions if decision.action == "illegible"}
