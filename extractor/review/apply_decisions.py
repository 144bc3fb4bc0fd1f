"""Applies decisions to a filing: the corrected filing, and what is still open in it.

The filing as extracted is never changed. Decisions name cells and rows by the paths of the extraction; rows
are renumbered only on export, when all decisions are applied.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from extractor.model.filing import BBox, Cell, Filing, ReviewItem
from extractor.model.path import CellPath, within
from extractor.model.reason import Reason, ReasonCode
from extractor.model.review_list import review_of, reviewed
from extractor.reconcile import balances_of, checked, reconcile
from extractor.review.decisions import Corrected, Decision

NOWHERE: BBox = (0.0, 0.0, 0.0, 0.0)
"""The place of a value that a person added."""
TEXTS = ("securityTitle", "natureOfOwnership", "underlyingSecurityTitle")
"""Fields whose texts are joined where two rows are merged."""


def corrected(filing: Filing, decisions: Sequence[Decision], least: float) -> Corrected:
    """The filing with the decisions applied, oldest first.

    A cell that the sums now confirm needs no review from a confidence of `least` on.
    """
    if not decisions:
        return Corrected(filing, frozenset(_open(filing)))
    changed = filing
    for decision in decisions:
        changed = _APPLY[decision.action](changed, decision)
    settled = _settled(changed, {decision.path for decision in decisions}, least)
    finished = reviewed(settled)
    return Corrected(finished, frozenset({item.place for item in finished.review} - _looked_at(decisions)))


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
    """A value a person confirmed or keyed; its status is `corrected` where it differs from the reading."""
    old = filing.cell(decision.path)
    reason = Reason.of(ReasonCode.DECIDED, reviewer=decision.reviewer, why=decision.why or decision.action)
    filing = _looked_into(filing, {decision.path})
    if old is None:
        return _with(filing, [_added(decision.path, decision.after, reason)])
    status = "accepted" if old.value == decision.after else "corrected"
    changed = {
        "value": decision.after,
        "status": status,
        "confidence": 1.0,
        "alternatives": (),
        "reasons": (reason,),
    }
    return _replaced(filing, {decision.path: old.model_copy(update=changed)})


def _blank(filing: Filing, decision: Decision) -> Filing:
    return _without(filing, decision.path)


def _illegible(filing: Filing, decision: Decision) -> Filing:
    """Removes the value; an entry in the review list says why."""
    why = Reason.of(ReasonCode.ILLEGIBLE, reviewer=decision.reviewer)
    item = ReviewItem(path=decision.path, reasons=(why,))
    bare = _without(filing, decision.path)
    return bare.model_copy(update={"review": (*bare.review, item)})


def _row_added(filing: Filing, decision: Decision) -> Filing:
    fields: dict[str, str] = json.loads(decision.after)
    reason = Reason.of(ReasonCode.ROW_ADDED, reviewer=decision.reviewer)
    return _with(filing, [_added(f"{decision.path}/{name}", value, reason) for name, value in fields.items()])


def _row_deleted(filing: Filing, decision: Decision) -> Filing:
    return _without(filing, decision.before)


def _rows_merged(filing: Filing, decision: Decision) -> Filing:
    """Adds the second row's values where the first has none; texts are joined."""
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
    return _looked_into(filing, {decision.path})


_APPLY = {
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


def _added(path: str, value: str, reason: Reason) -> Cell:
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
        reasons=(reason,),
    )


def _with(filing: Filing, cells: Iterable[Cell]) -> Filing:
    return filing.model_copy(update={"cells": (*filing.cells, *cells)})


def _replaced(filing: Filing, cells: Mapping[str, Cell]) -> Filing:
    return filing.model_copy(update={"cells": tuple(cells.get(cell.path, cell) for cell in filing.cells)})


def _looked_into(filing: Filing, paths: Collection[str]) -> Filing:
    """The filing with nothing to review at exactly these places."""
    left = tuple(item for item in filing.review if item.place not in paths)
    return filing.model_copy(update={"review": left})


def _without(filing: Filing, path: str) -> Filing:
    """The filing without a cell, or without a row: its cells and its review entries."""
    cells = tuple(cell for cell in filing.cells if not within(cell.path, path))
    items = tuple(item for item in filing.review if not within(item.path, path))
    return filing.model_copy(update={"cells": cells, "review": items})


# What follows from the decisions.


def _settled(filing: Filing, decided: set[str], least: float) -> Filing:
    """Settles doubtful cells by sums that contain a cell a person decided; with the checks of its values."""
    balances = balances_of(filing.layout)
    checks = checked(filing, balances)
    bound = set().union(*(check.cells for check in checks if not decided.isdisjoint(check.cells)))
    doubtful = {cell.path for cell in filing.cells if cell.status == "review"} - decided
    # Most answers share no sum with what is still doubtful: nothing can follow from them.
    if doubtful.isdisjoint(bound):
        return filing.model_copy(update={"checks": checks})
    again = reconcile(filing, least, balances=balances)
    confirmed = [
        set(c.cells) for c in again.checks if c.outcome == "satisfied" and decided.intersection(c.cells)
    ]
    wanted = doubtful & set().union(*confirmed)
    found = {cell.path: cell for cell in again.cells if cell.path in wanted and cell.status != "review"}
    settled = _replaced(_looked_into(filing, found), found)
    return settled.model_copy(update={"checks": checked(settled, balances) if found else checks})


def _open(filing: Filing) -> set[str]:
    """What is still to be reviewed: cells, and faults of rows and tables."""
    return {item.place for item in review_of(filing)}


def _looked_at(decisions: Sequence[Decision]) -> set[str]:
    """Paths that were decided but stay in the review list: nobody can read them."""
    return {decision.path for decision in decisions if decision.action == "illegible"}
