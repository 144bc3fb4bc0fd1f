"""What statements are made of: equal values, signed sums, orderings, tests of one cell.

All of them take any text in any cell: nonsense does not hold, and raises nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from extractor.reconcile.constraint import Statement
from extractor.reconcile.form_view import Values, day, grouped, number

Wording = Callable[[Values], str]
"""Spells a statement for values of its cells."""
Signs = Mapping[str, int]

BALANCE: Signs = {"A": 1, "D": -1}
"""What is acquired adds to a balance, what is disposed of takes from it."""
ACQUIRED: Signs = {"A": 1, "D": 0}
DISPOSED: Signs = {"A": 0, "D": 1}

YES = "true"
NO = "false"
"""The value of a box that is not checked."""


@dataclass(frozen=True, slots=True)
class SumTerm:
    """An amount in a sum; `signs` has how it counts by the letter in `code`, if there is one."""

    path: str
    code: str = ""
    signs: Signs = field(default_factory=lambda: BALANCE)

    @property
    def cells(self) -> tuple[str, ...]:
        return (self.path, self.code) if self.code else (self.path,)

    def sign(self, values: Values) -> int | None:
        """1, -1 or 0; None where the letter is none of the form's."""
        return self.signs.get(values[self.code]) if self.code else 1

    def amount(self, values: Values) -> Decimal | None:
        """The amount as it counts; None where a cell holds no number or no such letter."""
        sign, amount = self.sign(values), number(values[self.path])
        return None if sign is None or amount is None else sign * amount


def total(terms: Iterable[SumTerm], values: Values) -> Decimal | None:
    """The sum of the terms; None where one of them has no amount."""
    summed = Decimal(0)
    for term in terms:
        amount = term.amount(values)
        if amount is None:
            return None
        summed += amount
    return summed


def sums(
    left: Sequence[SumTerm], right: Sequence[SumTerm], words: Wording, rounded: Sequence[SumTerm] = ()
) -> Statement:
    """Both sides come to the same; `left` stands first in reading order.

    Parts of a share are rounded row by row: where one of `rounded` has decimals, one in the last place more
    or less is the same, and nothing can be solved.
    """

    def holds(values: Values) -> bool:
        one, other = total(left, values), total(right, values)
        if one is None or other is None:
            return False
        return one == other or abs(one - other) <= last_place(rounded, values)

    def solved(values: Values, path: str) -> str | None:
        for terms, others in ((left, right), (right, left)):
            for term in terms:
                if path == term.code:
                    return only(letter for letter in term.signs if holds({**values, path: letter}))
                if path == term.path:
                    wanted = _wanted(term, [t for t in terms if t is not term], others, values)
                    return None if wanted and last_place(rounded, {**values, path: wanted}) else wanted
        return None

    cells = tuple(dict.fromkeys(cell for term in (*left, *right) for cell in term.cells))
    return Statement(cells, holds, words, solved)


def last_place(terms: Iterable[SumTerm], values: Values) -> Decimal:
    """One in the last decimal place of these amounts; 0 where all are whole."""
    places = max((places_of(values[term.path]) for term in terms), default=0)
    return Decimal(1).scaleb(-places) if places else Decimal(0)


def places_of(text: str) -> int:
    """How many decimal places a number has; 0 for anything else."""
    return len(text.partition(".")[2].rstrip("0")) if number(text) is not None else 0


def _wanted(
    term: SumTerm, beside: Sequence[SumTerm], others: Sequence[SumTerm], values: Values
) -> str | None:
    """What `term` must amount to so that its side comes to what the others do."""
    sign, near, far = term.sign(values), total(beside, values), total(others, values)
    if not sign or near is None or far is None:
        return None
    return plain((far - near) * sign)


def only(found: Iterable[str]) -> str | None:
    """The one that is found; None for none or several."""
    several = tuple(found)
    return several[0] if len(several) == 1 else None


def plain(amount: Decimal) -> str | None:
    """A number as the contract spells it; None below 0."""
    return f"{abs(amount).normalize():f}" if amount >= 0 else None


def sum_of(terms: Sequence[SumTerm], result: str) -> Statement:
    """The terms come to the number at `result`: `1,116 - 409 = 707`, or `1,116 - 409 = 707, not 767`."""

    def wording(values: Values) -> str:
        text, summed, read = spelt(terms, values), total(terms, values), shown(values[result])
        if summed is None:
            return f"{text} = {read}: no sum"
        if statement.holds(values):
            return f"{text} = {read}" + ("" if summed == number(values[result]) else ", rounded")
        return f"{text} = {grouped(summed)}, not {read}"

    moved = [term for term in terms if term.code]
    statement = sums(terms, (SumTerm(result),), wording, moved)
    return statement


def spelt(terms: Sequence[SumTerm], values: Values) -> str:
    """The terms as people write a sum: `1,116 + 4,884 - 409`."""
    first, *rest = terms
    head = "-" if first.sign(values) == -1 else ""
    signs = ("-" if term.sign(values) == -1 else "+" for term in rest)
    tail = (f" {sign} {shown(values[term.path])}" for sign, term in zip(signs, rest, strict=True))
    return head + shown(values[first.path]) + "".join(tail)


def equal(one: str, other: str, words: str) -> Statement:
    """Two cells hold one number; `words` has a place for each."""

    def wording(values: Values) -> str:
        text = words.format(shown(values[one]), shown(values[other]))
        return text if statement.holds(values) else f"{text}: they differ"

    statement = sums((SumTerm(one),), (SumTerm(other),), wording)
    return statement


def same(one: str, other: str, words: str, read: Callable[[str], Any] = str) -> Statement:
    """Two cells hold the same, as `read` takes them; what it takes for None is never the same.

    One settles the other where `read` keeps all of it: not a title with a par value.
    """

    def holds(values: Values) -> bool:
        first = read(values[one])
        return first is not None and first == read(values[other])

    def wording(values: Values) -> str:
        text = words.format(shown(values[one]), shown(values[other]))
        return text if holds(values) else f"{text}: they differ"

    def solved(values: Values, path: str) -> str | None:
        given = values[other if path == one else one]
        return given if str(read(given)) == given.casefold() else None

    return Statement((one, other), holds, wording, solved)


def ordered(less: str, more: str, words: str, read: Callable[[str], Any] = day) -> Statement:
    """The value at `less` comes before that at `more`, or is the same."""

    def holds(values: Values) -> bool:
        low, high = read(values[less]), read(values[more])
        return low is not None and high is not None and bool(low <= high)

    return tested((less, more), holds, words)


def tested(cells: Sequence[str], holds: Callable[[Values], bool], words: str, wrong: str = "") -> Statement:
    """A test of some cells; `words` has a place for each, and so has `wrong`, which spells it where it
    fails."""

    def wording(values: Values) -> str:
        kept = holds(values)
        text = (words if kept or not wrong else wrong).format(*(shown(values[cell]) for cell in cells))
        return text if kept or wrong else f"{text}: not so"

    return Statement(tuple(cells), holds, wording)


def single(
    cell: str, passes: Callable[[str], bool], words: str, wrong: str = "", must: str | None = None
) -> Statement:
    """A test of one cell; `must` is the only value that passes, where there is one."""
    statement = tested((cell,), lambda values: passes(values[cell]), words, wrong)
    return Statement(statement.cells, statement.holds, statement.words, lambda values, path: must)


def must_read(cells: Sequence[str], wanted: str, words: str) -> Statement:
    """The first of the cells holds `wanted`, which follows from whether the others are there."""
    first = cells[0]
    made = tested(cells, lambda values: values[first] == wanted, words, f"{words}: they do not go together")

    def solved(values: Values, path: str) -> str | None:
        return wanted if path == first else None

    return Statement(made.cells, made.holds, made.words, solved)


def above_zero(text: str) -> bool:
    """True for a number that is more than nothing."""
    amount = number(text)
    return amount is not None and amount > 0


def shown(text: str) -> str:
    """A value as people write it: numbers with commas, all else as it stands."""
    amount = number(text)
    return text if amount is None else grouped(amount)


def earliest(texts: Iterable[str]) -> date | None:
    """The first of the days that the texts name."""
    return min(filter(None, map(day, texts)), default=None)
