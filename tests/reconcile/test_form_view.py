from __future__ import annotations

from pathlib import Path

import pytest

from extractor.layout.template import layouts_folder, shipped_layouts
from extractor.reconcile.form_view import FOLLOWING, MARKS, Form, balances_of, number
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
def test_without_a_layout_the_dates_show_the_forms_of_months(period: str, rows: str, monthly: bool) -> None:
    form = filing([share("S", "5", "D", date=rows)] * 2, header={"periodOfReport": period})
    assert form.is_monthly is monthly


@pytest.mark.parametrize(
    ("balances", "period", "rows", "monthly"),
    [
        pytest.param("end-of-month", "1999-11", "1999-11-19", True, id="a month"),
        pytest.param("end-of-month", "2000-02-29", "2000-02-07", True, id="a month typed as its last day"),
        pytest.param("end-of-month", "", "", True, id="no date was read"),
        pytest.param(
            "end-of-month", "2002-09-12", "2002-09-12", False, id="an old blank under the new rules"
        ),
        pytest.param("end-of-month", "2009-11", "2009-11-19", True, id="a month typed on an old blank"),
        pytest.param("following-transaction", "2002-09-03", "2002-09-03", False, id="the first forms by day"),
        pytest.param("following-transaction", "2001-05-04", "2001-05-04", False, id="reported years late"),
    ],
)
def test_the_layout_says_what_balances_mean(balances: str, period: str, rows: str, monthly: bool) -> None:
    read = filing([share("S", "5", "D", date=rows)] * 2, header={"periodOfReport": period})
    assert Form(read.values, balances).is_monthly is monthly


def test_what_balances_mean_is_known_by_the_name_of_a_layout(tmp_path: Path) -> None:
    assert balances_of("form4-1996") == "end-of-month"
    assert balances_of("form4-edgar") == "following-transaction"
    assert balances_of("edgar-xml") is None
    own = (layouts_folder() / "form4-1996.yaml").read_text(encoding="utf-8")
    (tmp_path / "own.yaml").write_text(own.replace("name: form4-1996", "name: own"), encoding="utf-8")
    assert balances_of("own", tmp_path) == "end-of-month"
    assert balances_of("own") is None


def test_every_shipped_layout_is_known() -> None:
    assert all(balances_of(layout.name) == layout.balances for layout in shipped_layouts())


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
