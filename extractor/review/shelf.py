"""Results taken from the store and kept at hand, with the decisions last laid over them."""

from __future__ import annotations

from operator import attrgetter
from threading import Lock

from cachetools import LRUCache, cachedmethod
from sqlalchemy import Connection, select

from extractor.model.filing import Extraction, Filing
from extractor.review.apply_decisions import corrected
from extractor.review.decisions import Corrected, Decision
from extractor.review.tables import DOCUMENTS, FILINGS

MOST = 64
"""Documents, and filings, that are kept."""
_LOCK = attrgetter("_lock")


class ResultCache:
    """The results of a store; threads may share it.

    From a confidence of `least` on a cell that the sums bear out needs no look.
    """

    def __init__(self, least: float) -> None:
        self._least = least
        self._lock = Lock()
        self._documents: LRUCache[int, Extraction] = LRUCache(MOST)
        self._filings: LRUCache[int, Filing] = LRUCache(MOST)
        self._laid: LRUCache[tuple[int, tuple[int, ...]], Corrected] = LRUCache(MOST)

    @cachedmethod(attrgetter("_documents"), lambda _, connection, document: document, _LOCK)
    def document(self, connection: Connection, document: int) -> Extraction:
        """A document's result as it was extracted."""
        query = select(DOCUMENTS.c.result).where(DOCUMENTS.c.id == document)
        return Extraction.model_validate_json(connection.execute(query).scalar_one())

    @cachedmethod(attrgetter("_filings"), lambda _, connection, filing: filing, _LOCK)
    def filing(self, connection: Connection, filing: int) -> Filing:
        """A filing as it was extracted."""
        query = select(FILINGS.c.document, FILINGS.c.number).where(FILINGS.c.id == filing)
        document, number = connection.execute(query).one()
        found: Filing = self.document(connection, document).filings[number - 1]
        return found

    @cachedmethod(attrgetter("_laid"), lambda _, connection, *laid: _numbers(*laid), _LOCK)
    def laid(self, connection: Connection, filing: int, decisions: tuple[Decision, ...]) -> Corrected:
        """A filing with decisions of the log over it."""
        return self.supposing(connection, filing, decisions)

    def supposing(self, connection: Connection, filing: int, decisions: tuple[Decision, ...]) -> Corrected:
        """A filing with decisions over it that may never be made."""
        return corrected(self.filing(connection, filing), decisions, self._least)


def _numbers(filing: int, decisions: tuple[Decision, ...]) -> tuple[int, tuple[int, ...]]:
    return filing, tuple(decision.number for decision in decisions)
