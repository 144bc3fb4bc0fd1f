"""The grammar of each type of cell against what its parser understands."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.values import parsers as values
from extractor.values.grammar import VALUES, cell_grammar, mark_grammar
from tests.values.printed import amounts, dates, fractions


def fits(kind, text):
    return cell_grammar(kind).fullmatch(text) is not None


@given(amounts(), st.sampled_from(["{:,f}", "{:f}", "${:,f}"]), st.sampled_from(["shares", "price"]))
def test_every_amount_fits(amount, form, kind):
    assert fits(kind, form.format(amount))


@given(fractions(999), st.sampled_from([" ", "-"]), st.sampled_from(["", "$", "$ "]))
def test_every_fraction_fits_a_price(fraction, dash, sign):
    whole, over, under = fraction
    assert fits("price", f"{sign}{whole}{dash}{over}/{under}" if whole else f"{sign}{over}/{under}")


@given(dates(), st.sampled_from(["%m/%d/%Y", "%m-%d-%y", "%b. %d, %Y", "%B %d, %Y", "%m/%d/%y"]))
def test_every_date_fits(day, form):
    assert fits("date", day.strftime(form))
    assert fits("month", day.strftime(form))


@given(dates(), st.sampled_from(["%m/%Y", "%m/%y", "%m-%y", "%B %Y", "%b. %Y"]))
def test_every_month_fits(day, form):
    assert fits("month", day.strftime(form))


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("shares", ["-0-", "None", "1,200", "12,004.17"]),
        ("price", ["-0-", "$ -0-", ".01", "$.01", "11 7/16"]),
        ("code", [*sorted(values.CODES), "S/K"]),
        ("early", ["V"]),
        ("acquired-disposed", ["A", "D", "(A)"]),
        ("direct-indirect", ["D", "I", "(I)"]),
    ],
)
def test_other_values_fit(kind, texts):
    assert [text for text in texts if not fits(kind, text)] == []


@pytest.mark.parametrize("kind", sorted(VALUES))
def test_every_cell_may_hold_marks_or_say_that_it_does_not_apply(kind):
    for text in ("(1)", "(1)(2)", "(1) (12)", "N/A", "n/a (3)"):
        assert fits(kind, text)
    assert not fits(kind, "Common Stock")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("date", "5,952"),
        ("shares", "5.95.2"),
        ("shares", "1,20"),
        ("price", "S"),
        ("code", "K"),
        ("code", "AB"),
    ],
)
def test_what_a_cell_cannot_hold(kind, text):
    assert not fits(kind, text)


@pytest.mark.parametrize("kind", ["text", "prose", "name-and-address"])
def test_where_anything_may_stand_there_is_no_grammar(kind):
    assert cell_grammar(kind) is None


@given(st.data())
@pytest.mark.parametrize("kind", ["code", "early", "acquired-disposed", "direct-indirect"])
def test_what_the_grammar_spells_the_parser_understands(kind, data):
    text = data.draw(st.from_regex(VALUES[kind], fullmatch=True))
    assert values.PARSERS[kind](text)


@given(st.integers(0, 999_999_999))
def test_a_prefix_of_a_count_can_still_become_one(count):
    text = f"{count:,}"
    assert all(cell_grammar("shares").fullmatch(text[:k], partial=True) for k in range(len(text)))


def test_marks_alone():
    assert mark_grammar().fullmatch("(1)(2)")
    assert not mark_grammar().fullmatch("1,200 (1)")


def test_a_date_typed_in_words_is_understood_as_it_is_spelt():
    day = date(1999, 11, 19)
    for text in ("Nov. 19, 1999", "November 19, 1999", "NOVEMBER 19,1999"):
        assert fits("date", text)
        assert values.day(text) == day.isoformat()
