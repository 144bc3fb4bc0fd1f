"""Letters over letters: bold by printing twice, or another value over the first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.document.opened_page import Char, Chars
from extractor.document.overprint import doubled, overlapping, overprinted
from extractor.model.geometry import Box

SIZE, WIDE = 8.0, 4.4


def typed(text, x=100.0, top=200.0, size=SIZE, wide=WIDE):
    """A word in type of one width."""
    return [
        Char(letter, Box(x + k * wide, top, x + (k + 1) * wide, top + size), size)
        for k, letter in enumerate(text)
    ]


def read(*words):
    """The text with each letter once, and the places where letters stand over others."""
    chars = Chars.of([char for word in words for char in word])
    pairs = overlapping(chars)
    again = doubled(chars, pairs)
    once = "".join(text for text, own in zip(chars.texts, again, strict=True) if not own)
    return once, overprinted(chars, pairs)


@pytest.mark.parametrize("aside", [0.0, 0.3, 0.9])
def test_bold_by_printing_twice_is_read_once(aside):
    assert read(typed("1,250"), typed("1,250", 100 + aside)) == ("1,250", ())


@pytest.mark.parametrize("aside", [0.0, 1.0, 2.0])
def test_another_value_over_the_first_is_told_in_one_place(aside):
    _, (place,) = read(typed("1,250"), typed("3,781", 100 + aside), typed("beside", 130))
    assert place.x0 == 100 and place.x1 == pytest.approx(122 + aside)


def test_letters_struck_out_are_told():
    assert len(read(typed("1,250"), typed("-----"))[1]) == 1


@pytest.mark.parametrize("ground", ["_____", "\u25a1"])
def test_letters_on_their_line_and_marks_on_their_box_are_not(ground):
    assert not read(typed(ground), typed("X"))[1]


def test_the_letters_of_a_ligature_are_all_read():
    ligature = [Char(letter, Box(105, 200, 113, 208), SIZE) for letter in "ffi"]
    assert read([*typed("O"), *ligature, *typed("cer", 113)]) == ("Officer", ())


def test_a_point_under_the_arm_of_a_letter_is_no_overprint():
    assert not read([*typed("T"), *typed(".", 100 + WIDE - 0.11 * SIZE, wide=2.2)])[1]


def test_a_footnote_mark_over_the_end_of_a_value_is_none():
    assert not read(typed("1,250"), typed("2", 100 + 4.5 * WIDE, 199, size=4.0, wide=2.2))[1]


@given(st.text("0123456789ABCXYZ,.", min_size=1, max_size=12), st.floats(50, 500), st.integers(1, 6))
def test_lines_beside_and_below_each_other_share_no_place(text, x, lines):
    words = [typed(text, x, 100 + SIZE * k) for k in range(lines)]
    assert read(*words) == (text * lines, ())
