"""The journal: each document that is done, one line with a checksum; read when a run is resumed.

A line is the CRC-32 of its JSON in eight hexadecimal digits, a blank, the JSON. A line that was cut off
by a power failure is dropped: its document is done again. On a disk the journal is one file; in an object
store, which cannot append, each entry is an object.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from extractor.batch.output_store import OutputStore
from extractor.batch.tasks import JournalEntry
from extractor.errors import OptionError

FOLDER = "journal"
SEGMENT = f"{FOLDER}/entries.jsonl"


class Journal:
    """The latest entry of each document of an output folder, by URL; new entries are appended at once."""

    def __init__(self, store: OutputStore) -> None:
        self._store = store
        self.entries: dict[str, JournalEntry] = {}
        for entry in _read(store):
            self.entries[entry.url] = entry
        self._segments = len(store.names(FOLDER))
        self._mended = False

    def append(self, entry: JournalEntry) -> None:
        """Appends an entry, which is on the disk when this returns; raises OptionError where that fails."""
        line = _line(entry)
        if self._store.local:
            self._mend(self._store.local / SEGMENT)
            _append(self._store.local / SEGMENT, line)
        else:
            self._segments += 1
            self._store.write(f"{FOLDER}/{self._segments:08}.jsonl", line)
        self.entries[entry.url] = entry

    def _mend(self, file: Path) -> None:
        """Ends a line that was cut off, so that the next entry begins a line."""
        if not self._mended and file.exists():
            content = file.read_bytes()
            if content and not content.endswith(b"\n"):
                _append(file, b"\n")
        self._mended = True


def _read(store: OutputStore) -> Iterator[JournalEntry]:
    for name in store.names(FOLDER):
        for line in store.read(f"{FOLDER}/{name}").splitlines():
            if (entry := _entry(line)) is not None:
                yield entry


def _line(entry: JournalEntry) -> bytes:
    # Names that are no UTF-8 are kept, too, as what Python makes of their bytes.
    text = json.dumps(asdict(entry), sort_keys=True).encode()
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


def _append(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        reason = error.strerror or str(error)
        raise OptionError(
            f"{path}: cannot be written ({reason}); free space or mend permissions, and run the same "
            "command again"
        ) from error
