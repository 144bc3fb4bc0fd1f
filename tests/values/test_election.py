"""Electing what a cell says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model.posterior import ALPHABET
from extractor.values.election import bare, noted, outcome, plain, ranked
from extractor.values.parsers import footnote_ids
from extractor.values.reading import Reading
from extractor.values.settings import SETTINGS

SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=6).map(lambda ps: [p / max(1.0, sum(ps)) for p in ps])


def reading(value, probability=1.0, marks=(), first=1.0, second=1.0):
    return Reading(value, f"<{value}>", marks, probability, first=first, second=second)


def value(read):
    return read.value


def marks(read):
    return footnote_ids(read.marks)


def found(*readings, third=None, aspect=value):
    return [(item.value, item.probability) for item in ranked(readings, aspect, [third] if third else [])]


def test_values_come_most_probable_first():
    assert found(reading("707", 0.3), reading("107", 0.6)) == [("107", 0.6), ("707", 0.3)]


def test_readings_of_one_value_elect_it_together():
    """Three ways to see the marks beside it, one count."""
    same = [reading("707", 0.25, (mark,)) for mark in "123"]
    assert found(*same, reading("107", 0.25)) == [("707", pytest.approx(0.75)), ("107", 0.25)]


def test_what_the_readers_make_of_a_value_is_added_up_to_certainty_at_most():
    one, other = (reading("707", 0.5, (mark,), first=0.6, second=0.3) for mark in "12")
    (item,) = ranked([one, other], value, [])
    assert (item.first, item.second) == (1.0, pytest.approx(0.6))


def test_a_value_is_shown_as_its_first_reading_spells_it():
    one, other = Reading("1200", "1,200", (), 0.6), Reading("1200", "1200", ("1",), 0.3)
    assert ranked([one, other], value, [])[0].raw == "1,200"


def test_texts_that_differ_in_case_blanks_or_commas_behind_words_are_one():
    """A third of the texts sent to a person could be nothing but `LP` for `Lp`, or a comma less."""
    read = [reading(text, 0.2) for text in ("By Oak, LP", "By Oak, Lp", "By Oak LP", "ByOak, LP")]
    (text, other) = ranked([*read, reading("By Oak, L.P", 0.2)], value, [], bare)
    assert (text.value, text.raw, text.probability) == ("By Oak, LP", "<By Oak, LP>", pytest.approx(0.8))
    assert other.value == "By Oak, L.P"


@pytest.mark.parametrize(("one", "other"), [("1,200", "1200"), ("L.P.", "LP"), ("F1 F2", "F12")])
def test_commas_in_figures_and_points_tell_texts_apart(one, other):
    assert bare(one) != bare(other)


def test_another_aspect_is_elected_apart():
    read = (reading("707", 0.4, ("1",)), reading("107", 0.35, ("2",)), reading("101", 0.25, ("2",)))
    assert found(*read)[0][0] == "707"
    assert found(*read, aspect=marks)[0] == ("F2", pytest.approx(0.6))


def test_readings_without_a_value_elect_none():
    assert found(reading(None, 0.9), reading("707", 0.1)) == [("", 0.9), ("707", 0.1)]


def test_the_third_reader_s_vote_makes_a_value_likelier():
    one, other = found(reading("707", 0.6), reading("107", 0.4), third=reading("107"))
    assert [one[0], other[0]] == ["107", "707"]
    assert one[1] / other[1] == pytest.approx(SETTINGS.election.vote * 0.4 / 0.6)


def test_a_vote_for_what_no_other_reader_saw_elects_nothing():
    assert found(reading("707", 0.6), third=reading("999")) == [("707", pytest.approx(0.6))]


def test_a_vote_for_nothing_makes_nothing_likelier():
    read = (reading("707", 0.4), reading(None, 0.6))
    assert found(*read, third=reading(None)) == [("", pytest.approx(0.6)), ("707", pytest.approx(0.4))]


@given(SHARES, st.integers(0, 6))
def test_a_vote_leaves_the_sum_of_the_probabilities(probabilities, chosen):
    readings = [reading(str(k), p) for k, p in enumerate(probabilities)]
    after = [p for _, p in found(*readings, third=reading(str(chosen)))]
    assert sum(after) == pytest.approx(sum(probabilities), abs=1e-9)
    assert all(0 <= p <= 1 for p in after)
    assert after == sorted(after, reverse=True)


def test_readings_that_are_all_impossible_stay_so():
    assert found(reading("707", 0.0), third=reading("707")) == [("707", 0.0)]


# The third reader's vote.


@pytest.mark.parametrize(
    ("third", "said"),
    [
        (None, "silent"),
        (reading(None), "unclear"),
        (reading(""), "unclear"),
        (reading("707"), "agrees"),
        (reading("107"), "differs"),
    ],
)
def test_a_vote(third, said):
    assert outcome("707", [third] if third else [], value) == said


@pytest.mark.parametrize(
    "other", ["by trust", "By  Trust", "ByTrust", "'By Trust", "By Trust.", "_ By Trust |", "BY TRUST"]
)
def test_blanks_case_and_dirt_at_the_ends_are_no_difference(other):
    assert outcome("By Trust", [reading(other)], value) == "agrees"
    assert found(reading("By Trust", 0.5), reading("My Trust", 0.5), third=reading(other))[0][0] == "By Trust"


@pytest.mark.parametrize("other", ["By-Trust", "By Trusts", "My Trust"])
def test_what_stands_inside_is_a_difference(other):
    assert outcome("By Trust", [reading(other)], value) == "differs"


@given(st.text(ALPHABET, max_size=12))
def test_plain_text_is_plain_already(text):
    assert plain(plain(text)) == plain(text)


def test_a_mark_beyond_the_last_footnote_gives_way():
    items = ranked([reading("8", 0.6, marks=("4",)), reading("8", 0.4, marks=("1",))], marks, [])
    assert [item.value for item in noted(items, 0)] == ["F4", "F1"]
    assert [item.value for item in noted(items, 3)] == ["F1", "F4"]
    assert sum(item.probability for item in noted(items, 3)) == pytest.approx(1.0)
