from __future__ import annotations

import pytest

from tests.reconcile.examples import CONVERTED_AND_SOLD, REDWOOD, TYPED_2000, VESTED_WITHHELD_SOLD
from tests.reconcile.forms import filing, right, share
from tests.reconcile.rules.cases import Case, outcomes, words

GOT = share("M", "100", "A", price="10")
SILENT = filing([share("G", "5", "D")])
EARLY = {"date": "1998-02-03"}


def _given_up(*amounts: str) -> list[dict[str, str]]:
    return [dict(right("F", amount, "D", strike="11.4375")) for amount in amounts]


CASES = (
    Case(
        "F1 withheld-of-acquired",
        holds=VESTED_WITHHELD_SOLD,
        breaks=filing([GOT, share("F", "1000", "D")]),
        silent=filing([share("F", "1000", "D")]),
    ),
    Case(
        "F2 withheld-share",
        holds=VESTED_WITHHELD_SOLD,
        breaks=filing([GOT, share("F", "4", "D")]),
        silent=filing([GOT, share("F", "4", "D"), share("F", "30", "D")]),
    ),
    Case(
        "F3 net-exercise",
        holds=REDWOOD,
        breaks=filing(rights=[*_given_up("4884", "40"), right("M", "1076", "D", strike="11.4375")]),
        silent=filing(rights=[*_given_up("4884"), right("M", "1116", "D", strike="11.4375")]),
    ),
    Case(
        "P1 market-price",
        holds=CONVERTED_AND_SOLD,
        breaks=filing([share("S", "5", "D", price="0")]),
        silent=filing([share("S", "5", "D", price_note="F1"), share("A", "5", "A", price="0")]),
    ),
    Case(
        "P1 nothing-paid",
        holds=REDWOOD,
        breaks=filing([share("G", "5", "D", price="12")]),
        silent=SILENT,
    ),
    Case(
        "P2 prices-of-a-day",
        holds=VESTED_WITHHELD_SOLD,
        breaks=filing([share("S", "5", "D", price="634.4"), share("S", "5", "D", price="63.55")]),
        silent=filing([share("S", "5", "D", price="634.4"), share("P", "5", "A", price="63.55")]),
    ),
    Case(
        "P3 in-the-money",
        holds=filing([GOT, share("S", "5", "D", price="12")], [right("M", "100", "D", strike="10")]),
        breaks=filing([GOT, share("S", "5", "D", price="9")], [right("M", "100", "D", strike="10")]),
        silent=filing([GOT, share("S", "5", "D", price="9")]),
    ),
    Case(
        "P4 price-in-fractions",
        holds=TYPED_2000,
        breaks=filing([share("S", "5", "D", price="11.4376", **EARLY)]),
        silent=filing(
            [
                share("S", "5", "D", price="11.4376"),
                share("S", "5", "D", price="7.1", price_note="F1", **EARLY),
            ]
        ),
    ),
    Case(
        "P5 price-decimals",
        holds=REDWOOD,
        breaks=filing([share("S", "5", "D", price="11.43751")]),
        silent=SILENT,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_rule(case: Case) -> None:
    case.check()


def test_a_net_exercise_tells_what_part_of_the_gain_the_tax_takes() -> None:
    assert words("net-exercise", REDWOOD) == ["shares given up for tax are 36.6% of the gain"]


def test_withholdings_of_a_day_are_taken_together() -> None:
    two = [share("F", "60", "D"), share("F", "60", "D")]
    assert outcomes("withheld-of-acquired", filing([GOT, *two])) == [False]
    assert words("withheld-of-acquired", filing([GOT, GOT, *two])) == [
        "60 + 60 withheld of 100 + 100 acquired"
    ]
