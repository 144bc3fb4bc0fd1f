"""Which documents the inputs name: files, folders, globs, lists, zip archives, fsspec URLs."""

from __future__ import annotations

import os
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from glob import glob, has_magic
from pathlib import Path, PurePosixPath

from extractor.batch.stores import reached, told
from extractor.batch.tasks import Listed
from extractor.document.opening import printable
from extractor.errors import OptionError

ENDINGS = frozenset({".pdf", ".tif", ".tiff", ".png", ".jpg", ".jpeg", ""})
"""Files of a folder or an archive with another ending are passed over; a file named by itself never is."""
ZIP = ".zip"


@dataclass(frozen=True, slots=True)
class Inputs:
    """The documents in the order of their URLs, and how many files were passed over, by their ending."""

    documents: tuple[Listed, ...]
    passed_over: Mapping[str, int]


def listed(names: Iterable[str]) -> Inputs:
    """The documents that names or patterns stand for; raises OptionError where one stands for nothing."""
    passed: Counter[str] = Counter()
    found: dict[str, Listed] = {}
    for name in names:
        before = len(found), sum(passed.values())
        for document in _named(name, passed):
            found[document.url] = document
        if not found and before == (0, sum(passed.values())):
            raise OptionError(f"{name}: no file is there; check the path or the pattern")
    return Inputs(tuple(found[url] for url in sorted(found)), {e: n for e, n in sorted(passed.items()) if n})


def names_in(list_file: Path) -> list[str]:
    """The inputs a text file names, one a line; empty lines and those that begin with # are none."""
    try:
        lines = list_file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise OptionError(f"{list_file}: is no list of files in UTF-8; check the path") from error
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _named(name: str, passed: Counter[str]) -> Iterator[Listed]:
    if "://" in name:
        yield from _remote(name, passed)
    elif Path(name).is_dir():
        yield from _folder(Path(name), passed)
    elif has_magic(name) and not Path(name).exists():
        # As a shell does: hidden files fit no pattern.
        for path in glob(name, recursive=True):  # noqa: PTH207 - patterns may be absolute
            yield from _named(path, passed)
    else:
        yield from _file(Path(name), passed)


def _folder(folder: Path, passed: Counter[str]) -> Iterator[Listed]:
    for path, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            file = Path(path, name)
            if file.suffix.casefold() == ZIP or _is_wanted(name, passed):
                yield from _file(file, passed)


def _file(file: Path, passed: Counter[str]) -> Iterator[Listed]:
    if file.suffix.casefold() == ZIP and zipfile.is_zipfile(file):
        yield from _archive(file, passed)
        return
    try:
        about = file.stat()
        size, stamp = about.st_size, str(about.st_mtime_ns)
    except OSError:
        size, stamp = 0, ""  # whoever opens it says what is wrong
    yield Listed(str(file.absolute()), printable(file.name), size, stamp)


def _archive(file: Path, passed: Counter[str]) -> Iterator[Listed]:
    place, stamp = file.absolute(), str(file.stat().st_mtime_ns)
    with zipfile.ZipFile(file) as archive:
        for member in archive.infolist():
            name = PurePosixPath(member.filename).name
            if not member.is_dir() and _is_wanted(name, passed):
                url = f"zip://{member.filename}::{place}"
                yield Listed(url, printable(name), member.file_size, f"{stamp} {member.CRC:08x}")


def _remote(url: str, passed: Counter[str]) -> Iterator[Listed]:
    files, path = reached(url)
    with told(url):
        if files.isdir(path):
            found = files.find(path, detail=True)
        elif has_magic(path):
            found = files.glob(path, detail=True)
        else:
            found = {path: files.info(path) if files.exists(path) else {}}
    chained = "::" + url.split("::", 1)[1] if "::" in url else ""
    for place, about in found.items():
        name = PurePosixPath(place).name
        if about.get("type") != "directory" and (place == path or _is_wanted(name, passed)):
            stamp = str(
                next((about[key] for key in ("ETag", "etag", "mtime", "created") if key in about), "")
            )
            yield Listed(
                files.unstrip_protocol(place) + chained, printable(name), about.get("size") or 0, stamp
            )


def _is_wanted(name: str, passed: Counter[str]) -> bool:
    if name.startswith("."):
        return False
    ending = PurePosixPath(name).suffix.casefold()
    passed[ending] += ending not in ENDINGS
    return ending in ENDINGS
