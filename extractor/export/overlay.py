"""The overlay: the pages as filed with every cell boxed, as PDF or PNG files."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from extractor.debug.draw_cells import OVERLAY_DPI, draw_cells
from extractor.debug.drawing import png
from extractor.document import Given, Limits, open_document, origin_of
from extractor.errors import OptionError
from extractor.export.files import atomic_write_all
from extractor.model.filing import Extraction
from extractor.model.geometry import POINTS_PER_INCH


def write_overlay(
    document: Given,
    extraction: Extraction,
    out: Path,
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> tuple[Path, ...]:
    """Writes what `overlay_files` gives; all files appear, or none.

    Raises OptionError too for a place that cannot be written to.
    """
    contents = overlay_files(document, extraction, out, limits)
    atomic_write_all(contents)
    return tuple(contents)


def overlay_files(
    document: Given,
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
    reasons = {page.page: page.reason for page in extraction.unused_pages}
    with open_document(origin_of(document), limits) as opened:
        if any(attached.pages for attached in extraction.source.attachments):
            opened.attachments()  # their pages follow its own
        pages = (draw_cells(page, extraction.filings, reasons.get(page.number, "")) for page in opened)
        return {out: _pdf(pages)} if kind == ".pdf" else _pngs(pages, out)


def overlay_kind(out: Path) -> str:
    """`.pdf` or `.png`; raises OptionError for any other ending."""
    kind = out.suffix.lower()
    if kind not in (".pdf", ".png"):
        raise OptionError(f"{out}: an overlay is a PDF or PNG file; name it {out.stem or 'overlay'}.pdf")
    return kind


def _pngs(pages: Iterator[Image.Image], out: Path) -> dict[Path, bytes]:
    contents = [png(image, OVERLAY_DPI) for image in pages]
    if len(contents) == 1:
        return {out: contents[0]}
    return {out.with_stem(f"{out.stem}-{n}"): content for n, content in enumerate(contents, 1)}


def _pdf(pages: Iterator[Image.Image]) -> bytes:
    """One JPEG a page: Pillow's own PDF writer would hold the pixels of all pages at once."""
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument.new()
    try:
        for image in pages:
            width, height = (side * POINTS_PER_INCH / OVERLAY_DPI for side in image.size)
            picture = pdfium.PdfImage.new(document)
            picture.load_jpeg(io.BytesIO(_jpeg(image)), inline=True)
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


def _jpeg(image: Image.Image) -> bytes:
    content = io.BytesIO()
    image.save(content, "JPEG", dpi=(OVERLAY_DPI, OVERLAY_DPI))
    return content.getvalue()
