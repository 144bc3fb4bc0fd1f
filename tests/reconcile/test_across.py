"""Filings of one bundle against each other: balances that go on, gaps, copies."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.model.filing import Alternative, Cell, Filing
from extractor.reconcile import across

ROW = "nonDerivativeTable/nonDerivativeTransaction[1]/"
AMOUNT = f"{ROW}transactionAmounts/transactionShares"
FOLLOWING = f"{ROW}postTransactionAmounts/sharesOwnedFollowingTransaction"


def filing(day, amount, after, letter="D", doubtful=None, **others):
    """One sale of common stock; `doubtful` is path → the other reading of a cell to look at."""
    values = {
        "documentType": "4",
        "periodOfReport": day,
        "issuer/issuerName": "REDWOOD TRUST INC",
        "reportingOwner[1]/reportingOwnerId/rptOwnerName": "ZAGUNIS HAROLD F",
        f"{ROW}securityTitle": "Common Stock",
        f"{ROW}transactionDate": day,
        AMOUNT: str(amount),
        f"{ROW}transactionAmounts/transactionAcquiredDisposedCode": letter,
        FOLLOWING: str(after),
        f"{ROW}ownershipNature/directOrIndirectOwnership": "D",
        "ownerSignature[1]/signatureDate": day,
    }
    cells = [_cell(path, value, (doubtful or {}).get(path)) for path, value in (values | others).items()]
    return Filing(form="4", layout="form4-edgar", pages=(1,), status="ok", cells=tuple(cells))


def _cell(path, value, other):
    return Cell(
        path=path,
        value=value,
        raw=value,
        status="review" if other else "accepted",
        confidence=0.5 if other else 0.999,
        page=1,
        bbox=(0, 0, 0, 0),
        source="ocr",
        reader="form4",
        alternatives=(Alternative(value=other, raw=other, probability=0.4),) if other else (),
    )


FIRST = filing("2009-11-19", 100, 900)


def test_a_balance_that_goes_on_is_no_gap():
    found = across([filing("2009-12-01", 300, 600), FIRST])
    assert [(link.later, link.earlier) for link in found.links] == [(0, 1)]
    assert found.gaps == ()
    assert found.links[0].statement == "Common Stock: 900 to begin with, as left on 2009-11-19"


def test_a_gap_is_told_with_both_balances():
    (gap,) = across([FIRST, filing("2009-12-01", 300, 500)]).gaps
    assert gap.statement == "Common Stock: 800 to begin with, where 2009-11-19 left 900"


def test_the_other_reading_with_which_a_balance_goes_on_is_named():
    later = filing("2009-12-01", 300, 500, doubtful={FOLLOWING: "600"})
    (gap,) = across([FIRST, later]).gaps
    assert [(other.path, other.value) for other in gap.continuing] == [(FOLLOWING, "600")]


def test_only_the_last_filing_before_counts():
    (_, link) = across([FIRST, filing("2009-12-01", 300, 600), filing("2010-01-04", 50, 550)]).links
    assert (link.later, link.earlier) == (2, 1)


def test_another_owner_has_another_balance():
    other = {"reportingOwner[1]/reportingOwnerId/rptOwnerName": "HANSEN ROBIN"}
    assert across([FIRST, filing("2009-12-01", 300, 600, **other)]).links == ()


def test_a_class_whose_name_differs_by_a_short_word_is_another():
    titles = ("Class A Common Stock", "Class B Common Stock")
    one, two = (
        filing(day, 1, 9, **{f"{ROW}securityTitle": title})
        for day, title in zip(("2009-11-19", "2009-12-01"), titles, strict=True)
    )
    assert across([one, two]).links == ()


def test_an_amendment_tells_old_days_again_and_is_no_copy():
    amended = filing("2009-12-01", 300, 100, documentType="4/A")
    assert across([FIRST, amended]).links == ()
    assert across([FIRST, filing("2009-11-19", 100, 900, documentType="4/A")]).duplicates == ()


def test_a_copy_is_recognised_though_a_doubtful_cell_says_otherwise():
    copy = filing("2009-11-19", 180, 900, doubtful={AMOUNT: "100"})
    found = across([FIRST, copy])
    assert found.duplicates == ((1, 0),)
    assert found.links == ()


def test_a_month_opens_before_all_its_transactions():
    one = filing("1997-03-10", 100, 900, periodOfReport="1997-03")
    two = filing("1997-05-06", 300, 600, periodOfReport="1997-05")
    assert [link.is_gap for link in across([one, two]).links] == [False]


@given(st.lists(st.integers(1, 50), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_a_chain_of_filings_has_no_gap_in_whichever_order(amounts, chance):
    left, chain = 1000, []
    for day, amount in enumerate(amounts, 1):
        left -= amount
        chain.append(filing(f"2010-02-{day:02}", amount, left))
    chance.shuffle(chain)
    found = across(chain)
    assert len(found.links) == len(amounts) - 1
    assert not found.gaps


def test_rows_told_newest_first_open_with_the_oldest():
    second = ROW.replace("[1]", "[2]")
    cells = {cell.path: cell.value for cell in filing("2009-12-01", 100, 800).cells}
    older = {path.replace(ROW, second): value for path, value in cells.items() if path.startswith(ROW)}
    newest_first = filing("2009-12-01", 300, 500, **older)
    (link,) = across([FIRST, newest_first]).links
    assert (link.opened, link.path) == (900, FOLLOWING.replace("[1]", "[2]"))


def test_two_filings_doubtful_throughout_are_no_copies():
    one, other = filing("2009-11-19", 100, 900), filing("2009-12-01", 300, 500)
    worn = [_worn(one), _worn(other)]
    assert across(worn).duplicates == ()


def test_an_amendment_whose_date_is_doubtful_is_no_copy():
    amendment = filing("2009-11-19", 100, 900, documentType="4/A", doubtful={"documentType": "4"})
    assert across([FIRST, amendment]).duplicates == ()


def _worn(read):
    """The filing with every cell to look at."""
    return read.model_copy(
        update={"cells": tuple(c.model_copy(update={"status": "review"}) for c in read.cells)}
    )
