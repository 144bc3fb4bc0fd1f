"""Access to the page: one-time links, sessions, the password, and the headers of every response."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from threading import Lock
from time import time

from cachetools import LRUCache
from sqlalchemy import Engine, delete, insert, select, update

from extractor.review.schema import SESSIONS

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
COOKIE = "form4_review"
LASTS = 30 * 24 * 3600
"""Seconds for which a browser stays signed in: a month's work, across restarts of browser and server."""
_SCRYPT = {"n": 1 << 14, "r": 8, "p": 1}
"""Costs of scrypt for interactive use (RFC 7914, section 2): 16 MB and some 50 ms a password."""
_SECRET = 32
"""Bytes of tokens, keys and salts: none can be guessed."""


@dataclass(frozen=True, slots=True)
class ThrottleSettings:
    """How fast passwords may be tried from one address."""

    tries: int = 5
    """Wrong ones that cost no waiting: slips of the finger."""
    first: float = 2.0
    """Seconds to wait after the next one; each further one doubles them."""
    most: float = 300.0
    """Seconds to wait, at most: a person who was wrong so often comes back."""
    addresses: int = 10_000
    """Addresses remembered."""


THROTTLE = ThrottleSettings()


@dataclass(slots=True)
class Session:
    """A signed-in browser: its token against forged requests (CSRF), and its reviewer's name."""

    csrf: str
    reviewer: str = ""


class TooManyTriesError(Exception):
    """Wrong passwords came too fast; `seconds` are to be waited."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Throttle:
    """Counts what went wrong by address."""

    def __init__(self) -> None:
        self._failed: LRUCache[str, tuple[int, float]] = LRUCache(THROTTLE.addresses)

    def check(self, address: str) -> None:
        """Raises TooManyTriesError while the address has to wait."""
        _, until = self._failed.get(address, (0, 0.0))
        if until > time():
            raise TooManyTriesError(until - time())

    def failed(self, address: str) -> None:
        """One more wrong password."""
        count = self._failed.get(address, (0, 0.0))[0] + 1
        over = count - THROTTLE.tries
        wait = min(THROTTLE.most, THROTTLE.first * 2.0**over) if over > 0 else 0.0
        self._failed[address] = count, time() + wait

    def passed(self, address: str) -> None:
        """A right one: what was wrong before is forgotten."""
        self._failed.pop(address, None)


class Guard:
    """Signs in browsers that have a link, each good for one browser; with a password both are needed.

    `hosts` are the names under which the page is requested, with their ports. With `any_address` an address
    in numbers is one too: names are what DNS rebinding needs. Sessions are kept in the store, where there is
    one, so that a restart signs nobody out; it has no key of them, and none is good with another password.
    """

    def __init__(
        self,
        hosts: Iterable[str],
        password: str = "",
        store: Engine | None = None,
        cookie: str = COOKIE,
        any_address: bool = False,
    ) -> None:
        self._hosts = frozenset(host.casefold() for host in hosts)
        self._any_address, self._store, self.cookie = any_address, store, cookie
        self._tokens: set[str] = set()
        self._sessions: dict[str, Session] = {}
        self._salt = secrets.token_bytes(_SECRET)
        self._hashing, self._throttle = Lock(), Throttle()
        self._password = self._hashed(password) if password else b""
        self._secret = hashlib.sha256(password.encode()).digest()

    @property
    def asks_password(self) -> bool:
        return bool(self._password)

    def invitation(self) -> str:
        """A token for one more browser."""
        token = secrets.token_urlsafe(_SECRET)
        self._tokens.add(token)
        return token

    def is_host(self, host: str) -> bool:
        """False for a request under another name (DNS rebinding)."""
        return host.casefold() in self._hosts or (self._any_address and is_address(_without_port(host)))

    def enter(self, token: str, password: str = "", address: str = "") -> str | None:
        """Uses up the token and gives the key of a new session; None where token or password are wrong.

        Raises TooManyTriesError where they were wrong too often from an address.
        """
        self._throttle.check(address)
        known = [own for own in self._tokens if hmac.compare_digest(own.encode(), token.encode())]
        if not known or (self._password and not self._is_password(password)):
            if self._password:
                self._throttle.failed(address)
            return None
        self._throttle.passed(address)
        self._tokens.discard(known[0])
        key = secrets.token_urlsafe(_SECRET)
        self._keep(key, Session(secrets.token_urlsafe(_SECRET)))
        return key

    def session(self, key: str | None) -> Session | None:
        """The session of a cookie."""
        digest = self._digest(key or "")
        return self._sessions.get(digest) or self._stored(digest)

    def rename(self, session: Session, reviewer: str) -> None:
        """Sets the reviewer's name."""
        session.reviewer = reviewer
        if self._store:
            own = update(SESSIONS).where(SESSIONS.c.csrf == session.csrf)
            with self._store.begin() as connection:
                connection.execute(own.values(reviewer=reviewer))

    def _keep(self, key: str, session: Session) -> None:
        digest = self._digest(key)
        self._sessions[digest] = session
        if self._store:
            values = {"digest": digest, "csrf": session.csrf, "reviewer": "", "until": time() + LASTS}
            with self._store.begin() as connection:
                connection.execute(delete(SESSIONS).where(SESSIONS.c.until < time()))
                connection.execute(insert(SESSIONS).values(values))

    def _stored(self, digest: str) -> Session | None:
        if self._store is None:
            return None
        own = select(SESSIONS.c.csrf, SESSIONS.c.reviewer).where(SESSIONS.c.digest == digest)
        with self._store.execution_options(reads=True).begin() as connection:
            row = connection.execute(own.where(SESSIONS.c.until > time())).first()
        if row is None:
            return None
        return self._sessions.setdefault(digest, Session(*row))

    def _digest(self, key: str) -> str:
        return hashlib.sha256(key.encode() + self._secret).hexdigest()

    def _is_password(self, password: str) -> bool:
        return hmac.compare_digest(self._hashed(password), self._password)

    def _hashed(self, password: str) -> bytes:
        # One at a time: each takes 16 MB.
        with self._hashing:
            return hashlib.scrypt(password.encode(), salt=self._salt, **_SCRYPT)


def is_loopback(host: str) -> bool:
    """True for an address only this machine reaches."""
    if host.casefold() == "localhost":
        return True
    return is_address(host) and ip_address(host).is_loopback


def is_address(host: str) -> bool:
    """True for an address in numbers."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _without_port(host: str) -> str:
    """`[::1]:8000` → `::1`, `10.0.0.1:8000` → `10.0.0.1`."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]
