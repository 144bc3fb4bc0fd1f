"""A table's grid from its captions alone, where the scanner lost its hairline rules.

Each caption is above its column, so the columns are divided by the white between what is under one caption
and what is under the next (the widest gap of the projection profile).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz import fuzz

from extractor.layout.captions import Captions, Hit, squeezed
from extractor.layout.grid import Gap, Grid
from extractor.layout.settings import SETTINGS
from extractor.layout.template import Column, Layout, Table
from extractor.model.geometry import around
from extractor.model.page import Line, PageText, Word, line_of

_SETTINGS = SETTINGS.captioned_grid


@dataclass(frozen=True, slots=True)
class _CaptionSequence:
    """Captions of columns in their order from the left, and how well they agree."""

    value: float = 0.0
    found: tuple[tuple[Column, Hit], ...] = ()

    def followed_by(self, column: Column, hit: Hit) -> _CaptionSequence:
        letters = len(squeezed(column.caption))
        lower = _SETTINGS.lower * hit.box.top if letters > SETTINGS.captions.one_letter else 0.0
        return _CaptionSequence(self.value + hit.score + lower, (*self.found, (column, hit)))

    def ends_before(self, hit: Hit) -> bool:
        return not self.found or self.found[-1][1].box.x1 <= hit.box.x0


def captioned_grid(page_text: PageText, captions: Captions, layout: Layout, table: Table) -> Grid | None:
    """A table of a layout, where its heading and most of its columns' captions are legible on the page."""
    headings = [wording for other in layout.tables for wording in other.heading.wordings]
    found = captions.clear(*table.heading.wordings, rivals=headings)
    if not found:
        return None
    top = found[0].box.bottom
    printed = (hit for wording in (*headings, *layout.marks) for hit in captions.all(wording))
    certain = (hit.box.top for hit in printed if hit.score >= SETTINGS.captions.certain)
    floor = min((y for y in certain if y >= top), default=page_text.height)
    below = [line for line in page_text.lines if top <= line.box.center_y < floor]
    captioned = [line for line in below if line.box.center_y < top + _SETTINGS.deepest_caption]
    cuts = (replace(page_text, lines=tuple(_split_at_blanks(captioned, blank))) for blank in _SETTINGS.blanks)
    sequence = max((_best_sequence(table, Captions(cut, captions.letters)) for cut in cuts), key=_value)
    required = sum(not leaf.optional for leaf in table.leaves)
    if len(sequence.found) < _SETTINGS.least_columns * required:
        return None
    head = around(hit.box for _, hit in sequence.found)
    body = [word for line in below for word in line.words if word.box.center_y >= head.bottom]
    fit = min(1.0, sum(hit.score for _, hit in sequence.found) / required)
    return Grid(table, tuple(_gaps(sequence, body)), ((head.bottom, floor),), head, fit)


def _split_at_blanks(lines: Iterable[Line], blank: float) -> Iterator[Line]:
    """The lines, split where words are too far apart for one caption."""
    for line in lines:
        cuts = [k for k, pair in enumerate(pairwise(line.words), start=1) if _white_between(*pair) > blank]
        yield from (line_of(line.words[a:b]) for a, b in pairwise([0, *cuts, len(line.words)]))


def _white_between(word: Word, other: Word) -> float:
    """The white between two words, in heights of their letters."""
    return (other.box.x0 - word.box.x1) / max(word.size, other.size)


def _best_sequence(table: Table, captions: Captions) -> _CaptionSequence:
    """The captions of the table's columns, beside each other and in order, that agree best."""
    sequences = [_CaptionSequence()]
    for leaf in table.leaves:
        hits = [_trimmed(hit, leaf, captions.letters) for hit in captions.all(*leaf.wordings)]
        longer = [
            max((sequence for sequence in sequences if sequence.ends_before(hit)), key=_value).followed_by(
                leaf, hit
            )
            for hit in hits
        ]
        sequences += longer
    return max(sequences, key=_value)


def _trimmed(hit: Hit, column: Column, letters: Callable[[str], str]) -> Hit:
    """The hit without the words at its end that are not of the caption: values of the first row."""
    wanted = [letters(wording) for wording in column.wordings]
    worn = 100 * SETTINGS.captions.worn
    own = [
        k
        for k, word in enumerate(hit.words)
        if any(fuzz.partial_ratio(letters(word.text), wording) >= worn for wording in wanted)
    ]
    words = hit.words[: own[-1] + 1] if own else hit.words
    return replace(hit, words=words, box=around(word.box for word in words))


def _value(sequence: _CaptionSequence) -> float:
    return sequence.value


def _gaps(sequence: _CaptionSequence, body: Sequence[Word]) -> Iterator[Gap]:
    columns, hits = zip(*sequence.found, strict=True)
    edges = [_edge_between(left, right, body) for left, right in pairwise(hits)]
    everything = around([hit.box for hit in hits] + [word.box for word in body])
    sides = pairwise([everything.x0 - _SETTINGS.aside, *edges, everything.x1 + _SETTINGS.aside])
    for column, (x0, x1) in zip(columns, sides, strict=True):
        yield Gap(column, x0, x1)


def _edge_between(left: Hit, right: Hit, body: Sequence[Word]) -> float:
    """The middle of the widest white between two columns, from the middle of one caption to the other's."""
    low, high = left.box.center_x, right.box.center_x
    boxes = sorted((word.box for word in (*left.words, *right.words, *body)), key=lambda box: box.x0)
    widest, middle, reached = 0.0, (left.box.x1 + right.box.x0) / 2, low
    for start, end in [*((box.x0, box.x1) for box in boxes if box.x1 > low and box.x0 < high), (high, high)]:
        if start - reached > widest:
            widest, middle = start - reached, (start + reached) / 2
        reached = max(reached, end)
    return middle
