"""The policy: what the sums may change, what they may only doubt, and what they must leave alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.model.filing import Alternative, Cell, Filing
from extractor.model.reason import Reason, ReasonCode
from extractor.reconcile import reconcile
from extractor.reconcile.form_view import AMOUNT, FOLLOWING, UNDERLYING
from extractor.reconcile.rules import RULES
from tests.reconcile.examples import REDWOOD

LEAST = 0.95
TRANSACTION = "derivativeTable/derivativeTransaction"
SECOND = f"{TRANSACTION}[2]/"
"""The Redwood row that gives up 409 options: 1,116 - 409 = 707."""


def filing(source="ocr", sure=0.999, **misread):
    """Redwood's filing as if read; `misread` is path → (value read, its confidence, other values)."""
    cells = []
    for path, value in REDWOOD.values.items():
        read, confidence, others = misread.get(path, (value, sure, ()))
        cells.append(
            Cell(
                path=path,
                value=read,
                raw=read,
                status="accepted" if confidence >= LEAST else "review",
                confidence=confidence,
                page=1,
                bbox=(0, 0, 0, 0),
                source=source,
                reader="form4",
                alternatives=tuple(Alternative(value=o, raw=o, probability=0.1) for o in others),
            )
        )
    return Filing(form="4", layout="form4-edgar", pages=(1,), status="ok", cells=tuple(cells))


def misread(field, read, sure=0.7, others=()):
    return {f"{SECOND}{field}": (read, sure, others)}


def cell(filing, field):
    return filing.cell(f"{SECOND}{field}")


def test_a_doubtful_amount_is_repaired_by_two_sums_and_says_so():
    settled = cell(reconcile(filing(**misread(AMOUNT, "489", others=["409"])), LEAST), AMOUNT)
    assert (settled.value, settled.status, settled.raw) == ("409", "repaired", "489")
    assert "1,116 - 409 = 707" in settled.reason
    proof = Reason.of(ReasonCode.SUM, rule="running-balance", statement="1,116 - 409 = 707")
    assert settled.reasons[0].about("read") == "489" and proof in settled.reasons[0].causes
    assert settled.alternatives[0].value == "489"


def test_a_value_no_reader_named_is_found_where_the_sums_ask_for_it():
    settled = cell(reconcile(filing(**misread(AMOUNT, "489")), LEAST), AMOUNT)
    assert (settled.value, settled.status) == ("409", "repaired")


def test_without_repair_the_value_stays_and_is_flagged_with_what_the_sums_ask_for():
    found = cell(reconcile(filing(**misread(AMOUNT, "489", others=["409"])), LEAST, repair=False), AMOUNT)
    assert (found.value, found.status) == ("489", "review")
    assert found.alternatives[0].value == "409"


def test_without_repair_a_sum_that_holds_accepts_nothing():
    before = filing(**misread(AMOUNT, "409", others=["489"]))
    assert cell(reconcile(before, LEAST, repair=False), AMOUNT) == cell(before, AMOUNT)


def test_a_crisp_reading_is_never_overruled():
    found = cell(reconcile(filing(**misread(AMOUNT, "489", sure=0.9995, others=["409"])), LEAST), AMOUNT)
    assert found.value == "489"


def test_a_doubtful_value_that_adds_up_is_accepted_with_the_sum():
    found = cell(reconcile(filing(**misread(AMOUNT, "409", others=["489"])), LEAST), AMOUNT)
    assert (found.value, found.status) == ("409", "accepted")
    assert "1,116 - 409 = 707" in found.reason


def test_two_cells_misread_alike_and_hardly_legible_are_not_taken_for_proof():
    both = misread(AMOUNT, "40", sure=0.3) | misread(UNDERLYING, "40", sure=0.2)
    assert cell(reconcile(filing(**both), LEAST), UNDERLYING).status != "accepted"


def test_a_right_value_is_not_changed_on_the_word_of_one_that_lost_its_first_digit():
    both = misread(UNDERLYING, "409", sure=0.3, others=["09"]) | misread(AMOUNT, "09", sure=0.93)
    settled = reconcile(filing(**both), LEAST)
    assert cell(settled, UNDERLYING).value == "409"
    assert "accepted" not in (cell(settled, UNDERLYING).status, cell(settled, AMOUNT).status)


def test_what_a_file_spells_out_is_left_as_filed_though_it_does_not_add_up():
    settled = reconcile(filing("text", 0.9999, **misread(AMOUNT, "489", sure=0.9999)), LEAST)
    assert cell(settled, AMOUNT).value == "489"
    assert cell(settled, AMOUNT).status == "accepted"
    told = [c.statement for c in settled.checks if c.rule == "source-inconsistent"]
    assert "running-balance as filed: 1,116 - 489 = 627, not 707; 707 - 707 = 0" in told


def test_a_sum_of_doubtful_cells_that_does_not_hold_is_the_readings_not_the_filers():
    settled = reconcile(filing(**misread(AMOUNT, "777", sure=0.9)), LEAST)
    assert "violated" in {c.outcome for c in settled.checks if c.rule == "running-balance"}


def test_a_preference_that_does_not_hold_is_no_violation():
    preferences = {rule.id for rule in RULES if rule.strength == "preference"}
    settled = reconcile(filing(**misread("transactionDate", "2009-11-21", sure=0.9)), LEAST)
    assert not {c.rule for c in settled.checks if c.outcome == "violated"} & preferences


def test_a_chain_of_balances_is_one_check():
    found = [c for c in reconcile(filing(), LEAST).checks if c.rule == "running-balance" and c.cells]
    assert "1,116 - 409 = 707; 707 - 707 = 0" in [check.statement for check in found]


def test_a_rule_without_anything_to_say_is_told_once():
    silent = [c.rule for c in reconcile(filing(), LEAST).checks if c.outcome == "not-applicable"]
    assert "withheld-share" in silent


@pytest.mark.parametrize("path", [p for p in REDWOOD.values if p.endswith((AMOUNT, FOLLOWING, UNDERLYING))])
def test_every_digit_misread_is_repaired_or_flagged(path):
    true = REDWOOD.values[path]
    for place, digit in ((k, d) for k, c in enumerate(true) if c.isdigit() for d in "0123456789" if d != c):
        read = true[:place] + digit + true[place + 1 :]
        settled = reconcile(filing(**{path: (read, 0.7, (true,))}), LEAST).cell(path)
        assert settled.status == "review" or settled.value == true, f"{true} read {read}"


def test_each_misread_amount_of_the_worked_example_is_repaired_with_its_sum():
    for row, true, read in ((1, "4884", "4834"), (2, "409", "489"), (3, "707", "767")):
        path = f"{TRANSACTION}[{row}]/{AMOUNT}"
        settled = reconcile(filing(**{path: (read, 0.7, (true,))}), LEAST).cell(path)
        assert (settled.value, settled.status) == (true, "repaired")


@settings(max_examples=40, deadline=None)
@given(st.floats(0.96, 0.9995))
def test_where_nothing_is_wrong_nothing_changes(sure):
    before = filing(sure=sure)
    assert reconcile(before, LEAST).values() == before.values()


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([p for p in REDWOOD.values if p.endswith((AMOUNT, FOLLOWING))]), st.integers(0, 9999))
def test_what_was_settled_once_stays_settled(path, read):
    once = reconcile(filing(**{path: (str(read), 0.6, (REDWOOD.values[path],))}), LEAST)
    assert reconcile(once, LEAST).values() == once.values()


def test_no_sum_says_which_of_two_columns_is_meant():
    """A number over the rule between (A) and (D) was read in both; its code was accepted for another's."""
    before = filing(**misread(AMOUNT, "409", others=["489"]))
    twice = (Reason.of(ReasonCode.BOTH_COLUMNS),)
    held = [
        one.model_copy(update={"reasons": twice}) if one.path.endswith(f"{SECOND}{AMOUNT}") else one
        for one in before.cells
    ]
    assert cell(reconcile(before, LEAST), AMOUNT).status == "accepted"
    assert cell(reconcile(before.model_copy(update={"cells": tuple(held)}), LEAST), AMOUNT).status == "review"
