"""The text of a PDF by another reader than PDFium, asked only of what is in doubt.

pdfplumber decodes fonts and places characters by code of its own: where it reads the same, a value that is no
value was printed so; where it reads another, the reader was at fault, and a person is told.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from extractor.document.given import Content, Origin
from extractor.model.geometry import Box

if TYPE_CHECKING:
    from pdfplumber import PDF

LOG = logging.getLogger("extractor.document")

# What it says of odd fonts asks for no action.
logging.getLogger("pdfminer").addHandler(logging.NullHandler())


class SecondReader:
    """A PDF in pdfplumber, opened when it is first asked; a context manager."""

    def __init__(self, origin: Origin) -> None:
        self._origin = origin
        self._pdf: PDF | None = None

    def __enter__(self) -> SecondReader:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pdf is not None:
            self._pdf.close()

    def text(self, page: int, box: Box) -> str | None:
        """The text in a box of a page of the file, in points of the page as shown; None where this reader
        cannot tell: it has no such page, or does not get along with the file."""
        try:
            return self._text(page, box)
        except Exception as fault:  # noqa: BLE001 - a second opinion is none that may end a reading
            LOG.info("page %d: pdfplumber cannot read it (%s)", page, type(fault).__name__)
            return None

    def _text(self, number: int, box: Box) -> str | None:
        if self._pdf is None:
            import pdfplumber

            origin = self._origin
            self._pdf = pdfplumber.open(origin.open() if isinstance(origin, Content) else origin)
        if number > len(self._pdf.pages):
            return None
        page = self._pdf.pages[number - 1]
        left, top = page.bbox[:2]

        def is_inside(item: dict[str, Any]) -> bool:
            x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
            return item["object_type"] == "char" and box.holds(x - left, y - top)

        return " ".join(word["text"] for word in page.filter(is_inside).extract_words())
