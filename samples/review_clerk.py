"""A clerk who reviews filings by their truth: what a doubtful cell costs, and what is wrong afterwards.

The clerk sees a unit at once. All right: Enter. Else Alt and its number for each wrong value, a digit with
Ctrl for one that is offered, the keys that type the value or mend the one shown, or one for blank; then
Enter. Rows that are asked about are left as they are, since only cells are counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from statistics import mean, median

from extractor.review.decisions import AskedUnit, Item, ItemAnswer
from extractor.review.service import ReviewService
from samples.scoring import same

NAME = "clerk"
Truths = Mapping[str, tuple[str, str | None]]
"""Path in the result → kind and what the form says there, None where it says nothing."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Keys on one cell, with its share of those on its unit; whether its truth was on the screen."""

    keys: float
    is_offered: bool
    is_prose: bool


@dataclass
class Sitting:
    """What a review of many filings came to."""

    units: int = 0
    spent: list[Spent] = field(default_factory=list)
    settled: int = 0
    outcome: Counter[tuple[str, bool]] = field(default_factory=Counter)
    """(accepted, asked or settled; whether it is wrong in the end) → cells of the filings."""

    def report(self) -> Iterator[str]:
        """The figures in lines."""
        offered = [one.keys for one in self.spent if one.is_offered]
        short = [one.keys for one in self.spent if not one.is_prose]
        yield f"{len(self.spent)} doubtful cells in {self.units} units, {self.settled} more settled by sums"
        yield f"keys a doubtful cell: median {median(one.keys for one in self.spent):.2f}"
        for name, keys in (("where the truth is offered", offered), ("without footnotes and remarks", short)):
            yield f"  {name} ({len(keys)}): median {median(keys):.2f}, mean {mean(keys):.2f}"
        for kind in ("asked", "settled", "accepted"):
            wrong, right = self.outcome[kind, True], self.outcome[kind, False]
            yield f"wrong after review: {wrong} of {wrong + right} cells that were {kind}"


def review(service: ReviewService, truths: Sequence[Truths]) -> Sitting:
    """Reviews every filing of a service to the end; `truths` are in the order of its filings."""
    sitting, asked = Sitting(), set()
    while unit := service.next_unit(NAME):
        known = truths[unit.filing - 1]
        if unit.first.kind == "rows":
            service.decide(unit.focus, NAME, "complete")
            continue
        answers, spent = _answered(unit, known)
        asked |= {(unit.filing, item.path) for item in unit.items}
        sitting.spent += spent
        sitting.units += 1
        sitting.settled += len(service.decide_all(answers, NAME)[-1].settled)
    for filing, known in enumerate(truths, 1):
        _compare(service, filing, known, {path for own, path in asked if own == filing}, sitting)
    return sitting


def _answered(unit: AskedUnit, truths: Truths) -> tuple[list[ItemAnswer], list[Spent]]:
    """The right answers on a unit, and what they cost."""
    own = [(item, *truths.get(item.path, ("text", None))) for item in unit.items]
    if unit.kind == "group":
        return _of_group(own)
    answers = [_answer(*one) for one in own]
    # Blank stores at once: where all are, no Enter follows.
    shared = 1 / len(own) if any(answer.action != "blank" for answer, _ in answers) else 0.0
    spent, at = [], unit.focus
    for (item, kind, truth), (_, cost) in zip(own, answers, strict=True):
        moved = bool(cost) and item.number != at
        at = item.number if cost else at
        is_prose = item.path.startswith(("footnotes/", "remarks"))
        spent.append(Spent(shared + moved + cost, _is_offered(item, kind, truth), is_prose))
    return [answer for answer, _ in answers], spent


def _of_group(own: Sequence[tuple[Item, str, str | None]]) -> tuple[list[ItemAnswer], list[Spent]]:
    """Those of a group that are as shown; each other one is unticked, a step and a key, and asked again."""
    right = [one for one in own if _matches(*one)] or own[:1]
    answers = [_answer(*one) for one in right]
    cost = 1 + 2 * (len(own) - len(right)) + answers[0][1]
    return [answer for answer, _ in answers], [Spent(cost / len(right), True, False) for _ in right]


def _matches(item: Item, kind: str, truth: str | None) -> bool:
    return truth is not None and same(kind, truth, item.value)


def _is_offered(item: Item, kind: str, truth: str | None) -> bool:
    return truth is None or any(same(kind, truth, v) for v in (item.value, *_offers(item)))


def _answer(item: Item, kind: str, truth: str | None) -> tuple[ItemAnswer, int]:
    """The right answer, and the keys before Enter."""
    if truth is None:
        return ItemAnswer(item.number, "blank"), 1
    if _matches(item, kind, truth):
        return ItemAnswer(item.number, "accept", item.value), 0
    if offer := next((v for v in _offers(item) if same(kind, truth, v)), None):
        return ItemAnswer(item.number, "accept", offer), 1
    return ItemAnswer(item.number, "type", truth), min(len(truth), _edits(item.value, truth))


def _edits(value: str, truth: str) -> int:
    """Keys that make the one of the other: F2, then from the end to each difference, by words if far."""
    keys, at = 1, len(value)
    for _, start, end, first, last in reversed(_differences(value, truth)):
        keys += _steps(value[end:at]) + (end - start) + (last - first)
        at = start
    return keys


def _differences(value: str, truth: str) -> list[tuple[str, int, int, int, int]]:
    codes = SequenceMatcher(None, value, truth, autojunk=False).get_opcodes()
    return [code for code in codes if code[0] != "equal"]


def _steps(between: str) -> int:
    """Presses of an arrow over a text, a word at a time with Ctrl."""
    words = between.split(" ")
    return min(len(between), len(words) - 1 + min(len(words[0]), 1 + len(words[0])))


def _offers(item: Item) -> list[str]:
    return [other.value for other in item.alternatives]


def _compare(service: ReviewService, filing: int, truths: Truths, asked: set[str], sitting: Sitting) -> None:
    """Counts the cells of a filing as they are after review."""
    doubted = {item.path for item in service.items_of(filing)}
    for cell in service.filing(filing).filing.cells:
        if cell.path not in truths:
            continue  # a row or a field that the truth does not speak of
        kind, truth = truths[cell.path]
        how = "asked" if cell.path in asked else "settled" if cell.path in doubted else "accepted"
        sitting.outcome[how, truth is None or not same(kind, truth, cell.value)] += 1
