"""How sure a reading is called."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.options import MAX_ERROR
from extractor.values.calibration import (
    Calibration,
    Doubt,
    accepted_from,
    confidence,
    features,
)
from extractor.values.settings import SETTINGS

READ = Doubt("remarks", "shares", probability=0.9, runner_up=0.05, valid=True, source="ocr", length=5)
PROBABILITIES = st.floats(0, 1)
VOTES = ("agrees", "unclear", "differs", "silent")


def test_what_the_file_spells_out_is_as_sure_as_the_file():
    assert confidence(replace(READ, source="text", probability=0.0)) == SETTINGS.calibration.as_printed


@pytest.mark.parametrize("source", ["text", "ocr"])
def test_what_does_not_parse_is_never_sure(source):
    assert confidence(replace(READ, valid=False, source=source, probability=1.0)) == 0.0


@given(*[PROBABILITIES] * 3, st.none() | PROBABILITIES, st.sampled_from(VOTES))
def test_a_confidence_is_a_probability(probability, runner_up, first, second, third):
    doubt = replace(READ, probability=probability, runner_up=runner_up, first=first, second=second)
    assert 0 <= confidence(replace(doubt, third=third)) <= SETTINGS.calibration.highest


@given(PROBABILITIES, PROBABILITIES)
def test_a_likelier_reading_is_no_less_sure(one, other):
    low, high = sorted((one, other))
    assert confidence(replace(READ, probability=low)) <= confidence(replace(READ, probability=high))


def test_a_type_the_fit_never_saw_has_a_confidence_all_the_same():
    assert 0 < confidence(replace(READ, type="something new")) < 1


# What the readers' probabilities are weighed by.


def test_tokens_prose_and_text_are_weighed_apart():
    kinds = ("shares", "date", "prose", "issuer", "text")
    names = [set(features(replace(READ, type=kind))) for kind in kinds]
    shares, day, prose, issuer, text = ({n for n in own if not n.startswith("type ")} for own in names)
    assert shares == day
    assert issuer == text
    assert not {name for name in shares & prose if name.startswith(("share", "first", "weaker"))}


def test_the_weaker_reader_is_told_whichever_it_is():
    one, other = (features(replace(READ, first=p, second=q)) for p, q in ((0.9, 0.2), (0.2, 0.9)))
    assert one["weaker token"] == other["weaker token"] == one["second token"] == other["first token"] < 0


def test_a_second_reader_that_was_not_asked_is_told_from_one_that_agrees():
    silent, asked = features(replace(READ, first=0.9)), features(replace(READ, first=0.9, second=0.9))
    assert "second silent" in silent and "second asked" in asked
    assert silent["weaker token"] == silent["first token"] == asked["weaker token"]


@given(PROBABILITIES, st.none() | PROBABILITIES)
def test_no_probability_makes_a_feature_boundless(first, second):
    doubt = replace(READ, probability=first, runner_up=second or 0.0, first=first, second=second)
    assert all(abs(value) < 20 for value in features(doubt).values())


# What is accepted.


@pytest.fixture
def checked(monkeypatch):
    """A model whose promise was checked: values at least so sure were wrong so often at most."""
    bounds = ((0.5, 0.02), (0.9, 0.001), (0.8, 0.004), (0.99, 0.0008), (0.95, 0.0012))
    monkeypatch.setattr("extractor.values.calibration._calibration", lambda: Calibration({}, bounds))


@pytest.mark.parametrize(
    ("max_error", "least"), [(0.02, 0.5), (0.004, 0.8), (0.003, 0.9), (0.001, 0.9), (0.0009, 0.99)]
)
def test_as_much_is_accepted_as_the_promise_allows(checked, max_error, least):
    assert accepted_from(max_error) == least


def test_where_no_bound_keeps_the_promise_only_the_surest_are_accepted(checked):
    assert accepted_from(0.0001) == SETTINGS.calibration.highest


@given(PROBABILITIES, PROBABILITIES)
def test_who_puts_up_with_more_errors_accepts_no_less(one, other):
    strict, easy = sorted((one, other))
    assert accepted_from(easy) <= accepted_from(strict) <= SETTINGS.calibration.highest


def test_what_the_file_spells_out_is_accepted_whatever_is_asked():
    assert accepted_from(MAX_ERROR) <= accepted_from(0.0) <= SETTINGS.calibration.as_printed
