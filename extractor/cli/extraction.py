"""`form4 extract` and `form4 explain`: one file in, its formats or its sums out.

`export.render` and the like are loaded when used; `from extractor.export import` would load them all.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from extractor import export
from extractor.cli.console import Spinner, complain, is_terminal, put, put_rich
from extractor.errors import ExitCode, OptionError
from extractor.model.filing import Extraction
from extractor.options import Options
from extractor.pipeline import extract, layouts_of


@dataclass(frozen=True, slots=True)
class ExtractRequest:
    """What the command line asks for."""

    file: Path
    formats: tuple[str, ...]
    out: Path | None
    overlay: Path | None
    options: Options
    quiet: bool


def run(request: ExtractRequest) -> ExitCode:
    """Extracts, writes and prints; raises any Form4Error."""
    formats = _formats(request)
    if request.overlay:
        export.overlay_kind(request.overlay)  # a wrong name is refused before the work, not after it
    ciks = export.CikTable.load(Path(request.options.cik)) if request.options.cik else None
    layouts_of(request.options)  # so is a wrong layout
    with Spinner(request.file.name, request.quiet) as progress:
        extraction = extract(request.file, request.options, on_page=progress.on_page)
        files = _files(request, extraction, formats, ciks)
    content = None if request.out else export.render(extraction, formats[0], ciks)
    _write(request, files)
    if formats == ("table",) and not request.out and is_terminal(sys.stdout):
        put_rich(export.to_table(extraction))
    elif content is not None:
        put(content)
    if files and not request.quiet:
        complain(_summary(extraction, files))
    return ExitCode.REVIEW if extraction.status == "review" else ExitCode.ACCEPTED


def _formats(request: ExtractRequest) -> tuple[str, ...]:
    if len(request.formats) > 1 and not request.out:
        names = ", ".join(request.formats)
        raise OptionError(f"{names}: standard output takes one format; give --out DIR, or one --format")
    if request.formats:
        return request.formats
    return ("table",) if is_terminal(sys.stdout) and not request.out else ("json",)


def _files(
    request: ExtractRequest, extraction: Extraction, formats: tuple[str, ...], ciks: export.CikTable | None
) -> dict[Path, bytes]:
    """Every file to write with its content; nothing is written yet."""
    files: dict[Path, bytes] = {}
    if request.overlay:
        files |= export.overlay_files(request.file, extraction, request.overlay, request.options.limits)
    if request.out:
        files |= export.output_files(extraction, formats, request.out, request.file.stem, ciks)
    return files


def _write(request: ExtractRequest, files: Mapping[Path, bytes]) -> None:
    _refuse_overwriting(request.file, files)
    if request.out:
        export.make_folder(request.out)
    export.atomic_write_all(files)


def _refuse_overwriting(source: Path, targets: Iterable[Path]) -> None:
    """Raises OptionError where an output would overwrite the input."""
    for target in targets:
        if target.exists() and target.samefile(source):
            raise OptionError(f"{target}: is the file that was read; name another for the output")


def _summary(extraction: Extraction, files: Iterable[Path]) -> str:
    filings = extraction.filings
    cells = [cell for filing in filings for cell in filing.cells]
    looks = sum(len(filing.review) for filing in filings)
    written = ", ".join(str(path) for path in files)
    found = f"{len(filings)} filing{'s' * (len(filings) != 1)}, {len(cells)} cells, {looks} places to look at"
    return f"{extraction.source.name}: {found}; wrote {written}"


def explain(file: Path, *, repair: bool) -> ExitCode:
    """Extracts and prints; raises any Form4Error."""
    with Spinner(file.name) as progress:
        extraction = extract(file, Options(repair=repair), on_page=progress.on_page)
        text = export.to_words(extraction)
    put(text)
    return ExitCode.REVIEW if extraction.status == "review" else ExitCode.ACCEPTED
