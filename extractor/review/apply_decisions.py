"""Applies decisions to a filing: the corrected filing, and what is still open in it.

The filing as extracted is never changed. Decisions name cells and rows by the paths of the extraction.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from extractor.model.filing import Cell, Check, Filing, ReviewItem
from extractor.model.reason import Reason, ReasonCode
from extractor.model.review_list import review_of, reviewed
from extractor.reconcile import balances_of, checked, reconcile
from extractor.review.decisions import Corrected, Decision, is_spot
from extractor.review.row_changes import in_order, merged, with_cell, with_row, without_row


def corrected(filing: Filing, decisions: Sequence[Decision], least: float) -> Corrected:
    """The filing with the decisions applied, oldest first.

    A cell that the sums now confirm needs no review from a confidence of `least` on.
    """
    if not decisions:
        return Corrected(filing, frozenset(item.place for item in review_of(filing)))
    changed = filing
    for decision in decisions:
        changed = _APPLY[decision.action](changed, decision)
    settled = _settled(changed, {decision.path for decision in decisions}, least)
    finished = reviewed(settled)
    return Corrected(finished, frozenset({item.place for item in finished.review} - _looked_at(decisions)))


# One function for each action: the filing and the decision in, the filing out.


def _valued(filing: Filing, decision: Decision) -> Filing:
    """A value a person confirmed or keyed; its status is `corrected` where it differs from the reading."""
    old = filing.cell(decision.path)
    reason = Reason.of(ReasonCode.DECIDED, reviewer=decision.reviewer, why=decision.why or decision.action)
    filing = _looked_into(filing, {decision.path})
    if old is None:
        return with_cell(filing, decision.path, decision.after, reason)
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
    """Nothing is printed there: no value, or a box that is not checked."""
    return _valued(filing, decision) if decision.after else _without(filing, decision.path)


def _illegible(filing: Filing, decision: Decision) -> Filing:
    """Removes the value; an entry in the review list says why. What no cell holds stays as it is listed."""
    if is_spot(decision.path):
        return filing
    why = Reason.of(ReasonCode.ILLEGIBLE, reviewer=decision.reviewer)
    item = ReviewItem(path=decision.path, reasons=(why,))
    bare = _without(filing, decision.path)
    return bare.model_copy(update={"review": (*bare.review, item)})


def _row_deleted(filing: Filing, decision: Decision) -> Filing:
    return without_row(filing, decision.before)


def _rows_merged(filing: Filing, decision: Decision) -> Filing:
    return merged(filing, *decision.before.splitlines())


def _complete(filing: Filing, decision: Decision) -> Filing:
    """Nothing is missing there; words that no cell holds are none the less explained."""
    looked = [item for item in filing.review if item.place == decision.path]
    spots = {(item.page, item.bbox) for item in looked}
    left = tuple(own for own in filing.unaccounted if (own.page, own.bbox) not in spots)
    return _looked_into(filing, {decision.path}).model_copy(update={"unaccounted": left})


_APPLY = {
    "accept": _valued,
    "type": _valued,
    "as-filed": _valued,
    "blank": _blank,
    "illegible": _illegible,
    "add-row": with_row,
    "delete-row": _row_deleted,
    "merge-rows": _rows_merged,
    "complete": _complete,
}


def _replaced(filing: Filing, cells: Mapping[str, Cell]) -> Filing:
    return filing.model_copy(update={"cells": tuple(cells.get(cell.path, cell) for cell in filing.cells)})


def _looked_into(filing: Filing, paths: Collection[str]) -> Filing:
    """The filing with nothing to review at exactly these places."""
    left = tuple(item for item in filing.review if item.place not in paths)
    return filing.model_copy(update={"review": left})


def _without(filing: Filing, path: str) -> Filing:
    """The filing without a cell and its review entries; the footnote marks beside it stay."""
    cells = tuple(cell for cell in filing.cells if cell.path != path)
    items = tuple(item for item in filing.review if item.place != path)
    return filing.model_copy(update={"cells": cells, "review": items})


# What follows from the decisions.


def _settled(filing: Filing, decided: set[str], least: float) -> Filing:
    """Settles doubtful cells by sums that contain a cell a person decided; with the checks of its values."""
    checks = _checks(filing)
    bound = set().union(*(check.cells for check in checks if not decided.isdisjoint(check.cells)))
    doubtful = {cell.path for cell in filing.cells if cell.status == "review"} - decided
    # Most answers share no sum with what is still doubtful: nothing can follow from them.
    if doubtful.isdisjoint(bound):
        return filing.model_copy(update={"checks": checks})
    again = in_order(filing, lambda own: reconcile(own, least, balances=balances_of(own.layout)))
    confirmed = [
        set(c.cells) for c in again.checks if c.outcome == "satisfied" and decided.intersection(c.cells)
    ]
    wanted = doubtful & set().union(*confirmed)
    found = {cell.path: cell for cell in again.cells if cell.path in wanted and cell.status != "review"}
    settled = _replaced(_looked_into(filing, found), found)
    return settled.model_copy(update={"checks": _checks(settled) if found else checks})


def _checks(filing: Filing) -> tuple[Check, ...]:
    """The checks of the current values, the rows in the order in which they stand."""
    return in_order(
        filing, lambda own: own.model_copy(update={"checks": checked(own, balances_of(own.layout))})
    ).checks


def _looked_at(decisions: Sequence[Decision]) -> set[str]:
    """Paths that were decided but stay in the review list: nobody can read them."""
    return {decision.path for decision in decisions if decision.action == "illegible"}
