"""Ruled boxes whose rows grow with what stands in them: headers, table heads and table rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from extractor.model.geometry import Box
from samples.generator.ink import BLACK, Colour, Pen
from samples.generator.typeset import Align, Word, flow

# Draws on the pen from (x, y) in a column of the given width and returns the bottom.
Content = Callable[[Pen, float, float, float], float]


@dataclass(frozen=True, slots=True)
class Slot:
    """One box of a grid: where it stands, what it holds, and how that stands in it."""

    row: int
    col: int
    content: Content
    rows: int = 1
    cols: int = 1
    stand: float = 0.0  # 0 at the top of the box, 0.5 in the middle, 1 at the bottom
    framed: bool = True


@dataclass(frozen=True, slots=True)
class Ruling:
    """Weight of the rules; `double`: two thin rules with a gap, as browsers print table borders."""

    weight: float
    double: float = 0.0
    colour: Colour = BLACK
    padding: float = 2.0
    across: bool = True  # rules between rows too


def nothing(_pen: Pen, _x: float, y: float, _width: float) -> float:
    """An empty box."""
    return y


def words_in(words: Sequence[Word], align: Align = "left") -> Content:
    """Content that sets words in lines."""
    return lambda pen, x, y, width: flow(pen, x, y, width, words, align)


def stacked(*contents: Content, gap: float = 0.0) -> Content:
    """One content under another."""

    def draw(pen: Pen, x: float, y: float, width: float) -> float:
        for content in contents:
            y = content(pen, x, y, width) + gap
        return y

    return draw


def row_heights(
    slots: Sequence[Slot], widths: Sequence[float], least: Sequence[float], ruling: Ruling
) -> list[float]:
    """Points each row needs; a slot over several rows stretches its last one."""
    heights = list(least)
    for slot in sorted(slots, key=lambda slot: slot.rows):
        width = sum(widths[slot.col : slot.col + slot.cols]) - 2 * ruling.padding
        need = slot.content(Pen(), 0.0, 0.0, width) + 2 * ruling.padding
        have = sum(heights[slot.row : slot.row + slot.rows])
        heights[slot.row + slot.rows - 1] += max(0.0, need - have)
    return heights


def draw_grid(
    pen: Pen,
    at: tuple[float, float],
    slots: Sequence[Slot],
    widths: Sequence[float],
    least: Sequence[float],
    ruling: Ruling,
) -> float:
    """Draws the grid with its top left corner at `at`; returns its bottom."""
    x, y = at
    heights = row_heights(slots, widths, least, ruling)
    xs = list(accumulate(widths, initial=x))
    ys = list(accumulate(heights, initial=y))
    for slot in slots:
        box = Box(xs[slot.col], ys[slot.row], xs[slot.col + slot.cols], ys[slot.row + slot.rows])
        _draw_slot(pen, slot, box, ruling)
    return ys[-1]


def grid_of(
    slots: Sequence[Slot], widths: Sequence[float], least: Sequence[float], ruling: Ruling
) -> Content:
    """The grid as content; its widths are its own."""
    return lambda pen, x, y, _width: draw_grid(pen, (x, y), slots, widths, least, ruling)


def _draw_slot(pen: Pen, slot: Slot, box: Box, ruling: Ruling) -> None:
    inner = box.width - 2 * ruling.padding
    need = slot.content(Pen(), 0.0, 0.0, inner)
    down = ruling.padding + slot.stand * max(0.0, box.height - 2 * ruling.padding - need)
    slot.content(pen, box.x0 + ruling.padding, box.top + down, inner)
    if slot.framed:
        rule_box(pen, box, ruling)


def rule_box(pen: Pen, box: Box, ruling: Ruling) -> None:
    """The rules around `box`; only its sides where the ruling has none across; none of no weight."""
    if not ruling.weight:
        return
    if ruling.across:
        pen.frame(box.grown(-ruling.double / 2), ruling.weight, ruling.colour)
        return
    for x in (box.x0, box.x1):
        pen.line(x, box.top, x, box.bottom, ruling.weight, ruling.colour)
