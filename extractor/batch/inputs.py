"""The documents a batch is given: which ones the inputs name, and their files brought to this machine.

Inputs are files, folders, patterns, lists, zip archives and fsspec URLs. A document's contents are hashed
while it is copied, so that it is read from its source only once.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from glob import glob, has_magic
from pathlib import Path, PurePosixPath

import fsspec

from extractor.batch.output_store import file_system, reason_of, store_errors, store_faults
from extractor.batch.result_key import sha256_of
from extractor.batch.tasks import Listed
from extractor.document.opening import printable
from extractor.errors import LimitExceeded, OptionError, UnreadableInput

ENDINGS = frozenset(
    {".pdf", ".tif", ".tiff", ".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".jp2", ".j2k", ".jpx"}
    | {".avif", ".heic", ".heif", ""}
)
"""Files of a folder or an archive with another ending are skipped; a file named by itself never is."""
ZIP = ".zip"
CHUNK = 1 << 20
"""Bytes copied at a time."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """The documents in the order of their URLs, and how many files were skipped, by their ending."""

    documents: tuple[Listed, ...]
    skipped: Mapping[str, int]


def listed(names: Iterable[str]) -> Inputs:
    """The documents that names or patterns stand for; raises OptionError where one stands for nothing."""
    skipped: Counter[str] = Counter()
    found: dict[str, Listed] = {}
    for name in names:
        before = len(found), sum(skipped.values())
        for document in _named(name, skipped):
            found[document.url] = document
        if not found and before == (0, sum(skipped.values())):
            raise OptionError(f"{name}: no file is there; check the path or the pattern")
    return Inputs(tuple(found[url] for url in sorted(found)), {e: n for e, n in sorted(skipped.items()) if n})


def names_in(list_file: Path) -> list[str]:
    """The inputs a text file names, one a line; empty lines and those that begin with # are none."""
    try:
        lines = list_file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise OptionError(f"{list_file}: is no list of files in UTF-8; check the path") from error
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _named(name: str, skipped: Counter[str]) -> Iterator[Listed]:
    if "://" in name:
        yield from _remote(name, skipped)
    elif Path(name).is_dir():
        yield from _folder(Path(name), skipped)
    elif has_magic(name) and not Path(name).exists():
        # As a shell does: hidden files fit no pattern.
        for path in glob(name, recursive=True):  # noqa: PTH207 - patterns may be absolute
            yield from _named(path, skipped)
    else:
        yield from _file(Path(name), skipped)


def _folder(folder: Path, skipped: Counter[str]) -> Iterator[Listed]:
    for path, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            file = Path(path, name)
            if file.suffix.casefold() == ZIP or _is_wanted(name, skipped):
                yield from _file(file, skipped)


def _file(file: Path, skipped: Counter[str]) -> Iterator[Listed]:
    if file.suffix.casefold() == ZIP and zipfile.is_zipfile(file):
        yield from _archive(file, skipped)
        return
    try:
        about = file.stat()
        size, stamp = about.st_size, str(about.st_mtime_ns)
    except OSError:
        size, stamp = 0, ""  # opening it will give the reason
    yield Listed(str(file.absolute()), printable(file.name), size, stamp)


def _archive(file: Path, skipped: Counter[str]) -> Iterator[Listed]:
    place, stamp = file.absolute(), str(file.stat().st_mtime_ns)
    with zipfile.ZipFile(file) as archive:
        for member in archive.infolist():
            name = PurePosixPath(member.filename).name
            if not member.is_dir() and _is_wanted(name, skipped):
                url = f"zip://{member.filename}::{place}"
                yield Listed(url, printable(name), member.file_size, f"{stamp} {member.CRC:08x}")


def _remote(url: str, skipped: Counter[str]) -> Iterator[Listed]:
    files, path = file_system(url)
    with store_errors(url):
        if files.isdir(path):
            found = files.find(path, detail=True)
        elif has_magic(path):
            found = files.glob(path, detail=True)
        else:
            found = {path: files.info(path) if files.exists(path) else {}}
    chained = "::" + url.split("::", 1)[1] if "::" in url else ""
    for place, about in found.items():
        name = PurePosixPath(place).name
        if about.get("type") != "directory" and (place == path or _is_wanted(name, skipped)):
            stamp = str(
                next((about[key] for key in ("ETag", "etag", "mtime", "created") if key in about), "")
            )
            yield Listed(
                files.unstrip_protocol(place) + chained, printable(name), about.get("size") or 0, stamp
            )


def _is_wanted(name: str, skipped: Counter[str]) -> bool:
    if name.startswith("."):
        return False
    ending = PurePosixPath(name).suffix.casefold()
    skipped[ending] += ending not in ENDINGS
    return ending in ENDINGS


# Bringing them here.


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document's file on this machine and the SHA-256 of its contents."""

    path: Path
    sha256: str


class Fetcher:
    """Gives documents as local files: those of this machine where they are, others as temporary copies."""

    def __init__(self, folder: Path, most: int) -> None:
        self._folder, self._most = folder, most

    def fetch(self, document: Listed) -> Fetched:
        """The document's file; raises UnreadableInput, or LimitExceeded where it is too large."""
        try:
            if "://" not in document.url:
                path = Path(document.url)
                return Fetched(path, _digest(path))
            return self._copied(document)
        except store_faults() as fault:
            raise UnreadableInput(
                f"{document.name} cannot be fetched ({reason_of(fault)}); "
                f"check that {document.url} can be read"
            ) from fault

    def drop(self, path: str) -> None:
        """Deletes a temporary copy; a file that was on this machine before stays."""
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
    """A fetcher whose copies are deleted at the end; no document may have more than `most` bytes."""
    with tempfile.TemporaryDirectory(prefix="form4-") as folder:
        yield Fetcher(Path(folder), most)


def _digest(path: Path) -> str:
    """The hash of a file's contents; "" where it cannot be read: opening it will give the reason."""
    try:
        return sha256_of(path) if path.is_file() else ""
    except OSError:
        return ""
