"""`form4 trace`: the story of one cell on the screen, its ink and all figures in a folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from extractor.cli.console import Spinner, complain, put
from extractor.debug.drawing import png, shortened
from extractor.debug.inspection import Inspection, inspected
from extractor.debug.stages import readable_json
from extractor.debug.trace import CROP_DPI, Trace, cells_of, crop, trace
from extractor.document import Document, open_document
from extractor.errors import ExitCode, OptionError
from extractor.export import atomic_write_all, make_folder
from extractor.options import Options

LONGEST = 60
"""Letters of a value in the list."""


def list_cells(file: Path, number: int, options: Options) -> None:
    """Prints the path and the value of every cell of filing `number`; raises any Form4Error."""
    found = _inspected(file, options)
    for cell in cells_of(found, number):
        note = "" if cell.status == "accepted" else f"  ({cell.status})"
        put(f"{cell.path}  {shortened(cell.value, LONGEST)}{note}\n")


def trace_cell(file: Path, path: str | None, number: int, out: Path | None, options: Options) -> ExitCode:
    """Prints one cell's story, and writes it with its ink; raises any Form4Error."""
    if path is None:
        raise OptionError("no PATH is given; form4 trace FILE --list names those of all cells")
    inspection = _inspected(file, options)
    found = trace(inspection, path, number)
    put(f"{found}\n")
    if out is not None:
        with open_document(file, options.limits) as document:
            files = dict(_files(document, out, inspection, found))
        make_folder(out)
        atomic_write_all(files)
        complain(f"wrote {', '.join(map(str, files))}")
    return ExitCode.REVIEW if found.settled.status == "review" else ExitCode.ACCEPTED


def _inspected(file: Path, options: Options) -> Inspection:
    with Spinner(file.name) as progress:
        return inspected(file, options, progress.on_page)


def _files(
    document: Document, out: Path, inspection: Inspection, found: Trace
) -> Iterator[tuple[Path, bytes]]:
    """What is written of a trace, named after filing and path."""
    name = re.sub(r"[^0-9A-Za-z]+", "-", f"filing{found.filing}-{found.path}").strip("-")
    yield out / f"{name}.json", f"{readable_json(asdict(found))}\n".encode()
    image = crop(document, inspection, found)
    if image is not None:
        yield out / f"{name}.png", png(image.convert("RGB"), CROP_DPI)
