"""Serving the review page: `form4 review` without the command line."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import OptionError
from extractor.review.desk import Desk
from extractor.review.guard import Guard, is_loopback
from extractor.review.model import Mode
from extractor.review.results import results_in
from extractor.review.tables import opened

STORE = "review.sqlite"
"""The store's name in the folder of the results, unless another database is named."""


@dataclass(frozen=True, slots=True)
class Table:
    """Where the page is served, and for whom: a password is needed for other machines."""

    host: str
    port: int
    password: str


def desk_of(folder: Path, store: str, documents: Sequence[Path], mode: Mode, sample: float) -> Desk:
    """The desk over a folder of results; raises OptionError where it holds none."""
    desk = Desk(opened(store or f"sqlite:///{(folder / STORE).absolute()}"), mode)
    desk.add(results_in(folder, documents), sample)
    return desk


def serve(desk: Desk, table: Table, on_link: Callable[[str], None]) -> None:
    """Serves until it is stopped; `on_link` gets the link to open, once the page answers.

    Raises OptionError for an address of other machines without a password, or one that is taken.
    """
    import uvicorn

    from extractor.review.pictures import Pictures
    from extractor.review.web.app import create_app

    if not is_loopback(table.host) and not table.password:
        raise OptionError(f"{table.host} can be reached by others: name a password file with --password-file")
    listening = _listening(table)
    port = listening.getsockname()[1]
    guard = Guard(_names(table.host, port), table.password)
    app = create_app(desk, guard, Pictures(desk.document_file))
    on_link(f"http://{table.host}:{port}/enter?token={guard.invitation()}")
    config = uvicorn.Config(app, log_level="error", access_log=False, server_header=False)
    uvicorn.Server(config).run([listening])


def _names(host: str, port: int) -> list[str]:
    own = {host, "127.0.0.1", "localhost"} if is_loopback(host) else {host}
    return [f"{name}:{port}" for name in own]


def _listening(table: Table) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((table.host, table.port))
    except OSError as error:
        reason = error.strerror or str(error)
        raise OptionError(f"port {table.port} of {table.host}: {reason}; name another with --port") from error
    listening.listen()
    return listening
