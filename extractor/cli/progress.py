"""A spinner for work that takes long enough to wonder about."""

from __future__ import annotations

import sys
from threading import Timer
from types import TracebackType
from typing import TYPE_CHECKING

from extractor.cli.streams import is_terminal

if TYPE_CHECKING:
    from rich.status import Status

PATIENCE = 2.0
"""Seconds before the spinner shows."""


class Progress:
    """A context that shows on a terminal's standard error which page is being read."""

    def __init__(self, name: str, quiet: bool = False) -> None:
        self._text = name
        self._name = name
        self._status: Status | None = None
        self._timer = Timer(PATIENCE, self._show)
        self._timer.daemon = True
        self._wanted = not quiet and is_terminal(sys.stderr)

    def __enter__(self) -> Progress:
        if self._wanted:
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        if self._wanted:
            self._timer.join()
        if self._status is not None:
            self._status.stop()

    def on_page(self, number: int, count: int) -> None:
        """Page `number` of `count` begins."""
        self._text = f"{self._name}: page {number} of {count}"
        if self._status is not None:
            self._status.update(_plain(self._text))

    def _show(self) -> None:
        from rich.console import Console
        from rich.status import Status

        self._status = Status(_plain(self._text), console=Console(stderr=True))
        self._status.start()


def _plain(text: str) -> str:
    """File names may hold what rich takes for markup."""
    from rich.markup import escape

    return escape(text)
