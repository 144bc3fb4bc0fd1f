"""Two readers' words put together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model.geometry import Box
from extractor.model.page import Line, Word, numbered
from extractor.ocr.ensemble import QUICK, THOROUGH, combined
from tests.ocr.answers import answer, sure

LETTER = 5.0
"""Points to each letter of the made-up lines."""


def line(first, second, probability=1.0):
    """A line of even letters as two readers answer it; each answer a text or what its letters could be."""
    answers = [_answered(item) for item in (first, second)]
    text = answers[0].best()[0]
    width = LETTER * len(text)
    words, x = [], 0.0
    for word in text.split(" "):
        words.append(Word(word, Box(x, 0, x + LETTER * len(word), 8), 6.0, False, probability))
        x += LETTER * (len(word) + 1)
    first, again = (item.placed(0, width) for item in answers)
    read = Line(tuple(words), Box(0, 0, width, 8), "ocr", {QUICK: first, THOROUGH: again})
    return numbered([read], 1)[0]


def _answered(item):
    if isinstance(item, str):
        return sure(item)
    return answer(*(step for letter in item for step in (letter, {})))


def letters(text, **doubts):
    """The letters of a text; `at3={"I": 0.6}` is what the fourth could be besides."""
    found = [{letter: 1.0} for letter in text]
    for place, other in doubts.items():
        k = int(place[2:])
        found[k] = {text[k]: 1 - sum(other.values()), **other}
    return found


def test_the_surer_reader_has_the_word():
    unsure = letters("By Irust now", at3={"T": 0.45})
    assert combined(line(unsure, "By Trust now")).text == "By Trust now"
    assert combined(line("By Trust now", letters("By Irust now", at3={"T": 0.45}))).text == "By Trust now"


def test_where_both_are_sure_the_first_has_it_and_is_in_doubt():
    found = combined(line("Fund VII LLC", "Fund VIII LLC"))
    assert found.text == "Fund VII LLC"
    assert found.words[1].probability == pytest.approx(0.5)


def test_what_both_see_is_surer_than_either():
    found = combined(line("Fund VII LLC", "Fund VII LLC", probability=0.9))
    assert [word.probability for word in found.words] == pytest.approx([0.98] * 3)


def test_a_word_only_one_reader_parts_is_put_together():
    torn = letters("Capi tal Fund", at4={"": 0.6})
    assert combined(line("Capi tal Fund", "Capital Fund")).text == "Capi tal Fund"
    assert combined(line([*torn[:4], {" ": 0.4}, *torn[5:]], "Capital Fund")).text == "Capital Fund"


def test_a_word_only_the_second_reader_sees_stands_in_the_gap():
    found = combined(line([*letters("By"), {" ": 0.6, "a": 0.4}, *letters("Trust")], "By a Trust"))
    words = {word.text: word.box for word in found.words}
    assert words["By"].x1 <= words.get("a", words["Trust"]).x0


def test_a_line_read_once_stays_as_it_is():
    once = Line(line("By Trust", "By Trust").words, Box(0, 0, 40, 8), sure("By Trust"))
    assert combined(once) is once


@given(st.text("Iil1 ,.", min_size=1, max_size=12), st.text("Iil1 ,.", max_size=12))
def test_words_stand_in_order_within_the_line(first, second):
    first = " ".join(first.split()) or "I"
    found = combined(line(first, " ".join(second.split())))
    assert all(a.box.x0 <= b.box.x0 for a, b in zip(found.words, found.words[1:], strict=False))
    assert all(w.box.x0 >= -1e-6 and w.box.x1 <= found.box.x1 + 1e-6 for w in found.words)
    assert all(0 <= word.probability <= 1 for word in found.words)
