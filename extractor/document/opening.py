"""Opens a file as pages."""

from __future__ import annotations

import hashlib
import io
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol

from extractor.document.limits import Limits, Source
from extractor.document.page import Page
from extractor.document.sniff import HEAD_BYTES, Kind, sniff
from extractor.errors import DamagedInput, LimitExceeded, UnreadableInput


class PageFile(Protocol):
    """A decoder with one file open in it."""

    @property
    def page_count(self) -> int:
        """At least 1."""

    def page(self, number: int) -> Page:
        """Page `number`, counted from 1; raises DamagedInput or LimitExceeded."""

    def close(self) -> None:
        """Lets the file go; its pages must not be used afterwards."""


class Document:
    """An open file: a context manager, and an iterable of its pages, each made when asked for.

    Nothing of a page is kept here: drop the page and its text and pixels are gone. Not for use by
    several threads at once (PDFium is not).
    """

    def __init__(self, name: str, sha256: str, file: PageFile) -> None:
        self.name = name
        self.sha256 = sha256
        self._file = file

    @property
    def page_count(self) -> int:
        return self._file.page_count

    def page(self, number: int) -> Page:
        """Page `number`, counted from 1; raises DamagedInput or LimitExceeded, naming the page."""
        return self._file.page(number)

    def __iter__(self) -> Iterator[Page]:
        return (self.page(number) for number in range(1, self.page_count + 1))

    def __enter__(self) -> Document:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._file.close()


def open_document(path: Path, limits: Limits = Limits()) -> Document:  # noqa: B008 - frozen
    """Opens a PDF, TIFF, PNG or JPEG, told apart by content.

    Raises UnreadableInput, NotADocument, DamagedInput, EncryptedInput or LimitExceeded.
    """
    source = Source(printable(path.name), limits)
    handle = _readable(path, source)
    try:
        _refuse_size(handle, source)
        kind = sniff(handle.read(HEAD_BYTES), source.name)
        handle.seek(0)
        sha256 = hashlib.file_digest(handle, "sha256").hexdigest()
        handle.seek(0)
        return Document(source.name, sha256, _decoder(kind, handle, source))
    except OSError as fault:
        handle.close()
        raise UnreadableInput(
            f"{source.name} cannot be read ({_why(fault)}); check the disk or share"
        ) from fault
    except BaseException:
        handle.close()
        raise


def printable(name: str) -> str:
    """`name` fit for a one-line message and for UTF-8: odd bytes and control characters become `?`."""
    text = os.fsencode(name).decode("utf-8", "replace")
    return "".join(char if char.isprintable() and char != "\ufffd" else "?" for char in text)


def _readable(path: Path, source: Source) -> io.BufferedReader:
    try:
        if path.is_dir():
            raise UnreadableInput(f"{source.name} is a directory; give a file in it")
        # Opening a pipe would wait for its writer, a device may never end.
        if not stat.S_ISREG(path.stat().st_mode):
            raise UnreadableInput(f"{source.name} is a pipe or a device; save it as a file first")
        return path.open("rb")
    except FileNotFoundError as fault:
        raise UnreadableInput(f"{source.name} does not exist; check the path") from fault
    except PermissionError as fault:
        raise UnreadableInput(f"{source.name} may not be read; ask for permission to read it") from fault
    except (OSError, ValueError) as fault:
        raise UnreadableInput(f"{source.name} cannot be opened ({_why(fault)}); check the path") from fault


def _why(fault: OSError | ValueError) -> str:
    return (fault.strerror if isinstance(fault, OSError) else None) or str(fault)


def _refuse_size(handle: BinaryIO, source: Source) -> None:
    size = os.fstat(handle.fileno()).st_size
    if size == 0:
        raise DamagedInput(f"{source.name} is empty; copy or scan it again")
    if size > source.limits.bytes:
        raise LimitExceeded(
            f"{source.name} has {size:,} bytes, over the limit of {source.limits.bytes:,}; "
            f"split it, or raise the limit with --max-bytes"
        )


def _decoder(kind: Kind, handle: BinaryIO, source: Source) -> PageFile:
    # Imported when used: the decoders are heavy, and no file needs both.
    if kind is Kind.PDF:
        from extractor.document.pdf import PdfFile

        with handle:
            return PdfFile(handle.read(), source)
    from extractor.document.picture_file import PictureFile

    return PictureFile(handle, kind, source)
