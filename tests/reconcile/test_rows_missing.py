"""Tables that do not add up though every cell is clear: a row may be gone, and nothing said so."""

import pytest

from extractor.model.filing import Cell, Check, Filing
from extractor.reconcile import rows_misfit, rows_missing
from tests.reconcile.forms import filing, share

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


@pytest.mark.parametrize("rule", ["running-balance", "balance-in-another-order"])
def test_balances_of_derivatives_told_by_grant_are_no_missing_row(rule):
    assert named(f"{rule} as filed: 5 + 1 = 6, not 9", EXERCISED) == []


def scanned(doubtful="", **row):
    """What a scan of two sales wants; the second stands as given, the cell of `doubtful` was not accepted."""
    form = filing([share("S", "100", "D", "900"), share("S", "50", "D", **row)])
    cells = tuple(
        Cell(
            path=path,
            value=value,
            raw=value,
            status="review" if doubtful and path.endswith(doubtful) else "accepted",
            confidence=0.99,
            page=1,
            bbox=(0, 0, 1, 1),
            source="ocr",
            reader="form4",
        )
        for path, value in form.values.items()
    )
    read = Filing(form="4", layout="form4-edgar", pages=(1,), status="ok", cells=cells)
    return [item.path for item in rows_misfit(read, read, "following-transaction")]


def test_a_row_cut_out_of_a_scan_breaks_balances_that_were_read_without_doubt():
    assert scanned(after="850") == []
    assert scanned(after="700") == ["nonDerivativeTable"]


def test_a_balance_in_doubt_on_a_scan_is_no_missing_row():
    assert scanned("[2]/postTransactionAmounts/sharesOwnedFollowingTransaction", after="700") == []
