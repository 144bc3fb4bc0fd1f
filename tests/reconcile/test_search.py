import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from math import inf, log
from random import Random
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.model.filing import Cell
from extractor.reconcile import search
from extractor.reconcile.constraint import Statement
from extractor.reconcile.search import (
    CandidateValue,
    DoubtfulCell,
    Settled,
    WeightedClause,
    candidates,
    settle,
)
from extractor.reconcile.settings import SETTINGS

HOLDING, FAILING = log(0.99 / 0.01), log(0.01 / 0.99)
"""What a sum weighs where it holds and where it does not."""


def cell(path: str, chances: Mapping[str, float]) -> DoubtfulCell:
    """A cell with values and their probabilities; what is wanting to 1 goes to anything else (None)."""
    known = tuple(CandidateValue(value, log(chance)) for value, chance in chances.items())
    rest = 1 - sum(chances.values())
    return DoubtfulCell(path, (*known, CandidateValue(None, log(rest))) if rest > 1e-6 else known)


def stated(cells: Sequence[str], holds) -> Statement:
    return Statement(tuple(cells), holds, lambda values: "")


def balance(before: str, amount: str, code: str, after: str) -> Statement:
    """Before, more or less the amount by its code, makes after."""

    def holds(values: Mapping[str, str]) -> bool:
        start, change, end = (Decimal(values[path]) for path in (before, amount, after))
        return (start + change if values[code] == "A" else start - change) == end

    return stated((before, amount, code, after), holds)


# Against trying everything


@dataclass(frozen=True)
class Problem:
    values: dict[str, str]
    cells: list[DoubtfulCell]
    clauses: list[WeightedClause]


WEIGHTS = st.one_of(st.integers(-4, 0).map(float), st.floats(-9, 0))
"""Whole numbers among them, so that ties come up."""


@st.composite
def problems(draw) -> Problem:
    """Up to six doubtful cells of up to four candidates, two fixed ones, up to five clauses of random
    truth."""
    cells = [DoubtfulCell(f"cell{n}", draw(some_candidates())) for n in range(draw(st.integers(1, 6)))]
    paths = [*(own.path for own in cells), "fixed1", "fixed2"]
    scopes = st.lists(st.sampled_from(paths), min_size=1, max_size=4, unique=True)
    clauses = [draw(clauses_on(scope)) for scope in draw(st.lists(scopes, max_size=5))]
    return Problem({"fixed1": "f", "fixed2": "g"}, cells, clauses)


@st.composite
def some_candidates(draw) -> tuple[CandidateValue, ...]:
    values: list[str | None] = [f"v{n}" for n in range(draw(st.integers(1, 3)))]
    if draw(st.booleans()):
        values.insert(draw(st.integers(0, len(values))), None)
    return tuple(CandidateValue(value, draw(WEIGHTS)) for value in values)


@st.composite
def clauses_on(draw, scope: Sequence[str]) -> WeightedClause:
    """A clause about the cells that holds for two combinations of values in five, at random."""
    seed = draw(st.integers(0, 999))

    def holds(values: Mapping[str, str]) -> bool:
        return crc32(f"{seed} {[values[path] for path in scope]}".encode()) % 5 < 2

    return WeightedClause(
        stated(scope, holds), draw(st.floats(0, 5)), draw(st.floats(-5, 0)), draw(st.floats(0, 5))
    )


def filings(problem: Problem) -> Iterator[tuple[tuple[int, ...], float]]:
    """Every combination of candidates, by number, with its weight."""
    for numbers in product(*(range(len(own.candidates)) for own in problem.cells)):
        chosen = [own.candidates[number] for own, number in zip(problem.cells, numbers, strict=True)]
        values = {own.path: candidate.value for own, candidate in zip(problem.cells, chosen, strict=True)}
        otherwise = {own.path for own, number in zip(problem.cells, numbers, strict=True) if number}
        outcomes = (outcome(clause, problem.values | values, otherwise) for clause in problem.clauses)
        yield numbers, sum(candidate.weight for candidate in chosen) + sum(outcomes)


def outcome(clause: WeightedClause, values: Mapping[str, str | None], otherwise: set[str]) -> float:
    own = {path: values[path] for path in clause.statement.cells}
    if None in own.values():
        return 0.0
    if not clause.statement.holds(own):
        return clause.failing
    return clause.correcting if len(otherwise & set(own)) == 1 else clause.holding


def taken(problem: Problem, settled: Mapping[str, Settled]) -> tuple[int, ...]:
    """The numbers of the candidates taken."""
    return tuple(
        [candidate.value for candidate in own.candidates].index(settled[own.path].value)
        for own in problem.cells
    )


@settings(max_examples=80, deadline=None)
@given(problems())
def test_filing_and_margins_are_those_of_trying_everything(problem):
    weights = dict(filings(problem))
    best = max(weights.values())

    settled = settle(problem.values, problem.cells, problem.clauses)

    assert list(settled) == [own.path for own in problem.cells]
    assert all(found.is_settled for found in settled.values())
    # Relative to a best of nearly nothing, no sum of floats is exact.
    assert weights[taken(problem, settled)] == pytest.approx(best, abs=1e-9)
    for place, own in enumerate(problem.cells):
        reach = [
            max(weight for numbers, weight in weights.items() if numbers[place] == state) - best
            for state in range(len(own.candidates))
        ]
        assert settled[own.path].margins == pytest.approx(reach, abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(problems())
def test_what_is_taken_has_no_margin(problem):
    settled = settle(problem.values, problem.cells, problem.clauses)

    for own, state in zip(problem.cells, taken(problem, settled), strict=True):
        assert settled[own.path].margins[state] == 0.0
        assert max(settled[own.path].margins) == 0.0


@settings(max_examples=30, deadline=None)
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_clauses_does_not_matter(problem, chance):
    shuffled = chance.sample(problem.clauses, len(problem.clauses))

    one, other = (settle(problem.values, problem.cells, clauses) for clauses in (problem.clauses, shuffled))

    for path, found in one.items():
        assert found.margins == pytest.approx(other[path].margins, abs=1e-6)


# What the sums of a form settle


def redwood(**doubtful: Mapping[str, float]) -> dict[str, Settled]:
    """The exercises of 409 and 707 out of 1,116 options; `doubtful` are cells with what they could say."""
    values = {"start": "1116", "sold1": "409", "left1": "707", "sold2": "707", "left2": "0", "code": "D"}
    sums = [balance("start", "sold1", "code", "left1"), balance("left1", "sold2", "code", "left2")]
    cells = [cell(path, chances) for path, chances in doubtful.items()]
    return settle(values, cells, [WeightedClause(own, HOLDING, FAILING, HOLDING) for own in sums])


def test_a_smudged_digit_is_settled_by_the_sums_around_it():
    found = redwood(left1={"767": 0.7, "707": 0.2})["left1"]

    assert found.value == "707"
    likelier, rarer = log(0.7 / 0.2), log(0.1 / 0.2)
    assert found.margins == pytest.approx((likelier + 2 * (FAILING - HOLDING), 0, rarer - 2 * HOLDING))


def test_two_smudged_digits_are_settled_together():
    settled = redwood(sold1={"469": 0.6, "409": 0.3}, left1={"767": 0.7, "707": 0.2})

    assert {path: found.value for path, found in settled.items()} == {"sold1": "409", "left1": "707"}


def test_a_crisp_reading_outweighs_a_sum():
    assert redwood(left1={"767": 1 - 1e-7, "707": 1e-8})["left1"].value == "767"


def test_none_of_the_candidates_is_taken_where_no_candidate_fits():
    found = redwood(left1={"767": 0.5, "787": 0.3})["left1"]

    assert found.value is None
    assert found.margins[2] == 0.0


def test_one_sum_with_two_ways_to_hold_is_a_tie_that_takes_what_comes_first():
    cells = [cell("start", {"1116": 0.45, "1176": 0.45}), cell("left", {"707": 0.45, "767": 0.45})]
    clause = WeightedClause(balance("start", "sold", "code", "left"), HOLDING, FAILING, HOLDING)

    settled = settle({"sold": "409", "code": "D"}, cells, [clause])

    assert (settled["start"].value, settled["left"].value) == ("1116", "707")
    assert settled["start"].margins[:2] == settled["left"].margins[:2] == (0.0, 0.0)


def test_a_cell_of_no_clause_takes_its_likeliest_candidate():
    own = DoubtfulCell(
        "alone", (CandidateValue("a", -1.0), CandidateValue("b", -0.5), CandidateValue(None, -3.0))
    )

    assert settle({}, [own], []) == {"alone": Settled("alone", "b", (-0.5, 0.0, -2.5), True)}


def test_a_clause_about_crisp_cells_alone_is_not_asked():
    def holds(values):
        raise AssertionError(values)

    settled = settle(
        {"crisp": "1"}, [cell("a", {"x": 0.9})], [WeightedClause(stated(["crisp"], holds), 1.0, -1.0, 1.0)]
    )

    assert settled["a"].value == "x"


def test_a_statement_is_asked_with_the_cells_it_binds_and_no_others():
    asked = []
    clause = WeightedClause(
        stated(["b", "a", "a"], lambda values: asked.append(dict(values)) or True), 1.0, -1.0, 1.0
    )

    settle({"b": "read", "c": "other"}, [cell("a", {"x": 0.5, "y": 0.4})], [clause])

    assert asked == [{"b": "read", "a": "x"}, {"b": "read", "a": "y"}]


def test_a_candidate_of_no_probability_is_put_up_with():
    settled = settle({}, [DoubtfulCell("a", (CandidateValue("x", 0.0), CandidateValue("y", -inf)))], [])

    assert settled["a"].value == "x"
    assert settled["a"].margins[1] <= SETTINGS.log_of_zero


# Bounds


def chain(rows: int, candidates: int) -> tuple[dict[str, str], list[DoubtfulCell], list[WeightedClause]]:
    """Rows that run down from a crisp opening balance, every amount, balance and code doubtful.

    The truth stands in the values; the likeliest candidate of every third balance is a wrong one.
    """
    chance, values, cells, clauses = Random(1), {"left0": "100000"}, [], []
    for row in range(1, rows + 1):
        sold = chance.randrange(100, 1000)
        left = int(values[f"left{row - 1}"]) - sold
        values |= {f"sold{row}": str(sold), f"left{row}": str(left), f"code{row}": "D"}
        others = [str(left + 10 * n) for n in range(1, candidates - 1)]
        read = [others[0], str(left), *others[1:]] if row % 3 == 1 else [str(left), *others]
        cells += [
            cell(f"sold{row}", shares([str(sold), *(str(sold + 3 * n) for n in range(1, candidates - 1))])),
            cell(f"left{row}", shares(read)),
            cell(f"code{row}", {"D": 0.9, "A": 0.1}),
        ]
        sum_of_row = balance(f"left{row - 1}", f"sold{row}", f"code{row}", f"left{row}")
        backwards = balance(f"left{row}", f"sold{row}", f"code{row}", f"left{row - 1}")
        clauses += [
            WeightedClause(sum_of_row, HOLDING, FAILING, HOLDING),
            WeightedClause(backwards, 0.5, -0.1, 0.5),
        ]
    return values, cells, clauses


def shares(values: Sequence[str]) -> dict[str, float]:
    """Half for the first, the rest alike, a twentieth for anything else."""
    return {value: 0.5 if n == 0 else 0.45 / (len(values) - 1) for n, value in enumerate(values)}


def test_a_usual_filing_takes_a_moment():
    problem = chain(rows=8, candidates=6)
    start = time.process_time()

    settled = settle(*problem)

    assert time.process_time() - start < 0.5
    assert all(found.value == problem[0][path] for path, found in settled.items())


def test_sixty_rows_in_full_doubt_are_settled():
    problem = chain(rows=60, candidates=6)
    start = time.process_time()

    settled = settle(*problem)

    assert time.process_time() - start < 3
    assert all(found.value == problem[0][path] and found.is_settled for path, found in settled.items())


def test_the_least_probable_candidates_are_left_out_where_a_clause_has_too_many(monkeypatch):
    monkeypatch.setattr(search, "SETTINGS", SETTINGS._replace(most_statement_combinations=3 * 3 * 3))
    values, cells, clauses = chain(rows=1, candidates=6)

    settled = settle(values, cells, clauses)

    assert settled["left1"].value == values["left1"]
    assert [margin == -inf for margin in settled["left1"].margins] == [False, False, True, True, True, False]


def test_only_cells_of_tables_that_are_too_wide_lose_candidates(monkeypatch):
    monkeypatch.setattr(search, "SETTINGS", SETTINGS._replace(most_statement_combinations=6 * 6))
    values, cells, clauses = chain(rows=1, candidates=6)
    before = cell("before", shares(["1", "2", "3", "4"]))
    clause = WeightedClause(stated(["before", "sold1"], lambda values: True), 1.0, -1.0, 1.0)

    settled = settle(values, [*cells, before], [*clauses, clause])

    assert -inf in settled["left1"].margins
    assert -inf not in settled["before"].margins


def test_a_part_that_stays_too_large_is_left_as_read(monkeypatch):
    monkeypatch.setattr(search, "SETTINGS", SETTINGS._replace(most_statement_combinations=3 * 3 * 2 - 1))
    values, cells, clauses = chain(rows=1, candidates=6)

    settled = settle(values, cells, clauses)

    assert {found.is_settled for found in settled.values()} == {False}
    for own in cells:
        assert settled[own.path].value == own.candidates[0].value
        assert settled[own.path].margins == tuple(c.weight - own.candidates[0].weight for c in own.candidates)


def test_a_part_too_large_leaves_the_others_alone():
    many = [cell(f"m{n}", {"x": 0.5, "y": 0.4}) for n in range(40)]
    everything = WeightedClause(stated([own.path for own in many], lambda values: False), 1.0, -1.0, 1.0)
    values, cells, clauses = chain(rows=2, candidates=4)

    settled = settle(values, [*many, *cells], [everything, *clauses])

    assert {path for path, found in settled.items() if not found.is_settled} == {own.path for own in many}
    assert settled["left1"].value == values["left1"]


def test_the_tables_of_a_part_are_bounded_together(monkeypatch):
    values, cells, clauses = chain(rows=6, candidates=6)
    monkeypatch.setattr(search, "SETTINGS", SETTINGS._replace(most_part_combinations=1000))

    settled = settle(values, cells, clauses)

    assert all(found.is_settled for found in settled.values())
    assert -inf in settled["left6"].margins


def test_what_a_box_does_not_say_is_the_other_of_two():
    box = Cell(
        path="reportingOwner[1]/reportingOwnerRelationship/isOfficer",
        value="true",
        raw="X",
        status="review",
        confidence=0.9,
        page=1,
        bbox=(0, 0, 1, 1),
        source="ocr",
        reader="form4",
    )
    assert [candidate.value for candidate in candidates(box, ()).candidates] == ["true", "false"]
