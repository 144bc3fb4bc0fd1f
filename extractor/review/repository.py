"""What the service writes and reads in the store: results, leases, decisions.

Each function takes part in a transaction of the caller's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import time
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Insert,
    Row,
    Select,
    and_,
    exists,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy import delete as remove

from extractor.errors import Leased
from extractor.review.asking import Question, questions, samples
from extractor.review.decisions import Decision, LoadedResult
from extractor.review.tables import DECISIONS, DOCUMENTS, FILINGS, ITEMS, VOTES

LEASE = 15 * 60.0
"""Seconds a filing stays a reviewer's after the last thing done to it."""
TAKEN = "another reviewer is at this filing; take the next one, or come back in a while"
USUAL = 200
"""The time left is estimated from the last so many decisions."""
PAUSE = 120.0
"""Seconds between two decisions from which on it was a pause, not work."""
FILL = 500
"""Items written at once."""


def add_result(connection: Connection, loaded: LoadedResult, sample: float) -> None:
    """A result with its filings and what is to be asked about them, unless it is in the store already."""
    source = loaded.extraction.source
    stem = loaded.json_file.stem
    own = (DOCUMENTS.c.sha256 == source.sha256) & (DOCUMENTS.c.stem == stem)
    if connection.execute(select(DOCUMENTS.c.id).where(own)).first():
        return
    values = {
        # Scanners name every file alike: then the result's own name tells them apart.
        "name": source.name if Path(source.name).stem == stem else stem,
        "stem": stem,
        "sha256": source.sha256,
        "path": str(loaded.document or ""),
        "result": loaded.extraction.model_dump_json(),
    }
    document = _new(connection, insert(DOCUMENTS).values(values))
    for number, filing in enumerate(loaded.extraction.filings, 1):
        key = _new(connection, insert(FILINGS).values(document=document, number=number, leased_until=0.0))
        asked = [*questions(filing), *samples(filing, f"{source.sha256} {number}", sample)]
        _ask(connection, key, asked)


def _ask(connection: Connection, filing: int, asked: Sequence[Question]) -> None:
    rows = [
        {"filing": filing, "kind": q.kind, "path": q.path, "reason": q.reason, "state": "open"} for q in asked
    ]
    for start in range(0, len(rows), FILL):
        connection.execute(insert(ITEMS), rows[start : start + FILL])


def ask_again(connection: Connection, filing: int, path: str, reason: str) -> None:
    """One more question about a cell, unless it is asked already."""
    asked = select(ITEMS.c.id).where(ITEMS.c.filing == filing, ITEMS.c.path == path, ITEMS.c.kind == "cell")
    if not connection.execute(asked).first():
        _ask(connection, filing, [Question("cell", path, reason)])


# Leases.


def is_free(reviewer: str) -> ColumnElement[bool]:
    """True of filings nobody else is at."""
    return or_(
        FILINGS.c.leased_by.is_(None), FILINGS.c.leased_by == reviewer, FILINGS.c.leased_until < time()
    )


def lease(connection: Connection, filing: int, reviewer: str) -> bool:
    """Makes the filing the reviewer's for a while; False where another is at it."""
    taken = update(FILINGS).where(FILINGS.c.id == filing, is_free(reviewer))
    values = {"leased_by": reviewer, "leased_until": time() + LEASE}
    return connection.execute(taken.values(values)).rowcount == 1


def must_lease(connection: Connection, filing: int, reviewer: str) -> None:
    """As `lease`, but raises Leased."""
    if not lease(connection, filing, reviewer):
        raise Leased(TAKEN)


def must_be_free(connection: Connection, filing: int, reviewer: str) -> None:
    """Raises Leased where another reviewer is at the filing."""
    free = select(FILINGS.c.id).where(FILINGS.c.id == filing, is_free(reviewer))
    if connection.execute(free).first() is None:
        raise Leased(TAKEN)


def waiting(reviewer: str, after: int) -> Select[int, int]:
    """Items and their filings the reviewer could be asked next, in order, behind item `after`."""
    voted = exists().where(VOTES.c.item == ITEMS.c.id, VOTES.c.reviewer == reviewer)
    fits = and_(ITEMS.c.state == "open", ITEMS.c.id > after, is_free(reviewer))
    # A row fault stays open while rows are added; a cell waits for others once the reviewer has voted.
    mine = or_(ITEMS.c.kind == "rows", ~voted)
    joined = select(ITEMS.c.id, ITEMS.c.filing).join(FILINGS, FILINGS.c.id == ITEMS.c.filing)
    return joined.where(fits, mine).order_by(ITEMS.c.id).limit(1)


# Decisions.


def write(connection: Connection, decision: Decision) -> Decision:
    """The decision at the end of the log, with the number it got."""
    values = asdict(decision)
    del values["number"]  # the store counts
    return read(connection.execute(insert(DECISIONS).values(values).returning(*DECISIONS.c)).one())


def vote(connection: Connection, decision: Decision) -> None:
    """The decision counts from now on."""
    values = {"decision": decision.number, "item": decision.item, "filing": decision.filing}
    connection.execute(insert(VOTES).values(**values, reviewer=decision.reviewer))


def withdraw(connection: Connection, number: int) -> None:
    """The decision counts no longer; it stays in the log."""
    connection.execute(remove(VOTES).where(VOTES.c.decision == number))


def votes_on(connection: Connection, filing: int) -> dict[int, list[Decision]]:
    """Item → the decisions on it that count, oldest first."""
    query = select(DECISIONS).join(VOTES, VOTES.c.decision == DECISIONS.c.number)
    rows = connection.execute(query.where(VOTES.c.filing == filing).order_by(DECISIONS.c.number))
    found: dict[int, list[Decision]] = defaultdict(list)
    for decision in map(read, rows):
        found[decision.item].append(decision)
    return dict(found)


def last_of(connection: Connection, reviewer: str) -> Decision | None:
    """The reviewer's last decision that counts."""
    query = select(DECISIONS).join(VOTES, VOTES.c.decision == DECISIONS.c.number)
    own = query.where(VOTES.c.reviewer == reviewer).order_by(DECISIONS.c.number.desc()).limit(1)
    row = connection.execute(own).first()
    return read(row) if row else None


def read(row: Row[Any]) -> Decision:
    """A row of the log."""
    return Decision(**{**row._mapping, "at": _utc(row.at)})


def pace(connection: Connection) -> float | None:
    """Seconds a decision usually takes: the median of the last ones, pauses left out; None before there are
    some."""
    query = select(DECISIONS.c.at).where(DECISIONS.c.action != "undo").order_by(DECISIONS.c.number.desc())
    times = [_utc(at).timestamp() for at in connection.execute(query.limit(USUAL)).scalars()]
    steps = [later - earlier for later, earlier in pairwise(times)]
    work = [step for step in steps if 0 <= step < PAUSE]
    return median(work) if work else None


def log(connection: Connection) -> Iterator[Decision]:
    """Every decision, oldest first."""
    yield from map(read, connection.execute(select(DECISIONS).order_by(DECISIONS.c.number)))


def _utc(at: datetime) -> datetime:
    """SQLite keeps no time zone."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _new(connection: Connection, statement: Insert) -> int:
    key = connection.execute(statement).inserted_primary_key
    assert key is not None
    return int(key[0])
