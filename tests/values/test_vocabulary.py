"""A filing's own words."""

import pytest

from extractor.model.geometry import Box
from extractor.values.lexicon import Vocabulary, likewise, oddness, repeated, strangers
from tests.typewriter import inked, page

NAME = inked("Zagunis Mariel K.", 40, 100)
SIGNED = inked("/s/ Mariel K. Zagunis, 05/11/2022", 300, 500)
BLURRED = inked("Zaqunis", 40, 200, sure=0.5)


def test_a_name_stands_elsewhere_where_it_is_signed_too():
    words = Vocabulary([NAME, SIGNED]).beside([NAME])
    assert {"zagunis", "mariel", "05/11/2022"} <= words


def test_a_word_is_no_witness_of_itself():
    assert "05/11/2022" not in Vocabulary([NAME, SIGNED]).beside([SIGNED])


def test_a_doubtful_word_is_no_witness():
    assert "zaqunis" not in Vocabulary([NAME, BLURRED]).beside([NAME])


@pytest.mark.parametrize(
    ("text", "share"), [("Zagunis Mariel", 1.0), ("Zagunis Peter", 0.5), ("05/11/2022", 1.0), ("K.", 0.0)]
)
def test_how_much_of_a_value_is_repeated(text, share):
    assert repeated(text, Vocabulary([SIGNED]).beside([])) == pytest.approx(share)


def test_a_name_that_stands_elsewhere_is_no_stranger():
    assert strangers("Zagunis") == (1, 1)
    assert strangers("Zagunis", frozenset({"zagunis"})) == (1, 0)
    assert oddness("Zagunis", frozenset({"zagunis"})) == 1.0


COLUMN = Box(90, 0, 140, 800)
CODES = (inked("S (1)", 100, 100), inked("S(1)", 100, 120), inked("J (2)", 100, 140), inked("J", 300, 100))


@pytest.mark.parametrize(
    ("line", "text", "so"),
    [(0, "S", True), (0, "(1)", True), (1, "S(1)", True), (2, "J", False), (2, "(2)", False), (0, "", False)],
)
def test_a_column_repeats_a_value_or_does_not(line, text, so):
    seen = page(*CODES)
    assert likewise(text, COLUMN, seen, seen.lines[line : line + 1]) == so
