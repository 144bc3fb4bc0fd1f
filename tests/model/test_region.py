"""Lines cut into the words of a region."""

import pytest

from extractor.model.geometry import Box
from extractor.model.page import numbered
from extractor.model.region import Region, cut_line, without_words
from tests.typewriter import inked, typed

LINE = typed("Common Stock 1,200 A", 100, 100)  # words begin at 100, 121, 139 and 157


def cut(x0, x1):
    part = cut_line(LINE, x0, x1)
    return part.text if part else None


@pytest.mark.parametrize(
    ("x0", "x1", "text"),
    [
        (90, 200, "Common Stock 1,200 A"),
        (90, 138, "Common Stock"),
        (138, 156, "1,200"),
        (156, 200, "A"),
        (200, 300, None),
    ],
)
def test_the_words_of_a_column(x0, x1, text):
    assert cut(x0, x1) == text


def test_a_word_over_a_rule_belongs_where_most_of_it_stands():
    assert cut(141, 200) == "1,200 A"
    assert cut(150, 200) == "A"


def test_a_line_that_is_not_cut_keeps_what_its_reader_answered():
    scanned = inked("1,200", 100, 100)
    assert cut_line(scanned, 90, 200) is scanned
    assert without_words([scanned], numbered([LINE], 2)[0].words) == [scanned]


def test_words_are_taken_out_and_empty_lines_dropped():
    other = numbered([typed("below", 100, 110)], 2)[0]
    rest = without_words([LINE, other], [LINE.words[0], *other.words])
    assert [line.text for line in rest] == ["Stock 1,200 A"]
    assert rest[0].box.x0 == 121


def test_only_the_very_word_is_taken_out():
    twin = numbered([typed("Common Stock", 100, 100)], 2)[0]
    assert without_words([LINE], twin.words) == [LINE]


def test_the_text_of_a_place_is_that_of_its_lines():
    region = Region("remarks", "prose", 1, Box(0, 0, 1, 1), (typed("one two", 0, 0), typed("three", 0, 8)))
    assert region.text == "one two three"
