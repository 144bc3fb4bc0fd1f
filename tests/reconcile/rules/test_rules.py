from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.reconcile.constraint import Statement
from extractor.reconcile.form_view import Form
from extractor.reconcile.priors import key
from extractor.reconcile.rules import RULES, rule
from tests.reconcile import examples
from tests.reconcile.examples import EXAMPLES, REDWOOD
from tests.reconcile.rules import (
    test_balances,
    test_codes,
    test_dates,
    test_derivatives,
    test_header_boxes,
    test_links,
    test_notes_and_signatures,
    test_numbers,
    test_prices,
    test_repeats,
)
from tests.reconcile.rules.cases import outcomes

MODULES = (
    *(test_balances, test_derivatives, test_links, test_prices, test_dates),
    *(test_codes, test_header_boxes, test_numbers, test_notes_and_signatures, test_repeats),
)
CASES = [case for module in MODULES for case in module.CASES]
FORMS = [*EXAMPLES, *(form for case in CASES for form in (case.holds, case.breaks, case.silent))]
MADE = [(form, statement) for form in FORMS for each in RULES for statement in each.stated(form)]

PLAUSIBLE = st.one_of(
    st.sampled_from(["A", "D", "I", "M", "S", "true", "false", "F1", "F1 F2", "4/A", "1999-11", "0"]),
    st.decimals(0, 10**6, places=4).map(str),
    st.integers(0, 10**9).map(str),
    st.dates().map(str),
)
NONSENSE = st.one_of(
    st.sampled_from(["", "NaN", "Infinity", "sNaN", "1e999", "-", "{}", "٣", "F"]), st.text(max_size=6)
)


def violated(form: Form) -> set[str]:
    told = (each for each in RULES if each.strength != "preference")
    return {each.id for each in told if not all(s.holds(form.values) for s in each.stated(form))}


def test_every_rule_has_its_three_cases() -> None:
    assert sorted(case.rule for case in CASES) == sorted(map(key, RULES))


def test_rules_are_found_by_what_the_output_calls_them() -> None:
    assert rule("running-balance").number == "B1"
    with pytest.raises(KeyError):
        rule("no-such-rule")


def test_chances_can_be_weighed() -> None:
    assert all(0 < each.chance < 1 for each in RULES)


def test_the_seed_holds_all_that_can_be_said_of_it() -> None:
    assert violated(REDWOOD) == set()
    counts = {name: len(outcomes(name, REDWOOD)) for name in ("B1-II running-balance", "underlying-amount")}
    assert counts == {"B1-II running-balance": 2, "underlying-amount": 3}
    said = {each.number for each in RULES if list(each.stated(REDWOOD))}
    assert said >= {"X1", "X4", "FN1", "FN2", "FN3", "FN4", "D1", "D2", "D3", "H1", "O1", "P1"}


@pytest.mark.parametrize(
    ("form", "broken"),
    [
        (examples.VESTED_WITHHELD_SOLD, set()),
        (examples.TWO_VESTS, set()),
        (examples.FILERS_SLIP, set()),
        (examples.CONVERTED_AND_SOLD, set()),
        (examples.MONTHS_END, set()),
        (examples.TYPED_2000, {"signed-by-the-tenth"}),
    ],
    ids=["vested", "two vests", "a filer's slip", "converted", "a month's end", "typed in 2000"],
)
def test_worked_examples_break_what_they_are_said_to_break(form: Form, broken: set[str]) -> None:
    assert violated(form) == broken


def test_a_filer_s_slip_shows_as_a_grant_that_is_not_its_balance() -> None:
    assert outcomes("grant-balance", examples.FILERS_SLIP) == [False]
    assert outcomes("underlying-amount", examples.FILERS_SLIP) == [True]


@settings(max_examples=100, deadline=None)
@given(made=st.sampled_from(MADE), data=st.data())
def test_no_values_make_a_statement_raise(made: tuple[Form, Statement], data: st.DataObject) -> None:
    form, statement = made
    values = {cell: form.values[cell] for cell in statement.cells}
    changed = data.draw(st.dictionaries(st.sampled_from(statement.cells), PLAUSIBLE | NONSENSE))
    values |= changed
    assert isinstance(statement.holds(values), bool)
    assert statement.words(values)
    for cell in statement.cells:
        statement.solved(values, cell)


@settings(max_examples=100, deadline=None)
@given(made=st.sampled_from(MADE), data=st.data())
def test_a_statement_holds_with_what_it_solves(made: tuple[Form, Statement], data: st.DataObject) -> None:
    form, statement = made
    values = {cell: form.values[cell] for cell in statement.cells}
    values |= data.draw(st.dictionaries(st.sampled_from(statement.cells), PLAUSIBLE, max_size=2))
    for cell in statement.cells:
        solved = statement.solved(values, cell)
        if solved is not None:
            assert statement.holds({**values, cell: solved})


@settings(max_examples=100, deadline=None)
@given(form=st.sampled_from(FORMS), data=st.data())
def test_no_values_make_a_rule_raise(form: Form, data: st.DataObject) -> None:
    changed = data.draw(st.dictionaries(st.sampled_from(list(form.values)), PLAUSIBLE | NONSENSE, max_size=8))
    read = Form({**form.values, **changed})
    for each in RULES:
        for statement in each.stated(read):
            assert isinstance(statement.holds(read.values), bool)
            assert statement.words(read.values)


def test_a_statement_asks_for_no_more_than_its_cells() -> None:
    for form, statement in MADE:
        own = {cell: form.values[cell] for cell in statement.cells}
        assert statement.holds(own) == statement.holds(form.values)
        assert all(own.values())
