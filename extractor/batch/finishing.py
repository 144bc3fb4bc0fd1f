"""What a whole archive gives once its documents are done: tables, gaps, what was set aside, the report."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from extractor.batch.output_store import SCRATCH, OutputStore
from extractor.batch.outputs import result_of
from extractor.batch.report import report
from extractor.batch.tasks import Entry
from extractor.batch.work import ciks
from extractor.errors import OptionError
from extractor.export.sec_tables import SecTables
from extractor.export.table_files import TableFiles, has_parquet
from extractor.layout.captions import squeezed
from extractor.model.filing import Filing
from extractor.options import Options
from extractor.reconcile.across import across

TABLES, MADE = "tables", ".finished"
SET_ASIDE, GAPS, REPORT = "set-aside.csv", "across.csv", "report.html"
_GAPS = ("kind", "file", "filing", "other_file", "other_filing", "what")
_KEY = 16
"""Digits of a document's hash in the key of its filings."""

Owners = Mapping[tuple[str, str], list[tuple[Entry, int]]]
"""(symbol, owner's name) → documents and the numbers of their filings."""


def finish(store: OutputStore, options: Options, entries: Sequence[Entry]) -> None:
    """Writes what the entries (every one of the journal, by URL) give together, unless it is there.

    Raises OptionError where that cannot be.
    """
    digest = _digest(entries)
    if store.exists(MADE) and store.read(MADE) == digest and store.exists(REPORT):
        return
    originals = _originals(entries)
    try:
        with tempfile.TemporaryDirectory(dir=store.local, prefix=SCRATCH) as folder:
            owners = _write_tables(store, options, originals, Path(folder))
            for file in sorted(Path(folder).iterdir()):
                store.put(f"{TABLES}/{file.name}", file)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OptionError(
            f"{store.name}/{TABLES}: cannot be written ({reason}); see to it, and run the command again"
        ) from error
    store.write(SET_ASIDE, _csv(("file", "status", "reason"), _set_aside(entries)))
    store.write(GAPS, _csv(_GAPS, _across(store, owners)))
    store.write(REPORT, report(entries, {entry.url for entry in originals}).encode())
    store.write(MADE, digest)


def key_of(entry: Entry, filing: int) -> str:
    """The ACCESSION_NUMBER of filing number `filing` of a document."""
    return f"{entry.sha256[:_KEY]}-{filing}"


def _digest(entries: Iterable[Entry]) -> bytes:
    told = [(entry.url, *entry.identity, entry.status, entry.stem) for entry in entries]
    return hashlib.sha256(json.dumps([told, has_parquet()]).encode()).hexdigest().encode()


def _originals(entries: Iterable[Entry]) -> list[Entry]:
    """The documents that gave filings, each content once: its copies would count everything twice."""
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry.tally.filings:
            found.setdefault(entry.sha256, entry)
    return list(found.values())


def _write_tables(store: OutputStore, options: Options, entries: Iterable[Entry], folder: Path) -> Owners:
    """Writes the tables, each result being read once; gives the filings of each owner in each company."""
    tables = SecTables(ciks(options.cik))
    owners: dict[tuple[str, str], list[tuple[Entry, int]]] = defaultdict(list)
    with TableFiles(folder) as files:
        for entry in entries:
            for number, filing in enumerate(result_of(store, entry).filings, 1):
                owners[_owner_of(filing)].append((entry, number))
                for record in tables.records(filing, key_of(entry, number)):
                    files.add(record, entry.name, number)
    return owners


def _set_aside(entries: Iterable[Entry]) -> Iterator[tuple[str, ...]]:
    """What gave nothing, and why."""
    return ((entry.url, entry.status, entry.reason) for entry in entries if not entry.is_extracted)


def _across(store: OutputStore, owners: Owners) -> Iterator[tuple[str, ...]]:
    """What filings of one owner in one company say of each other: balances that do not go on, copies.

    Only one owner's filings are in memory at a time.
    """
    for (_, name), members in sorted(owners.items()):
        # Those whose owner is illegible are nobody's.
        if name and len(members) > 1:
            yield from _told(store, members)


def _owner_of(filing: Filing) -> tuple[str, str]:
    values = filing.values()
    owner = values.get("reportingOwner[1]/reportingOwnerId/rptOwnerName", "")
    return squeezed(values.get("issuer/issuerTradingSymbol", "")), squeezed(owner)


def _told(store: OutputStore, members: Sequence[tuple[Entry, int]]) -> Iterator[tuple[str, ...]]:
    found = across([result_of(store, entry).filings[number - 1] for entry, number in members])
    names = [(entry.name, str(number)) for entry, number in members]
    for link in found.gaps:
        yield ("gap", *names[link.later], *names[link.earlier], link.statement)
    for copy, first in found.duplicates:
        yield ("copy", *names[copy], *names[first], "says the same")


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()
