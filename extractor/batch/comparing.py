"""Comparisons across the filings of each owner in each company, done again only where these have changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from extractor.batch.index import Index, storing, to_text
from extractor.batch.share import FiledValues, values_of
from extractor.export.rows_csv import csv_lines
from extractor.reconcile.across import across

WINDOW = 200
"""Filings of one owner that are compared with each other at once: time grows with the square. An owner with
more is compared in the order of periods, by windows of which each begins in the middle of the one before."""
_MEMBERS = """
select f.owner, o.name, c.id, f.number, o.sha256
    from originals o join contents c on c.sha256 = o.sha256 join filings f on f.content = c.id
    where f.owner != x'' order by f.owner, o.number, f.number
"""
OwnFiling = tuple[bytes, bytes, int, int, str]
"""A row of the above: the owner, the name of the file, its contents and their hash, the filing's number."""


def comparisons(index: Index) -> Iterator[str]:
    """Balances that do not continue from filing to filing of one owner in one company, and copies: the lines
    of across.csv, those of an owner at a time.

    Only one window of one owner's filings is in memory at a time.
    """
    for owner, group in groupby(index.sql.execute(_MEMBERS), key=itemgetter(0)):
        members: list[OwnFiling] = list(group)
        if len(members) > 1:
            yield _known(index, owner, members)


def _known(index: Index, owner: bytes, members: Sequence[OwnFiling]) -> str:
    """What the filings of an owner say of each other, compared now or before."""
    digest = hashlib.sha256(repr([member[1:] for member in members]).encode()).digest()
    row = index.sql.execute("select digest, found from compared where owner = ?", (owner,)).fetchone()
    if row and row[0] == digest:
        return str(row[1])
    lines = csv_lines(_compared(index, members))
    with storing(index.path):
        index.sql.execute("replace into compared values (?, ?, ?)", (owner, digest, lines))
    return lines


def _compared(index: Index, members: Sequence[OwnFiling]) -> Iterator[tuple[str, ...]]:
    if len(members) <= WINDOW:
        yield from _of_window(index, members, 0)
        return
    ordered = sorted(members, key=lambda member: _period(_filing(index, member)))
    for begin in range(0, len(ordered) - WINDOW // 2, WINDOW // 2):
        yield from _of_window(index, ordered[begin : begin + WINDOW], WINDOW // 2 if begin else 0)


def _of_window(index: Index, members: Sequence[OwnFiling], known: int) -> Iterator[tuple[str, ...]]:
    """What the filings from number `known` on say of those before them."""
    found = across([_filing(index, member) for member in members])
    names = [(to_text(member[1]), str(member[3])) for member in members]
    for link in found.gaps:
        if link.later >= known:
            yield ("gap", *names[link.later], *names[link.earlier], link.statement)
    for copy, first in found.duplicates:
        if copy >= known:
            yield ("copy", *names[copy], *names[first], "says the same")


def _filing(index: Index, member: OwnFiling) -> FiledValues:
    query = "select facts from facts where content = ? and number = ?"
    return values_of(index.sql.execute(query, member[2:4]).fetchone()[0])


def _period(filing: FiledValues) -> str:
    return next((cell.value for cell in filing.cells if cell.path == "periodOfReport"), "")
