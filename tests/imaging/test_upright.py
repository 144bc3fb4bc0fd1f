import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.imaging.upright import MAX_LEAN, Turn, find_lean, find_turn
from tests.imaging.paper import PROSE, Paper, specked, turned

DPI = 200
WIDE = [f"{line} and {PROSE[k - 3].lower()}" for k, line in enumerate(PROSE)]


@pytest.fixture(scope="module")
def page():
    return Paper(330, 220).prose().pixels


@pytest.fixture(scope="module")
def letter_width():
    return Paper(612, 240).prose(WIDE).pixels


def mask_of(pixels):
    return np.ascontiguousarray(pixels < 128).astype(np.uint8)


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_turn_is_told_by_the_letters(page, quarters):
    turn = find_turn(mask_of(np.rot90(page, quarters)), DPI)
    assert turn.quarters == quarters
    assert turn.support > 0.7


@pytest.mark.parametrize("quarters", [0, 1])
@pytest.mark.parametrize("degrees", [-4, 4])
def test_turn_is_told_of_a_leaning_page(page, quarters, degrees):
    assert find_turn(mask_of(np.rot90(turned(page, degrees), quarters)), DPI).quarters == quarters


def test_lines_set_wide_apart_are_no_columns():
    page = Paper(400, 330).prose(leading=30, size=8).pixels
    assert find_turn(mask_of(page), DPI).quarters == 0


def test_specks_do_not_turn_the_page(page):
    assert find_turn(mask_of(specked(page, 300, 2)), DPI).quarters == 0


def test_more_letters_than_are_looked_at_still_tell_the_turn():
    page = Paper(612, 792).prose(WIDE * 5, leading=14).pixels
    assert find_turn(mask_of(np.rot90(page)), DPI).quarters == 1


def test_too_few_letters_tell_no_turn():
    page = Paper(330, 100).text("Page 2 of 2", 140, 60).pixels
    assert find_turn(mask_of(np.rot90(page)), DPI) == Turn(0, 0.0)


def test_blank_page_tells_no_turn():
    assert find_turn(np.zeros((300, 400), np.uint8), DPI) == Turn(0, 0.0)


@settings(max_examples=20, deadline=None)
@given(degrees=st.floats(-MAX_LEAN + 0.2, MAX_LEAN - 0.2))
def test_lean_is_measured_to_a_quarter_of_a_degree(letter_width, degrees):
    assert find_lean(mask_of(turned(letter_width, degrees)), DPI) == pytest.approx(degrees, abs=0.25)


def test_lean_of_a_page_of_rules_alone():
    page = Paper(612, 240)
    for y in range(40, 220, 30):
        page.across(y, 30, 580)
    assert find_lean(mask_of(turned(page.pixels, 2.5)), DPI) == pytest.approx(2.5, abs=0.2)


@pytest.mark.parametrize("dpi", [100, 150, 300])
def test_lean_does_not_depend_on_the_resolution(dpi):
    page = Paper(612, 240, dpi).prose(WIDE).pixels
    assert find_lean(mask_of(turned(page, -3)), dpi) == pytest.approx(-3, abs=0.2)
