"""`form4 explain`: one file in, its sums in words out."""

from __future__ import annotations

from pathlib import Path

from extractor import export
from extractor.cli.progress import Progress
from extractor.cli.streams import put
from extractor.errors import ExitCode
from extractor.options import Options
from extractor.pipeline import extract


def explain(file: Path, *, repair: bool) -> ExitCode:
    """Extracts and prints; raises any Form4Error."""
    with Progress(file.name) as progress:
        extraction = extract(file, Options(repair=repair), on_page=progress.on_page)
        text = export.to_words(extraction)
    put(text)
    return ExitCode.REVIEW if extraction.status == "review" else ExitCode.ACCEPTED
