"""The review desk: hands out what is to be looked at, takes decisions, and says what follows from them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from time import time

from sqlalchemy import Connection, Engine, Row, and_, func, insert, or_, select, update
from sqlalchemy import delete as remove

from extractor.errors import Invalid, Leased, NoSuchItem
from extractor.export.rows import plain_name
from extractor.fields.confidence import MAX_ERROR, accepted_from
from extractor.filing import BBox, Cell, Extraction, Filing
from extractor.reconcile import reconcile
from extractor.review.agreement import ROWS, holding
from extractor.review.asking import questions, samples
from extractor.review.keyed import keyed
from extractor.review.model import (
    Action,
    Corrected,
    Decision,
    DocumentRow,
    Item,
    Loaded,
    Mode,
    Outcome,
    Progress,
    Prospect,
    Quality,
    State,
    Sum,
)
from extractor.review.overlay import corrected, row_of
from extractor.review.tables import DECISIONS, DOCUMENTS, FILINGS, ITEMS, VOTES

LEASE = 15 * 60.0
"""Seconds a filing stays a reviewer's after the last thing done to it."""
USUAL = 200
"""Decisions from which the time left is estimated: the last so many."""
PAUSE = 120.0
"""Seconds between two decisions from which on it was a pause, not work."""


class Desk:
    """The queue of one store. Safe to use from several threads and processes at once.

    In `double` mode a cell is settled when two reviewers agree; neither sees what the other said.
    """

    def __init__(self, engine: Engine, mode: Mode = "single") -> None:
        self._engine, self.mode = engine, mode
        self._least = accepted_from(MAX_ERROR)
        self._extraction = lru_cache(maxsize=32)(self._read_extraction)
        self._again = lru_cache(maxsize=256)(self._reconciled_again)

    # Filling the queue.

    def add(self, results: Iterable[Loaded], sample: float = 0.0) -> None:
        """Puts results into the queue; those that are in it already stay as they are.

        `sample` is the share of accepted cells that is asked too, blind.
        """
        for loaded in results:
            with self._engine.begin() as connection:
                _add(connection, loaded, sample)

    # What there is to do.

    def progress(self) -> Progress:
        """How far the queue is."""
        with self._engine.begin() as connection:
            counts = dict(
                connection.execute(select(ITEMS.c.state, func.count()).group_by(ITEMS.c.state)).tuples().all()
            )
            pace = _pace(connection)
        left = counts.get("open", 0)
        return Progress(
            done=counts.get("decided", 0),
            left=left,
            settled=counts.get("settled", 0),
            seconds_left=None if pace is None else pace * left,
        )

    def documents(self) -> tuple[DocumentRow, ...]:
        """The documents in the order they are asked about."""
        waiting = func.count().filter(ITEMS.c.state == "open")
        joined = DOCUMENTS.join(FILINGS).outerjoin(ITEMS, ITEMS.c.filing == FILINGS.c.id)
        query = (
            select(
                DOCUMENTS.c.id,
                DOCUMENTS.c.name,
                func.count(FILINGS.c.id.distinct()),
                waiting,
                func.count(ITEMS.c.id) - waiting,
            )
            .select_from(joined)
            .group_by(DOCUMENTS.c.id, DOCUMENTS.c.name)
            .order_by(DOCUMENTS.c.id)
        )
        with self._engine.begin() as connection:
            return tuple(DocumentRow(*row) for row in connection.execute(query).tuples())

    def next_item(self, reviewer: str, after: int | None = None) -> Item | None:
        """The next thing to ask the reviewer, round to the first after the last; its filing is leased.

        Passes over filings another reviewer is at.
        """
        with self._engine.begin() as connection:
            for start in dict.fromkeys((after or 0, 0)):
                for number, filing in connection.execute(self._waiting(reviewer, start)).tuples():
                    if _leased(connection, filing, reviewer):
                        return self._item(connection, number)
        return None

    def previous_item(self, reviewer: str, before: int) -> Item | None:
        """The item before that one in the queue, decided or not, in a filing nobody else is at."""
        free = _free(reviewer)
        query = (
            select(ITEMS.c.id, ITEMS.c.filing)
            .join(FILINGS)
            .where(ITEMS.c.id < before, ITEMS.c.state != "settled", free)
            .order_by(ITEMS.c.id.desc())
            .limit(1)
        )
        with self._engine.begin() as connection:
            row = connection.execute(query).tuples().first()
            return self._item(connection, row[0]) if row and _leased(connection, row[1], reviewer) else None

    def item(self, number: int, reviewer: str) -> Item:
        """One item; raises NoSuchItem, or Leased where another reviewer is at its filing."""
        with self._engine.begin() as connection:
            item = self._item(connection, number)
            _lease(connection, item.filing, reviewer)
            return item

    def items_of(self, filing: int) -> tuple[Item, ...]:
        """All items of a filing in the order they are asked."""
        query = select(ITEMS.c.id).where(ITEMS.c.filing == filing).order_by(ITEMS.c.id)
        with self._engine.begin() as connection:
            numbers = connection.execute(query).scalars().all()
            return tuple(self._item(connection, number) for number in numbers)

    # What follows.

    def prospect(self, number: int, value: str) -> Prospect:
        """What would follow from a value for an item's cell; nothing while it is no value of its kind."""
        with self._engine.begin() as connection:
            item = self._item(connection, number)
            decisions = self._holding(connection, item.filing)
        if item.kind != "cell":
            return Prospect((), ())
        now = self._corrected(item.filing, decisions)
        try:
            then = self._corrected(item.filing, [*decisions, _supposed(item, value)])
        except Invalid:
            return Prospect((), ())
        return Prospect(_sums(then.filing, item.path), _gone(now, then, item.path))

    def decide(
        self, number: int, reviewer: str, action: Action, value: str = "", why: str = ""
    ) -> Outcome:
        """Takes a decision on an item, and settles what follows from it.

        Raises NoSuchItem, Leased, or Invalid where the value is none of the cell's kind.
        """
        with self._engine.begin() as connection:
            item = self._item(connection, number)
            _lease(connection, item.filing, reviewer)
            before, after = _said(item, action, value)
            path = self._row_path(connection, item, action) or item.path
            decision = _logged(connection, item, path, reviewer, action, before, after, why)
            _voted(connection, decision)
            return Outcome(decision, self._follow(connection, item.filing, item.path))

    def undo(self, reviewer: str) -> Item | None:
        """Takes back the reviewer's last decision that still counts; gives its item, open again."""
        last = (
            select(VOTES.c.decision).where(VOTES.c.reviewer == reviewer).order_by(VOTES.c.decision.desc()).limit(1)
        )
        with self._engine.begin() as connection:
            number = connection.execute(last).scalar()
            if number is None:
                return None
            taken = _decision(connection.execute(select(DECISIONS).where(DECISIONS.c.number == number)).one())
            item = self._item(connection, taken.item)
            _lease(connection, item.filing, reviewer)
            _logged(
                connection, item, taken.path, reviewer, "undo", taken.after, taken.before, "", takes_back=number
            )
            connection.execute(remove(VOTES).where(VOTES.c.decision == number))
            self._follow(connection, item.filing, item.path)
            return self._item(connection, item.number)

    # What came of it.

    def filing(self, filing: int) -> Corrected:
        """A filing with every decision that holds over it."""
        with self._engine.begin() as connection:
            decisions = self._holding(connection, filing)
        return self._corrected(filing, decisions)

    def filings(self) -> tuple[tuple[int, int], ...]:
        """Every filing with its document, in order."""
        query = select(FILINGS.c.id, FILINGS.c.document).order_by(FILINGS.c.id)
        with self._engine.begin() as connection:
            return tuple((row[0], row[1]) for row in connection.execute(query).tuples())

    def extraction(self, document: int) -> Extraction:
        """The result of a document as it was extracted."""
        return self._extraction(document)

    def pages(self, filing: int) -> tuple[int, ...]:
        """The pages of the document a filing is on."""
        return self._filing(filing).pages

    def document_file(self, document: int) -> Path | None:
        """The document itself; None where it was not found."""
        with self._engine.begin() as connection:
            path = connection.execute(select(DOCUMENTS.c.path).where(DOCUMENTS.c.id == document)).scalar()
        return Path(path) if path and Path(path).is_file() else None

    def log(self) -> Iterator[Decision]:
        """Every decision ever made, oldest first, those taken back too."""
        with self._engine.begin() as connection:
            rows = connection.execute(select(DECISIONS).order_by(DECISIONS.c.number)).all()
        yield from map(_decision, rows)

    def log_csv(self) -> Iterator[str]:
        """The log as lines of CSV."""
        names = ("number", "at", "reviewer", "document", "filing", "path", "action", "before", "after", "why")
        yield _csv_line([*names, "takes_back"])
        places = self._places()
        for entry in self.log():
            document, number = places[entry.filing]
            own = (entry.path, entry.action, entry.before, entry.after, entry.why, entry.takes_back or "")
            when = entry.at.isoformat(timespec="seconds")
            yield _csv_line([entry.number, when, entry.reviewer, document, number, *own])

    def quality(self) -> Quality:
        """What the blind keying of accepted cells says of the others."""
        query = (
            select(DECISIONS.c.before, DECISIONS.c.after, DECISIONS.c.action)
            .join(VOTES, VOTES.c.decision == DECISIONS.c.number)
            .join(ITEMS, ITEMS.c.id == DECISIONS.c.item)
            .where(ITEMS.c.kind == "sample", DECISIONS.c.action != "illegible")
        )
        with self._engine.begin() as connection:
            pairs = connection.execute(query).tuples().all()
        return _quality(sum(before != after for before, after, _ in pairs), len(pairs))
