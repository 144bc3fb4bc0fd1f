"""The output folder of a batch, on a disk or behind any fsspec URL, and the files of each document in it."""

from __future__ import annotations

import os
import shutil
import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import fsspec
from filelock import FileLock, Timeout
from fsspec.implementations.local import LocalFileSystem

from extractor.batch.tasks import JournalEntry, Listed
from extractor.errors import Form4Error, OptionError
from extractor.export import to_json
from extractor.export.files import atomic_write, make_folder
from extractor.model.filing import Extraction

LOCK = ".lock"
SCRATCH = ".tables-"
"""Prefix of the temporary folders in which tables are written."""
JSON, XML = "json", "xml"


class OutputStore:
    """A folder for outputs: a file written to it appears whole or not at all."""

    def __init__(self, out: str) -> None:
        self._files, self._root = file_system(out)
        self.name = out
        self.local = Path(self._root) if isinstance(self._files, LocalFileSystem) else None

    def made(self) -> OutputStore:
        """Makes the folder; raises OptionError where that is not possible."""
        if self.local:
            make_folder(self.local)
        return self

    def sweep(self) -> None:
        """Removes half-written files of a run that was killed; call only while holding the lock."""
        if self.local is None:
            return
        for part in (*self.local.glob(".*.part"), *self.local.glob("*/.*.part")):
            part.unlink()
        for folder in self.local.glob(f"{SCRATCH}*"):
            shutil.rmtree(folder)

    def exists(self, name: str) -> bool:
        with store_errors(self.name):
            return bool(self._files.exists(self._at(name)))

    def names(self, folder: str) -> list[str]:
        """The names of the files in a folder, sorted; none where there is no such folder."""
        with store_errors(self.name), suppress(FileNotFoundError):
            found = self._files.ls(self._at(folder), detail=False)
            return sorted(str(path).rstrip("/").rpartition("/")[2] for path in found)
        return []

    def read(self, name: str) -> bytes:
        with store_errors(self.name):
            return bytes(self._files.cat_file(self._at(name)))

    def write(self, name: str, content: bytes) -> None:
        """Writes a file; raises OptionError where that is not possible."""
        if self.local:
            path = self.local / name
            make_folder(path.parent)
            atomic_write(path, content)
            return
        with store_errors(self.name):
            self._files.pipe_file(self._at(name), content)

    def put(self, name: str, file: Path) -> None:
        """Moves a finished file of this machine into the store under `name`."""
        if self.local:
            make_folder((self.local / name).parent)
            with file.open("rb") as content:
                os.fsync(content.fileno())
            file.replace(self.local / name)
            return
        with store_errors(self.name):
            self._files.put_file(str(file), self._at(name))
        file.unlink()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keeps a second batch out of a local folder; raises OptionError where one is running there."""
        if self.local is None:
            yield
            return
        try:
            held = FileLock(self.local / LOCK, timeout=0).acquire()
        except Timeout as error:
            raise OptionError(
                f"{self.local}: another form4 batch is running there; wait for it, or stop it"
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


# The files of one document.


def write_outputs(store: OutputStore, stem: str, json: bytes, xml: Sequence[bytes]) -> None:
    """Writes a document's JSON and each of its filings as XML, named after `stem`; nothing without a JSON.

    The JSON comes last: where it exists, the others do.
    """
    if not json:
        return
    for name, content in zip(_xml_names(stem, len(xml)), xml, strict=True):
        store.write(name, content)
    store.write(_json_name(stem), json)


def for_copy(store: OutputStore, entry: JournalEntry, document: Listed) -> tuple[bytes, tuple[bytes, ...]]:
    """JSON and XML of a document whose contents are those of `entry`, which is done."""
    if not entry.is_extracted:
        return b"", ()
    xml = tuple(store.read(name) for name in _xml_names(entry.stem, entry.tally.filings))
    return to_json(document.as_source_of(result_of(store, entry))).encode(), xml


def result_of(store: OutputStore, entry: JournalEntry) -> Extraction:
    """The result of a document that is done."""
    return Extraction.model_validate_json(store.read(_json_name(entry.stem)))


def _json_name(stem: str) -> str:
    return f"{JSON}/{stem}.json"


def _xml_names(stem: str, count: int) -> list[str]:
    """One file a filing, numbered where there are several."""
    if count == 1:
        return [f"{XML}/{stem}.xml"]
    return [f"{XML}/{stem}-{number}.xml" for number in range(1, count + 1)]


# Errors of file systems.


def file_system(url: str) -> tuple[fsspec.AbstractFileSystem, str]:
    """The file system of a path or URL, and the path in it; raises OptionError where there is none."""
    with store_errors(url):
        files, path = fsspec.core.url_to_fs(url)
        return files, str(path)


@contextmanager
def store_errors(url: str) -> Iterator[None]:
    """Turns the exceptions of a file system into an OptionError of one line."""
    try:
        yield
    except Form4Error:
        raise
    except store_faults() as fault:
        raise OptionError(
            f"{url} cannot be used ({reason_of(fault)}); check the address, and your access to it"
        ) from fault


def store_faults() -> tuple[type[Exception], ...]:
    """What file systems and archives raise: unreachable, missing, no library for it, encrypted, damaged."""
    usual = (OSError, ValueError, KeyError, ImportError, RuntimeError, zipfile.BadZipFile, zlib.error)
    botocore = sys.modules.get("botocore.exceptions")
    return (*usual, botocore.BotoCoreError) if botocore else usual


def reason_of(fault: Exception) -> str:
    """The cause in one line."""
    reason = getattr(fault, "strerror", None) or " ".join(str(fault).split())
    return reason or type(fault).__name__
