"""Decisions laid over a filing."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.review.apply_decisions import corrected
from extractor.review.decisions import Decision
from extractor.review.row_changes import as_exported
from tests.review.results import (
    AD,
    BALANCE,
    DATE,
    OWN,
    ROW,
    SECOND,
    SECOND_LEFT,
    SHARES,
    TITLE,
    cell,
    filing,
    sale,
    sales,
)

LEAST = 0.95

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def decided(action, path, after="", before="", number=1):
    return Decision(number, 1, 1, path, "Ann", action, before, after, "", NOW)


def laid(own, *decisions):
    return corrected(own, decisions, LEAST)


def test_without_decisions_a_filing_is_as_it_was_extracted():
    own = sales()
    assert laid(own).filing is own
    assert laid(own).open == {"issuer/issuerName", SECOND, SECOND_LEFT, f"{ROW}[3]/{BALANCE}"}


def test_another_value_is_a_correction_and_the_same_a_confirmation():
    own = laid(
        sales(), decided("type", SECOND, "500"), decided("accept", "issuer/issuerName", "Redwood Corp")
    )
    assert own.filing.cell(SECOND).status == "corrected"
    assert own.filing.cell("issuer/issuerName").status == "accepted"


def test_a_decision_settles_what_its_sums_then_prove():
    # 1,600 - 600 = 1,000 and 1,000 - 300 = 700: with the balance certain, both others follow.
    own = laid(sales(), decided("accept", SECOND_LEFT, "1000"))
    assert own.open == {"issuer/issuerName"}
    assert own.filing.cell(SECOND).value == "600"


def test_a_value_that_breaks_a_sum_settles_nothing():
    own = laid(sales(), decided("type", SECOND_LEFT, "1234"))
    assert SECOND in own.open
    assert any(check.outcome == "violated" for check in own.filing.checks if SECOND_LEFT in check.cells)


def test_blank_leaves_no_cell_and_illegible_says_so():
    own = laid(sales(), decided("blank", SECOND), decided("illegible", SECOND_LEFT))
    assert own.filing.cell(SECOND) is None
    assert own.filing.cell(SECOND_LEFT) is None
    flagged = {cell.path for cell in own.filing.cells if cell.status == "review"}
    assert SECOND_LEFT in {item.path for item in own.filing.review} - flagged
    assert SECOND_LEFT not in own.open
    assert own.filing.status == "review"


def test_rows_are_added_deleted_and_numbered_anew():
    new = f"{ROW}[1001]"
    own = laid(
        sales(),
        decided("delete-row", ROW, before=f"{ROW}[2]"),
        decided("add-row", new, json.dumps({TITLE: "Class B", DATE: "2003-05-02"})),
    ).filing
    assert own.cell(f"{ROW}[2]/{TITLE}") is None
    out = as_exported(own)
    assert [out.cell(f"{ROW}[{n}]/{TITLE}").value for n in (1, 2, 3)] == [
        "Common Stock",
        "Common Stock",
        "Class B",
    ]
    assert out.cell(f"{ROW}[2]/{BALANCE}").value == "700"


def test_added_rows_stand_where_they_were_put_in_their_columns():
    """They came last, with an empty box."""
    own = laid(
        sales(),
        decided("add-row", f"{ROW}[1001]", json.dumps({"after": f"{ROW}[1]", SHARES: "100"})),
        decided("add-row", f"{ROW}[1002]", json.dumps({"after": "first", SHARES: "200"})),
        decided("add-row", f"{ROW}[1003]", json.dumps({SHARES: "300"})),
    ).filing
    out = as_exported(own)
    assert [out.cell(f"{ROW}[{n}]/{SHARES}").value for n in range(1, 7)] == [
        "200", "400", "100", "600", "300", "300"
    ]  # fmt: skip
    first, second, third, fourth = (out.cell(f"{ROW}[{n}]/{SHARES}").bbox for n in range(1, 5))
    assert first[3] <= second[1] and second[3] <= third[1] and third[3] <= fourth[1]
    assert {box[0] for box in (first, second, third, fourth)} == {second[0]}
    assert third[1] < third[3]


def test_sums_follow_the_place_of_an_added_row():
    amounts = {SHARES: "100", BALANCE: "1500", TITLE: "Common Stock", DATE: "2003-05-01", AD: "D", OWN: "D"}
    base = filing(*sale(1, "400", "1600"), *sale(2, "500", "1000"))
    added = json.dumps({"after": f"{ROW}[1]", **amounts})
    own = laid(base, decided("add-row", f"{ROW}[1001]", added)).filing
    assert not [check for check in base.checks if check.rule == "running-balance" and check.cells]
    for laid_out, row in ((own, 1001), (as_exported(own), 2)):
        (check,) = (c for c in laid_out.checks if c.rule == "running-balance" and c.cells)
        assert check.outcome == "satisfied"
        assert f"{ROW}[{row}]/{BALANCE}" in check.cells


def test_a_value_keyed_where_none_was_read_stands_in_its_row_and_column():
    rows = [cell for cell in sale(1, "400", "1600") if not cell.path.endswith(BALANCE)]
    own = laid(filing(*rows, *sale(2, "500", "1100")), decided("type", f"{ROW}[1]/{BALANCE}", "1600")).filing
    box, row, column = (
        own.cell(f"{ROW}[{n}]/{name}").bbox for n, name in ((1, BALANCE), (1, SHARES), (2, BALANCE))
    )
    assert (box[0], box[1]) == (column[0], row[1])


@pytest.mark.parametrize("action", ["blank", "illegible"])
def test_marks_stay_where_their_value_goes(action):
    """They were deleted with it."""
    marks = f"{SECOND}/footnoteId"
    base = filing(*sales().cells, cell(marks, "F1"))
    own = laid(base, decided(action, SECOND)).filing
    assert own.cell(SECOND) is None
    assert own.cell(marks).value == "F1"


def test_merged_rows_keep_what_either_has():
    rest = [own for own in sale(2, "5", "6") if not own.path.endswith(TITLE)]
    base = filing(cell(f"{ROW}[1]/{TITLE}", "Common"), cell(f"{ROW}[2]/{TITLE}", "Stock"), *rest)
    own = laid(base, decided("merge-rows", ROW, before=f"{ROW}[1]\n{ROW}[2]")).filing
    assert own.cell(f"{ROW}[1]/{TITLE}").value == "Common Stock"
    assert own.cell(f"{ROW}[1]/{SHARES}").value == "5"
    assert own.cell(f"{ROW}[2]/{SHARES}") is None


def test_complete_takes_a_fault_off_the_list():
    own = filing(*sale(1, "5", "6"), review=[("derivativeTable", "Table II was found on no page")])
    assert laid(own).open == {"derivativeTable"}
    done = laid(own, decided("complete", "derivativeTable"))
    assert (done.open, done.filing.status) == (frozenset(), "ok")


@given(st.sets(st.integers(1, 30), min_size=1))
def test_exported_rows_count_from_one(numbers):
    own = filing(*[cell(f"{ROW}[{n}]/{TITLE}", f"row {n}") for n in sorted(numbers)])
    found = as_exported(own).values()
    assert found == {f"{ROW}[{k}]/{TITLE}": f"row {n}" for k, n in enumerate(sorted(numbers), 1)}
