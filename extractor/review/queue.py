"""The queue of a store: which items, and which units of them, a reviewer is asked next."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Row, select

from extractor.errors import NoSuchItem
from extractor.options import MAX_ERROR
from extractor.review import repository
from extractor.review.decisions import AskedUnit, Corrected, Item, Mode
from extractor.review.repository import ResultCache
from extractor.review.schema import FILINGS, ITEMS
from extractor.review.units import OpenItem, Unit, units_of
from extractor.values.calibration import accepted_from


class ReviewQueue(ABC):
    """What is asked next. Several threads, processes and machines may use one store at once.

    Filings leased to another reviewer are skipped, or raise Leased where one of their items is named.
    """

    def __init__(self, engine: Engine, mode: Mode = "single") -> None:
        self._writing, self._reading, self.mode = engine, engine.execution_options(reads=True), mode
        self._results = ResultCache(accepted_from(MAX_ERROR))

    @abstractmethod
    def _items(self, connection: Connection, filing: int, numbers: Sequence[int]) -> tuple[Item, ...]:
        """Items of a filing with their readings and current values, in the order of `numbers`."""

    @abstractmethod
    def _now(self, connection: Connection, filing: int) -> Corrected:
        """A filing with the decisions that hold applied."""

    # One item after the other.

    def next_item(self, reviewer: str, after: int | None = None) -> Item | None:
        """The next item for the reviewer after item `after`, else from the start; its filing is leased."""
        with self._writing.begin() as connection:
            for start in dict.fromkeys((after or 0, 0)):
                row = connection.execute(repository.waiting(reviewer, start)).first()
                if row and repository.lease(connection, row[1], reviewer):
                    return self._item(connection, row[0])
        return None

    def item(self, number: int, reviewer: str) -> Item:
        """One item; raises NoSuchItem, or Leased where its filing is leased to another reviewer."""
        with self._writing.begin() as connection:
            item = self._item(connection, number)
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
            return self._items(connection, filing, numbers)

    def items_of(self, filing: int) -> tuple[Item, ...]:
        """All items of a filing in the order they are asked."""
        query = select(ITEMS.c.id).where(ITEMS.c.filing == filing).order_by(ITEMS.c.id)
        with self._reading.begin() as connection:
            return self._items(connection, filing, connection.execute(query).scalars().all())

    # One unit after the other.

    def next_unit(self, reviewer: str, after: int = 0) -> AskedUnit | None:
        """The next unit that begins after item `after`, else from the start; its filing is leased."""
        with self._writing.begin() as connection:
            for start in dict.fromkeys((after, 0)):
                unit = self._unit_after(connection, reviewer, start)
                if unit and repository.lease(connection, unit.filing, reviewer):
                    return unit
        return None

    def unit(self, number: int, reviewer: str) -> AskedUnit:
        """The unit of an item, which has the focus; raises NoSuchItem or Leased."""
        with self._writing.begin() as connection:
            filing = self._filing_of(connection, number)
            repository.must_lease(connection, filing, reviewer)
            rows = repository.waiting_in(connection, filing, reviewer)
            if all(row.id != number for row in rows):
                rows = repository.unsettled_in(connection, filing)
            units = self._units(connection, filing, rows)
            found = next((unit for unit in units if number in unit.numbers), Unit("one", (number,)))
            return self._asked(connection, filing, found, number)

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
            for unit in self._units(connection, row[1], rows):
                if unit.numbers[0] > after:
                    return self._asked(connection, row[1], unit, None)
            after = rows[-1].id
        return None

    def _units(self, connection: Connection, filing: int, rows: Sequence[Row[Any]]) -> tuple[Unit, ...]:
        values = self._now(connection, filing).filing.values()
        questions = []
        for row in rows:
            page, span = self._results.span(connection, filing, row.path)
            questions.append(OpenItem(row.id, row.kind, row.path, values.get(row.path, ""), page, span))
        return units_of(questions)

    def _asked(self, connection: Connection, filing: int, unit: Unit, focus: int | None) -> AskedUnit:
        items = self._items(connection, filing, unit.numbers)
        if unit.kind == "row":
            items = tuple(sorted(items, key=lambda item: item.rank))
        # The first look is at what is most likely wrong: the fewest steps to where something must be keyed.
        doubtful = min(items, key=lambda item: (bool(item.value), item.sure))
        return AskedUnit(unit.kind, filing, items, focus or doubtful.number)

    def _item(self, connection: Connection, number: int) -> Item:
        (item,) = self._items(connection, self._filing_of(connection, number), [number])
        return item

    def _filing_of(self, connection: Connection, number: int) -> int:
        filing: int | None = connection.execute(select(ITEMS.c.filing).where(ITEMS.c.id == number)).scalar()
        if filing is None:
            raise NoSuchItem(f"nothing in the queue has the number {number}; go back to the start page")
        return filing
