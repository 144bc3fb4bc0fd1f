import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.reading.posterior import ALPHABET, Posterior
from tests.reading.answers import answer, sure


@given(st.text(ALPHABET, max_size=12))
def test_what_the_reader_is_sure_of_is_read(text):
    read, probabilities, places = sure(text).best()
    assert read == text
    assert probabilities == [1.0] * len(text)
    assert places == sorted(places)


def test_repeats_collapse_to_one_letter():
    assert answer({"A": 1}, {"A": 1}, {"A": 1}, {"B": 1}).best()[0] == "AB"


def test_blank_between_two_of_a_letter_keeps_both():
    assert answer({"0": 1}, {}, {"0": 1}).best()[0] == "00"


def test_letter_is_as_sure_as_its_surest_step():
    _, probabilities, _ = answer({"A": 0.6}, {"A": 0.9}, {"A": 0.7}, {}, {"B": 0.8}).best()
    assert probabilities == pytest.approx([0.9, 0.8])


def test_places_run_from_left_to_right_over_the_line():
    _, _, places = answer({"A": 1}, {}, {}, {"B": 1}).best()
    assert places == pytest.approx([0.125, 0.875])


def test_what_stands_in_the_padding_is_not_read():
    steps = [{"A": 1}, {}, {"B": 1}]
    matrix = answer(*steps).matrix
    assert Posterior(matrix, 2).best()[0] == "A"


def test_padding_does_not_move_the_places():
    assert answer({"A": 1}, {"B": 1}, padding=6).best() == answer({"A": 1}, {"B": 1}).best()


@pytest.mark.parametrize("steps", [0, 5])
def test_empty_line_reads_as_nothing(steps):
    assert answer(*[{}] * steps).best() == ("", [], [])


def test_alphabet_names_no_character_twice():
    assert len(set(ALPHABET)) == len(ALPHABET)


def test_posterior_without_rows_reads_as_nothing():
    assert Posterior(np.zeros((0, 1 + len(ALPHABET)), np.float32), 0).best()[0] == ""
