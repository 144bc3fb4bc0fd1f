"""Pages typed by hand for the tests: letters half as wide as high, one blank between words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from extractor.model.geometry import Box
from extractor.model.page import Line, PageText, RulingLine, RulingLines, TextSource, Word, line_of, numbered
from extractor.model.posterior import ALPHABET, Posterior

SIZE = 6.0
"""Points: what is typed is this high unless the test says otherwise."""
SURE = 0.9999
"""What an engine without a doubt gives a letter."""
FIRST, AGAIN, SECOND, THIRD = "form4-quick", "form4-thorough", "pp-ocr", "tesseract"
"""The engines, in the order in which they are asked."""


def typed(text: str, x: float, y: float, size: float = SIZE) -> Line:
    """A line of a text layer whose letters begin at `x` and whose top is at `y`."""
    words, at = [], x
    for piece in text.split():
        words.append(Word(piece, Box(at, y, at + size / 2 * len(piece), y + size), size))
        at = words[-1].box.x1 + size / 2
    return numbered([line_of(words)], 1)[0]


def raised(text: str, x: float, y: float, size: float = SIZE) -> Line:
    """A line that is a small mark above the line whose top is `y`."""
    small = 0.6 * size
    box = Box(x, y - 0.2 * size, x + small / 2 * len(text), y + 0.4 * size)
    return line_of([Word(text, box, small, raised=True)])


def inked(
    text: str,
    x: float = 100,
    y: float = 100,
    *,
    doubts: Mapping[int, Mapping[str, float]] | None = None,
    second: str | None = None,
    third: str | None = None,
    sure: float = SURE,
) -> Line:
    """A line read off a scan; `doubts` gives what the letter at an index could be, with probabilities.

    `second` is what a second reader is sure of (its full answer may be put in with `heard`), `third` what a
    third one reads.
    """
    seen = [dict((doubts or {}).get(k, {letter: sure})) for k, letter in enumerate(text)]
    line, start, words = typed(text, x, y), 0, []
    for word in line.words:
        start = text.index(word.text, start)
        letters = seen[start : start + len(word.text)]
        words.append(word._replace(probability=min(max(letter.values()) for letter in letters)))
        start += len(word.text)
    read = Line(tuple(words), line.box, "ocr", {FIRST: posterior(seen).placed(line.box.x0, line.box.x1)})
    read = read if third is None else read.answered(THIRD, third)
    return read if second is None else heard(read, [{letter: SURE} for letter in second])


def heard(line: Line, letters: Sequence[Mapping[str, float]]) -> Line:
    """The line with a second reader's answer, which sees these letters one by one."""
    return line.answered(SECOND, posterior(letters).placed(line.box.x0, line.box.x1))


def posterior(letters: Sequence[Mapping[str, float]]) -> Posterior:
    """What a recogniser answers who sees the letters one by one, a blank after each."""
    matrix = np.zeros((2 * len(letters), len(ALPHABET) + 1), np.float32)
    for step, letter in enumerate(letters):
        for character, p in letter.items():
            matrix[2 * step, ALPHABET.index(character) + 1] = p
        matrix[2 * step, 0] = 1 - sum(letter.values())
        matrix[2 * step + 1, 0] = 1
    return Posterior(matrix, len(matrix))


def across(y: float, start: float = 30, end: float = 590) -> RulingLine:
    return RulingLine(start, end, y, 0.5)


def down(x: float, start: float, end: float) -> RulingLine:
    return RulingLine(start, end, x, 0.5)


def page(
    *lines: Line, rules: Sequence[RulingLine] = (), columns: Sequence[RulingLine] = (), number: int = 1
) -> PageText:
    """A page of a text layer, US letter; `rules` cross it, `columns` run down it."""
    source: TextSource = "ocr" if any(line.source == "ocr" for line in lines) else "text"
    ruled = RulingLines(tuple(rules), tuple(columns))
    return PageText(number, 612, 792, ruled, numbered(lines, number), source)
