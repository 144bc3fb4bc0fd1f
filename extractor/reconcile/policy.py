"""Settling a filing: its doubtful cells weighed against its own sums, and the outcome of every constraint.

Policy: a value is changed only where its ink is doubtful and a sum that did not hold does so afterwards; a
crisp reading is never overruled; a tie goes to a person with its candidates. What does not hold although
every cell is crisp is the filer's own error: reported, and left as filed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp

from extractor.layout.template import Balances
from extractor.model.filing import CONFIDENCE_DIGITS, PROBABILITY_DIGITS, Alternative, Cell, Check, Filing
from extractor.model.reason import Reason, ReasonCode
from extractor.reconcile.constraint import Statement
from extractor.reconcile.form_view import Form, Values
from extractor.reconcile.marks import with_marks
from extractor.reconcile.outcomes import ConstraintInstance, checks, instances_of
from extractor.reconcile.priors import hold_rate
from extractor.reconcile.search import (
    DoubtfulCell,
    Settled,
    WeightedClause,
    candidates,
    is_crisp,
    is_weighed,
    settle,
)
from extractor.reconcile.settings import SETTINGS


def reconcile(
    filing: Filing, least: float, *, balances: Balances | None = None, repair: bool = True
) -> Filing:
    """The filing with its doubtful cells settled by its own arithmetic, and the outcome of every constraint.

    From a confidence of `least` on a cell is accepted. `balances` is what the balances of the filing's layout
    mean; None where the layout is not known. Without `repair` the sums only flag: no value is changed and no
    doubtful one accepted for them; what they ask for comes first among its alternatives.
    """
    form = Form.of(filing, balances)
    instances = instances_of(form)
    weighing = [item for item in instances if item.constraint.weighs]
    settled = _settled(filing.cells, form.values, weighing)
    judge = _Judge(form.values, {c.path: c.confidence for c in filing.cells}, weighing, least, repair)
    changed = [judge.changed(c, *settled[c.path]) if c.path in settled else c for c in filing.cells]
    judge = replace(judge, values=_values(changed))
    cells = tuple(judge.kept(c, *settled[c.path]) if c.path in settled else c for c in changed)
    cells = with_marks(cells) if repair else cells
    flagged = bool(filing.review) or any(cell.status == "review" for cell in cells)
    return filing.model_copy(
        update={
            "cells": cells,
            "checks": tuple(checks(instances, _values(cells), _crisp(cells), form.is_scan)),
            "status": "review" if flagged else "ok",
        }
    )


def checked(filing: Filing, balances: Balances | None = None) -> tuple[Check, ...]:
    """The outcome of every constraint for the filing as it is; nothing is settled."""
    form = Form.of(filing, balances)
    return tuple(checks(instances_of(form), form.values, _crisp(filing.cells), form.is_scan))


def _crisp(cells: Iterable[Cell]) -> frozenset[str]:
    return frozenset(cell.path for cell in cells if is_crisp(cell))


def _values(cells: Iterable[Cell]) -> Values:
    return {cell.path: cell.value for cell in cells if cell.value}


def _settled(
    cells: Sequence[Cell], values: Values, instances: Sequence[ConstraintInstance]
) -> dict[str, tuple[DoubtfulCell, Settled]]:
    """The cells the statements bind, each with its candidates and what became of them."""
    bound = {path for item in instances for path in item.statement.cells}
    weighed = {cell.path: cell for cell in cells if cell.path in bound and is_weighed(cell)}
    solved = _solved_values(weighed, values, instances)
    doubtful = [candidates(cell, solved[path]) for path, cell in weighed.items()]
    clauses = [
        _clause(item, [1 - weighed[path].confidence for path in item.statement.cells if path in weighed])
        for item in instances
        if sum(path in weighed for path in item.statement.cells) <= SETTINGS.most_doubtful_cells
    ]
    found = settle(values, doubtful, clauses)
    return {cell.path: (cell, found[cell.path]) for cell in doubtful}


def _clause(item: ConstraintInstance, doubts: Sequence[float]) -> WeightedClause:
    """The statement with its weights; `doubts` are how likely each of its cells read off ink is wrong.

    One that near misreadings would satisfy too confirms nothing, and the others confirm the most doubtful
    cell only as far as they are sure themselves.
    """
    held, second = hold_rate(item.constraint), sorted([0.0, 0.0, *doubts])[-2]
    alike = SETTINGS.misread_alike * min(1.0, max(SETTINGS.alike_beside_sure, second / SETTINGS.unsure_cell))
    whole = replace(item.constraint, chance=max(item.constraint.chance, alike))
    correcting = replace(
        item.constraint,
        chance=max(item.constraint.chance, SETTINGS.misread_alike * SETTINGS.alike_beside_sure),
    )
    confirms = _confirms(item)
    return WeightedClause(
        item.statement,
        holding=whole.weight(held, True) if confirms else 0.0,
        failing=min(0.0, whole.weight(held, False)),
        correcting=correcting.weight(held, True) if confirms else 0.0,
    )


def _confirms(item: ConstraintInstance) -> bool:
    return item.constraint.chance <= SETTINGS.telling_chance


def _solved_values(
    weighed: Mapping[str, Cell], values: Values, instances: Sequence[ConstraintInstance]
) -> dict[str, tuple[str, ...]]:
    """Path → the values that each cell needs so that its statements hold, the others as read or with one of
    their alternatives."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for statement in (item.statement for item in instances):
        for path in statement.cells:
            for others in _variants(statement, path, weighed, values):
                if (value := statement.solved(others, path)) is not None:
                    found[path][value] = None
    return defaultdict(tuple, {path: tuple(own) for path, own in found.items()})


def _variants(
    statement: Statement, path: str, weighed: Mapping[str, Cell], values: Values
) -> Iterable[Values]:
    """The values as read, then with one other doubtful cell of the statement read otherwise."""
    yield values
    for other in statement.cells:
        if other != path and other in weighed and not is_crisp(weighed[other]):
            for alternative in weighed[other].alternatives:
                yield {**values, other: alternative.value}


@dataclass(frozen=True, slots=True)
class _Judge:
    """Turns what the search found into cells, first those it changes; `sure` is path → confidence as read."""

    values: Values
    sure: Mapping[str, float]
    instances: Sequence[ConstraintInstance]
    least: float
    repair: bool

    def kept(self, cell: Cell, doubtful: DoubtfulCell, settled: Settled) -> Cell:
        """A value that stays: the sums, with what was repaired, make it surer or cast doubt on it."""
        if not settled.is_settled or settled.value not in (None, cell.value) or cell.status == "repaired":
            return cell
        sure = _sure(settled) if settled.value else 0.0
        accepted = bool(cell.value) and sure >= self.least
        if accepted == (cell.confidence >= self.least):
            return (
                cell.model_copy(update={"confidence": round(sure, CONFIDENCE_DIGITS)}) if cell.value else cell
            )
        if accepted and (not self.repair or self._broken(cell) or _stands_twice(cell)):
            return cell
        return cell.model_copy(
            update={
                "status": "accepted" if accepted else "review",
                "confidence": round(sure, CONFIDENCE_DIGITS),
                "reasons": self._support(cell.path) if accepted else self._doubt(cell),
                "alternatives": _others(cell, cell.value, doubtful, settled),
            }
        )

    def changed(self, cell: Cell, doubtful: DoubtfulCell, settled: Settled) -> Cell:
        """Another value that holds what the reading did not: put in its place, or shown to a person."""
        value = settled.value
        if not settled.is_settled or value is None or value == cell.value:
            return cell
        gained = self._gained(cell.path, value)
        sure, proof = _sure(settled), _proof(gained, {**self.values, cell.path: value})
        confirmed = _digits(value) >= _digits(cell.value) or self._is_confirmed(cell.path, gained)
        if (
            self.repair
            and any(map(_confirms, gained))
            and sure >= max(SETTINGS.repair_confidence, self.least)
            and confirmed
        ):
            return cell.model_copy(
                update={
                    "value": value,
                    "status": "repaired",
                    "confidence": round(sure, CONFIDENCE_DIGITS),
                    "reasons": (Reason.of(ReasonCode.REPAIRED, proof, read=cell.value),),
                    "alternatives": _others(cell, value, doubtful, settled),
                }
            )
        return cell.model_copy(
            update={
                "status": "review",
                "confidence": round(min(cell.confidence, sure * exp(settled.margins[0])), CONFIDENCE_DIGITS),
                "reasons": (Reason.of(ReasonCode.COULD_BE, proof, read=cell.value, value=value),),
                "alternatives": _others(cell, cell.value, doubtful, settled),
            }
        )

    def _gained(self, path: str, value: str) -> list[ConstraintInstance]:
        """The sums that hold with the value and did not without it."""
        with_it = {**self.values, path: value}
        statements = self._about(path)
        return [i for i in statements if i.statement.holds(with_it) and not i.statement.holds(self.values)]

    def _is_confirmed(self, path: str, gained: Iterable[ConstraintInstance]) -> bool:
        """True where one of the sums is of cells accepted as read: a shorter value needs that.

        A first digit lost to a ruling line is lost in the row's other cells too: their sums are no proof.
        """
        return any(
            all(self.sure.get(other, 1.0) >= self.least for other in item.statement.cells if other != path)
            for item in gained
        )

    def _support(self, path: str) -> tuple[Reason, ...]:
        confirming = filter(_confirms, self._about(path))
        held = [item for item in confirming if item.statement.holds(self.values)]
        return _proof(held[: SETTINGS.most_sums_named], self.values)

    def _doubt(self, cell: Cell) -> tuple[Reason, ...]:
        """Why to look at a cell: the sum that does not hold, else what the reading itself left open."""
        broken = [item for item in self._about(cell.path) if not item.statement.holds(self.values)]
        if not broken:
            return cell.reasons
        return _proof(broken[: SETTINGS.most_sums_named], self.values)

    def _broken(self, cell: Cell) -> bool:
        """True where a sum does not hold with the value: whichever cell is to blame, this is not proved."""
        confirming = filter(_confirms, self._about(cell.path))
        return any(not item.statement.holds(self.values) for item in confirming)

    def _about(self, path: str) -> list[ConstraintInstance]:
        return [item for item in self.instances if path in item.statement.cells]


def _stands_twice(cell: Cell) -> bool:
    """True where both columns of an item gave a value: which is meant, no sum of one of them tells."""
    return any(reason.code == ReasonCode.BOTH_COLUMNS for reason in cell.reasons)


def _proof(instances: Iterable[ConstraintInstance], values: Values) -> tuple[Reason, ...]:
    """The statements, each with its rule: `1,116 - 409 = 707`."""
    return tuple(
        Reason.of(ReasonCode.SUM, rule=item.constraint.id, statement=item.statement.words(values))
        for item in instances
    )


def _digits(value: str) -> int:
    return sum(map(str.isalnum, value))


def _sure(settled: Settled) -> float:
    """The share of the most probable filing among those with each candidate of the cell."""
    return min(SETTINGS.highest_confidence, 1 / sum(map(exp, settled.margins)))


def _others(
    cell: Cell, shown: str | None, doubtful: DoubtfulCell, settled: Settled
) -> tuple[Alternative, ...]:
    """The values a cell could have instead of the one shown, the likeliest first."""
    spelt, sure = {other.value: other.raw for other in cell.alternatives}, _sure(settled)
    others = [
        Alternative(
            value=c.value,
            raw=spelt.get(c.value, c.value),
            probability=round(sure * exp(margin), PROBABILITY_DIGITS),
        )
        for c, margin in zip(doubtful.candidates, settled.margins, strict=True)
        if c.value and c.value != shown
    ]
    return tuple(sorted(others, key=lambda other: -other.probability)[: SETTINGS.most_alternatives])
