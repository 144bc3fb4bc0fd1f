"""Words set in lines: captions with bold and italic words, values with their footnote marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from samples.generator.fonts import Typeface, text_width
from samples.generator.ink import ASCENT, BLACK, Colour, Pen, Text

Align = Literal["left", "center", "right"]
SOFT_HYPHEN = "\u00ad"
_LEADING = 1.16


@dataclass(frozen=True, slots=True)
class Word:
    """Text without spaces; soft hyphens (U+00AD) show where it may break.

    `glued`: no space and no line break before it. `lead`: points of air before it.
    `rise`: points over the baseline.
    """

    text: str
    font: str
    size: float
    colour: Colour = BLACK
    rise: float = 0.0
    glued: bool = False
    path: str = ""
    lead: float = 0.0

    @property
    def width(self) -> float:
        return self.lead + text_width(self.text.replace(SOFT_HYPHEN, ""), self.font, self.size)

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
        while SOFT_HYPHEN in unit[0].text and line_width((*line, *unit)) > width:
            head, unit = _broken_softly(line, unit, width)
            lines.append((*line, *head))
            line = ()
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
    return max(
        (line_width((part, *unit[1:])) for unit in _units(words) for part in _parts(unit[0])), default=0.0
    )


def flow(
    pen: Pen,
    x: float,
    y: float,
    width: float,
    words: Iterable[Word],
    align: Align = "left",
    leading: float = _LEADING,
) -> float:
    """Sets `words` in a column whose first line has its top at `y`; returns the bottom of the last line."""
    for line in lines_of(words, width):
        size = max((word.size for word in line), default=0.0)
        slack = width - line_width(line)
        start = x + {"left": 0.0, "center": slack / 2, "right": slack}[align]
        ascent = max((ASCENT * word.size * 1.04 + word.rise for word in line), default=0.0)
        pen.text(*_runs(line, start, y + ascent))
        y += leading * (size or 6.0)
    return y


def _parts(word: Word) -> list[Word]:
    return (
        [replace(word, text=f"{part}-") for part in word.text.split(SOFT_HYPHEN)]
        if SOFT_HYPHEN in word.text
        else [word]
    )


def _units(words: Iterable[Word]) -> Iterator[Unit]:
    unit: list[Word] = []
    for word in words:
        if unit and not word.glued:
            yield tuple(unit)
            unit = []
        unit.append(word)
    if unit:
        yield tuple(unit)


def _broken_softly(line: tuple[Word, ...], unit: Unit, width: float) -> tuple[Unit, Unit]:
    """As many parts of the unit's first word as fit behind `line`, and the rest of the unit."""
    parts = unit[0].text.split(SOFT_HYPHEN)
    for count in range(len(parts) - 1, 0, -1):
        text = "".join(parts[:count])
        head = replace(unit[0], text=text if text.endswith("/") else f"{text}-")
        if line_width((*line, head)) <= width or (count == 1 and not line):
            return (head,), (replace(unit[0], text=SOFT_HYPHEN.join(parts[count:])), *unit[1:])
    return (), unit


def _chopped(line: tuple[Word, ...], width: float) -> list[tuple[Word, ...]]:
    """`line` unless a word alone in it is too wide: then cut letter by letter."""
    if line_width(line) <= width or (len(line) == 1 and len(line[0].text) == 1):
        return [line]
    lines: list[tuple[Word, ...]] = []
    kept: tuple[Word, ...] = ()
    for word in line:
        for n, letter in enumerate(word.text.replace(SOFT_HYPHEN, "")):
            glyph = replace(word, text=letter, glued=word.glued or n > 0, lead=0.0 if n else word.lead)
            if kept and line_width((*kept, glyph)) > width:
                lines.append(kept)
                kept = ()
            kept = _joined(kept, glyph)
    return [*lines, kept]


def _joined(line: tuple[Word, ...], glyph: Word) -> tuple[Word, ...]:
    """`glyph` added to the end of the last word where it is a letter of it."""
    if line and glyph.glued and replace(line[-1], text="", glued=True, lead=0.0) == replace(glyph, text=""):
        return (*line[:-1], replace(line[-1], text=line[-1].text + glyph.text))
    return (*line, glyph)


def _runs(line: Sequence[Word], x: float, baseline: float) -> list[Text]:
    """Neighbours of one look and path become one run with its spaces."""
    runs: list[Text] = []
    for n, word in enumerate(line):
        gap = word.space if n and not word.glued else 0.0
        at, text = x + gap + word.lead, word.text.replace(SOFT_HYPHEN, "")
        run = Text(at, baseline - word.rise, text, word.font, word.size, word.colour, word.path)
        last = runs[-1] if runs else None
        if last and not word.lead and replace(last, x=0.0, text="") == replace(run, x=0.0, text=""):
            runs[-1] = replace(last, text=f"{last.text}{' ' if gap else ''}{run.text}")
        else:
            runs.append(run)
        x += gap + word.width
    return runs
