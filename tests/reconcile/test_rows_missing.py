"""Tables that do not add up though every cell is clear: a row may be gone, and nothing said so."""

import pytest

from extractor.model.filing import Check
from extractor.reconcile import rows_missing

SECOND = "nonDerivativeTable/nonDerivativeTransaction[2]/transactionAmounts/transactionShares"
EXERCISED = "derivativeTable/derivativeTransaction[1]/transactionAmounts/transactionShares"


def named(statement, *cells, rule="source-inconsistent"):
    check = Check(rule=rule, outcome="violated", statement=statement, cells=cells)
    return [item.path for item in rows_missing([check])]


@pytest.mark.parametrize("rule", ["running-balance", "balance-in-another-order"])
def test_a_row_cut_out_of_its_table_breaks_the_balances_of_those_around_it(rule):
    assert named(f"{rule} as filed: 5 + 1 = 6, not 9", SECOND) == ["nonDerivativeTable"]


def test_an_exercise_cut_out_of_one_table_is_missed_by_the_other():
    said = "exercised-shares as filed: 5 exercised in Table II but 9 in Table I"
    assert named(said, SECOND, EXERCISED) == ["nonDerivativeTable", "derivativeTable"]


def test_a_form_whose_only_row_is_gone_reports_nothing():
    said = "something-reported as filed: 0 transactions, exit box false: not so"
    assert named(said) == ["nonDerivativeTable", "derivativeTable"]


def test_a_price_out_of_its_range_is_no_missing_row():
    assert named("price-in-range as filed: 22.85 is not between 22.2 and 22.8", SECOND) == []
    assert named("5 + 1 = 6", SECOND, rule="running-balance") == []
