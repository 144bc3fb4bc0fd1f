"""Corrected results out of a service, in the formats of extraction, with the decisions and cases for later."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from extractor import export
from extractor.model.filing import Extraction
from extractor.review.apply_decisions import as_exported
from extractor.review.decisions import Decision, Item
from extractor.review.pictures import PageSpot, Pictures, spot_of
from extractor.review.service import ReviewService

DECISIONS = "decisions.csv"
CASES = "cases"
"""The folder of regression cases: a crop and what it says, one pair a corrected cell."""


def write_corrected(service: ReviewService, out: Path, formats: Collection[str]) -> tuple[Path, ...]:
    """Every result with its decisions over it, the decision log, and each settled cell as a regression case.

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
    """A document's result with the decisions over its `own` filings, their rows numbered anew."""
    first = service.extraction(document)
    filings = tuple(as_exported(service.filing(filing).filing) for filing in own)
    doubtful = any(filing.status == "review" for filing in filings)
    return first.model_copy(update={"filings": filings, "status": "review" if doubtful else "ok"})


def _cases(service: ReviewService, folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Crop and value of every cell a person settled."""
    pictures = Pictures(service.document_file)
    for decision, item, spot in _settled(service):
        name = folder / f"{decision.number:06}"
        said = {"path": decision.path, "read": item.raw, "was": decision.before, "value": decision.after}
        yield name.with_suffix(".png"), pictures.crop(spot)
        yield name.with_suffix(".json"), (json.dumps(said, ensure_ascii=False) + "\n").encode()


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
