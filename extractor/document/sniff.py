"""What a file is, by its first bytes and never by its name."""

from __future__ import annotations

from enum import Enum

from extractor.errors import NotADocument

HEAD_BYTES = 1024
"""A PDF's header may stand anywhere in the first 1024 bytes (PDF 1.7, appendix H.3, note 13)."""


class Kind(Enum):
    """The kinds of file that can be opened."""

    PDF = "PDF"
    TIFF = "TIFF"
    PNG = "PNG"
    JPEG = "JPEG"


_PICTURES = (
    (b"II*\x00", Kind.TIFF),
    (b"MM\x00*", Kind.TIFF),
    (b"II+\x00", Kind.TIFF),
    (b"MM\x00+", Kind.TIFF),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"\xff\xd8\xff", Kind.JPEG),
)

# An archive may hold a PDF within its first bytes, so these are known before a PDF is sought.
_OTHERS = (
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "a rich text document"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a WebP picture or a sound"),
    (b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%!PS", "a PostScript document"),
)

_MARKUP = ((b"<!doctype html", "an HTML page"), (b"<html", "an HTML page"), (b"<?xml", "an XML document"))


def sniff(head: bytes, name: str) -> Kind:
    """The kind of the file that begins with `head` (its first `HEAD_BYTES`).

    Raises NotADocument, saying what the content looks like where that is plain.
    """
    for magic, kind in _PICTURES:
        if head.startswith(magic):
            return kind
    looks = next((what for magic, what in _OTHERS if head.startswith(magic)), None)
    if looks is None and b"%PDF-" in head[:HEAD_BYTES]:
        return Kind.PDF
    raise NotADocument(
        f"{name} is {looks or _text_or_unknown(head)}, not a PDF, TIFF, PNG or JPEG; "
        f"give the filing as one of these"
    )


def _text_or_unknown(head: bytes) -> str:
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for tag, what in _MARKUP:
        if begin.startswith(tag):
            return what
    control = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head)
    return "of no known kind" if control else "plain text"
