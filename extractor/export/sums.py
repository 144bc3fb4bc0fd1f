"""What the form's rules say of a filing as it stands, sorted by what it means to the person who reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from extractor.model.filing_view import FilingView
from extractor.model.path import covers
from extractor.reconcile.constraint import Constraint
from extractor.reconcile.form_view import (
    EXERCISE_PRICE,
    EXPIRATION,
    NATURE,
    TITLE,
    Form,
    FormRow,
    balances_of,
    number,
)
from extractor.reconcile.rules import installed_constraints, opening
from extractor.reconcile.rules.build import shown
from extractor.reconcile.search import is_crisp

WHOLE = "The form as a whole"
BETWEEN = "Between Table I and Table II"
TELLING = frozenset(
    {
        *("running-balance", "balance-in-another-order", "told-for-each-owner", "month-opening"),
        *("holding-repeats-balance", "grant-balance", "underlying-amount", "exercised-shares"),
        *("exercise-price", "withheld-of-acquired", "price-in-range"),
    }
)
"""The rules whose statements are sums worth reading where they hold; of all others it is told how many do."""


@dataclass(frozen=True, slots=True)
class Sum:
    """One statement of a rule about the filing as it stands; `place` is the part of the form it speaks of."""

    rule: Constraint
    words: str
    cells: tuple[str, ...]
    place: str
    holds: bool


@dataclass(frozen=True)
class Sums:
    """Everything the rules say of one filing. A preference that does not hold is no fault, and not here."""

    view: FilingView

    @cached_property
    def said(self) -> tuple[Sum, ...]:
        """Every statement, in the order of the rules."""
        found = []
        for rule in installed_constraints():
            for statement in rule.statements(self._form):
                holds = statement.holds(self._form.values)
                if holds or not (rule.strength == "preference" or statement.excused):
                    place = WHOLE if rule.strength == "presence" else self._place(statement.cells)
                    words = statement.words(self._form.values)
                    found.append(Sum(rule, words, statement.cells, place, holds))
        return tuple(found)

    @cached_property
    def held(self) -> Mapping[str, tuple[str, ...]]:
        """Place → the sums that hold there, each once, in the order of the form."""
        places: dict[str, dict[str, None]] = {place: dict.fromkeys(totals) for place, totals in self._totals}
        for place in (BETWEEN, WHOLE):
            places[place] = {}
        for item in self.said:
            if item.holds and item.rule.id in TELLING:
                places.setdefault(item.place, {})[item.words] = None
        return {place: tuple(words) for place, words in places.items() if words}

    @cached_property
    def plainer(self) -> int:
        """How many statements hold that are not told one by one."""
        return sum(item.holds and item.rule.id not in TELLING for item in self.said)

    @cached_property
    def doubts(self) -> Mapping[str, tuple[str, ...]]:
        """Path of what a person must look at → the sums against it; each stands at its least sure cell."""
        doubts: dict[str, dict[str, None]] = {}
        told: set[str] = set()
        for item in self._broken:
            if item.words not in told and (entry := self._entry(item)) is not None:
                doubts.setdefault(entry, {})[item.words] = None
                # One note missing is one fault, in however many places it is cited.
                if item.rule.strength == "presence":
                    told.add(item.words)
        return {path: tuple(words) for path, words in doubts.items()}

    @cached_property
    def slips(self) -> Mapping[str, tuple[str, ...]]:
        """Place → sums that do not hold although all their cells are read beyond doubt: the filer's own."""
        return _by_place(item for item in self._unentered if self._is_slip(item))

    @cached_property
    def unflagged(self) -> Mapping[str, tuple[str, ...]]:
        """Place → sums that do not hold, of cells that were accepted without being beyond doubt."""
        return _by_place(item for item in self._unentered if not self._is_slip(item))

    @cached_property
    def _form(self) -> Form:
        return Form.of(self.view.filing, balances_of(self.view.filing.layout))

    @property
    def _broken(self) -> Iterable[Sum]:
        return (item for item in self.said if not item.holds)

    @cached_property
    def _unentered(self) -> tuple[Sum, ...]:
        """Those that do not hold though nothing of them is to be looked at or was repaired."""
        return tuple(item for item in self._broken if self._entry(item) is None)

    @cached_property
    def _repaired(self) -> frozenset[str]:
        return frozenset(cell.path for cell in self.view.filing.cells if cell.status == "repaired")

    def _entry(self, item: Sum) -> str | None:
        """What is to be looked at, or was repaired, in a sum; None where nothing is."""
        cells = sorted(item.cells, key=self._sure)
        named = [path for path in cells if path in self._repaired or self.view.is_flagged(path)]
        around = [e.path for path in cells for e in self.view.findings if covers(e.path, path)]
        return next(iter((*named, *sorted(around, key=len, reverse=True))), None)

    def _sure(self, path: str) -> float:
        cell = self.view.cells.get(path)
        return cell.confidence if cell else 0.0

    def _is_slip(self, item: Sum) -> bool:
        """Marks and notes may have been missed on a scan, whatever else was read."""
        cells = [self.view.cells[path] for path in item.cells if path in self.view.cells]
        scanned = any(cell.source == "ocr" for cell in self.view.filing.cells)
        return all(map(is_crisp, cells)) and not (scanned and item.rule.strength == "presence")

    @property
    def _totals(self) -> Iterable[tuple[str, list[str]]]:
        """Each group's place and what all its disposals come to, where its balances tell that."""
        places: dict[str, list[str]] = {}
        for group in self._form.groups:
            own = places.setdefault(self._name(group), [])
            if text := opening(self._form, group):
                own.append(f"{text} there were" if " of " in text else f"{text}, all there were")
        return places.items()

    def _place(self, cells: Iterable[str]) -> str:
        """The part of the form that the cells stand in: one balance, one table, both, none."""
        own = set(cells)
        rows = [row for row in self._form.rows if any(cell.startswith(f"{row.path}/") for cell in own)]
        if not rows:
            return WHOLE
        if len({row.table for row in rows}) > 1:
            return BETWEEN
        names = list(dict.fromkeys(map(self._row_name, rows)))
        return names[0] if len(names) == 1 else f"Table {'I' * rows[0].table}"

    def _row_name(self, row: FormRow) -> str:
        group = next((group for group in self._form.groups if self._form.same_balance(row, group[0])), (row,))
        return self._name(group)

    def _name(self, group: tuple[FormRow, ...]) -> str:
        """A balance in words: `Table II, Stock Option (right to buy) at 11.4375, until 2009-12-02`."""
        first = group[0]
        parts = [f"Table {'I' * first.table}", self._form.text(first, TITLE) or "without a title"]
        if number(self._form.text(first, EXERCISE_PRICE)):
            parts[-1] += f" at {shown(self._form.text(first, EXERCISE_PRICE))}"
        if until := self._form.text(first, EXPIRATION):
            parts.append(f"until {until}")
        if nature := self._form.text(first, NATURE):
            parts.append(f"held indirectly: {nature}")
        return ", ".join(parts)


def _by_place(items: Iterable[Sum]) -> Mapping[str, tuple[str, ...]]:
    places: dict[str, dict[str, None]] = {}
    for item in items:
        places.setdefault(item.place, {})[item.words] = None
    return {place: tuple(words) for place, words in places.items()}
