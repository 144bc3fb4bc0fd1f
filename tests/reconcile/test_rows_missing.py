"""Tables that do not add up though every cell is clear: a row may be gone, and nothing said so."""

import pytest

from extractor.model.filing import BrokenAsFiled, Cell, Check, Filing
from extractor.reconcile import rows_misfit, rows_missing
from tests.reconcile.forms import filing, share

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


@pytest.mark.parametrize("rule", ["running-balance", "balance-in-another-order"])
def test_balances_of_derivatives_told_by_grant_are_no_missing_row(rule):
    assert not named(rule, EXERCISED)


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


def test_a_figure_too_many_is_no_missing_row():
    """1,003.5526 read as 1,003.55269 sent the whole table to a person."""
    assert scanned(after="850.00009") == []


def test_a_sum_that_another_letter_would_mend_is_told_without_a_traceback():
    """900 + 50 = 950 holds for an acquisition: the letter that it asks for was taken for a number."""
    assert scanned(after="950") == ["nonDerivativeTable"]


def test_a_balance_in_doubt_on_a_scan_is_no_missing_row():
    assert scanned("[2]/postTransactionAmounts/sharesOwnedFollowingTransaction", after="700") == []
