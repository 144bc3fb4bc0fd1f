"""Rules made of marks, as a typewriter and a text file have them: of pipes one under another, of dashes and
signs of equality in a row.

Coordinates are pixels of the page's mask. "Rule" is short for ruling line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extractor.imaging.binarize import (
    AREA,
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
from extractor.imaging.ruling_lines import joined
from extractor.imaging.settings import SETTINGS
from extractor.model.geometry import POINTS_PER_INCH
from extractor.model.page import RulingLine

_SETTINGS, _LETTERS = SETTINGS.typed_marks, SETTINGS.text_lines


@dataclass(frozen=True, slots=True)
class TypedRules:
    """The rules that typed marks make, `across` the page and `down` it; `marks` are those among the blobs."""

    across: tuple[RulingLine, ...]
    down: tuple[RulingLine, ...]
    marks: NDArray[np.bool_]


def typed_rules_in(found: Blobs, loose: Iterable[RulingLine], dpi: float) -> TypedRules:
    """The rules that blobs make; one down the page goes on half a line beyond its first pipe and its last.

    Pipes that touch are `loose` runs, which meet no rule across: those that go on with others, or stand
    beside several, are of rules too.
    """
    rows, columns = list(_rows(found, dpi)), list(_columns(found, dpi))
    marks = np.zeros(len(found), np.bool_)
    for own in (*rows, *columns):
        marks[own] = True
    down = [_rule_down(found[column]) for column in columns]
    more = [run for run in loose if _is_of_pipes(run, down, dpi)]
    return TypedRules(
        tuple(_rule_across(found[row]) for row in rows), tuple(joined([*down, *more], dpi)), marks
    )


def _is_of_pipes(run: RulingLine, typed: Iterable[RulingLine], dpi: float) -> bool:
    """True for a run that goes on with the pipes of a rule, or beside whose length several rules stand."""
    apart = _SETTINGS.same_place * dpi / POINTS_PER_INCH
    beside = 0
    for rule in typed:
        if abs(rule.at - run.at) <= apart:
            return True
        beside += min(rule.end, run.end) - max(rule.start, run.start) >= _SETTINGS.abreast * run.length
    return beside >= _SETTINGS.fewest_abreast


def _rows(found: Blobs, dpi: float) -> Iterator[NDArray[np.intp]]:
    """The numbers of the low marks that stand in a row, from the left."""
    usual = _usual(found, dpi)
    low = np.flatnonzero((found[:, HEIGHT] <= _SETTINGS.low * usual) & (found[:, WIDTH] >= found[:, HEIGHT]))
    middles, left = centres_of(found)[:, 1], found[:, LEFT]
    low = low[np.lexsort((left[low], middles[low].round()))]
    level = np.abs(np.diff(middles[low])) <= _SETTINGS.same_level * dpi / POINTS_PER_INCH
    gaps = left[low[1:]] - right_of(found)[low[:-1]]
    cuts = np.flatnonzero(~(level & (gaps >= 0) & (gaps <= _SETTINGS.dashes_apart * usual))) + 1
    for row in np.split(low, cuts):
        if row.size and right_of(found)[row].max() - left[row[0]] >= _SETTINGS.shortest_row * usual:
            yield row


def _rule_across(row: Blobs) -> RulingLine:
    at = float(np.median(centres_of(row)[:, 1]))
    return RulingLine(float(row[0, LEFT]), float(right_of(row).max()), at, float(np.median(row[:, HEIGHT])))


def _usual(found: Blobs, dpi: float) -> float:
    """The usual height of letters; 0 where there are none."""
    letters = found[found[:, AREA] >= _LETTERS.least_letter_area * (dpi / POINTS_PER_INCH) ** 2, HEIGHT]
    return quantile(letters, _LETTERS.tall_quantile) if letters.size else 0.0


def _strokes(found: Blobs, dpi: float) -> NDArray[np.intp]:
    """The numbers of the upright strokes higher than the page's letters, from the left."""
    high, wide, area = found[:, HEIGHT], found[:, WIDTH], found[:, AREA]
    usual = _usual(found, dpi)
    slim = (wide <= _SETTINGS.slim * high) & (area >= _SETTINGS.solid * wide * high)
    tall = (high >= _SETTINGS.high * usual) & (high <= _SETTINGS.highest * usual)
    strokes = np.flatnonzero(slim & tall)
    return np.asarray(strokes[np.argsort(found[strokes, LEFT], kind="stable")], np.intp)


def _columns(found: Blobs, dpi: float) -> Iterator[NDArray[np.intp]]:
    """The numbers of the strokes that stand under each other, each close below the one above it."""
    apart = _SETTINGS.same_place * dpi / POINTS_PER_INCH
    middles, strokes = centres_of(found)[:, 0], _strokes(found, dpi)
    while strokes.size:
        same = strokes[middles[strokes] - middles[strokes[0]] <= apart]
        strokes = strokes[same.size :]
        same = same[np.argsort(found[same, TOP], kind="stable")]
        gaps = found[same[1:], TOP] - foot_of(found)[same[:-1]]
        cuts = np.flatnonzero(gaps > _SETTINGS.lines_apart * found[same[1:], HEIGHT]) + 1
        yield from (column for column in np.split(same, cuts) if column.size >= _SETTINGS.fewest)


def _rule_down(column: Blobs) -> RulingLine:
    more = _SETTINGS.beyond * float(np.median(column[:, HEIGHT]))
    start, end = float(column[:, TOP].min()) - more, float(foot_of(column).max()) + more
    return RulingLine(start, end, float(np.median(centres_of(column)[:, 0])), float(column[:, WIDTH].max()))
