"""The output folder, on a disk or behind any fsspec URL."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout
from fsspec.implementations.local import LocalFileSystem

from extractor.batch.stores import reached, told
from extractor.errors import OptionError
from extractor.export.files import atomic_write, make_folder

LOCK = ".lock"
SCRATCH = ".tables-"
"""What the names of folders begin with in which tables are made."""


class OutputStore:
    """A folder for outputs: what is written to it appears whole or not at all."""

    def __init__(self, out: str) -> None:
        self._files, self._root = reached(out)
        self.name = out
        self.local = Path(self._root) if isinstance(self._files, LocalFileSystem) else None

    def made(self) -> OutputStore:
        """Makes the folder; raises OptionError where that cannot be."""
        if self.local:
            make_folder(self.local)
        return self

    def sweep(self) -> None:
        """Removes what a run that was killed left half-written; only for who holds the lock."""
        if self.local is None:
            return
        for part in (*self.local.glob(".*.part"), *self.local.glob("*/.*.part")):
            part.unlink()
        for folder in self.local.glob(f"{SCRATCH}*"):
            shutil.rmtree(folder)

    def exists(self, name: str) -> bool:
        with told(self.name):
            return bool(self._files.exists(self._at(name)))

    def names(self, folder: str) -> list[str]:
        """The names of the files in a folder, sorted; none where there is no such folder."""
        with told(self.name), suppress(FileNotFoundError):
            found = self._files.ls(self._at(folder), detail=False)
            return sorted(str(path).rstrip("/").rpartition("/")[2] for path in found)
        return []

    def read(self, name: str) -> bytes:
        with told(self.name):
            return bytes(self._files.cat_file(self._at(name)))

    def write(self, name: str, content: bytes) -> None:
        """Writes a file; raises OptionError where that cannot be."""
        if self.local:
            path = self.local / name
            make_folder(path.parent)
            atomic_write(path, content)
            return
        with told(self.name):
            self._files.pipe_file(self._at(name), content)

    def put(self, name: str, file: Path) -> None:
        """Moves a finished file of this machine to its name here."""
        if self.local:
            make_folder((self.local / name).parent)
            with file.open("rb") as content:
                os.fsync(content.fileno())
            file.replace(self.local / name)
            return
        with told(self.name):
            self._files.put_file(str(file), self._at(name))
        file.unlink()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keeps a second batch out of a local folder; raises OptionError where one is at work."""
        if self.local is None:
            yield
            return
        try:
            held = FileLock(self.local / LOCK, timeout=0).acquire()
        except Timeout as error:
            raise OptionError(
                f"{self.local}: another form4 batch is at work there; wait for it, or stop it"
            ) from error
        except OSError as error:
            reason = error.strerror or str(error)
            raise OptionError(
                f"{self.local}: cannot be written to ({reason}); name another folder for --out"
            ) from error
        with held:
            yield

    def _at(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"
