"""Opens a file as pages. Its kind is recognised by its first bytes, never by its name."""

from __future__ import annotations

import hashlib
import io
import logging
import os
import stat
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from extractor.document.attachments import AttachedPage, Attachment, Container, opened_attachments
from extractor.document.given import Content, Origin
from extractor.document.limits import InputFile, Limits
from extractor.document.opened_page import Page
from extractor.errors import DamagedInput, LimitExceeded, NotADocument, UnreadableInput

LOG = logging.getLogger("extractor.document")

CHUNK = 1 << 20
"""Bytes read at a time of a file that grows."""
HEAD_BYTES = 1024
"""A PDF's header may stand anywhere in the first 1024 bytes (PDF 1.7, appendix H.3, note 13)."""


class FileKind(Enum):
    """The kinds of file that can be opened."""

    PDF = "PDF"
    TIFF = "TIFF"
    PNG = "PNG"
    JPEG = "JPEG"
    BMP = "BMP"
    GIF = "GIF"
    WEBP = "WEBP"
    JPEG2000 = "JPEG2000"
    AVIF = "AVIF"
    HEIF = "HEIF"


_PICTURES = (
    (b"II*\x00", FileKind.TIFF),
    (b"MM\x00*", FileKind.TIFF),
    (b"II+\x00", FileKind.TIFF),
    (b"MM\x00+", FileKind.TIFF),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"GIF8", FileKind.GIF),
    (b"\x00\x00\x00\x0cjP  ", FileKind.JPEG2000),
    (b"\xff\x4f\xff\x51", FileKind.JPEG2000),
)

# An archive may hold a PDF within its first bytes, so these are known before a PDF is sought.
_OTHERS = (
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "a rich text document"),
    (b"RIFF", "a sound or a film"),
    (b"\xff\x0a", "a JPEG XL picture"),
    (b"\x00\x00\x00\x0cJXL ", "a JPEG XL picture"),
    (b"8BPS", "a Photoshop picture"),
    (b"AT&TFORM", "a DjVu document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%!PS", "a PostScript document"),
)

# What stands after the first bytes: in a WebP after its length, in a HEIC or AVIF after its first box's.
_WEBP_AT, _BRAND_AT = 8, 4
_BRANDS = (
    *((b"ftyp" + brand, FileKind.AVIF) for brand in (b"avif", b"avis")),
    *((b"ftyp" + brand, FileKind.HEIF) for brand in (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1")),
)

_ARCHIVES = ", or the archive to form4 batch"
_MARKUP = ((b"<!doctype html", "an HTML page"), (b"<html", "an HTML page"), (b"<?xml", "an XML document"))


class Document:
    """An open file: a context manager, and an iterable of its pages, each created when requested.

    Pages are not kept here: without other references their text and pixels are freed. Not for use by
    several threads at once (PDFium is not).
    """

    def __init__(self, sha256: str, file: Container, source: InputFile) -> None:
        self.name = source.name
        self.sha256 = sha256
        self._file = file
        self._source = source
        self._attachments: tuple[Attachment, ...] | None = None

    @property
    def page_count(self) -> int:
        """Of the file itself; once its attachments were asked for, theirs too."""
        return max([self._file.page_count, *(attachment.end - 1 for attachment in self._attachments or ())])

    def attached_names(self) -> tuple[str, ...]:
        """The names of the files attached to it and to its pages that were asked for; none is opened."""
        return self._file.attached_names()

    def has_page(self, number: int) -> bool:
        """True where it has page `number`, be it of a file attached to it, which is opened only for that."""
        if number > self._file.page_count:
            self.attachments()
        return 1 <= number <= self.page_count

    def attachments(self) -> tuple[Attachment, ...]:
        """The files attached to it, opened: their pages follow its own. Raises LimitExceeded."""
        if self._attachments is None:
            self._attachments = opened_attachments(self._file, self._source, _open_content)
        return self._attachments

    def page(self, number: int) -> Page:
        """Page `number`, counted from 1; raises DamagedInput or LimitExceeded, naming the page."""
        if number <= self._file.page_count:
            return self._file.page(number)
        for attachment in self.attachments():
            if attachment.file is not None and attachment.first_page <= number < attachment.end:
                return AttachedPage(number, attachment.file.page(number - attachment.first_page + 1))
        raise IndexError(f"{self.name} has no page {number}")

    def __iter__(self) -> Iterator[Page]:
        return (self.page(number) for number in range(1, self.page_count + 1))

    def __enter__(self) -> Document:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        for attachment in self._attachments or ():
            if attachment.file is not None:
                attachment.file.close()
        self._file.close()


def open_document(origin: Origin, limits: Limits = Limits()) -> Document:  # noqa: B008 - frozen
    """Opens a PDF or a picture, recognised by its content; `origin` is its path, or the content itself.

    Raises UnreadableInput, NotADocument, UnsupportedInput, DamagedInput, EncryptedInput or LimitExceeded.
    """
    source = InputFile(printable(origin.name), limits)
    try:
        content = _content_of(origin, source)
        container, kind = _decoder(content, source)
    except OSError as fault:
        raise UnreadableInput(
            f"{source.name} cannot be read ({_why(fault)}); check the disk or share"
        ) from fault
    document = Document(hashlib.sha256(content).hexdigest(), container, source)
    LOG.info("%s: %s of %d pages", source.name, kind.value, document.page_count)
    return document


def printable(name: str) -> str:
    """`name` fit for a one-line message and for UTF-8: odd bytes and control characters become `?`."""
    text = os.fsencode(name).decode("utf-8", "replace")
    return "".join(char if char.isprintable() and char != "\ufffd" else "?" for char in text)


def _content_of(origin: Origin, source: InputFile) -> bytes:
    if isinstance(origin, Content):
        _refuse_size(len(origin.data), source)
        return origin.data
    with _readable(origin, source) as handle:
        return _content(handle, source)


def _readable(path: Path, source: InputFile) -> io.BufferedReader:
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


def _content(handle: BinaryIO, source: InputFile) -> bytes:
    """The whole file, read once: what is hashed is what is decoded, whatever becomes of the file."""
    size = os.fstat(handle.fileno()).st_size
    _refuse_size(size, source)
    content = handle.read(size)
    # A file that is being written may have grown since. Asked for all that it may have, Python would take the
    # memory for it at once.
    while more := handle.read(CHUNK):
        content += more
        _refuse_size(len(content), source)
    return content


def _refuse_size(size: int, source: InputFile) -> None:
    if size == 0:
        raise DamagedInput(f"{source.name} is empty; copy or scan it again")
    if size > source.limits.bytes:
        raise LimitExceeded(
            f"{source.name} has {size:,} bytes, over the limit of {source.limits.bytes:,}; "
            f"split it, or raise the limit with --max-bytes"
        )


def _decoder(content: bytes, source: InputFile) -> tuple[Container, FileKind]:
    kind = sniff(content[:HEAD_BYTES], source.name)
    # Imported when used: the decoders are heavy, and no file needs both.
    if kind is FileKind.PDF:
        from extractor.document.pdf import PdfFile

        return PdfFile(content, source), kind
    from extractor.document.picture_file import PictureFile

    if kind is FileKind.HEIF:
        _prepare_heif(source)
    return PictureFile(io.BytesIO(content), kind.value, source), kind


def _open_content(content: bytes, source: InputFile) -> Container:
    return _decoder(content, source)[0]


def _prepare_heif(source: InputFile) -> None:
    """Makes Pillow read HEIC; its decoder is an extra."""
    try:
        import pi_heif
    except ImportError as fault:
        raise source.unsupported(
            1, "is a HEIC picture", "save it as JPEG or PNG, or install form4-extractor[heic]"
        ) from fault
    pi_heif.register_heif_opener()


# The kind of a file.


def sniff(head: bytes, name: str) -> FileKind:
    """The kind of the file that begins with `head` (its first `HEAD_BYTES`).

    Raises NotADocument, with what the content looks like where that is clear.
    """
    if picture := _picture(head):
        return picture
    looks = next((what for magic, what in _OTHERS if head.startswith(magic)), None)
    if looks is None and b"%PDF-" in head[:HEAD_BYTES]:
        return FileKind.PDF
    raise NotADocument(
        f"{name} is {looks or _text_or_unknown(head)}, not a PDF or a picture that can be read; "
        f"give the filing as PDF, TIFF, PNG or JPEG{_ARCHIVES if looks and 'archive' in looks else ''}"
    )


def _picture(head: bytes) -> FileKind | None:
    for magic, kind in _PICTURES:
        if head.startswith(magic):
            return kind
    if head.startswith(b"RIFF") and head.startswith(b"WEBP", _WEBP_AT):
        return FileKind.WEBP
    if head.startswith(b"BM") and head[6:10] == b"\x00\x00\x00\x00":  # reserved, zero in every bitmap
        return FileKind.BMP
    return next((kind for magic, kind in _BRANDS if head.startswith(magic, _BRAND_AT)), None)


def _text_or_unknown(head: bytes) -> str:
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for tag, what in _MARKUP:
        if begin.startswith(tag):
            return what
    control = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head)
    return "of no known kind" if control else "plain text"
