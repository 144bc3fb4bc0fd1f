"""Files within a PDF: those of a portfolio, and those pinned to its pages."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import islice

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractor.document.attachments import AttachedFile
from extractor.document.limits import InputFile
from extractor.document.pdf_embedded import unpacks_to_more


def attached_files(
    pdf: pdfium.PdfDocument, content: bytes, source: InputFile, before: int
) -> tuple[AttachedFile, ...]:
    """The files in the order of the PDF: its list of them, then page by page.

    Raises LimitExceeded where they are more than the pages a file may have or, with the `before` bytes of
    others, larger, or more than a PDF of that `content` can hold unless it is made to.
    """
    handles = list(filter(None, _handles(pdf)))
    source.refuse_pages(len(handles))
    if handles:
        _refuse_bombs(content, source)
    files: list[AttachedFile] = []
    size = before
    for handle in handles:
        file = AttachedFile(_name(handle), _content(handle, len(content), source, size))
        size += len(file.content)
        files.append(file)
    return tuple(files)


def _refuse_bombs(content: bytes, source: InputFile) -> None:
    """Raises LimitExceeded before PDFium unpacks what is larger than any may be."""
    most = min(source.limits.bytes, source.most_unpacked(len(content)))
    if unpacks_to_more(content, most):
        source.refuse_attached_bytes(most + 1)
        source.refuse_growth(most + 1, len(content))


def listed_names(pdf: pdfium.PdfDocument, most: int) -> tuple[str, ...]:
    """The names in the PDF's list of files, at most so many."""
    return tuple(map(_name, filter(None, islice(_listed(pdf), most))))


def pinned_names(page: pdfium.PdfPage) -> tuple[str, ...]:
    """The names of the files pinned to a page."""
    return tuple(map(_name, filter(None, _pinned(page))))


def _listed(pdf: pdfium.PdfDocument) -> Iterator[raw.FPDF_ATTACHMENT]:
    for index in range(raw.FPDFDoc_GetAttachmentCount(pdf)):
        yield raw.FPDFDoc_GetAttachment(pdf, index)


def _handles(pdf: pdfium.PdfDocument) -> Iterator[raw.FPDF_ATTACHMENT]:
    yield from _listed(pdf)
    for number in range(len(pdf)):
        try:
            page = pdf[number]
        except pdfium.PdfiumError:  # told when the page is read
            continue
        yield from _pinned(page)
        page.close()


def _pinned(page: pdfium.PdfPage) -> Iterator[raw.FPDF_ATTACHMENT]:
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if annotation and raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_FILEATTACHMENT:
            yield raw.FPDFAnnot_GetFileAttachment(annotation)
        if annotation:
            raw.FPDFPage_CloseAnnot(annotation)


def _name(handle: raw.FPDF_ATTACHMENT) -> str:
    length = raw.FPDFAttachment_GetName(handle, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 2))
    raw.FPDFAttachment_GetName(handle, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), length)
    return buffer.raw[:length].decode("utf-16-le", "replace").rstrip("\0")


def _content(handle: raw.FPDF_ATTACHMENT, packed: int, source: InputFile, before: int) -> bytes:
    """The bytes of one file after `before` bytes of others; none where the PDF lacks them."""
    length = ctypes.c_ulong()
    if not raw.FPDFAttachment_GetFile(handle, None, 0, length):
        return b""
    source.refuse_attached_bytes(before + length.value)
    source.refuse_growth(length.value, packed)
    buffer = (ctypes.c_char * length.value)()
    raw.FPDFAttachment_GetFile(handle, buffer, length.value, length)
    return bytes(memoryview(buffer))
