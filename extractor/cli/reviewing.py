"""`form4 review`: the page in a browser, or the corrected results in a folder."""

from __future__ import annotations

import webbrowser
from dataclasses import dataclass
from pathlib import Path

from extractor.cli.streams import complain, put
from extractor.errors import ComponentMissing


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line asks for."""

    folder: Path
    documents: tuple[Path, ...]
    store: str
    double: bool
    sample: float
    export: Path | None
    formats: tuple[str, ...]
    host: str
    port: int
    password_file: Path | None
    browser: bool


def review(order: Order) -> None:
    """Serves the page until it is stopped, or exports and leaves; raises any Form4Error."""
    try:
        import fastapi  # noqa: F401
        import sqlalchemy  # noqa: F401
    except ImportError as error:
        missing = "form4 review needs more: install form4-extractor[review], then run the command again"
        raise ComponentMissing(missing) from error
    from extractor.review.decisions import Mode
    from extractor.review.web.server import ServerAddress, open_service, serve

    mode: Mode = "double" if order.double else "single"
    service = open_service(order.folder, order.store, order.documents, mode, order.sample)
    if order.export is not None:
        from extractor.review.results import write_corrected

        written = write_corrected(service, order.export, order.formats or ("json",))
        left = service.progress().left
        complain(f"{order.export}: {len(written)} files written; {left} cells are still to look at")
        return
    password = order.password_file.read_text(encoding="utf-8").strip() if order.password_file else ""
    serve(service, ServerAddress(order.host, order.port, password), lambda link: _open(link, order.browser))


def _open(link: str, browser: bool) -> None:
    put(f"{link}\n")
    complain("The link opens the page once. Ctrl-C stops; every decision is kept.")
    if browser:
        webbrowser.open(link)
