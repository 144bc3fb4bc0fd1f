from __future__ import annotations

import pytest

from extractor.reconcile.form_view import FOLLOWING, Form
from extractor.reconcile.rules import opening
from tests.reconcile.examples import MONTHS_END, REDWOOD, TWO_VESTS
from tests.reconcile.forms import filing, right, share
from tests.reconcile.rules.cases import Case, outcomes, statements, words

MONTH = {"periodOfReport": "1998-02"}
TWO_OWNERS = {
    f"reportingOwner[{n}]/{path}": value
    for n, name in ((1, "FUND"), (2, "GP"))
    for path, value in (
        ("reportingOwnerId/rptOwnerName", name),
        ("reportingOwnerAddress/rptOwnerCity", "RENO"),
    )
}
SALES = [share("S", "300", "D", "700"), share("S", "200", "D", "500")]

CASES = (
    Case(
        "B0 acquired-and-owned",
        holds=filing([share("P", "100", "A", "100")]),
        breaks=filing([share("P", "100", "A", "10")]),
        silent=filing([share("C", "100", "A", "10", own="I", nature="By Fund")]),
    ),
    Case(
        "B1 running-balance",
        holds=filing(SALES),
        breaks=filing([SALES[0], share("S", "200", "D", "560")]),
        silent=filing([SALES[0], share("S", "200", "D", "560", after_note="F1")]),
    ),
    Case(
        "B1-II running-balance",
        holds=REDWOOD,
        breaks=filing(rights=[right("M", "300", "D", "700"), right("M", "200", "D", "560")]),
        silent=filing(
            rights=[right("M", "300", "D", "700", strike="9"), right("M", "200", "D", "500", strike="8")]
        ),
    ),
    Case(
        "B2 balance-in-another-order",
        holds=filing(SALES[::-1]),
        breaks=filing([share("S", "100", "D", after) for after in ("500", "600", "700", "850")]),
        silent=filing(SALES),
    ),
    Case(
        "B3 month-opening",
        holds=MONTHS_END,
        breaks=filing([share("P", "1000", "A", "850")], header=MONTH),
        silent=filing([share("P", "1000", "A", "850")]),
    ),
    Case(
        "B4 balance-not-negative",
        holds=filing(kept=[share(after="0")]),
        breaks=filing(kept=[share(after="-5")]),
        silent=filing(kept=[share()]),
    ),
    Case(
        "B5 grant-balance",
        holds=filing(rights=[right("A", "100", "A", "100")]),
        breaks=filing(rights=[right("A", "100", "A", "300")]),
        silent=filing([share("A", "100", "A", "300")]),
    ),
    Case(
        "B6 used-up",
        holds=filing(rights=[right("M", "100", "D", "0")]),
        breaks=filing(rights=[right("M", "100", "D", "50")]),
        silent=filing(rights=[right("A", "100", "A", "50")]),
    ),
    Case(
        "B7 holding-repeats-balance",
        holds=filing(SALES, kept=[share(after="500")]),
        breaks=filing(SALES, kept=[share(after="560")]),
        silent=filing(
            [share("S", "300", "D", "700", own="I", nature="See Footnote")],
            kept=[share(after="560", own="I", nature="See Footnote"), share(after="9")],
        ),
    ),
    Case(
        "B9 told-for-each-owner",
        holds=filing([*SALES, *SALES], header=TWO_OWNERS),
        breaks=filing([*SALES, *SALES[:1], share("S", "280", "D", "420")], header=TWO_OWNERS),
        silent=filing([*SALES, *SALES]),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_rule(case: Case) -> None:
    case.check()


def test_balances_are_told_as_people_write_sums() -> None:
    assert words("B1-II running-balance", REDWOOD) == ["1,116 - 409 = 707", "707 - 707 = 0"]
    broken = filing([share("S", "300", "D", "1116"), share("S", "409", "D", "767")])
    assert words("running-balance", broken) == ["1,116 - 409 = 707, not 767"]
    assert words("month-opening", MONTHS_END) == ["8,500 + 1,000 + 500 = 10,000 at the month's beginning"]


def test_a_balance_binds_its_letter_and_solves_each_of_its_cells() -> None:
    form = filing(SALES)
    (statement,) = statements("running-balance", form)
    assert [cell.rpartition("/")[2] for cell in statement.cells] == [
        "sharesOwnedFollowingTransaction",
        "transactionShares",
        "transactionAcquiredDisposedCode",
        "sharesOwnedFollowingTransaction",
    ]
    assert [statement.solved(form.values, cell) for cell in statement.cells] == ["700", "200", "D", "500"]


def test_a_sum_below_nothing_solves_nothing() -> None:
    form = filing([share("S", "1", "D", "100"), share("S", "200", "D", "0")])
    (statement,) = statements("running-balance", form)
    assert statement.solved(form.values, statement.cells[-1]) is None


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([("300", "2009-11-18", "500"), ("200", "2009-11-19", "500")], id="the final total"),
        pytest.param(
            [("10", "2009-11-19", "640"), ("300", "2009-11-17", "700"), ("50", "2009-11-18", "650")],
            id="by date",
        ),
        pytest.param(
            [
                ("50", "2009-11-17", "900"),
                ("50", "2009-11-17", "900"),
                ("300", "2009-11-18", "400"),
                ("200", "2009-11-18", "400"),
            ],
            id="totals of days",
        ),
        pytest.param(
            [("10", "", "640"), ("300", "", "700"), ("20", "", "620"), ("50", "", "650")],
            id="an order of its own",
        ),
    ],
)
def test_other_ways_of_telling_balances_are_no_violations(rows: list[tuple[str, str, str]]) -> None:
    form = filing([share("S", amount, "D", after, date=date) for amount, date, after in rows])
    assert outcomes("running-balance", form) == []
    assert outcomes("balance-in-another-order", form) == [True] * (len(rows) - 1)


def test_a_misread_in_a_long_group_leaves_its_order_as_printed() -> None:
    balances = (900, 800, 700, 690, 500)
    form = filing([share("S", "100", "D", str(after)) for after in balances])
    assert outcomes("running-balance", form) == [True, True, False, False]


def test_an_amendment_that_leaves_lines_out_breaks_no_balance() -> None:
    amended = {"documentType": "4/A", "dateOfOriginalSubmission": "2009-11-20"}
    gap = [SALES[0], share("S", "200", "D", "450")]
    assert outcomes("running-balance", filing(gap, header=amended)) == []
    assert outcomes("running-balance", filing(SALES, header=amended)) == [True]


def test_two_sales_of_one_size_are_not_told_for_two_owners() -> None:
    misread = [share("S", "300", "D", "700"), share("S", "300", "D", "460")]
    assert outcomes("running-balance", filing(misread, header=TWO_OWNERS)) == [False]


@pytest.mark.parametrize(
    ("cell", "misread", "truth"),
    [("transactionAmounts/transactionShares", "489", "409"), (FOLLOWING, "1176", "1116")],
)
def test_a_misread_of_the_seed_is_solved_by_what_it_breaks(cell: str, misread: str, truth: str) -> None:
    row = 2 if misread == "489" else 1
    path = f"derivativeTable/derivativeTransaction[{row}]/{cell}"
    read = Form({**REDWOOD.values, path: misread})
    names = ("B1-II running-balance", "underlying-amount")
    broken = [s for name in names for s in statements(name, read) if not s.holds(read.values)]
    assert {statement.solved(read.values, path) for statement in broken} == {truth}
    assert len(broken) == (2 if row == 2 else 1)


def test_parts_of_shares_are_rounded_row_by_row() -> None:
    form = filing([share("A", "1", "A", "14242.084"), share("A", "28.593", "A", "14270.678")])
    assert words("running-balance", form) == ["14,242.084 + 28.593 = 14,270.678, rounded"]
    (statement,) = statements("running-balance", form)
    assert statement.solved(form.values, statement.cells[-1]) is None
    assert not statement.holds({**form.values, statement.cells[-1]: "14270.679"})


def test_a_month_is_never_told_row_by_row() -> None:
    full = {"periodOfReport": "2000-02-29"}
    typed_in_full = filing(
        [share("S", "300", "D", "700", date="2000-02-03"), share("S", "1", "D", "5")], header=full
    )
    for form in (filing(SALES, header=MONTH), typed_in_full):
        assert outcomes("running-balance", form) == []
        assert outcomes("month-opening", form) == [True]


def test_rows_of_other_accounts_have_balances_of_their_own() -> None:
    other = share("S", "5", "D", "95", own="I", nature="By Trust")
    assert outcomes("running-balance", filing([SALES[0], other, SALES[1]])) == [True]


def test_what_is_disposed_of_comes_to_what_there_was() -> None:
    assert opening(REDWOOD, REDWOOD.groups[1]) == "4,884 + 409 + 707 = 6,000"
    assert opening(TWO_VESTS, TWO_VESTS.groups[1]) == "826 + 881 = 1,707"
    rest = filing(rights=[right("M", "300", "D", "700"), right("M", "200", "D", "500")])
    assert opening(rest, rest.groups[0]) == "300 + 200 = 500 of 1,000"
    assert opening(REDWOOD, REDWOOD.groups[0]) is None


def test_a_late_report_on_a_form_by_day_follows_row_by_row() -> None:
    late = filing(
        [{**row, "date": "2001-05-04"} for row in SALES],
        header={"periodOfReport": "2001-05-04", "ownerSignature[1]/signatureDate": "2004-02-02"},
    )
    by_day = Form(late.values, "following-transaction")
    assert outcomes("running-balance", late) == [] and outcomes("running-balance", by_day) == [True]
    assert outcomes("month-opening", by_day) == []
    # When it was due hangs on the day of the transaction.
    assert outcomes("signed-by-the-tenth", by_day) == [False] and outcomes("signed-in-time", by_day) == []
