"""Rules made of characters are ruling lines and no words; what only looks like one stays a word."""

import pytest

from tests.ocr.test_text_layer import seen, typed

LINES = ("Common Stock", "Preferred Stock", "Warrants", "Rights")


def texts(page):
    return [line.text for line in page.lines]


@pytest.mark.parametrize("mark", "-=_")
def test_a_row_of_one_mark_is_a_rule(mark):
    page = seen(typed(mark * 40, 50, 100), typed("Title", 50, 120))
    assert texts(page) == ["Title"]
    rule = page.rules.across[-1]
    assert (rule.start, rule.end) == (50, 210) and 100 <= rule.at <= 108


def test_pieces_under_each_caption_are_rules():
    page = seen(typed("----", 50, 100), typed("--", 90, 100), typed("-----", 120, 100))
    assert texts(page) == [] and len(page.rules.across) == 3 + 1


def test_a_dash_for_nothing_and_a_place_for_a_mark_stay_words():
    page = seen(typed("Common", 50, 100), typed("-", 200, 100), typed("___", 250, 100))
    assert texts(page) == ["Common", "-", "___"]


def test_pipes_under_each_other_are_a_rule_that_parts_what_is_beside_it():
    rows = [
        typed(f"{text} | 100", 50, 100 + 10 * n) for n, text in enumerate(("Unit", "Note", "Bond", "Fund"))
    ]
    page = seen(*rows)
    assert texts(page) == ["Unit", "100", "Note", "100", "Bond", "100", "Fund", "100"]
    (rule,) = page.rules.down
    assert rule.start < 100 and rule.end > 138 and rule.at == 72


def test_pipes_around_a_mark_are_a_box():
    rows = [
        typed(f"|{mark}| {text}", 50, 100 + 10 * n)
        for n, (mark, text) in enumerate(zip("X__X", LINES, strict=True))
    ]
    assert texts(seen(*rows))[0] == "|X| Common Stock"


def test_two_pipes_are_no_rule():
    page = seen(typed("A | B", 50, 100), typed("C | D", 50, 110))
    assert texts(page) == ["A | B", "C | D"]


def test_tags_of_a_text_filing_are_no_words():
    page = seen(
        typed("<TABLE>", 50, 90), typed("<S>", 50, 100), typed("<C>", 90, 100), typed("<PAGE>", 50, 200)
    )
    assert texts(page) == []
