"""Files opened as pages: the first stage of the road."""

from extractor.document.limits import Limits
from extractor.document.opening import Document, open_document
from extractor.document.page import Char, Chars, Page, Pixels, Raster

__all__ = ["Char", "Chars", "Document", "Limits", "Page", "Pixels", "Raster", "open_document"]
