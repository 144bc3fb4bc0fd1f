"""Brings documents to this machine: files stay where they are, all else becomes a temporary copy.

A document's contents are hashed while it is copied, so that it is read from its source only once.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import fsspec

from extractor.batch.archives import DAMAGE, OpenArchive, damaged
from extractor.batch.names import legal
from extractor.batch.output_store import reason_of, store_faults
from extractor.batch.result_key import digest_of
from extractor.batch.tasks import Listed
from extractor.errors import Form4Error, LimitExceeded, UnreadableInput

CHUNK = 1 << 20
"""Bytes copied at a time."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document's file on this machine and the SHA-256 of its contents."""

    path: Path
    sha256: str


class Fetcher:
    """Gives documents as local files: those of this machine where they are, others as temporary copies."""

    def __init__(self, folder: Path, most: int) -> None:
        self._folder, self._most = folder, most
        self._archive = OpenArchive()

    def fetch(self, document: Listed) -> Fetched:
        """The document's file.

        Raises UnreadableInput where another try may help; LimitExceeded, EncryptedInput or DamagedInput where
        none does.
        """
        if document.fault:
            raise document.fault
        try:
            if document.archive:
                return self._member(document)
            if "://" not in document.url:
                path = Path(document.url)
                return Fetched(path, digest_of(path))
            with fsspec.open(document.url, "rb") as source:
                return self._copied(document, source)
        except Form4Error:
            raise
        except store_faults() as fault:
            raise UnreadableInput(
                f"{document.name} cannot be fetched ({reason_of(fault)}); "
                f"check that {document.address} can be read"
            ) from fault

    def drop(self, path: str) -> None:
        """Deletes a temporary copy; a file that was on this machine before stays."""
        if Path(path).is_relative_to(self._folder):
            shutil.rmtree(Path(path).parent, ignore_errors=True)

    def close(self) -> None:
        """Closes the archive that is open."""
        self._archive.close()

    def _member(self, document: Listed) -> Fetched:
        """A member of an archive; what its reader raises says that its bytes are wrong."""
        try:
            with self._archive.open(Path(document.archive), document.member, document.name) as source:
                return self._copied(document, source)
        except DAMAGE as fault:
            raise damaged(document.name) from fault

    def _copied(self, document: Listed, source: IO[bytes]) -> Fetched:
        home = Path(tempfile.mkdtemp(dir=self._folder))
        path, digest, size = home / legal(document.name), hashlib.sha256(), 0
        try:
            with path.open("wb") as target:
                while chunk := source.read(CHUNK):
                    digest.update(chunk)
                    target.write(chunk)
                    size += len(chunk)
                    if size > self._most:
                        raise self._too_large(document)
        except BaseException:
            shutil.rmtree(home, ignore_errors=True)
            raise
        return Fetched(path, digest.hexdigest())

    def _too_large(self, document: Listed) -> LimitExceeded:
        return LimitExceeded(
            f"{document.name} has over {self._most:,} bytes; split it, or raise the limit with --max-bytes"
        )


@contextmanager
def fetching(folder: Path, most: int) -> Iterator[Fetcher]:
    """A fetcher with its copies in a folder; no document may have more than `most` bytes."""
    fetcher = Fetcher(folder, most)
    try:
        yield fetcher
    finally:
        fetcher.close()
