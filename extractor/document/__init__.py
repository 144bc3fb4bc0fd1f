"""The first stage: files opened as pages."""

from extractor.document.attachments import Attachment
from extractor.document.given import Content, Given, Origin, origin_of
from extractor.document.limits import Limits
from extractor.document.opened_page import Char, Chars, Page, Pixels, Raster
from extractor.document.opening import Document, open_document

__all__ = [
    "Attachment",
    "Char",
    "Chars",
    "Content",
    "Document",
    "Given",
    "Limits",
    "Origin",
    "Page",
    "Pixels",
    "Raster",
    "open_document",
    "origin_of",
]
