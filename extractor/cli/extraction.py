"""`form4 extract`: one file in, formats out.

`export.render` and the like are imported when used; `from extractor.export import` would load them all.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from extractor import export
from extractor.cli.progress import Progress
from extractor.cli.streams import complain, is_terminal, put, put_rich
from extractor.errors import ExitCode, OptionError
from extractor.model.filing import Extraction
from extractor.options import Options
from extractor.pipeline import extract, layouts_of


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line asks for."""

    file: Path
    formats: tuple[str, ...]
    out: Path | None
    overlay: Path | None
    options: Options
    quiet: bool


def run(order: Order) -> ExitCode:
    """Extracts, writes and prints; raises any Form4Error."""
    formats = _formats(order)
    if order.overlay:
        export.overlay_kind(order.overlay)  # a wrong name is said before the work, not after it
    ciks = export.CikTable.load(Path(order.options.cik)) if order.options.cik else None
    layouts_of(order.options)  # so is a wrong layout
    with Progress(order.file.name, order.quiet) as progress:
        extraction = extract(order.file, order.options, on_page=progress.on_page)
        files = _files(order, extraction, formats, ciks)
    content = None if order.out else export.render(extraction, formats[0], ciks)
    _write(order, files)
    if formats == ("table",) and not order.out and is_terminal(sys.stdout):
        put_rich(export.to_table(extraction))
    elif content is not None:
        put(content)
    if files and not order.quiet:
        complain(_summary(extraction, files))
    return ExitCode.REVIEW if extraction.status == "review" else ExitCode.ACCEPTED


def _formats(order: Order) -> tuple[str, ...]:
    if len(order.formats) > 1 and not order.out:
        names = ", ".join(order.formats)
        raise OptionError(f"{names}: standard output takes one format; give --out DIR, or one --format")
    if order.formats:
        return order.formats
    return ("table",) if is_terminal(sys.stdout) and not order.out else ("json",)


def _files(
    order: Order, extraction: Extraction, formats: tuple[str, ...], ciks: export.CikTable | None
) -> dict[Path, bytes]:
    """Every file to write with its content; nothing is written yet."""
    files: dict[Path, bytes] = {}
    if order.overlay:
        files |= export.overlay_files(order.file, extraction, order.overlay, order.options.limits)
    if order.out:
        files |= export.output_files(extraction, formats, order.out, order.file.stem, ciks)
    return files


def _write(order: Order, files: Mapping[Path, bytes]) -> None:
    _spare(order.file, files)
    if order.out:
        export.make_folder(order.out)
    export.atomic_write_all(files)


def _spare(source: Path, targets: Iterable[Path]) -> None:
    """Raises OptionError where an output would take the place of the file it came from."""
    for target in targets:
        if target.exists() and target.samefile(source):
            raise OptionError(f"{target}: is the file that was read; name another for the output")


def _summary(extraction: Extraction, files: Iterable[Path]) -> str:
    filings = extraction.filings
    cells = [cell for filing in filings for cell in filing.cells]
    looks = sum(cell.status == "review" for cell in cells)
    written = ", ".join(str(path) for path in files)
    found = f"{len(filings)} filing{'s' * (len(filings) != 1)}, {len(cells)} cells, {looks} to look at"
    return f"{extraction.source.name}: {found}; wrote {written}"
