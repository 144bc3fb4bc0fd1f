"""The outputs of a whole archive: tables, gaps between filings, documents set aside, the report.

They are written from the index: only where a document's share is not there is its JSON read.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from extractor.batch.comparing import comparisons
from extractor.batch.index import Index, not_written, to_text
from extractor.batch.output_store import SCRATCH, OutputStore, result_of
from extractor.batch.reporting import report
from extractor.batch.sections import Section, sections
from extractor.batch.share import share_of
from extractor.batch.table_rows import (
    choose_originals,
    forget_shares,
    keep_share,
    without_share,
    write_tables,
)
from extractor.batch.tasks import as_text
from extractor.export.rows_csv import csv_lines
from extractor.export.sec_table_files import has_parquet
from extractor.export.xml_values import one_line
from extractor.options import Options

TABLES, MADE = "tables", ".finished"
SET_ASIDE, GAPS, REPORT, NAMES = "set-aside.csv", "across.csv", "report.html", "names.tsv"
_GAPS = ("kind", "file", "filing", "other_file", "other_filing", "what")
_ASIDE = "select url, status, reason from entries where status not in ('ok', 'review') order by url"


def finish(store: OutputStore, options: Options, index: Index) -> None:
    """Writes the outputs of all entries of the journal, in the order of their URLs, unless they are there.

    Raises OptionError where they cannot be written, OutputDamaged where a JSON is needed that is damaged.
    """
    made = store.read(MADE).decode() if store.exists(MADE) else ""
    if made and made == index.finished and made.endswith(_kind()) and store.exists(REPORT):
        return
    if index.finished and not made:
        forget_shares(index)  # who removes the mark has all made anew
    choose_originals(index)
    divided = sections(index, store.local and store.local / TABLES)
    for entry in without_share(index, divided):
        keep_share(index, *entry.identity, share_of(result_of(store, entry), options.cik))
    _write(store, index, divided)
    mark = _mark(index)
    store.write(REPORT, report(index, partial(result_of, store)).encode())
    store.write(MADE, mark.encode())
    index.finished = mark


def _write(store: OutputStore, index: Index, divided: Sequence[Section]) -> None:
    """Writes what can be large: in a folder beside its place first, so that no half of it is ever there."""
    try:
        with tempfile.TemporaryDirectory(dir=store.local, prefix=SCRATCH) as folder:
            home = Path(folder)
            (home / TABLES).mkdir()
            write_tables(index, divided, home / TABLES, store.local and store.local / TABLES)
            _write_lines(home / NAMES, "name\tdocument\n", _names(index))
            _write_lines(home / SET_ASIDE, csv_lines([("file", "status", "reason")]), _set_aside(index))
            _write_lines(home / GAPS, csv_lines([_GAPS]), comparisons(index))
            for file in sorted(path for path in home.rglob("*") if path.is_file()):
                store.put(file.relative_to(home).as_posix(), file)
    except OSError as error:
        raise not_written(f"{store.name}/{TABLES}", error.strerror or str(error)) from error


def _kind() -> str:
    """The end of a mark: whether there is Parquet beside the TSV."""
    return "-parquet" if has_parquet() else "-tsv"


def _mark(index: Index) -> str:
    """The same for the same results."""
    digest = hashlib.sha256()
    for row in index.sql.execute("select url, sha256, key, status, stem from entries order by url"):
        digest.update(repr(row).encode())
    return digest.hexdigest() + _kind()


def _names(index: Index) -> Iterator[str]:
    """Which document each name of outputs stands for."""
    for stem, url in index.sql.execute("select stem, url from entries order by url"):
        yield f"{to_text(stem)}\t{one_line(as_text(to_text(url)))}\n"


def _set_aside(index: Index) -> Iterator[str]:
    """The documents without a result, and why."""
    for url, status, reason in index.sql.execute(_ASIDE):
        yield csv_lines([(as_text(to_text(url)), status, to_text(reason))])


def _write_lines(file: Path, header: str, lines: Iterable[str]) -> None:
    with file.open("w", encoding="utf-8", newline="") as text:
        text.write(header)
        text.writelines(lines)
