"""Sections of the tables: neighbouring documents, whose rows are carried over while they stay the same.

A document's own hash says whether a section ends with it. So one document more, wherever it stands, changes
one section, and the sections are the same in whatever order the documents came.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from extractor.batch.index import Index, storing
from extractor.export.sec_table_files import Extent, has_parquet, table_files
from extractor.export.sec_tables import TABLES

END = "0004"
"""A section ends with a document whose hash is less: every 16,384th on average, so that to write a section
again takes about a second, and a million documents have 61."""
_ROWS = "select number, name, sha256, key from originals order by number"
Extents = Mapping[str, Extent]
"""How much of each table."""


@dataclass(frozen=True, slots=True)
class Section:
    """The originals from one number to another, and the hash of all that their rows are made of.

    `earlier` is what the tables that are there have in front of the section, and of it; None where it is new.
    """

    first: int
    last: int
    digest: bytes
    earlier: tuple[Extents, Extents] | None = None


def sections(index: Index, folder: Path | None) -> list[Section]:
    """All sections of the originals. `folder` has the tables that are there, if it is of this machine."""
    known = _known(index, folder) if folder else {}
    return [Section(first, last, digest, known.get(digest)) for first, last, digest in _divided(index)]


def keep_sections(index: Index, made: Sequence[tuple[bytes, Extents]], folder: Path) -> None:
    """Keeps where the sections are in the tables of a folder, which are to be those of the archive."""
    rows = (
        (digest, json.dumps({table: astuple(own) for table, own in extents.items()}))
        for digest, extents in made
    )
    with storing(index.path):
        forget_sections(index)
        index.sql.executemany("insert into sections values (null, ?, ?)", rows)
        index.sql.executemany("insert into table_files values (?, ?, ?)", _files(folder))


def forget_sections(index: Index) -> None:
    """Has all tables written anew."""
    for table in ("sections", "table_files"):
        index.sql.execute(f"delete from {table}")


def _divided(index: Index) -> Iterator[tuple[int, int, bytes]]:
    """The first and last number of each section, and its hash."""
    digest, first, number = hashlib.sha256(), 1, 0
    for number, *row in index.sql.execute(_ROWS):
        digest.update(repr(row).encode())
        if row[1] < END:
            yield first, number, digest.digest()
            digest, first = hashlib.sha256(), number + 1
    if first <= number:
        yield first, number, digest.digest()


def _known(index: Index, folder: Path) -> dict[bytes, tuple[Extents, Extents]]:
    """Where each section is in the tables of a folder; nothing where other tables are there."""
    sql = index.sql
    written = sql.execute("select name, size, stamp from table_files order by name").fetchall()
    if not written or written != sorted(_files(folder)):
        return {}
    found: dict[bytes, tuple[Extents, Extents]] = {}
    before = dict.fromkeys(TABLES, Extent())
    for digest, extents in sql.execute("select digest, extents from sections order by number"):
        own = {table: Extent(*extent) for table, extent in json.loads(extents).items()}
        found[digest] = before, own
        before = {table: before[table] + own[table] for table in TABLES}
    return found


def _files(folder: Path) -> list[tuple[str, int, int]]:
    """The files of the tables in a folder by which they are known again: their names, bytes and times."""
    kinds = 2 if has_parquet() else 1
    files = (folder / name for table in TABLES for name in table_files(table)[:kinds])
    return [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files if file.exists()]
