"""Units of work: what a reviewer settles at one glance and with one key.

The doubtful cells of a row, or of a block of the header, are one unit. Where it takes fewer glances, the
cells of a column that were read alike are one: "8 × J: all?".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.model.path import FOOTNOTE, CellPath
from extractor.review.decisions import ItemKind, UnitKind

ALONE = ("remarks",)
"""Fields of the header whose text is too long to stand beside others."""
Block = tuple[str, int]
"""The row and its page; empty for all that stands outside the tables."""

PageSpan = tuple[int, float, float]
"""A page, and from where to where down the upright page, in points."""


@dataclass(frozen=True, slots=True)
class UnitSettings:
    """How much is asked at one glance."""

    tallest: float = 150.0
    """Points of the page shown for a unit, at most: on a laptop they are legible."""
    margin: float = 12.0
    """Points shown above a cell and below it: the lines beside it."""
    widest: int = 8
    """Cells of one unit, at most: their boxes fit below the picture."""


SETTINGS = UnitSettings()


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An item of the queue as far as grouping needs it.

    `span` is where its cell begins and ends on the upright page, top and bottom in points. What is keyed
    blind has no value that its reviewer may see.
    """

    number: int
    kind: ItemKind
    path: str
    value: str
    page: int
    span: tuple[float, float]
    is_blind: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """Items, by number, that are asked together, in the order of the queue."""

    kind: UnitKind
    numbers: tuple[int, ...]


def units_of(questions: Sequence[OpenItem]) -> tuple[Unit, ...]:
    """Every question in one unit; the units in the order of their first questions."""
    together = [question for question in questions if _is_short(question)]
    groups = _groups(together)
    grouped = {question.number for group in groups for question in group}
    found = [Unit("one", (q.number,)) for q in questions if not _is_short(q)]
    found += [unit for group in groups for unit in _parts("group", group)]
    for block in _by_block(q for q in together if q.number not in grouped):
        found += [unit for near in _near(block) for unit in _parts("row", near)]
    return tuple(sorted(found, key=lambda unit: unit.numbers[0]))


def column(path: str) -> str:
    """The path without numbers of rows, owners and the like: the same for all cells of a column."""
    parts = CellPath.parse(path)
    return f"{parts.element}/{parts.field}{'/footnoteId' if parts.marks else ''}"


def _is_short(question: OpenItem) -> bool:
    """True for a cell that can stand beside others; what is keyed blind must not be stored with their key."""
    parts = CellPath.parse(question.path)
    return (
        question.kind == "cell"
        and not question.is_blind
        and parts.element != FOOTNOTE
        and parts.field not in ALONE
    )


def _block(question: OpenItem) -> Block:
    parts = CellPath.parse(question.path)
    return (parts.base, question.page) if parts.table else ("", 0)


def _by_block(questions: Iterable[OpenItem]) -> list[list[OpenItem]]:
    blocks: dict[Block, list[OpenItem]] = defaultdict(list)
    for question in questions:
        blocks[_block(question)].append(question)
    return list(blocks.values())


def _groups(questions: Sequence[OpenItem]) -> list[list[OpenItem]]:
    """Cells read alike, where a question about all of them saves at least one other question.

    At first all that are alike are groups; each that empties no two rows is dissolved, small ones first.
    """
    alike: dict[tuple[str, str], list[OpenItem]] = defaultdict(list)
    for question in questions:
        if question.value:
            alike[column(question.path), question.value].append(question)
    groups = sorted((group for group in alike.values() if len(group) > 1), key=len)
    left = Counter(_block(q) for q in questions)
    left.subtract(_block(q) for group in groups for q in group)
    kept = []
    for group in groups:
        blocks = [_block(q) for q in group]
        if sum(left[block] == 0 for block in set(blocks)) > 1:
            kept.append(group)
        else:
            left.update(blocks)
    return kept


def _near(questions: Sequence[OpenItem]) -> list[list[OpenItem]]:
    """The questions of a block, divided where the strips of the page that show them become too high."""
    parts: list[list[OpenItem]] = []
    for question in sorted(questions, key=lambda q: (q.page, q.span)):
        if not parts or height(strips([*parts[-1], question])) > SETTINGS.tallest:
            parts.append([])
        parts[-1].append(question)
    return [sorted(part, key=lambda q: q.number) for part in parts]


def strips(questions: Iterable[OpenItem]) -> list[PageSpan]:
    """The strips of pages that show questions with a margin; those that meet are one."""
    found: list[PageSpan] = []
    for question in sorted(questions, key=lambda q: (q.page, q.span)):
        top, bottom = question.span[0] - SETTINGS.margin, question.span[1] + SETTINGS.margin
        if found and found[-1][0] == question.page and top <= found[-1][2]:
            page, start, end = found.pop()
            found.append((page, start, max(end, bottom)))
        else:
            found.append((question.page, top, bottom))
    return found


def height(shown: Iterable[PageSpan]) -> float:
    """Points of strips one above the other."""
    return sum(bottom - top for _, top, bottom in shown)


def _parts(kind: UnitKind, questions: Sequence[OpenItem]) -> list[Unit]:
    """One unit, or several of a size that fits the window."""
    numbers = sorted(q.number for q in questions)
    size = SETTINGS.widest
    parts = [tuple(numbers[k : k + size]) for k in range(0, len(numbers), size)]
    return [Unit(kind if len(part) > 1 else "one", part) for part in parts]
