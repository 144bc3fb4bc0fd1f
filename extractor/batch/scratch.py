"""The temporary folder of a run, which takes all temporary files of its processes, and leaves with it.

A run that was killed leaves its folder; the next one removes it. Whose folder it is shows a lock in it, which
the kernel lets go of with its process, and which is held where process numbers are other ones, too.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extractor.batch.kernel import is_free, is_own

PREFIX, LOCK = "form4-", ".lock"
VARIABLE = "TMPDIR"
"""Where child processes look for the place of temporary files."""
_NOT_INHERITED, _NO_LINK = getattr(os, "O_CLOEXEC", 0), getattr(os, "O_NOFOLLOW", 0)
"""How locks are opened, where the system knows it: not for child processes, and never through a link."""


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder in which this process and those it starts meanwhile make their temporary files."""
    _sweep(Path(tempfile.gettempdir()))
    folder, lock = _locked()
    before = tempfile.tempdir, os.environ.get(VARIABLE)
    tempfile.tempdir = os.environ[VARIABLE] = str(folder)
    try:
        yield folder
    finally:
        tempfile.tempdir = before[0]
        os.environ.pop(VARIABLE)
        if before[1] is not None:
            os.environ[VARIABLE] = before[1]
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _locked() -> tuple[Path, int]:
    """A new folder and its lock, which is held until it is closed."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | _NOT_INHERITED, 0o600)
        if is_free(lock):
            return folder, lock
        os.close(lock)  # another run has just taken it for one that is left


def _sweep(home: Path) -> None:
    """Removes the folders of this user's runs that were killed."""
    for lock in home.glob(f"{PREFIX}*/{LOCK}"):
        try:
            if is_own(lock):
                _remove_if_left(lock)
        except OSError:
            continue  # it has gone meanwhile


def _remove_if_left(lock: Path) -> None:
    handle = os.open(lock, os.O_RDWR | _NOT_INHERITED | _NO_LINK)
    try:
        if is_free(handle):
            shutil.rmtree(lock.parent, ignore_errors=True)
    finally:
        os.close(handle)
