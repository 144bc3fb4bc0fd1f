"""Writes results with their decisions applied: the files of each, the tables over all, the log, the cases."""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from extractor import export
from extractor.export.cik import CikTable
from extractor.export.files import StagedFiles, make_folder
from extractor.export.sec_table_files import TableFiles, lines_of
from extractor.export.sec_tables import Record, SecTables, key_of
from extractor.model.filing import Extraction
from extractor.review.decisions import DECISIONS_FILE, Decision, Item
from extractor.review.pictures import PageSpot, Pictures, spot_of
from extractor.review.row_changes import as_exported
from extractor.review.service import ReviewService

CASES = "cases"
"""The folder of regression cases: for each cell a person settled, its crop and its value."""
TABLES = "tables"
"""The folder of SEC's tables, named as a batch names its own."""
_SCRATCH = ".tables-"


def write_corrected(
    service: ReviewService, out: Path, formats: Collection[str], ciks: CikTable | None = None
) -> tuple[Path, ...]:
    """Writes every result with its decisions applied, SEC's tables of them, the decision log, and the settled
    cells as cases.

    All files appear, or none; one result is in memory at a time. Raises OptionError where the folder cannot
    be written.
    """
    for folder in (out, out / TABLES, out / CASES):
        make_folder(folder)
    with StagedFiles() as staged, tempfile.TemporaryDirectory(dir=out, prefix=_SCRATCH) as scratch:
        with TableFiles(Path(scratch)) as tables:
            _write_results(service, staged, tables, out, formats, ciks)
        for file in sorted(Path(scratch).iterdir()):
            staged.take(file, out / TABLES / file.name)
        staged.write(out / DECISIONS_FILE, (line.encode() for line in service.log_csv()))
        for path, content in _cases(service, out / CASES):
            staged.write(path, [content])
    return staged.paths


def _write_results(
    service: ReviewService,
    staged: StagedFiles,
    tables: TableFiles,
    out: Path,
    formats: Collection[str],
    ciks: CikTable | None,
) -> None:
    """The files of each result, and its rows in the tables; copies of a document count once there."""
    records, stems, seen = SecTables(ciks), service.stems(), set[str]()
    for document, own in filings_of(service).items():
        extraction = corrected_extraction(service, document, own)
        for path, content in export.output_files(extraction, formats, out, stems[document], ciks).items():
            staged.write(path, [content])
        if extraction.source.sha256 not in seen:
            for table, lines in lines_of(_records(extraction, records)).items():
                tables.add(table, [lines], [extraction.source.name])
        seen.add(extraction.source.sha256)


def _records(extraction: Extraction, tables: SecTables) -> Iterator[tuple[int, Record]]:
    """The rows of a document, each with the number of its filing."""
    for number, filing in enumerate(extraction.filings, 1):
        for record in tables.records(filing, key_of(extraction.source.sha256, number)):
            yield number, record


def filings_of(service: ReviewService) -> dict[int, list[int]]:
    """Document → its filings; a document without one has none."""
    found: dict[int, list[int]] = {document: [] for document in service.stems()}
    for filing, document in service.filings():
        found[document].append(filing)
    return found


def corrected_extraction(service: ReviewService, document: int, own: Sequence[int]) -> Extraction:
    """A document's result with the decisions on its `own` filings applied, and their rows renumbered."""
    first = service.extraction(document)
    filings = tuple(as_exported(service.filing(filing).filing) for filing in own)
    doubtful = any(filing.status == "review" for filing in filings)
    status = "review" if doubtful else "ok" if filings else first.status
    return first.model_copy(update={"filings": filings, "status": status})


def _cases(service: ReviewService, folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Crop and value of every cell a person settled."""
    pictures = Pictures(service.document_file)
    for decision, item, spot in _settled(service):
        name = folder / f"{decision.number:06}"
        case = {"path": decision.path, "read": item.raw, "was": decision.before, "value": decision.after}
        yield name.with_suffix(".png"), pictures.crop(spot)
        yield name.with_suffix(".json"), (json.dumps(case, ensure_ascii=False) + "\n").encode()


def _settled(service: ReviewService) -> Iterator[tuple[Decision, Item, PageSpot]]:
    """The last decision on each cell that a person gave a value, where the document was found."""
    last: dict[int, dict[int, Decision]] = defaultdict(dict)
    for decision in service.log():
        last[decision.filing][decision.item] = decision
    for filing, document in service.filings():
        if filing not in last or service.document_file(document) is None:
            continue
        for item in service.items_of(filing):
            own = last[filing].get(item.number)
            if own and own.action in ("accept", "type", "as-filed") and item.kind == "cell" and item.bbox:
                yield own, item, spot_of(item)
