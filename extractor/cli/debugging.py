"""`form4 debug`: what every stage made of a file, in a folder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from extractor.cli.progress import Progress
from extractor.cli.showing import no_page
from extractor.cli.streams import complain
from extractor.debug.dump import picture_files, stage_files
from extractor.debug.inspection import Inspection, inspected
from extractor.document import open_document
from extractor.errors import ExitCode, OptionError
from extractor.export import atomic_write, make_folder
from extractor.options import Options
from extractor.pipeline import no_form4

_WRITTEN = re.compile(r"(?:p\d+-)?\d\d-[a-z-]+\.(?:json|png)")
"""The names of what an earlier run wrote."""


def debug(file: Path, out: Path, page: int | None, force: bool, options: Options) -> ExitCode:
    """Writes the stages; raises any Form4Error, NotAForm4 when those of the pages are written."""
    _refuse(file, out, page, force)
    with Progress(file.name) as progress:
        found = inspected(file, options, progress.on_page)
        make_folder(out)
        for old in filter(_is_ours, out.iterdir()):
            old.unlink()
        pages = [page] if page else range(1, len(found.pages) + 1)
        written = list(_written(file, out, found, pages, progress))
    pictures = sum(name.endswith(".png") for name in written)
    complain(f"{found.name}: {len(written) - pictures} stages and {pictures} pictures in {out}")
    if not found.filings:
        raise no_form4(found.name, found.unused)
    doubtful = any(filing.settled.status == "review" for filing in found.filings)
    return ExitCode.REVIEW if doubtful else ExitCode.ACCEPTED


def _refuse(file: Path, out: Path, page: int | None, force: bool) -> None:
    """Raises OptionError before the work for a folder that is in use or a page that is not there."""
    if file.absolute().parent == out.absolute():
        raise OptionError(f"{out}: holds the file that is read; name another folder")
    if out.is_dir() and any(out.iterdir()) and not force:
        raise OptionError(f"{out}: has files in it; name another folder, or add --force for a second run")
    if page is not None:
        with open_document(file) as document:
            if page > document.page_count:
                raise no_page(document, page)


def _is_ours(path: Path) -> bool:
    return path.is_file() and bool(_WRITTEN.fullmatch(path.name))


def _written(
    file: Path, out: Path, found: Inspection, pages: Iterable[int], progress: Progress
) -> Iterator[str]:
    """Writes file after file, so that no more than one page's pictures are held; yields their names."""
    for name, content in stage_files(found):
        atomic_write(out / name, content)
        yield name
    for number in pages:
        progress.on_page(number, len(found.pages))
        for name, content in picture_files(file, found, number):
            atomic_write(out / name, content)
            yield name
