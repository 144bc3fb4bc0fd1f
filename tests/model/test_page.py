"""Lines and words: their order, and which stand beside each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model.geometry import Box
from extractor.model.page import PageText, RulingLines, Word, in_reading_order, line_of, same_row, usual_size
from tests.typewriter import FIRST, SECOND, THIRD, inked, typed


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
    page_text = PageText(1, 612.0, 792.0, RulingLines(), lines, "text")
    assert [each.text for each in page_text.words] == ["a", "b", "c"]


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


# The line of some of its words.

READ = inked("Common Stock 1,200 A", 100, 100, second="Connon Stock 1.200 A", third="Common Stocks 1,200 A")


def only(*kept, line=READ):
    return line.only([line.words[k] for k in kept])


def seen(posterior):
    return " ".join(posterior.best()[0].split())


def test_words_beside_each_other_keep_what_was_answered_there():
    part = only(1, 2)
    assert part.text == seen(part.answers[FIRST]) == "Stock 1,200"
    assert seen(part.answers[SECOND]) == "Stock 1.200"
    assert part.box == Box(121, 100, 154, 106)


def test_words_apart_keep_what_was_answered_with_a_blank_between():
    part = only(0, 3)
    assert part.text == seen(part.answers[FIRST]) == "Common A"
    assert seen(part.answers[SECOND]) == "Connon A"
    assert part.box == Box(100, 100, 160, 106)


def test_the_answer_of_a_part_stands_where_the_words_do():
    text, _, places = only(2).answers[FIRST].best()
    at = dict(zip(text, places, strict=True))
    assert 139 <= at["1"] < at[","] < at["2"] <= 154


def test_the_third_reader_s_words_are_those_in_the_same_places():
    assert only(1).answers[THIRD] == "Stocks"
    assert only(0, 3).answers[THIRD] == "Common A"


def test_a_third_reader_that_saw_other_words_says_nothing_of_a_part():
    line = inked("Common Stock", third="CommonStock")
    assert only(1, line=line).answers.get(THIRD) is None


def test_readers_that_were_not_asked_say_nothing_of_a_part():
    part = only(1, line=inked("Common Stock"))
    assert set(part.answers) == {FIRST}
    part = only(1, line=typed("Common Stock", 0, 0))
    assert (part.text, part.answers) == ("Stock", {})


def test_a_line_of_all_its_words_is_itself():
    assert only(0, 1, 2, 3) is READ


def test_of_two_words_alike_the_very_one_is_kept():
    line = inked("1,200 1,200", second="1,200 7,200")
    assert [seen(only(k, line=line).answers[SECOND]) for k in (0, 1)] == ["1,200", "7,200"]


@given(st.sets(st.integers(0, 3), min_size=1).map(sorted))
def test_whatever_words_are_kept_the_answers_are_theirs(kept):
    part = only(*kept)
    words = ["Connon", "Stock", "1.200", "A"]
    assert seen(part.answers[FIRST]) == part.text
    assert seen(part.answers[SECOND]) == " ".join(words[k] for k in kept)


def test_a_line_moved_down_keeps_all_but_its_place():
    line = line_of([word("Common", 10, 20), word("Stock", 34, 21)]).answered("own", "Common Stock")
    moved = line.moved(100)
    assert (moved.text, moved.box, moved.answers) == (line.text, Box(10, 120, 54, 129), line.answers)
    assert [each.box for each in moved.words] == [each.box.moved(100) for each in line.words]
    assert moved.moved(-100) == line
