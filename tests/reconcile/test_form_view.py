from __future__ import annotations

import pytest

from extractor.reconcile.form_view import FOLLOWING, MARKS, Form, number
from tests.reconcile.examples import REDWOOD
from tests.reconcile.forms import filing, right, share


@pytest.mark.parametrize("text", ["", "NaN", "sNaN", "Infinity", "1e5", "1,200", "1 200", "٣", "A"])
def test_what_is_no_plain_decimal_is_no_number(text: str) -> None:
    assert number(text) is None


@pytest.mark.parametrize(
    ("period", "rows", "monthly"),
    [
        pytest.param("1999-11", "1999-11-19", True, id="a month"),
        pytest.param("2000-02-29", "2000-02-07", True, id="a month typed as its last day"),
        pytest.param("2002-09-03", "2002-09-03", False, id="the first forms by day"),
        pytest.param("1909-11-19", "2009-11-19", False, id="a misread year"),
        pytest.param("", "", False, id="nothing known"),
    ],
)
def test_forms_of_months_are_told_by_their_dates(period: str, rows: str, monthly: bool) -> None:
    form = filing([share("S", "5", "D", date=rows)] * 2, header={"periodOfReport": period})
    assert form.is_monthly is monthly


def test_marks_are_read_row_by_row_from_left_to_right() -> None:
    rows = [right("M", "5", "D", after_note="F3", code_note="F2")]
    form = filing([share("S", "5", "D", nature_note="F1")], rows)
    assert [form.values[cell] for cell in form.marked] == ["F1", "F2", "F3"]
    above = Form({**form.values, f"reportingOwner[1]/reportingOwnerId/rptOwnerName{MARKS}": "F4"})
    assert above.values[above.marked[0]] == "F4"


def test_persons_are_found_by_their_elements() -> None:
    assert REDWOOD.owners == ("reportingOwner[1]",)
    assert REDWOOD.signatures == ("ownerSignature[1]",)


def test_a_holding_speaks_of_the_balance_of_its_class() -> None:
    form = filing([share("S", "5", "D", "95")], kept=[share(after="95"), share(after="7", own="I")])
    sold, same, other = form.rows
    assert form.number(sold, FOLLOWING) == 95
    assert form.same_balance(sold, same)
    assert not form.same_balance(sold, other)
