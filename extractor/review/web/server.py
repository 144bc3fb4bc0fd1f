"""Serves the review page."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import OptionError
from extractor.review.decisions import Mode
from extractor.review.schema import opened
from extractor.review.service import ReviewService
from extractor.review.web.auth import Guard, is_loopback

LOG = logging.getLogger("extractor.review")
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
    service = ReviewService(opened(store or f"sqlite:///{(folder / STORE).absolute()}"), mode, documents)
    found = service.register(folder, sample)
    if found.changed:
        LOG.warning("%d results were extracted again: what still fits of their review is kept", found.changed)
    while not service.stems() and service.read_one():
        pass
    if not service.stems():
        troubles = service.troubles() or (
            f"{folder}: holds no results; run form4 extract FILE --format json --out {folder} first",
        )
        raise OptionError(troubles[0])
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
    app = create_app(service, guard, Pictures(service.source_file))
    threading.Thread(target=service.read_all, daemon=True).start()
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
