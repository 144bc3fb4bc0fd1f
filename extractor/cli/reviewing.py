"""`form4 review`: the page in a browser, or the corrected results in a folder."""

from __future__ import annotations

import webbrowser
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.cli.console import complain, put
from extractor.errors import ComponentMissing

if TYPE_CHECKING:
    from extractor.review.service import ReviewService

TRUTH = "truth"
"""The name of the folder that gets cases and no corrected results."""


@dataclass(frozen=True, slots=True)
class ReviewRequest:
    """What the command line asks for."""

    folder: Path
    documents: tuple[Path, ...]
    store: str
    double: bool
    sample: float
    export: Path | None
    formats: tuple[str, ...]
    cik: Path | None
    host: str
    port: int | None
    names: tuple[str, ...]
    password_file: Path | None
    browser: bool


def review(request: ReviewRequest) -> None:
    """Serves the page until it is stopped, or exports and leaves; raises any Form4Error."""
    try:
        import fastapi  # noqa: F401
        import sqlalchemy  # noqa: F401
    except ImportError as error:
        missing = "form4 review needs more: install form4-extractor[review], then run the command again"
        raise ComponentMissing(missing) from error
    from extractor.review.decisions import Mode
    from extractor.review.web.server import ServerAddress, open_service, serve

    mode: Mode = "double" if request.double else "single"
    service = open_service(request.folder, request.store, request.documents, mode, request.sample)
    if request.export is not None:
        service.read_all()
        written = _exported(service, request, request.export)
        left = service.progress().left
        complain(f"{request.export}: {len(written)} files written; {left} cells are still to look at")
        return
    password = request.password_file.read_text(encoding="utf-8").strip() if request.password_file else ""
    serve(
        service,
        ServerAddress(request.host, request.port, password, request.names),
        lambda link: _open(link, request.browser),
    )


def _exported(service: ReviewService, request: ReviewRequest, out: Path) -> tuple[Path, ...]:
    """Writes the corrected results, or cases to fit the confidence to; gives the files."""
    from extractor.export import CikTable
    from extractor.review.corrected_results import write_corrected
    from extractor.review.truth import write_truth

    if out.name == TRUTH and not request.formats:
        return write_truth(service, out)
    ciks = CikTable.load(request.cik) if request.cik else None
    return write_corrected(service, out, request.formats or ("json",), ciks)


def _open(link: str, browser: bool) -> None:
    put(f"{link}\n")
    complain(
        "The link opens the page in one browser, which stays signed in; Enter prints another. "
        "Ctrl-C stops; every decision is kept."
    )
    if browser:
        webbrowser.open(link)
