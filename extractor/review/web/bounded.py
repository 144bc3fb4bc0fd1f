"""Requests are bounded before anything reads them: no body can fill the memory."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 256 << 10
"""Bytes of a request's body, at most: the longest text of a cell, written as a form, several times over."""


class Bounded:
    """Refuses what is too large with status 413, reading no more of it than is allowed."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self._app, self._headers = app, headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = None if _promised(scope) > LARGEST else await _read(receive)
        if body is None:
            await self._refuse(send)
            return
        waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> Message:
            return waiting.pop() if waiting else await receive()

        await self._app(scope, replay, send)

    async def _refuse(self, send: Send) -> None:
        own = {"connection": "close", "content-type": "text/plain", **self._headers}
        headers = [(name.lower().encode(), value.encode()) for name, value in own.items()]
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE.value
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"This is too large for the page.\n"})


def _promised(scope: Scope) -> int:
    """The length that the request says its body has."""
    told = dict(scope["headers"]).get(b"content-length", b"0")
    return int(told) if told.isdigit() else 0


async def _read(receive: Receive) -> bytes | None:
    """The body; None where it is too large."""
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        more = message.get("more_body", False)
        if size > LARGEST:
            return None
    return b"".join(parts)
