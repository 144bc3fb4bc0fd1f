"""Text lines: stretches of ink that are one line of text, found bottom up without recognising them.

Blobs of the size of letters join to lines where they are near and beside each other (run-length smearing,
Wong, Casey and Wahl 1982, with a reach that grows with the letters); lines that stuck together are split,
punctuation is added, and lines that wear has broken are joined.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.document.opened_page import Pixels
from extractor.imaging.binarize import (
    HEIGHT,
    LEFT,
    TOP,
    WIDTH,
    Blobs,
    centres_of,
    foot_of,
    quantile,
    right_of,
)
from extractor.imaging.line_pieces import PixelLine, joined_over_breaks, with_dashes, with_marks
from extractor.imaging.settings import SETTINGS
from extractor.model.geometry import POINTS_PER_INCH

_SETTINGS = SETTINGS.text_lines


def find_text_lines(found: Blobs, separators: Pixels, dpi: float) -> list[PixelLine]:
    """Text lines among the blobs `found`, from the top.

    `separators` (shape of the page) is 1 on vertical ruling lines: no text line reaches over one, unless a
    letter of its own stands on it.
    """
    letters, marks = _letters_and_marks(found, dpi / POINTS_PER_INCH)
    if not len(letters):
        return []
    letters = _cut_at_separators(letters, separators)
    parts = [part for group in _groups(letters, separators) for part in _split_stacked(group, separators)]
    lines = [
        line
        for part in parts
        for side in _split_at_separators(part, separators)
        for line in _split_raised(side)
    ]
    lines = with_marks(_without_underlines(lines), marks, separators)
    whole = joined_over_breaks(with_dashes(lines, found, separators), separators)
    return sorted(_without_typed_rules(whole), key=lambda line: (line.y0, line.x0))


def _groups(letters: Blobs, separators: Pixels, core: float = _SETTINGS.core) -> list[Blobs]:
    """Letters by the line they join to."""
    x0, y0 = letters[:, LEFT].min(), letters[:, TOP].min()
    around = separators[y0 : foot_of(letters).max() + 1, x0 : right_of(letters).max() + 1]
    labels = _linked(letters - np.array([x0, y0, 0, 0, 0], np.int32), np.ascontiguousarray(around), core)
    members = labels[_centres(letters)[:, 1] - y0, _centres(letters)[:, 0] - x0]
    return [letters[members == label] for label in np.unique(members) if label]


def _split_stacked(group: Blobs, separators: Pixels) -> list[Blobs]:
    """A group that holds two lines split in two: letters that touch, or a number between them, joined them.

    Letters that touch are cut, and go to both.
    """
    usual = _usual_height(group)
    high = foot_of(group).max() - group[:, TOP].min()
    if high <= _SETTINGS.stacked * usual or len(group) < _SETTINGS.fewest_stacked:
        return [group]
    touching = group[:, HEIGHT] > _SETTINGS.touching * usual
    if touching.all():
        return [group]
    lines = _groups(group[~touching], separators, _SETTINGS.tight_core)
    return [np.concatenate([line, _cut_to(line, group[touching])]) for line in lines]


def _usual_height(letters: Blobs) -> float:
    return quantile(letters[:, HEIGHT], _SETTINGS.tall_quantile)


def _split_at_separators(group: Blobs, separators: Pixels) -> list[Blobs]:
    """A group that crosses a ruling line, split at it where words are on both sides; a mere tail stays."""
    if not len(group):
        return []
    centre, middles = centres_of(group).T
    middle = int(np.median(middles))
    x0, x1 = int(group[:, LEFT].min()), int(right_of(group).max())
    for column in (np.flatnonzero(separators[middle, x0:x1]) + x0).tolist():
        left = centre < column
        if min(map(_letters_in, (group[left], group[~left]))) >= _SETTINGS.tail:
            return [group[left], *_split_at_separators(group[~left], separators)]
    return [group]


def _cut_at_separators(letters: Blobs, separators: Pixels) -> Blobs:
    """The letters, those that touch over a ruling line cut at it; one letter alone may stand on a line.

    What has no paper within it is a rule's: cut, it would be a figure or a dash in every cell.
    """
    _, _, width, height, area = letters.T
    wide = (width >= 2 * _SETTINGS.beyond_rule * height) & (area <= _SETTINGS.word_ink * width * height)
    cut = [part for letter in letters[wide].tolist() for part in _sides(letter, separators)]
    return np.concatenate([letters[~wide], np.array(cut, np.int32).reshape(-1, letters.shape[1])])


def _sides(letter: list[int], separators: Pixels) -> list[list[int]]:
    """What of letters that touch is on either side of the ruling lines through them."""
    x, y, width, height, area = letter
    least = round(_SETTINGS.beyond_rule * height)
    rules = np.flatnonzero(separators[y + height // 2, x + least : x + width - least])
    if not rules.size:
        return [letter]
    left = least + int(rules[0])
    share = area * left // width
    rest = [x + left + 1, y, width - left - 1, height, area - share]
    return [[x, y, left, height, share], *_sides(rest, separators)]


def _letters_in(group: Blobs) -> float:
    """How many letters these blobs are, those that touch counted by their width."""
    if not len(group):
        return 0.0
    return float(np.maximum(1.0, group[:, WIDTH] / _usual_height(group)).sum())


def _cut_to(line: Blobs, letters: Blobs) -> Blobs:
    """The part of each letter that is on a line, for those that reach well into it beside its letters, or
    beside another that does."""
    top, bottom = line[:, TOP].min(), foot_of(line).max()
    y0 = np.maximum(letters[:, TOP], top)
    y1 = np.minimum(foot_of(letters), bottom)
    cut = letters.copy()
    cut[:, TOP], cut[:, HEIGHT] = y0, y1 - y0
    cut = cut[y1 - y0 >= _SETTINGS.cut_share * (bottom - top)]
    return _in_a_row(line, cut, 2 * _SETTINGS.reach * (bottom - top))


def _in_a_row(line: Blobs, letters: Blobs, reach: float) -> Blobs:
    """The letters that stand no further than `reach` pixels from a line or from each other."""
    found, more = line, letters
    while len(more):
        left, right = found[:, LEFT].min() - reach, right_of(found).max() + reach
        near = (more[:, LEFT] <= right) & (right_of(more) >= left)
        if not near.any():
            break
        found, more = np.concatenate([found, more[near]]), more[~near]
    return np.asarray(found[len(line) :], np.int32)


def _letters_and_marks(found: Blobs, unit: float) -> tuple[Blobs, Blobs]:
    """Letters, and the small marks that may be their punctuation; all else is dropped."""
    _, _, width, height, area = found.T
    smallest = _SETTINGS.smallest_letter * unit
    letter = (height >= smallest) & (height <= _SETTINGS.largest_letter * unit)
    letter &= (width <= _SETTINGS.widest_letter * unit) | (height <= _SETTINGS.highest_word * unit)
    letter &= area >= _SETTINGS.least_letter_area * unit * unit
    letter &= ~_are_holes(found, letter)
    mark = (height < smallest) & (width <= _SETTINGS.widest_mark * unit)
    mark &= area >= _SETTINGS.least_mark_area * unit * unit
    return found[letter], found[mark]


def _are_holes(found: Blobs, letter: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which blobs are too large and too solid for letters: punched holes."""
    _, _, width, height, area = found.T
    high = _SETTINGS.hole * quantile(height[letter], _SETTINGS.tall_quantile) if letter.any() else 0.0
    solid = area >= _SETTINGS.solid * width * height
    return np.asarray(solid & (height >= high) & (width >= height * _SETTINGS.solid), np.bool_)


def _centres(letters: Blobs) -> NDArray[np.int32]:
    return np.asarray(centres_of(letters), np.int32)


def _linked(letters: Blobs, separators: Pixels, core: float) -> NDArray[np.int32]:
    """Label image in which letters of one line share a label at their centres."""
    usual = _usual_height(letters)
    lowest, highest = _SETTINGS.lowest_core * usual, _SETTINGS.highest_core * usual
    canvas = np.zeros(separators.shape, np.uint8)
    bars = []
    for x, y, width, height, _ in letters.tolist():
        middle, half = y + height / 2, core * min(max(height, lowest), highest)
        top, bottom = round(middle - half), round(middle + half)
        reach = round(_SETTINGS.reach * min(max(height, usual), highest))
        cv2.rectangle(canvas, (x - reach, top), (x + width + reach, bottom), 1, -1)
        bars.append((x, top, x + width, bottom))
    canvas[separators > 0] = 0
    for x0, top, x1, bottom in bars:
        cv2.rectangle(canvas, (x0, top), (x1, bottom), 1, -1)
    return np.asarray(cv2.connectedComponents(canvas, connectivity=4, ltype=cv2.CV_32S)[1], np.int32)


def _split_raised(letters: Blobs) -> list[PixelLine]:
    """The line of some letters; small raised letters at its end make a line of their own."""
    letters = letters[np.argsort(letters[:, LEFT])]
    cut = _raised_from(letters)
    if cut in (0, len(letters)) or _overlap(letters[:cut], letters[cut:]):
        return [_line_of(letters, False)]
    return [_line_of(letters[:cut], False), _line_of(letters[cut:], True)]


def _overlap(left: Blobs, right: Blobs) -> bool:
    """True where the right letters begin above the left ones: halves of a broken letter, not marks."""
    first = right[int(right[:, LEFT].argmin())]
    return bool(right_of(left).max() - first[LEFT] > first[WIDTH] / 2)


def _raised_from(letters: Blobs) -> int:
    """The number of the first letter (from the left) of a footnote mark at the end of a line.

    Its letters stand above the baseline of those the line begins with. Each is small; or, worn to pieces or
    underlined, they overtop the line together.
    """
    height, top, foot = letters[:, HEIGHT], letters[:, TOP], foot_of(letters)
    first = max(1, round(_SETTINGS.line_start * len(letters)))
    line = quantile(foot[:first], _SETTINGS.start_foot_quantile)
    tall = quantile(height[:first], _SETTINGS.start_height_quantile)
    high = foot < line - _SETTINGS.raised_foot * tall
    share = _SETTINGS.raised_height if first > 1 else _SETTINGS.raised_beside_one
    small = (height <= share * tall) & (top < line - _SETTINGS.raised_head * tall)
    together = _tail_of(high)
    if (
        _SETTINGS.letters_before <= together < len(letters)
        and top[together:].min() < line - _SETTINGS.overtopping * tall
    ):
        # A line that leans rises step by step, and a mark at once.
        before = foot[max(0, together - _SETTINGS.letters_before) : together].min()
        if foot[together:].max() < before - _SETTINGS.raised_foot * tall:
            return together
    return _tail_of(high & small)


def _tail_of(which: NDArray[np.bool_]) -> int:
    """Where the last run of true values begins, which reaches the end."""
    others = np.flatnonzero(~which)
    return int(others[-1]) + 1 if others.size else 0


def _line_of(letters: Blobs, raised: bool) -> PixelLine:
    x0, y0 = letters[:, LEFT].min(), letters[:, TOP].min()
    right, feet = right_of(letters), foot_of(letters)
    height, foot = quantile(letters[:, HEIGHT], 0.5), quantile(feet, _SETTINGS.foot_quantile)
    return PixelLine(int(x0), int(y0), int(right.max()), int(feet.max()), height, foot, raised)


def _without_underlines(lines: list[PixelLine]) -> list[PixelLine]:
    """The lines but for short rules close under another: a footnote mark printed as a link."""
    bars = [line for line in lines if line.x1 - line.x0 >= _SETTINGS.underline * (line.y1 - line.y0)]
    thin = _SETTINGS.thin
    under = {bar for bar in bars for line in lines if bar.letter < thin * line.letter and _under(bar, line)}
    return [line for line in lines if line not in under]


def _without_typed_rules(lines: list[PixelLine]) -> list[PixelLine]:
    """The lines but for rules typed as rows of signs of equality: far lower than the page's letters."""
    if not lines:
        return lines
    usual = quantile(np.array([line.letter for line in lines]), 0.5)
    return [line for line in lines if not _is_typed_rule(line, _SETTINGS.typed_rule * usual)]


def _is_typed_rule(line: PixelLine, highest: float) -> bool:
    height = line.y1 - line.y0
    return height <= highest and line.x1 - line.x0 >= _SETTINGS.underline * height


def _under(bar: PixelLine, line: PixelLine) -> bool:
    inside = min(bar.x1, line.x1) - max(bar.x0, line.x0)
    close = abs(bar.y0 - line.y1) <= _SETTINGS.thin * line.letter
    return close and inside >= (bar.x1 - bar.x0) / 2
