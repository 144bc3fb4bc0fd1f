"""The review service: the queue of items, the decisions on them, and what follows from the decisions."""

from __future__ import annotations

import csv
import io
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from extractor.errors import NoSuchItem
from extractor.export.rows_csv import guarded
from extractor.model.filing import Filing
from extractor.model.reason import Reason, ReasonCode
from extractor.model.reason_words import words_of
from extractor.review import intake, repository
from extractor.review.archive import ReviewArchive
from extractor.review.decisions import (
    TOOL,
    Action,
    Corrected,
    Decision,
    DecisionResult,
    DocumentRow,
    Item,
    Prospect,
    QueueProgress,
    State,
    person_of,
)
from extractor.review.item_view import ROWS, ItemRow, shown, sums
from extractor.review.keying import Change, change_of, supposed
from extractor.review.quality import Quality, quality_of
from extractor.review.repository import questions
from extractor.review.schema import DOCUMENTS, FILINGS, ITEMS
from extractor.review.votes import closes, holding, is_blind, is_disputed, keyed_otherwise

LOG = logging.getLogger("extractor.review")

COLUMNS = ("number", "at", "reviewer", "document", "filing", "path", "action", "before", "after", "why")
"""Columns of the decision log, before the number of the decision that an undo takes back."""
SETTLED, GONE = "by the sums with what was decided", "there is nothing left to ask about"
"""Why an item is settled that no person decided."""
DISAGREED = "{count} people answered differently: look again, with all their answers in sight"


class ReviewService(ReviewArchive):
    """The queue of one store. Several threads, processes and machines may use it at once.

    In `double` mode a cell is settled when two reviewers agree; neither sees what the other keyed.
    """

    # The queue.

    def progress(self) -> QueueProgress:
        """How many items are done and left, and an estimate of the time left."""
        states = select(ITEMS.c.state, func.count()).group_by(ITEMS.c.state)
        with self._reading.begin() as connection:
            count: dict[str, int] = dict(connection.execute(states).all())
            pace = repository.pace(connection)
            unread = intake.unread(connection)
        left = count.get("open", 0)
        seconds = None if pace is None else pace * left
        return QueueProgress(count.get("decided", 0), left, count.get("settled", 0), seconds, unread)

    def documents(self) -> tuple[DocumentRow, ...]:
        """The documents in the order they are asked about."""
        left = func.count(ITEMS.c.id).filter(ITEMS.c.state == "open")
        filings, items = func.count(FILINGS.c.id.distinct()), func.count(ITEMS.c.id)
        query = (
            select(DOCUMENTS.c.id, DOCUMENTS.c.name, filings, left, items - left)
            .where(~DOCUMENTS.c.is_retired)
            .select_from(DOCUMENTS.outerjoin(FILINGS).outerjoin(ITEMS, ITEMS.c.filing == FILINGS.c.id))
            .group_by(DOCUMENTS.c.id, DOCUMENTS.c.name)
            .order_by(DOCUMENTS.c.id)
        )
        with self._reading.begin() as connection:
            return tuple(DocumentRow(*row) for row in connection.execute(query))

    def next_item(self, reviewer: str, after: int | None = None) -> Item | None:
        """The next item for the reviewer after item `after`, else from the start; its filing is leased.

        Filings leased to another reviewer are skipped.
        """
        for start in dict.fromkeys((after or 0, 0)):
            while (item := self._waiting(reviewer, start)) is None and self.read_one():
                pass
            if item is not None:
                return item
        return None

    def _waiting(self, reviewer: str, after: int) -> Item | None:
        """The next item among the documents that were read, its filing leased."""
        with self._writing.begin() as connection:
            row = connection.execute(repository.waiting(reviewer, after)).first()
            taken = row and repository.lease(connection, row[1], reviewer)
            return self._item(connection, row[0], reviewer) if row and taken else None

    def previous_item(self, reviewer: str, before: int) -> Item | None:
        """The item before that one, decided or not, in a filing not leased to another."""
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
        """One item; raises NoSuchItem, or Leased where its filing is leased to another reviewer."""
        with self._writing.begin() as connection:
            item = self._item(connection, number, reviewer)
            repository.must_lease(connection, item.filing, reviewer)
            return item

    def glance(self, number: int, reviewer: str) -> Item:
        """One item as `item` gives it, without leasing its filing; raises the same."""
        with self._reading.begin() as connection:
            item = self._item(connection, number, reviewer)
            repository.must_be_free(connection, item.filing, reviewer)
            return item

    def coming(self, item: Item, reviewer: str) -> Iterator[Item]:
        """The item after this one, and the first one of the next filing; nothing is leased."""
        with self._reading.begin() as connection:
            after = repository.waiting(reviewer, item.number)
            for query in (after, after.where(ITEMS.c.filing != item.filing)):
                if row := connection.execute(query).first():
                    yield self._item(connection, row[0], reviewer)

    def items_of(self, filing: int) -> tuple[Item, ...]:
        """All items of a filing in the order they are asked."""
        query = select(ITEMS.c.id).where(ITEMS.c.filing == filing).order_by(ITEMS.c.id)
        with self._reading.begin() as connection:
            numbers = connection.execute(query).scalars().all()
            return tuple(self._item(connection, number) for number in numbers)

    # Decisions.

    def prospect(self, number: int, value: str, reviewer: str = "") -> Prospect:
        """What would follow from a value for an item's cell; empty where the value has the wrong kind, and
        where it is keyed blind."""
        with self._reading.begin() as connection:
            item = self._item(connection, number, reviewer)
            guess = supposed(item, value)
            if guess is None:
                return Prospect((), ())
            decisions = self._decisions_on(connection, item.filing)
            now = self._results.applied(connection, item.filing, decisions)
            then = self._results.supposing(connection, item.filing, (*decisions, guess))
            unseen = self._unseen(connection, item.filing, reviewer)
        settles = sorted(now.open - then.open - {item.path})
        return Prospect(sums(then.filing, item.path, unseen), tuple(settles))

    def unseen(self, filing: int, reviewer: str) -> frozenset[str]:
        """Paths of which the reviewer is asked blind: their values may be shown nowhere."""
        with self._reading.begin() as connection:
            return self._unseen(connection, filing, reviewer)

    def decide(
        self, number: int, reviewer: str, action: Action, value: str = "", why: str = ""
    ) -> DecisionResult:
        """Records a decision on an item, and settles what follows from it.

        Raises NoSuchItem, Leased, or Invalid where the value has the wrong kind.
        """
        with self._writing.begin() as connection:
            item = self._item(connection, number, reviewer)
            repository.must_lease(connection, item.filing, reviewer)
            added = repository.rows_added(connection, item.filing) if action == "add-row" else 0
            change = change_of(item, action, value, self._before(connection, item), added)
            decision = repository.write(connection, self._decision(item, change, reviewer, action, why))
            self._count(connection, item, decision)
            outcome = DecisionResult(decision, self._follow(connection, item.filing))
        LOG.info("item %d: %s by %s, settles %d more", number, action, reviewer, len(outcome.settled))
        return outcome

    def undo(self, reviewer: str) -> Item | None:
        """Takes back the reviewer's last decision that counts; what it replaced counts again."""
        with self._writing.begin() as connection:
            last = repository.last_of(connection, reviewer)
            if last is None:
                return None
            item = self._item(connection, last.item, reviewer)
            repository.must_lease(connection, item.filing, reviewer)
            was = self._value(connection, item)
            repository.withdraw(connection, last.number)
            if earlier := repository.replaced(connection, last):
                repository.vote(connection, earlier)
            change = Change(last.path, last.after, last.before)
            if item.kind == "cell":
                change = Change(last.path, was, self._value(connection, item))
            repository.write(connection, self._decision(item, change, reviewer, "undo", "", last.number))
            self._follow(connection, item.filing)
            return self._item(connection, item.number, reviewer)

    # Results.

    def filing(self, filing: int) -> Corrected:
        """A filing with every decision that holds applied."""
        with self._reading.begin() as connection:
            return self._results.applied(connection, filing, self._decisions_on(connection, filing))

    def judged(self, filing: int) -> frozenset[str]:
        """Paths of the cells that people answered for: decided, or keyed blind and found right."""
        with self._reading.begin() as connection:
            votes = repository.votes_on(connection, filing)
            decisions = self._among(connection, filing, votes)
            kinds = select(ITEMS.c.id).where(ITEMS.c.filing == filing, ITEMS.c.kind == "sample")
            blind = set(connection.execute(kinds).scalars())
        answers = ("accept", "type", "as-filed", "blank")
        keyed = [vote for item in blind for vote in votes.get(item, []) if not keyed_otherwise(vote)]
        last = {decision.path: decision for decision in (*keyed, *decisions)}
        return frozenset(path for path, own in last.items() if own.action in answers)

    def log(self) -> tuple[Decision, ...]:
        """Every decision ever made, oldest first, those taken back too."""
        with self._reading.begin() as connection:
            return tuple(repository.log(connection))

    def log_csv(self) -> Iterator[str]:
        """The log as lines of CSV."""
        query = select(FILINGS.c.id, DOCUMENTS.c.name, FILINGS.c.number).join(DOCUMENTS)
        with self._reading.begin() as connection:
            places = {filing: (name, number) for filing, name, number in connection.execute(query)}
        yield _csv_line([*COLUMNS, "takes_back"])
        for d in self.log():
            when = d.at.isoformat(timespec="seconds")
            rest = (d.path, d.action, d.before, d.after, d.why, d.takes_back or "")
            yield _csv_line([d.number, when, d.reviewer, *places[d.filing], *rest])

    def quality(self) -> Quality:
        """How many accepted values are wrong, by the sample keyed blind, and how often people slip."""
        with self._reading.begin() as connection:
            return quality_of(connection, self.mode)

    # Helpers.

    def _item(self, connection: Connection, number: int, reviewer: str = "") -> Item:
        """An item as the reviewer may see it; without a reviewer nothing of it is hidden but a sample."""
        query = select(ITEMS, FILINGS.c.document).join(FILINGS, FILINGS.c.id == ITEMS.c.filing)
        row = connection.execute(query.where(ITEMS.c.id == number)).first()
        if row is None:
            raise NoSuchItem(f"nothing in the queue has the number {number}; go back to the start page")
        votes = repository.votes_on(connection, row.filing)
        first = self._results.filing(connection, row.filing)
        now = self._results.applied(connection, row.filing, self._among(connection, row.filing, votes))
        own = votes.get(row.id, [])
        blind = row.kind == "sample" or bool(reviewer and is_blind(own, self.mode, reviewer))
        disputed = self.mode == "double" and row.kind == "cell" and is_disputed(own)
        # In double mode a reviewer must not see what the others keyed, until they have disagreed.
        shared = votes.values() if self.mode == "single" else [own] if disputed else []
        keyed = [d.after for decisions in shared for d in decisions if d.path == row.path and d.after]
        reason = DISAGREED.format(count=len(own)) if disputed else row.reason
        asked = ItemRow(row.id, row.filing, row.document, row.kind, row.path, reason, row.state, blind)
        return shown(asked, first, now.filing, keyed)

    def _unseen(self, connection: Connection, filing: int, reviewer: str) -> frozenset[str]:
        votes = repository.votes_on(connection, filing)
        rows = connection.execute(select(ITEMS).where(ITEMS.c.filing == filing, ITEMS.c.state == "open"))
        return frozenset(
            row.path
            for row in rows
            if row.kind == "sample"
            or (row.kind == "cell" and is_blind(votes.get(row.id, []), self.mode, reviewer))
        )

    def _value(self, connection: Connection, item: Item) -> str:
        """The value of an item's cell with every decision that holds."""
        now = self._results.applied(connection, item.filing, self._decisions_on(connection, item.filing))
        cell = now.filing.cell(item.path)
        return cell.value if cell else ""

    def _before(self, connection: Connection, item: Item) -> str:
        """The value of an item before a decision; of one that is keyed blind, the one that was read."""
        if not item.blind:
            return item.value
        cell = self._results.filing(connection, item.filing).cell(item.path)
        return cell.value if cell else ""

    def _decision(
        self,
        item: Item,
        change: Change,
        reviewer: str,
        action: Action,
        why: str,
        takes_back: int | None = None,
    ) -> Decision:
        return Decision(
            number=0,
            filing=item.filing,
            item=item.number,
            path=change.path,
            reviewer=reviewer,
            action=action,
            before=change.before,
            after=change.after,
            why=why,
            at=datetime.now(UTC),
            takes_back=takes_back,
        )

    def _count(self, connection: Connection, item: Item, decision: Decision) -> None:
        """Makes the decision count, and the reviewer's earlier one on the cell no longer."""
        earlier = repository.votes_on(connection, item.filing).get(item.number, [])
        own = [
            d
            for d in earlier
            if person_of(d.reviewer) == person_of(decision.reviewer) and d.action not in ROWS
        ]
        for old in own if decision.action not in ROWS else ():
            repository.withdraw(connection, old.number)
        repository.vote(connection, decision)
        if item.kind == "sample" and keyed_otherwise(decision):
            otherwise = Reason.of(ReasonCode.KEYED_OTHERWISE, value=decision.after or "blank")
            repository.ask_again(connection, item.filing, item.path, words_of(otherwise))

    def _follow(self, connection: Connection, filing: int) -> tuple[str, ...]:
        """Updates the states of a filing's items; gives the paths that were settled by the decisions."""
        votes = repository.votes_on(connection, filing)
        now = self._results.applied(connection, filing, self._among(connection, filing, votes))
        asked = connection.execute(select(ITEMS).where(ITEMS.c.filing == filing)).all()
        samples = {row.path: votes.get(row.id, ()) for row in asked if row.kind == "sample"}
        differing = {path for path, own in samples.items() if any(keyed_otherwise(vote) for vote in own)}
        settled = []
        for row in asked:
            own = holding(votes.get(row.id, ()), self.mode, row.kind)
            gone = row.kind != "sample" and row.path not in now.open | differing
            state: State = "decided" if closes(own) else "settled" if gone else "open"
            if state != row.state:
                connection.execute(update(ITEMS).where(ITEMS.c.id == row.id).values(state=state))
                self._log_settled(connection, row, state, now.filing)
                settled += [row.path] if state == "settled" else []
        if unasked := now.open - {row.path for row in asked if row.kind != "sample"}:
            repository.ask(connection, filing, [q for q in questions(now.filing) if q.path in unasked])
        return tuple(settled)

    def _log_settled(self, connection: Connection, row: Row[Any], state: State, now: Filing) -> None:
        """A line of the log for what no person decided: an item settled, or open again."""
        if "settled" not in (row.state, state) or "decided" in (row.state, state):
            return
        first, current = self._results.filing(connection, row.filing).cell(row.path), now.cell(row.path)
        values = (first.value if first else "", current.value if current else "")
        before, after = values if state == "settled" else values[::-1]
        back = repository.last_settled(connection, row.id) if state == "open" else None
        settled = Decision(
            number=0,
            filing=row.filing,
            item=row.id,
            path=row.path,
            reviewer=TOOL,
            action="undo" if state == "open" else "settled",
            before=before,
            after=after,
            why=SETTLED if current else GONE,
            at=datetime.now(UTC),
            takes_back=back,
        )
        repository.write(connection, settled)

    def _decisions_on(self, connection: Connection, filing: int) -> tuple[Decision, ...]:
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


def _csv_line(values: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n", quoting=csv.QUOTE_ALL).writerow(
        [guarded(str(value)) for value in values]
    )
    return line.getvalue()
