from collections import defaultdict
from itertools import groupby, product

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.model.posterior import ALPHABET
from extractor.ocr.ctc_decoder import n_best, probabilities_of, probability_of
from extractor.values.grammar import cell_grammar
from tests.ocr.answers import answer, sure

DIGITS = "0138/B"
STEPS = st.lists(
    st.dictionaries(st.sampled_from(DIGITS), st.floats(0.01, 0.16), max_size=len(DIGITS)), max_size=8
)


def every_path(steps):
    """The probability of each string, summed over all ways to say it: the definition of CTC."""
    sums = defaultdict(float)
    rows = [{**step, "": 1 - sum(step.values())} for step in steps]
    for path in product(*rows):
        probability = 1.0
        for row, character in zip(rows, path, strict=True):
            probability *= row[character]
        sums["".join(character for character, _ in groupby(path))] += probability
    return sums


@settings(deadline=None)
@given(st.text(ALPHABET, max_size=10))
def test_certain_answer_is_decoded_as_it_is_read(text):
    assert n_best(sure(text)) == [(text, pytest.approx(1))]
    assert n_best(sure(text))[0][0] == sure(text).best()[0]


@settings(max_examples=50, deadline=None)
@given(STEPS)
def test_probabilities_fall_and_sum_to_one_at_most(steps):
    found = n_best(answer(*steps))
    probabilities = [p for _, p in found]
    assert len({text for text, _ in found}) == len(found)
    assert probabilities == sorted(probabilities, reverse=True)
    assert sum(probabilities) <= 1 + 1e-5


@settings(max_examples=50, deadline=None)
@given(st.lists(st.fixed_dictionaries({"A": st.floats(0.05, 0.45), "B": st.floats(0.05, 0.45)}), max_size=3))
def test_strings_have_the_probability_of_all_their_paths(steps):
    assert dict(n_best(answer(*steps))) == pytest.approx(every_path(steps), rel=1e-4)


@settings(max_examples=50, deadline=None)
@given(STEPS, st.sampled_from([r"\d+", r"\d{1,2}/\d{1,2}", r"B?\d*", r"(?:10|38)+"]))
def test_what_a_grammar_leaves_matches_it_whole(steps, pattern):
    grammar = regex.compile(pattern)
    found = n_best(answer(*steps), grammar)
    assert all(grammar.fullmatch(text) for text, _ in found)
    assert sum(p for _, p in found) <= 1 + 1e-5


def doubtful(text, **doubts):
    """Sure of `text` but at the places `at_<n>`, where the reader says what is given."""
    steps = []
    for place, letter in enumerate(text):
        steps += [doubts.get(f"at_{place}", {letter: 1.0}), {}]
    return answer(*steps)


def test_date_grammar_picks_the_date_where_a_b_was_read():
    seen = doubtful("0B/25/2022", at_1={"B": 0.7, "8": 0.25, "3": 0.04})
    assert seen.best()[0] == "0B/25/2022"
    (first, p), *_ = n_best(seen, cell_grammar("date"))
    assert first == "08/25/2022"
    assert p == pytest.approx(0.25, rel=1e-3)


def test_shares_grammar_picks_the_comma_where_a_point_was_read():
    seen = doubtful("12.004.17", at_2={".": 0.6, ",": 0.4})
    assert n_best(seen, cell_grammar("shares"))[0][0] == "12,004.17"


def test_alternatives_come_in_the_order_of_their_probability():
    seen = doubtful("1B", at_1={"8": 0.5, "3": 0.3, "B": 0.2})
    assert [text for text, _ in n_best(seen, regex.compile(r"\d\d"))] == ["18", "13"]


def test_many_improbable_ways_to_say_a_string_outdo_the_one_best_path():
    steps = [{"A": 0.4}, {"A": 0.4}]
    assert answer(*steps).best()[0] == ""
    assert n_best(answer(*steps))[0] == ("A", pytest.approx(0.64))


def test_likelier_readings_the_grammar_forbids_do_not_crowd_out_the_date():
    doubt = {"B": 0.35, "S": 0.35, "8": 0.2}
    seen = doubtful("08/28/1998", at_1=doubt, at_4=doubt, at_6=doubt, at_7=doubt, at_9=doubt)
    assert "08/28/8898" not in [text for text, _ in n_best(seen)]
    assert n_best(seen, regex.compile(r"\d\d/\d\d/\d{4}"))[0][0] == "08/28/8898"


def test_nothing_is_left_where_the_answer_cannot_match():
    assert n_best(sure("Common Stock"), cell_grammar("date")) == []


def test_empty_line_is_the_empty_string_alone():
    assert n_best(answer()) == [("", 1.0)]
    assert n_best(answer({}, {}), cell_grammar("date")) == []


def test_what_stands_in_the_padding_is_not_decoded():
    assert n_best(answer({"A": 1}, padding=4)) == [("A", pytest.approx(1))]


FEW = st.lists(st.fixed_dictionaries({"A": st.floats(0.05, 0.45), "B": st.floats(0.05, 0.45)}), max_size=5)


@settings(max_examples=60, deadline=None)
@given(FEW, st.text("ABC", max_size=5))
def test_a_string_is_as_probable_as_all_its_paths(steps, text):
    assert probability_of(answer(*steps), text) == pytest.approx(every_path(steps)[text], rel=1e-4, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(FEW, st.lists(st.text("ABC", max_size=5), min_size=1, max_size=4))
def test_several_texts_at_once_are_as_probable_as_each_alone(steps, texts):
    seen = answer(*steps)
    assert probabilities_of(seen, texts) == [probability_of(seen, text) for text in texts]


@settings(max_examples=60, deadline=None)
@given(FEW, st.integers(0, 5), st.integers(1, 6), st.text("AB", max_size=4))
def test_more_paper_between_letters_changes_nothing(steps, at, more, text):
    """Steps of sure blanks, two in three, are left out."""
    narrow, wide = ([*steps[:at], *[{}] * blanks, *steps[at:]] for blanks in (1, more))
    assert probability_of(answer(*wide), text) == probability_of(answer(*narrow), text)
    assert n_best(answer(*wide)) == n_best(answer(*narrow))


@settings(max_examples=60, deadline=None)
@given(FEW)
def test_all_strings_together_are_certain(steps):
    seen = answer(*steps)
    assert sum(probability_of(seen, text) for text in every_path(steps)) == pytest.approx(1, rel=1e-4)


@settings(max_examples=60, deadline=None)
@given(FEW.map(lambda steps: steps[:3]))
def test_both_ways_to_decode_agree_where_the_beam_holds_every_string(steps):
    seen = answer(*steps)
    assert [probability_of(seen, text) for text, _ in n_best(seen)] == pytest.approx(
        [p for _, p in n_best(seen)], rel=1e-4
    )


@settings(max_examples=50, deadline=None)
@given(STEPS)
def test_the_beam_finds_no_more_than_there_is(steps):
    seen = answer(*steps)
    assert all(p <= probability_of(seen, text) * (1 + 1e-4) for text, p in n_best(seen))


@given(st.text(ALPHABET, max_size=10))
def test_what_the_reader_is_sure_of_is_certain(text):
    assert probability_of(sure(text), text) == pytest.approx(1)
    assert probability_of(sure(text), f"{text}A") == 0


def test_no_text_is_as_probable_as_blanks_alone():
    assert probability_of(answer({"A": 0.4}, {"A": 0.3}), "") == pytest.approx(0.6 * 0.7)
    assert probability_of(answer(), "") == 1
    assert probability_of(answer(), "A") == 0


def test_a_letter_is_said_twice_only_with_a_blank_between():
    assert probability_of(answer({"0": 1}, {"0": 1}), "00") == 0
    assert probability_of(answer({"0": 1}, {"0": 1}), "0") == 1
    assert probability_of(answer({"0": 1}, {"0": 0.2}, {"0": 1}), "00") == pytest.approx(0.8)


def test_a_text_longer_than_the_answer_is_impossible():
    assert probability_of(answer({"A": 1}), "AB") == 0


@pytest.mark.parametrize("text", ["AЖB", "ABЖ", "Ж"])
def test_a_letter_no_reader_knows_is_not_taken_for_a_blank(text):
    assert probability_of(sure("AB"), text) == 0
    assert probability_of(answer({}), text) == 0


def test_the_padding_makes_no_text_likelier():
    assert probability_of(answer({"A": 1}, padding=4), "A") == 1
