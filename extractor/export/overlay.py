"""The pages as filed with every cell boxed, coloured by its status."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from extractor.document import Limits, Page, open_document
from extractor.errors import OptionError
from extractor.export.files import atomic_write_all
from extractor.export.xml_values import one_line
from extractor.model.filing import BBox, Cell, Extraction
from extractor.model.filing_view import FilingView
from extractor.model.geometry import Box, around
from extractor.model.path import covers

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

    Font = ImageFont.ImageFont | FreeTypeFont

Color = tuple[int, int, int]

OVERLAY_DPI = 150
POINTS_AN_INCH = 72
DOUBTFUL_BELOW = 0.5
ACCEPTED: Color = (24, 140, 60)
REPAIRED: Color = (30, 90, 220)
CORRECTED: Color = (130, 60, 180)
REVIEW: Color = (230, 120, 0)
DOUBTFUL: Color = (205, 25, 35)
LEGEND = (
    ("accepted", ACCEPTED),
    ("repaired by a rule", REPAIRED),
    ("corrected by a person", CORRECTED),
    ("look at this", REVIEW),
    (f"look: below {DOUBTFUL_BELOW:.0%}", DOUBTFUL),
)
_STRIP = 28  # pixels above the page, so that the legend hides nothing of it
_FILL_ALPHA = 36
_LABEL_SIZE = 13
_LONGEST_LABEL = 40


@dataclass(frozen=True, slots=True)
class OverlayBox:
    """One box to draw, in points; `label` may be empty."""

    box: Box
    color: Color
    label: str = ""
    filled: bool = True


def write_overlay(
    document_path: Path,
    extraction: Extraction,
    out: Path,
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> tuple[Path, ...]:
    """Writes what `overlay_files` gives; all files appear, or none.

    Raises OptionError too for a place that cannot be written to.
    """
    contents = overlay_files(document_path, extraction, out, limits)
    atomic_write_all(contents)
    return tuple(contents)


def overlay_files(
    document_path: Path,
    extraction: Extraction,
    out: Path,
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> dict[Path, bytes]:
    """All pages of the document with their cells boxed, as files with their contents.

    `out` ends in .pdf (all pages in one file) or .png: `name.png` for a document of one page,
    `name-1.png`, `name-2.png` and so on for more. Raises OptionError for another ending, and what
    `open_document` raises.
    """
    kind = overlay_kind(out)
    with open_document(document_path, limits) as document:
        pages = (draw_page(page, extraction) for page in document)
        return {out: _pdf(pages)} if kind == ".pdf" else _pngs(pages, out)


def overlay_kind(out: Path) -> str:
    """`.pdf` or `.png`; raises OptionError for any other ending."""
    kind = out.suffix.lower()
    if kind not in (".pdf", ".png"):
        raise OptionError(f"{out}: an overlay is a PDF or PNG file; name it {out.stem or 'overlay'}.pdf")
    return kind


def draw_page(page: Page, extraction: Extraction) -> Image.Image:
    """The page at `OVERLAY_DPI` under a legend line, as an RGB image."""
    scale = OVERLAY_DPI / POINTS_AN_INCH
    size = (max(1, round(page.width * scale)), max(1, round(page.height * scale)))
    sheet = Image.new("RGB", (size[0], size[1] + _STRIP), "white")
    # The two axes of a fax have different resolutions; here both get the same.
    sheet.paste(Image.fromarray(page.raster().pixels).resize(size, Image.Resampling.LANCZOS), (0, _STRIP))
    draw = ImageDraw.Draw(sheet, "RGBA")
    font = ImageFont.load_default(_LABEL_SIZE)
    marks = page_marks(extraction, page.number)
    for mark in marks:
        _draw_box(draw, mark, scale)
    for mark in marks:
        if mark.label:
            _draw_label(draw, mark, scale, font, size[0])
    _draw_legend(draw, _note(extraction, page.number), font)
    return sheet


def page_marks(extraction: Extraction, page: int) -> tuple[OverlayBox, ...]:
    """The boxes of page `page` (from 1): its cells, and an open box round each row or table flagged whole."""
    marks: list[OverlayBox] = []
    for filing in extraction.filings:
        view = FilingView(filing)
        cells = [cell for cell in filing.cells if cell.page == page and _has_place(cell.bbox)]
        marks += [_cell_mark(view, cell) for cell in cells]
        for finding in view.findings:
            inside = [Box(*c.bbox) for c in cells if c.path != finding.path and covers(finding.path, c.path)]
            if inside and finding.path and finding.path not in view.cells:
                marks.append(
                    OverlayBox(around(inside).grown(3), REVIEW, _shortened(finding.reason), filled=False)
                )
    return tuple(marks)


def _has_place(bbox: BBox) -> bool:
    return bbox[2] > bbox[0] and bbox[3] > bbox[1]


def _cell_mark(view: FilingView, cell: Cell) -> OverlayBox:
    if view.is_flagged(cell.path):
        color = DOUBTFUL if cell.confidence < DOUBTFUL_BELOW else REVIEW
        return OverlayBox(Box(*cell.bbox), color, f"{_shortened(cell.value)}  {cell.confidence:.0%}")
    color = {"repaired": REPAIRED, "corrected": CORRECTED}.get(cell.status, ACCEPTED)
    return OverlayBox(Box(*cell.bbox), color, _shortened(cell.value) if cell.status == "repaired" else "")


def _shortened(text: str) -> str:
    text = one_line(text)
    return text if len(text) <= _LONGEST_LABEL else f"{text[: _LONGEST_LABEL - 1]}…"


def _note(extraction: Extraction, page: int) -> str:
    reason = next((unused.reason for unused in extraction.unused_pages if unused.page == page), "")
    return f"page {page} not used: {one_line(reason)}" if reason else f"page {page}"


def _draw_box(draw: ImageDraw.ImageDraw, mark: OverlayBox, scale: float) -> None:
    left, top, right, bottom = _pixels(mark.box, scale)
    fill = (*mark.color, _FILL_ALPHA) if mark.filled else None
    draw.rectangle((left, top, right, bottom), fill=fill, outline=mark.color, width=2)


def _draw_label(draw: ImageDraw.ImageDraw, mark: OverlayBox, scale: float, font: Font, width: int) -> None:
    """The label above its box, inside the sheet."""
    left, top, _, _ = _pixels(mark.box, scale)
    x0, y0, x1, y1 = draw.textbbox((0, 0), mark.label, font=font)
    wide, high = x1 - x0 + 4, y1 - y0 + 4
    left, top = max(0, min(left, width - wide)), max(_STRIP, top - high)
    draw.rectangle((left, top, left + wide, top + high), fill=(255, 255, 255, 225), outline=mark.color)
    draw.text((left + 2 - x0, top + 2 - y0), mark.label, font=font, fill=mark.color)


def _draw_legend(draw: ImageDraw.ImageDraw, note: str, font: Font) -> None:
    x = 8.0
    for words, color in LEGEND:
        draw.rectangle((x, 8, x + 14, 20), fill=(*color, _FILL_ALPHA), outline=color, width=2)
        draw.text((x + 20, 6), words, font=font, fill=color)
        x += 20 + draw.textlength(words, font=font) + 18
    draw.text((x, 6), note, font=font, fill="black")


def _pixels(box: Box, scale: float) -> tuple[float, float, float, float]:
    return box.x0 * scale, box.top * scale + _STRIP, box.x1 * scale, box.bottom * scale + _STRIP


def _pngs(pages: Iterator[Image.Image], out: Path) -> dict[Path, bytes]:
    contents = [_encoded(image, "PNG") for image in pages]
    if len(contents) == 1:
        return {out: contents[0]}
    return {out.with_stem(f"{out.stem}-{n}"): content for n, content in enumerate(contents, 1)}


def _encoded(image: Image.Image, form: str) -> bytes:
    content = io.BytesIO()
    if form == "PNG":  # 256 colours do, in a third of the bytes
        image = image.quantize(256, Image.Quantize.FASTOCTREE)
    image.save(content, form, dpi=(OVERLAY_DPI, OVERLAY_DPI))
    return content.getvalue()


def _pdf(pages: Iterator[Image.Image]) -> bytes:
    """One JPEG a page: Pillow's own PDF writer would hold the pixels of all pages at once."""
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument.new()
    try:
        for image in pages:
            width, height = (side * POINTS_AN_INCH / OVERLAY_DPI for side in image.size)
            picture = pdfium.PdfImage.new(document)
            picture.load_jpeg(io.BytesIO(_encoded(image, "JPEG")), inline=True)
            picture.set_matrix(pdfium.PdfMatrix().scale(width, height))
            sheet = document.new_page(width, height)
            sheet.insert_obj(picture)
            sheet.gen_content()
            sheet.close()
        content = io.BytesIO()
        document.save(content)
    finally:
        document.close()
    return content.getvalue()
