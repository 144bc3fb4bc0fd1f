"""What the start page tells of a store: its documents, the columns still asked about, who did what.

Each function takes part in a transaction of the caller.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from time import time

from sqlalchemy import Connection, func, select

from extractor.review import repository
from extractor.review.decisions import DocumentRow, person_of
from extractor.review.schema import DECISIONS, DOCUMENTS, FILINGS, ITEMS
from extractor.review.units import column

SHOWN = 200
"""Documents in the list, at most: a search finds the others."""
HOUR = 3600.0
"""Seconds."""


@dataclass(frozen=True, slots=True)
class OpenColumn:
    """A column or field of the form, by the end of its cells' paths, and how many of them are left."""

    name: str
    left: int


@dataclass(frozen=True, slots=True)
class PersonRow:
    """What one person did: decisions, how many an hour without pauses (None: too few), the last one's time,
    and the documents that are reserved now."""

    name: str
    decided: int
    an_hour: float | None
    last: datetime
    at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Overview:
    """Documents whose names hold what is searched, `more` of them not listed; columns, most left first;
    people, by name."""

    documents: tuple[DocumentRow, ...]
    more: int
    columns: tuple[OpenColumn, ...]
    people: tuple[PersonRow, ...]


def overview(connection: Connection, search: str = "") -> Overview:
    """The store as the start page shows it."""
    documents, more = _documents(connection, search)
    return Overview(documents, more, _columns(connection), _people(connection))


def _documents(connection: Connection, search: str) -> tuple[tuple[DocumentRow, ...], int]:
    """The documents in the order they are asked about, those with something left first."""
    left = func.count(ITEMS.c.id).filter(ITEMS.c.state == "open")
    filings, items = func.count(FILINGS.c.id.distinct()), func.count(ITEMS.c.id)
    wanted = ~DOCUMENTS.c.is_retired & DOCUMENTS.c.name.icontains(search, autoescape=True)
    query = (
        select(DOCUMENTS.c.id, DOCUMENTS.c.name, filings, left, items - left)
        .where(wanted)
        .select_from(DOCUMENTS.outerjoin(FILINGS).outerjoin(ITEMS, ITEMS.c.filing == FILINGS.c.id))
        .group_by(DOCUMENTS.c.id, DOCUMENTS.c.name)
        .order_by(left == 0, DOCUMENTS.c.id)
        .limit(SHOWN)
    )
    count = connection.execute(select(func.count()).select_from(DOCUMENTS).where(wanted)).scalar_one()
    found = tuple(DocumentRow(*row) for row in connection.execute(query))
    return found, max(0, count - SHOWN)


def _columns(connection: Connection) -> tuple[OpenColumn, ...]:
    query = (
        select(ITEMS.c.path, func.count())
        .where(ITEMS.c.state == "open", ITEMS.c.kind == "cell")
        .group_by(ITEMS.c.path)
    )
    count: Counter[str] = Counter()
    for path, left in connection.execute(query):
        count[column(path).rpartition("/")[2]] += left
    return tuple(OpenColumn(name, left) for name, left in count.most_common() if name)


def _people(connection: Connection) -> tuple[PersonRow, ...]:
    """Names as they were first written: "Ann" and "ann" are one person."""
    query = (
        select(DECISIONS.c.reviewer, DECISIONS.c.at)
        .where(DECISIONS.c.action.not_in(("undo", "settled")))
        .order_by(DECISIONS.c.number)
    )
    names: dict[str, str] = {}
    times: dict[str, list[datetime]] = defaultdict(list)
    for name, at in connection.execute(query):
        names.setdefault(person_of(name), name)
        times[person_of(name)].append(at)
    where = _where(connection)
    rows = [
        PersonRow(names[who], len(own), _an_hour(own), own[-1], where.get(who, ()))
        for who, own in times.items()
    ]
    return tuple(sorted(rows, key=lambda row: row.name))


def _an_hour(times: Sequence[datetime]) -> float | None:
    steps = [(later - earlier).total_seconds() for earlier, later in pairwise(times)]
    work = [step for step in steps if 0 <= step < repository.SETTINGS.pause]
    return len(work) * HOUR / sum(work) if sum(work) else None


def _where(connection: Connection) -> dict[str, tuple[str, ...]]:
    """Person → the documents of the filings reserved for them."""
    query = (
        select(FILINGS.c.leased_by, DOCUMENTS.c.name)
        .join(DOCUMENTS, FILINGS.c.document == DOCUMENTS.c.id)
        .where(FILINGS.c.leased_until > time())
        .distinct()
    )
    found: dict[str, tuple[str, ...]] = {}
    for who, name in connection.execute(query):
        found[who] = (*found.get(who, ()), name)
    return found
