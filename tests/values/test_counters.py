"""Counters of lists in sentences."""

import pytest

from extractor.model.geometry import Box
from extractor.model.page import Line, Word, numbered
from extractor.values.counters import miscounts, with_counters

STROKE = 2.7
"""Width of a stroke, of letters 6 points high."""


def read(*words):
    """The texts of words, each given with the strokes it is as wide as, read from one line."""
    made, x = [], 40.0
    for text, strokes in words:
        made.append(Word(text, Box(x, 100, x + 6 + strokes * STROKE, 106), 6.0, False, 0.6))
        x = made[-1].box.x1 + 3
    (line,) = with_counters(numbered([Line(tuple(made), Box(40, 100, x, 106), "ocr")], 1))
    return " ".join(word.text for word in line.words)


@pytest.mark.parametrize("third", ["(11)", "(ii)", "(1)", "(HI)", "(1if)", "(\u00fc)", "(lif)"])
def test_strokes_that_grow_by_one_count(third):
    """The counters of a list were `(1)`, `(11)` and `(HI)`: three of five long notes of clean scans."""
    assert read(("Held", 5), ("(1)", 1), ("by", 3), ("(11)", 2), ("and", 4), (third, 3)) == (
        "Held (i) by (ii) and (iii)"
    )


def test_a_list_goes_on_with_four_and_five():
    five = [("(1)", 1), ("(1)", 2), ("(ii)", 3), ("(1v)", 3), ("(v),", 2), ("(vl)", 3)]
    assert read(*five) == "(i) (ii) (iii) (iv) (v), (vi)"


def test_marks_of_one_width_are_numbers():
    assert read(("(1)", 1), ("and", 4), ("(1)", 1)) == "(1) and (1)"


def test_the_second_list_counts_from_one_again():
    assert read(("(1)", 1), ("(11)", 2), ("or", 3), ("(l)", 1), ("(11)", 2)) == "(i) (ii) or (i) (ii)"


def test_counters_among_capitals_are_capitals():
    assert read(("HELD", 5), ("(1)", 1), ("BY", 3), ("(1I)", 2)) == "HELD (I) BY (II)"


@pytest.mark.parametrize("words", [[("(11)", 2), ("(111)", 3)], [("(1)", 1)], [("(1)", 1), ("(a)", 2)]])
def test_what_does_not_count_from_one_stays(words):
    assert read(*words) == " ".join(text for text, _ in words)


@pytest.mark.parametrize(
    "text",
    [
        "the earlier of (i) the grant or (i) the date",
        "(1) the general partner of and (ii) the manager of",
        "the shares of (ii) the trust",
        "upon (i) death, (ii) retirement or (iv) a merger",
    ],
)
def test_a_list_whose_counters_do_not_follow_each_other_is_miscounted(text):
    """`(ii)` lost a stroke, and the note was accepted."""
    assert miscounts(text)


@pytest.mark.parametrize(
    "text",
    [
        "upon (i) death, (ii) retirement or (iii) a merger; as to (i) and (ii), at once",
        "(I) ONE, (II) TWO",
        "see notes (1) and (1)",
        "under Section 13(d), sub (a) and (i)",
        "401(k)",
    ],
)
def test_a_list_that_goes_on_by_one_is_not(text):
    assert not miscounts(text)


def test_a_lone_one_in_brackets_is_a_counter_misread():
    """`is (1) the general partner of` was accepted for `(i)`; a note's number is named before it."""
    assert miscounts("SC US, Ltd. is (1) the general partner of Growth Fund, L.P.")
    assert not miscounts("one (1) share of common stock; see note (1)")
    assert not miscounts("held by (1) the trust and (2) the spouse")
