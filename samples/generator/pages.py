"""Fills pages from the top: what does not fit goes on the next, tables with their heads again.

Where the style says so, rows and blocks are cut at a page's end, between two lines of writing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from samples.generator.grid import Content, Slot, nothing
from samples.generator.ink import Area, Item, Line, Pen, Sheet, Text
from samples.generator.style import Style
from samples.generator.table import Table
from samples.generator.values import rows

_LEAST_ROOM = 16.0
"""Points at a page's end in which nothing is begun."""


@dataclass(slots=True)
class Book:
    """The pages of one form while they are drawn; `y` is the next free height of the page under the pen."""

    style: Style
    y: float = 0.0
    pen: Pen = field(default_factory=Pen)
    sheets: list[Sheet] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.y = self.top

    @property
    def top(self) -> float:
        return self.style.margin

    @property
    def left(self) -> float:
        return self.style.margin

    @property
    def bottom(self) -> float:
        return self.style.paper[1] - self.style.margin

    def put(self, content: Content, before: float = 0.0, indent: float = 0.0, width: float = 0.0) -> None:
        """Draws `content` under what is there, on a new page if this one is full."""
        width = width or self.style.inner_width - indent
        height = content(Pen(), 0.0, 0.0, width) + before
        self.make_room(_LEAST_ROOM if self.style.breaks.cut else height)
        self.y = content(self.pen, self.left + indent, self.y + before, width)
        self._go_on()

    def make_room(self, height: float) -> None:
        if self.y + height > self.bottom and self.y > self.top:
            self.turn_page()

    def turn_page(self) -> None:
        """Finishes the page and starts the next."""
        self.sheets.append(Sheet(*self.style.paper, tuple(self.pen.items)))
        self.pen, self.y = Pen(), self.top

    def put_table(
        self, table: Table, title: Content, blank_rows: int = 0, names: Sequence[str] | None = None
    ) -> None:
        """The title, the head and the rows (or `names`); on a further page what the style repeats."""
        self._put_head(table, title, self._first_row_height(table))
        for row in rows(table.fill.filing, table.name) if names is None else names:
            if self.y + self._needed(table, row) > self.bottom:
                self.turn_page()
                self._put_head_again(table, title)
            self._put_row(table, table.row_slots(row))
            self._go_on()
        for _ in range(blank_rows):
            if self.y + self.style.row_height < self.bottom:
                self._put_row(table, table.blank_slots())

    def finished(self) -> tuple[Sheet, ...]:
        """All pages."""
        if self.pen.items:
            self.turn_page()
        return tuple(self.sheets)

    def _needed(self, table: Table, row: str) -> float:
        return _LEAST_ROOM if self.style.breaks.cut else table.row_height(row)

    def _put_head_again(self, table: Table, title: Content) -> None:
        heads = self.style.breaks.heads
        if heads != "none":
            self._put_head(table, title if heads == "all" else nothing, 0.0)

    def _go_on(self) -> None:
        """What stands below the page's end goes on at the top of the next."""
        while self.y > self.bottom and (place := _between_lines(self.pen.items, self.bottom)) > self.top:
            pieces = [piece for item in self.pen.items for piece in _cut(item, place)]
            y, self.pen.items = self.y, [item for item in pieces if not _is_below(item, place)]
            self.turn_page()
            down = self.top - place
            self.pen.items = [_moved(item, down) for item in pieces if _is_below(item, place)]
            self.y = y + down

    def _first_row_height(self, table: Table) -> float:
        names = rows(table.fill.filing, table.name)
        return table.row_height(names[0]) if names else 0.0

    def _put_head(self, table: Table, title: Content, below: float) -> None:
        width = self.style.inner_width
        self.make_room(title(Pen(), 0.0, 0.0, width) + table.head(Pen(), 0.0, 0.0) + below)
        self.y = table.head(self.pen, self.left, title(self.pen, self.left, self.y, width))

    def _put_row(self, table: Table, slots: Sequence[Slot]) -> None:
        self.y = table.draw_row(self.pen, self.left, self.y, slots)


def _between_lines(items: Sequence[Item], place: float) -> float:
    """The lowest height, not below `place`, that goes through no writing."""
    boxes = [item.box for item in items if isinstance(item, Text)]
    while through := [box.top for box in boxes if box.top < place < box.bottom]:
        place = min(through)
    return place


def _cut(item: Item, place: float) -> Iterator[Item]:
    """The item, a ruling that goes through `place` in two."""
    if isinstance(item, Line) and min(item.y0, item.y1) < place < max(item.y0, item.y1):
        yield replace(item, y0=min(item.y0, item.y1), y1=place)
        yield replace(item, y0=place, y1=max(item.y0, item.y1))
    else:
        yield item


def _is_below(item: Item, place: float) -> bool:
    match item:
        case Text():
            return item.box.top >= place
        case Line():
            return min(item.y0, item.y1) >= place and max(item.y0, item.y1) > place
        case Area():
            return item.box.top >= place


def _moved(item: Item, down: float) -> Item:
    match item:
        case Text():
            return replace(item, y=item.y + down, line=None if item.line is None else item.line + down)
        case Line():
            return replace(item, y0=item.y0 + down, y1=item.y1 + down)
        case Area(box, colour):
            return Area(box._replace(top=box.top + down, bottom=box.bottom + down), colour)
