"""Footnote marks beside values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.values.parsers import footnote_ids, raised_marks, split_marks, whole_marks
from tests.typewriter import raised, typed


@pytest.mark.parametrize(
    ("text", "value", "marks"),
    [
        ("628,553 (1)(2)", "628,553", ("1", "2")),
        ("628,553(1) (2)", "628,553", ("1", "2")),
        ("628,553 (1), (2)", "628,553", ("1", "2")),
        ("See Footnotes(2)( (4)", "See Footnotes", ("2", "4")),
        ("(3)", "", ("3",)),
        ("Common Stock()", "Common Stock", ()),
        ("1,200 ( )", "1,200", ()),
        ("M( 4 )", "M", ("4",)),
        ("Common Stock (a)", "Common Stock", ("a",)),
        ("Common Stock (401(k))", "Common Stock (401(k))", ()),
        ("Stock Option (Right to Buy)", "Stock Option (Right to Buy)", ()),
        ("Stock Option (Right to Buy) (12)", "Stock Option (Right to Buy)", ("12",)),
        ("(1) and more", "(1) and more", ()),
        ("Fund (1999)", "Fund (1999)", ()),
        ("Class (A)", "Class (A)", ()),
        ("", "", ()),
    ],
)
def test_marks_stand_after_the_value(text, value, marks):
    assert split_marks(text) == (value, marks)


@pytest.mark.parametrize("text", ["By 401(k)", "Held in 401(k)"])
def test_the_letter_of_a_401k_plan_is_no_mark(text):
    assert split_marks(text) == (text, ())


@given(st.lists(st.integers(1, 99), min_size=1, max_size=6))
def test_every_printed_mark_is_found(numbers):
    value, marks = split_marks("1,200 " + "".join(f"({n})" for n in numbers))
    assert value == "1,200"
    assert marks == tuple(map(str, numbers))


@given(st.text())
def test_any_text_parts_into_a_piece_of_it_and_marks(text):
    value, marks = split_marks(text)
    assert value in text
    assert all(f"{mark}" in text for mark in marks)


@pytest.mark.parametrize(
    ("marks", "ids"),
    [
        (("1", "2"), "F1 F2"),
        (("2", "1", "2"), "F2 F1"),
        (("a", "c"), "F1 F3"),
        (("12",), "F12"),
        (("*", "3"), "F3"),
        (("**",), ""),
        ((), ""),
        (("0",), ""),
        (("0", "2"), "F2"),
    ],
)
def test_marks_as_the_contract_names_them(marks, ids):
    assert footnote_ids(marks) == ids


def test_a_small_number_above_the_line_is_a_mark():
    words = [*typed("1,200", 100, 100).words, *raised("1,2", 116, 100).words]
    kept, marks = raised_marks(words)
    assert [word.text for word in kept] == ["1,200"]
    assert marks == ("1", "2")


def test_a_small_word_above_the_line_is_none():
    words = [*typed("Mar 3", 100, 100).words, *raised("rd", 116, 100).words]
    assert raised_marks(words) == (words, ())


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["26,165,483 (3", ")(6)"], ["26,165,483 (3)", "(6)"]),
        (["707 (", "12)"], ["707 (12)", ""]),
        (["Common Stock (par", "$0.01)"], ["Common Stock (par", "$0.01)"]),
        (["Class B (1)", "(2)"], ["Class B (1)", "(2)"]),
    ],
)
def test_a_mark_broken_in_a_narrow_cell_is_whole_again(lines: list[str], whole: list[str]) -> None:
    """A balance beside `(3` and, on the next line, `)(6)` was no number."""
    assert whole_marks(lines) == whole


@given(st.lists(st.text("(12) a,", max_size=8), max_size=4))
def test_broken_marks_lose_no_letter(lines: list[str]) -> None:
    assert "".join("".join(whole_marks(lines)).split()) == "".join("".join(lines).split())
