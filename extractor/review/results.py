"""Result files of a folder, read for review with their documents."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from extractor.errors import OptionError
from extractor.model.filing import Extraction
from extractor.review.decisions import LoadedResult


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
