"""Result files: those of a folder, and what is in one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from extractor.errors import OptionError
from extractor.model.filing import Extraction
from extractor.review.decisions import DECISIONS_FILE, LoadedResult


@dataclass(frozen=True, slots=True)
class ResultFile:
    """A file that may hold a result, by its name below the folder (`json/scan.json`).

    Its size is in bytes, the time of its last change in nanoseconds.
    """

    name: str
    size: int
    modified: int


def result_files(folder: Path) -> Iterator[ResultFile]:
    """The JSON files of a folder and its subfolders in the order of their names; none is opened.

    Folders of corrected results in it, which hold a decision log, are left out.
    """
    yield from _files_in(folder, "")


def _files_in(folder: Path, below: str) -> Iterator[ResultFile]:
    # Strings and no paths: tens of thousands of files are looked at before the page opens.
    with os.scandir(folder / below) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    if below and any(entry.name == DECISIONS_FILE for entry in entries):
        return
    for entry in entries:
        name = f"{below}{entry.name}"
        if entry.is_dir():
            yield from _files_in(folder, f"{name}/")
        elif name.endswith(".json"):
            state = entry.stat()
            yield ResultFile(name, state.st_size, state.st_mtime_ns)


def read_result(file: Path) -> LoadedResult | None:
    """The result in a file; None for other JSON. Raises OptionError for what only looks like a result."""
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise OptionError(f"{file}: cannot be read ({error.strerror}); extract its document again") from error
    if '"filings"' not in text or '"source"' not in text:
        return None
    try:
        extraction = Extraction.model_validate_json(text)
    except ValidationError as error:
        raise OptionError(f"{file}: is no result of form4 extract; move it out of the folder") from error
    hint = Path(extraction.source.path) if extraction.source.path else None
    return LoadedResult(file, extraction, hint)
