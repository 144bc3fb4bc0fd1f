import numpy as np
import pytest

from extractor.model.geometry import Box
from extractor.model.page import Line, Word
from extractor.model.posterior import ALPHABET, BLANK, Posterior
from extractor.values.candidates import candidates
from extractor.values.lexicon import MISPOINTED, is_known, mended, oddness, strangers
from extractor.values.settings import SETTINGS

STEP = 4.0
BOX = Box(0, 0, 400, 10)


def answer(*letters):
    """A posterior that sees one letter a step, `n|m` as `n` at 0.6 or `m` at 0.4."""
    matrix = np.zeros((2 * len(letters), 1 + len(ALPHABET)), np.float32)
    for k, choice in enumerate(letters):
        one, _, other = choice.partition("|")
        matrix[2 * k, 1 + ALPHABET.index(one)] = 0.6 if other else 0.999
        if other:
            matrix[2 * k, 1 + ALPHABET.index(other)] = 0.4
        matrix[2 * k + 1, BLANK] = 1.0
    return Posterior(matrix, len(matrix), 0.0, STEP * len(letters))


def line(*letters, sure=0.6):
    text = "".join(choice[0] for choice in letters)
    word = Word(text, Box(0, 0, STEP * len(letters), 10), 6.0, False, sure)
    return Line((word,), BOX, "ocr", {"form4-quick": answer(*letters)})


def test_a_point_lost_behind_initials_is_found_again():
    found = candidates(line(*"L.P", " |."), "text", None)
    assert found[0].text == "L.P."


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("Restricted Stock", 1),
        ("Restrictcd Stock", 0.1),
        ("L.P", SETTINGS.lexicon.unended),
        ("L.P.", 1),
        ("12/31/99", 1),
    ],
)
def test_odd_texts_are_less_likely(text, factor):
    assert oddness(text) == pytest.approx(factor)


def test_short_words_and_numbers_are_not_looked_up():
    assert strangers("By 1,200 of 3/4") == (0, 0)
    assert is_known("EXERCISABLE") and not is_known("exercisahle")


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Sequoia Capital XII, L.P", "Sequoia Capital XII, L.P."),
        ("Sequoia Capi tal Fund, LLC", "Sequoia Capital Fund, LLC"),
        ("CAPI TAL FUND", "CAPITAL FUND"),
        ("be side the U.S. trust", "be side the U.S. trust"),
        ("See Footnote", "See Footnote"),
    ],
)
def test_lost_points_and_torn_words_are_mended(text, whole):
    assert mended(text) == whole


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("Justin V, Laubach", True),
        ("Justin V. Laubach", False),
        ("Roelof Botha. by Kathy", True),
        ("Fund I, L.P.", False),
        ("Acme Inc. by Kathy", False),
    ],
)
def test_commas_and_points_that_speckles_make_are_odd(text, odd):
    assert (MISPOINTED.search(text) is not None) == odd


def test_units_that_titles_abbreviate_are_no_strange_words():
    assert strangers("Performance-Based RSUs")[1] == 0
