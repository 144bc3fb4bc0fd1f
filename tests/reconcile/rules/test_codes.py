from __future__ import annotations

import pytest

from tests.reconcile.examples import REDWOOD
from tests.reconcile.forms import filing, right, share
from tests.reconcile.rules.cases import Case, outcomes, statements, words

HELD = filing(kept=[share(after="5")])

CASES = (
    Case("C1 known-code", holds=REDWOOD, breaks=filing([share("5", "5", "D")]), silent=HELD),
    Case("C2 acquired-or-disposed", holds=REDWOOD, breaks=filing([share("S", "5", "0")]), silent=HELD),
    Case(
        "C3 code-direction",
        holds=REDWOOD,
        breaks=filing([share("S", "5", "A")]),
        silent=filing([share("G", "5", "A"), share("J", "5", "D"), share("X", "5", "D")]),
    ),
    Case(
        "C4 derivative-code",
        holds=filing(rights=[right("H", "5", "D")]),
        breaks=filing([share("H", "5", "D")]),
        silent=REDWOOD,
    ),
    Case(
        "C4 early-code",
        holds=filing([share("G", "5", "D", early="E")]),
        breaks=filing([share("M", "5", "A", early="E")]),
        silent=REDWOOD,
    ),
    Case(
        "O1 nature-of-ownership",
        holds=filing([share("S", "5", "D"), share("S", "5", "D", own="I", nature_note="F1")]),
        breaks=filing([share("S", "5", "D", own="D", nature="By Trust")]),
        silent=filing([share("S", "5", "D", own="")]),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_rule(case: Case) -> None:
    case.check()


def test_codes_of_before_august_1996_are_known_on_forms_of_that_time() -> None:
    old, new = (filing([share("R", "5", "A", date=day)]) for day in ("1995-03-01", "1997-03-01"))
    assert (outcomes("known-code", old), outcomes("known-code", new)) == ([True], [False])


def test_a_code_settles_the_letter_and_a_letter_hardly_ever_the_code() -> None:
    form = filing([share("S", "5", "A")])
    (statement,) = statements("code-direction", form)
    assert statement.words(form.values) == "code S acquires: it should not"
    assert [statement.solved(form.values, cell) for cell in statement.cells] == [None, "D"]


def test_derivatives_got_for_others_are_no_wrong_direction() -> None:
    exchange = [right("M", "5", "D", title="Performance Unit"), right("M", "5", "A", title="Stock Unit")]
    assert outcomes("code-direction", filing(rights=exchange)) == [True]
    assert outcomes("code-direction", filing(rights=exchange[1:])) == [False]


def test_a_nature_settles_the_form_of_ownership() -> None:
    form = filing([share("S", "5", "D", own="1", nature="By Trust")])
    (statement,) = statements("nature-of-ownership", form)
    assert statement.solved(form.values, statement.cells[0]) == "I"
    assert words("nature-of-ownership", filing([share("S", own="D")])) == ["D, no nature"]
