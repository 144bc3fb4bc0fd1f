"""The outputs of a whole archive: tables, gaps between filings, documents set aside, the report."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log1p
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from extractor.batch.output_store import SCRATCH, OutputStore, result_of
from extractor.batch.tasks import BINS, JournalEntry, Status
from extractor.batch.work import ciks
from extractor.errors import OptionError
from extractor.export.rows_csv import guarded
from extractor.export.sec_table_files import TableFiles, has_parquet
from extractor.export.sec_tables import SecTables, key_of
from extractor.export.xml_values import one_line
from extractor.layout.captions import squeezed
from extractor.model.filing import Filing
from extractor.options import Options
from extractor.reconcile.across import across

TABLES, MADE = "tables", ".finished"
SET_ASIDE, GAPS, REPORT, NAMES = "set-aside.csv", "across.csv", "report.html", "names.tsv"
_GAPS = ("kind", "file", "filing", "other_file", "other_filing", "what")

SLOWEST, SHOWN = 15, 500
"""Documents listed as the slowest, and as set aside."""
WORDS: dict[Status, str] = {
    "ok": "extracted, every cell accepted",
    "review": "extracted, something to look at",
    "refused": "refused: damaged, encrypted, too large, no document",
    "not-a-form4": "readable, but no Form 4",
    "failed": "given up: took too long, crashed",
}

Owners = Mapping[tuple[str, str], list[tuple[JournalEntry, int]]]
"""(symbol, owner's name) → documents and the numbers of their filings."""


def finish(store: OutputStore, options: Options, entries: Sequence[JournalEntry]) -> None:
    """Writes the outputs of all entries of the journal, in the order of their URLs, unless they are there.

    Raises OptionError where they cannot be written.
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
            f"{store.name}/{TABLES}: cannot be written ({reason}); free space or mend permissions, "
            "and run the command again"
        ) from error
    store.write(NAMES, _names(entries))
    store.write(SET_ASIDE, _csv(("file", "status", "reason"), _set_aside(entries)))
    store.write(GAPS, _csv(_GAPS, _across(store, owners)))
    store.write(REPORT, report(entries, {entry.url for entry in originals}).encode())
    store.write(MADE, digest)


def _digest(entries: Iterable[JournalEntry]) -> bytes:
    listed = [(entry.url, *entry.identity, entry.status, entry.stem) for entry in entries]
    return hashlib.sha256(json.dumps([listed, has_parquet()]).encode()).hexdigest().encode()


def _originals(entries: Iterable[JournalEntry]) -> list[JournalEntry]:
    """The documents with filings, each content once: copies would count everything twice."""
    found: dict[str, JournalEntry] = {}
    for entry in entries:
        if entry.tally.filings:
            found.setdefault(entry.sha256, entry)
    return list(found.values())


def _write_tables(
    store: OutputStore, options: Options, entries: Iterable[JournalEntry], folder: Path
) -> Owners:
    """Writes the tables, reading each result once; gives the filings of each owner in each company."""
    tables = SecTables(ciks(options.cik))
    owners: dict[tuple[str, str], list[tuple[JournalEntry, int]]] = defaultdict(list)
    with TableFiles(folder) as files:
        for entry in entries:
            for number, filing in enumerate(result_of(store, entry).filings, 1):
                owners[_owner_of(filing)].append((entry, number))
                for record in tables.records(filing, key_of(entry.sha256, number)):
                    files.add(record, entry.name, number)
    return owners


def _names(entries: Iterable[JournalEntry]) -> bytes:
    """Which document each name of outputs stands for."""
    lines = (f"{entry.stem}\t{one_line(entry.address)}\n" for entry in entries)
    return "".join(("name\tdocument\n", *lines)).encode()


def _set_aside(entries: Iterable[JournalEntry]) -> Iterator[tuple[str, ...]]:
    """The documents without a result, and why."""
    return ((entry.address, entry.status, entry.reason) for entry in entries if not entry.is_extracted)


def _across(store: OutputStore, owners: Owners) -> Iterator[tuple[str, ...]]:
    """Balances that do not continue from filing to filing of one owner in one company, and copies.

    Only one owner's filings are in memory at a time.
    """
    for (_, name), members in sorted(owners.items()):
        # Filings without a legible owner cannot be compared.
        if name and len(members) > 1:
            yield from _compared(store, members)


def _owner_of(filing: Filing) -> tuple[str, str]:
    values = filing.values()
    owner = values.get("reportingOwner[1]/reportingOwnerId/rptOwnerName", "")
    return squeezed(values.get("issuer/issuerTradingSymbol", "")), squeezed(owner)


def _compared(store: OutputStore, members: Sequence[tuple[JournalEntry, int]]) -> Iterator[tuple[str, ...]]:
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
    writer.writerows([guarded(value) for value in row] for row in rows)
    return text.getvalue().encode()


# The report: one HTML file, its pictures in it.


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a picture: its name, its count, its length (0 to 1)."""

    name: str
    count: int
    length: float


def report(entries: Sequence[JournalEntry], originals: Collection[str]) -> str:
    """The page for all entries of a journal; `originals` are the URLs of those that are no copies."""
    own = [entry for entry in entries if entry.url in originals]
    statuses = Counter(entry.status for entry in entries)
    layouts = Counter(layout for entry in own for layout in entry.tally.layouts)
    sure = [sum(entry.tally.sure[k] for entry in own) for k in range(BINS)]
    looks = sum(entry.tally.looks for entry in own)
    aside = [entry for entry in entries if not entry.is_extracted]
    environment = Environment(
        loader=PackageLoader("extractor.batch", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    return environment.get_template("report.html").render(
        documents=len(entries),
        copies=sum(entry.tally.filings > 0 for entry in entries) - len(own),
        pages=sum(entry.tally.pages for entry in own),
        filings=sum(entry.tally.filings for entry in own),
        cells=sum(sure),
        looks=looks,
        to_review=sum(entry.status == "review" for entry in own),
        statuses=_bars([(WORDS[status], statuses[status]) for status in WORDS if statuses[status]]),
        layouts=_bars(sorted(layouts.items())),
        sure=_columns(sure),
        slowest=sorted(own, key=lambda entry: (-entry.seconds, entry.url))[:SLOWEST],
        aside=aside[:SHOWN],
        more_aside=max(0, len(aside) - SHOWN),
    )


def _columns(counts: Sequence[int]) -> list[Bar]:
    """Columns with logarithmic heights: nearly all cells are sure, and the few others must be visible."""
    most = log1p(max(counts, default=0)) or 1.0
    steps = [(f"{k / BINS:.0%} to {(k + 1) / BINS:.0%}", count) for k, count in enumerate(counts)]
    return [Bar(name, count, log1p(count) / most) for name, count in steps]


def _bars(counted: Sequence[tuple[str, int]]) -> list[Bar]:
    most = max((count for _, count in counted), default=0) or 1
    return [Bar(name, count, count / most) for name, count in counted]
