"""Words set in lines: captions with bold and italic words, values with their footnote marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from samples.generator.fonts import Typeface, text_width
from samples.generator.ink import ASCENT, BLACK, Colour, Pen, Text

Align = Literal["left", "center", "right"]
_LEADING = 1.16


@dataclass(frozen=True, slots=True)
class Word:
    """Text without spaces. `glued`: no space and no line break before it. `rise`: points over the baseline."""

    text: str
    font: str
    size: float
    colour: Colour = BLACK
    rise: float = 0.0
    glued: bool = False
    path: str = ""

    @property
    def width(self) -> float:
        return text_width(self.text, self.font, self.size)

    @property
    def space(self) -> float:
        return text_width(" ", self.font, self.size)


Unit = tuple[Word, ...]  # words that stay together


@dataclass(frozen=True, slots=True)
class Caption:
    """How printed captions of one size look."""

    face: Typeface
    size: float
    bold: bool = False
    colour: Colour = BLACK

    def words(self, text: str) -> tuple[Word, ...]:
        """`text` in words; `*bold*` and `_italic_` words, `|` for a line of its own."""
        return tuple(self._word(token) for token in re.findall(r"\||[^\s|]+", text))

    def _word(self, token: str) -> Word:
        font = self.face.bold if self.bold else self.face.regular
        if len(token) > 2 and token[0] == token[-1] and token[0] in "*_":
            font = self.face.bold if token[0] == "*" else self.face.italic
            token = token[1:-1]
        return Word("\n" if token == "|" else token, font, self.size, self.colour)


def lines_of(words: Iterable[Word], width: float) -> list[tuple[Word, ...]]:
    """The words in lines of at most `width`; what is wider than a line breaks inside."""
    lines: list[tuple[Word, ...]] = []
    line: tuple[Word, ...] = ()
    for unit in _units(words):
        if unit[0].text == "\n":
            lines.append(line)
            line = ()
            continue
        if line and line_width((*line, *unit)) > width:
            lines.append(line)
            line = ()
        *full, line = _chopped((*line, *unit), width)
        lines.extend(full)
    return [*lines, line] if line else lines


def line_width(line: Sequence[Word]) -> float:
    """Points from the first letter to the last."""
    return sum(word.width + (word.space if n and not word.glued else 0.0) for n, word in enumerate(line))


def widest_unit(words: Iterable[Word]) -> float:
    """The narrowest column that takes the words without breaking inside one."""
    return max((line_width(unit) for unit in _units(words)), default=0.0)


def flow(
    pen: Pen, x: float, y: float, width: float, words: Iterable[Word], align: Align = "left", leading: float = _LEADING
) -> float:
    """Sets `words` in a column whose first line has its top at `y`; returns the bottom of the last line."""
    for line in lines_of(words, width):
        size = max((word.size for word in line), default=0.0)
        slack = width - line_width(line)
        start = x + {"left": 0.0, "center": slack / 2, "right": slack}[align]
        pen.text(*_runs(line, start, y + ASCENT * size * 1.04))
        y += leading * (size or 6.0)
    return y


def _units(words: Iterable[Word]) -> Iterator[Unit]:
    unit: list[Word] = []
    for word in words:
        if unit and not word.glued:
            yield tuple(unit)
            unit = []
        unit.append(word)
    if unit:
        yield tuple(unit)


def _chopped(line: tuple[Word, ...], width: float) -> list[tuple[Word, ...]]:
    """`line` unless a word alone in it is too wide: then cut letter by letter."""
    if line_width(line) <= width or len(line) == 1 and len(line[0].text) == 1:
        return [line]
    lines: list[tuple[Word, ...]] = []
    kept: tuple[Word, ...] = ()
    for word in line:
        for n, letter in enumerate(word.text):
            glyph = replace(word, text=letter, glued=word.glued or n > 0)
            if kept and line_width((*kept, glyph)) > width:
                lines.append(kept)
                kept = ()
            kept = _joined(kept, glyph)
    return [*lines, kept]


def _joined(line: tuple[Word, ...], glyph: Word) -> tuple[Word, ...]:
    """`glyph` added to the end of the last word where it is a letter of it."""
    if line and glyph.glued and replace(line[-1], text="", glued=True) == replace(glyph, text=""):
        return (*line[:-1], replace(line[-1], text=line[-1].text + glyph.text))
    return (*line, glyph)


def _runs(line: Sequence[Word], x: float, baseline: float) -> list[Text]:
    """Neighbours of one look and path become one run with its spaces."""
    runs: list[Text] = []
    for n, word in enumerate(line):
        gap = word.space if n and not word.glued else 0.0
        run = Text(x + gap, baseline - word.rise, word.text, word.font, word.size, word.colour, word.path)
        last = runs[-1] if runs else None
        if last and replace(last, x=0.0, text="") == replace(run, x=0.0, text=""):
            runs[-1] = replace(last, text=f"{last.text}{' ' if gap else ''}{run.text}")
        else:
            runs.append(run)
        x += gap + word.width
    return runs
