"""The output folder of a batch, on a disk or behind any fsspec URL, and the files of each document in it."""

from __future__ import annotations

import os
import re
import shutil
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path, PurePosixPath

import fsspec
from filelock import FileLock, Timeout
from fsspec.implementations.local import LocalFileSystem

from extractor.batch.tasks import JournalEntry, Listed, Output
from extractor.errors import Form4Error, OptionError, OutputDamaged
from extractor.export import to_json
from extractor.export.files import atomic_write, make_folder
from extractor.model.filing import Extraction

LOCK = ".lock"
SCRATCH = ".tables-"
"""Prefix of the temporary folders in which tables are written."""
JSON, XML = "json", "xml"
_NUMBER = re.compile(r"-[0-9]+$")


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

    def sizes(self, folder: str) -> Iterator[tuple[str, int]]:
        """Each file in a folder by its name in the store, and its bytes; none without a folder."""
        with store_errors(self.name), suppress(FileNotFoundError):
            if self.local:
                with os.scandir(self.local / folder) as found:
                    for file in found:
                        yield f"{folder}/{file.name}", file.stat().st_size
                return
            for about in self._files.ls(self._at(folder), detail=True):
                yield f"{folder}/{about['name'].rpartition('/')[2]}", about["size"] or 0

    def read(self, name: str) -> bytes:
        with store_errors(self.name):
            return bytes(self._files.cat_file(self._at(name)))

    def remove(self, name: str) -> None:
        """Removes a file, if it is there; raises OptionError where that is not possible."""
        with store_errors(self.name), suppress(FileNotFoundError):
            self._files.rm_file(self._at(name))

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


def write_outputs(
    store: OutputStore, stem: str, json: bytes, xml: Sequence[bytes], before: Iterable[str] = ()
) -> tuple[Output, ...]:
    """Writes a document's JSON and each of its filings as XML, named after `stem`; nothing without a JSON.

    Removes the files it had `before` and has no more. The JSON comes last: where it exists, the others do.
    """
    contents = dict(zip(_xml_names(stem, len(xml)), xml, strict=True)) | {_json_name(stem): json}
    if not json:
        contents = {}
    for name in set(before) - contents.keys():
        store.remove(name)
    for name, content in contents.items():
        store.write(name, content)
    return tuple(
        Output(name, len(content), sha256(content).hexdigest()) for name, content in contents.items()
    )


def for_copy(store: OutputStore, entry: JournalEntry, document: Listed) -> tuple[bytes, tuple[bytes, ...]]:
    """JSON and XML of a document whose contents are those of `entry`, which is done."""
    if not entry.is_extracted:
        return b"", ()
    xml = tuple(_whole(store, output, entry) for output in entry.outputs if output.name.startswith(f"{XML}/"))
    return to_json(document.as_source_of(result_of(store, entry))).encode(), xml


def result_of(store: OutputStore, entry: JournalEntry) -> Extraction:
    """The result of a document that is done; raises OutputDamaged where it is not there as it was written."""
    name = _json_name(entry.stem)
    (output,) = (own for own in entry.outputs if own.name == name)
    return Extraction.model_validate_json(_whole(store, output, entry))


def damaged(store: OutputStore, entry: JournalEntry) -> list[str]:
    """The names of an entry's outputs that are not there as they were written."""
    return [own.name for own in entry.outputs if not _is_whole(own, _read(store, own.name))]


def _whole(store: OutputStore, output: Output, entry: JournalEntry) -> bytes:
    content = _read(store, output.name)
    if content is None or not _is_whole(output, content):
        raise OutputDamaged(f"{store.name}/{output.name} is damaged; run the batch again", entry.url)
    return content


def _read(store: OutputStore, name: str) -> bytes | None:
    return store.read(name) if store.exists(name) else None


def _is_whole(output: Output, content: bytes | None) -> bool:
    return content is not None and sha256(content).hexdigest() == output.sha256


def stem_of(name: str) -> str:
    """The name of the document that a file of the store is an output of."""
    return _NUMBER.sub("", PurePosixPath(name).stem)


def _json_name(stem: str) -> str:
    return f"{JSON}/{stem}.json"


def _xml_names(stem: str, count: int) -> list[str]:
    """One file a filing, numbered where there are several; no name of a document looks like a number."""
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
