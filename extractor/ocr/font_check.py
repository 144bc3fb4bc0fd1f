"""Whether a font says what it shows: a few of its words are read by their ink and compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.document.opened_page import DoubtfulFont, Pixels, Raster
from extractor.model.geometry import POINTS_PER_INCH, Box
from extractor.model.page import Word
from extractor.model.posterior import Posterior
from extractor.ocr.engine import Engine
from extractor.ocr.settings import SETTINGS
from extractor.ocr.text_layer import words_of

_SETTINGS = SETTINGS.font_check


def fonts_that_lie(fonts: Iterable[DoubtfulFont], raster: Raster, engine: Engine) -> Iterator[int]:
    """The keys of those fonts most of whose words are others by their ink; `raster` is their page."""
    for font in fonts:
        words = [word for word in words_of(font.chars) if font.letters & set(word.text)]
        words = sorted(words, key=lambda word: -len(word.text))[: _SETTINGS.words]
        answers = engine.read([_crop(raster, word.box) for word in words])
        if sum(map(_differ, words, answers)) > _SETTINGS.differing * len(words):
            yield font.key


def _differ(word: Word, answer: object) -> bool:
    read = answer.best()[0] if isinstance(answer, Posterior) else str(answer)
    return "".join(read.split()) != word.text


def _crop(raster: Raster, box: Box) -> Pixels:
    """The pixels of a word with a little paper around it."""
    around = box.grown(_SETTINGS.paper)
    across, down = raster.dpi_x / POINTS_PER_INCH, raster.dpi_y / POINTS_PER_INCH
    x0, y0 = max(0, round(around.x0 * across)), max(0, round(around.top * down))
    return raster.pixels[y0 : round(around.bottom * down), x0 : round(around.x1 * across)]
