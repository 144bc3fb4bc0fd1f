"""Fills pages from the top: what does not fit goes on the next, tables with their heads again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from samples.generator.grid import Content, Slot
from samples.generator.ink import Pen, Sheet
from samples.generator.style import Style
from samples.generator.table import Table
from samples.generator.values import rows


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
        self.make_room(content(Pen(), 0.0, 0.0, width) + before)
        self.y = content(self.pen, self.left + indent, self.y + before, width)

    def make_room(self, height: float) -> None:
        if self.y + height > self.bottom and self.y > self.top:
            self.turn_page()

    def turn_page(self) -> None:
        """Finishes the page and starts the next."""
        self.sheets.append(Sheet(*self.style.paper, tuple(self.pen.items)))
        self.pen, self.y = Pen(), self.top

    def put_table(self, table: Table, title: Content, blank_rows: int = 0) -> None:
        """The title, the head and the rows; after a page break the title and the head again."""
        self._put_head(table, title, self._first_row_height(table))
        for row in rows(table.fill.filing, table.name):
            if self.y + table.row_height(row) > self.bottom:
                self.turn_page()
                self._put_head(table, title, 0.0)
            self._put_row(table, table.row_slots(row))
        for _ in range(blank_rows):
            if self.y + self.style.row_height < self.bottom:
                self._put_row(table, table.blank_slots())

    def finished(self) -> tuple[Sheet, ...]:
        """All pages."""
        if self.pen.items:
            self.turn_page()
        return tuple(self.sheets)

    def _first_row_height(self, table: Table) -> float:
        names = rows(table.fill.filing, table.name)
        return table.row_height(names[0]) if names else 0.0

    def _put_head(self, table: Table, title: Content, below: float) -> None:
        width = self.style.inner_width
        self.make_room(title(Pen(), 0.0, 0.0, width) + table.head(Pen(), 0.0, 0.0) + below)
        self.y = table.head(self.pen, self.left, title(self.pen, self.left, self.y, width))

    def _put_row(self, table: Table, slots: Sequence[Slot]) -> None:
        self.y = table.draw_row(self.pen, self.left, self.y, slots)
