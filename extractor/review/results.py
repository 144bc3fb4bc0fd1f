"""Result files: those of a folder read for review with their documents, and the corrected ones written."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from extractor import export
from extractor.errors import OptionError
from extractor.model.filing import Extraction
from extractor.review.decisions import Decision, Item, LoadedResult
from extractor.review.pictures import PageSpot, Pictures, spot_of
from extractor.review.row_changes import as_exported
from extractor.review.service import ReviewService

DECISIONS = "decisions.csv"
CASES = "cases"
"""The folder of regression cases: for each cell a person settled, its crop and its value."""


def results_in(folder: Path, documents: Sequence[Path] = ()) -> tuple[LoadedResult, ...]:
    """Every result in the JSON files of a folder and its subfolders, in the order of their names.

    A document is searched where it was extracted, then beside its result and in `documents`; its hash must be
    that of the result. Raises OptionError where the folder holds no result.
    """
    files = sorted(folder.rglob("*.json"))
    found = tuple(_loaded(file, text, documents) for file in files for text in _texts(file))
    if not found:
        raise OptionError(
            f"{folder}: holds no results; run form4 extract FILE --format json --out {folder} first"
        )
    return found


def _texts(file: Path) -> Iterator[str]:
    """The file's text where it looks like a result; the folder may hold other JSON files."""
    text = file.read_text(encoding="utf-8", errors="replace")
    if '"filings"' in text and '"source"' in text:
        yield text


def _loaded(file: Path, text: str, documents: Sequence[Path]) -> LoadedResult:
    try:
        extraction = Extraction.model_validate_json(text)
    except ValidationError as error:
        raise OptionError(f"{file}: is no result of form4 extract; move it out of the folder") from error
    return LoadedResult(file, extraction, _document(extraction, file, documents))


def _document(extraction: Extraction, file: Path, documents: Sequence[Path]) -> Path | None:
    source = extraction.source
    places = [Path(source.path)] if source.path else []
    places += [folder / source.name for folder in (file.parent, file.parent.parent, *documents)]
    return next((place for place in places if place.is_file() and _digest(place) == source.sha256), None)


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


# Corrected results.


def write_corrected(service: ReviewService, out: Path, formats: Collection[str]) -> tuple[Path, ...]:
    """Writes every result with its decisions applied, the decision log, and the settled cells as cases.

    All files appear, or none. Raises OptionError where the folder cannot be written.
    """
    files: dict[Path, bytes] = {}
    filings: dict[int, list[int]] = defaultdict(list)
    for filing, document in service.filings():
        filings[document].append(filing)
    for document, stem in service.stems().items():
        files |= export.output_files(
            corrected_extraction(service, document, filings[document]), formats, out, stem
        )
    files[out / DECISIONS] = "".join(service.log_csv()).encode()
    files |= dict(_cases(service, out / CASES))
    for folder in {path.parent for path in files}:
        export.make_folder(folder)
    export.atomic_write_all(files)
    return tuple(files)


def corrected_extraction(service: ReviewService, document: int, own: Sequence[int]) -> Extraction:
    """A document's result with the decisions on its `own` filings applied, and their rows renumbered."""
    first = service.extraction(document)
    filings = tuple(as_exported(service.filing(filing).filing) for filing in own)
    doubtful = any(filing.status == "review" for filing in filings)
    return first.model_copy(update={"filings": filings, "status": "review" if doubtful else "ok"})


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
    last = {decision.item: decision for decision in service.log()}
    for filing, document in service.filings():
        if service.document_file(document) is None:
            continue
        for item in service.items_of(filing):
            decision = last.get(item.number)
            if (
                decision
                and decision.action in ("accept", "type", "as-filed")
                and item.kind == "cell"
                and item.bbox
            ):
                yield decision, item, spot_of(service, item)
