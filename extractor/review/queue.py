"""The queue of a store: which items, and which units of them, a reviewer is asked next."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, select

from extractor.errors import NoSuchItem
from extractor.review import repository
from extractor.review.archive import ReviewArchive
from extractor.review.decisions import AskedUnit, Corrected, Decision, Item, ItemRow
from extractor.review.item_view import shown
from extractor.review.schema import FILINGS, ITEMS
from extractor.review.units import OpenItem, Unit, units_of
from extractor.review.votes import is_blind, is_disputed

Sought = TypeVar("Sought")
DISAGREED = "{count} people answered differently: look again, with all their answers in sight"


class ReviewQueue(ReviewArchive):
    """What is asked next. Several threads, processes and machines may use one store at once.

    Filings leased to another reviewer are skipped, or raise Leased where one of their items is named.
    """

    @abstractmethod
    def _now(self, connection: Connection, filing: int) -> Corrected:
        """A filing with the decisions that hold applied."""

    # One item after the other.

    def next_item(self, reviewer: str, after: int | None = None) -> Item | None:
        """The next item for the reviewer after item `after`, else from the start; its filing is leased."""
        return self._reading_on(partial(self._waiting, reviewer), after or 0)

    def _reading_on(self, find: Callable[[int], Sought | None], after: int) -> Sought | None:
        """What is found after item `after`, else from the start; results are read until there is one."""
        for start in dict.fromkeys((after, 0)):
            while (found := find(start)) is None and self.read_one():
                pass
            if found is not None:
                return found
        return None

    def _waiting(self, reviewer: str, after: int) -> Item | None:
        """The next item among the documents that were read, its filing leased."""
        with self._writing.begin() as connection:
            row = connection.execute(repository.waiting(reviewer, after)).first()
            taken = row and repository.lease(connection, row[1], reviewer)
            return self._item(connection, row[0], reviewer) if row and taken else None

    def item(self, number: int, reviewer: str) -> Item:
        """One item; raises NoSuchItem, or Leased where its filing is leased to another reviewer."""
        with self._writing.begin() as connection:
            item = self._item(connection, number, reviewer)
            repository.must_lease(connection, item.filing, reviewer)
            return item

    def glance(self, number: int, reviewer: str) -> Item:
        """One item as `item` gives it, without leasing its filing; raises the same."""
        (item,) = self.glances([number], reviewer)
        return item

    def glances(self, numbers: Sequence[int], reviewer: str) -> tuple[Item, ...]:
        """Several items of one filing as `glance` gives them."""
        with self._reading.begin() as connection:
            filing = self._filing_of(connection, numbers[0])
            repository.must_be_free(connection, filing, reviewer)
            return self._items(connection, filing, numbers, reviewer)

    def unseen(self, filing: int, reviewer: str) -> frozenset[str]:
        """Paths of which the reviewer is asked blind: their values may be shown nowhere."""
        with self._reading.begin() as connection:
            return self._unseen(connection, filing, reviewer, repository.votes_on(connection, filing))

    def items_of(self, filing: int) -> tuple[Item, ...]:
        """All items of a filing in the order they are asked."""
        query = select(ITEMS.c.id).where(ITEMS.c.filing == filing).order_by(ITEMS.c.id)
        with self._reading.begin() as connection:
            return self._items(connection, filing, connection.execute(query).scalars().all())

    # One unit after the other.

    def next_unit(self, reviewer: str, after: int = 0) -> AskedUnit | None:
        """The next unit that begins after item `after`, else from the start; its filing is leased."""
        return self._reading_on(partial(self._waiting_unit, reviewer), after)

    def _waiting_unit(self, reviewer: str, after: int) -> AskedUnit | None:
        """The next unit among the documents that were read, its filing leased."""
        with self._writing.begin() as connection:
            unit = self._unit_after(connection, reviewer, after)
            return unit if unit and repository.lease(connection, unit.filing, reviewer) else None

    def unit(self, number: int, reviewer: str) -> AskedUnit:
        """The unit of an item, which has the focus; raises NoSuchItem or Leased."""
        with self._writing.begin() as connection:
            filing = self._filing_of(connection, number)
            repository.must_lease(connection, filing, reviewer)
            rows = repository.waiting_in(connection, filing, reviewer)
            if all(row.id != number for row in rows):
                rows = repository.unsettled_in(connection, filing)
            units = self._units(connection, filing, rows, reviewer)
            found = next((unit for unit in units if number in unit.numbers), Unit("one", (number,)))
            return self._asked(connection, filing, found, number, reviewer)

    def previous_unit(self, reviewer: str, before: int) -> AskedUnit | None:
        """The unit of the last item before item `before`, decided or not; nothing is leased to find it."""
        query = (
            select(ITEMS.c.id)
            .join(FILINGS, FILINGS.c.id == ITEMS.c.filing)
            .where(ITEMS.c.id < before, ITEMS.c.state != "settled", repository.is_free(reviewer))
            .order_by(ITEMS.c.id.desc())
            .limit(1)
        )
        with self._reading.begin() as connection:
            number = connection.execute(query).scalar()
        return self.unit(number, reviewer) if number else None

    def coming(self, unit: AskedUnit, reviewer: str) -> Iterator[AskedUnit]:
        """The unit after this one, and the first one of the next filing; nothing is leased."""
        with self._reading.begin() as connection:
            if found := self._unit_after(connection, reviewer, unit.number):
                yield found
            last = max(row.id for row in repository.unsettled_in(connection, unit.filing))
            if found := self._unit_after(connection, reviewer, last):
                yield found

    def _unit_after(self, connection: Connection, reviewer: str, after: int) -> AskedUnit | None:
        """The first unit whose first item comes after item `after`."""
        while row := connection.execute(repository.waiting(reviewer, after)).first():
            rows = repository.waiting_in(connection, row[1], reviewer)
            for unit in self._units(connection, row[1], rows, reviewer):
                if unit.numbers[0] > after:
                    return self._asked(connection, row[1], unit, None, reviewer)
            after = rows[-1].id
        return None

    def _units(
        self, connection: Connection, filing: int, rows: Sequence[Row[Any]], reviewer: str
    ) -> tuple[Unit, ...]:
        values, votes = self._now(connection, filing).filing.values(), repository.votes_on(connection, filing)
        spans = self._results.spans(connection, filing, [row.path for row in rows])
        return units_of(
            [
                OpenItem(
                    row.id,
                    row.kind,
                    row.path,
                    values.get(row.path, ""),
                    page,
                    span,
                    self._is_blind(row, votes, reviewer),
                )
                for row, (page, span) in zip(rows, spans, strict=True)
            ]
        )

    def _asked(
        self, connection: Connection, filing: int, unit: Unit, focus: int | None, reviewer: str
    ) -> AskedUnit:
        items = self._items(connection, filing, unit.numbers, reviewer)
        if unit.kind == "row":
            items = tuple(sorted(items, key=lambda item: item.rank))
        # The first look is at what is most likely wrong: the fewest steps to where something must be keyed.
        doubtful = min(items, key=lambda item: (bool(item.value), item.sure))
        return AskedUnit(unit.kind, filing, items, focus or doubtful.number)

    # Items as a reviewer may see them.

    def _item(self, connection: Connection, number: int, reviewer: str) -> Item:
        (item,) = self._items(connection, self._filing_of(connection, number), [number], reviewer)
        return item

    def _items(
        self, connection: Connection, filing: int, numbers: Sequence[int], reviewer: str = ""
    ) -> tuple[Item, ...]:
        """Items of a filing with their readings and current values, in the order of `numbers`.

        Without a reviewer nothing of them is hidden but samples.
        """
        rows = self._rows(connection, filing, numbers)
        votes = repository.votes_on(connection, filing)
        first, now = self._results.filing(connection, filing), self._now(connection, filing).filing
        unseen = self._unseen(connection, filing, reviewer, votes)
        asked = [self._asked_row(row, votes, reviewer) for row in rows]
        seen = tuple(decision.number for own in votes.values() for decision in own), unseen

        def made(one: ItemRow) -> Item:
            return shown(one, first, now, self._keyed(one, votes), unseen)

        return self._results.shown(connection, asked, seen, made) if asked else ()

    def _rows(self, connection: Connection, filing: int, numbers: Sequence[int]) -> list[Row[Any]]:
        query = select(ITEMS, FILINGS.c.document).join(FILINGS, FILINGS.c.id == ITEMS.c.filing)
        wanted = query.where(ITEMS.c.filing == filing, ITEMS.c.id.in_(numbers))
        rows = {row.id: row for row in connection.execute(wanted)}
        if missing := set(numbers) - set(rows):
            raise NoSuchItem(f"item {min(missing)} is not of this filing; load the page again")
        return [rows[number] for number in numbers]

    def _asked_row(self, row: Row[Any], votes: Mapping[int, Sequence[Decision]], reviewer: str) -> ItemRow:
        own = votes.get(row.id, [])
        blind = row.kind == "sample" or (bool(reviewer) and self._is_blind(row, votes, reviewer))
        reason = DISAGREED.format(count=len(own)) if self._is_disputed(row.kind, own) else row.reason
        return ItemRow(row.id, row.filing, row.document, row.kind, row.path, reason, row.state, blind)

    def _keyed(self, asked: ItemRow, votes: Mapping[int, Sequence[Decision]]) -> list[str]:
        """What people keyed for an item. In double mode nobody sees that of others until they disagreed."""
        own = votes.get(asked.number, [])
        disputed = [own] if self._is_disputed(asked.kind, own) else []
        shared = votes.values() if self.mode == "single" else disputed
        return [d.after for made in shared for d in made if d.path == asked.path and d.after]

    def _is_disputed(self, kind: str, votes: Sequence[Decision]) -> bool:
        return self.mode == "double" and kind == "cell" and is_disputed(votes)

    def _is_blind(self, row: Row[Any], votes: Mapping[int, Sequence[Decision]], reviewer: str) -> bool:
        """True where the reviewer keys an item without seeing its value."""
        own = votes.get(row.id, [])
        return row.kind == "sample" or (row.kind == "cell" and is_blind(own, self.mode, reviewer))

    def _unseen(
        self, connection: Connection, filing: int, reviewer: str, votes: Mapping[int, Sequence[Decision]]
    ) -> frozenset[str]:
        rows = connection.execute(select(ITEMS).where(ITEMS.c.filing == filing, ITEMS.c.state == "open"))
        return frozenset(row.path for row in rows if self._is_blind(row, votes, reviewer))

    def _filing_of(self, connection: Connection, number: int) -> int:
        filing: int | None = connection.execute(select(ITEMS.c.filing).where(ITEMS.c.id == number)).scalar()
        if filing is None:
            raise NoSuchItem(f"nothing in the queue has the number {number}; go back to the start page")
        return filing
