from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samples.generator.filings import Extent, filing_for, priced
from samples.generator.style import ALL_FAMILIES
from samples.generator.trades import CODE, FOLLOWING, FORM, LETTER, NATURE, PRICE, SHARES
from samples.generator.values import TABLES, Filing, by_month, footnotes, kind_of, moved_in_time, owners, rows

SEEDS = st.integers(0, 1 << 31)


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_balances_run_on_the_day_forms(seed: int) -> None:
    filing = filing_for("edgar", seed)
    balances: dict[str, Decimal] = {}
    for row in rows(filing, "nonDerivativeTable"):
        if f"{row}/{CODE}" not in filing:
            continue
        group = filing.get(f"{row}/{NATURE}", "")
        following, amount = Decimal(filing[f"{row}/{FOLLOWING}"]), Decimal(filing[f"{row}/{SHARES}"])
        if group in balances:
            sign = 1 if filing[f"{row}/{LETTER}"] == "A" else -1
            assert following == balances[group] + sign * amount
        balances[group] = following


@settings(max_examples=20, deadline=None)
@given(SEEDS)
def test_exercised_shares_stand_in_both_tables(seed: int) -> None:
    filing = filing_for("agent2002", seed)
    acquired: dict[str, list[str]] = defaultdict(list)
    for table in TABLES:
        for row in rows(filing, table):
            if filing.get(f"{row}/{CODE}") in ("M", "C"):
                acquired[table].append(filing[f"{row}/{SHARES}"])
    assert sorted(acquired[TABLES[0]]) == sorted(acquired[TABLES[1]])


@settings(max_examples=20, deadline=None)
@given(SEEDS, st.sampled_from(ALL_FAMILIES))
def test_footnotes_are_numbered_as_their_marks_first_appear(seed: int, family: str) -> None:
    filing = filing_for(family, seed)
    marks = [mark for path, value in filing.items() if path.endswith("/footnoteId") for mark in value.split()]
    assert list(dict.fromkeys(marks)) == [mark for mark, _ in footnotes(filing)]
    assert [mark for mark, _ in footnotes(filing)] == [f"F{n}" for n in range(1, len(footnotes(filing)) + 1)]


@settings(max_examples=20, deadline=None)
@given(SEEDS, st.sampled_from(ALL_FAMILIES))
def test_a_nature_stands_only_beside_indirect_ownership(seed: int, family: str) -> None:
    filing = filing_for(family, seed)
    for table in TABLES:
        for row in rows(filing, table):
            assert (filing[f"{row}/{FORM}"] == "I") == (f"{row}/{NATURE}" in filing)


@settings(max_examples=20, deadline=None)
@given(SEEDS, st.sampled_from(ALL_FAMILIES))
def test_officers_have_a_title_and_every_owner_four_boxes(seed: int, family: str) -> None:
    filing = filing_for(family, seed)
    for owner in owners(filing):
        base = f"{owner}/reportingOwnerRelationship"
        assert (filing[f"{base}/isOfficer"] == "true") == (f"{base}/officerTitle" in filing)
        assert {f"{base}/{box}" for box in ("isDirector", "isTenPercentOwner", "isOther")} <= set(filing)


def test_month_forms_show_the_balance_on_the_last_row_or_repeat_it() -> None:
    shown = [_direct_balances(filing_for("paper1996", seed)) for seed in range(40)]
    several = [balances for balances in shown if len(balances) > 1]
    assert several
    assert all(len(set(filter(None, balances))) == 1 for balances in several)
    assert any("" in balances for balances in several)


def test_a_filing_moves_to_another_year() -> None:
    filing: Filing = {"periodOfReport": "2024-02-29", "issuer/issuerName": "2024-02-29"}
    assert moved_in_time(filing, -25) == {"periodOfReport": "1999-02-28", "issuer/issuerName": "2024-02-29"}


def test_electronic_filings_have_a_price_or_a_footnote_in_every_transaction() -> None:
    for seed in range(20):
        filing = filing_for("edgar", seed)
        full = priced(filing)
        dealt = [row for table in TABLES for row in rows(full, table) if f"{row}/{CODE}" in full]
        assert all({f"{row}/{PRICE}", f"{row}/{PRICE}/footnoteId"} & set(full) for row in dealt)
        assert set(filing.items()) <= set(full.items())


def test_month_forms_ask_for_months() -> None:
    assert by_month({"periodOfReport": "1999-12-09"}) == {"periodOfReport": "1999-12"}


@pytest.mark.parametrize(
    ("path", "value", "kind"),
    [
        ("periodOfReport", "1999-12", "month"),
        ("periodOfReport", "1999-12-09", "date"),
        ("derivativeTable/derivativeTransaction[1]/conversionOrExercisePrice", "1", "number"),
        ("derivativeTable/derivativeTransaction[1]/conversionOrExercisePrice/footnoteId", "F1", "marks"),
        (
            "derivativeTable/derivativeTransaction[1]/underlyingSecurity/underlyingSecurityValue",
            "1",
            "number",
        ),
        ("nonDerivativeTable/nonDerivativeHolding[1]/ownershipNature/natureOfOwnership", "By Trust", "text"),
        ("nonDerivativeTable/nonDerivativeTransaction[1]/transactionTimeliness", "E", "code"),
        ("reportingOwner[1]/reportingOwnerRelationship/isOther", "true", "bool"),
        ("footnotes/footnote[@id='F1']", "Gift.", "prose"),
        ("ownerSignature[1]/signatureDate", "1999-12-09", "date"),
    ],
)
def test_truth_says_how_values_compare(path: str, value: str, kind: str) -> None:
    assert kind_of(path, value) == kind


def _direct_balances(filing: Filing) -> list[str]:
    return [
        filing.get(f"{row}/{FOLLOWING}", "")
        for row in rows(filing, "nonDerivativeTable")
        if f"{row}/{CODE}" in filing
    ]


def test_wordy_filings_cite_notes_in_whole_columns() -> None:
    """As real ones do; with notes in single rows alone, a mark in row after row was new to the confidence."""

    def repeats(seed: int) -> bool:
        filing = filing_for("edgar", seed, Extent(wordy=True))
        marks: defaultdict[str, list[str]] = defaultdict(list)
        for path, value in filing.items():
            if path.startswith("nonDerivativeTable") and path.endswith("/footnoteId"):
                marks[path.partition("]")[2]].append(value)
        return any(len(own) > 2 and len(set(own)) == 1 and " " in own[0] for own in marks.values())

    assert any(map(repeats, range(40)))
