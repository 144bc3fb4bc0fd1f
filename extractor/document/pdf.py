"""PDF files as pages, through PDFium."""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import replace
from functools import cached_property, partial

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractor.document.attachments import AttachedFile
from extractor.document.limits import InputFile, Stopwatch
from extractor.document.opened_page import NO_CHARS, WHITE, Chars, Cover, DoubtfulFont, Raster, SheetPicture
from extractor.document.overprint import Overlaps, doubled, overlapping, overprinted
from extractor.document.pdf_attachments import attached_files, listed_names, pinned_names
from extractor.document.pdf_covers import Drawn, drawn, stamps
from extractor.document.pdf_fonts import Glyphs, fonts_of, odd_letters
from extractor.document.pdf_ink import Ink, survey, to_shown
from extractor.document.pdf_masks import Masks
from extractor.document.pdf_painted import left_out, painted
from extractor.document.pdf_raster import PixelGrid, paint, plan, sheet_of
from extractor.document.pdf_text import PdfText, quarter_turns, read
from extractor.document.pdf_unseen import BROTLI, brotli_refused, refuse_unseen
from extractor.document.pdfium_calls import text_font
from extractor.document.resolution import sheet_scale, type_scale
from extractor.document.settings import SETTINGS
from extractor.document.text_trust import TextLayer, distrust
from extractor.errors import DamagedInput, EncryptedInput
from extractor.model.geometry import Box

# Annotations that a viewer shows beside the page or not at all.
_BESIDE_THE_PAGE = frozenset({raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_TEXT})

LOG = logging.getLogger("extractor.document")

# The warnings of PDFium's wrapper (about XFA forms) ask for no action.
logging.getLogger("pypdfium2").addHandler(logging.NullHandler())


class PdfFile:
    """A PDF open in PDFium."""

    def __init__(self, content: bytes, source: InputFile) -> None:
        """Raises DamagedInput, EncryptedInput and LimitExceeded."""
        self._source = source
        self._content = content
        self._pdf = _load(content, source)
        self._count = len(self._pdf)
        self._brotli = BROTLI in content
        self._pinned: dict[int, tuple[str, ...]] = {}
        if self._count < 1:
            self.close()
            raise DamagedInput(f"{source.name} has no pages; get a whole copy of the file")
        source.refuse_pages(self._count)
        self._masks = Masks(content, self._count)

    @property
    def page_count(self) -> int:
        return self._count

    def page(self, number: int) -> PdfPage:
        return PdfPage(number, self._shown(number), self._source, self._masks, self._brotli)

    def attached(self, before: int) -> tuple[AttachedFile, ...]:
        # Opened afresh: pages that were shown have lost the files pinned to them.
        pdf = _load(self._content, self._source)
        try:
            return attached_files(pdf, self._content, self._source, before)
        finally:
            pdf.close()

    def attached_names(self) -> tuple[str, ...]:
        pinned = (name for number in sorted(self._pinned) for name in self._pinned[number])
        return (*listed_names(self._pdf, self._source.limits.pages), *pinned)

    def close(self) -> None:
        self._pdf.close()

    def _shown(self, number: int) -> pdfium.PdfPage:
        """The page with the entries of its form fields and its stamps drawn into it."""
        try:
            page = self._pdf[number - 1]
            if not (page.get_width() and page.get_height()):
                # A crop box beside the media box shows nothing: viewers pass over it.
                page.set_cropbox(*page.get_mediabox())
                page.close()
                page = self._pdf[number - 1]
            if _has_entries(page):
                # Once drawn, it has lost the files pinned to it.
                self._pinned.setdefault(number, pinned_names(page))
                raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
                page.close()
                page = self._pdf[number - 1]
        except pdfium.PdfiumError as fault:
            raise self._source.damaged(number, "cannot be loaded") from fault
        return page


class PdfPage:
    """One page of a PDF; see `extractor.document.opened_page.Page`."""

    def __init__(
        self,
        number: int,
        page: pdfium.PdfPage,
        source: InputFile,
        masks: Masks,
        brotli: bool,
        rejected: frozenset[int] = frozenset(),
    ) -> None:
        """`brotli`: whether anything in its file is packed in that way; `rejected` are the fonts whose
        letters are ink and no text."""
        self._brotli = brotli
        self._number = number
        self._rejected = rejected
        self._page = page
        self._source = source
        self._masks = masks
        self._width: float = page.get_width()
        self._height: float = page.get_height()
        self._drawn: Raster | None = None

    @property
    def number(self) -> int:
        return self._number

    @property
    def width(self) -> float:
        return self._width

    @property
    def height(self) -> float:
        return self._height

    @cached_property
    def text_fault(self) -> str | None:
        """Why the text layer is not used; None where it is."""
        fault = self._layer_fault
        if fault is None and len(self._painted.at) < len(self._text.at):
            hidden = self._painted.hidden - self._text.hidden
            LOG.info("page %d: %d characters of its text do not show", self.number, hidden)
            fault = self._fault_of(self._painted)
        LOG.info("page %d: text layer %s", self.number, f"not used, {fault}" if fault else "used")
        return fault

    @cached_property
    def text_turns(self) -> int:
        if self.text_fault is not None:
            return 0
        return quarter_turns(self._textpage, self._painted.at, to_shown(self._page))

    def chars(self) -> Chars:
        return self._painted.chars if self.text_fault is None else NO_CHARS

    def covers(self) -> tuple[Cover, ...]:
        areas = () if self._layers is None else self._layers.covers()
        hiding = (Cover(box, self._hidden_in(box) if picture else None) for box, picture in areas)
        askew, overprints = tuple(stamps(self._ink)), overprinted(self._seen.chars, self._overlaps)
        overprints = tuple(box for box in overprints if not any(map(box.overlap, askew)))
        return (*hiding, *map(Cover, (*askew, *overprints)))

    def _hidden_in(self, box: Box) -> str | None:
        """The letters that do not show in an area; None where some do."""
        shown, text = set(self._seen.at), self._text
        there = [k for k, char in enumerate(text.chars) if box.holds_middle(char.box)]
        if any(text.at[k] in shown and not text.chars.texts[k].isspace() for k in there):
            return None
        return "".join(text.chars.texts[k] for k in there)

    def writings(self) -> tuple[Box, ...]:
        return tuple(self._ink.writings(self._rejected))

    def doubtful_fonts(self) -> tuple[DoubtfulFont, ...]:
        if self.text_fault is not None:
            return ()
        text, self._drawn = self._painted, self.raster()
        fonts = fonts_of(self._textpage, text.at)
        glyphs = Glyphs(self._textpage, to_shown(self._page), self._drawn, self.text_turns)
        found = []
        for font, odd in odd_letters(glyphs, text.chars.texts, text.at, fonts).items():
            own = np.flatnonzero(fonts == font)
            places = tuple(np.searchsorted(own, odd).tolist())
            found.append(DoubtfulFont(font, places, text.chars.only(own.tolist()), self._drawn))
        return tuple(found)

    def without_fonts(self, keys: Collection[int]) -> PdfPage:
        rejected = self._rejected | frozenset(keys)
        return PdfPage(self.number, self._page, self._source, self._masks, self._brotli, rejected)

    def beside(self) -> Raster:
        """Raises LimitExceeded."""
        texts = self._ink.of(raw.FPDF_PAGEOBJ_TEXT)
        with left_out([text for text in texts if text_font(text) not in self._rejected]):
            return self._to_read()

    def _to_read(self) -> Raster:
        """The page as it is drawn now, and without its ruling lines: they hide the tails of letters."""
        grid = self._grid(False)
        drawn, rules = self._rendered(grid), self._ink.rules()
        if not rules:
            return drawn
        with left_out(rules):
            return replace(drawn, unruled=paint(self._page, grid))

    def sheet_picture(self) -> SheetPicture | None:
        """Raises LimitExceeded."""
        found = sheet_of(self._ink, self.width, self.height)
        if found is None:
            return None
        grid, inset = found
        self._source.refuse_pixels(self.number, grid.columns * grid.rows)
        return SheetPicture(Raster(paint(self._page, grid), grid.dpi_x, grid.dpi_y), inset)

    def raster(self, to_read: bool = False) -> Raster:
        """Decodes anew at each call, so that the page holds no pixels.

        Raises LimitExceeded, and DamagedInput or UnsupportedInput where what is the page cannot be decoded.
        """
        if self.text_fault is not None or to_read:
            return self._to_read()
        drawn, self._drawn = self._drawn, None
        return drawn if drawn is not None else self._rendered(self._grid(True))

    def _rendered(self, grid: PixelGrid) -> Raster:
        watch = Stopwatch(self._source, self.number)
        pixels = paint(self._page, grid)
        watch.check()
        if pixels.min() == WHITE:
            if self._brotli:
                raise brotli_refused(self._source, self.number)
            refuse_unseen(self._ink, (self.width, self.height), self.number, self._source)
        return Raster(pixels, grid.dpi_x, grid.dpi_y)

    def _drawn_dpi(self, text_usable: bool) -> float:
        """Dots per inch, as the page claims its size, of a drawn page: enough for the size it likely has."""
        if text_usable:
            return SETTINGS.pdf.render_dpi / type_scale(self.width, self.height, self._text.chars)
        return SETTINGS.pdf.read_dpi / sheet_scale(self.width, self.height)

    def _grid(self, text_usable: bool) -> PixelGrid:
        self._source.refuse_pixels(self.number, sum(picture.pixels for picture in self._ink.pictures))
        dpi = self._drawn_dpi(text_usable)
        grid = plan(self._ink, self.width, self.height, dpi, self._source.limits.pixels)
        self._source.refuse_pixels(self.number, grid.columns * grid.rows)
        return grid

    @cached_property
    def _layer_fault(self) -> str | None:
        """Why the text layer is not used, whatever of it shows."""
        return self._fault_of(self._text)

    def _fault_of(self, text: PdfText) -> str | None:
        return distrust(
            TextLayer(
                text="".join(text.chars.texts),
                hidden=text.hidden,
                outside=text.outside,
                picture_share=self._ink.picture_share(self.width, self.height),
                paths=self._ink.paths,
            )
        )

    @cached_property
    def _painted(self) -> PdfText:
        """The text that shows, each letter once, without that of fonts that say other than they show."""
        text = self._seen
        again = doubled(text.chars, self._overlaps)
        text = text.once(again) if again.any() else text
        if not self._rejected:
            return text
        return text.only(~np.isin(fonts_of(self._textpage, text.at), list(self._rejected)))

    @cached_property
    def _overlaps(self) -> Overlaps:
        return overlapping(self._seen.chars)

    @cached_property
    def _seen(self) -> PdfText:
        """The text that shows. To see that the page is drawn, which is kept for the next who asks for it."""
        watch = Stopwatch(self._source, self.number)
        grid = self._grid(True)
        self._drawn = self._rendered(grid)
        text, draw, shown = self._text, partial(paint, self._page, grid), to_shown(self._page)
        texts = self._ink.of(raw.FPDF_PAGEOBJ_TEXT)
        under = self._layers.letters_under() if self._layers else []
        shows = painted(texts, under, self._textpage, shown, text.chars, text.at, self._drawn, draw)
        watch.check()
        return text if shows.all() else text.only(shows)

    @cached_property
    def _layers(self) -> Drawn | None:
        return drawn(self._ink, Stopwatch(self._source, self.number))

    @cached_property
    def _ink(self) -> Ink:
        watch = Stopwatch(self._source, self.number)
        return self._masks.sharpened(survey(self._page, watch), self.number, watch)

    @cached_property
    def _textpage(self) -> pdfium.PdfTextPage:
        try:
            return self._page.get_textpage()
        except pdfium.PdfiumError as fault:
            raise self._source.damaged(self.number, "has a text that cannot be loaded") from fault

    @cached_property
    def _text(self) -> PdfText:
        watch = Stopwatch(self._source, self.number)
        textpage = self._textpage
        watch.check()
        size = (self.width, self.height)
        return read(textpage, to_shown(self._page), size, self._ink.hidden_texts > 0, watch)


def _load(content: bytes, source: InputFile) -> pdfium.PdfDocument:
    try:
        pdf = pdfium.PdfDocument(content, password="")
        # Form fields without an appearance get one when their page is loaded.
        pdf.init_forms()
    except pdfium.PdfiumError as fault:
        if fault.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise EncryptedInput(
                f"{source.name} is encrypted; save a copy without a password and give that"
            ) from fault
        if BROTLI in content:
            raise brotli_refused(source, 1) from fault
        raise DamagedInput(
            f"{source.name} cannot be opened as a PDF; get a whole copy of the file"
        ) from fault
    return pdf


def _has_entries(page: pdfium.PdfPage) -> bool:
    """True where the page has annotations: filled fields, typed-over text, stamps."""
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if kind not in _BESIDE_THE_PAGE:
            return True
    return False
