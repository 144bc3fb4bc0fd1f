"""A scan as a PDF to search in: its pages as they are, with the accepted values as text that nobody sees."""

from __future__ import annotations

import io
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from extractor.document import Given, Limits, Origin, open_document, origin_of
from extractor.document.opened_page import Page
from extractor.document.opening import HEAD_BYTES, FileKind, sniff
from extractor.errors import ComponentMissing, OptionError
from extractor.model.filing import BBox, Cell, Extraction
from extractor.model.geometry import POINTS_PER_INCH

if TYPE_CHECKING:
    import pikepdf

FONT, GLYPH = "Form4Courier", 0.6
"""One of the fourteen fonts that every reader has, and the width of each of its letters in ems."""
ENCODING = "cp1252"
"""Of a standard font; other letters become question marks, for nobody sees them."""
LINE = 11.5
"""Points from line to line of typed text: so many lines are in the box of a note."""
QUALITY = 85
"""Of the JPEGs of grey pages."""
_ALONG: Mapping[int, tuple[int, int]] = {0: (1, 0), 1: (0, -1), 2: (-1, 0), 3: (0, 1)}
"""Which way text runs on the page as filed that is upright after so many quarter turns clockwise: x to the
right, y down."""


@dataclass(frozen=True, slots=True)
class HiddenLine:
    """A line of text, its box on the page as filed in points, and which way it runs there."""

    text: str
    box: BBox
    along: tuple[int, int]


def to_searchable_pdf(
    document: Given,
    extraction: Extraction,
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> bytes:
    """The document as a PDF with the accepted values of its scanned pages as invisible text where they stand.

    Pages of a PDF stay as they are; pictures become pages of their own size. Raises ComponentMissing where
    pikepdf is not installed, OptionError for a PDF that it cannot open, and what `open_document` raises.
    """
    library = installed_pikepdf()
    origin = origin_of(document)
    try:
        with library.Pdf.open(io.BytesIO(_pages(origin, limits))) as pdf:
            for number, lines in sorted(hidden_lines(extraction).items()):
                if number <= len(pdf.pages):
                    _hide(library, pdf, pdf.pages[number - 1], lines)
            content = io.BytesIO()
            pdf.save(content)
    except library.PdfError as fault:
        raise OptionError(f"{origin.name}: is too damaged for a searchable PDF; leave it out") from fault
    return content.getvalue()


def hidden_lines(extraction: Extraction) -> Mapping[int, list[HiddenLine]]:
    """Page → the lines of its accepted values that were read off ink, each in its own part of its box.

    What several cells were read from, as a city, its state and its ZIP code are, is there once.
    """
    found: dict[int, list[HiddenLine]] = defaultdict(list)
    for filing in extraction.filings:
        turns = dict(zip(filing.pages, filing.turns, strict=False))
        inked = {(cell.page, cell.bbox, cell.raw): cell for cell in filing.cells if _is_writing(cell)}
        for cell in inked.values():
            found[cell.page] += _lines(cell, _ALONG[turns.get(cell.page, 0) % 4])
    return found


def _is_writing(cell: Cell) -> bool:
    """True for what was accepted of ink, but for checked boxes."""
    read = cell.source == "ocr" and cell.status != "review"
    return read and cell.value not in ("true", "false") and bool(cell.raw.strip())


def _lines(cell: Cell, along: tuple[int, int]) -> Iterator[HiddenLine]:
    x0, top, x1, bottom = cell.bbox
    across = bottom - top if along[0] else x1 - x0
    count = max(1, round(across / LINE))
    text = " ".join(cell.raw.split())
    parts = textwrap.wrap(text, -(-len(text) // count) + 3, break_long_words=False) or [text]
    step = across / len(parts)
    for number, part in enumerate(parts):
        place = number if sum(along) * (1 if along[0] else -1) > 0 else len(parts) - 1 - number
        box = (
            (x0, top + place * step, x1, top + (place + 1) * step)
            if along[0]
            else (x0 + place * step, top, x0 + (place + 1) * step, bottom)
        )
        yield HiddenLine(part, box, along)


def _hide(library: Any, pdf: pikepdf.Pdf, page: pikepdf.Page, lines: Iterable[HiddenLine]) -> None:  # noqa: ANN401
    """Puts the lines on a page as text of rendering mode 3, which is neither filled nor stroked."""
    font = library.Dictionary(
        Type=library.Name.Font,
        Subtype=library.Name.Type1,
        BaseFont=library.Name.Courier,
        Encoding=library.Name.WinAnsiEncoding,
    )
    name = page.add_resource(font, library.Name.Font, library.Name(f"/{FONT}"))
    shown = ShownPage.of(page)
    written = "".join(_written(str(name), line, shown) for line in lines)
    page.contents_add(b"q", prepend=True)
    page.contents_add(f"Q q BT 3 Tr {written} ET Q".encode("ascii"))


def _written(font: str, line: HiddenLine, shown: ShownPage) -> str:
    """The operators that set one line, as wide as its box."""
    x0, top, x1, bottom = line.box
    wide, high = (x1 - x0, bottom - top) if line.along[0] else (bottom - top, x1 - x0)
    size = max(1.0, high)
    text = line.text.encode(ENCODING, "replace")
    stretch = 100 * max(wide, 1.0) / (GLYPH * size * len(text))
    start = {(1, 0): (x0, bottom), (-1, 0): (x1, top), (0, -1): (x1, bottom), (0, 1): (x0, top)}[line.along]
    x, y = shown.point(*start)
    right, up = shown.direction(*line.along), shown.direction(line.along[1], -line.along[0])
    matrix = " ".join(f"{side:g}" for side in (*right, *up))
    return f"{font} {size:.2f} Tf {stretch:.2f} Tz {matrix} {x:.2f} {y:.2f} Tm <{text.hex()}> Tj "


@dataclass(frozen=True, slots=True)
class ShownPage:
    """How a PDF page is shown: its crop box in its own points, and its quarter turns clockwise."""

    x0: float
    y0: float
    x1: float
    y1: float
    turns: int

    @staticmethod
    def of(page: pikepdf.Page) -> ShownPage:
        """Of a page; a box may name its corners in any order."""
        sides = [float(side) for side in page.cropbox]
        xs, ys = sorted(sides[::2]), sorted(sides[1::2])
        return ShownPage(xs[0], ys[0], xs[1], ys[1], int(page.rotation) // 90 % 4)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """The page's own point of what is shown at x, y points from the left and the top."""
        return (
            (self.x0 + x, self.y1 - y),
            (self.x0 + y, self.y0 + x),
            (self.x1 - x, self.y0 + y),
            (self.x1 - y, self.y1 - x),
        )[self.turns]

    def direction(self, x: float, y: float) -> tuple[float, float]:
        """The same of a way from one point to another."""
        start, end = self.point(0, 0), self.point(x, y)
        return end[0] - start[0], end[1] - start[1]


def _pages(origin: Origin, limits: Limits) -> bytes:
    """The PDF itself, or a PDF of the pictures."""
    with open_document(origin, limits) as document:  # which refuses what is no document
        with origin.open("rb") if isinstance(origin, Path) else origin.open() as file:
            content = file.read()
        return content if sniff(content[:HEAD_BYTES], origin.name) is FileKind.PDF else _of_pictures(document)


def _of_pictures(pages: Iterable[Page]) -> bytes:
    library = installed_pikepdf()
    whole = library.Pdf.new()
    for page in pages:
        with library.Pdf.open(io.BytesIO(_picture(page))) as one:
            whole.pages.extend(one.pages)
    content = io.BytesIO()
    whole.save(content)
    return content.getvalue()


def _picture(page: Page) -> bytes:
    """A PDF of one page: black and white as fax machines do, grey as JPEG."""
    image = Image.fromarray(page.raster().pixels)
    resolution = (image.width * POINTS_PER_INCH / page.width, image.height * POINTS_PER_INCH / page.height)
    content = io.BytesIO()
    if len(image.getcolors() or ()) in (1, 2):
        image.convert("1").save(content, "PDF", dpi=resolution)
    else:
        image.save(content, "PDF", dpi=resolution, quality=QUALITY)
    return content.getvalue()


def installed_pikepdf() -> Any:  # noqa: ANN401 - a module
    """The library; raises ComponentMissing where it is not installed."""
    try:
        import pikepdf
    except ImportError as fault:
        raise ComponentMissing("pikepdf is not installed; type: pip install pikepdf") from fault
    return pikepdf
