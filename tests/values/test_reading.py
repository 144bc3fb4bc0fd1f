"""What a region could say."""

from dataclasses import replace

import pytest

from extractor.model.geometry import Box
from extractor.model.region import Region
from extractor.values import parsers as values
from extractor.values.reading import joined_text, readings_of, text_readings
from extractor.values.settings import SETTINGS
from tests.typewriter import THIRD, inked, raised, typed

CELL = Box(90, 95, 180, 130)


def region(*lines, kind="shares", box=CELL):
    return Region("postTransactionAmounts/sharesOwnedFollowingTransaction", kind, 1, box, lines)


def read(*lines, kind="shares", box=CELL, token=True):
    return readings_of(region(*lines, kind=kind, box=box), values.PARSERS.get(kind, values.words), token)


def test_a_text_layer_has_one_reading():
    (reading,) = read(typed("628,553 (1)(2)", 100, 100))
    assert (reading.value, reading.marks, reading.text) == ("628553", ("1", "2"), "628,553")
    assert reading.raw == "628,553 (1)(2)"
    assert reading.probability == 1


def test_a_mark_in_place_of_a_value():
    (reading,) = read(typed("(2)", 100, 100), kind="date")
    assert (reading.value, reading.marks, reading.text) == (None, ("2",), "")


def test_raised_digits_without_brackets_are_marks():
    line = typed("1,200", 100, 100)
    with_mark = type(line)((*line.words, *raised("2", 116, 100).words), line.box)
    (reading,) = read(with_mark)
    assert (reading.value, reading.marks) == ("1200", ("2",))


def test_a_date_broken_over_two_lines_is_one_date():
    (reading,) = read(typed("2/7/0", 100, 100), typed("0", 100, 107), kind="date")
    assert reading.value == "2000-02-07"


def test_a_count_broken_over_two_lines_is_one_count():
    (reading,) = read(typed("1,737,", 100, 100), typed("513", 100, 107))
    assert reading.value == "1737513"


def test_a_scan_is_read_under_the_grammar_of_its_column():
    """The reader prefers an S; no date has one."""
    doubts = {3: {"S": 0.7, "5": 0.29}}
    best = read(inked("11/S/99", doubts=doubts), kind="date")[0]
    assert best.value == "1999-11-05"


def test_readings_of_the_same_value_add_up():
    line = inked("1,200", doubts={1: {",": 0.5, "0": 0.0}})
    best = read(line)[0]
    assert best.value == "1200"
    assert sum(reading.value == "1200" for reading in read(line)) == 1


def test_readings_come_most_probable_first():
    readings = read(inked("28255", doubts={1: {"8": 0.55, "0": 0.4}}))
    assert [reading.value for reading in readings[:2]] == ["28255", "20255"]
    assert readings == sorted(readings, key=lambda reading: -reading.probability)


def test_a_point_read_before_three_digits_of_a_scanned_count_may_be_a_comma():
    readings = {reading.value: reading.probability for reading in read(inked("5.952"))}
    assert set(readings) >= {"5952", "5.952"}
    assert readings["5.952"] > readings["5952"]


def test_what_may_be_a_comma_in_a_count_more_likely_is_one():
    """Few counts have three decimals; a worn comma looks like a point."""
    readings = read(inked("5.952", doubts={1: {".": 0.6, ",": 0.4}}))
    assert [reading.value for reading in readings[:2]] == ["5952", "5.952"]


def test_the_comma_rule_does_not_touch_text():
    """A text layer spells its points: 474.598 shares of a plan are no 474,598."""
    assert [reading.value for reading in read(typed("474.598", 100, 100))] == ["474.598"]


def test_the_comma_rule_does_not_touch_prices():
    assert "27125" not in [reading.value for reading in read(inked("27.125"), kind="price")]


@pytest.mark.parametrize("text", ["5.95", "5.9521", "0.5"])
def test_a_point_that_groups_no_thousands_stays_a_point(text):
    assert read(inked(text))[0].value == text


def test_a_third_reading_is_that_of_all_lines_or_none():
    assert text_readings(region(inked("707", third="707")), values.shares, True)[THIRD].value == "707"
    assert text_readings(region(inked("707")), values.shares, True) == {}
    assert text_readings(region(inked("1,", third="1,"), inked("707")), values.shares, True) == {}


def test_what_the_third_reader_sees_no_value_in_has_none():
    seen = text_readings(region(inked("707", third="TOT")), values.shares, True)[THIRD]
    assert seen.value is None and seen.raw == "TOT"


def test_a_third_reader_that_sees_nothing_was_asked_all_the_same():
    seen = text_readings(region(inked("707", third="")), values.shares, True)[THIRD]
    assert (seen.value, seen.raw) == (None, "")


def test_a_reading_tells_what_each_reader_alone_makes_of_it():
    readings = {r.value: r for r in read(inked("1,200", second="1,700", doubts={2: {"2": 0.9, "7": 0.1}}))}
    assert (readings["1200"].first, readings["1700"].first) == pytest.approx((0.9, 0.1), abs=0.01)
    assert (readings["1200"].second, readings["1700"].second) == pytest.approx((0, 1), abs=0.01)


def test_a_value_broken_over_two_lines_is_as_probable_as_both():
    lines = (inked("1,737,", sure=0.9999), inked("513", 100, 107, doubts={1: {"1": 0.7, "7": 0.3}}))
    best, other = read(*lines)[:2]
    assert (best.value, other.value) == ("1737513", "1737573")
    assert (best.first, other.first) == pytest.approx((0.7, 0.3), abs=0.01)


def test_lines_of_a_text_that_are_all_in_doubt_have_an_end():
    doubt = {k: {"a": 0.5, "o": 0.49} for k in range(6)}
    lines = [inked("aaaaaa", 100, 100 + 7 * k, doubts=doubt) for k in range(5)]
    assert 1 <= len(read(*lines, kind="text", token=False)) <= SETTINGS.reading.most


def joined(*texts, box=CELL, x=91):
    lines = tuple(typed(text, x, 100 + 7 * k) for k, text in enumerate(texts))
    return joined_text(texts, region(*lines, kind="text", box=box))


def test_lines_of_a_text_are_joined_by_a_blank():
    assert joined("Common Stock, par", "value $.01") == "Common Stock, par value $.01"


def test_no_blank_follows_a_hyphen_at_the_end_of_a_line():
    assert joined("Non-", "Qualified Option") == "Non-Qualified Option"


def test_a_dash_on_its_own_is_no_hyphen():
    assert joined("Option -", "right to buy") == "Option - right to buy"


def test_a_word_broken_by_a_narrow_cell_is_one_word():
    assert joined("transac", "tion", box=Box(90, 95, 113, 115)) == "transaction"


def test_a_short_line_in_a_wide_cell_ends_its_word():
    assert joined("units", "of stock") == "units of stock"


def test_a_capital_begins_a_new_word_in_a_narrow_cell():
    assert joined("Phantom", "Stock", box=Box(90, 95, 113, 115)) == "Phantom Stock"


@pytest.mark.parametrize(("one", "other"), [("Stock,", "no par value"), ("common", "stock")])
def test_words_that_fill_a_narrow_cell_keep_the_blank_between_them(one, other):
    assert joined(one, other, box=Box(90, 95, 101 + 3 * len(one), 115)) == f"{one} {other}"


def raised_letter(letter):
    line = inked(letter, 116, 98)
    return replace(line, words=tuple(word._replace(raised=True) for word in line.words))


@pytest.mark.parametrize(
    ("word", "letter", "value"), [("$0.001 pa", "r", "$0.001 par value"), ("Stock", "a", "Stock value")]
)
def test_the_last_letter_of_a_word_is_no_mark_where_the_field_wants_it(word, letter, value):
    """`par value` was accepted as `pa value`: the r, broken off and set high by a p before it, was a mark."""
    title = Region("nonDerivativeTable/nonDerivativeTransaction[1]/securityTitle", "text", 1, CELL, ())
    lines = (inked(word, 100, 100), raised_letter(letter), inked("value", 100, 112))
    best = readings_of(replace(title, lines=lines), values.words, False)[0]
    assert best.value == value
