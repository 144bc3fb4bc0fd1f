"""A text layer as lines: nothing is recognized here, only put together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.document.opened_page import Chars, Page
from extractor.imaging.checkboxes import DetectedBox
from extractor.imaging.drawn_page import drawing_of
from extractor.model.geometry import Box
from extractor.model.page import (
    Line,
    PageText,
    RulingLine,
    RulingLines,
    TextSource,
    Word,
    in_reading_order,
    line_of,
    numbered,
    same_row,
)
from extractor.ocr.settings import SETTINGS
from extractor.ocr.typed_rules import pipes_apart, rules_apart

_SETTINGS = SETTINGS.text_layer
CHECKED_BOX, EMPTY_BOX = "[X]", "[_]"
BOXES = (CHECKED_BOX, EMPTY_BOX)
"""A printed box to check as a word."""


def read_text_layer(page: Page, chars: Chars) -> PageText:
    """The page as its own text layer has it; `chars` are `page.chars()`."""
    written, down = pipes_apart(chars)
    words, across = rules_apart(words_of(written))
    drawing = drawing_of(page.raster(), [word.box for word in words])
    rules = drawing.rules.with_more(across, down)
    lines = in_reading_order([*_lines(words, rules), *_unwritten(drawing.boxes, words)])
    own = numbered(lines, page.number)
    covers = tuple(cover.box for cover in page.covers())
    return PageText(page.number, page.width, page.height, rules, own, "text", covers=covers)


def _unwritten(boxes: Iterable[DetectedBox], words: Sequence[Word]) -> Iterator[Line]:
    """The boxes to check that are drawn, each as a word. What a word covers is one of its letters, or a box
    that has its mark in the text."""
    for box in boxes:
        x, y = box.box.center_x, box.box.center_y
        if not any(word.box.holds(x, y) for word in words):
            yield box_line(box, "text")


def box_line(box: DetectedBox, source: TextSource) -> Line:
    """A printed box as a word of its own: `[X]` or `[_]`; one that is not surely either counts as checked."""
    text = CHECKED_BOX if box.checked or not box.sure else EMPTY_BOX
    probability = 1.0 if box.sure else _SETTINGS.doubtful_box
    return line_of([Word(text, box.box, box.box.height, probability=probability)], source)


def words_of(chars: Chars) -> list[Word]:
    """Characters in the layer's order, cut at blanks, jumps and changes of size.

    Words typed over each other come interleaved, letter by letter: each letter goes on with the word that
    ends where it begins.
    """
    words: list[list[_Run]] = []
    open_words: list[list[_Run]] = []
    for run in _runs(chars):
        if run.blanks:  # each ends the last word that is open
            open_words = open_words[: -run.blanks]
        word = _goes_on(open_words, run)
        if word is None:
            word = []
            words.append(word)
        # The last to grow is the one that a blank ends.
        open_words = [*[other for other in open_words if other is not word][-2:], word]
        word.append(run)
    return [_word(word, words[k - 1][-1] if k else None) for k, word in enumerate(words)]


class _Run(NamedTuple):
    """Letters that follow each other without a gap, so that no other word can be nearer.

    `box` is around all of them, `first` and `last` are the boxes of their ends: x0, top, x1, bottom. So many
    `blanks` stand before them.
    """

    text: str
    box: tuple[float, ...]
    first: tuple[float, ...]
    last: tuple[float, ...]
    size: float
    last_size: float
    blanks: int


def _runs(chars: Chars) -> Iterator[_Run]:
    """All characters but blanks as runs, in the layer's order."""
    if not chars:
        return
    starts = np.flatnonzero(np.concatenate([[True], ~_follow(chars)]))
    low, high = (pick.reduceat(chars.boxes, starts) for pick in (np.minimum, np.maximum))
    # A blank follows nothing, and nothing follows it: each is a run of its own.
    written = np.flatnonzero(~chars.which(str.isspace)[starts])
    first, last = starts[written], np.append(starts[1:], len(chars))[written] - 1
    boxes = np.column_stack([low[written, :2], high[written, 2:]])
    corners = (places.tolist() for places in (boxes, chars.boxes[first], chars.boxes[last]))
    sizes = (chars.sizes[first].tolist(), chars.sizes[last].tolist())
    whole = "".join(chars.texts)
    texts = (whole[k : end + 1] for k, end in zip(first.tolist(), last.tolist(), strict=True))
    yield from map(_Run, texts, *corners, *sizes, (np.diff(written, prepend=-1) - 1).tolist())


def _goes_on(open_words: Sequence[list[_Run]], run: _Run) -> list[_Run] | None:
    """The word that the letters go on with: the one that ends nearest to where they begin."""
    joining = [word for word in open_words if not _breaks(word[-1], run)]
    if len(joining) < 2:
        return joining[0] if joining else None
    return min(joining, key=lambda word: abs(run.first[0] - word[-1].last[2]))


def _breaks(before: _Run, run: _Run) -> bool:
    box, other = before.last, run.first
    size = max(before.last_size, run.size)
    if not -_SETTINGS.letter_overlap * size <= other[0] - box[2] <= _SETTINGS.letter_gap * size:
        return True
    overlap = max(0.0, min(box[3], other[3]) - max(box[1], other[1]))
    if overlap <= _SETTINGS.shared_height * min(box[3] - box[1], other[3] - other[1]):
        return True
    if min(before.last_size, run.size) < _SETTINGS.smaller * size:
        return True
    # No value has a digit before its dollar sign: this one belongs to the next cell.
    return run.text[0] == "$" and before.text[-1].isdigit()


def _word(own: Sequence[_Run], before: _Run | None) -> Word:
    """The word of some runs; `before` is the last of the word before it."""
    box, size = _around(own), own[0].size
    raised = before is not None and _is_raised(box, size, before)
    return Word("".join(run.text for run in own), box, size, raised)


def _around(own: Sequence[_Run]) -> Box:
    """The box around all runs of a word."""
    if len(own) == 1:
        return Box(*own[0].box)
    x0, top, x1, bottom = zip(*[run.box for run in own], strict=True)
    return Box(min(x0), min(top), max(x1), max(bottom))


def _is_raised(box: Box, size: float, before: _Run) -> bool:
    """True for small letters behind a word, above its foot."""
    left, usual = before.last, before.last_size
    return (
        size < _SETTINGS.smaller * usual
        and -_SETTINGS.word_overlap * usual <= box.x0 - left[2] <= usual
        and box.bottom < left[3] - _SETTINGS.raised * (left[3] - left[1])
    )


def _follow(chars: Chars) -> NDArray[np.bool_]:
    """For each character but the first, whether it follows the one before without a gap, both of one word."""
    x0, top, x1, bottom = chars.boxes.T
    sizes, high = chars.sizes, bottom - top
    largest = np.maximum(sizes[1:], sizes[:-1])
    overlap = np.minimum(bottom[1:], bottom[:-1]) - np.maximum(top[1:], top[:-1])
    alike = np.minimum(sizes[1:], sizes[:-1]) >= _SETTINGS.smaller * largest
    level = overlap > _SETTINGS.shared_height * np.minimum(high[1:], high[:-1])
    near = np.abs(x0[1:] - x1[:-1]) < _SETTINGS.touching
    blank = chars.which(str.isspace)
    parted = chars.which(str.isdigit)[:-1] & chars.which("$".__eq__)[1:]
    return np.asarray(near & alike & level & (overlap > 0) & ~blank[1:] & ~blank[:-1] & ~parted)


def _lines(words: Sequence[Word], rules: RulingLines) -> list[Line]:
    """Words joined to the one before them where nothing stands between."""
    lines: list[list[Word]] = []
    # The numbers of the lines that reach into each band of the page: only those are candidates.
    by_band: defaultdict[int, set[int]] = defaultdict(set)
    farthest = _SETTINGS.word_gap * max((word.size for word in words), default=0.0)
    for word in sorted(words, key=lambda w: w.box.x0):
        x0, top, _, bottom = word.box
        bands = range(int(top // _SETTINGS.band), int(bottom // _SETTINGS.band) + 1)
        near = set().union(*(by_band[band] for band in bands))
        # What ends too far to the left does so for all words that follow.
        ended = {home for home in near if x0 - lines[home][-1].box.x1 > farthest}
        joining = (
            home for home in sorted(near - ended, reverse=True) if _joins(lines[home][-1], word, rules)
        )
        home = next(joining, len(lines))
        if home == len(lines):
            lines.append([])
        lines[home].append(word)
        for band in bands:
            by_band[band] -= ended
            by_band[band].add(home)
    return list(map(line_of, lines))


def _joins(last: Word, word: Word, rules: RulingLines) -> bool:
    gap = word.box.x0 - last.box.x1
    if gap < -_SETTINGS.word_overlap * last.size or gap > _SETTINGS.word_gap * max(last.size, word.size):
        return False
    if not same_row(last.box, word.box):
        return False
    heights = last.box.height, word.box.height
    if max(heights) > _SETTINGS.height_ratio * min(heights):
        return False
    return not fenced(last, word, rules)


def fenced(last: Word, word: Word, rules: RulingLines) -> bool:
    """True where a vertical rule stands between two words."""
    y = (max(last.box.top, word.box.top) + min(last.box.bottom, word.box.bottom)) / 2
    # Typed words may run over a rule into each other: then the rule stands where they overlap.
    low, high = sorted((last.box.x1, word.box.x0))
    first = bisect_left(rules.down, low - _SETTINGS.fence_slack, key=_at)
    end = bisect_right(rules.down, high + _SETTINGS.fence_slack, lo=first, key=_at)
    return any(rule.start <= y <= rule.end for rule in rules.down[first:end])


def _at(rule: RulingLine) -> float:
    return rule.at
