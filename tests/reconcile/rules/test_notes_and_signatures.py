from __future__ import annotations

import pytest

from extractor.reconcile.form_view import Form
from tests.reconcile.examples import REDWOOD
from tests.reconcile.forms import filing, share
from tests.reconcile.rules.cases import Case, outcomes, statements, words

BARE = filing([share("S", "5", "D")])
SOLD = share("S", "5", "D", price="10.42", price_note="F1")
MEAN = ["A mean of sales at prices ranging from $10.00 to $10.85, inclusive."]
OWNER, NAME = "reportingOwner[1]/reportingOwnerId/rptOwnerName", "ownerSignature[1]/signatureName"


def _signed(name: str, owner: str = "ZAGUNIS HAROLD F") -> Form:
    return filing(header={OWNER: owner, NAME: name})


CASES = (
    Case("FN1 mark-explained", holds=REDWOOD, breaks=filing([SOLD], notes=[]), silent=BARE),
    Case("FN2 note-cited", holds=REDWOOD, breaks=filing([SOLD], notes=[*MEAN, "A gift."]), silent=BARE),
    Case(
        "FN3 notes-numbered",
        holds=REDWOOD,
        breaks=Form({**BARE.values, "footnotes/footnote[@id='F2']": "A gift."}),
        silent=BARE,
    ),
    Case(
        "FN4 marks-ascend",
        holds=REDWOOD,
        breaks=filing([share(code_note="F2", price_note="F1"), share(after_note="F3")]),
        silent=filing([SOLD]),
    ),
    Case(
        "FN5 price-in-range",
        holds=filing([SOLD], notes=MEAN),
        breaks=filing([{**SOLD, "price": "104.2"}], notes=MEAN),
        silent=filing([SOLD], notes=["A mean."]),
    ),
    Case(
        "FN5 note-on-code",
        holds=filing([share("F", "5", "D", amount_note="F1")], notes=["Shares withheld for tax."]),
        breaks=filing([share("P", "5", "D", code_note="F1")], notes=["A charitable gift."]),
        silent=filing([share("S", "5", "D", code_note="F1")], notes=["Sold for the tax withholding."]),
    ),
    Case(
        "SG1 signed",
        holds=REDWOOD,
        breaks=_signed("Xavier Quux"),
        silent=filing(header={NAME: "Xavier Quux"}),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_rule(case: Case) -> None:
    case.check()


def test_an_agent_signs_for_the_owner() -> None:
    assert outcomes("signed", _signed("/s/ Xavier Quux, Attorney-in-Fact")) == [True]


def test_a_note_that_nothing_cites_binds_all_marks_that_might() -> None:
    form = filing([SOLD, {**SOLD, "date_note": "F3"}], notes=["One.", "Two."])
    first, second = statements("note-cited", form)
    assert len(first.cells) == 2
    assert second.words(form.values) == "note F2 is cited nowhere"
    assert len(second.cells) == 3
    assert second.holds({**form.values, second.cells[1]: "F2"})


def test_holdings_have_an_order_of_their_own() -> None:
    mixed = filing([share(code_note="F2", price_note="F3")], kept=[share(nature_note="F1", own="I")])
    assert outcomes("marks-ascend", mixed) == [True]


@pytest.mark.parametrize(
    "text",
    [
        "The price is a mean; prices ranged from $10.00 to $10.85.",
        "in multiple transactions, in a range from $10 to 10.85 per share",
        "at prices ranging from $10.00 per share to $10.85 per share",
        "at prices ranging between $10.00 and $10.85",
    ],
)
def test_ranges_are_found_as_filers_write_them(text: str) -> None:
    assert words("price-in-range", filing([SOLD], notes=[text])) == ["10.42 is between 10 and 10.85"]
