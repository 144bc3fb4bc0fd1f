from __future__ import annotations

import pytest

from extractor.reconcile.rules.linked import linked
from tests.reconcile.examples import CONVERTED_AND_SOLD, REDWOOD, TWO_VESTS, VESTED_WITHHELD_SOLD
from tests.reconcile.forms import filing, right, share
from tests.reconcile.rules.cases import Case, outcomes, statements, words

GOT = share("M", "707", "A", price="11.4375")
GAVE = right("M", "707", "D", strike="11.4375", under="707")
SOLD = filing([share("S", "5", "D", price="9")])
UNITS = right("M", "707", "D")

CASES = (
    Case("X0 exercise-in-both-tables", holds=REDWOOD, breaks=CONVERTED_AND_SOLD, silent=SOLD),
    Case(
        "X1 exercised-shares",
        holds=REDWOOD,
        breaks=filing([{**GOT, "amount": "767"}], [GAVE]),
        silent=filing([GOT, GOT], [GAVE], header={"documentType": "4/A"}),
    ),
    Case(
        "X2 exercised-rows",
        holds=TWO_VESTS,
        breaks=filing([share("M", "600", "A"), share("M", "107", "A")], [GAVE]),
        silent=filing([GOT]),
    ),
    Case(
        "X4 exercise-price",
        holds=REDWOOD,
        breaks=filing([{**GOT, "price": "11.4376"}], [GAVE]),
        silent=filing([{**GOT, "price_note": "F1"}], [GAVE]),
    ),
    Case(
        "X5 nothing-paid-for-units",
        holds=VESTED_WITHHELD_SOLD,
        breaks=filing([GOT], [UNITS]),
        silent=REDWOOD,
    ),
    Case(
        "X6 vested-then-withheld",
        holds=VESTED_WITHHELD_SOLD,
        breaks=filing([share("F", "300", "D"), {**GOT, "price": "0"}], [UNITS]),
        silent=filing([GOT, share("F", "300", "D")], [GAVE]),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_rule(case: Case) -> None:
    case.check()


def test_an_exchange_is_told_in_words() -> None:
    assert words("exercised-shares", REDWOOD) == ["707 exercised in Table II = 707 acquired in Table I"]
    assert words("exercised-shares", TWO_VESTS) == [
        "826 + 881 = 1,707 exercised in Table II = 881 + 826 = 1,707 acquired in Table I"
    ]
    misread = filing([{**GOT, "amount": "767"}], [GAVE])
    assert words("exercised-shares", misread) == ["707 exercised in Table II but 767 acquired in Table I"]


def test_a_letter_decides_whether_an_amount_counts() -> None:
    (statement,) = statements("exercised-shares", REDWOOD)
    letters = [cell for cell in statement.cells if cell.endswith("Code")]
    assert len(letters) == 2
    assert not statement.holds({**REDWOOD.values, letters[0]: "D"})
    assert statement.solved({**REDWOOD.values, letters[0]: "?"}, letters[0]) == "A"


def test_derivatives_got_for_derivatives_do_not_count() -> None:
    got_rights = right("M", "900", "A", under="900", title="Class B Common Stock")
    assert outcomes("exercised-shares", filing([GOT], [GAVE, got_rights])) == [True]


def test_rows_are_linked_by_price_where_amounts_are_the_same() -> None:
    form = filing(
        [share("M", "5", "A", price="8"), share("M", "5", "A", price="9")],
        [right("M", "5", "D", strike="9"), right("M", "5", "D", strike="8")],
    )
    assert [(one.path[-3:], other.path[-3:]) for one, other in linked(form)] == [
        ("[1]", "[2]"),
        ("[2]", "[1]"),
    ]
    assert outcomes("exercise-price", form) == [True, True]


@pytest.mark.parametrize("misread", [{"date": "2009-11-18"}, {"amount": "787"}])
def test_rows_are_linked_in_spite_of_a_misread(misread: dict[str, str]) -> None:
    assert len(linked(filing([{**GOT, **misread}], [GAVE]))) == 1
