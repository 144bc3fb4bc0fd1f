"""Serves the review page."""

from __future__ import annotations

import logging
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from zlib import crc32

from extractor.errors import OptionError
from extractor.review.decisions import Mode
from extractor.review.schema import opened
from extractor.review.service import ReviewService
from extractor.review.web.auth import COOKIE, Guard, is_address, is_loopback

LOG = logging.getLogger("extractor.review")
PORTS = range(49152, 61000)
"""Ports that no service has for its own (RFC 6335), as far as Linux hands them out."""
HTTP = 80
"""The port that browsers leave out of a name."""
STORE = "review.sqlite"
"""The store's name in the folder of the results, unless another database is named."""


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where the page is served; a password is needed where other machines can reach it.

    `names` are further ones under which it is requested. Port 0 is any that is free, None the one that is
    usual for the store, where browsers are still signed in, or any.
    """

    host: str
    port: int | None
    password: str
    names: tuple[str, ...] = ()


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
    listening = _listening(address, str(service.engine.url))
    port = listening.getsockname()[1]
    guard = Guard(
        _hosts(address, port),
        address.password,
        store=service.engine,
        # Browsers send the cookies of one port to all others.
        cookie=f"{COOKIE}_{port}",
        any_address=_is_everywhere(address.host),
    )
    app = create_app(service, guard, Pictures(service.source_file))
    name = _bracketed((*address.names, *_own_names(address.host))[0])

    def link() -> str:
        return f"http://{name}:{port}/enter?token={guard.invitation()}"

    threading.Thread(target=service.read_all, daemon=True).start()
    on_link(link())
    if sys.stdin and sys.stdin.isatty():
        threading.Thread(target=_links_on_enter, args=(link, on_link), daemon=True).start()
    config = uvicorn.Config(app, log_level="error", access_log=False, server_header=False)
    uvicorn.Server(config).run([listening])


def _links_on_enter(link: Callable[[], str], on_link: Callable[[str], None]) -> None:
    """One more link for each Enter in the terminal: the way back in."""
    for _ in sys.stdin:
        on_link(link())


def _hosts(address: ServerAddress, port: int) -> list[str]:
    """The names under which the page is requested; the port is left out of a name where it is HTTP's own, or
    a server before this one has its own."""
    own = [f"{_bracketed(name)}:{port}" for name in (*_own_names(address.host), *address.names)]
    bare = [*address.names, *(_own_names(address.host) if port == HTTP else ())]
    return [*own, *map(_bracketed, bare)]


def _own_names(host: str) -> tuple[str, ...]:
    """The names of an address, first the one for the link."""
    if is_loopback(host):
        return (host, "127.0.0.1", "localhost", "::1")
    if not _is_everywhere(host):
        return (host,)
    name = socket.gethostname()
    return (name, socket.getfqdn(), f"{name.partition('.')[0]}.local", "127.0.0.1", "localhost", "::1")


def _is_everywhere(host: str) -> bool:
    """True for the address that stands for all of this machine."""
    return is_address(host) and ip_address(host).is_unspecified


def _bracketed(name: str) -> str:
    return f"[{name}]" if ":" in name else name


def _listening(address: ServerAddress, store: str) -> socket.socket:
    if address.port is not None:
        return _bound(address.host, address.port)
    try:
        return _bound(address.host, PORTS[crc32(store.encode()) % len(PORTS)])
    except OptionError:
        return _bound(address.host, 0)


def _bound(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6 and _is_everywhere(host):
            listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        listening.bind(place)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OptionError(f"port {port} of {host}: {reason}; name another with --port or --host") from error
    listening.listen()
    return listening
