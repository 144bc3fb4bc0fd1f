"""A box of the review page under keys: its text, what of it is selected, what is offered."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.review.decisions import Item

LONG = 60
"""Characters beyond which a text has several lines."""


@dataclass
class TypedBox:
    """The box of an item; from `start` to `end` is what the next character takes the place of."""

    item: Item
    text: str = ""
    typing: bool = False
    start: int = 0
    end: int = 0
    _doubt: int = -1
    _spots: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.text = self.item.value
        self._spots = list(self.item.doubts)

    @property
    def is_long(self) -> bool:
        """True for a text of several lines."""
        return len(self.item.value) > LONG

    @property
    def is_offered(self) -> bool:
        """True where its text is what was read, or is offered."""
        return self.text.strip() in (self.item.value, *(other.value for other in self.item.alternatives))

    def enter(self) -> None:
        """It is asked about now: all of it is selected, of a long text its first doubtful word."""
        self.typing, self._doubt = False, -1
        if not self.is_long:
            self.take_all()
        elif not self.next_doubt(1):
            self.start = self.end = 0

    def take_all(self) -> None:
        """Selects everything."""
        self.start, self.end = 0, len(self.text)

    def next_doubt(self, by: int) -> bool:
        """Selects the next doubtful word, or the one before; False where there is none."""
        if not self.is_long or not 0 <= self._doubt + by < len(self._spots):
            return False
        self._doubt += by
        self.typing = False
        self.start, self.end = (min(at, len(self.text)) for at in self._spots[self._doubt])
        return True

    def choose(self, value: str) -> None:
        """Puts what is offered in."""
        self.text, self.typing, self._spots = value, False, list(self.item.doubts)
        self.take_all()

    def press(self, name: str) -> None:
        """A key that is text or edits."""
        match name:
            case "Escape":
                self.choose(self.item.value)
            case "F2":
                self.typing, self.start, self.end = True, len(self.text), len(self.text)
            case "ArrowDown" | "ArrowUp":
                self._choose_next(1 if name == "ArrowDown" else -1)
            case _:
                self.typing = True
                self._edit(name)

    def _choose_next(self, by: int) -> None:
        every = [v for v in (self.item.value, *(other.value for other in self.item.alternatives)) if v]
        if self.typing or not every:
            return
        now = every.index(self.text) + by if self.text in every else (0 if by > 0 else -1)
        self.choose(every[now % len(every)])

    def _edit(self, name: str) -> None:
        start, end, size = self.start, self.end, len(self.text)
        match name:
            case "Backspace":
                self._replace(max(0, start - 1) if start == end else start, end, "")
            case "Delete":
                self._replace(start, min(size, end + 1) if start == end else end, "")
            case "ArrowLeft":
                self.start = self.end = max(0, start - 1) if start == end else start
            case "ArrowRight":
                self.start = self.end = min(size, end + 1) if start == end else end
            case "Home" | "End":
                self.start = self.end = 0 if name == "Home" else size
            case _:
                self._replace(start, end, name)

    def _replace(self, start: int, end: int, text: str) -> None:
        self.text = self.text[:start] + text + self.text[end:]
        self._spots = [(_moved(a, start, end, text), _moved(b, start, end, text)) for a, b in self._spots]
        self.start = self.end = start + len(text)


def _moved(at: int, start: int, end: int, text: str) -> int:
    """Where a place of the text is after a part of it was replaced."""
    if at >= end:
        return at + len(text) - (end - start)
    return min(at, start)
