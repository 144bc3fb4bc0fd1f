"""Serves the review page."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import OptionError
from extractor.review.decisions import Mode
from extractor.review.results import results_in
from extractor.review.schema import opened
from extractor.review.service import ReviewService
from extractor.review.web.auth import Guard, is_loopback

STORE = "review.sqlite"
"""The store's name in the folder of the results, unless another database is named."""


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where the page is served; a password is needed where other machines can reach it."""

    host: str
    port: int
    password: str


def open_service(
    folder: Path, store: str, documents: Sequence[Path], mode: Mode, sample: float
) -> ReviewService:
    """The review service of a folder of results; raises OptionError where it holds none."""
    service = ReviewService(opened(store or f"sqlite:///{(folder / STORE).absolute()}"), mode)
    service.add(results_in(folder, documents), sample)
    return service


def serve(service: ReviewService, address: ServerAddress, on_link: Callable[[str], None]) -> None:
    """Serves until it is stopped; `on_link` gets the link to open once the port is open.

    Raises OptionError for an address of other machines without a password, or one that is taken.
    """
    import uvicorn

    from extractor.review.pictures import Pictures
    from extractor.review.web.app import create_app

    if not is_loopback(address.host) and not address.password:
        raise OptionError(
            f"{address.host} can be reached by others: name a password file with --password-file"
        )
    listening = _listening(address)
    port = listening.getsockname()[1]
    guard = Guard(_names(address.host, port), address.password)
    app = create_app(service, guard, Pictures(service.document_file))
    on_link(f"http://{address.host}:{port}/enter?token={guard.invitation()}")
    config = uvicorn.Config(app, log_level="error", access_log=False, server_header=False)
    uvicorn.Server(config).run([listening])


def _names(host: str, port: int) -> list[str]:
    own = {host, "127.0.0.1", "localhost"} if is_loopback(host) else {host}
    return [f"{name}:{port}" for name in own]


def _listening(address: ServerAddress) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((address.host, address.port))
    except OSError as error:
        reason = error.strerror or str(error)
        raise OptionError(
            f"port {address.port} of {address.host}: {reason}; name another with --port"
        ) from error
    listening.listen()
    return listening
