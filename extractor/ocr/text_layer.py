"""A text layer as lines: nothing is analysis here, only put together."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from itertools import islice, takewhile

from extractor.document.opened_page import Char, Page
from extractor.imaging.ruling_lines import rules_of
from extractor.model.geometry import around
from extractor.model.page import (
    Line,
    PageText,
    RulingLine,
    RulingLines,
    Word,
    in_reading_order,
    line_of,
    numbered,
    same_row,
)

SMALLER = 0.85
"""Letters below this share of their neighbour's size begin a word of their own: a footnote mark."""
WIDE_GAP = 0.9
"""Words further apart than this share of their size are of different lines."""
TOUCHING = 0.02
"""Points: letters with less space between them follow each other."""
BAND = 8.0
"""Points: words are looked for by bands of this height, about one line of the form."""
FENCE_SLACK = 1.0
"""Points a rule may reach into the boxes of the words on either side of it."""


def read_text_layer(page: Page, chars: Sequence[Char]) -> PageText:
    """The page as its own text layer has it; `chars` are `page.chars()`."""
    rules = rules_of(page.raster())
    words = _words(chars)
    return PageText(
        page.number, page.width, page.height, rules, numbered(_lines(words, rules), page.number), "text"
    )


def _words(chars: Sequence[Char]) -> list[Word]:
    """Characters in the layer's order, cut at blanks, jumps and changes of size.

    Words typed over each other come interleaved, letter by letter: each letter goes on with the word that
    ends where it begins.
    """
    words: list[list[Char]] = []
    open_words: list[list[Char]] = []
    word: list[Char] | None = None
    for char in chars:
        if char.text.isspace():
            open_words, word = open_words[:-1], None
            continue
        # Most letters follow the one before them without a gap: no other word can be nearer.
        if word is None or not _touches(word[-1], char):
            word = _goes_on_with(open_words, char)
        if word is None:
            word = []
            words.append(word)
            open_words = [*open_words[-2:], word]
        word.append(char)
    return [_word(word, words[k - 1] if k else []) for k, word in enumerate(words)]


def _goes_on_with(open_words: Sequence[list[Char]], char: Char) -> list[Char] | None:
    nearest_first = sorted(open_words, key=lambda word: abs(char.box.x0 - word[-1].box.x1))
    return next((word for word in nearest_first if not _breaks(word[-1], char)), None)


def _touches(last: Char, char: Char) -> bool:
    return abs(char.box.x0 - last.box.x1) < TOUCHING and not _breaks(last, char)


def _breaks(last: Char, char: Char) -> bool:
    size = max(last.size, char.size)
    jump = char.box.x0 - last.box.x1
    if not -0.2 * size <= jump <= 0.35 * size:
        return True
    if last.box.overlap_y(char.box) <= 0.3 * min(last.box.height, char.box.height):
        return True
    # No value has a digit before its dollar sign: this one belongs to the next cell.
    return min(last.size, char.size) < SMALLER * size or (char.text == "$" and last.text.isdigit())


def _word(chars: Sequence[Char], before: Sequence[Char]) -> Word:
    box, size = around(char.box for char in chars), chars[0].size
    raised = False
    if before:
        last = before[-1]
        near = -0.5 * last.size <= box.x0 - last.box.x1 <= last.size
        raised = near and size < SMALLER * last.size and box.bottom < last.box.bottom - 0.1 * last.box.height
    return Word("".join(char.text for char in chars), box, size, raised)


def _lines(words: Sequence[Word], rules: RulingLines) -> list[Line]:
    """Words joined to the one before them where nothing stands between."""
    lines: list[list[Word]] = []
    # The numbers of the lines that reach into each band of the page: only those are candidates.
    by_band: defaultdict[int, set[int]] = defaultdict(set)
    for word in sorted(words, key=lambda w: w.box.x0):
        bands = range(int(word.box.top // BAND), int(word.box.bottom // BAND) + 1)
        near = set().union(*(by_band[band] for band in bands))
        home = next((k for k in sorted(near, reverse=True) if _joins(lines[k][-1], word, rules)), len(lines))
        if home == len(lines):
            lines.append([])
        lines[home].append(word)
        for band in bands:
            by_band[band].add(home)
    return in_reading_order(map(line_of, lines))


def _joins(last: Word, word: Word, rules: RulingLines) -> bool:
    gap = word.box.x0 - last.box.x1
    if not -0.5 * last.size <= gap <= WIDE_GAP * max(last.size, word.size):
        return False
    if not same_row(last.box, word.box):
        return False
    if last.box.height > 2.2 * word.box.height or word.box.height > 2.2 * last.box.height:
        return False
    return not fenced(last, word, rules)


def fenced(last: Word, word: Word, rules: RulingLines) -> bool:
    """True where a vertical rule stands between two words."""
    y = (max(last.box.top, word.box.top) + min(last.box.bottom, word.box.bottom)) / 2
    # Typed words may run over a rule into each other: then the rule stands where they overlap.
    low, high = sorted((last.box.x1, word.box.x0))
    first = bisect_left(rules.down, low - FENCE_SLACK, key=_at)
    between = takewhile(lambda rule: rule.at <= high + FENCE_SLACK, islice(rules.down, first, None))
    return any(rule.start <= y <= rule.end for rule in between)


def _at(rule: RulingLine) -> float:
    return rule.at
