from __future__ import annotations

import pytest

from samples.generator.filings import filing_for
from samples.loss_clues import required, tells

ROW = "nonDerivativeTable/nonDerivativeTransaction[{}]"
DERIVATIVE = "derivativeTable/derivativeTransaction[1]"
SHARES = "transactionAmounts/transactionShares"
FOLLOWING = "postTransactionAmounts/sharesOwnedFollowingTransaction"


def row(base: str, shares: str, following: str, code: str = "S", letter: str = "D") -> dict[str, str]:
    return {
        f"{base}/securityTitle": "Common",
        f"{base}/transactionDate": "2004-05-06",
        f"{base}/transactionCoding/transactionCode": code,
        f"{base}/{SHARES}": shares,
        f"{base}/transactionAmounts/transactionAcquiredDisposedCode": letter,
        f"{base}/{FOLLOWING}": following,
        f"{base}/ownershipNature/directOrIndirectOwnership": "D",
    }


SOLD = {**row(ROW.format(1), "10", "90"), **row(ROW.format(2), "20", "70"), **row(ROW.format(3), "30", "40")}


def gone(cells: dict[str, str], base: str) -> set[str]:
    return {path for path in cells if path.startswith(base)}


def test_a_row_between_others_is_missed_in_their_balances() -> None:
    assert tells(SOLD, gone(SOLD, ROW.format(2)))


def test_the_last_row_of_a_run_is_missed_by_nobody() -> None:
    assert not tells(SOLD, gone(SOLD, ROW.format(3)))


def test_balances_that_never_ran_tell_nothing() -> None:
    month = {path: "40" if path.endswith(FOLLOWING) else value for path, value in SOLD.items()}
    assert not tells(month, gone(month, ROW.format(2)))


def test_a_holding_gone_whole_is_missed_by_nobody() -> None:
    holding = "nonDerivativeTable/nonDerivativeHolding[1]"
    cells = SOLD | {f"{holding}/securityTitle": "Common", f"{holding}/{FOLLOWING}": "5"}
    assert not tells(cells, gone(cells, holding))


def test_an_exercise_is_missed_where_the_other_table_has_it() -> None:
    cells = {**row(ROW.format(1), "10", "90", "M", "A"), **row(DERIVATIVE, "10", "0", "M")}
    assert tells(cells, gone(cells, DERIVATIVE))


@pytest.mark.parametrize("lost", ["footnotes/footnote[@id='F1']", f"{ROW.format(1)}/{SHARES}/footnoteId"])
def test_a_footnote_is_missed_by_its_mark_and_a_mark_by_its_footnote(lost: str) -> None:
    cells = SOLD | {f"{ROW.format(1)}/{SHARES}/footnoteId": "F1", "footnotes/footnote[@id='F1']": "Gift."}
    assert tells(cells, {lost})
    assert not tells(cells, {"remarks"})


@pytest.mark.parametrize("lost", ["ownerSignature[2]/signatureDate", "issuer/issuerName"])
def test_what_every_form_has_is_missed(lost: str) -> None:
    assert tells(SOLD | {lost: "x"}, {lost})


def test_a_value_with_a_mark_beside_it_may_be_left_out() -> None:
    path = f"{ROW.format(1)}/{SHARES}"
    assert path in set(required(SOLD))
    assert path not in set(required(SOLD | {f"{path}/footnoteId": "F1"}))


def test_nothing_is_missing_from_a_whole_filing() -> None:
    for seed in range(10):
        assert not tells(filing_for("edgar", seed), set())
