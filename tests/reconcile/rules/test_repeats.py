from __future__ import annotations

import pytest

from tests.reconcile.forms import filing, right, share
from tests.reconcile.rules.cases import Case

HELD = {"own": "I", "nature": "By Spouse"}

CASES = (
    Case(
        "T1 title-again",
        holds=filing([share(), share()], [right()]),
        breaks=filing([share(), share(title="Commen Stock")]),
        silent=filing([share(title="Class A Common Stock"), share(title="Class B Common Stock")]),
    ),
    Case(
        "T2 nature-again",
        holds=filing([share(**HELD), share(**HELD | {"nature": "by spouse"})]),
        breaks=filing([share(**HELD), share(**HELD | {"nature": "By Spouze"})]),
        silent=filing([share(**HELD), share(own="I", nature="By Trust")]),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_rule(case: Case) -> None:
    case.check()
