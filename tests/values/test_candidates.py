"""What one line could say."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.values.candidates import candidates, is_raised
from extractor.values.grammar import cell_grammar
from extractor.values.settings import SETTINGS
from tests.typewriter import FIRST, heard, inked, posterior, raised, typed

DOUBT = {1: {"8": 0.6, "0": 0.39}}


def said(line, kind="shares"):
    return candidates(line, kind, cell_grammar(kind))


def shares(line, kind="shares"):
    return {candidate.text: candidate.share for candidate in said(line, kind)}


def small(line):
    """The line as raised marks."""
    return replace(line, words=tuple(word._replace(raised=True) for word in line.words))


@pytest.mark.parametrize("line", [typed("1,200 (1)", 0, 0), raised("2", 0, 0)])
def test_a_text_layer_leaves_no_choice(line):
    (candidate,) = said(line)
    assert (candidate.share, candidate.first, candidate.second) == (1, 1, 1)


def test_raised_digits_of_a_text_layer_get_their_brackets():
    assert [candidate.text for candidate in said(raised("2", 0, 0))] == ["(2)"]


@pytest.mark.parametrize(
    "line", [inked("28255"), inked("28255", doubts=DOUBT), inked("28255", doubts=DOUBT, second="20265")]
)
def test_shares_sum_to_one_and_fall(line):
    found = [candidate.share for candidate in said(line)]
    assert sum(found) == pytest.approx(1)
    assert found == sorted(found, reverse=True)


def test_both_readers_best_strings_are_candidates():
    assert {"28255", "20255", "20265"} <= set(shares(inked("28255", doubts=DOUBT, second="20265")))


def test_each_reader_says_how_probable_it_finds_each():
    found = {candidate.text: candidate for candidate in said(inked("28255", doubts=DOUBT, second="20255"))}
    assert (found["28255"].first, found["20255"].first) == pytest.approx((0.6, 0.39), abs=0.01)
    assert (found["28255"].second, found["20255"].second) == pytest.approx((0, 1), abs=0.01)


def test_where_there_is_no_second_reader_it_finds_nothing_improbable():
    assert all(candidate.second == 1 for candidate in said(inked("28255", doubts=DOUBT)))


def test_a_second_reader_that_agrees_makes_a_string_likelier():
    alone = shares(inked("28255", doubts=DOUBT))
    agreed = shares(inked("28255", doubts=DOUBT, second="28255"))
    denied = shares(inked("28255", doubts=DOUBT, second="20255"))
    assert agreed["28255"] > alone["28255"] > denied["28255"]


def test_of_two_sure_readers_the_first_is_believed():
    assert said(inked("28255", second="20265"))[0].text == "28255"


def test_a_doubtful_first_reader_is_outvoted_by_a_sure_second_one():
    assert said(inked("28255", doubts=DOUBT, second="20255"))[0].text == "20255"


def test_a_grammar_decides_between_letters_that_look_alike():
    line = inked("11/S/99", doubts={3: {"S": 0.7, "5": 0.29}})
    assert said(line, "date")[0].text == "11/5/99"


def test_no_grammar_is_forced_on_what_reads_as_something_else():
    line = inked("Common Stock", second="Common Stock")
    assert said(line, "date")[0].text == "Common Stock"


def test_a_second_reader_alone_forces_no_grammar_on_the_first_one_s_text():
    """What stands there is a word to the first reader, whatever date the second one makes of it."""
    assert said(inked("Various", second="11/19/2009"), "date")[0].text == "Various"


def test_a_count_without_a_decimal_point_is_a_candidate_where_only_points_are_read():
    assert {"5.952", "5,952"} <= set(shares(inked("5.952", second="5.952")))


def test_points_between_all_threes_become_commas():
    assert said(inked("1.737.513", doubts={1: {".": 0.6, ",": 0.39}, 5: {".": 0.6, ",": 0.39}}))[0].text == (
        "1,737,513"
    )


def test_the_share_of_three_decimals_is_that_of_real_filings():
    """A reader in two minds between comma and point leaves it to how usual either is."""
    found = shares(inked("5.952", doubts={1: {".": 0.49, ",": 0.49}}))
    assert found["5.952"] / found["5,952"] == pytest.approx(
        SETTINGS.candidates.three_decimals / (1 - SETTINGS.candidates.three_decimals), rel=1e-3
    )


@pytest.mark.parametrize(
    ("text", "kind"), [("27.125", "price"), ("5.95", "shares"), ("5.9521", "shares"), ("5.952", "text")]
)
def test_no_other_point_is_taken_for_a_comma(text, kind):
    assert text.replace(".", ",") not in shares(inked(text, second=text), kind)
    assert said(inked(text, second=text), kind)[0].text == text


def test_blanks_a_reader_sees_at_the_ends_or_twice_do_not_count():
    texts = [candidate.text for candidate in said(inked("By Trust", second=" By  Trust "), "text")]
    assert texts[0] == "By Trust"
    assert all(text == " ".join(text.split()) for text in texts)
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(("text", "kind"), [("Exempt", "prose"), ("Held by a trust, " * 6, "text")])
def test_prose_is_read_once_and_as_sure_as_its_words(text, kind):
    line = inked(text.strip(), sure=0.99, second="something else")
    (candidate,) = said(line, kind)
    assert candidate.text == line.text
    assert candidate.share == pytest.approx(0.99 ** len(line.words))


SEEN = st.lists(
    st.dictionaries(st.sampled_from("015,./- "), st.floats(0.01, 0.12), min_size=1), min_size=1, max_size=6
)


@settings(max_examples=30, deadline=None)
@given(SEEN, SEEN)
def test_any_two_answers_make_some_candidates(first, second):
    line = heard(inked("7").answered(FIRST, posterior(first)), second)
    for kind in ("shares", "price", "date", "text"):
        found = said(line, kind)
        assert 1 <= len(found) <= 4 * SETTINGS.candidates.per_line
        assert all(0 <= p <= 1 + 1e-6 for c in found for p in (c.share, c.first, c.second))


# Raised marks.


def test_a_line_is_raised_where_all_its_words_are():
    one, other = small(inked("(1)")), inked("1,200")
    assert is_raised(one)
    assert not is_raised(other)
    assert not is_raised(replace(one, words=(*one.words, *other.words)))


def test_marks_are_read_under_their_own_grammar():
    line = small(inked("(l)", doubts={1: {"l": 0.7, "1": 0.29}}))
    assert said(line)[0].text == "(1)"


def test_a_second_reader_settles_a_mark():
    doubt = {1: {"1": 0.5, "7": 0.49}}
    assert said(small(inked("(1)", doubts=doubt, second="(7)")))[0].text == "(7)"


def test_strokes_read_as_ones_are_brackets():
    assert said(small(inked("121")))[0].text == "(2)"


def test_a_mark_whose_brackets_nobody_saw_is_half_as_sure():
    assert said(small(inked("121")))[0].share < 0.51
    assert said(small(inked("(2)")))[0].share > 0.99


def test_raised_letters_get_no_brackets():
    assert said(small(inked("Abc")))[0].text == "Abc"


@pytest.mark.parametrize("text", ["tal", ")"])
def test_the_low_end_of_a_word_or_mark_set_on_a_line_of_its_own_is_as_sure_as_its_ink(text):
    """Half its share was given away, as if strokes had been taken for brackets: values around it went to a
    person."""
    assert said(small(inked(text)))[0].share > 0.95


@pytest.mark.parametrize("text", ["$ 11.4375", "1,200", "250"])
def test_a_value_set_small_and_high_is_no_mark(text):
    line = inked(text)
    line = replace(line, words=tuple(word._replace(raised=True) for word in line.words))
    assert not is_raised(line)


def test_marks_set_small_and_high_are_marks():
    line = inked("(1)(2)")
    assert is_raised(replace(line, words=tuple(word._replace(raised=True) for word in line.words)))


def test_the_first_stroke_of_a_mark_taken_to_its_value_makes_neither_doubtful():
    found = candidates(inked("209(", second="209"), "shares", cell_grammar("shares"), marked=True)
    assert found[0].text == "209" and found[0].first > 0.9 and found[0].share > 0.99


def test_raised_marks_without_their_first_bracket_are_all_there():
    """`1)(2)`, its bracket taken for a stroke of the word before it, was the mark F2 alone, accepted."""
    for read, whole in (("1)(2)", "(1)(2)"), ("5) (6)(7)", "(5) (6)(7)"), ("(3)(4", "(3)(4)")):
        found = said(small(inked(read)), "marks")
        assert found[0].text == whole and found[0].first > 0.9


def test_a_raised_mark_without_its_first_bracket_is_the_mark():
    found = said(small(inked("2)")), "marks")
    assert found[0].text == "(2)" and found[0].first > 0.9


def test_a_symbol_whose_brackets_look_like_strokes_is_in_brackets():
    found = said(inked("REDWOOD TRUST INC [RWT]", second="REDWOOD TRUST INC IRWTI"), "issuer")
    assert found[0].text == "REDWOOD TRUST INC [RWT]" and found[0].second > 0.9


def test_a_number_glued_to_a_word_is_less_likely_than_one_apart():
    found = {c.text: c.usual for c in said(inked("1BELVEDERE PLACE", second="1 BELVEDERE PLACE"), "text")}
    assert found["1BELVEDERE PLACE"] < found["1 BELVEDERE PLACE"]


def test_a_figure_beside_a_lost_bracket_is_no_bracket():
    found = {c.text: c.share for c in said(small(inked("11)", doubts={0: {"1": 0.9, "(": 0.01}})), "marks")}
    assert found["(11)"] > 0.8
