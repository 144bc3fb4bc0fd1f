"""What workers do in the tests: they die, by a real signal, at a given moment."""

from __future__ import annotations

import hashlib
import os
import signal
from pathlib import Path

from extractor.batch import work


def killed_at_start(mark: Path | None, bounds) -> None:
    """A worker's beginning, at which it is killed: once where a mark remembers it, else always."""
    if mark is None or first_time(mark):
        os.kill(os.getpid(), signal.SIGKILL)
    work.begin(bounds)


def failing_at_start(bounds) -> None:
    """A worker's beginning, at which something is wrong with the machine."""
    raise OSError("no such library")


def killed_at_document(stem: str, task, options):
    """The work on a document; the worker is killed at the one named so."""
    if task.stem == stem:
        os.kill(os.getpid(), signal.SIGKILL)
    return work.work(task, options)


def first_time(mark: Path) -> bool:
    """True for the one that makes the mark, of all processes."""
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def lost_in_a_page(stem: str, task, options):
    """The work on a document; the page of the one named so never returns from a library."""
    if task.stem == stem:
        work.PageClock(0.01).on_page(1, 1)
        hashlib.pbkdf2_hmac("sha256", b"", b"", 2**31 - 1)
    return work.work(task, options)
