"""Answers that hold several values on one line."""

import pytest

from extractor.values.compound import CITY_LINE, part_of
from extractor.values.parsers import zip_code


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("SALT LAKE CITY UT 84 168", "84168"),
        ("Oak Brook, IL 60582", "60582"),
        ("TORONTO A6 M5J 2S1", "M5J 2S1"),
    ],
)
def test_a_blank_read_within_a_zip_code_of_the_states_is_none(line, code):
    """ "84 168" was accepted as it was read."""
    assert part_of(CITY_LINE, line, "zip") == code


def test_a_blank_read_within_nine_figures_is_none():
    assert zip_code("74123-375 8") == "74123-3758"
    assert zip_code("111 22") == "111 22"
