"""What the review service reads and writes in its store: results, questions, leases, decisions.

Each function takes part in a transaction of the caller.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import pairwise
from statistics import fmean
from time import time
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy import delete as remove

from extractor.model.filing import Filing
from extractor.model.path import FOOTNOTE, TABLES, CellPath
from extractor.model.review_list import places_to_look
from extractor.review.decisions import Decision, ItemKind, is_spot, person_of
from extractor.review.item_view import ROWS
from extractor.review.schema import DECISIONS, FILINGS, ITEMS, VOTES
from extractor.review.votes import DISPUTED

PARTS = ("", "reportingOwnerAddress", "reportingOwnerRelationship", "reportingOwnerId")
"""Fields of an element that are no single cell: all of it, or a part of an owner."""


@dataclass(frozen=True, slots=True)
class QueueSettings:
    """How the queue works."""

    lease: float = 15 * 60.0
    """Seconds for which a filing stays reserved for a reviewer after the last request: a phone call long."""
    pace: int = 200
    """Number of the latest decisions from which the time left is estimated."""
    pause: float = 120.0
    """Seconds between two decisions from which on they count as a pause and not as work."""
    batch: int = 500
    """Items written in one statement: below the limits of both databases on parameters."""


SETTINGS = QueueSettings()


# What is asked.


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask: the path it is about, or its page and box (`ReviewItem.place`), and why."""

    kind: ItemKind
    path: str
    reason: str


def questions(filing: Filing) -> list[Question]:
    """What is to be reviewed in a filing: first the cells that share most sums, then in form order."""
    once = [Question(_kind(item.place), item.place, item.reason) for item in places_to_look(filing)]
    bound, order = _bound(filing, {q.path for q in once}), _order(filing)
    last = len(order)
    return sorted(once, key=lambda q: (q.kind != "cell", -bound[q.path], order.get(q.path, last)))


def samples(filing: Filing, key: str, share: float) -> list[Question]:
    """A share of the accepted cells, drawn by a hash of `key` (which names the filing) and path: always the
    same ones."""
    accepted = [cell.path for cell in filing.cells if cell.status in ("accepted", "repaired")]
    drawn = [path for path in accepted if _number(f"{key} {path}") < share]
    return [Question("sample", path, "keyed blind, to measure accepted values") for path in drawn]


def _kind(path: str) -> ItemKind:
    return "rows" if _is_whole(CellPath.parse(path)) else "cell"


def _is_whole(path: CellPath) -> bool:
    """True for paths of more than one cell: the filing, a table, a row, an owner, the footnotes, a spot."""
    if path.element == FOOTNOTE:
        return False
    if not path.element:
        return path.field in ("", *TABLES, "footnotes") or is_spot(path.field)
    return path.field in PARTS


def _bound(filing: Filing, wanted: set[str]) -> Mapping[str, int]:
    """For each path, how many other wanted cells are in the same checks."""
    count: Counter[str] = Counter()
    for check in filing.checks:
        own = wanted & set(check.cells)
        count.update({path: len(own) - 1 for path in own})
    return count


def _order(filing: Filing) -> dict[str, int]:
    return {cell.path: number for number, cell in enumerate(filing.cells)}


def _number(name: str) -> float:
    """A number from 0 to 1, computed from a name."""
    digest = hashlib.sha256(name.encode()).digest()
    return int.from_bytes(digest, "big") / (1 << 8 * len(digest))


# Items.


def ask(connection: Connection, filing: int, asked: Sequence[Question]) -> None:
    """Adds questions about a filing to the queue."""
    rows = [
        {"filing": filing, "kind": q.kind, "path": q.path, "reason": q.reason, "state": "open"} for q in asked
    ]
    for start in range(0, len(rows), SETTINGS.batch):
        connection.execute(insert(ITEMS), rows[start : start + SETTINGS.batch])


def ask_again(connection: Connection, filing: int, path: str, reason: str) -> None:
    """One more question about a cell, unless it is asked already."""
    asked = select(ITEMS.c.id).where(ITEMS.c.filing == filing, ITEMS.c.path == path, ITEMS.c.kind == "cell")
    if not connection.execute(asked).first():
        ask(connection, filing, [Question("cell", path, reason)])


# Leases.


def is_free(reviewer: str) -> ColumnElement[bool]:
    """True for filings that are not reserved for another reviewer."""
    return or_(
        FILINGS.c.leased_by.is_(None),
        FILINGS.c.leased_by == person_of(reviewer),
        FILINGS.c.leased_until < time(),
    )


def lease(connection: Connection, filing: int, reviewer: str) -> bool:
    """Reserves the filing for the reviewer; False where it is reserved for another."""
    taken = update(FILINGS).where(FILINGS.c.id == filing, is_free(reviewer))
    values = {"leased_by": person_of(reviewer), "leased_until": time() + SETTINGS.lease}
    return connection.execute(taken.values(values)).rowcount == 1


def waiting(reviewer: str, after: int, only: str = "") -> Select[int, int]:
    """Item and filing that the reviewer could be asked next, after item `after`; of `only` one column, if it
    is named."""
    fits = and_(_waits_for(reviewer), ITEMS.c.id > after, is_free(reviewer))
    if only:
        fits = and_(fits, ITEMS.c.path.endswith(only, autoescape=True))
    joined = select(ITEMS.c.id, ITEMS.c.filing).join(FILINGS, FILINGS.c.id == ITEMS.c.filing)
    return joined.where(fits).order_by(ITEMS.c.id).limit(1)


def _waits_for(reviewer: str) -> ColumnElement[bool]:
    """True for open items on which the reviewer has not voted."""
    voted = exists().where(VOTES.c.item == ITEMS.c.id, VOTES.c.reviewer == person_of(reviewer))
    # A row fault stays open while rows are added; a cell waits for others once the reviewer has voted, unless
    # they disagree for good.
    answers = select(func.count()).where(VOTES.c.item == ITEMS.c.id).scalar_subquery()
    return and_(ITEMS.c.state == "open", or_(ITEMS.c.kind == "rows", ~voted, answers >= DISPUTED))


# Decisions.


def write(connection: Connection, decision: Decision) -> Decision:
    """Appends the decision to the log; gives it with its number."""
    values = asdict(decision)
    del values["number"]  # the store counts
    return _decision(connection.execute(insert(DECISIONS).values(values).returning(*DECISIONS.c)).one())


def rows_added(connection: Connection, filing: int) -> int:
    """How many rows were ever added to a filing, those taken back too."""
    own = (DECISIONS.c.filing == filing) & (DECISIONS.c.action == "add-row")
    return int(connection.execute(select(func.count()).where(own)).scalar_one())


def vote(connection: Connection, decision: Decision) -> None:
    """Makes the decision count."""
    values = {"decision": decision.number, "item": decision.item, "filing": decision.filing}
    connection.execute(insert(VOTES).values(**values, reviewer=person_of(decision.reviewer)))


def withdraw(connection: Connection, number: int) -> None:
    """Makes the decision count no longer; it stays in the log."""
    connection.execute(remove(VOTES).where(VOTES.c.decision == number))


def votes_on(connection: Connection, filing: int) -> dict[int, list[Decision]]:
    """Item → the decisions on it that count, oldest first."""
    query = select(DECISIONS).join(VOTES, VOTES.c.decision == DECISIONS.c.number)
    rows = connection.execute(query.where(VOTES.c.filing == filing).order_by(DECISIONS.c.number))
    found: dict[int, list[Decision]] = defaultdict(list)
    for decision in map(_decision, rows):
        found[decision.item].append(decision)
    return dict(found)


def answers(connection: Connection, kind: ItemKind) -> dict[tuple[int, str], list[Decision]]:
    """(filing, path) → the decisions on items of a kind that count, oldest first."""
    query = select(DECISIONS).join(VOTES, VOTES.c.decision == DECISIONS.c.number)
    own = query.join(ITEMS, ITEMS.c.id == DECISIONS.c.item).where(ITEMS.c.kind == kind)
    found: dict[tuple[int, str], list[Decision]] = defaultdict(list)
    for decision in map(_decision, connection.execute(own.order_by(DECISIONS.c.number))):
        found[decision.filing, decision.path].append(decision)
    return dict(found)


def last_of(connection: Connection, reviewer: str) -> list[Decision]:
    """The reviewer's last decisions that count, those made with one key, the last first."""
    query = select(DECISIONS).join(VOTES, VOTES.c.decision == DECISIONS.c.number)
    own = query.where(VOTES.c.reviewer == person_of(reviewer)).order_by(DECISIONS.c.number.desc())
    last = connection.execute(own.limit(1)).first()
    if last is None:
        return []
    same = own.where(DECISIONS.c.filing == last.filing, DECISIONS.c.at == last.at)
    return list(map(_decision, connection.execute(same)))


def replaced(connection: Connection, decision: Decision) -> Decision | None:
    """The same person's earlier answer to the same question, which this decision replaced."""
    own = select(DECISIONS).where(DECISIONS.c.item == decision.item, DECISIONS.c.number != decision.number)
    others = [_decision(row) for row in connection.execute(own.order_by(DECISIONS.c.number))]
    undone = {other.takes_back for other in others}
    answers = [
        other
        for other in others
        if other.number < decision.number
        and other.number not in undone
        and other.action not in (*ROWS, "undo", "settled")
        and person_of(other.reviewer) == person_of(decision.reviewer)
    ]
    return answers[-1] if answers and decision.action not in ROWS else None


def last_settled(connection: Connection, item: int) -> int | None:
    """The line of the log that says that an item was settled."""
    own = select(DECISIONS.c.number).where(DECISIONS.c.item == item, DECISIONS.c.action == "settled")
    return connection.execute(own.order_by(DECISIONS.c.number.desc()).limit(1)).scalar()


def _decision(row: Row[Any]) -> Decision:
    """A row of the log."""
    return Decision(**{**row._mapping, "at": _utc(row.at)})


def pace(connection: Connection) -> float | None:
    """Seconds a decision takes, by the latest ones without pauses; None where there are too few."""
    query = (
        select(DECISIONS.c.at)
        .where(DECISIONS.c.action.not_in(("undo", "settled")))
        .order_by(DECISIONS.c.number.desc())
    )
    times = [_utc(at).timestamp() for at in connection.execute(query.limit(SETTINGS.pace)).scalars()]
    steps = [later - earlier for later, earlier in pairwise(times)]
    work = [step for step in steps if 0 <= step < SETTINGS.pause]
    # Cells of one row are decided at once: the time between them is none, and the mean shares it.
    return fmean(work) if work else None


def log(connection: Connection) -> Iterator[Decision]:
    """Every decision, oldest first."""
    yield from map(_decision, connection.execute(select(DECISIONS).order_by(DECISIONS.c.number)))


def _utc(at: datetime) -> datetime:
    """SQLite keeps no time zone."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)
