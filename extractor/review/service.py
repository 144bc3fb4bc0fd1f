"""The review service: the queue of items, the decisions on them, and what follows from the decisions."""

from __future__ import annotations

import csv
import io
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from math import sqrt
from pathlib import Path
from statistics import NormalDist

from sqlalchemy import Connection, func, select, update

from extractor.errors import NoSuchItem
from extractor.export.rows_csv import guarded
from extractor.model.filing import Extraction
from extractor.model.reason import Reason, ReasonCode
from extractor.model.reason_words import words_of
from extractor.review import repository
from extractor.review.decisions import (
    Action,
    Corrected,
    Decision,
    DecisionResult,
    DocumentRow,
    Item,
    ItemAnswer,
    ItemRow,
    LoadedResult,
    Mode,
    Prospect,
    Quality,
    QueueProgress,
    State,
)
from extractor.review.item_view import ROWS, shown, sums
from extractor.review.keying import Change, change_of, supposed
from extractor.review.queue import ReviewQueue
from extractor.review.schema import DECISIONS, DOCUMENTS, FILINGS, ITEMS, VOTES

LOG = logging.getLogger("extractor.review")

COLUMNS = ("number", "at", "reviewer", "document", "filing", "path", "action", "before", "after", "why")
"""Columns of the decision log, before the number of the decision that an undo takes back."""
SETTLES = 3
"""The vote that settles a disagreement."""
Z = NormalDist().inv_cdf(0.975)
"""The quantile of a 95 % interval."""


class ReviewService(ReviewQueue):
    """The queue of one store, the decisions on it, and what follows from them.

    In `double` mode a cell is settled when two reviewers agree; neither sees what the other keyed.
    """

    def add(self, results: Iterable[LoadedResult], sample: float = 0.0) -> None:
        """Puts results into the queue; those already in it are left unchanged.

        `sample` is the share of accepted cells that is asked too, blind.
        """
        for loaded in results:
            with self._writing.begin() as connection:
                repository.add_result(connection, loaded, sample)

    # The queue.

    def progress(self) -> QueueProgress:
        """How many items are done and left, and an estimate of the time left."""
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

    # Decisions.

    def prospect(self, number: int, value: str) -> Prospect:
        """What would follow from a value for an item's cell; empty where the value has the wrong kind."""
        return self.prospect_of([(number, value)])

    def prospect_of(self, values: Sequence[tuple[int, str]]) -> Prospect:
        """What would follow from values for several items of one filing, those of the wrong kind left out."""
        with self._reading.begin() as connection:
            filing = self._filing_of(connection, values[0][0])
            items = self._items(connection, filing, [number for number, _ in values])
            guesses = [supposed(item, value) for item, (_, value) in zip(items, values, strict=True)]
            known = [guess for guess in guesses if guess is not None]
            if not known:
                return Prospect((), ())
            decisions = self._decisions_on(connection, filing)
            now = self._results.applied(connection, filing, decisions)
            then = self._results.supposing(connection, filing, (*decisions, *known))
        paths = [item.path for item in items]
        settles = sorted(now.open - then.open - set(paths))
        return Prospect(sums(then.filing, paths), tuple(settles))

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
            items = self._items(connection, filing, [answer.item for answer in answers])
            now = datetime.now(UTC)
            made = []
            for item, answer in zip(items, answers, strict=True):
                change = change_of(item, answer.action, answer.value, self._before(connection, item))
                decision = self._decision(item, change, reviewer, answer.action, why, at=now)
                made.append(repository.write(connection, decision))
                self._count(connection, item, made[-1])
            settled = self._follow(connection, filing)
        LOG.info("items %s decided by %s, %d settled", [a.item for a in answers], reviewer, len(settled))
        return (*map(DecisionResult, made[:-1]), DecisionResult(made[-1], settled))

    def undo(self, reviewer: str) -> Item | None:
        """Takes back the reviewer's last decisions that count, those of one key; gives an item of them."""
        with self._writing.begin() as connection:
            last = repository.last_of(connection, reviewer)
            if not last:
                return None
            repository.must_lease(connection, last[0].filing, reviewer)
            now = datetime.now(UTC)
            for old in last:
                item = self._item(connection, old.item)
                change = Change(old.path, old.after, old.before)
                undone = self._decision(item, change, reviewer, "undo", "", old.number, at=now)
                repository.write(connection, undone)
                repository.withdraw(connection, old.number)
            self._follow(connection, last[0].filing)
            return self._item(connection, last[0].item)

    # Results.

    def filing(self, filing: int) -> Corrected:
        """A filing with every decision that holds applied."""
        with self._reading.begin() as connection:
            return self._now(connection, filing)

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
        """A document's name."""
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
        yield _csv_line([*COLUMNS, "takes_back"])
        for d in self.log():
            when = d.at.isoformat(timespec="seconds")
            rest = (d.path, d.action, d.before, d.after, d.why, d.takes_back or "")
            yield _csv_line([d.number, when, d.reviewer, *places[d.filing], *rest])

    def quality(self) -> Quality:
        """How many accepted cells are wrong, by the sample that was keyed blind."""
        query = (
            select(DECISIONS.c.before, DECISIONS.c.after)
            .join(VOTES, VOTES.c.decision == DECISIONS.c.number)
            .join(ITEMS, ITEMS.c.id == DECISIONS.c.item)
            .where(ITEMS.c.kind == "sample", DECISIONS.c.action != "illegible")
        )
        with self._reading.begin() as connection:
            pairs = connection.execute(query).all()
        return quality(sum(before != after for before, after in pairs), len(pairs))

    # Helpers.

    def _items(self, connection: Connection, filing: int, numbers: Sequence[int]) -> tuple[Item, ...]:
        query = select(ITEMS, FILINGS.c.document).join(FILINGS, FILINGS.c.id == ITEMS.c.filing)
        wanted = query.where(ITEMS.c.filing == filing, ITEMS.c.id.in_(numbers))
        rows = {row.id: row for row in connection.execute(wanted)}
        if missing := set(numbers) - set(rows):
            raise NoSuchItem(f"item {min(missing)} is not of this filing; load the page again")
        votes = repository.votes_on(connection, filing)
        first = self._results.filing(connection, filing)
        now = self._results.applied(connection, filing, self._among(connection, filing, votes))
        keyed: dict[str, list[str]] = {}
        # In double mode a reviewer must not see what the others keyed.
        for decision in (d for own in votes.values() for d in own if self.mode == "single"):
            keyed.setdefault(decision.path, []).append(decision.after)
        asked = [
            ItemRow(r.id, filing, r.document, r.kind, r.path, r.reason, r.state)
            for r in map(rows.get, numbers)
            if r
        ]
        seen = tuple(decision.number for own in votes.values() for decision in own)

        def made(one: ItemRow) -> Item:
            return shown(one, first, now.filing, keyed.get(one.path, ()))

        return tuple(self._results.shown(one, seen, partial(made, one)) for one in asked)

    def _now(self, connection: Connection, filing: int) -> Corrected:
        return self._results.applied(connection, filing, self._decisions_on(connection, filing))

    def _before(self, connection: Connection, item: Item) -> str:
        """The value of an item before a decision; of a sample, which is keyed blind, the accepted value."""
        if item.kind != "sample":
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
        own = [d for d in earlier if d.reviewer == decision.reviewer and d.action not in ROWS]
        for old in own if decision.action not in ROWS else ():
            repository.withdraw(connection, old.number)
        repository.vote(connection, decision)
        if item.kind == "sample" and decision.action != "illegible" and decision.after != decision.before:
            otherwise = Reason.of(ReasonCode.KEYED_OTHERWISE, value=decision.after or "blank")
            repository.ask_again(connection, item.filing, item.path, words_of(otherwise))

    def _follow(self, connection: Connection, filing: int) -> tuple[str, ...]:
        """Updates the states of a filing's items; gives the paths that were settled by the decisions."""
        votes = repository.votes_on(connection, filing)
        now = self._results.applied(connection, filing, self._among(connection, filing, votes))
        doubted = self._results.applied(connection, filing, ()).open
        settled = []
        for row in connection.execute(select(ITEMS).where(ITEMS.c.filing == filing)).all():
            own = holding(votes.get(row.id, ()), self.mode, row.kind)
            gone = row.kind != "sample" and row.path in doubted - now.open
            state: State = "decided" if _closes(own) else "settled" if gone else "open"
            if state != row.state:
                connection.execute(update(ITEMS).where(ITEMS.c.id == row.id).values(state=state))
                settled += [row.path] if state == "settled" else []
        return tuple(settled)

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


def _closes(decisions: Sequence[Decision]) -> bool:
    """True where a decision settles its item; changes of rows go on until one of another kind ends them."""
    return any(decision.action not in ROWS for decision in decisions)


def _csv_line(values: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([guarded(str(value)) for value in values])
    return line.getvalue()


def holding(votes: Sequence[Decision], mode: Mode, kind: str) -> list[Decision]:
    """The votes on one item that hold, oldest first; none while it is open.

    A sample is keyed once in either mode: it is blind already. Rows are changed by one reviewer.
    """
    if mode == "single" or kind in ("sample", "rows"):
        return list(votes)
    for count, vote in enumerate(votes, 1):
        if count >= SETTLES or any(_same(vote, other) for other in votes[: count - 1]):
            return [vote]
    return []


def _same(one: Decision, other: Decision) -> bool:
    """True for the same outcome, whichever action led to it."""
    return (_outcome(one), one.after) == (_outcome(other), other.after)


def _outcome(decision: Decision) -> str:
    return decision.action if decision.action in ("blank", "illegible") else "value"


def quality(wrong: int, keyed: int) -> Quality:
    """The rate of wrong values with its 95 % interval (Wilson 1927), which holds where none is wrong too."""
    if not keyed:
        return Quality(0, 0, None, None, None)
    rate, weight = wrong / keyed, Z * Z / keyed
    middle = (rate + weight / 2) / (1 + weight)
    half = Z * sqrt(rate * (1 - rate) / keyed + weight / (4 * keyed)) / (1 + weight)
    return Quality(keyed, wrong, rate, max(0.0, middle - half), min(1.0, middle + half))
