from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.reconcile.form_view import Form
from tests.reconcile.examples import OFFICER, REDWOOD
from tests.reconcile.forms import filing, share
from tests.reconcile.rules.cases import Case, outcomes, statements

NO_HEADER = filing()
PLAN_NOTE = ["Sold under a plan of Rule 10b5-1(c)."]
APRIL_2023 = {"periodOfReport": "2023-04-03", "aff10b5One": "true"}


def _redwood(**boxes: str) -> Form:
    return Form({**REDWOOD.values, **{OFFICER + name: value for name, value in boxes.items()}})


CASES = (
    Case("H1 relationship", holds=REDWOOD, breaks=_redwood(isOfficer="false"), silent=NO_HEADER),
    Case("H1 officer-title", holds=REDWOOD, breaks=_redwood(officerTitle=""), silent=NO_HEADER),
    Case("H1 other-text", holds=REDWOOD, breaks=_redwood(otherText="Advisor"), silent=NO_HEADER),
    Case(
        "H2 amendment-date",
        holds=filing(header={"documentType": "4/A", "dateOfOriginalSubmission": "2009-11-10"}),
        breaks=filing(header={"documentType": "4/A"}),
        silent=filing(header={"documentType": ""}),
    ),
    Case(
        "H3 filers",
        holds=replace(REDWOOD, filed_by="one"),
        breaks=replace(REDWOOD, filed_by="more"),
        silent=REDWOOD,
    ),
    Case(
        "H4 something-reported",
        holds=REDWOOD,
        breaks=filing(header={"notSubjectToSection16": "false"}),
        silent=filing([share("S", "5", "D")]),
    ),
    Case(
        "H7 nothing-owned",
        holds=filing(header={"documentType": "3", "noSecuritiesOwned": "true"}),
        breaks=filing([share("S", "5", "D")], header={"documentType": "3", "noSecuritiesOwned": "true"}),
        silent=filing(header={"documentType": "3"}),
    ),
    Case(
        "H5 trading-plan",
        holds=filing(notes=PLAN_NOTE, header=APRIL_2023),
        breaks=filing(notes=["A gift."], header=APRIL_2023),
        silent=filing(notes=PLAN_NOTE, header={"aff10b5One": "false"}),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_rule(case: Case) -> None:
    case.check()


def test_a_broken_box_is_settled_by_the_title() -> None:
    form = _redwood(isOfficer="X_")
    (statement,) = statements("officer-title", form)
    assert statement.solved(form.values, f"{OFFICER}isOfficer") == "true"
    assert statement.words(form.values) == "box X_, Chief Risk Officer: they do not go together"


def test_a_lone_box_is_settled_where_no_other_is_checked() -> None:
    (statement,) = statements("relationship", REDWOOD)
    assert statement.words(REDWOOD.values) == "checked: Officer"
    assert statement.solved(REDWOOD.values, f"{OFFICER}isOfficer") == "true"
    assert statement.solved(REDWOOD.values, f"{OFFICER}isDirector") is None


def test_an_exit_without_transactions_is_something_to_report() -> None:
    assert outcomes("something-reported", filing(header={"notSubjectToSection16": "true"})) == [True]
