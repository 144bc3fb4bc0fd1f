"""A table's grid told by its captions alone, where its hairline rules did not outlast the scanner.

Each caption stands over its column, so the columns part in the white between what stands under one caption
and what stands under the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
class _Chain:
    """Captions of columns in their order from the left, and how well they agree."""

    value: float = 0.0
    found: tuple[tuple[Column, Hit], ...] = ()

    def followed_by(self, column: Column, hit: Hit) -> _Chain:
        letters = len(squeezed(column.caption))
        lower = _SETTINGS.lower * hit.box.top if letters > SETTINGS.captions.one_letter else 0.0
        return _Chain(self.value + hit.score + lower, (*self.found, (column, hit)))

    def ends_before(self, hit: Hit) -> bool:
        return not self.found or self.found[-1][1].box.x1 <= hit.box.x0


def captioned_grid(page_text: PageText, captions: Captions, layout: Layout, table: Table) -> Grid | None:
    """A table of a layout, where its heading and most of its columns' captions are legible on the page."""
    headings = [other.heading for other in layout.tables]
    found = captions.clear(table.heading, headings)
    if not found:
        return None
    top = found[0].box.bottom
    printed = (hit for wording in (*headings, *layout.marks) for hit in captions.all(wording))
    certain = (hit.box.top for hit in printed if hit.score >= SETTINGS.captions.certain)
    floor = min((y for y in certain if y >= top), default=page_text.height)
    below = [line for line in page_text.lines if top <= line.box.center_y < floor]
    captioned = [line for line in below if line.box.center_y < top + _SETTINGS.deepest_caption]
    cuts = (replace(page_text, lines=tuple(_parted(captioned, blank))) for blank in _SETTINGS.blanks)
    chain = max((_in_order(table, cut) for cut in cuts), key=_value)
    if len(chain.found) < _SETTINGS.least_columns * len(table.leaves):
        return None
    head = around(hit.box for _, hit in chain.found)
    body = [word for line in below for word in line.words if word.box.center_y >= head.bottom]
    fit = sum(hit.score for _, hit in chain.found) / len(table.leaves)
    return Grid(table, tuple(_gaps(chain, body)), ((head.bottom, floor),), head, fit)


def _parted(lines: Iterable[Line], blank: float) -> Iterator[Line]:
    """The lines cut where words stand too far apart for one caption."""
    for line in lines:
        cuts = [k for k, pair in enumerate(pairwise(line.words), start=1) if _apart(*pair) > blank]
        yield from (line_of(line.words[a:b]) for a, b in pairwise([0, *cuts, len(line.words)]))


def _apart(word: Word, other: Word) -> float:
    """The white between two words, in heights of their letters."""
    return (other.box.x0 - word.box.x1) / max(word.size, other.size)


def _in_order(table: Table, page_text: PageText) -> _Chain:
    """The captions of the table's columns that stand beside each other in order and agree best."""
    captions, chains = Captions(page_text), [_Chain()]
    for leaf in table.leaves:
        hits = map(_trimmed, captions.all(leaf.caption))
        longer = [
            max((chain for chain in chains if chain.ends_before(hit)), key=_value).followed_by(leaf, hit)
            for hit in hits
        ]
        chains += longer
    return max(chains, key=_value)


def _trimmed(hit: Hit) -> Hit:
    """The hit without the words at its end that say nothing of the caption: values of the first row."""
    wanted = squeezed(hit.caption)
    worn = 100 * SETTINGS.captions.worn
    own = [k for k, word in enumerate(hit.words) if fuzz.partial_ratio(squeezed(word.text), wanted) >= worn]
    words = hit.words[: own[-1] + 1] if own else hit.words
    return replace(hit, words=words, box=around(word.box for word in words))


def _value(chain: _Chain) -> float:
    return chain.value


def _gaps(chain: _Chain, body: Sequence[Word]) -> Iterator[Gap]:
    columns, hits = zip(*chain.found, strict=True)
    edges = [_between(left, right, body) for left, right in pairwise(hits)]
    everything = around([hit.box for hit in hits] + [word.box for word in body])
    sides = pairwise([everything.x0 - _SETTINGS.aside, *edges, everything.x1 + _SETTINGS.aside])
    for column, (x0, x1) in zip(columns, sides, strict=True):
        yield Gap(column, x0, x1)


def _between(left: Hit, right: Hit, body: Sequence[Word]) -> float:
    """The middle of the widest white between two columns, from the middle of one caption to the other's."""
    low, high = left.box.center_x, right.box.center_x
    boxes = sorted((word.box for word in (*left.words, *right.words, *body)), key=lambda box: box.x0)
    widest, middle, reached = 0.0, (left.box.x1 + right.box.x0) / 2, low
    for start, end in [*((box.x0, box.x1) for box in boxes if box.x1 > low and box.x0 < high), (high, high)]:
        if start - reached > widest:
            widest, middle = start - reached, (start + reached) / 2
        reached = max(reached, end)
    return middle
