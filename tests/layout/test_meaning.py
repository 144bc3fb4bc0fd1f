"""Captions by what their words mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.layout.captions import Captions
from extractor.layout.meaning import meant
from tests.typewriter import page, typed


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2. Trans. Date", "3. Transaction Date"),
        ("3. Date of Earliest Transaction (MM/DD/YYYY)", "Date of Earliest Transaction (Month/Day/Year)"),
        ("1. Title of Derivate Security (Instr. 3)", "1. Title of Derivative Securities"),
        ("4. If Amendment, Date Original Filed", "If Amendment, Date of Original Filed"),
        ("Amt. of Secs. Owned", "Amount of Securities Owned"),
        ("Non-Derivative", "Non Derivative"),
    ],
)
def test_wordings_of_one_meaning(one, other):
    assert meant(one) == meant(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Statement for Month/Year", "Statement for Month/Day/Year"),
        ("Table I", "Table II"),
        ("Date Exercisable", "Expiration Date"),
        ("(A)", "(D)"),
    ],
)
def test_wordings_of_different_meanings(one, other):
    assert meant(one) != meant(other)


@given(st.text())
def test_the_meaning_of_anything_is_only_letters_and_digits(text):
    assert all(letter.isalnum() or letter == "%" for letter in meant(text))


def test_a_caption_s_number_stands_in_its_box_though_it_means_nothing():
    found = Captions(page(typed("4. If Amendment, Date Original Filed", 20, 30)), meant)
    hit = found.best("Amendment, Date of Original Filed")
    assert hit.words[0].text == "4."


def test_words_that_mean_nothing_are_no_caption():
    assert Captions(page(typed("of the", 20, 30)), meant).best("of the") is None


def test_a_footnote_s_number_above_small_print_is_no_part_of_it():
    found = Captions(page(typed("(2)", 20, 30), typed("Note: File three copies of this Form", 20, 40)), meant)
    assert found.best("Note: File three copies of this Form").words[0].text == "Note:"
