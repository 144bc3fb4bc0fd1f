"""The index beside the journal: what is asked of a million documents without reading their lines.

An SQLite file made of the journal alone, in step with it up to a place in it; whatever is missing is read
from there when a run begins, so that it may be behind, be deleted, or be lost with the power. What documents
add to the tables (`table_rows`), where these have it (`sections`), and what is compared across filings
(`comparing`) stand in it, too.
"""

from __future__ import annotations

import json
import sqlite3
import struct
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from extractor.batch.names import folded
from extractor.batch.tasks import BINS, JournalEntry, Output, Tally
from extractor.errors import OptionError
from extractor.export.sec_tables import TABLES as SEC_TABLES

VERSION = 2
"""Of the tables; an index of another version is made again."""
CACHE = 48_000
"""Kilobytes of the file that SQLite keeps in memory."""
PATIENCE = 60.0
"""Seconds to wait for another process that reads the index or brings it up to date."""
TOGETHER, AT_MOST = 1_000, 1.0
"""Entries that are committed together, and the seconds after which fewer are."""
DAMAGE = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB"})
_SURE = struct.Struct(f"<{BINS}I")

TABLES = """
create table place (position integer, tail blob, finished text);
insert into place values (0, x'', '');
create table entries (
    id integer primary key, url blob unique, name blob, size integer, stamp text, sha256 text, key text,
    stem blob, status text, reason blob, pages integer, filings integer, cells integer, looks integer,
    layouts text, sure blob, seconds real, failure text, bound real, folded blob);
create index by_contents on entries (sha256, filings, url, key);
create index by_name on entries (folded);
create index by_status on entries (status, pages, filings, cells, looks);
create table outputs (
    entry integer, name blob, size integer, sha256 text, primary key (entry, name)) without rowid;
create table sections (number integer primary key, digest blob, extents text);
create table table_files (name text primary key, size integer, stamp integer) without rowid;
create table compared (owner blob primary key, digest blob, found text) without rowid;
create table filings (
    content integer, number integer, owner blob, primary key (content, number)) without rowid;
create table facts (
    content integer, number integer, facts blob, primary key (content, number)) without rowid;
"""
_ROWS = ", ".join(f"sec_{table} text, typed_{table} text" for table in SEC_TABLES)
_CONTENTS = f"create table contents (id integer primary key, sha256 text unique, key text, {_ROWS});"
_FIELDS = (
    "name",
    "size",
    "stamp",
    "sha256",
    "key",
    "stem",
    "status",
    "reason",
    "pages",
    "filings",
    "cells",
    "looks",
    "layouts",
    "sure",
    "seconds",
    "failure",
    "bound",
    "folded",
)
_PUT = f"""insert into entries values (null{", ?" * (len(_FIELDS) + 1)}) on conflict (url) do update
    set {", ".join(f"{name} = excluded.{name}" for name in _FIELDS)}
    returning id"""


def to_bytes(text: str) -> bytes:
    """A text for the index, which may hold what is no UTF-8 as Python reads file names."""
    return text.encode("utf-8", "surrogatepass")


def to_text(content: bytes) -> str:
    """What `to_bytes` was given."""
    return content.decode("utf-8", "surrogatepass")


class Index:
    """The entries of a journal by URL, contents and name. `path` is the SQLite file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.sql = _connected(path)
        self.grown = False
        self.position = 0, b""
        """How far the journal is in the index, and what stands before that place."""
        self.finished = ""
        """The mark of the last outputs of the whole archive; "" where entries came since."""
        self._stored: tuple[int, bytes, str] = (0, b"", "")
        self._load()
        self._waiting, self._committed = 0, time.monotonic()

    def clear(self) -> None:
        """Forgets the entries, to read the journal from its beginning."""
        for name in ("entries", "outputs"):
            self.sql.execute(f"delete from {name}")
        self.position, self.finished = (0, b""), ""

    @contextmanager
    def alone(self, patience: float) -> Iterator[bool]:
        """True once no other process writes to the index; False where one does for all the seconds of
        `patience`. Commits at the end."""
        self.sql.execute(f"pragma busy_timeout = {patience * 1000:.0f}")
        try:
            self.sql.execute("begin immediate")
            is_alone = True
            self._load()
        except sqlite3.OperationalError:
            is_alone = False
        self.sql.execute(f"pragma busy_timeout = {PATIENCE * 1000:.0f}")
        with storing(self.path):
            yield is_alone
        self.commit()

    def put(self, entry: JournalEntry, place: tuple[int, bytes]) -> None:
        """Adds an entry in place of its document's one before; the journal has it up to that place."""
        self.grown, self.position, self.finished = True, place, ""
        with storing(self.path):
            (number,) = self.sql.execute(_PUT, _row_of(entry)).fetchone()
            self.sql.execute("delete from outputs where entry = ?", (number,))
            outputs = ((number, to_bytes(own.name), own.size, own.sha256) for own in entry.outputs)
            self.sql.executemany("insert into outputs values (?, ?, ?, ?)", outputs)
        self._waiting += 1

    def commit_together(self) -> None:
        """Commits once enough was put, or enough time has passed."""
        if self._waiting >= TOGETHER or time.monotonic() - self._committed >= AT_MOST:
            self.commit()

    def commit(self) -> None:
        """Keeps what was put; other processes see it from now on."""
        place = *self.position, self.finished
        with storing(self.path):
            if place != self._stored:
                self.sql.execute("update place set position = ?, tail = ?, finished = ?", place)
            self.sql.commit()
        self._stored = place
        self._waiting, self._committed = 0, time.monotonic()

    def close(self) -> None:
        self.sql.close()

    def entry(self, number: int) -> JournalEntry:
        """The entry of that id."""
        return self._entry(self.sql.execute("select * from entries where id = ?", (number,)).fetchone())

    def find(self, where: str, *values: object) -> JournalEntry | None:
        """The first entry of which an SQL condition holds."""
        row = self.sql.execute(f"select * from entries where {where} order by id limit 1", values).fetchone()
        return self._entry(row) if row else None

    def owner_of(self, name: str) -> str | None:
        """The URL of the document whose outputs have that name, folded."""
        row = self.sql.execute(
            "select url from entries where folded = ? limit 1", (to_bytes(name),)
        ).fetchone()
        return to_text(row[0]) if row else None

    def _load(self) -> None:
        self._stored = self.sql.execute("select * from place").fetchone()
        self.position, self.finished = self._stored[:2], self._stored[2]

    def _entry(self, row: Sequence[Any]) -> JournalEntry:
        found = self.sql.execute("select name, size, sha256 from outputs where entry = ?", row[:1])
        outputs = tuple(Output(to_text(name), size, sha256) for name, size, sha256 in found)
        return _entry_of(row, outputs)


class Entries(Mapping[str, JournalEntry]):
    """The latest entry of each document by its URL, read as it is asked for."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def __getitem__(self, url: str) -> JournalEntry:
        entry = self._index.find("url = ?", to_bytes(url))
        if entry is None:
            raise KeyError(url)
        return entry

    def __iter__(self) -> Iterator[str]:
        return (to_text(url) for (url,) in self._index.sql.execute("select url from entries order by id"))

    def __len__(self) -> int:
        return int(self._index.sql.execute("select count(*) from entries").fetchone()[0])


def _connected(path: Path) -> sqlite3.Connection:
    """A connection with all tables; an index that is damaged or of another version is made anew."""
    with storing(path):
        if (sql := _present(path)) is not None:
            return sql
        path.unlink(missing_ok=True)
        sql = _opened(path)
        sql.executescript(f"begin; {TABLES} {_CONTENTS} pragma user_version = {VERSION}; commit")
        return sql


def _present(path: Path) -> sqlite3.Connection | None:
    """The index that is there, if it is whole and of this version."""
    try:
        sql = _opened(path)
        if sql.execute("pragma user_version").fetchone()[0] == VERSION:
            return sql
        sql.close()
    except sqlite3.DatabaseError as fault:
        if fault.sqlite_errorname not in DAMAGE:
            raise
    return None


def _opened(path: Path) -> sqlite3.Connection:
    sql = sqlite3.connect(path, timeout=PATIENCE)
    # What the power takes is read from the journal again; only the file must stay whole.
    sql.executescript(
        f"pragma page_size = 8192; pragma journal_mode = truncate; pragma synchronous = normal;"
        f"pragma cache_size = -{CACHE}"
    )
    return sql


@contextmanager
def storing(path: Path) -> Iterator[None]:
    """Turns SQLite's exceptions into an OptionError of one line; a damaged index is removed."""
    try:
        yield
    except sqlite3.DatabaseError as fault:
        if fault.sqlite_errorname in DAMAGE:
            path.unlink(missing_ok=True)
            raise OptionError(f"{path} was damaged and is removed; run the same command again") from fault
        full = fault.sqlite_errorname == "SQLITE_FULL"
        reason = "No space left on device" if full else str(fault)
        raise not_written(path, reason) from fault


def not_written(place: object, reason: str) -> OptionError:
    """Says that a file of the output folder cannot be written, and what to do."""
    return OptionError(
        f"{place}: cannot be written ({reason}); free space or mend permissions, and run the same "
        "command again"
    )


def _row_of(entry: JournalEntry) -> tuple[object, ...]:
    own = entry.tally
    return (
        to_bytes(entry.url),
        to_bytes(entry.name),
        entry.size,
        entry.stamp,
        entry.sha256,
        entry.key,
        to_bytes(entry.stem),
        entry.status,
        to_bytes(entry.reason),
        own.pages,
        own.filings,
        own.cells,
        own.looks,
        json.dumps(own.layouts),
        _SURE.pack(*own.sure),
        entry.seconds,
        entry.failure,
        entry.bound,
        to_bytes(folded(entry.stem)),
    )


def _entry_of(row: Sequence[Any], outputs: tuple[Output, ...]) -> JournalEntry:
    pages, filings, cells, looks, layouts, sure = row[10:16]
    return JournalEntry(
        url=to_text(row[1]),
        name=to_text(row[2]),
        size=row[3],
        stamp=row[4],
        sha256=row[5],
        key=row[6],
        stem=to_text(row[7]),
        status=row[8],
        reason=to_text(row[9]),
        tally=Tally(pages, filings, cells, looks, tuple(json.loads(layouts)), _SURE.unpack(sure)),
        seconds=row[16],
        outputs=outputs,
        failure=row[17],
        bound=row[18],
    )
