"""The results of a store kept in memory: as extracted, with the decisions applied, and as they are shown."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from threading import Lock

from cachetools import LRUCache, cachedmethod
from sqlalchemy import Connection, select

from extractor.model.filing import Extraction, Filing
from extractor.review.apply_decisions import corrected
from extractor.review.decisions import Corrected, Decision, Item, ItemRow
from extractor.review.places import place_of, span_of
from extractor.review.schema import DOCUMENTS, FILINGS
from extractor.review.standing import Standing

_LOCK = attrgetter("_lock")
_Versioned = tuple[int, int]
"""A document or filing, and which of its readings."""
_Contents = tuple[_Versioned, tuple[tuple[str, ...], ...]]
"""A filing, and what decisions over it say."""
Span = tuple[int, tuple[float, float]]
"""A page, and how far down the upright page something begins and ends, in points."""


@dataclass(frozen=True, slots=True)
class CacheSettings:
    """How much is kept in memory."""

    cached: int = 64
    """Documents, and filings, kept in memory: what a few reviewers have open."""
    items: int = 1 << 10
    """Items kept in memory as they are shown: several units of each reviewer."""
    spans: int = 1 << 15
    """Places of cells kept in memory: those of the filings that are."""


SETTINGS = CacheSettings()


class ResultCache:
    """The results of a store, and filings with the decisions last applied; several threads may share it.

    A cell that the sums confirm needs no review from a confidence of `least` on.
    """

    def __init__(self, least: float) -> None:
        self._least = least
        self._lock = Lock()
        self._documents: LRUCache[_Versioned, Extraction] = LRUCache(SETTINGS.cached)
        self._filings: LRUCache[_Versioned, Filing] = LRUCache(SETTINGS.cached)
        self._applied: LRUCache[_Contents, Corrected] = LRUCache(SETTINGS.cached)
        self._shown: LRUCache[tuple[ItemRow, _Versioned, Hashable], Item] = LRUCache(SETTINGS.items)
        self._spans: LRUCache[tuple[_Versioned, str], Span] = LRUCache(SETTINGS.spans)

    def document(self, connection: Connection, document: int) -> Extraction:
        """A document's result as it was extracted."""
        version = select(DOCUMENTS.c.version).where(DOCUMENTS.c.id == document)
        return self._document(connection, (document, connection.execute(version).scalar_one()))

    def filing(self, connection: Connection, own: Standing) -> Filing:
        """A filing as it was extracted."""
        return self._filing(connection, _versioned(own))

    def applied(self, connection: Connection, own: Standing, decisions: tuple[Decision, ...]) -> Corrected:
        """A filing with decisions over it, made or supposed: what they lead to is kept alike."""
        return self._corrected(connection, _versioned(own), decisions)

    @cachedmethod(attrgetter("_documents"), lambda _, connection, document: document, _LOCK)
    def _document(self, connection: Connection, document: _Versioned) -> Extraction:
        query = select(DOCUMENTS.c.result).where(DOCUMENTS.c.id == document[0])
        return Extraction.model_validate_json(connection.execute(query).scalar_one())

    @cachedmethod(attrgetter("_filings"), lambda _, connection, filing: filing, _LOCK)
    def _filing(self, connection: Connection, filing: _Versioned) -> Filing:
        query = select(FILINGS.c.document, FILINGS.c.number).where(FILINGS.c.id == filing[0])
        document, number = connection.execute(query).one()
        found: Filing = self._document(connection, (document, filing[1])).filings[number - 1]
        return found

    def shown(
        self, own: Standing, asked: Sequence[ItemRow], seen: Hashable, make: Callable[[ItemRow], Item]
    ) -> tuple[Item, ...]:
        """Items of one filing as they are shown with what was `seen` of it, made where they are not kept."""
        return tuple(self._item(one, _versioned(own), seen, make) for one in asked)

    @cachedmethod(attrgetter("_shown"), lambda _, asked, version, seen, make: (asked, version, seen), _LOCK)
    def _item(
        self, asked: ItemRow, version: _Versioned, seen: Hashable, make: Callable[[ItemRow], Item]
    ) -> Item:
        return make(asked)

    def spans(self, connection: Connection, own: Standing, paths: Iterable[str]) -> list[Span]:
        """The page of each path, and how far down the upright page it begins and ends."""
        version = _versioned(own)
        return [self._span(connection, version, path) for path in paths]

    @cachedmethod(attrgetter("_spans"), lambda _, connection, filing, path: (filing, path), _LOCK)
    def _span(self, connection: Connection, filing: _Versioned, path: str) -> Span:
        own = self._filing(connection, filing)
        place = place_of(own, path)
        return place.page, span_of(own, place)

    @cachedmethod(attrgetter("_applied"), lambda _, connection, *applied: _contents(*applied), _LOCK)
    def _corrected(
        self, connection: Connection, filing: _Versioned, decisions: tuple[Decision, ...]
    ) -> Corrected:
        return corrected(self._filing(connection, filing), decisions, self._least)


def _versioned(own: Standing) -> _Versioned:
    return own.filing, own.version


def _contents(filing: _Versioned, decisions: tuple[Decision, ...]) -> _Contents:
    """All of the decisions that changes a filing: one that was supposed has no number and no time yet."""
    return filing, tuple((d.path, d.action, d.reviewer, d.before, d.after, d.why) for d in decisions)
