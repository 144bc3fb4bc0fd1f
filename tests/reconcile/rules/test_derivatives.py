from __future__ import annotations

import pytest

from tests.reconcile.examples import REDWOOD
from tests.reconcile.forms import filing, right, share
from tests.reconcile.rules.cases import Case, outcomes, words

UNIT = {"title": "Restricted Stock Unit"}
SHARE_FOR_RIGHT = [share("M", "5", "A")]

CASES = (
    Case(
        "U1 underlying-amount",
        holds=REDWOOD,
        breaks=filing(rights=[right("M", "707", "D", under="767")]),
        silent=filing(rights=[right("M", "11", "D", under="1100"), right("M", "", "D", under="4")]),
    ),
    Case(
        "U2 unit-price",
        holds=filing(
            rights=[right("M", "5", "D", strike="0", **UNIT), right("M", "5", "D", strike="1", **UNIT)]
        ),
        breaks=filing(rights=[right("M", "5", "D", strike="8", **UNIT)]),
        silent=filing(
            rights=[right("M", "5", "D", strike="8"), right("M", "5", "D", strike_note="F1", **UNIT)]
        ),
    ),
    Case(
        "U3 option-price",
        holds=REDWOOD,
        breaks=filing(kept_rights=[right(strike="0")]),
        silent=filing(rights=[right("M", "5", "D", strike="0", **UNIT)]),
    ),
    Case(
        "U4 underlying-title",
        holds=filing([share("M", "5", "A", title="Common Stock, par value $.01")], [right("M", "5", "D")]),
        breaks=filing(SHARE_FOR_RIGHT, [right("M", "5", "D", of="nmoi ock")]),
        silent=filing([share("S", "5", "D")], [right("A", "5", "A", of="Class B Stock")]),
    ),
    Case(
        "U5 number-or-value",
        holds=filing(rights=[right("P", "", "A", value="50000")]),
        breaks=filing(rights=[right("P", "50", "A", value="50000")]),
        silent=REDWOOD,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_rule(case: Case) -> None:
    case.check()


def test_two_numbers_that_differ_are_said_to() -> None:
    form = filing(rights=[right("M", "409", "D", under="489")])
    assert words("underlying-amount", form) == ["409 derivatives for 489 shares: they differ"]


@pytest.mark.parametrize(
    ("amount", "under", "after"),
    [
        pytest.param("10", "25", "0", id="a ratio that another row has too"),
        pytest.param("10", "30", "0", id="whole shares for each"),
        pytest.param("10", "0", "0", id="nothing left under it"),
        pytest.param("10", "77", "77", id="what is left under it"),
    ],
)
def test_other_ways_of_counting_what_is_underlying_are_no_violations(
    amount: str, under: str, after: str
) -> None:
    rows = [right("C", amount, "D", after, under=under), right("C", "4", "D", after, under="10")]
    assert outcomes("underlying-amount", filing(rights=rows))[:-1] == []


def test_a_lost_digit_is_no_ratio() -> None:
    assert outcomes("underlying-amount", filing(rights=[right("M", "4884", "D", under="488")])) == [False]
    assert outcomes("underlying-amount", filing(rights=[right("M", "4880", "D", under="488")])) == [False]
