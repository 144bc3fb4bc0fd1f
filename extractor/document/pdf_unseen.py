"""Why a PDF page shows nothing where it should: what PDFium passes over without a word."""

from __future__ import annotations

import ctypes

import pypdfium2.raw as raw

from extractor.document.limits import InputFile
from extractor.document.pdf_ink import Ink
from extractor.document.pdfium_calls import Pointer
from extractor.errors import InputRefused

BROTLI = b"/BrotliDecode"
"""A filter newer than PDFium (ISO/TS 24654). A stream's entries are plain even in an encrypted PDF."""
_JPEG_2000 = "JPXDecode"
_INSTEAD = "open it in a viewer that shows it and print it to a new PDF"


def brotli_refused(source: InputFile, page: int) -> InputRefused:
    """What to raise of a page that is packed by Brotli."""
    return source.unsupported(page, "is compressed by Brotli", _INSTEAD)


def refuse_unseen(ink: Ink, size: tuple[float, float], page: int, source: InputFile) -> None:
    """Raises UnsupportedInput or DamagedInput of a white page that is a picture which gives no pixels."""
    if not ink.pictures or not ink.undecodable(*size):
        return
    largest = max(ink.pictures, key=lambda picture: picture.box.area)
    if _JPEG_2000 in _filters(largest.pointer):
        raise source.damaged(
            page, "is a JPEG 2000 picture that cannot be decoded, damaged or of a kind not known here"
        )
    raise source.damaged(page, "is a picture that cannot be decoded")


def _filters(picture: Pointer) -> tuple[str, ...]:
    return tuple(_filter(picture, index) for index in range(raw.FPDFImageObj_GetImageFilterCount(picture)))


def _filter(picture: Pointer, index: int) -> str:
    length = raw.FPDFImageObj_GetImageFilter(picture, index, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 1))
    raw.FPDFImageObj_GetImageFilter(picture, index, buffer, length)
    return buffer.value.decode("latin-1")
