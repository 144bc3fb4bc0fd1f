"""What a doubtful cell could say, and how much of its probability each candidate gets."""

from __future__ import annotations

from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model.filing import Alternative, Cell
from extractor.reconcile.search import candidates, is_crisp

AMOUNT = "nonDerivativeTable/nonDerivativeTransaction[1]/transactionAmounts/transactionShares"
CODE = "nonDerivativeTable/nonDerivativeTransaction[1]/transactionAmounts/transactionAcquiredDisposedCode"


def cell(value, sure, others=(), path=AMOUNT, source="ocr", **readings):
    return Cell(
        path=path,
        value=value,
        raw=value,
        status="review",
        confidence=sure,
        page=1,
        bbox=(0, 0, 0, 0),
        source=source,
        reader="form4",
        alternatives=tuple(Alternative(value=o, raw=o, probability=p) for o, p in others),
        readings=readings,
    )


def shares(found):
    return {candidate.value: exp(candidate.weight) for candidate in found.candidates}


def test_the_value_read_comes_first_with_its_confidence():
    found = candidates(cell("489", 0.7, [("409", 0.2)]), ()).candidates
    assert (found[0].value, exp(found[0].weight)) == ("489", pytest.approx(0.7))


def test_what_a_reader_names_is_likelier_than_what_only_a_sum_asks_for():
    found = shares(candidates(cell("489", 0.7, [("409", 0.2)]), ["469"]))
    assert found["409"] > found["469"] > 0


def test_what_is_no_misreading_of_the_value_is_no_candidate_however_the_sums_ask():
    assert "12004" not in shares(candidates(cell("489", 0.7), ["12004"]))


def test_a_crisp_reading_has_no_candidate_but_that_it_is_wrong():
    assert set(shares(candidates(cell("489", 0.999, [("409", 0.2)]), ["409"]))) == {"489", None}


def test_what_is_not_acquired_is_disposed():
    assert shares(candidates(cell("A", 0.8, path=CODE), ())) == pytest.approx({"A": 0.8, "D": 0.2})


def test_a_value_of_another_reader_counts_though_it_is_not_among_the_alternatives():
    assert "409" in shares(candidates(cell("489", 0.7, tesseract="409"), ()))


def test_what_a_file_spells_out_is_crisp():
    assert is_crisp(cell("489", 0.5, source="text"))


@given(st.integers(0, 9999), st.floats(0, 1), st.lists(st.integers(0, 9999), max_size=4))
def test_the_candidates_share_one_whole(value, sure, others):
    named = [(str(other), 0.05) for other in dict.fromkeys(others)]
    assert sum(shares(candidates(cell(str(value), sure, named), map(str, others))).values()) <= 1 + 1e-6
