"""Tables that do not add up though every cell is clear: a row may be gone, and nothing said so."""

import pytest

from extractor.model.filing import BrokenAsFiled, Check
from extractor.reconcile import rows_missing

SECOND = "nonDerivativeTable/nonDerivativeTransaction[2]/transactionAmounts/transactionShares"
EXERCISED = "derivativeTable/derivativeTransaction[1]/transactionAmounts/transactionShares"


def named(rule, *cells, as_filed=True):
    broken = BrokenAsFiled(rule=rule, statements=("5 + 1 = 6, not 9",)) if as_filed else None
    check = Check(rule=rule, outcome="violated", statement="5 + 1 = 6", cells=cells, as_filed=broken)
    return {item.path: item.reason for item in rows_missing([check])}


@pytest.mark.parametrize("rule", ["running-balance", "balance-in-another-order"])
def test_a_row_cut_out_of_its_table_breaks_the_balances_of_those_around_it(rule):
    assert named(rule, SECOND) == {"nonDerivativeTable": "a row may be missing (5 + 1 = 6, not 9)"}


def test_an_exercise_cut_out_of_one_table_is_missed_by_the_other():
    assert list(named("exercised-shares", SECOND, EXERCISED)) == ["nonDerivativeTable", "derivativeTable"]


def test_a_form_whose_only_row_is_gone_reports_nothing():
    assert list(named("something-reported")) == ["nonDerivativeTable", "derivativeTable"]


def test_a_price_out_of_its_range_is_no_missing_row():
    assert not named("price-in-range", SECOND)
    assert not named("running-balance", SECOND, as_filed=False)
