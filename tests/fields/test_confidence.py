"""How sure a reading is called."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.fields.confidence import AS_PRINTED, HIGHEST, Doubt, confidence

READ = Doubt("remarks", "shares", probability=0.9, runner_up=0.05, valid=True, source="ocr", length=5)
PROBABILITIES = st.floats(0, 1)


def test_what_the_file_spells_out_is_as_sure_as_the_file():
    assert confidence(replace(READ, source="text", probability=0.0)) == AS_PRINTED


@pytest.mark.parametrize("source", ["text", "ocr"])
def test_what_does_not_parse_is_never_sure(source):
    assert confidence(replace(READ, valid=False, source=source, probability=1.0)) == 0.0


@given(PROBABILITIES, PROBABILITIES, st.sampled_from(["agrees", "differs", "unclear", "silent"]))
def test_a_confidence_is_a_probability(probability, runner_up, second):
    sure = confidence(replace(READ, probability=probability, runner_up=runner_up, second=second))
    assert 0 <= sure <= HIGHEST


@given(PROBABILITIES, PROBABILITIES)
def test_a_likelier_reading_is_no_less_sure(one, other):
    low, high = sorted((one, other))
    assert confidence(replace(READ, probability=low)) <= confidence(replace(READ, probability=high))


@given(PROBABILITIES)
def test_the_second_reader_s_vote_counts(probability):
    agrees, unclear, differs = (
        confidence(replace(READ, probability=probability, second=vote))
        for vote in ("agrees", "unclear", "differs")
    )
    assert agrees >= unclear >= differs
    assert agrees > differs


def test_a_type_the_fit_never_saw_has_a_confidence_all_the_same():
    assert 0 < confidence(replace(READ, type="something new")) < 1
