"""Which letters look like others."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.document import letter_shapes
from extractor.document.letter_shapes import LETTERS, alike, cut_out, unlike, with_middles_in
from extractor.document.opened_page import WHITE


def drawn(*boxes, shape=(20, 30)):
    """Paper with boxes of ink: x0, top, x1, bottom."""
    pixels = np.full(shape, WHITE, np.uint8)
    for x0, top, x1, bottom in boxes:
        pixels[top:bottom, x0:x1] = 0
    return pixels


def test_what_is_cut_out_is_as_high_as_its_square_wherever_it_stood():
    one, other = cut_out(drawn((3, 2, 9, 16))), cut_out(drawn((18, 5, 24, 19)))
    assert np.array_equal(one, other) and one.shape == (16, 16)
    assert one.min(axis=1).max() == 0 and one.max() == WHITE


@pytest.mark.parametrize("boxes", [(), ((4, 4, 12, 7),)])
def test_specks_and_paper_are_no_letters(boxes):
    assert cut_out(drawn(*boxes)) is None


def test_a_bar_is_no_figure_but_one():
    bar = cut_out(drawn((10, 2, 12, 18)))
    assert unlike(["8", "1", "l"], [bar] * 3) == [True, False, False]
    assert unlike([], []) == []


def test_ink_that_is_like_no_letter_says_nothing():
    """Letters that touch were taken for others."""
    comb = cut_out(drawn(*[(x, 2, x + 1, 18) for x in range(2, 26, 4)], (2, 9, 26, 11)))
    assert unlike(["r"], [comb]) == [False]


def test_neighbours_at_the_edge_are_left_out():
    letter, neighbour = (8, 4, 14, 16), (26, 4, 30, 16)
    assert np.array_equal(with_middles_in(drawn(letter, neighbour), 4), drawn(letter))


def test_letters_alike_are_alike_in_both_ways():
    assert all(letter in alike(other) for letter in LETTERS for other in alike(letter))


@given(st.binary(min_size=256, max_size=256))
def test_no_shape_is_more_alike_than_the_bound_says(pixels):
    shape = letter_shapes._shapes([np.frombuffer(pixels, np.uint8).reshape(16, 16)])
    alike = letter_shapes._standard()[1] @ shape[0]
    assert (letter_shapes._most_alike(shape)[0] >= alike).all()


def test_honest_letters_are_compared_with_few_others(monkeypatch):
    """Each that differed a little from its own standard was compared with a thousand shapes."""
    compared = []
    alike = letter_shapes._alike
    monkeypatch.setattr(
        letter_shapes, "_alike", lambda shapes, them: compared.append(len(them)) or alike(shapes, them)
    )
    slim = [
        cut_out(drawn((3, 2, 6, 16), (3, 2, 12, 5), (3, 13, 12, 16))),
        cut_out(drawn((7, 2, 10, 16), (3, 2, 14, 5))),
    ]
    assert unlike(["C", "T"], slim) == [False, False]
    assert sum(compared) < 100
