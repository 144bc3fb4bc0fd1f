"""`form4 debug`: what every stage made of a file, in a folder."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from extractor.cli.console import Spinner, complain
from extractor.cli.showing import no_page
from extractor.debug.dump import picture_files, stage_files
from extractor.debug.inspection import inspected
from extractor.document import Document, open_document
from extractor.errors import ExitCode, OptionError
from extractor.export import atomic_write, make_folder
from extractor.imaging.leaves import Leaf, leaves
from extractor.options import Options
from extractor.page_reading import counted
from extractor.pipeline import no_form4

_WRITTEN = re.compile(r"(?:p\d+-)?\d\d-[a-z-]+\.(?:json|png)")
"""The names of what an earlier run wrote."""


def debug(file: Path, out: Path, page: int | None, force: bool, options: Options) -> ExitCode:
    """Writes the stages; raises any Form4Error, NotAForm4 when those of the pages are written."""
    with Spinner(file.name) as progress, open_document(file, options.limits) as document:
        _refuse(document, file, out, page, force)
        found = inspected(file, options, progress.on_page)
        document.has_page(len(found.pages))  # those of attached files are opened where they were read
        _make_room(out)
        stages = _write(out, stage_files(found))
        pages = counted(_pages(document, page), document.page_count, progress.on_page)
        pictures = sum(_write(out, picture_files(page, found)) for page in pages)
    complain(f"{found.name}: {stages} stages and {pictures} pictures in {out}")
    if not found.filings:
        raise no_form4(found.name, found.unused)
    doubtful = any(filing.settled.status == "review" for filing in found.filings)
    return ExitCode.REVIEW if doubtful else ExitCode.ACCEPTED


def _refuse(document: Document, file: Path, out: Path, page: int | None, force: bool) -> None:
    """Raises OptionError before the work for a folder that is in use or a page that is not there."""
    if file.resolve().parent == out.resolve():
        raise OptionError(f"{out}: holds the file that is read; name another folder")
    if out.is_dir() and any(out.iterdir()) and not force:
        raise OptionError(f"{out}: has files in it; name another folder, or add --force for a second run")
    if page is not None and not document.has_page(page):
        raise no_page(document, page)


def _make_room(out: Path) -> None:
    """Makes the folder; what an earlier run wrote there goes."""
    make_folder(out)
    for path in out.iterdir():
        if path.is_file() and _WRITTEN.fullmatch(path.name):
            path.unlink()


def _pages(document: Document, number: int | None) -> Iterable[Leaf]:
    """What is read of the page of a number, or of all."""
    return (leaf for leaf in leaves(document) if number in (None, leaf.page.number))


def _write(out: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Writes file after file, so that no more than one is held; says how many."""
    names = []
    for name, content in files:
        atomic_write(out / name, content)
        names.append(name)
    return len(names)
