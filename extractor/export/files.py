"""Writes output files so that each appears whole or not at all."""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from extractor.errors import OptionError

LOG = logging.getLogger("extractor.export")


def atomic_write(path: Path, content: bytes) -> None:
    """Writes `content` to `path`, replacing what was there in one step.

    Raises OptionError where the folder is missing or may not be written to.
    """
    atomic_write_all({path: content})


def atomic_write_all(contents: Mapping[Path, bytes]) -> None:
    """Writes every file beside its place first, and moves them there when all are complete."""
    with StagedFiles() as staged:
        for path, content in contents.items():
            staged.write(path, [content])


class StagedFiles:
    """Files that appear together: each is written beside its place, and all are moved there at the end.

    A context manager; where it is left by an exception, no file appears. Raises OptionError where a folder is
    missing or may not be written to.
    """

    def __init__(self) -> None:
        self._complete: dict[Path, Path] = {}

    @property
    def paths(self) -> tuple[Path, ...]:
        """The places of the files, in the order in which they were written."""
        return tuple(self._complete)

    def __enter__(self) -> StagedFiles:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            for path, temporary in self._complete.items() if kind is None else ():
                with _writing(path):
                    temporary.replace(path)
                LOG.info("%s: written", path)
        finally:
            for temporary in self._complete.values():
                temporary.unlink(missing_ok=True)

    def write(self, path: Path, parts: Iterable[bytes]) -> None:
        """Writes one file from its parts, none of which is kept."""
        with _writing(path):
            _refuse_special(path)
            self._complete[path] = _beside(path)
            _write(self._complete[path], parts)

    def take(self, written: Path, path: Path) -> None:
        """Moves a file that was written elsewhere on the disk; `written` is gone afterwards."""
        with _writing(path):
            _refuse_special(path)
            self._complete[path] = _beside(path)
            written.replace(self._complete[path])


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise OptionError(f"{path}: cannot be written ({reason}); name a folder you may write to") from error


def make_folder(path: Path) -> None:
    """Makes the folder and those above it; raises OptionError where that cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OptionError(f"{path}: is no folder and cannot be made; name another for --out") from error


def _refuse_special(path: Path) -> None:
    """Renaming a file over a device such as /dev/stdout would replace the device itself."""
    if path.exists() and not path.is_file():
        raise OptionError(f"{path}: is not a regular file; name a file to write")


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")


def _write(path: Path, parts: Iterable[bytes]) -> None:
    # Mode "x" creates with the user's umask; mkstemp's 0600 would survive the rename.
    with path.open("xb") as file:
        file.writelines(parts)
        file.flush()
        os.fsync(file.fileno())
