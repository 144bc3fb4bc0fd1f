"""Heads of tables told by their ruling lines alone, where wear has taken their captions."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.layout.bands import Band
from extractor.layout.settings import SETTINGS
from extractor.layout.template import Table

_SETTINGS = SETTINGS.grid


def head_by_rules(band: Band, table: Table) -> bool:
    """True where a band has a column for each of the table's, split at its foot where the table's are.

    The rows below have as many, but none of theirs is split.
    """
    whole = tuple(_reaches_top(table))
    if len(band.edges) - 1 != len(table.leaves) or all(whole):
        return False
    reaching = [edge in band.through for edge in band.edges[1:-1]]
    if any(reaches for reaches, between in zip(reaching, whole, strict=True) if not between):
        return False
    return sum(reaching) >= _SETTINGS.reaching * sum(whole)


def _reaches_top(table: Table) -> Iterator[bool]:
    """For each edge between two columns, whether its rule reaches the head's top: not between sub-columns."""
    for number, column in enumerate(table.columns):
        if number:
            yield True
        yield from (False for _ in list(column.leaves())[1:])
