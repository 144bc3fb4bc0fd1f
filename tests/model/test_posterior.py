import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model.posterior import ALPHABET, Posterior, joined
from tests.ocr.answers import answer, sure


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


def test_places_are_where_the_picture_was():
    placed = answer({"A": 1}, {}, {}, {"B": 1}).placed(100, 140)
    assert (placed.left, placed.right) == (100, 140)
    assert placed.best()[2] == pytest.approx([105, 135])


def test_paper_beside_the_line_lies_beside_its_picture():
    seen = Posterior(answer({"A": 1}, {}, {"B": 1}).matrix, 3, -0.25, 1.25).placed(100, 140)
    assert (seen.left, seen.right) == pytest.approx((90, 150))
    assert seen.best()[2] == pytest.approx([100, 140])


def test_an_answer_is_cut_between_its_steps():
    placed = sure("Common").placed(100, 160)
    part = placed.between(120, 140)
    assert part.best()[0] == "mm"
    assert (part.left, part.right) == pytest.approx((120, 140))
    assert part.best()[2] == pytest.approx(placed.best()[2][2:4])


def test_a_step_belongs_where_its_middle_lies():
    placed = answer({"A": 1}, {"B": 1}).placed(0, 20)
    assert placed.between(0, 5.1).best()[0] == placed.between(4.9, 15).best()[0] == "A"
    assert placed.between(5.1, 20).best()[0] == "B"


@pytest.mark.parametrize("span", [(160, 200), (0, 100), (130, 130), (131, 132)])
def test_where_no_step_lies_nothing_is_read(span):
    part = sure("Common").placed(100, 160).between(*span)
    assert part.best() == ("", [], [])
    assert part.steps == 0


@given(st.text(ALPHABET, max_size=8), st.lists(st.floats(-10, 110), max_size=4).map(sorted))
def test_cut_anywhere_every_step_is_in_one_part(text, cuts):
    placed = sure(text).placed(0, 100)
    edges = [-float("inf"), *cuts, float("inf")]
    parts = [placed.between(*edges[k : k + 2]) for k in range(len(edges) - 1)]
    assert np.array_equal(np.concatenate([part.matrix for part in parts]), placed.matrix)
    assert sum(part.steps for part in parts) == placed.steps


def test_padding_is_in_no_part():
    part = answer({"A": 1}, {"B": 1}, padding=6).between(-1, 2)
    assert (part.steps, len(part.matrix)) == (2, 2)


def test_answers_are_joined_with_a_blank_between():
    whole = joined([sure("Common").placed(0, 60), sure("Stock").placed(100, 150)])
    assert whole.best()[0] == "Common Stock"
    assert (whole.left, whole.right) == (0, 150)
    assert whole.matrix.sum(axis=1) == pytest.approx(1)


def test_one_answer_joined_is_itself():
    whole = joined([sure("A").placed(10, 20)])
    assert np.array_equal(whole.matrix, sure("A").matrix)
    assert (whole.left, whole.right) == (10, 20)


def test_padding_is_not_joined():
    assert joined([answer({"A": 1}, padding=3), answer({"B": 1}, padding=3)]).best()[0] == "A B"


def test_the_likeliest_letter_is_told_where_the_blank_is_likelier():
    assert answer({"A": 0.1}, {"8": 0.3, "B": 0.2}, {"A": 0.25}).likeliest() == ("8", pytest.approx(0.3))


def test_a_space_is_no_letter():
    assert answer({" ": 0.6}, {"!": 0.1}).likeliest() == ("!", pytest.approx(0.1))


def test_spaces_at_the_ends_say_nothing():
    seen = answer({" ": 1}, {"A": 1}, {" ": 1}, {"B": 1}, {" ": 0.9}).stripped()
    assert seen.best()[0] == "A B"
