"""What keys on the review page store, by the grammar of its help, written without a look at its script.

The model keeps its own queue, a second store of the same results, in which it stores what was meant. When all
keys are pressed, the page's store must hold the same log.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from extractor.errors import Invalid
from extractor.review.decisions import Action, AskedUnit, Item, ItemAnswer
from extractor.review.service import ReviewService
from samples.key_box import TypedBox


@dataclass(frozen=True, slots=True)
class Stroke:
    """A key with what is held beside it; `name` is the browser's, or the character that it writes.

    One that `stays_down` repeats itself, which must do no more than the first press.
    """

    name: str
    held: str = ""
    stays_down: bool = False

    @property
    def is_text(self) -> bool:
        """True where it writes a character."""
        return len(self.name) == 1 and not self.held


@dataclass(slots=True)
class Sent:
    """What one key stored: the answers, the unit they were given on, the reason."""

    answers: Sequence[ItemAnswer]
    unit: int
    why: str


@dataclass
class KeyModel:
    """A reviewer's window, as the help says it works."""

    service: ReviewService
    who: str
    unit: AskedUnit | None = None
    boxes: list[TypedBox] = field(default_factory=list)
    at: int = 0
    ticked: list[bool] = field(default_factory=list)
    tick: int | None = None
    """The picture of a group that has the focus."""
    typed_why: str | None = None
    """What is typed as the reason, None while another place has the focus."""
    why: str = ""
    refused: bool = False
    """The last key stored nothing, and the page says why."""
    _drafts: dict[int, TypedBox] = field(default_factory=dict)
    _done: list[Sent] = field(default_factory=list)
    _undone: list[Sent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._show(self.service.next_unit(self.who))

    # What is shown.

    @property
    def box(self) -> TypedBox:
        """The box that is asked about."""
        return self.boxes[self.at]

    @property
    def is_rows(self) -> bool:
        """True where rows are asked about."""
        return self.unit is not None and self.unit.first.kind == "rows"

    def _show(self, unit: AskedUnit | None) -> None:
        self.unit, self.typed_why, self.why, self.tick = unit, None, "", None
        items = unit.items if unit else ()
        self.ticked = [True] * len(items) if unit and unit.kind == "group" else []
        asked = items[:1] if self.ticked else items
        self.boxes = [] if self.is_rows else [self._drafts.pop(i.number, TypedBox(i)) for i in asked]
        focus = unit.focus if unit and not self.ticked else None
        self._activate(next((k for k, box in enumerate(self.boxes) if box.item.number == focus), 0))

    def _activate(self, number: int) -> None:
        if number < len(self.boxes):
            self._leave()
            self.at = number
            self.box.enter()

    # Keys.

    def press(self, stroke: Stroke) -> None:
        """Does what the help says of a key."""
        self.refused = False
        if command := self._command(stroke):
            command()
        elif self.typed_why is not None:
            self._in_reason(stroke)
        elif self.unit and not self.is_rows:
            self._in_box(stroke)
        elif self.unit and stroke.name == "Enter":
            self._accept()

    def _command(self, stroke: Stroke) -> Callable[[], None] | None:
        everywhere: dict[str, Callable[[], None]] = {"Alt+u": self._undo, "Alt+r": self._redo}
        if self.unit is None or self.is_rows:
            own = {"Tab": lambda: self._go(1), "Shift+Tab": lambda: self._go(-1), "Alt+w": self._begin_reason}
            if stroke.name == "z" and stroke.held in ("Control", "Meta"):
                return self._undo
            return (everywhere | (own if self.unit else {})).get(_full(stroke))
        own = {
            "Alt+b": lambda: self._one("blank"),
            "Alt+i": lambda: self._one("illegible"),
            "Alt+f": lambda: self._one("as-filed", self.box.text.strip()),
            "Alt+w": self._begin_reason,
            "Tab": lambda: self._step(1),
            "Shift+Tab": lambda: self._step(-1),
        }
        if stroke.name.isdigit() and stroke.name != "0" and stroke.held in ("Alt", "Control", "Meta"):
            number = int(stroke.name) - 1
            return lambda: self._activate(number) if stroke.held == "Alt" else self._offer(number)
        if stroke.name == "z" and stroke.held in ("Control", "Meta") and not self.box.typing:
            return self._undo
        return (everywhere | own).get(_full(stroke))

    def _in_reason(self, stroke: Stroke) -> None:
        reason = self.typed_why or ""
        if stroke.name == "Enter":
            self._accept()
        elif stroke.name == "Escape":
            self._leave()
        elif stroke.is_text:
            self.typed_why = reason + stroke.name
        elif stroke.name == "Backspace":
            self.typed_why = reason[:-1]

    def _in_box(self, stroke: Stroke) -> None:
        if stroke.name == "Enter":
            self._accept()
        elif self.ticked and not self.box.typing and stroke.name in ("ArrowLeft", "ArrowRight"):
            by = 1 if stroke.name == "ArrowRight" else -1
            now = -1 if self.tick is None else self.tick
            self.tick = min(max(now + by, 0), len(self.ticked) - 1)
        elif stroke.name == " " and self.tick is not None:
            self.ticked[self.tick] = not self.ticked[self.tick]
        elif stroke.name != " " or self.box.typing:
            if self.tick is not None and stroke.name not in ("Escape", "F2", "ArrowDown", "ArrowUp"):
                self.box.take_all()
            self.tick = None
            self.box.press(stroke.name)

    def _begin_reason(self) -> None:
        if self.typed_why is None:
            self.typed_why, self.tick = self.why, None

    def _offer(self, number: int) -> None:
        if number < len(self.box.item.alternatives):
            self.box.choose(self.box.item.alternatives[number].value)
            self._leave()

    def _leave(self) -> None:
        """The box has the focus again."""
        self.why = self.why if self.typed_why is None else self.typed_why
        self.typed_why = self.tick = None

    def _step(self, by: int) -> None:
        if self.box.next_doubt(by):
            self._leave()
        elif 0 <= self.at + by < len(self.boxes):
            self._activate(self.at + by)
        else:
            self._go(by)

    def _go(self, by: int) -> None:
        """To another unit, undecided: what was typed is there when it is shown again."""
        assert self.unit
        self._keep_drafts(self.boxes)
        number = self.unit.focus if self.is_rows else self.unit.number
        before = self.service.previous_unit(self.who, number) if by < 0 else None
        here = self.service.unit(number, self.who) if by < 0 and before is None else None
        self._show(before or here or self.service.next_unit(self.who, number))

    def _keep_drafts(self, boxes: Sequence[TypedBox]) -> None:
        self._drafts |= {box.item.number: box for box in boxes if box.text != box.item.value}

    # What is stored.

    def _about(self, box: TypedBox) -> list[Item]:
        if not self.unit or not self.ticked:
            return [box.item]
        return [item for item, is_ticked in zip(self.unit.items, self.ticked, strict=True) if is_ticked]

    def _accept(self) -> None:
        if self.is_rows:
            self._complete()
        else:
            self._store([answer for box in self.boxes if box.text.strip() for answer in self._answers(box)])

    def _answers(self, box: TypedBox) -> list[ItemAnswer]:
        action: Action = "accept" if box.is_offered else "type"
        return [ItemAnswer(item.number, action, box.text.strip()) for item in self._about(box)]

    def _one(self, action: Action, value: str = "") -> None:
        answers = [ItemAnswer(item.number, action, value) for item in self._about(self.box)]
        others = [box for box in self.boxes if box is not self.box]
        self._store(answers, others)

    def _store(self, answers: Sequence[ItemAnswer], others: Sequence[TypedBox] = ()) -> None:
        assert self.unit
        why = self.typed_why if self.typed_why is not None else self.why
        sent = Sent(answers, self.unit.number, why.strip())
        if answers and self._stored(sent):
            self._keep_drafts(others)
            self._undone = []
            self._show(self.service.next_unit(self.who, max(0, sent.unit - 1)))
        self.refused = self.refused or not answers

    def _complete(self) -> None:
        assert self.unit
        why = self.why if self.typed_why is None else self.typed_why
        sent = Sent([ItemAnswer(self.unit.focus, "complete")], self.unit.focus + 1, why.strip())
        if self._stored(sent):
            self._undone = []
            self._show(self.service.next_unit(self.who, sent.unit - 1))

    def _stored(self, sent: Sent) -> bool:
        try:
            self.service.decide_all(sent.answers, self.who, sent.why)
        except Invalid:
            self.refused = True
            return False
        self._done.append(sent)
        return True

    def _undo(self) -> None:
        item = self.service.undo(self.who)
        if item and self._done:
            self._undone.append(self._done.pop())
        self._show(self.service.unit(item.number, self.who) if item else self.service.next_unit(self.who))

    def _redo(self) -> None:
        if self._undone and self._stored(self._undone[-1]):
            sent = self._undone.pop()
            self._show(self.service.next_unit(self.who, max(0, sent.unit - 1)))


def _full(stroke: Stroke) -> str:
    return f"{stroke.held}+{stroke.name}" if stroke.held else stroke.name
