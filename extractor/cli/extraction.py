"""`form4 extract` and `form4 explain`: files in, their formats or their sums out.

`export.render` and the like are loaded when used; `from extractor.export import` would load them all.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from extractor import export
from extractor.cli.console import Spinner, complain, is_terminal, outcome, put
from extractor.cli.given_files import GivenFile, given_files
from extractor.cli.written_results import Printer, expected, refuse_existing, summary, write
from extractor.errors import ExitCode, OptionError
from extractor.model.filing import Extraction
from extractor.options import Options
from extractor.pipeline import extract, layouts_of


@dataclass(frozen=True, slots=True)
class ExtractRequest:
    """What the command line asks for; `files` are paths, folders, patterns or "-"."""

    files: tuple[str, ...]
    formats: tuple[str, ...]
    out: Path | None
    overlay: Path | None
    options: Options
    quiet: bool
    force: bool = False
    searchable: Path | None = None


def run(request: ExtractRequest) -> ExitCode:
    """Extracts, writes and prints each file; of several, the highest of their exit codes.

    Raises any Form4Error of a single file; of several, those that concern all.
    """
    formats = _formats(request)
    ciks = export.CikTable.load(Path(request.options.cik)) if request.options.cik else None
    layouts_of(request.options)  # a wrong layout is refused before the work, not after it
    given = given_files(request.files)
    _refuse(request, given, formats)
    printer = None if request.out else Printer(formats[0], ciks, several=len(given) > 1)
    if len(given) == 1:
        return _one(request, given[0], given[0].origin.name, formats, ciks, printer)
    codes: list[ExitCode] = []
    for number, file in enumerate(given, 1):
        with outcome(file.origin.name, codes):
            label = f"{number} of {len(given)}, {file.origin.name}"
            codes.append(_one(request, file, label, formats, ciks, printer))
    return max(codes)


def _formats(request: ExtractRequest) -> tuple[str, ...]:
    if len(request.formats) > 1 and not request.out:
        names = ", ".join(request.formats)
        raise OptionError(f"{names}: standard output takes one format; give --out DIR, or one --format")
    if request.formats:
        return request.formats
    return ("table",) if is_terminal(sys.stdout) and not request.out else ("json",)


def _refuse(request: ExtractRequest, given: tuple[GivenFile, ...], formats: tuple[str, ...]) -> None:
    """Raises OptionError for what cannot be written, before the work is done for nothing."""
    if request.overlay:
        export.overlay_kind(request.overlay)
    if request.searchable:
        from extractor.export.searchable_pdf import installed_pikepdf

        installed_pikepdf()
    if len(given) > 1 and (request.overlay or request.searchable):
        option = "--overlay" if request.overlay else "--searchable-pdf"
        raise OptionError(f"{option} is of one FILE, and {len(given)} are given; give one")
    if len(given) > 1 and not request.out and formats == ("xml",):
        raise OptionError(f"{len(given)} files: EDGAR's XML holds one filing a document; give --out DIR")
    if not request.out and formats == ("xlsx",) and (len(given) > 1 or is_terminal(sys.stdout)):
        raise OptionError("xlsx: a workbook is of one file, and no text; give --out DIR")
    if request.out and not request.force:
        refuse_existing(expected(request.out, given, formats))


def _one(
    request: ExtractRequest,
    file: GivenFile,
    label: str,
    formats: tuple[str, ...],
    ciks: export.CikTable | None,
    printer: Printer | None,
) -> ExitCode:
    with Spinner(label, request.quiet) as progress:
        extraction = extract(file.origin, request.options, on_page=progress.on_page)
        files = _files(request, file, extraction, formats, ciks)
    write(file.origin, request.out, files, force=request.force)
    if printer:
        printer.put(extraction)
    if files and not request.quiet:
        complain(summary(extraction, files))
    return ExitCode.REVIEW if extraction.status == "review" else ExitCode.ACCEPTED


def _files(
    request: ExtractRequest,
    file: GivenFile,
    extraction: Extraction,
    formats: tuple[str, ...],
    ciks: export.CikTable | None,
) -> dict[Path, bytes]:
    """Every file to write with its content; nothing is written yet."""
    files: dict[Path, bytes] = {}
    if request.overlay:
        files |= export.overlay_files(file.origin, extraction, request.overlay, request.options.limits)
    if request.searchable:
        content = export.to_searchable_pdf(file.origin, extraction, request.options.limits)
        files[request.searchable] = content
    if request.out:
        pictures = (
            export.crops_of(file.origin, extraction, request.options.limits) if "xlsx" in formats else {}
        )
        files |= export.output_files(extraction, formats, request.out, file.stem, ciks, pictures)
    return files


def explain(file: Path, *, repair: bool) -> ExitCode:
    """Extracts and prints; raises any Form4Error."""
    with Spinner(file.name) as progress:
        extraction = extract(file, Options(repair=repair), on_page=progress.on_page)
        text = export.to_words(extraction)
    put(text)
    return ExitCode.REVIEW if extraction.status == "review" else ExitCode.ACCEPTED
