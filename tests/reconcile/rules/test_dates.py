from __future__ import annotations

import pytest

from tests.reconcile.examples import MONTHS_END, REDWOOD, TYPED_2000
from tests.reconcile.forms import filing, right, share
from tests.reconcile.rules.cases import Case, outcomes, statements, words

SIGNED = "ownerSignature[1]/signatureDate"
AMENDED = {"documentType": "4/A", "dateOfOriginalSubmission": "2009-11-10"}
SOLD = share("S", "5", "D")


def _signed(day: str, *rows: dict[str, str], **header: str) -> object:
    return filing(rows or [SOLD], header={SIGNED: day, **header})


CASES = (
    Case(
        "D1 earliest-date",
        holds=filing([{**SOLD, "date": "2009-11-20"}, SOLD]),
        breaks=filing([{**SOLD, "date": "2009-11-10"}, SOLD]),
        silent=MONTHS_END,
    ),
    Case(
        "D1 date-in-month",
        holds=MONTHS_END,
        breaks=filing([{**SOLD, "date": "1998-03-02"}], header={"periodOfReport": "1998-02"}),
        silent=REDWOOD,
    ),
    Case("D2 before-signature", holds=REDWOOD, breaks=_signed("2009-11-18"), silent=filing([SOLD])),
    Case(
        "D3 signed-in-time",
        holds=_signed("2009-11-23"),
        breaks=_signed("2009-11-24"),
        silent=_signed("2009-12-24", share("G", "5", "D")),
    ),
    Case(
        "D3 signed-by-the-tenth",
        holds=_signed("2000-03-10", {**SOLD, "date": "2000-02-07"}, periodOfReport="2000-02"),
        breaks=TYPED_2000,
        silent=REDWOOD,
    ),
    Case(
        "D3 signed-in-days",
        holds=_signed("2009-11-29", documentType="3", periodOfReport="2009-11-19"),
        breaks=_signed("2010-02-15", documentType="5", periodOfReport="2009-12-31"),
        silent=_signed("2009-12-29"),
    ),
    Case(
        "D4 original-first",
        holds=_signed("2009-11-20", **AMENDED),
        breaks=_signed("2009-11-09", **AMENDED),
        silent=REDWOOD,
    ),
    Case(
        "D5 deemed-execution",
        holds=filing([{**SOLD, "deemed": "2009-11-24"}]),
        breaks=filing([{**SOLD, "deemed": "2009-12-19"}]),
        silent=filing([SOLD]),
    ),
    Case(
        "D6 trading-day",
        holds=filing([SOLD]),
        breaks=filing([{**SOLD, "date": "2009-11-26"}]),
        silent=filing([share("G", "5", "D", date="2009-11-26")]),
    ),
    Case(
        "D7 exercisable-before-expiration",
        holds=filing(kept_rights=[right(from_="2005-12-02", until="2009-12-02")]),
        breaks=filing(kept_rights=[right(from_="2015-12-02", until="2009-12-02")]),
        silent=filing(kept_rights=[right(from__note="F1", until="2009-12-02")]),
    ),
    Case(
        "D8 not-expired",
        holds=REDWOOD,
        breaks=filing(rights=[right("M", "5", "D", until="2009-11-02")]),
        silent=filing(rights=[right("H", "5", "D", until="2009-11-02")]),
    ),
    Case(
        "D9 exercisable-when-exercised",
        holds=filing(rights=[right("M", "5", "D", from_="2005-12-02")]),
        breaks=filing(rights=[right("M", "5", "D", from_="2015-12-02")]),
        silent=filing(rights=[right("C", "5", "D", from_="2015-12-02")]),
    ),
    Case(
        "D10 term-of-years",
        holds=filing(rights=[right("A", "5", "A", until="2019-11-18")]),
        breaks=filing(rights=[right("A", "5", "A", until="2019-06-18")]),
        silent=filing(rights=[right("M", "5", "D", until="2019-06-18")]),
    ),
    Case(
        "D11 same-day-in-both-tables",
        holds=REDWOOD,
        breaks=filing([share("M", "5", "A")], [right("M", "5", "D", date="2009-11-18")]),
        silent=filing([share("M", "5", "A")]),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_rule(case: Case) -> None:
    case.check()


def test_the_header_s_date_and_the_earliest_row_s_settle_each_other() -> None:
    form = filing([{**SOLD, "date": "2003-11-19"}, {**SOLD, "date": "2009-11-20"}])
    (statement,) = statements("earliest-date", form)
    said = "2009-11-19 in the header, 2003-11-19 the earliest transaction: they differ"
    assert statement.words(form.values) == said
    solved = [statement.solved(form.values, cell) for cell in statement.cells]
    assert solved == ["2003-11-19", "2009-11-19", None]


def test_a_filing_of_one_row_is_solved_both_ways() -> None:
    (statement,) = statements("earliest-date", filing([SOLD]))
    assert statement.solved(filing([SOLD]).values, statement.cells[1]) == "2009-11-19"


def test_days_to_sign_are_counted_without_holidays() -> None:
    thanksgiving = {"periodOfReport": "2009-11-25"}
    row = {**SOLD, "date": "2009-11-25"}
    assert outcomes("signed-in-time", _signed("2009-11-30", row, **thanksgiving)) == [True]
    assert outcomes("signed-in-time", _signed("2009-12-01", row, **thanksgiving)) == [False]


def test_an_amendment_has_no_deadline() -> None:
    assert outcomes("signed-in-time", _signed("2009-12-24", **AMENDED)) == []
    assert words("original-first", _signed("2009-12-24", **AMENDED)) == [
        "original of 2009-11-10, amendment signed 2009-12-24"
    ]


def test_the_rules_of_form_4_days_say_nothing_of_other_forms():
    for form in ("3", "5"):
        late = _signed("2010-01-30", documentType=form, periodOfReport="2009-12-31")
        assert not outcomes("D1 earliest-date", late)
        assert not outcomes("D3 signed-in-time", late)
