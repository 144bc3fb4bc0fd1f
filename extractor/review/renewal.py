"""A document that was extracted again: which decisions still fit, and what is asked now.

A decision stays where the place it is about, a cell or its row, lies where it lay. One on rows stays where
the rows of all tables do. The others count no longer, which the log tells, and their questions are asked
again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, select, update

from extractor.model.filing import BBox, Filing
from extractor.model.geometry import Box, around
from extractor.model.path import CellPath
from extractor.review import repository
from extractor.review.decisions import TOOL, Decision
from extractor.review.item_view import ROWS
from extractor.review.repository import Question
from extractor.review.row_changes import ADDED, NOWHERE, row_of
from extractor.review.schema import ITEMS

WHY = "extracted again, and this place is another now"
AGAIN = "extracted again since {reviewer} decided: {reason}"


def renewed(connection: Connection, filing: int, old: Filing, new: Filing, asked: Sequence[Question]) -> None:
    """Takes back what no longer fits the new reading of a filing, and brings its questions up to date.

    `asked` are the questions the new reading raises; the states of the items are to be updated afterwards.
    """
    kinds = dict(connection.execute(select(ITEMS.c.id, ITEMS.c.kind).where(ITEMS.c.filing == filing)).all())
    again = {}
    for item, votes in repository.votes_on(connection, filing).items():
        for vote in votes:
            measured = kinds[item] == "sample" and new.values().get(vote.path, "") != vote.before
            if measured or not fits(vote, old, new):
                taken_back(connection, vote)
                again[vote.path] = vote.reviewer
    _ask_now(connection, filing, asked, again)


def taken_back(connection: Connection, vote: Decision) -> None:
    """Makes a decision count no longer, and says so in the log."""
    repository.write(connection, _undone(vote))
    repository.withdraw(connection, vote.number)


def fits(decision: Decision, old: Filing, new: Filing) -> bool:
    """True where a decision is about the same place of both readings of a filing."""
    if decision.action in ROWS or decision.action == "complete":
        return _rows(old) == _rows(new)
    was, now = _place(old, decision.path), _place(new, decision.path)
    if was and now:
        return was[0] == now[0] and Box(*was[1]).overlap(Box(*now[1])) > 0
    return was is None and (now is None or not row_of(decision.path))


def _undone(vote: Decision) -> Decision:
    return Decision(
        number=0,
        filing=vote.filing,
        item=vote.item,
        path=vote.path,
        reviewer=TOOL,
        action="undo",
        before=vote.after,
        after=vote.before,
        why=WHY,
        at=datetime.now(UTC),
        takes_back=vote.number,
    )


def _ask_now(
    connection: Connection, filing: int, asked: Sequence[Question], again: Mapping[str, str]
) -> None:
    """Questions that are there get their new reasons, the others are added."""
    rows = connection.execute(select(ITEMS).where(ITEMS.c.filing == filing)).all()
    there = {(row.kind == "sample", row.path): row for row in rows}
    new = []
    for question in asked:
        row = there.get((question.kind == "sample", question.path))
        who = again.get(question.path)
        reason = AGAIN.format(reviewer=who, reason=question.reason) if who else question.reason
        if row is None:
            new.append(question)
        else:
            connection.execute(update(ITEMS).where(ITEMS.c.id == row.id).values(reason=reason))
    repository.ask(connection, filing, new)


def _place(filing: Filing, path: str) -> tuple[int, BBox] | None:
    """Page and box of a cell, or of its row where it has none."""
    cell = filing.cell(path)
    if cell and cell.bbox != NOWHERE:
        return cell.page, cell.bbox
    row = row_of(path)
    return _rows(filing).get(row) if row and CellPath.parse(path).number <= ADDED else None


def _rows(filing: Filing) -> dict[str, tuple[int, BBox]]:
    """Row → its page and box, in whole points."""
    boxes: dict[str, list[BBox]] = {}
    pages: dict[str, int] = {}
    for cell in filing.cells:
        row = row_of(cell.path)
        if row and cell.bbox != NOWHERE and cell.page == pages.setdefault(row, cell.page):
            boxes.setdefault(row, []).append(cell.bbox)
    return {row: (pages[row], around(Box(*box) for box in own).rounded(0)) for row, own in boxes.items()}
