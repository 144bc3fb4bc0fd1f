"""Whether a font says what it shows: words with its doubtful letters are read by their ink and compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np

from extractor.document.letter_shapes import alike
from extractor.document.opened_page import DoubtfulFont, Pixels, Raster
from extractor.model.geometry import POINTS_PER_INCH, Box
from extractor.model.page import Answer, Word
from extractor.model.posterior import Posterior
from extractor.ocr.engine import Engine
from extractor.ocr.settings import SETTINGS
from extractor.ocr.text_layer import words_of

_SETTINGS = SETTINGS.font_check


@dataclass(frozen=True, slots=True)
class _Seen:
    """A letter in its word, as the font says: `place` is its number there."""

    word: Word
    place: int

    @property
    def letter(self) -> str:
        return self.word.text[self.place]

    def is_in(self, answer: Answer) -> bool:
        """True where an answer to the word has the letter, or one that looks like it, in its place."""
        read = answer.best()[0] if isinstance(answer, Posterior) else answer
        same, seen = alike(self.letter), "".join(read.split())
        if len(seen) == len(self.word.text):
            return seen[self.place] in same
        blocks = SequenceMatcher(None, self.word.text, seen, autojunk=False).get_matching_blocks()
        return any(start <= self.place < start + size for start, _, size in blocks)


def fonts_that_lie(
    fonts: Iterable[DoubtfulFont], sharp: Callable[[], Raster], engines: Sequence[Engine]
) -> Iterator[int]:
    """The keys of those fonts of which some letter is another by the ink of most words it looks odd in.

    As the page is drawn for its rules the first engine can read most words: a letter that it reads there is
    believed. Those that it reads as others are read by all of the engines from the `sharp` page.
    """
    for font in fonts:
        seen = list(_odd_of(font))
        first = list({one.letter: one for one in seen}.values())
        doubted = {one.letter for one in _differing(first, font.raster, engines[0])}
        if any(_lies([one for one in seen if one.letter == letter], sharp, engines) for letter in doubted):
            yield font.key


def _odd_of(font: DoubtfulFont) -> Iterator[_Seen]:
    """The odd letters of a font in their words."""
    boxes, sizes = font.chars.boxes, font.chars.sizes
    across, down = boxes[:, ::2].mean(axis=1), boxes[:, 1::2].mean(axis=1)
    for number in font.odd:
        x, y, reach = across[number], down[number], _SETTINGS.reach * sizes[number]
        near = (np.abs(across - x) < reach) & (np.abs(down - y) < sizes[number] / 2)
        words = words_of(font.chars.only(np.flatnonzero(near).tolist()))
        word = next((one for one in words if one.box.holds(x, y)), None)
        if word is not None:
            place = int((near & (across >= word.box.x0) & (across < x)).sum())
            if word.text[place : place + 1] == font.chars.texts[number]:
                yield _Seen(word, place)


def _lies(seen: Sequence[_Seen], sharp: Callable[[], Raster], engines: Sequence[Engine]) -> bool:
    differing = list(seen)
    for engine in engines:
        differing = _differing(differing, sharp(), engine)
        if len(differing) <= _SETTINGS.differing * len(seen):
            return False
    return True


def _differing(seen: Sequence[_Seen], raster: Raster, engine: Engine) -> list[_Seen]:
    """Those letters that the engine reads as others."""
    answers = engine.read([_crop(raster, one.word.box) for one in seen])
    return [one for one, answer in zip(seen, answers, strict=True) if not one.is_in(answer)]


def _crop(raster: Raster, box: Box) -> Pixels:
    """The pixels of a word with a little paper around it."""
    around = box.grown(_SETTINGS.paper)
    across, down = raster.dpi_x / POINTS_PER_INCH, raster.dpi_y / POINTS_PER_INCH
    x0, y0 = max(0, round(around.x0 * across)), max(0, round(around.top * down))
    return raster.pixels[y0 : round(around.bottom * down), x0 : round(around.x1 * across)]
