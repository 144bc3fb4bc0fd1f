"""How a filing stands in the store: read once for all that a request asks about it.

Each function takes part in a transaction of the caller.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import time
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select

from extractor.errors import NoSuchItem
from extractor.review import repository
from extractor.review.decisions import Decision, Mode, person_of
from extractor.review.schema import DOCUMENTS, FILINGS, ITEMS
from extractor.review.votes import DISPUTED, holding


@dataclass(frozen=True, slots=True)
class Standing:
    """A filing with its document, its lease, its items in order, and the votes that count, by item.

    `version` is the number of its reading: any server may have stored another one.
    """

    filing: int
    document: int
    name: str
    path: str
    version: int
    leased_by: str | None
    leased_until: float
    rows: tuple[Row[Any], ...]
    votes: Mapping[int, Sequence[Decision]]

    def row(self, number: int) -> Row[Any]:
        """An item of the filing; raises NoSuchItem."""
        found = next((row for row in self.rows if row.id == number), None)
        if found is None:
            raise NoSuchItem(f"item {number} is not of this filing; load the page again")
        return found

    def on(self, item: int) -> Sequence[Decision]:
        """The votes on an item that count, oldest first."""
        return self.votes.get(item, ())

    def waiting_for(self, reviewer: str) -> list[Row[Any]]:
        """The items that the reviewer could be asked; `repository.waiting` says the same of all filings."""
        return [row for row in self.rows if self._waits(row, person_of(reviewer))]

    def _waits(self, row: Row[Any], person: str) -> bool:
        own = self.on(row.id)
        voted = any(person_of(vote.reviewer) == person for vote in own)
        return row.state == "open" and (row.kind == "rows" or not voted or len(own) >= DISPUTED)

    def unsettled(self) -> list[Row[Any]]:
        """The items that no sums settled, decided or not."""
        return [row for row in self.rows if row.state != "settled"]

    def decisions(self, mode: Mode) -> tuple[Decision, ...]:
        """The decisions that hold, oldest first; samples only measure."""
        kinds = {row.id: row.kind for row in self.rows} if self.votes else {}
        own = [(kinds[item], votes) for item, votes in self.votes.items() if kinds[item] != "sample"]
        found = [decision for kind, votes in own for decision in holding(votes, mode, kind)]
        return tuple(sorted(found, key=lambda decision: decision.number))

    def is_free(self, reviewer: str) -> bool:
        """True where the filing is not reserved for another reviewer."""
        return self.leased_by in (None, person_of(reviewer)) or self.leased_until < time()

    def is_reserved(self, reviewer: str) -> bool:
        """True where the filing is reserved for the reviewer for at least half the usual time."""
        half = time() + repository.SETTINGS.lease / 2
        return self.leased_by == person_of(reviewer) and self.leased_until > half


def standing(connection: Connection, filing: int, *, lock: bool = False) -> Standing:
    """A filing as it stands; with `lock` no other transaction changes it until this one ends."""
    return _read(connection, FILINGS.c.id == filing, lock)


def standing_of(connection: Connection, item: int, *, lock: bool = False) -> Standing:
    """The filing of an item as it stands; raises NoSuchItem."""
    filing: int | None = connection.execute(select(ITEMS.c.filing).where(ITEMS.c.id == item)).scalar()
    if filing is None:
        raise NoSuchItem(f"nothing in the queue has the number {item}; go back to the start page")
    return standing(connection, filing, lock=lock)


def _read(connection: Connection, wanted: ColumnElement[bool], lock: bool) -> Standing:
    query = _FILING.where(wanted)
    # SQLite has begun to write by then and needs no lock on a row; nothing is said to it.
    own = connection.execute(query.with_for_update(of=FILINGS) if lock else query).one()
    rows = connection.execute(select(ITEMS).where(ITEMS.c.filing == own.id).order_by(ITEMS.c.id)).all()
    return Standing(*own, rows=tuple(rows), votes=repository.votes_on(connection, own.id))


_FILING = select(
    FILINGS.c.id,
    DOCUMENTS.c.id,
    DOCUMENTS.c.name,
    DOCUMENTS.c.path,
    DOCUMENTS.c.version,
    FILINGS.c.leased_by,
    FILINGS.c.leased_until,
).join(DOCUMENTS, FILINGS.c.document == DOCUMENTS.c.id)
