"""A constraint that needs a cell which was not read is not applicable, and never violated."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.model.path import MARKS
from extractor.reconcile.form_view import (
    AD,
    AMOUNT,
    CODE,
    DATE,
    EXERCISE_PRICE,
    FOLLOWING,
    NATURE,
    PRICE,
    TITLE,
    UNDERLYING,
    Form,
)
from extractor.reconcile.outcomes import checks, instances_of
from tests.reconcile.examples import EXAMPLES, MONTHS_END, OFFICER, REDWOOD, VESTED_WITHHELD_SOLD
from tests.reconcile.forms import filing, right, share
from tests.reconcile.rules.test_rules import CASES

T1, T2 = "nonDerivativeTable/nonDerivativeTransaction", "derivativeTable/derivativeTransaction"
SIGNED = "ownerSignature[{}]/signatureDate"
EXCUSES = (FOLLOWING + MARKS, PRICE + MARKS, "transactionTimeliness")
"""Marks that say why a sum does not hold. They are rare and may stand anywhere: if each that is not seen were
taken for one that was not read, no sum could be violated on a scan. So these are left out of what follows."""

WHOLE = list({id(form): form for form in (*EXAMPLES, *(case.holds for case in CASES))}.values())


def scanned(form: Form) -> Form:
    return replace(
        form, is_scan=True, balances="end-of-month" if form.is_of_months else "following-transaction"
    )


def without(form: Form, path: str, *, flagged: bool = False) -> Form:
    """The filing with a cell that left no trace, or of which only ink was seen."""
    values = {other: value for other, value in form.values.items() if other != path}
    return replace(form, values=values, unread=frozenset({path}) if flagged else frozenset())


def violated(form: Form) -> set[str]:
    return {c.rule for c in _checks(form) if c.outcome == "violated"}


def _checks(form: Form):
    return list(checks(instances_of(form), form.values, frozenset(), form.is_scan))


@pytest.mark.parametrize("flagged", [False, True], ids=["gone", "flagged"])
def test_taking_a_cell_out_of_a_scan_violates_nothing(flagged: bool) -> None:
    for form in map(scanned, WHOLE):
        before = violated(form)
        for path in form.values:
            if not path.endswith(EXCUSES):
                assert violated(without(form, path, flagged=flagged)) <= before, path


SALES = [share("S", "100", "D", after) for after in ("900", "800", "700", "600")]
BY_DATE = [
    share("S", "10", "D", after, date=date)
    for after, date in (("970", "2009-11-20"), ("980", "2009-11-19"), ("960", "2009-11-23"))
]
LONG = [
    share("S", "10", "D", str(1000 - 10 * day), date=f"2009-11-{19 + day}")
    for day in (8, 3, 2, 1, 0, 4, 5, 6, 7)
]
"""More rows than are tried in every order."""
IN_FUND = {"own": "I", "nature": "By Fund"}
PLAN = share("S", "1.5", "D", title="Common Stock (401(k))")
EXCHANGED = [right("M", "5", "D", title="Option"), right("M", "5", "A", title="Class B Common Stock")]
RATIOS = [right("C", "10", "D", "0", under="25"), right("C", "4", "D", "0", under="10")]
TWO_SIGNED = {
    SIGNED.format(1): "2009-11-18",
    SIGNED.format(2): "2009-11-20",
    "ownerSignature[1]/signatureName": "A",
    "ownerSignature[2]/signatureName": "B",
}
PLANNED = {"aff10b5One": "true", "periodOfReport": "2023-04-03", "remarks": "Under a plan of Rule 10b5-1."}

KINDS = {
    "a balance goes over no row of another class, or of none": (filing(SALES), f"{T1}[2]/{TITLE}"),
    "nor over one that may be held otherwise": (
        filing([{**row, **IN_FUND} for row in SALES]),
        f"{T1}[3]/{NATURE}",
    ),
    "the order of dates": (filing(LONG), f"{T1}[3]/{DATE}"),
    "a balance in its order": (filing(BY_DATE), f"{T1}[1]/{FOLLOWING}"),
    "a month's total on a row above": (
        filing(
            [share("P", "100", "A", "100"), share("P", "900", "A", "1000")],
            header={"periodOfReport": "2009-11"},
        ),
        f"{T1}[2]/{FOLLOWING}",
    ),
    "a sum of what was exercised": (
        filing([share("M", "60", "A"), share("M", "47", "A")], [right("M", "107", "D")]),
        f"{T1}[1]/{AMOUNT}",
    ),
    "what underlies a right": (
        filing([share("C", "250", "A")], [right("C", "100", "D", under="250")]),
        f"{T2}[1]/{UNDERLYING}",
    ),
    "the code that would make a pair the only one": (
        filing(
            [share("M", "5", "A", price="8"), share("M", "6", "A", price="9")],
            [right("M", "7", "D", strike="9")],
        ),
        f"{T1}[2]/{CODE}",
    ),
    "the price of a right that was paid for": (
        filing([share("M", "5", "A", price="8")], [right("M", "5", "D", strike="8")]),
        f"{T2}[1]/{EXERCISE_PRICE}",
    ),
    "what was acquired before tax was withheld": (
        filing([share("M", "60", "A", "60"), share("M", "60", "A", "120"), share("F", "70", "D", "50")]),
        f"{T1}[1]/{AMOUNT}",
    ),
    "a price between two others of the day": (
        filing([share("S", "5", "D", price=price) for price in ("10", "11.5", "13.5")]),
        f"{T1}[2]/{PRICE}",
    ),
    "another row of the same ratio": (filing(rights=RATIOS), f"{T2}[2]/{UNDERLYING}"),
    "the balance that a filer gives for the shares": (
        filing(rights=[right("C", "10", "D", "77", under="77")]),
        f"{T2}[1]/{FOLLOWING}",
    ),
    "the title of a plan": (filing([PLAN]), f"{T1}[1]/{TITLE}"),
    "parts of shares in the balance": (filing([share("F", "5.5", "D", "9.25")]), f"{T1}[1]/{FOLLOWING}"),
    "the earliest date": (filing([SALES[0], {**SALES[1], "date": "2009-11-20"}]), f"{T1}[1]/{DATE}"),
    "the code of what may be reported late": (
        filing([share("G", "5", "D")], header={SIGNED.format(1): "2009-12-24"}),
        f"{T1}[1]/{CODE}",
    ),
    "the later of two signatures": (filing([SALES[0]], header=TWO_SIGNED), SIGNED.format(2)),
    "the code of an expiration": (
        filing(rights=[right("H", "5", "D", until="2009-11-02")]),
        f"{T2}[1]/{CODE}",
    ),
    "the date of a code of before 1996": (
        filing([share("Q", "5", "D", date="1995-03-01")], header={"periodOfReport": "1995-03"}),
        f"{T1}[1]/{DATE}",
    ),
    "the date of derivatives got for others": (filing(rights=EXCHANGED), f"{T2}[2]/{DATE}"),
    "what was given for derivatives": (filing(rights=EXCHANGED), f"{T2}[1]/{AD}"),
    "the type of document": (
        filing(
            [SALES[0], {**SALES[1], "after": "450"}],
            header={"documentType": "4/A", "dateOfOriginalSubmission": "2009-11-20"},
        ),
        "documentType",
    ),
    "the nature of ownership": (filing([share("S", "5", "D", **IN_FUND)]), f"{T1}[1]/{NATURE}"),
    "an officer's title": (REDWOOD, f"{OFFICER}officerTitle"),
    "the original's date": (
        filing([SALES[0]], header={"documentType": "4/A", "dateOfOriginalSubmission": "2009-11-20"}),
        "dateOfOriginalSubmission",
    ),
    "the note on a plan": (filing(header=PLANNED), "remarks"),
    "a footnote": (REDWOOD, "footnotes/footnote[@id='F3']"),
    "a mark": (REDWOOD, f"{T2}[2]/{CODE}{MARKS}"),
    "one of the notes on a price": (
        filing(
            [share("S", "5", "D", price="10.42", price_note="F1 F2")],
            notes=["At prices ranging from $1.00 to $2.00.", "At prices ranging from $10.00 to $10.85."],
        ),
        "footnotes/footnote[@id='F2']",
    ),
}


@pytest.mark.parametrize(("form", "path"), KINDS.values(), ids=KINDS.keys())
def test_nothing_is_violated_for_want_of(form: Form, path: str) -> None:
    assert path in form.values
    assert violated(scanned(form)) == set()
    for flagged in (False, True):
        assert violated(without(scanned(form), path, flagged=flagged)) == set()


def test_a_scan_without_transactions_lost_a_table_and_is_no_violation() -> None:
    form = filing(header={"notSubjectToSection16": "false"})
    assert violated(form) == {"something-reported"}
    assert violated(scanned(form)) == set()


def test_what_is_missing_on_a_page_with_text_was_not_written() -> None:
    form = replace(filing([share("S", "5", "D", own="I", price_note="F1")]), balances="following-transaction")
    assert violated(form) == {"nature-of-ownership", "mark-explained"}
    assert violated(scanned(form)) == set()


def test_ink_where_a_nature_stands_says_nothing_of_how_a_class_is_held() -> None:
    form = without(scanned(VESTED_WITHHELD_SOLD), f"{T1}[1]/{NATURE}", flagged=True)
    bound = {
        path for item in instances_of(form) if item.constraint.number == "O1" for path in item.statement.cells
    }
    assert not any(path.startswith(f"{T1}[1]/") for path in bound)


def test_what_may_explain_a_failure_is_told_with_the_sum() -> None:
    form = without(scanned(filing(BY_DATE)), f"{T1}[1]/{FOLLOWING}")
    (told,) = [c for c in _checks(form) if c.rule == "running-balance" and c.cells]
    assert (told.outcome, told.statement) == ("not-applicable", "980 - 10 = 970, not 960")


def test_an_excused_sum_weighs_as_any_other() -> None:
    form = without(scanned(filing([*SALES[:3], share("S", "100", "D", "660")])), f"{T1}[1]/{DATE}")
    made = [item.statement for item in instances_of(form) if item.constraint.id == "running-balance"]
    assert [statement.holds(form.values) for statement in made] == [True, True, False]
    assert all(statement.excused for statement in made)


def test_a_month_s_total_is_read_from_the_last_row_alone() -> None:
    assert violated(scanned(MONTHS_END)) == set()


def test_a_row_without_its_code_may_be_of_another_day_than_was_read():
    """The row's code was not read and its date misread: right amounts of both tables went to a person."""
    form = filing(
        [share("M", "881", "A"), share("M", "826", "A")],
        [right("M", "826", "D", date="1990-10-25", under="826"), right("M", "881", "D", under="881")],
    )
    unread = without(scanned(form), f"{T2}[1]/{CODE}", flagged=True)
    assert "exercised-shares" not in violated(unread)
