"""The layout picture: a page as the tool sees it, with its rules, its tables with columns and rows, and the
places of the values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PIL import Image

from extractor.debug.drawing import PICTURE_DPI, Canvas, Color, Panel, faded
from extractor.document.opened_page import Pixels
from extractor.layout.grid import Grid
from extractor.layout.template import Column
from extractor.model.geometry import Box
from extractor.model.page import PageText, RulingLines

RegionKind = Literal["header", "check", "cell", "text"]

LONGEST = 30
"""Letters of a cell's reading that are shown."""
CELL_SIZE, NAME_SIZE = 13, 15
"""Letter sizes of what was read in a cell, and of a field's name, in pixels."""
BESIDE = 2.0
"""Points between a value and its name."""

RULE: Color = (214, 64, 64)
TINTS: tuple[Color, ...] = ((66, 133, 244), (15, 157, 88))
"""What columns take turns in."""
FRAME: Color = (40, 70, 160)
KINDS: dict[RegionKind, Color] = {
    "header": (130, 60, 180),
    "check": (200, 90, 0),
    "cell": (0, 110, 70),
    "text": (0, 120, 140),
}


@dataclass(frozen=True, slots=True)
class Spot:
    """A value's place on the flat page, the name of its field, and what was read there."""

    box: Box
    kind: RegionKind
    name: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """What the picture says of the page in its margin: a title and the lines below it."""

    title: str
    lines: tuple[str, ...]


def draw_page(
    pixels: Pixels, page_text: PageText, grids: Sequence[Grid], spots: Sequence[Spot], caption: Label
) -> Image.Image:
    """The page from `flat_pixels` with everything seen on it, and a panel that names its parts."""
    canvas = Canvas(faded(pixels), PICTURE_DPI)
    for grid in grids:
        draw_grid(canvas, grid)
    draw_rules(canvas, page_text.rules)
    for spot in spots:
        opacity = 60 if spot.kind == "check" and spot.text else 22
        canvas.box(spot.box.grown(0.8), KINDS[spot.kind], opacity)
    for spot in spots:
        _label(canvas, spot, spots, page_text)
    return _described(canvas, grids, spots, caption).beside(canvas.image)


def draw_rules(canvas: Canvas, rules: RulingLines, across: Color = RULE, down: Color = RULE) -> None:
    """The rules where they were found, those across the page and those down it in a colour each."""
    for rule in rules.across:
        canvas.line(Box(rule.start, rule.at, rule.end, rule.at), across)
    for rule in rules.down:
        canvas.line(Box(rule.at, rule.start, rule.at, rule.end), down)


def draw_grid(canvas: Canvas, grid: Grid) -> None:
    """Columns in turning tints, darker in the head, a number over each; rows parted by thin lines."""
    whole = grid.box
    for number, gap in enumerate(grid.gaps, start=1):
        tint = TINTS[number % 2]
        canvas.tint(Box(gap.x0, whole.top, gap.x1, whole.bottom), tint, 30)
        if head := grid.head:
            canvas.tint(Box(gap.x0, head.top, gap.x1, head.bottom), tint, 45)
        canvas.badge((gap.x0 + gap.x1) / 2, whole.top, str(number), tint)
    for _, bottom in grid.rows:
        canvas.line(Box(whole.x0, bottom, whole.x1, bottom), FRAME, opacity=130, width=1)
    canvas.box(whole, FRAME, opacity=0, width=3)


def describe_grid(panel: Panel, grid: Grid) -> None:
    """The numbers over a table's columns with their fields."""
    panel.title(f"{grid.table.name}   fit {grid.fit:.2f}, {len(grid.rows)} rows", FRAME)
    for number, gap in enumerate(grid.gaps, start=1):
        panel.numbered(number, _column(gap.column), TINTS[number % 2])


def _label(canvas: Canvas, spot: Spot, spots: Sequence[Spot], page_text: PageText) -> None:
    """The field's name beside its value where there is room, else over it; cells show what was read."""
    box, color = spot.box, KINDS[spot.kind]
    if spot.kind == "cell" and page_text.source != "text" and spot.text:
        canvas.label(spot.text[:LONGEST], box.x0, box.top, color, CELL_SIZE)
    if spot.kind in ("cell", "check"):
        return
    width = canvas.length_of(spot.name, NAME_SIZE)
    beside = Box(box.x1 + BESIDE, box.top, box.x1 + BESIDE + 3 + width, box.top + 7)
    if beside.x1 > page_text.width or any(beside.overlap(other.box) for other in spots):
        canvas.label(spot.name, box.x1 - width, box.top, color, NAME_SIZE)
    else:
        canvas.label(spot.name, beside.x0, beside.bottom, color, NAME_SIZE)


def _described(canvas: Canvas, grids: Sequence[Grid], spots: Sequence[Spot], caption: Label) -> Panel:
    panel = Panel(canvas.image.height)
    panel.title(caption.title)
    for line in caption.lines:
        panel.line(line)
    for grid in grids:
        describe_grid(panel, grid)
    if named := [spot for spot in spots if spot.kind != "cell"]:
        panel.title("Header and text")
        for spot in named:
            text = f"{spot.name}: {spot.text}" if spot.text else spot.name
            panel.entry(text, KINDS[spot.kind], filled=spot.kind != "check" or bool(spot.text))
    return panel


def _column(column: Column) -> str:
    name = column.path.rpartition("/")[2]
    return f"{name} ({column.means})" if column.means else name
