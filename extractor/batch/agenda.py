"""What a run has to do: the documents it was given, less those that are done, in tables of the index's own.

They are temporary tables of SQLite, on the disk where they are large: a million documents take no memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from extractor.batch.bounds import Bounds
from extractor.batch.index import Index, storing, to_bytes, to_text
from extractor.batch.inputs import at
from extractor.batch.output_store import JSON, XML, OutputStore, stem_of
from extractor.batch.tasks import JournalEntry, Listed, Status, Totals
from extractor.errors import InputRefused

PAGE = 500
"""Documents read from the agenda at a time."""
_TABLES = """
create temp table listed (
    url blob primary key, place blob, member integer, name blob, size integer, stamp text, archive blob)
    without rowid;
create temp table due (
    number integer primary key, attempt integer, url blob, name blob, size integer, stamp text, archive blob,
    member integer);
create temp table present (name blob primary key, size integer) without rowid;
create temp table broken (entry integer primary key);
create temp table leftover (stem blob, name blob, primary key (stem, name)) without rowid;
"""
# A document that was given up, or lost, is worth another try under other bounds, or always.
_HOLDS = """
e.key = :key and e.failure != 'passing'
    and not (e.failure = 'seconds' and :seconds > e.bound)
    and not (e.failure = 'megabytes' and :megabytes > e.bound)
    and e.id not in (select entry from broken)
"""
_DONE = f"""
l.stamp != '' and e.size = l.size and e.stamp = l.stamp and {_HOLDS}
"""
_BARE = """
select id from entries e where e.status in ('ok', 'review')
    and not exists (select 1 from outputs o where o.entry = e.id)
"""
_BROKEN = f"""
insert into broken
    select distinct o.entry from outputs o left join present p on p.name = o.name where p.size is not o.size
    union {_BARE}
"""
_UNEQUAL = "select (select count(*) from present) != (select count(*) from outputs)"
"""Where no output is missing and there are as many files, no file is nobody's."""
_COUNTED = "select e.status, count(*), sum(e.pages), sum(e.cells), sum(e.looks) from"


class Agenda:
    """The documents of a run. `key` is that of the results that count, `bounds` what a document may cost."""

    def __init__(self, index: Index, key: str, bounds: Bounds) -> None:
        self._index, self._sql = index, index.sql
        self._terms = {"key": key, "seconds": bounds.seconds, "megabytes": bounds.megabytes}
        self._faults: dict[str, InputRefused] = {}
        self._spoilt = False
        with storing(index.path):
            self._sql.executescript(_TABLES)

    def look_at_outputs(self, store: OutputStore) -> None:
        """Notes whose outputs are missing or of another size, and files that are nobody's.

        A run left those that was killed before its line was in the journal, or their line is damaged.
        """
        sql = self._sql
        with storing(self._index.path):
            if self._is_as_written(store):
                return
            sql.executemany("insert or replace into present values (?, ?)", _present(store))
            sql.execute(_BROKEN)
            self._spoilt = bool(sql.execute("select 1 from broken limit 1").fetchone())
            if self._spoilt or sql.execute(_UNEQUAL).fetchone()[0]:
                nobody = sql.execute("select name from present except select name from outputs")
                left = ((to_bytes(stem_of(to_text(name))), name) for (name,) in nobody)
                sql.executemany("insert or ignore into leftover values (?, ?)", left)
            sql.execute("delete from present")

    def _is_as_written(self, store: OutputStore) -> bool:
        """True where the files are those of the entries, each of its size. Sums of hashes say so, which need
        no order and no memory."""
        if self._sql.execute(f"{_BARE} limit 1").fetchone():
            return False
        expected = sum(map(hash, self._sql.execute("select name, size from outputs")))
        return sum(map(hash, _present(store))) == expected

    def add(self, documents: Iterable[Listed]) -> None:
        """Takes the documents that were given; one that is given twice is done once."""
        with storing(self._index.path):
            rows = map(self._row, documents)
            self._sql.executemany("replace into listed values (?, ?, ?, ?, ?, ?, ?)", rows)

    def plan(self) -> tuple[int, Totals]:
        """Finds out what is to be done; gives how many documents there are, and what of them was done before.

        Documents of earlier runs whose outputs are missing are done again, too.
        """
        sql = self._sql
        before = f"listed l join entries e on e.url = l.url where {_DONE}"
        columns = "l.url, l.name, l.size, l.stamp, l.archive, l.member"
        with storing(self._index.path):
            sql.execute(
                f"insert into due select null, 1, {columns} from listed l where not exists "
                f"(select 1 from entries e where e.url = l.url and {_DONE}) "
                "order by l.place, l.member, l.url",
                self._terms,
            )
            totals = self._totals(before)
            lost = sql.execute(
                "select e.url, e.name from broken b join entries e on e.id = b.entry "
                "where e.url not in (select url from listed) order by e.url"
            ).fetchall()
        for url, name in lost:
            self.put_off(at(to_text(url), to_text(name)), 1)
        return sql.execute("select count(*) from listed").fetchone()[0], totals

    def due(self, attempt: int) -> Iterator[Listed]:
        """The documents that are due at that attempt, in order."""
        query = (
            "select number, url, name, size, stamp, archive, member from due "
            "where attempt = ? and number > ? order by number limit ?"
        )
        last = 0
        while rows := self._sql.execute(query, (attempt, last, PAGE)).fetchall():
            last = rows[-1][0]
            for _, url, name, size, stamp, archive, member in rows:
                found = Listed(to_text(url), to_text(name), size, stamp, to_text(archive), member)
                yield replace(found, fault=self._faults.get(found.url))

    def put_off(self, document: Listed, attempt: int) -> None:
        """Has a document done at that attempt."""
        url, _, member, name, size, stamp, archive = self._row(document)
        with storing(self._index.path):
            row = (attempt, url, name, size, stamp, archive, member)
            self._sql.execute("insert into due values (null, ?, ?, ?, ?, ?, ?, ?)", row)

    def waits(self, attempt: int) -> bool:
        """True where a document is due at that attempt."""
        return bool(self._sql.execute("select 1 from due where attempt = ? limit 1", (attempt,)).fetchone())

    def holds(self, entry: JournalEntry) -> bool:
        """True for an entry that need not be made again, its document being the same."""
        query = f"select 1 from entries e where e.url = :url and {_HOLDS}"
        return bool(self._sql.execute(query, self._terms | {"url": to_bytes(entry.url)}).fetchone())

    def same_contents(self, sha256: str) -> JournalEntry | None:
        """An entry that holds of the contents of that hash; None for those that could not be read."""
        if not sha256:
            return None
        query = f"select e.id from entries e where e.sha256 = :sha256 and e.failure = '' and {_HOLDS} limit 1"
        row = self._sql.execute(query, self._terms | {"sha256": sha256}).fetchone()
        return self._index.entry(row[0]) if row else None

    def spoil(self, entry: JournalEntry) -> None:
        """Notes that an entry's outputs are damaged."""
        self._spoilt = True
        number = self._sql.execute("select id from entries where url = ?", (to_bytes(entry.url),)).fetchone()
        self._sql.execute("insert or ignore into broken values (?)", number)

    def mend(self, entry: JournalEntry) -> None:
        """Notes that an entry's outputs were written."""
        if not self._spoilt:
            return
        number = "select id from entries where url = ?"
        self._sql.execute(f"delete from broken where entry = ({number})", (to_bytes(entry.url),))

    def take_leftover(self, stem: str) -> set[str]:
        """The files of that name which were nobody's; they are nobody's business any more."""
        names = self._sql.execute("select name from leftover where stem = ?", (to_bytes(stem),)).fetchall()
        if names:
            self._sql.execute("delete from leftover where stem = ?", (to_bytes(stem),))
        return {to_text(name) for (name,) in names}

    def totals(self) -> Totals:
        """What came of the documents that were given."""
        return self._totals("listed l join entries e on e.url = l.url")

    def _totals(self, where: str) -> Totals:
        return totals_of(self._sql.execute(f"{_COUNTED} {where} group by e.status", self._terms))

    def _row(self, document: Listed) -> tuple[bytes, bytes, int, bytes, int, str, bytes]:
        if document.fault:
            self._faults[document.url] = document.fault
        url, archive = to_bytes(document.url), to_bytes(document.archive)
        stamp, name = document.stamp, to_bytes(document.name)
        return url, archive or url, document.member, name, document.size, stamp, archive


def _present(store: OutputStore) -> Iterator[tuple[bytes, int]]:
    """Each output that is there, and its bytes."""
    return ((to_bytes(name), size) for folder in (JSON, XML) for name, size in store.sizes(folder))


def totals_of(rows: Iterable[tuple[Status, int, int, int, int]]) -> Totals:
    """The counts of documents, pages, cells and looks by status, added up."""
    statuses: dict[Status, int] = {}
    sums = [0, 0, 0]
    for status, count, *own in rows:
        statuses[status] = count
        sums = [total + more for total, more in zip(sums, own, strict=True)]
    return Totals(statuses, *sums)


def all_totals(index: Index) -> Totals:
    """The counts of all documents of the output folder."""
    return totals_of(index.sql.execute(f"{_COUNTED} entries e group by e.status"))
