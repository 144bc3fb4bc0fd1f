"""Zip and tar archives: which documents they hold, and their contents, read in the order of the archive.

Members are opened by their number in the archive. Their names only serve to be shown: a name may be on two
members, and one that looks like a URL or like a path elsewhere must lead nowhere.
"""

from __future__ import annotations

import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from extractor.errors import DamagedInput, EncryptedInput, InputRefused, UnreadableInput

ENDINGS = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
DAMAGE = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, NotImplementedError, ValueError)
"""What the readers of archives raise where bytes are not what they should be."""
ENCRYPTED = 1
"""The bit of a zip member's flags that says it is encrypted (APPNOTE 4.4.4)."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its number among all that is there, its name with folders, its bytes.

    `stamp` changes when the member does.
    """

    number: int
    name: str
    size: int
    stamp: str


def is_archive(name: str) -> bool:
    """True for the names of archives."""
    return name.casefold().endswith(ENDINGS)


def members(path: Path) -> Iterator[Member]:
    """The files in an archive, in its order; raises DamagedInput or UnreadableInput."""
    with _opened(path) as archive:
        yield from archive.members()


class OpenArchive:
    """The archive that was read last, kept open: its members are asked for in its order."""

    def __init__(self) -> None:
        self._path = Path()
        self._archive: _Zip | _Tar | None = None

    def open(self, path: Path, number: int, name: str) -> IO[bytes]:
        """The contents of a member; `name` is for messages.

        Raises EncryptedInput, DamagedInput or UnreadableInput.
        """
        if self._archive is None or self._path != path:
            self.close()
            self._path, self._archive = path, _opened(path)
        return self._archive.open(number, name)

    def close(self) -> None:
        if self._archive is not None:
            self._archive.close()
        self._archive = None


class _Zip(ExitStack):
    """A zip archive."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._zip = self.enter_context(zipfile.ZipFile(path))
        self._all = self._zip.infolist()

    def members(self) -> Iterator[Member]:
        for number, info in enumerate(self._all):
            if not info.is_dir():
                yield Member(number, info.filename, info.file_size, f"{info.CRC:08x}")

    def open(self, number: int, name: str) -> IO[bytes]:
        info = self._all[number]
        if info.flag_bits & ENCRYPTED:
            raise EncryptedInput(f"{name} is encrypted in its archive; unpack it with its password first")
        return self._zip.open(info)


class _Tar(ExitStack):
    """A tar archive, compressed or not."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._tar = self.enter_context(tarfile.open(path))  # noqa: SIM115 - entered

    def members(self) -> Iterator[Member]:
        for number, info in enumerate(self._tar):
            if info.isreg():
                yield Member(number, info.name, info.size, f"{info.mtime:.0f}")

    def open(self, number: int, name: str) -> IO[bytes]:
        content = self._tar.extractfile(self._tar.getmembers()[number])
        if content is None:
            raise DamagedInput(f"{name} is no file in its archive; unpack it and look")
        return content


def _opened(path: Path) -> _Zip | _Tar:
    try:
        return _Zip(path) if path.name.casefold().endswith(".zip") else _Tar(path)
    except DAMAGE as fault:
        raise damaged(path.name) from fault
    except OSError as fault:
        reason = fault.strerror or str(fault)
        raise UnreadableInput(f"{path.name} cannot be read ({reason}); check the disk or share") from fault


def damaged(name: str) -> InputRefused:
    """What to say of an archive, or of a member, that cannot be unpacked."""
    return DamagedInput(f"{name} is damaged and cannot be unpacked; get a whole copy of the archive")
