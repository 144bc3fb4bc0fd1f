"""The documents a batch is given: files, folders, patterns, lists, zip and tar archives, and fsspec URLs."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from glob import glob, has_magic
from operator import attrgetter
from pathlib import Path, PurePosixPath

from extractor.batch.archives import is_archive, members
from extractor.batch.output_store import file_system, store_errors
from extractor.batch.tasks import Listed
from extractor.document.opening import printable
from extractor.errors import InputRefused, OptionError, UnreadableInput

ENDINGS = frozenset(
    {".pdf", ".tif", ".tiff", ".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".jp2", ".j2k", ".jpx"}
    | {".avif", ".heic", ".heif", ""}
)
"""Files of a folder or an archive with another ending are skipped; a file named by itself never is."""
PROTOCOLS = frozenset(
    {"file", "http", "https", "ftp", "sftp", "ssh", "s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl"}
    | {"hdfs", "webhdfs", "memory", "zip", "tar"}
)
"""The protocols of URLs that are opened, in chains too. Others of fsspec run commands or read caches."""
SHARED = PROTOCOLS - {"file", "memory", "zip", "tar"}
"""Those under which other machines see the same files."""
CHAIN = "::"
"""Between the parts of a chained URL: a file in an archive at a URL."""
HIDDEN, LINKED, UNSAFE = "hidden files", "linked folders", "unsafe names"
"""What else is skipped and counted."""


class Inputs(Iterable[Listed]):
    """The documents that names or patterns stand for, listed as they are asked for: there may be a million.

    `skipped` counts what was passed over, by ending or by what it is, once they are listed.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(names)
        self._skipped: Counter[str] = Counter()

    @property
    def skipped(self) -> Mapping[str, int]:
        return {what: count for what, count in sorted(self._skipped.items()) if count}

    def __iter__(self) -> Iterator[Listed]:
        """Raises OptionError where a name stands for nothing, none before it having stood for anything."""
        self._skipped.clear()
        found = False
        for name in self._names:
            for document in _named(name, self._skipped):
                found = True
                yield document
            if not found and not sum(self._skipped.values()):
                raise OptionError(f"{name}: no file is there; check the path or the pattern")


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
        yield from _at_path(Path(name), skipped)


def _folder(folder: Path, skipped: Counter[str]) -> Iterator[Listed]:
    waiting = [str(folder.absolute())]
    while waiting:
        place = waiting.pop()
        try:
            with os.scandir(place) as found:
                entries = sorted(found, key=attrgetter("name"))
        except OSError as error:
            yield _unreadable(place, error)
            continue
        deeper = []
        for entry in entries:
            if not entry.is_dir():
                if _is_wanted(entry.name, skipped):
                    yield from _file(entry.path, entry.name, entry.stat, skipped)
            elif what := _passed_over(entry):
                skipped[what] += 1
            else:
                deeper.append(entry.path)
        # The first comes next: an index takes names in their order at half the cost.
        waiting += reversed(deeper)


def _passed_over(folder: os.DirEntry[str]) -> str:
    """What a folder is that is not gone into; "" for others."""
    if folder.name.startswith("."):
        return HIDDEN
    return LINKED if folder.is_symlink() else ""


def _unreadable(place: str, error: OSError) -> Listed:
    """A folder that cannot be listed stands among the documents: its files are missing."""
    name = _shown(Path(place).name)
    fault = UnreadableInput(f"{name} is a folder that may not be listed; ask for permission to read it")
    fault.__cause__ = error
    return Listed(place, name, fault=fault)


def _file(
    place: str, name: str, stat: Callable[[], os.stat_result], skipped: Counter[str]
) -> Iterator[Listed]:
    """The document at a place, or those in the archive there."""
    try:
        about = stat()
        size, stamp = about.st_size, str(about.st_mtime_ns)
    except OSError:
        size, stamp = 0, ""  # opening it will give the reason
    if stamp and is_archive(name):
        yield from _archive(Path(place), size, stamp, skipped)
    else:
        yield Listed(place, _shown(name), size, stamp)


def _at_path(file: Path, skipped: Counter[str]) -> Iterator[Listed]:
    return _file(str(file.absolute()), file.name, file.stat, skipped)


def _shown(name: str) -> str:
    """The name as it is shown."""
    return name if name.isascii() and name.isprintable() else printable(name)


def _archive(file: Path, size: int, stamp: str, skipped: Counter[str]) -> Iterator[Listed]:
    """The members of an archive; one that is damaged stands among the documents itself."""
    place, names = str(file.absolute()), Counter[str]()
    try:
        for member in members(file):
            name = PurePosixPath(member.name).name
            if not _is_wanted(name, skipped):
                continue
            names[member.name] += 1
            again = f"#{names[member.name]}" if names[member.name] > 1 else ""
            yield Listed(
                url=f"zip://{member.name}{again}{CHAIN}{place}",
                name=_shown(name),
                size=member.size,
                stamp=f"{stamp} {member.stamp}",
                archive=place,
                member=member.number,
            )
    except InputRefused as fault:
        yield Listed(place, printable(file.name), size, stamp, fault=fault)


def _remote(url: str, skipped: Counter[str]) -> Iterator[Listed]:
    _refuse_protocols(url)
    files, path = file_system(url)
    with store_errors(url):
        if files.isdir(path):
            found = files.find(path, detail=True)
        elif has_magic(path):
            found = files.glob(path, detail=True)
        else:
            found = {path: files.info(path) if files.exists(path) else {}}
    chained = CHAIN + url.split(CHAIN, 1)[1] if CHAIN in url else ""
    for place, about in found.items():
        name = PurePosixPath(place).name
        if about.get("type") == "directory":
            continue
        if place != path and CHAIN in place:
            skipped[UNSAFE] += 1  # its name would lead elsewhere
        elif place == path or _is_wanted(name, skipped):
            stamp = next((about[key] for key in ("ETag", "etag", "mtime", "created") if key in about), "")
            address = files.unstrip_protocol(place) + chained
            yield Listed(address, printable(name), about.get("size") or 0, str(stamp))


def is_shared(url: str) -> bool:
    """True where other machines see the same under a URL."""
    return CHAIN not in url and "://" in url and url.partition("://")[0] in SHARED


def _refuse_protocols(url: str) -> None:
    *outer, place = url.split(CHAIN)
    for part in (*outer, place if "://" in place else "file"):
        protocol = part.partition("://")[0]
        if protocol not in PROTOCOLS:
            raise OptionError(f"{url} cannot be used ({protocol} is not opened); copy the files here first")


def _is_wanted(name: str, skipped: Counter[str]) -> bool:
    if name.startswith("."):
        skipped[HIDDEN] += 1
        return False
    ending = _ending(name).casefold()
    if ending in ENDINGS or is_archive(name):
        return True
    skipped[ending] += 1
    return False


def _ending(name: str) -> str:
    """As `PurePath.suffix`, which takes ten times as long."""
    dot = name.rfind(".")
    return name[dot:] if 0 < dot < len(name) - 1 else ""


def listed_again(document: Listed) -> Listed:
    """The document as it is now: its file may have changed since it was listed."""
    if document.fault or document.archive or "://" in document.url:
        return document
    (now,) = _at_path(Path(document.url), Counter())
    return now


def at(url: str, name: str) -> Listed:
    """The document that was listed under that URL once; a fault where it is gone from its archive."""
    if not url.startswith("zip://"):
        return listed_again(Listed(url, name))
    place = url.rpartition(CHAIN)[2]
    found = {own.url: own for own in _at_path(Path(place), Counter())}
    gone = UnreadableInput(f"{name} is not in {printable(place)} any more; put it back, and run it again")
    return found.get(url) or Listed(url, name, fault=gone)
