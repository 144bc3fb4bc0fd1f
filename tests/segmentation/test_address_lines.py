"""Which lines of a name and address were written so, and which a narrow column broke."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model.geometry import Box
from extractor.segmentation.address_lines import written_lines, written_street
from tests.typewriter import page, typed

LEFT = 40


def cut(*texts, width):
    """The texts of the parts, in a column of so many letters."""
    lines = page(*(typed(text, LEFT, 100 + 8 * k) for k, text in enumerate(texts))).lines
    column = Box(LEFT - 3, 90, LEFT + 3 * width + 3, 200)
    return [" ".join(line.text for line in part) for part in written_lines(lines, column)]


def test_name_street_and_city_each_on_a_line():
    lines = ("Hollow Trust", "14 Tallow Lane", "DUNMERE, OH 44001")
    assert cut(*lines, width=40) == list(lines)


def test_a_name_that_wraps_in_its_narrow_column_is_whole():
    found = cut(
        "Hollow Opportunities", "Master Fund XII L.P.", "C/O HOLLOW CAPITAL", "DUNMERE, OH 44001", width=21
    )
    assert found == ["Hollow Opportunities Master Fund XII L.P.", "C/O HOLLOW CAPITAL", "DUNMERE, OH 44001"]


def test_a_state_and_its_postal_code_stay_together_when_the_city_wraps():
    found = cut(
        "Hollow Fund II LP",
        "C/O HOLLOW",
        "CAPITAL",
        "100 TALLOW LANE,",
        "SUITE 200",
        "SPRINGFIELD,",
        "IL 62701",
        width=17,
    )
    assert found[0] == "Hollow Fund II LP"
    assert found[-1] == "SPRINGFIELD, IL 62701"


def test_a_company_and_its_street_are_two_lines_though_the_column_is_full():
    found = cut(
        "Hollow Trust", "C/O ROCKET WIDGETS, INC.", "3881 TALLOW STREET", "LONG BEACH, CA 90808", width=25
    )
    assert found[1:3] == ["C/O ROCKET WIDGETS, INC.", "3881 TALLOW STREET"]


def test_a_city_has_no_figures():
    found = cut("Hollow Trust", "100 TALLOW LANE, SUITE", "200", "SPRINGFIELD, IL 62701", width=22)
    assert found == ["Hollow Trust", "100 TALLOW LANE, SUITE 200", "SPRINGFIELD, IL 62701"]


def test_a_name_alone():
    assert cut("Hollow Trust", width=40) == ["Hollow Trust"]


@pytest.mark.parametrize("width", [12, 20, 40])
@given(st.lists(st.text("abcDEF19", min_size=1, max_size=8), min_size=1, max_size=7))
def test_every_line_is_in_one_part(width, words):
    assert " ".join(cut(*words, width=width)).split() == words


def test_a_street_that_wraps_in_item_1_is_one():
    lines = page(typed("C/O ROCKET WIDGETS, INC., 3881", LEFT, 100), typed("TALLOW STREET", LEFT, 108)).lines
    column = Box(LEFT - 3, 90, LEFT + 3 * 32 + 3, 120)
    assert len(written_street([[line] for line in lines], column)) == 1
    assert len(written_street([[line] for line in lines], Box(LEFT - 3, 90, 400, 120))) == 2
