"""The review service: hands out what is to be looked at, takes decisions, and says what follows from them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select, update

from extractor.errors import NoSuchItem
from extractor.model.filing import Extraction
from extractor.options import MAX_ERROR
from extractor.review import repository
from extractor.review.agreement import holding
from extractor.review.answers import Change, answer, supposed
from extractor.review.decisions import (
    Action,
    Corrected,
    Decision,
    DocumentRow,
    Item,
    LoadedResult,
    Mode,
    Outcome,
    Prospect,
    Quality,
    QueueProgress,
    State,
)
from extractor.review.item_view import ROWS, ItemRow, shown, sums
from extractor.review.quality import quality
from extractor.review.shelf import ResultCache
from extractor.review.tables import DECISIONS, DOCUMENTS, FILINGS, ITEMS, VOTES
from extractor.values.calibration import accepted_from

LOG = ("number", "at", "reviewer", "document", "filing", "path", "action", "before", "after", "why")
"""Columns of the decision log, before the number of the decision that an undo takes back."""


class ReviewService:
    """The queue of one store. Several threads, processes and machines may use it at once.

    In `double` mode a cell is settled when two reviewers agree; neither sees what the other said.
    """

    def __init__(self, engine: Engine, mode: Mode = "single") -> None:
        self._writing, self._reading, self.mode = engine, engine.execution_options(reads=True), mode
        self._results = ResultCache(accepted_from(MAX_ERROR))

    def add(self, results: Iterable[LoadedResult], sample: float = 0.0) -> None:
        """Puts results into the queue; those that are in it already stay as they are.

        `sample` is the share of accepted cells that is asked too, blind.
        """
        for loaded in results:
            with self._writing.begin() as connection:
                repository.add_result(connection, loaded, sample)

    # What there is to do.

    def progress(self) -> QueueProgress:
        """How far the queue is."""
        states = select(ITEMS.c.state, func.count()).group_by(ITEMS.c.state)
        with self._reading.begin() as connection:
            count: dict[str, int] = dict(connection.execute(states).all())
            pace = repository.pace(connection)
        left = count.get("open", 0)
        seconds = None if pace is None else pace * left
        return QueueProgress(count.get("decided", 0), left, count.get("settled", 0), seconds)

    def documents(self) -> tuple[DocumentRow, ...]:
        """The documents in the order they are asked about."""
        left = func.count(ITEMS.c.id).filter(ITEMS.c.state == "open")
        filings, items = func.count(FILINGS.c.id.distinct()), func.count(ITEMS.c.id)
        query = (
            select(DOCUMENTS.c.id, DOCUMENTS.c.name, filings, left, items - left)
            .select_from(DOCUMENTS.outerjoin(FILINGS).outerjoin(ITEMS, ITEMS.c.filing == FILINGS.c.id))
            .group_by(DOCUMENTS.c.id, DOCUMENTS.c.name)
            .order_by(DOCUMENTS.c.id)
        )
        with self._reading.begin() as connection:
            return tuple(DocumentRow(*row) for row in connection.execute(query))

    def next_item(self, reviewer: str, after: int | None = None) -> Item | None:
        """The next thing to ask the reviewer, from the last round to the first; its filing is leased.

        Filings another reviewer is at are passed over.
        """
        with self._writing.begin() as connection:
            for start in dict.fromkeys((after or 0, 0)):
                row = connection.execute(repository.waiting(reviewer, start)).first()
                if row and repository.lease(connection, row[1], reviewer):
                    return self._item(connection, row[0])
        return None

    def previous_item(self, reviewer: str, before: int) -> Item | None:
        """The item before that one, decided or not, in a filing nobody else is at."""
        query = (
            select(ITEMS.c.id)
            .join(FILINGS, FILINGS.c.id == ITEMS.c.filing)
            .where(ITEMS.c.id < before, ITEMS.c.state != "settled", repository.is_free(reviewer))
            .order_by(ITEMS.c.id.desc())
            .limit(1)
        )
        with self._reading.begin() as connection:
            number = connection.execute(query).scalar()
        return self.item(number, reviewer) if number else None

    def item(self, number: int, reviewer: str) -> Item:
        """One item; raises NoSuchItem, or Leased where another reviewer is at its filing."""
        with self._writing.begin() as connection:
            item = self._item(connection, number)
            repository.must_lease(connection, item.filing, reviewer)
            return item

    def glance(self, number: int, reviewer: str) -> Item:
        """One item as `item` gives it, where its filing was leased before; raises the same."""
        with self._reading.begin() as connection:
            item = self._item(connection, number)
            repository.must_be_free(connection, item.filing, reviewer)
            return item

    def coming(self, item: Item, reviewer: str) -> Iterator[Item]:
        """What would be asked after an item and, its filing done, after that; nothing is leased."""
        with self._reading.begin() as connection:
            after = repository.waiting(reviewer, item.number)
            for query in (after, after.where(ITEMS.c.filing != item.filing)):
                if row := connection.execute(query).first():
                    yield self._item(connection, row[0])

    def items_of(self, filing: int) -> tuple[Item, ...]:
        """All items of a filing in the order they are asked."""
        query = select(ITEMS.c.id).where(ITEMS.c.filing == filing).order_by(ITEMS.c.id)
        with self._reading.begin() as connection:
            numbers = connection.execute(query).scalars().all()
            return tuple(self._item(connection, number) for number in numbers)

    # Decisions.

    def prospect(self, number: int, value: str) -> Prospect:
        """What would follow from a value for an item's cell; nothing while it is no value of its kind."""
        with self._reading.begin() as connection:
            item = self._item(connection, number)
            guess = supposed(item, value)
            if guess is None:
                return Prospect((), ())
            decisions = self._holding(connection, item.filing)
            now = self._results.laid(connection, item.filing, decisions)
            then = self._results.supposing(connection, item.filing, (*decisions, guess))
        settles = sorted(now.open - then.open - {item.path})
        return Prospect(sums(then.filing, item.path), tuple(settles))

    def decide(self, number: int, reviewer: str, action: Action, value: str = "", why: str = "") -> Outcome:
        """Takes a decision on an item, and settles what follows from it.

        Raises NoSuchItem, Leased, or Invalid where the value is none of the cell's kind.
        """
        with self._writing.begin() as connection:
            item = self._item(connection, number)
            repository.must_lease(connection, item.filing, reviewer)
            said = answer(item, action, value, self._before(connection, item))
            decision = repository.write(connection, self._decision(item, said, reviewer, action, why))
            self._count(connection, item, decision)
            return Outcome(decision, self._follow(connection, item))

    def undo(self, reviewer: str) -> Item | None:
        """Takes back the reviewer's last decision that counts; gives its item, open again."""
        with self._writing.begin() as connection:
            last = repository.last_of(connection, reviewer)
            if last is None:
                return None
            item = self._item(connection, last.item)
            repository.must_lease(connection, item.filing, reviewer)
            said = Change(last.path, last.after, last.before)
            repository.write(connection, self._decision(item, said, reviewer, "undo", "", last.number))
            repository.withdraw(connection, last.number)
            self._follow(connection, item)
            return self._item(connection, item.number)

    # What came of it.

    def filing(self, filing: int) -> Corrected:
        """A filing with every decision that holds over it."""
        with self._reading.begin() as connection:
            return self._results.laid(connection, filing, self._holding(connection, filing))

    def filings(self) -> tuple[tuple[int, int], ...]:
        """Every filing with its document, in order."""
        with self._reading.begin() as connection:
            query = select(FILINGS.c.id, FILINGS.c.document).order_by(FILINGS.c.id)
            return tuple((filing, document) for filing, document in connection.execute(query))

    def extraction(self, document: int) -> Extraction:
        """The result of a document as it was extracted."""
        with self._reading.begin() as connection:
            return self._results.document(connection, document)

    def name(self, document: int) -> str:
        """What a document is called."""
        with self._reading.begin() as connection:
            return str(
                connection.execute(select(DOCUMENTS.c.name).where(DOCUMENTS.c.id == document)).scalar_one()
            )

    def stems(self) -> dict[int, str]:
        """Document → the name of its result file, without the ending."""
        with self._reading.begin() as connection:
            return dict(connection.execute(select(DOCUMENTS.c.id, DOCUMENTS.c.stem)).all())

    def turns(self, filing: int) -> dict[int, int]:
        """Page → the clockwise quarter turns that put it upright."""
        with self._reading.begin() as connection:
            own = self._results.filing(connection, filing)
        return dict(zip(own.pages, own.turns, strict=False))

    def document_file(self, document: int) -> Path | None:
        """The document itself; None where it was not found."""
        with self._reading.begin() as connection:
            path = connection.execute(select(DOCUMENTS.c.path).where(DOCUMENTS.c.id == document)).scalar()
        return Path(path) if path and Path(path).is_file() else None

    def log(self) -> tuple[Decision, ...]:
        """Every decision ever made, oldest first, those taken back too."""
        with self._reading.begin() as connection:
            return tuple(repository.log(connection))

    def log_csv(self) -> Iterator[str]:
        """The log as lines of CSV."""
        query = select(FILINGS.c.id, DOCUMENTS.c.name, FILINGS.c.number).join(DOCUMENTS)
        with self._reading.begin() as connection:
            places = {filing: (name, number) for filing, name, number in connection.execute(query)}
        yield _csv_line([*LOG, "takes_back"])
        for d in self.log():
            when = d.at.isoformat(timespec="seconds")
            said = (d.path, d.action, d.before, d.after, d.why, d.takes_back or "")
            yield _csv_line([d.number, when, d.reviewer, *places[d.filing], *said])

    def quality(self) -> Quality:
        """What the blind keying of accepted cells says of them all."""
        query = (
            select(DECISIONS.c.before, DECISIONS.c.after)
            .join(VOTES, VOTES.c.decision == DECISIONS.c.number)
            .join(ITEMS, ITEMS.c.id == DECISIONS.c.item)
            .where(ITEMS.c.kind == "sample", DECISIONS.c.action != "illegible")
        )
        with self._reading.begin() as connection:
            pairs = connection.execute(query).all()
        return quality(sum(before != after for before, after in pairs), len(pairs))

    # Inside.

    def _item(self, connection: Connection, number: int) -> Item:
        query = select(ITEMS, FILINGS.c.document).join(FILINGS, FILINGS.c.id == ITEMS.c.filing)
        row = connection.execute(query.where(ITEMS.c.id == number)).first()
        if row is None:
            raise NoSuchItem(f"nothing in the queue has the number {number}; go back to the start page")
        votes = repository.votes_on(connection, row.filing)
        first = self._results.filing(connection, row.filing)
        now = self._results.laid(connection, row.filing, self._among(connection, row.filing, votes))
        # Whoever settles a doubled cell must not see what the others keyed.
        said = [
            d.after for own in votes.values() for d in own if d.path == row.path and self.mode == "single"
        ]
        asked = ItemRow(row.id, row.filing, row.document, row.kind, row.path, row.reason, row.state)
        return shown(asked, first, now.filing, said)

    def _before(self, connection: Connection, item: Item) -> str:
        """What stood at an item; of a sample, which is keyed blind, what was accepted."""
        if item.kind != "sample":
            return item.value
        cell = self._results.filing(connection, item.filing).cell(item.path)
        return cell.value if cell else ""

    def _decision(
        self, item: Item, said: Change, reviewer: str, action: Action, why: str, takes_back: int | None = None
    ) -> Decision:
        return Decision(
            number=0,
            filing=item.filing,
            item=item.number,
            path=said.path,
            reviewer=reviewer,
            action=action,
            before=said.before,
            after=said.after,
            why=why,
            at=datetime.now(UTC),
            takes_back=takes_back,
        )

    def _count(self, connection: Connection, item: Item, decision: Decision) -> None:
        """The decision counts, and the reviewer's earlier one on the cell no longer."""
        earlier = repository.votes_on(connection, item.filing).get(item.number, [])
        own = [d for d in earlier if d.reviewer == decision.reviewer and d.action not in ROWS]
        for old in own if decision.action not in ROWS else ():
            repository.withdraw(connection, old.number)
        repository.vote(connection, decision)
        if item.kind == "sample" and decision.action != "illegible" and decision.after != decision.before:
            reason = f"keyed blind as {decision.after or 'blank'}: which is right?"
            repository.ask_again(connection, item.filing, item.path, reason)

    def _follow(self, connection: Connection, item: Item) -> tuple[str, ...]:
        """Puts the items of a filing into the state that follows; gives the paths that were settled by it."""
        votes = repository.votes_on(connection, item.filing)
        now = self._results.laid(connection, item.filing, self._among(connection, item.filing, votes))
        doubted = self._results.laid(connection, item.filing, ()).open
        settled = []
        for row in connection.execute(select(ITEMS).where(ITEMS.c.filing == item.filing)).all():
            own = holding(votes.get(row.id, ()), self.mode, row.kind)
            gone = row.kind != "sample" and row.path in doubted - now.open
            state: State = "decided" if _closes(own) else "settled" if gone else "open"
            if state != row.state:
                connection.execute(update(ITEMS).where(ITEMS.c.id == row.id).values(state=state))
                settled += [row.path] if state == "settled" else []
        return tuple(settled)

    def _holding(self, connection: Connection, filing: int) -> tuple[Decision, ...]:
        return self._among(connection, filing, repository.votes_on(connection, filing))

    def _among(
        self, connection: Connection, filing: int, votes: Mapping[int, Sequence[Decision]]
    ) -> tuple[Decision, ...]:
        """The decisions on a filing that hold, oldest first; samples only measure."""
        kinds = select(ITEMS.c.id, ITEMS.c.kind).where(ITEMS.c.filing == filing)
        kind: dict[int, str] = dict(connection.execute(kinds).all()) if votes else {}
        wanted = [(kind[number], own) for number, own in votes.items() if kind[number] != "sample"]
        found = [decision for name, own in wanted for decision in holding(own, self.mode, name)]
        return tuple(sorted(found, key=lambda decision: decision.number))


def _closes(decisions: Sequence[Decision]) -> bool:
    """True where a decision settles its item; rows are changed until somebody says that all are there."""
    return any(decision.action not in ROWS for decision in decisions)


def _csv_line(values: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(values)
    return line.getvalue()
