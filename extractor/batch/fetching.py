"""A document brought to this machine, its contents hashed on the way: it is read once from where it lies."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import fsspec

from extractor.batch.result_key import sha256_of
from extractor.batch.stores import faults, unreadable
from extractor.batch.tasks import Listed
from extractor.errors import LimitExceeded

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document's file on this machine and the SHA-256 of its contents."""

    path: Path
    sha256: str


class Fetcher:
    """Files of this machine stay where they are; all others come to a folder of their own until let go."""

    def __init__(self, folder: Path, most: int) -> None:
        self._folder, self._most = folder, most

    def fetch(self, document: Listed) -> Fetched:
        """The document at hand; raises UnreadableInput, or LimitExceeded where it is too large."""
        try:
            if "://" not in document.url:
                path = Path(document.url)
                return Fetched(path, _digest(path))
            return self._copied(document)
        except faults() as fault:
            raise unreadable(document.name, document.url, fault) from fault

    def drop(self, path: str) -> None:
        """Lets a copied file go; a file that was here before stays."""
        if Path(path).is_relative_to(self._folder):
            shutil.rmtree(Path(path).parent, ignore_errors=True)

    def _copied(self, document: Listed) -> Fetched:
        home = Path(tempfile.mkdtemp(dir=self._folder))
        path, digest, size = home / document.file_name, hashlib.sha256(), 0
        with fsspec.open(document.url, "rb") as source, path.open("wb") as target:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                target.write(chunk)
                size += len(chunk)
                if size > self._most:
                    shutil.rmtree(home)
                    raise LimitExceeded(
                        f"{document.name} has over {self._most:,} bytes; split it, or raise the limit with "
                        "--max-bytes"
                    )
        return Fetched(path, digest.hexdigest())


@contextmanager
def fetching(most: int) -> Iterator[Fetcher]:
    """A fetcher that leaves nothing behind; no document may have more than `most` bytes."""
    with tempfile.TemporaryDirectory(prefix="form4-") as folder:
        yield Fetcher(Path(folder), most)


def _digest(path: Path) -> str:
    """The hash of a file's contents; "" where it cannot be read: whoever opens it says why."""
    try:
        return sha256_of(path) if path.is_file() else ""
    except OSError:
        return ""
