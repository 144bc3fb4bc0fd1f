from __future__ import annotations

import pytest

from tests.reconcile.examples import REDWOOD
from tests.reconcile.forms import filing, right, share
from tests.reconcile.rules.cases import Case, outcomes, words

SOLD = share("S", "5", "D")

CASES = (
    Case(
        "N1 whole-amount",
        holds=filing([share("S", "1200", "D", "5000")]),
        breaks=filing([share("S", "1.2", "D", "5000")]),
        silent=filing([share("A", "1.234", "A"), share("S", "1.234", "D", title="401(k) Plan")]),
    ),
    Case(
        "N2 amount-above-zero",
        holds=REDWOOD,
        breaks=filing([share("S", "0", "D")]),
        silent=filing(kept=[share(after="0")]),
    ),
    Case("N3 counts", holds=REDWOOD, breaks=filing([SOLD] * 31), silent=filing()),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_rule(case: Case) -> None:
    case.check()


def test_who_owns_parts_of_shares_may_deal_in_them() -> None:
    assert outcomes("whole-amount", filing([share("F", "514.557", "D", "9000.321")])) == []
    assert outcomes("whole-amount", filing(rights=[right("A", "1.5", "A", "9000")])) == [False]


def test_counts_are_told() -> None:
    assert words("counts", filing([SOLD] * 31)) == ["31 rows: a form has at most 30"]
