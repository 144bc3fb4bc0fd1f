"""Lines and words: their order, and which stand beside each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.geometry import Box
from extractor.imaging.rules import Rules
from extractor.reading.lines import Sight, Word, in_reading_order, line_of, same_row, usual_size


def word(text, x, y, width=20.0, height=8.0):
    return Word(text, Box(x, y, x + width, y + height), height)


def test_a_line_is_its_words_and_the_box_around_them():
    line = line_of([word("Common", 10, 20), word("Stock", 34, 21)])
    assert line.text == "Common Stock"
    assert line.box == Box(10, 20, 54, 29)


def test_a_line_of_no_words_has_no_box():
    with pytest.raises(ValueError):
        line_of([])


def test_a_page_gives_its_words_line_by_line():
    lines = (line_of([word("a", 0, 0), word("b", 30, 0)]), line_of([word("c", 0, 20)]))
    sight = Sight(1, 612.0, 792.0, Rules(), lines, "text")
    assert [each.text for each in sight.words] == ["a", "b", "c"]


def test_words_of_one_size_share_a_row_when_their_middles_do():
    assert same_row(Box(0, 10, 20, 18), Box(30, 12, 50, 20))
    assert not same_row(Box(0, 10, 20, 18), Box(30, 14, 50, 22))


def test_a_raised_mark_shares_the_row_it_overlaps():
    assert same_row(Box(0, 10, 20, 18), Box(20, 8, 24, 13))
    assert not same_row(Box(0, 10, 20, 18), Box(20, 4, 24, 9))


def test_the_usual_size_is_that_of_the_word_in_the_middle():
    assert usual_size([word("a", 0, 0, height=h) for h in (6.0, 7.0, 20.0)]) == 7.0
    assert usual_size([]) == 8.0


def test_rows_are_read_from_the_top_each_from_the_left():
    places = {"d": (9, 50), "b": (60, 11), "a": (5, 12), "c": (2, 30)}
    lines = [line_of([word(text, x, y)]) for text, (x, y) in places.items()]
    assert [line.text for line in in_reading_order(lines)] == ["a", "b", "c", "d"]


@given(st.permutations([(x, y) for x in (0, 100, 200) for y in (0, 30, 60)]))
def test_the_order_read_does_not_hang_on_the_order_found(places):
    lines = [line_of([word(f"{y},{x}", x, y)]) for x, y in places]
    expected = [f"{y},{x}" for y in (0, 30, 60) for x in (0, 100, 200)]
    assert [line.text for line in in_reading_order(lines)] == expected


@given(*[st.tuples(st.floats(0, 50), st.floats(1, 30)) for _ in range(2)])
def test_standing_beside_each_other_is_mutual(one, other):
    boxes = [Box(0, top, 10, top + height) for top, height in (one, other)]
    assert same_row(*boxes) == same_row(*boxes[::-1])
