"""Access to the page: one-time links, sessions, the password, and the headers of every response."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address

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
_SCRYPT = {"n": 1 << 14, "r": 8, "p": 1}
"""Costs of scrypt for interactive use (RFC 7914, section 2): 16 MB and some 50 ms a password."""
_SECRET = 32
"""Bytes of tokens, keys and salts: none can be guessed."""


@dataclass(slots=True)
class Session:
    """A signed-in browser: its token against forged requests (CSRF), and its reviewer's name."""

    csrf: str
    reviewer: str = ""


class Guard:
    """Signs in browsers that have a link, each good for one browser; with a password both are needed.

    `hosts` are the names under which the page is requested, with their ports.
    """

    def __init__(self, hosts: Iterable[str], password: str = "") -> None:
        self._hosts = frozenset(host.casefold() for host in hosts)
        self._tokens: set[str] = set()
        self._sessions: dict[str, Session] = {}
        self._salt = secrets.token_bytes(_SECRET)
        self._password = self._hashed(password) if password else b""

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
        return host.casefold() in self._hosts

    def enter(self, token: str, password: str = "") -> str | None:
        """Uses up the token and gives the key of a new session; None where token or password are wrong."""
        known = [own for own in self._tokens if hmac.compare_digest(own.encode(), token.encode())]
        if not known or (self._password and not self._is_password(password)):
            return None
        self._tokens.discard(known[0])
        key = secrets.token_urlsafe(_SECRET)
        self._sessions[key] = Session(secrets.token_urlsafe(_SECRET))
        return key

    def session(self, key: str | None) -> Session | None:
        """The session of a cookie."""
        return self._sessions.get(key or "")

    def _is_password(self, password: str) -> bool:
        return hmac.compare_digest(self._hashed(password), self._password)

    def _hashed(self, password: str) -> bytes:
        return hashlib.scrypt(password.encode(), salt=self._salt, **_SCRYPT)


def is_loopback(host: str) -> bool:
    """True for an address only this machine reaches."""
    if host.casefold() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
