"""Text and ink joined on one page: what is written beside a text layer is read by its ink.

Values pasted in as small pictures, stamps, letters drawn as outlines: to the eye they are writing like all
other, and no text layer has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from extractor.document.opened_page import WHITE, Cover, Pixels, SheetPicture
from extractor.imaging.binarize import blobs, letter_sized
from extractor.imaging.preprocess import FlatPage
from extractor.model.geometry import Box
from extractor.model.page import Line, PageText, Word, in_reading_order, numbered
from extractor.ocr.engine import Engine
from extractor.ocr.recognize import read_page
from extractor.ocr.settings import SETTINGS
from extractor.ocr.text_layer import BOXES

_SETTINGS = SETTINGS.recognize
_MIDDLE = WHITE // 2
"""The grey between paper and ink."""


def letters_in(ink: Pixels, dpi: float) -> int:
    """How many pieces of ink (a mask of 1 or 0) are as large as letters."""
    return len(letter_sized(blobs(ink)[0], dpi))


def may_be_form(sheet: SheetPicture) -> bool:
    """True where a picture has enough letters for a form."""
    ink = np.asarray(sheet.raster.pixels < _MIDDLE, np.uint8)
    return letters_in(ink, sheet.raster.dpi_x) >= _SETTINGS.form_letters


def with_ink(text: PageText, beside: FlatPage, engine: Engine) -> PageText:
    """The page with the lines written beside its text, read by one engine.

    `beside` is the page without its text, of the same size and as upright. Its boxes to check are known of
    the page itself, where letters of this ink may have been taken for some.
    """
    read = [line for line in read_page(beside, text.number, engine).lines if line.answers]
    own = [line for line in text.lines if not (_is_box(line) and _is_letter_of(read, line))]
    return replace(text, lines=numbered(in_reading_order([*own, *read]), text.number))


def hiding(covers: Iterable[Cover], read: PageText) -> tuple[Box, ...]:
    """The covers but for pictures that show the letters they hide, as a value pasted over its own dollar
    sign does; `read` is the page with what is written on them."""
    words = [word for line in read.lines if line.answers for word in line.words]
    return tuple(cover.box for cover in covers if not _shows_what_it_hides(cover, words))


def _shows_what_it_hides(cover: Cover, words: Sequence[Word]) -> bool:
    there = (word for word in words if cover.box.holds_middle(word.box))
    letters = "".join((cover.letters or "").split())
    return bool(letters) and letters in "".join(word.text for word in there)


def _is_box(line: Line) -> bool:
    return line.text in BOXES


def _is_letter_of(read: Sequence[Line], box: Line) -> bool:
    return any(line.box.holds_middle(box.box) for line in read)
