"""The queue of a store: which items, and which units of them, a reviewer is asked next."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, select

from extractor.errors import Leased, UnreadableInput
from extractor.review import repository
from extractor.review.archive import ReviewArchive
from extractor.review.decisions import AskedUnit, Corrected, Decision, Item, ItemRow, Surroundings
from extractor.review.item_view import shown
from extractor.review.schema import FILINGS, ITEMS
from extractor.review.standing import Standing, standing, standing_of
from extractor.review.units import OpenItem, Unit, units_of
from extractor.review.votes import is_blind, is_disputed

Sought = TypeVar("Sought")
TAKEN = "another reviewer is at this filing; take the next one, or come back in a while"
DISAGREED = "{count} people answered differently: look again, with all their answers in sight"


class ReviewQueue(ReviewArchive):
    """What is asked next. Several threads, processes and machines may use one store at once.

    Filings leased to another reviewer are skipped, or raise Leased where one of their items is named.
    """

    @abstractmethod
    def _now(self, connection: Connection, own: Standing) -> Corrected:
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
            own = standing(connection, row[1], lock=True) if row else None
            if row is None or own is None or not self._leased(connection, own, reviewer):
                return None
            return self._item(connection, own, row[0], reviewer)

    def item(self, number: int, reviewer: str) -> Item:
        """One item; raises NoSuchItem, or Leased where its filing is leased to another reviewer."""
        with self._writing.begin() as connection:
            own = self._must_lease(connection, number, reviewer)
            return self._item(connection, own, number, reviewer)

    def glance(self, number: int, reviewer: str) -> Item:
        """One item as `item` gives it, without leasing its filing; raises the same."""
        (item,) = self.glances([number], reviewer)
        return item

    def glances(self, numbers: Sequence[int], reviewer: str) -> tuple[Item, ...]:
        """Several items of one filing as `glance` gives them."""
        with self._reading.begin() as connection:
            own = standing_of(connection, numbers[0])
            if not own.is_free(reviewer):
                raise Leased(TAKEN)
            return self._items(connection, own, numbers, reviewer)

    def surroundings(self, filing: int, reviewer: str) -> Surroundings:
        """What is shown of a filing and its document beside a question."""
        with self._reading.begin() as connection:
            own = standing(connection, filing)
            now, unseen = self._now(connection, own), self._unseen(own, reviewer)
            return Surroundings(now, unseen, own.name, self._trouble(connection, own.document))

    def _trouble(self, connection: Connection, document: int) -> str:
        try:
            self._source(connection, document)
        except UnreadableInput as error:
            return str(error)
        return ""

    def items_of(self, filing: int) -> tuple[Item, ...]:
        """All items of a filing in the order they are asked."""
        with self._reading.begin() as connection:
            own = standing(connection, filing)
            return self._items(connection, own, [row.id for row in own.rows])

    # One unit after the other.

    def next_unit(self, reviewer: str, after: int = 0, only: str = "") -> AskedUnit | None:
        """The next unit that begins after item `after`, else from the start; its filing is leased.

        With `only`, the end of the paths of a column, it has cells of that column alone.
        """
        return self._reading_on(partial(self._waiting_unit, reviewer, only), after)

    def _waiting_unit(self, reviewer: str, only: str, after: int) -> AskedUnit | None:
        """The next unit among the documents that were read, its filing leased."""
        with self._writing.begin() as connection:
            own, unit = self._unit_after(connection, reviewer, after, only, lock=True) or (None, None)
            return unit if own and self._leased(connection, own, reviewer) else None

    def unit(self, number: int, reviewer: str) -> AskedUnit:
        """The unit of an item, which has the focus; raises NoSuchItem or Leased."""
        with self._writing.begin() as connection:
            own = self._must_lease(connection, number, reviewer)
            rows = own.waiting_for(reviewer)
            if all(row.id != number for row in rows):
                rows = own.unsettled()
            units = self._units(connection, own, rows, reviewer)
            found = next((unit for unit in units if number in unit.numbers), Unit("one", (number,)))
            return self._asked(connection, own, found, number, reviewer)

    def first_of(self, document: int, reviewer: str) -> int | None:
        """The first item of a document that waits for the reviewer, else its first one of all; None where
        nothing is asked about it."""
        own = select(FILINGS.c.id).where(FILINGS.c.document == document).order_by(FILINGS.c.id)
        with self._reading.begin() as connection:
            found = [standing(connection, filing) for filing in connection.execute(own).scalars().all()]
        waiting = [row.id for filing in found for row in filing.waiting_for(reviewer)]
        every = [row.id for filing in found for row in filing.unsettled()]
        return next(iter((*waiting, *every)), None)

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

    def coming(self, filing: int, number: int, reviewer: str, only: str = "") -> tuple[AskedUnit, ...]:
        """The unit after the one that begins with item `number` of a filing, and the first one of the next
        filing; nothing is leased."""
        with self._reading.begin() as connection:
            last = standing(connection, filing).rows[-1].id
            after = [self._unit_after(connection, reviewer, item, only) for item in (number, last)]
        return tuple(found[1] for found in after if found)

    def _unit_after(
        self, connection: Connection, reviewer: str, after: int, only: str = "", *, lock: bool = False
    ) -> tuple[Standing, AskedUnit] | None:
        """The first unit whose first item comes after item `after`, with its filing."""
        while row := connection.execute(repository.waiting(reviewer, after, only)).first():
            own = standing(connection, row[1], lock=lock)
            rows = [item for item in own.waiting_for(reviewer) if item.path.endswith(only)]
            for unit in self._units(connection, own, rows, reviewer):
                if unit.numbers[0] > after:
                    return own, self._asked(connection, own, unit, None, reviewer)
            after = rows[-1].id if rows else row[0]
        return None

    def _units(
        self, connection: Connection, own: Standing, rows: Sequence[Row[Any]], reviewer: str
    ) -> tuple[Unit, ...]:
        values = self._now(connection, own).filing.values()
        spans = self._results.spans(connection, own, [row.path for row in rows])
        return units_of(
            [
                OpenItem(
                    row.id,
                    row.kind,
                    row.path,
                    values.get(row.path, ""),
                    page,
                    span,
                    self._is_blind(row, own, reviewer),
                )
                for row, (page, span) in zip(rows, spans, strict=True)
            ]
        )

    def _asked(
        self, connection: Connection, own: Standing, unit: Unit, focus: int | None, reviewer: str
    ) -> AskedUnit:
        items = self._items(connection, own, unit.numbers, reviewer)
        if unit.kind == "row":
            items = tuple(sorted(items, key=lambda item: item.rank))
        # The first look is at what is most likely wrong: the fewest steps to where something must be keyed.
        doubtful = min(items, key=lambda item: (bool(item.value), item.sure))
        return AskedUnit(unit.kind, own.filing, items, focus or doubtful.number)

    # Leases.

    def _leased(self, connection: Connection, own: Standing, reviewer: str) -> bool:
        """Reserves the filing for the reviewer; False where it is reserved for another."""
        return own.is_reserved(reviewer) or repository.lease(connection, own.filing, reviewer)

    def _must_lease(self, connection: Connection, item: int, reviewer: str) -> Standing:
        """The filing of an item, leased; raises NoSuchItem or Leased."""
        own = standing_of(connection, item, lock=True)
        if not self._leased(connection, own, reviewer):
            raise Leased(TAKEN)
        return own

    # Items as a reviewer may see them.

    def _item(self, connection: Connection, own: Standing, number: int, reviewer: str) -> Item:
        (item,) = self._items(connection, own, [number], reviewer)
        return item

    def _items(
        self, connection: Connection, own: Standing, numbers: Sequence[int], reviewer: str = ""
    ) -> tuple[Item, ...]:
        """Items of a filing with their readings and current values, in the order of `numbers`.

        Without a reviewer nothing of them is hidden but samples.
        """
        asked = [self._asked_row(own.row(number), own, reviewer) for number in numbers]
        first, now = self._results.filing(connection, own), self._now(connection, own).filing
        unseen = self._unseen(own, reviewer)
        seen = tuple(decision.number for votes in own.votes.values() for decision in votes), unseen

        def made(one: ItemRow) -> Item:
            return shown(one, first, now, self._keyed(one, own), unseen)

        return self._results.shown(own, asked, seen, made)

    def _asked_row(self, row: Row[Any], own: Standing, reviewer: str) -> ItemRow:
        votes = own.on(row.id)
        blind = row.kind == "sample" or (bool(reviewer) and self._is_blind(row, own, reviewer))
        reason = DISAGREED.format(count=len(votes)) if self._is_disputed(row.kind, votes) else row.reason
        return ItemRow(row.id, row.filing, own.document, row.kind, row.path, reason, row.state, blind)

    def _keyed(self, asked: ItemRow, own: Standing) -> list[str]:
        """What people keyed for an item. In double mode nobody sees that of others until they disagreed."""
        votes = own.on(asked.number)
        disputed = [votes] if self._is_disputed(asked.kind, votes) else []
        shared = own.votes.values() if self.mode == "single" else disputed
        return [d.after for made in shared for d in made if d.path == asked.path and d.after]

    def _is_disputed(self, kind: str, votes: Sequence[Decision]) -> bool:
        return self.mode == "double" and kind == "cell" and is_disputed(votes)

    def _is_blind(self, row: Row[Any], own: Standing, reviewer: str) -> bool:
        """True where the reviewer keys an item without seeing its value."""
        return row.kind == "sample" or (row.kind == "cell" and is_blind(own.on(row.id), self.mode, reviewer))

    def _unseen(self, own: Standing, reviewer: str) -> frozenset[str]:
        """Paths of which the reviewer is asked blind: their values may be shown nowhere."""
        opened = (row for row in own.rows if row.state == "open")
        return frozenset(row.path for row in opened if self._is_blind(row, own, reviewer))
