"""The journal: each document that is done, one line with a checksum; read when a run is resumed.

A line is the CRC-32 of its JSON in eight hexadecimal digits, a blank, the JSON. A line that was cut off
by a power failure is dropped: its document is done again. On a disk the journal is one file; in an object
store, which cannot append, each entry is an object.
"""

from __future__ import annotations

import json
import os
import tempfile
import zlib
from contextlib import ExitStack, closing, suppress
from pathlib import Path, PurePath
from types import TracebackType
from typing import IO

from extractor.batch.index import Entries, Index, not_written
from extractor.batch.output_store import OutputStore
from extractor.batch.scratch import PREFIX
from extractor.batch.tasks import JournalEntry
from extractor.errors import OptionError
from extractor.export.files import make_folder

FOLDER, ENDING = "journal", ".jsonl"
SEGMENT = f"{FOLDER}/entries{ENDING}"
INDEX = f"{FOLDER}/index.sqlite"
TAIL = 64
"""Bytes before a place in the journal by which it is known to be the same file still."""
PATIENCE = 0.5
"""Seconds that who only looks waits for a run to be told more; it is told what the run committed."""


class Journal:
    """The latest entry of each document of an output folder, by URL; new entries are appended at once.

    A context manager. Opening it brings the index up to date, unless a run is there which does.
    """

    def __init__(self, store: OutputStore, patience: float = PATIENCE) -> None:
        """`patience` are seconds to wait for another process that brings the index up to date."""
        self._store, self._files = store, ExitStack()
        self._file: IO[bytes] | None = None
        self.index = self._files.enter_context(closing(self._opened()))
        self.entries = Entries(self.index)
        self._bring_up_to_date(patience)

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def append(self, entry: JournalEntry) -> None:
        """Appends an entry, which is on the disk when this returns; raises OptionError where that fails."""
        line = _line(entry)
        if self._store.local:
            place = self._append(self._store.local / SEGMENT, line), line[-TAIL:]
        else:
            place = self.index.position[0] + 1, b""
            self._store.write(f"{FOLDER}/{place[0]:08}{ENDING}", line)
        self.index.put(entry, place)
        self.index.commit_together()

    def close(self) -> None:
        """Commits what was appended; an object store gets the index beside its journal."""
        with self._files, suppress(OptionError):  # what is missing is read from the journal again
            self.index.commit()
            if self._store.local is None and self.index.grown:
                self._store.write(INDEX, self.index.path.read_bytes())

    def _opened(self) -> Index:
        """The index in the folder; elsewhere where the folder is an object store or may only be read."""
        if self._store.local and os.access(self._store.local, os.W_OK):
            make_folder(self._store.local / FOLDER)
            return Index(self._store.local / INDEX)
        scratch = self._files.enter_context(tempfile.TemporaryDirectory(prefix=PREFIX))
        path = Path(scratch, PurePath(INDEX).name)
        if self._store.exists(INDEX):
            path.write_bytes(self._store.read(INDEX))
        return Index(path)

    def _bring_up_to_date(self, patience: float) -> None:
        read = self._read_file if self._store.local else self._read_objects
        with self.index.alone(patience) as is_alone:
            if is_alone:
                read()

    def _read_file(self) -> None:
        """Reads the lines that came since; all of them where the file is not the one that was read."""
        file = self._store.local / SEGMENT if self._store.local else Path()
        if not file.exists():
            self.index.clear()
            return
        with file.open("rb") as lines:
            if not _goes_on(lines, *self.index.position):
                self.index.clear()
            place = lines.seek(self.index.position[0])
            for line in lines:
                place += len(line)
                if line.endswith(b"\n"):  # else it may be half of what is being written
                    self._take(line, (place, line[-TAIL:]))

    def _read_objects(self) -> None:
        names = [name for name in self._store.names(FOLDER) if name.endswith(ENDING)]
        if len(names) < self.index.position[0]:
            self.index.clear()
        for number, name in enumerate(names[self.index.position[0] :], self.index.position[0] + 1):
            for line in self._store.read(f"{FOLDER}/{name}").splitlines():
                self._take(line, (number, b""))

    def _take(self, line: bytes, place: tuple[int, bytes]) -> None:
        if (entry := _entry(line.rstrip(b"\n"))) is not None:
            self.index.put(entry, place)
        else:
            self.index.position = place

    def _append(self, path: Path, line: bytes) -> int:
        """Appends a line to the file, after ending one that was cut off; gives where it ends."""
        try:
            if self._file is None:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._file = self._files.enter_context(path.open("a+b"))
                line = _mended(self._file) + line
            self._file.write(line)
            self._file.flush()
            os.fsync(self._file.fileno())
            return self._file.tell()
        except OSError as error:
            raise not_written(path, error.strerror or str(error)) from error


def _goes_on(lines: IO[bytes], position: int, tail: bytes) -> bool:
    """True where a file begins with what was read up to the position; it is read on from there."""
    lines.seek(position - len(tail))
    return lines.read(len(tail)) == tail


def _mended(file: IO[bytes]) -> bytes:
    """What ends a line that was cut off, so that the next entry begins a line."""
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - 1))
    return b"\n" if file.read(1) not in (b"", b"\n") else b""


def _line(entry: JournalEntry) -> bytes:
    # Names that are no UTF-8 are kept, too, as what Python makes of their bytes.
    text = json.dumps(entry.written(), sort_keys=True).encode()
    return b"%08x %s\n" % (zlib.crc32(text), text)


def _entry(line: bytes) -> JournalEntry | None:
    """The entry of a line; None where the line is not whole, or of a version that keeps other things."""
    checksum, _, text = line.partition(b" ")
    if checksum != b"%08x" % zlib.crc32(text):
        return None
    try:
        return JournalEntry.read(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
