"""What people decided as truth: cases from which the tool's confidence is fitted to a user's own archive.

Each is a folder with the document and a `truth.json`: the corrected values of its filings, and under
`decided` the paths at which a person answered. Only those are truth; the rest says which row is which.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from extractor.export.files import StagedFiles, make_folder
from extractor.model.form_schema import Kind
from extractor.model.path import FOOTNOTE, MARKS, CellPath
from extractor.review.corrected_results import filings_of
from extractor.review.keying import kind_of
from extractor.review.row_changes import as_exported, numbered_anew
from extractor.review.service import ReviewService

TRUTH = "truth.json"
PART = 1 << 20
"""Bytes of a document copied at once."""
_DIGITS = 8
"""Digits of a document's hash in the name of its folder: results of one name lie side by side."""
_TYPES = {
    Kind.FLAG: "bool",
    Kind.DATE: "date",
    Kind.DECIMAL: "number",
    Kind.TEXT: "text",
}


def write_truth(service: ReviewService, out: Path) -> tuple[Path, ...]:
    """Writes a case for every document that is there and of which a person decided a cell.

    All files appear, or none. Raises OptionError where the folder cannot be written.
    """
    make_folder(out)
    with StagedFiles() as staged:
        for document, filings in filings_of(service).items():
            cells = [_filing(service, filing) for filing in filings]
            file = service.document_file(document)
            if file is None or not any(own["decided"] for own in cells):
                continue
            folder = (
                out / f"{service.stems()[document]}.{service.extraction(document).source.sha256[:_DIGITS]}"
            )
            make_folder(folder)
            name = f"input{file.suffix}"
            staged.write(folder / name, _parts(file))
            text = json.dumps({"input": name, "filings": cells}, ensure_ascii=False, indent=1) + "\n"
            staged.write(folder / TRUTH, [text.encode()])
    return staged.paths


def _filing(service: ReviewService, number: int) -> dict[str, object]:
    """A filing's values with their types, and where a person answered: paths of the corrected filing."""
    filing = service.filing(number).filing
    rows = numbered_anew(filing)
    values = as_exported(filing).values()
    judged = sorted(_renamed(path, rows) for path in service.judged(number))
    cells = {path: {"type": _type(path, value), "value": value} for path, value in values.items()}
    return {"cells": cells, "decided": judged}


def _renamed(path: str, rows: dict[str, str]) -> str:
    base = CellPath.parse(path).base
    return rows.get(base, base) + path[len(base) :]


def _type(path: str, value: str) -> str:
    """How a value is compared."""
    if path.endswith(MARKS):
        return "marks"
    parts, kind = CellPath.parse(path), kind_of(path)
    if parts.element == FOOTNOTE or path == "remarks":
        return "prose"
    if kind is Kind.MONTH_OR_DATE:
        return "month" if value.count("-") == 1 else "date"
    return _TYPES.get(kind, "code")


def _parts(file: Path) -> Iterator[bytes]:
    with file.open("rb") as content:
        while part := content.read(PART):
            yield part
