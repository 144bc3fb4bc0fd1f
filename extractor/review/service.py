"""The review service: the queue of items, the decisions on them, and what follows from the decisions."""

from __future__ import annotations

import csv
import io
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from extractor.export.rows_csv import guarded
from extractor.model.filing import Filing
from extractor.model.reason import Reason, ReasonCode
from extractor.model.reason_words import words_of
from extractor.review import intake, repository
from extractor.review.decisions import (
    TOOL,
    Action,
    Corrected,
    Decision,
    DecisionResult,
    DocumentRow,
    Item,
    ItemAnswer,
    Prospect,
    QueueProgress,
    State,
    person_of,
)
from extractor.review.item_view import ROWS, sums
from extractor.review.keying import Change, change_of, supposed
from extractor.review.quality import Quality, quality_of
from extractor.review.queue import ReviewQueue
from extractor.review.repository import questions
from extractor.review.schema import DOCUMENTS, FILINGS, ITEMS
from extractor.review.votes import closes, holding, keyed_otherwise

LOG = logging.getLogger("extractor.review")

COLUMNS = ("number", "at", "reviewer", "document", "filing", "path", "action", "before", "after", "why")
"""Columns of the decision log, before the number of the decision that an undo takes back."""
SETTLED, GONE = "by the sums with what was decided", "there is nothing left to ask about"
"""Why an item is settled that no person decided."""


class ReviewService(ReviewQueue):
    """The queue of one store, the decisions on it, and what follows from them.

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

    # Decisions.

    def prospect(self, number: int, value: str, reviewer: str = "") -> Prospect:
        """What would follow from a value for an item's cell; empty where the value has the wrong kind, and
        where it is keyed blind."""
        return self.prospect_of([(number, value)], reviewer)

    def prospect_of(self, values: Sequence[tuple[int, str]], reviewer: str = "") -> Prospect:
        """What would follow from values for several items of one filing; those of the wrong kind, and of what
        is keyed blind, left out."""
        with self._reading.begin() as connection:
            filing = self._filing_of(connection, values[0][0])
            items = self._items(connection, filing, [number for number, _ in values], reviewer)
            guesses = [supposed(item, value) for item, (_, value) in zip(items, values, strict=True)]
            known = [guess for guess in guesses if guess is not None]
            if not known:
                return Prospect((), ())
            votes = repository.votes_on(connection, filing)
            decisions = self._among(connection, filing, votes)
            now = self._results.applied(connection, filing, decisions)
            then = self._results.supposing(connection, filing, (*decisions, *known))
            unseen = self._unseen(connection, filing, reviewer, votes)
        paths = [item.path for item in items if not item.blind]
        settles = sorted(now.open - then.open - set(paths))
        return Prospect(sums(then.filing, paths, unseen), tuple(settles))

    def decide(
        self, number: int, reviewer: str, action: Action, value: str = "", why: str = ""
    ) -> DecisionResult:
        """Records a decision on an item, and settles what follows from it.

        Raises NoSuchItem, Leased, or Invalid where the value has the wrong kind.
        """
        (outcome,) = self.decide_all([ItemAnswer(number, action, value)], reviewer, why)
        return outcome

    def decide_all(
        self, answers: Sequence[ItemAnswer], reviewer: str, why: str = ""
    ) -> tuple[DecisionResult, ...]:
        """Records the decisions on items of one filing, all or none; the last result has what they settled.

        Raises as `decide` does, and Invalid where an item belongs to another filing.
        """
        with self._writing.begin() as connection:
            filing = self._filing_of(connection, answers[0].item)
            repository.must_lease(connection, filing, reviewer)
            items = self._items(connection, filing, [answer.item for answer in answers], reviewer)
            now = datetime.now(UTC)
            made = []
            for item, answer in zip(items, answers, strict=True):
                before = self._before(connection, item)
                added = repository.rows_added(connection, filing) if answer.action == "add-row" else 0
                change = change_of(item, answer.action, answer.value, before, added)
                decision = self._decision(item, change, reviewer, answer.action, why, at=now)
                made.append(repository.write(connection, decision))
                self._count(connection, item, made[-1])
            settled = self._follow(connection, filing)
        LOG.info("items %s decided by %s, %d settled", [a.item for a in answers], reviewer, len(settled))
        return (*map(DecisionResult, made[:-1]), DecisionResult(made[-1], settled))

    def undo(self, reviewer: str) -> Item | None:
        """Takes back the reviewer's last decisions that count, those of one key; what they replaced counts
        again. Gives an item of them."""
        with self._writing.begin() as connection:
            last = repository.last_of(connection, reviewer)
            if not last:
                return None
            filing, now = last[0].filing, datetime.now(UTC)
            repository.must_lease(connection, filing, reviewer)
            for old in last:
                self._take_back(connection, old, reviewer, now)
            self._follow(connection, filing)
            return self._item(connection, last[0].item, reviewer)

    def _take_back(self, connection: Connection, old: Decision, reviewer: str, now: datetime) -> None:
        item = self._item(connection, old.item, reviewer)
        was = self._value(connection, item)
        repository.withdraw(connection, old.number)
        if earlier := repository.replaced(connection, old):
            repository.vote(connection, earlier)
        change = Change(old.path, old.after, old.before)
        if item.kind == "cell":
            change = Change(old.path, was, self._value(connection, item))
        repository.write(connection, self._decision(item, change, reviewer, "undo", "", old.number, at=now))

    # Results.

    def filing(self, filing: int) -> Corrected:
        """A filing with every decision that holds applied."""
        with self._reading.begin() as connection:
            return self._now(connection, filing)

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

    def _now(self, connection: Connection, filing: int) -> Corrected:
        return self._results.applied(connection, filing, self._decisions_on(connection, filing))

    def _value(self, connection: Connection, item: Item) -> str:
        """The value of an item's cell with every decision that holds."""
        cell = self._now(connection, item.filing).filing.cell(item.path)
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
        *,
        at: datetime,
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
            at=at,
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
