from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.reconcile.form_view import Form
from extractor.reconcile.outcomes import checks, instances_of
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


@pytest.mark.parametrize(
    "words",
    [
        "/s/ Xavier Quux, Attorney-in-Fact",
        "Xavier Quux (Attorney in Fact)",
        "Xavier Quux, as Atty-in-fact",
        "/s/ Xavier Quux, Attny-In-Fact",
        "/s/ Xavier Quux, attoney-in-fact",
        "Xavier Quux, P.O.A.",
        "/s/ Xavier Quux via Power of Attorney",
        "By: Xavier Quux",
        "/s/ Xavier Quux on behalf of Harold Zagunis",
        "Xavier Quux pursuant to a confirming statement",
        "Xavier Quux, General Counsel",
        "/s/ Xavier Quux, Assistant Secretary",
    ],
)
def test_an_agent_signs_for_the_owner(words: str) -> None:
    assert outcomes("signed", _signed(words, owner="SMITH JOHN")) == [True]


@pytest.mark.parametrize("name", ["Xavier Quux", "/s/ X. Quux", "/s/ See signatures in Exhibit 99.1"])
def test_a_signature_of_somebody_unknown_violates_nothing(name: str) -> None:
    for form in (_signed(name), replace(_signed(name), is_scan=True)):
        found = [
            c
            for c in checks(instances_of(form), form.values, frozenset(), form.is_scan)
            if c.rule == "signed"
        ]
        assert [check.outcome for check in found] == ["not-applicable"]


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
