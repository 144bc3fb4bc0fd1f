"""Results taken from the store and kept at hand, with the decisions last laid over them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from sqlalchemy import Connection, select

from extractor.model.filing import Extraction, Filing
from extractor.review.model import Corrected, Decision
from extractor.review.overlay import corrected
from extractor.review.tables import DOCUMENTS, FILINGS

MOST = 64
"""Documents, and filings, that are kept."""

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """The values last made, by their keys; threads may share it."""

    def __init__(self) -> None:
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value kept for a key, or a new one."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            self._values[key] = value
            while len(self._values) > MOST:
                self._values.popitem(last=False)
        return value


class Shelf:
    """The results of a store; from a confidence of `least` on a cell that the sums bear out needs no look."""

    def __init__(self, least: float) -> None:
        self._least = least
        self._documents: Kept[int, Extraction] = Kept()
        self._filings: Kept[int, Filing] = Kept()
        self._laid: Kept[tuple[int, tuple[int, ...]], Corrected] = Kept()

    def document(self, connection: Connection, document: int) -> Extraction:
        """A document's result as it was extracted."""
        return self._documents.get(document, lambda: _result(connection, document))

    def filing(self, connection: Connection, filing: int) -> Filing:
        """A filing as it was extracted."""
        return self._filings.get(filing, lambda: self._found(connection, filing))

    def laid(self, connection: Connection, filing: int, decisions: tuple[Decision, ...]) -> Corrected:
        """A filing with decisions of the log over it."""
        key = (filing, tuple(decision.number for decision in decisions))
        return self._laid.get(key, lambda: self.supposing(connection, filing, decisions))

    def supposing(self, connection: Connection, filing: int, decisions: tuple[Decision, ...]) -> Corrected:
        """A filing with decisions over it that may never be made."""
        return corrected(self.filing(connection, filing), decisions, self._least)

    def _found(self, connection: Connection, filing: int) -> Filing:
        query = select(FILINGS.c.document, FILINGS.c.number).where(FILINGS.c.id == filing)
        document, number = connection.execute(query).one()
        found: Filing = self.document(connection, document).filings[number - 1]
        return found


def _result(connection: Connection, document: int) -> Extraction:
    query = select(DOCUMENTS.c.result).where(DOCUMENTS.c.id == document)
    return Extraction.model_validate_json(connection.execute(query).scalar_one())
