"""The most probable filing: a value for every doubtful cell, weighed by ink and by the form's own sums.

The search is exact. Cells that share a statement belong together; each such part is solved on its own by
bucket elimination, which also gives for every candidate of every cell how far the best filing with that
candidate falls behind. A part too large for that is tried with fewer candidates (the least probable go first)
and, if that does not help, left as it was read.

Time, measured on one core: 8 ms for 8 rows (24 doubtful cells, amounts and balances of 6 candidates, 30
statements); 65 ms for 60 rows with every amount, balance and A/D code doubtful (180 cells of 6 and 2
candidates, 238 statements), 0.3 s with 10 candidates. The bounds keep a part below half a second, if a
statement is evaluated in a microsecond.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import exp, inf, log, prod

import numpy as np

from extractor.model.filing import Cell
from extractor.reconcile.bucket_elimination import Buckets, Factor, Scope, WeightTable, elimination, maximum
from extractor.reconcile.confusions import misread
from extractor.reconcile.constraint import Statement
from extractor.reconcile.form_view import Values
from extractor.reconcile.settings import SETTINGS


@dataclass(frozen=True, slots=True)
class CandidateValue:
    """One value a cell could hold; `value` None stands for anything but the other candidates.

    `weight` is the logarithm of its probability.
    """

    value: str | None
    weight: float


@dataclass(frozen=True, slots=True)
class DoubtfulCell:
    """A cell with several candidates, the most probable first; cells that are not doubtful are fixed."""

    path: str
    candidates: tuple[CandidateValue, ...]


@dataclass(frozen=True, slots=True)
class WeightedClause:
    """A statement and what its outcome weighs (logarithms): `holding` where it holds, else `failing`.

    `correcting` is what it weighs where it holds with one of its cells read otherwise: another reading of one
    cell seldom matches the others by chance, while two cells may be misread alike.
    """

    statement: Statement
    holding: float
    failing: float
    correcting: float


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a doubtful cell.

    `value` is the one in the most probable filing. `margins` say for each candidate, in the order given, how
    far the most probable filing with that candidate falls behind (log weight; 0 for the chosen one and for
    its equals, minus infinity for a candidate that was not tried). Where the part was too large `is_settled`
    is False: `value` is the first candidate, and the margins only compare the candidates' own weights.
    """

    path: str
    value: str | None
    margins: tuple[float, ...]
    is_settled: bool


Cells = Mapping[str, DoubtfulCell]
"""Path → cell."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Cells that belong together, and the clauses about them with the doubtful cells of each."""

    cells: Cells
    clauses: tuple[tuple[WeightedClause, Scope], ...]

    @property
    def scopes(self) -> tuple[Scope, ...]:
        return tuple(scope for _, scope in self.clauses)


def settle(
    values: Values, doubtful: Sequence[DoubtfulCell], clauses: Sequence[WeightedClause]
) -> dict[str, Settled]:
    """Path → what became of each doubtful cell, in the order given.

    `values` are all cells as read. A filing weighs what its candidates weigh and what its clauses weigh; a
    clause weighs nothing (0) where a cell of it is None. Of equally probable filings the same one is always
    taken, earlier candidates before later ones; the margins show the tie.
    """
    settled = [found for part in _parts(doubtful, clauses) for found in _settled(part, values)]
    by_path = {found.path: found for found in settled}
    return {cell.path: by_path[cell.path] for cell in doubtful}


def _parts(doubtful: Sequence[DoubtfulCell], clauses: Sequence[WeightedClause]) -> Iterator[_Part]:
    """Doubtful cells with the clauses that bind them, apart where no clause binds them together."""
    cells = {cell.path: cell for cell in doubtful}
    bound = [(clause, _scope(clause, cells)) for clause in clauses]
    together: dict[str, Scope] = {path: (path,) for path in cells}
    for _, scope in bound:
        merged = tuple(dict.fromkeys(other for path in scope for other in together[path]))
        together.update(dict.fromkeys(merged, merged))
    own: dict[Scope, list[tuple[WeightedClause, Scope]]] = {group: [] for group in together.values()}
    for clause, scope in bound:
        if scope:
            own[together[scope[0]]].append((clause, scope))
    members: dict[Scope, dict[str, DoubtfulCell]] = {group: {} for group in own}
    for path, cell in cells.items():
        members[together[path]][path] = cell
    yield from (_Part(members[group], tuple(clauses)) for group, clauses in own.items())


def _scope(clause: WeightedClause, cells: Cells) -> Scope:
    """The doubtful cells of a clause."""
    return tuple(path for path in dict.fromkeys(clause.statement.cells) if path in cells)


def _settled(part: _Part, values: Values) -> list[Settled]:
    """What became of the cells of a part."""
    fitted = _fitted(part)
    if fitted is None:
        return [_as_read(cell) for cell in part.cells.values()]
    cells, buckets = fitted
    best = maximum(_sizes(cells), buckets, list(_factors(cells, part, buckets, values)))
    return [
        _chosen(part.cells[path], cell, best.states[path], best.margins[path]) for path, cell in cells.items()
    ]


def _as_read(cell: DoubtfulCell) -> Settled:
    first = cell.candidates[0]
    margins = tuple(candidate.weight - first.weight for candidate in cell.candidates)
    return Settled(cell.path, first.value, margins, is_settled=False)


def _chosen(cell: DoubtfulCell, tried: DoubtfulCell, state: int, margins: Sequence[float]) -> Settled:
    """The outcome for a cell of which the candidates in `tried` were tried; `margins` are theirs."""
    by_candidate = dict(zip(tried.candidates, margins, strict=True))
    every = tuple(by_candidate.get(candidate, -inf) for candidate in cell.candidates)
    return Settled(cell.path, tried.candidates[state].value, every, is_settled=True)


def _fitted(part: _Part) -> tuple[Cells, Buckets] | None:
    """The cells with as many candidates as the bounds allow, and their elimination; None where nothing
    helps."""
    cells = part.cells
    while True:
        buckets = elimination(_sizes(cells), part.scopes)
        wide = _too_wide(_sizes(cells), part.scopes, buckets)
        if not wide:
            return cells, buckets
        most = max(sum(candidate.value is not None for candidate in cells[path].candidates) for path in wide)
        if most <= SETTINGS.fewest_candidates:
            return None
        fewer = {
            path: _cut(cells[path], max(most // 2, SETTINGS.fewest_candidates))
            for path in cells
            if path in wide
        }
        cells = {**cells, **fewer}


def _sizes(cells: Cells) -> dict[str, int]:
    """Path → number of candidates."""
    return {path: len(cell.candidates) for path, cell in cells.items()}


def _too_wide(sizes: Mapping[str, int], scopes: Sequence[Scope], buckets: Buckets) -> set[str]:
    """The cells that have too many candidates for the bounds."""
    wide = _past(sizes, scopes, SETTINGS.most_statement_combinations, SETTINGS.most_part_combinations)
    return wide | _past(sizes, buckets.values(), SETTINGS.most_bucket_entries, SETTINGS.most_part_entries)


def _past(sizes: Mapping[str, int], tables: Iterable[Scope], most: int, most_of_all: int) -> set[str]:
    """The cells of the tables with more than `most` entries; where there are none, but all tables together
    have more than `most_of_all`, every cell."""
    entries = [(scope, prod(sizes[path] for path in scope)) for scope in tables]
    wide = {path for scope, count in entries if count > most for path in scope}
    if not wide and sum(count for _, count in entries) > most_of_all:
        return set(sizes)
    return wide


def _cut(cell: DoubtfulCell, most: int) -> DoubtfulCell:
    """The cell with its most probable values and None, if that is among its candidates."""
    known = [candidate for candidate in cell.candidates if candidate.value is not None][:most]
    return replace(cell, candidates=tuple(c for c in cell.candidates if c.value is None or c in known))


def _factors(cells: Cells, part: _Part, buckets: Buckets, values: Values) -> Iterator[Factor]:
    """The tables to add up: the candidates' own weights, shape (candidates,), and the clauses'."""
    turn = {path: number for number, path in enumerate(buckets)}
    for path, cell in cells.items():
        yield (
            (path,),
            np.array([max(candidate.weight, SETTINGS.log_of_zero) for candidate in cell.candidates]),
        )
    for clause, scope in part.clauses:
        ordered = tuple(sorted(scope, key=turn.__getitem__))
        yield ordered, _table(clause, [cells[path] for path in ordered], values)


def _table(clause: WeightedClause, cells: Sequence[DoubtfulCell], values: Values) -> WeightTable:
    """What the clause weighs for every combination of the cells' candidates; one axis a cell."""
    known = [
        [
            (number, candidate.value)
            for number, candidate in enumerate(cell.candidates)
            if candidate.value is not None
        ]
        for cell in cells
    ]
    trial = {path: values[path] for path in clause.statement.cells if path in values}
    holds = clause.statement.holds
    table = np.zeros([len(cell.candidates) for cell in cells])
    for combination in product(*known):
        trial.update((cell.path, value) for cell, (_, value) in zip(cells, combination, strict=True))
        state = tuple(number for number, _ in combination)
        held = clause.correcting if sum(map(bool, state)) == 1 else clause.holding
        table[state] = held if holds(trial) else clause.failing
    return table


LETTERS = {"transactionAcquiredDisposedCode": ("A", "D"), "directOrIndirectOwnership": ("D", "I")}
"""Cells that hold one of two letters: what is not the one is the other."""
BOX = ("true", "false")
"""What a box to check holds, likewise."""


def is_crisp(cell: Cell) -> bool:
    """True for what its file spells out, and for ink read beyond doubt."""
    return cell.source == "text" or cell.confidence >= SETTINGS.crisp


def candidates(cell: Cell, solved: Iterable[str]) -> DoubtfulCell:
    """The candidates of a cell, as read first; `solved` are values with which a statement would hold."""
    left = max(SETTINGS.least_probability, 1 - cell.confidence)
    shares = {} if is_crisp(cell) else _others(cell, left, solved)
    left -= sum(shares.values())
    found = [_candidate(cell.value or None, cell.confidence)]
    likeliest = sorted(shares.items(), key=lambda item: -item[1])
    found += [_candidate(value, p) for value, p in likeliest if p > SETTINGS.least_probability]
    if cell.value and not _two_of(cell):
        found.append(_candidate(None, left))
    return DoubtfulCell(cell.path, tuple(found))


def _candidate(value: str | None, probability: float) -> CandidateValue:
    return CandidateValue(value, log(max(SETTINGS.least_probability, probability)))


def _others(cell: Cell, left: float, solved: Iterable[str]) -> dict[str, float]:
    """Value → probability of everything but the reading."""
    if two := _two_of(cell):
        return {value: left for value in two if value != cell.value}
    named = {other.value: other.probability for other in cell.alternatives}
    named |= {value: named.get(value, SETTINGS.reader_alone) for value in cell.readings.values() if value}
    named.pop(cell.value, None)
    total = max(sum(named.values()), 1 - (cell.confidence or 0))
    shares = {value: SETTINGS.named_share * left * p / total for value, p in named.items()}
    spare = left - sum(shares.values())
    for value in solved:
        if value not in shares and value != cell.value:
            shares[value] = SETTINGS.solved_share * spare * exp(misread(value, cell.value))
    return shares


def _two_of(cell: Cell) -> tuple[str, ...]:
    """The two values a cell has to choose from; none where it may hold any."""
    return BOX if cell.value in BOX else LETTERS.get(cell.path.rpartition("/")[2], ())


def is_weighed(cell: Cell) -> bool:
    """True for a cell that the sums may settle: one read off ink."""
    return cell.source != "text"
