"""The rows of all documents in the index, and the tables made of them.

Each contents of a file stand there once, with the key of the result they are of; the tables are written from
them in the order of the documents' URLs, without reading a JSON again, and only where a section has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from extractor.batch.index import Index, storing, to_bytes, to_text
from extractor.batch.sections import Extents, Section, forget_sections, keep_sections
from extractor.batch.share import Share
from extractor.batch.tasks import JournalEntry
from extractor.export.sec_table_files import Lines, TableFiles
from extractor.export.sec_tables import TABLES

_ORIGINALS = """
insert into originals (entry, url, name, sha256, key)
    select id, url, name, sha256, key from entries
    where id in (select id from (select id, min(url) from entries where filings > 0 group by sha256))
    order by url
"""
"""SQLite takes the other columns from the row that has the least."""
_MISSING = """
select o.entry from originals o left join contents c on c.sha256 = o.sha256 and c.key = o.key
    where c.id is null and o.number between ? and ? order by o.number
"""
_SHARES = f"""
select o.name, {", ".join(f"c.sec_{table}, c.typed_{table}" for table in TABLES)}
    from originals o join contents c on c.sha256 = o.sha256
    where o.number between ? and ? order by o.number
"""
TOGETHER = 500
"""Documents whose rows are written at once."""
_EMPTY = Lines("", "")


def keep_share(index: Index, sha256: str, key: str, share: Share) -> None:
    """Keeps what the contents of that hash add to the outputs of the whole archive."""
    found = [share.lines.get(table, _EMPTY) for table in TABLES]
    texts = [text for lines in found for text in (lines.text, lines.typed)]
    with storing(index.path):
        sql = index.sql
        for (number,) in sql.execute("select id from contents where sha256 = ?", (sha256,)).fetchall():
            sql.execute("delete from contents where id = ?", (number,))
            sql.execute("delete from filings where content = ?", (number,))
            sql.execute("delete from facts where content = ?", (number,))
        places = ", ?" * len(texts)
        number = sql.execute(
            f"insert into contents values (null, ?, ?{places})", (sha256, key, *texts)
        ).lastrowid
        for filing, own in enumerate(share.filings, 1):
            sql.execute("insert into filings values (?, ?, ?)", (number, filing, to_bytes(own.owner)))
            sql.execute("insert into facts values (?, ?, ?)", (number, filing, own.facts))


def choose_originals(index: Index) -> None:
    """Finds the documents with filings, each contents once, in the order of URLs."""
    with storing(index.path):
        index.sql.execute("drop table if exists temp.originals")
        index.sql.execute(
            "create temp table originals "
            "(number integer primary key, entry integer, url blob, name blob, sha256 text, key text)"
        )
        index.sql.execute(_ORIGINALS)


def without_share(index: Index, sections: Iterable[Section]) -> Iterator[JournalEntry]:
    """The originals of new sections whose share is not in the index: the power went, or they were done by an
    older form4."""
    for section in sections:
        if section.earlier is None:
            for (number,) in index.sql.execute(_MISSING, (section.first, section.last)).fetchall():
                yield index.entry(number)


def forget_shares(index: Index) -> None:
    """Has every share made again from the JSON of its document."""
    with storing(index.path):
        for table in ("contents", "filings", "facts"):
            index.sql.execute(f"delete from {table}")
        forget_sections(index)


def write_tables(index: Index, sections: Iterable[Section], folder: Path, earlier: Path | None) -> None:
    """Writes the tables of all originals into a folder; sections of the `earlier` ones are carried over."""
    made: list[tuple[bytes, Extents]] = []
    with TableFiles(folder, earlier) as files:
        for section in sections:
            if section.earlier is None:
                _write(index, section, files)
            else:
                before, own = section.earlier
                for table in TABLES:
                    files.carry(table, before[table], own[table])
            made.append((section.digest, files.end_section()))
    keep_sections(index, made, folder)


def _write(index: Index, section: Section, files: TableFiles) -> None:
    """Writes the rows of a section."""
    rows = index.sql.execute(_SHARES, (section.first, section.last))
    while some := rows.fetchmany(TOGETHER):
        names = [to_text(row[0]) for row in some]
        for place, table in enumerate(TABLES):
            files.add(table, [Lines(*row[1 + 2 * place : 3 + 2 * place]) for row in some], names)
