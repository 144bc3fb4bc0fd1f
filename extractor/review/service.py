"""The review service: the queue of items, the decisions on them, and what follows from the decisions."""

from __future__ import annotations

import csv
import io
import logging
from collections.abc import Iterable, Iterator, Sequence
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
    Item,
    ItemAnswer,
    Prospect,
    QueueProgress,
    State,
    person_of,
)
from extractor.review.item_view import ROWS, sums
from extractor.review.keying import Change, change_of, supposed
from extractor.review.overview import Overview, overview
from extractor.review.quality import Quality, quality_of
from extractor.review.queue import ReviewQueue
from extractor.review.repository import questions
from extractor.review.schema import DOCUMENTS, FILINGS, ITEMS
from extractor.review.standing import Standing, standing, standing_of
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

    def overview(self, search: str = "") -> Overview:
        """Documents whose names hold what is searched, the columns still asked about, and who did what."""
        with self._reading.begin() as connection:
            return overview(connection, search)

    # Decisions.

    def prospect(self, number: int, value: str, reviewer: str = "") -> Prospect:
        """What would follow from a value for an item's cell; empty where the value has the wrong kind, and
        where it is keyed blind."""
        return self.prospect_of([(number, value)], reviewer)

    def prospect_of(self, values: Sequence[tuple[int, str]], reviewer: str = "") -> Prospect:
        """What would follow from values for several items of one filing; those of the wrong kind, and of what
        is keyed blind, left out."""
        with self._reading.begin() as connection:
            own = standing_of(connection, values[0][0])
            items = self._items(connection, own, [number for number, _ in values], reviewer)
            guesses = [
                supposed(item, value, reviewer) for item, (_, value) in zip(items, values, strict=True)
            ]
            known = [guess for guess in guesses if guess is not None]
            if not known:
                return Prospect((), ())
            decisions, unseen = own.decisions(self.mode), self._unseen(own, reviewer)
            now = self._results.applied(connection, own, decisions)
            then = self._results.applied(connection, own, (*decisions, *known))
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
            own = self._must_lease(connection, answers[0].item, reviewer)
            items = self._items(connection, own, [answer.item for answer in answers], reviewer)
            now = datetime.now(UTC)
            made = []
            for item, answer in zip(items, answers, strict=True):
                before = self._before(connection, own, item)
                added = repository.rows_added(connection, own.filing) if answer.action == "add-row" else 0
                change = change_of(item, answer.action, answer.value, before, added)
                decision = self._decision(item, change, reviewer, answer.action, why, at=now)
                made.append(repository.write(connection, decision))
                self._count(connection, own, item, made[-1])
            settled = self._follow(connection, own.filing)
        LOG.info("items %s decided by %s, %d settled", [a.item for a in answers], reviewer, len(settled))
        return (*map(DecisionResult, made[:-1]), DecisionResult(made[-1], settled))

    def undo(self, reviewer: str) -> Item | None:
        """Takes back the reviewer's last decisions that count, those of one key; what they replaced counts
        again. Gives an item of them."""
        with self._writing.begin() as connection:
            last = repository.last_of(connection, reviewer)
            if not last:
                return None
            now = datetime.now(UTC)
            own = self._must_lease(connection, last[0].item, reviewer)
            for old in last:
                self._take_back(connection, old, reviewer, now)
            self._follow(connection, own.filing)
            return self._item(connection, standing(connection, own.filing), last[0].item, reviewer)

    def _take_back(self, connection: Connection, old: Decision, reviewer: str, now: datetime) -> None:
        own = standing(connection, old.filing)
        item, was = self._item(connection, own, old.item, reviewer), self._value(connection, own, old.path)
        repository.withdraw(connection, old.number)
        if earlier := repository.replaced(connection, old):
            repository.vote(connection, earlier)
        change = Change(old.path, old.after, old.before)
        if item.kind == "cell":
            then = standing(connection, old.filing)
            change = Change(old.path, was, self._value(connection, then, old.path))
        repository.write(connection, self._decision(item, change, reviewer, "undo", "", old.number, at=now))

    # Results.

    def filing(self, filing: int) -> Corrected:
        """A filing with every decision that holds applied."""
        with self._reading.begin() as connection:
            return self._now(connection, standing(connection, filing))

    def judged(self, filing: int) -> frozenset[str]:
        """Paths of the cells that people answered for: decided, or keyed blind and found right."""
        with self._reading.begin() as connection:
            own = standing(connection, filing)
        blind = [vote for row in own.rows if row.kind == "sample" for vote in own.on(row.id)]
        keyed = [vote for vote in blind if not keyed_otherwise(vote)]
        answers = ("accept", "type", "as-filed", "blank")
        last = {decision.path: decision for decision in (*keyed, *own.decisions(self.mode))}
        return frozenset(path for path, vote in last.items() if vote.action in answers)

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

    def _now(self, connection: Connection, own: Standing) -> Corrected:
        return self._results.applied(connection, own, own.decisions(self.mode))

    def _value(self, connection: Connection, own: Standing, path: str) -> str:
        """The value of a cell with every decision that holds."""
        cell = self._now(connection, own).filing.cell(path)
        return cell.value if cell else ""

    def _before(self, connection: Connection, own: Standing, item: Item) -> str:
        """The value of an item before a decision; of one that is keyed blind, the one that was read."""
        if not item.blind:
            return item.value
        cell = self._results.filing(connection, own).cell(item.path)
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

    def _count(self, connection: Connection, own: Standing, item: Item, decision: Decision) -> None:
        """Makes the decision count, and the reviewer's earlier one on the cell no longer."""
        person = person_of(decision.reviewer)
        for old in own.on(item.number) if decision.action not in ROWS else ():
            if person_of(old.reviewer) == person and old.action not in ROWS:
                repository.withdraw(connection, old.number)
        repository.vote(connection, decision)
        if item.kind == "sample" and keyed_otherwise(decision):
            otherwise = Reason.of(ReasonCode.KEYED_OTHERWISE, value=decision.after or "blank")
            repository.ask_again(connection, item.filing, item.path, words_of(otherwise))

    def _follow(self, connection: Connection, filing: int) -> tuple[str, ...]:
        """Updates the states of a filing's items; gives the paths that were settled by the decisions."""
        own = standing(connection, filing)
        now = self._now(connection, own)
        samples = {row.path: own.on(row.id) for row in own.rows if row.kind == "sample"}
        differing = {path for path, votes in samples.items() if any(map(keyed_otherwise, votes))}
        settled = []
        for row in own.rows:
            held = holding(own.on(row.id), self.mode, row.kind)
            gone = row.kind != "sample" and row.path not in now.open | differing
            state: State = "decided" if closes(held) else "settled" if gone else "open"
            if state != row.state:
                connection.execute(update(ITEMS).where(ITEMS.c.id == row.id).values(state=state))
                self._log_settled(connection, own, row, state, now.filing)
                settled += [row.path] if state == "settled" else []
        if unasked := now.open - {row.path for row in own.rows if row.kind != "sample"}:
            repository.ask(connection, filing, [q for q in questions(now.filing) if q.path in unasked])
        return tuple(settled)

    def _log_settled(
        self, connection: Connection, own: Standing, row: Row[Any], state: State, now: Filing
    ) -> None:
        """A line of the log for what no person decided: an item settled, or open again."""
        if "settled" not in (row.state, state) or "decided" in (row.state, state):
            return
        first, current = self._results.filing(connection, own).cell(row.path), now.cell(row.path)
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


def _csv_line(values: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n", quoting=csv.QUOTE_ALL).writerow(
        [guarded(str(value)) for value in values]
    )
    return line.getvalue()
