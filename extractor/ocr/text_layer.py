"""A text layer as lines: nothing is recognized here, only put together."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

import numpy as np
from numpy.typing import NDArray

from extractor.document.opened_page import Chars, Page, Raster
from extractor.imaging.preprocess import DetectedBox, drawn_boxes
from extractor.imaging.ruling_lines import ruling_lines_of
from extractor.model.geometry import Box
from extractor.model.page import (
    Line,
    PageText,
    RulingLine,
    RulingLines,
    Source,
    Word,
    in_reading_order,
    line_of,
    numbered,
    same_row,
)
from extractor.ocr.settings import SETTINGS

_SETTINGS = SETTINGS.text_layer


def read_text_layer(page: Page, chars: Chars) -> PageText:
    """The page as its own text layer has it; `chars` are `page.chars()`."""
    raster = page.raster()
    rules, words = ruling_lines_of(raster), _words(chars)
    lines = in_reading_order([*_lines(words, rules), *_drawn_boxes(raster, words)])
    return PageText(page.number, page.width, page.height, rules, numbered(lines, page.number), "text")


def _drawn_boxes(raster: Raster, words: Sequence[Word]) -> Iterator[Line]:
    """The boxes to check that are drawn, each as a word. What a word covers is one of its letters, or a box
    that has its mark in the text."""
    for box in drawn_boxes(raster):
        x, y = box.box.center_x, box.box.center_y
        if not any(word.box.holds(x, y) for word in words):
            yield box_line(box, "text")


def box_line(box: DetectedBox, source: Source) -> Line:
    """A printed box as a word of its own: `[X]` or `[_]`; one that is not surely either counts as checked."""
    text = "[X]" if box.checked or not box.sure else "[_]"
    probability = 1.0 if box.sure else _SETTINGS.doubtful_box
    return line_of([Word(text, box.box, box.box.height, probability=probability)], source)


def _words(chars: Chars) -> list[Word]:
    """Characters in the layer's order, cut at blanks, jumps and changes of size.

    Words typed over each other come interleaved, letter by letter: each letter goes on with the word that
    ends where it begins.
    """
    letters = _Letters.of(chars)
    words: list[list[int]] = []
    open_words: list[list[int]] = []
    for start, end in letters.touching():
        if letters.is_blank[start]:
            open_words = open_words[:-1]
            continue
        word = letters.goes_on_with(open_words, start)
        if word is None:
            word = []
            words.append(word)
            open_words = [*open_words[-2:], word]
        word.extend(range(start, end))
    return [letters.word(word, words[k - 1] if k else ()) for k, word in enumerate(words)]


@dataclass(frozen=True, eq=False, slots=True)
class _Letters:
    """The characters of a page in plain columns; `boxes` are x0, top, x1, bottom."""

    texts: Sequence[str]
    boxes: list[tuple[float, float, float, float]]
    sizes: list[float]
    is_blank: list[bool]
    ends: list[int]
    """Where a run of letters ends that follow each other without a gap: no other word can be nearer."""

    @classmethod
    def of(cls, chars: Chars) -> _Letters:
        blank = [text.isspace() for text in chars.texts]
        parted = np.flatnonzero(~_follow(chars, np.array(blank, np.bool_))) + 1
        boxes, ends = list(map(tuple, chars.boxes.tolist())), [*parted.tolist(), len(blank)]
        return cls(chars.texts, boxes, chars.sizes.tolist(), blank, ends)

    def touching(self) -> Iterator[tuple[int, int]]:
        """The runs of letters from the first on, as (start, end); each blank is one."""
        start = 0
        for end in self.ends:
            if end > start:
                yield start, end
            start = end

    def goes_on_with(self, open_words: Sequence[list[int]], k: int) -> list[int] | None:
        x0 = self.boxes[k][0]
        nearest_first = sorted(open_words, key=lambda word: abs(x0 - self.boxes[word[-1]][2]))
        return next((word for word in nearest_first if not self._breaks(word[-1], k)), None)

    def _breaks(self, last: int, k: int) -> bool:
        box, other = self.boxes[last], self.boxes[k]
        size = max(self.sizes[last], self.sizes[k])
        if not -_SETTINGS.letter_overlap * size <= other[0] - box[2] <= _SETTINGS.letter_gap * size:
            return True
        overlap = max(0.0, min(box[3], other[3]) - max(box[1], other[1]))
        if overlap <= _SETTINGS.shared_height * min(box[3] - box[1], other[3] - other[1]):
            return True
        if min(self.sizes[last], self.sizes[k]) < _SETTINGS.smaller * size:
            return True
        # No value has a digit before its dollar sign: this one belongs to the next cell.
        return self.texts[k] == "$" and self.texts[last].isdigit()

    def word(self, own: Sequence[int], before: Sequence[int]) -> Word:
        sides = list(zip(*(self.boxes[k] for k in own), strict=True))
        box, size = Box(min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3])), self.sizes[own[0]]
        raised = bool(before) and self._raised(box, size, before[-1])
        return Word("".join(self.texts[k] for k in own), box, size, raised)

    def _raised(self, box: Box, size: float, last: int) -> bool:
        """True for small letters behind a word, above its foot."""
        left, usual = self.boxes[last], self.sizes[last]
        near = -_SETTINGS.word_overlap * usual <= box.x0 - left[2] <= usual
        return (
            near
            and size < _SETTINGS.smaller * usual
            and box.bottom < left[3] - _SETTINGS.raised * (left[3] - left[1])
        )


def _follow(chars: Chars, blank: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """For each character but the first, whether it follows the one before without a gap, both of one word."""
    x0, top, x1, bottom = chars.boxes.T
    sizes, high = chars.sizes, bottom - top
    largest = np.maximum(sizes[1:], sizes[:-1])
    overlap = np.minimum(bottom[1:], bottom[:-1]) - np.maximum(top[1:], top[:-1])
    alike = np.minimum(sizes[1:], sizes[:-1]) >= _SETTINGS.smaller * largest
    level = overlap > _SETTINGS.shared_height * np.minimum(high[1:], high[:-1])
    dollar = np.array([text == "$" for text in chars.texts[1:]], np.bool_)
    digit = np.array([text.isdigit() for text in chars.texts[:-1]], np.bool_)
    near = np.abs(x0[1:] - x1[:-1]) < _SETTINGS.touching
    return np.asarray(near & alike & level & (overlap > 0) & ~(dollar & digit) & ~blank[1:] & ~blank[:-1])


def _lines(words: Sequence[Word], rules: RulingLines) -> list[Line]:
    """Words joined to the one before them where nothing stands between."""
    lines: list[list[Word]] = []
    # The numbers of the lines that reach into each band of the page: only those are candidates.
    by_band: defaultdict[int, set[int]] = defaultdict(set)
    for word in sorted(words, key=lambda w: w.box.x0):
        bands = range(int(word.box.top // _SETTINGS.band), int(word.box.bottom // _SETTINGS.band) + 1)
        near = set().union(*(by_band[band] for band in bands))
        home = next((k for k in sorted(near, reverse=True) if _joins(lines[k][-1], word, rules)), len(lines))
        if home == len(lines):
            lines.append([])
        lines[home].append(word)
        for band in bands:
            by_band[band].add(home)
    return list(map(line_of, lines))


def _joins(last: Word, word: Word, rules: RulingLines) -> bool:
    gap = word.box.x0 - last.box.x1
    widest = _SETTINGS.word_gap * max(last.size, word.size)
    if not -_SETTINGS.word_overlap * last.size <= gap <= widest:
        return False
    if not same_row(last.box, word.box):
        return False
    low, high = sorted((last.box.height, word.box.height))
    if high > _SETTINGS.height_ratio * low:
        return False
    return not fenced(last, word, rules)


def fenced(last: Word, word: Word, rules: RulingLines) -> bool:
    """True where a vertical rule stands between two words."""
    y = (max(last.box.top, word.box.top) + min(last.box.bottom, word.box.bottom)) / 2
    # Typed words may run over a rule into each other: then the rule stands where they overlap.
    low, high = sorted((last.box.x1, word.box.x0))
    first = bisect_left(rules.down, low - _SETTINGS.fence_slack, key=_at)
    between = takewhile(lambda rule: rule.at <= high + _SETTINGS.fence_slack, islice(rules.down, first, None))
    return any(rule.start <= y <= rule.end for rule in between)


def _at(rule: RulingLine) -> float:
    return rule.at
