import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.imaging.binarize import blobs
from extractor.imaging.orientation import Turn, find_lean, head_up, lies_sideways
from extractor.imaging.settings import SETTINGS
from tests.imaging.paper import PROSE, Paper, specked, turned

DPI = 200
SURE, MAX_LEAN = SETTINGS.orientation.sure, SETTINGS.orientation.largest_lean
WIDE = [f"{line} and {PROSE[k - 3].lower()}" for k, line in enumerate(PROSE)]


@pytest.fixture(scope="module")
def page():
    return Paper(330, 380).prose(PROSE * 2).pixels


@pytest.fixture(scope="module")
def letter_width():
    return Paper(612, 240).prose(WIDE).pixels


def mask_of(pixels):
    return np.ascontiguousarray(pixels < 128).astype(np.uint8)


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_lines_of_text_tell_sideways(page, quarters):
    assert lies_sideways(mask_of(np.rot90(page, quarters)), DPI) is (quarters % 2 == 1)


@pytest.mark.parametrize("quarters", [0, 1])
@pytest.mark.parametrize("degrees", [-4, 4])
def test_sideways_is_told_of_a_leaning_page(page, quarters, degrees):
    assert lies_sideways(mask_of(np.rot90(turned(page, degrees), quarters)), DPI) is (quarters == 1)


def test_lines_set_wide_apart_are_no_columns():
    page = Paper(400, 330).prose(leading=30, size=8).pixels
    assert not lies_sideways(mask_of(page), DPI)


def test_specks_do_not_turn_the_page(page):
    mask = mask_of(specked(page, 300, 2))
    assert not lies_sideways(mask, DPI)
    assert head_up(mask, DPI) > SURE


def test_more_letters_than_are_looked_at_still_tell_the_turn():
    page = Paper(612, 792).prose(WIDE * 5, leading=14).pixels
    assert lies_sideways(mask_of(np.rot90(page)), DPI)


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_what_sticks_out_of_the_lines_tells_head_from_foot(dpi):
    mask = mask_of(Paper(330, 380, dpi).prose(PROSE * 2).pixels)
    assert head_up(mask, dpi) > SURE
    assert head_up(np.ascontiguousarray(mask[::-1, ::-1]), dpi) < -SURE


def test_letters_run_together_by_copying_tell_head_from_foot(page):
    """Blobs of whole words have no heads of their own: pairs of neighbours voted for the wrong end."""
    mask = cv2.dilate(mask_of(page), np.ones((2, 4), np.uint8))
    assert len(blobs(mask)[0]) < 0.5 * len(blobs(mask_of(page))[0])
    assert head_up(mask, DPI) > SURE
    assert head_up(np.ascontiguousarray(mask[::-1, ::-1]), DPI) < -SURE


def test_capitals_and_figures_alone_leave_it_open():
    page = Paper(330, 220).prose(["HELD IN TRUST 1200 SHARES", "ALL 4500 SHARES HELD"] * 4)
    assert not Turn(0, abs(head_up(mask_of(page.pixels), DPI))).sure


def test_too_few_letters_tell_no_turn():
    page = Paper(330, 100).text("Page 2 of 2", 140, 60).pixels
    assert not lies_sideways(mask_of(np.rot90(page)), DPI)
    assert not Turn(0, abs(head_up(mask_of(page), DPI))).sure


def test_few_lines_are_a_guess():
    """Two lines of heavy print on a copy's last page turned it over."""
    page = mask_of(Paper(330, 100).prose(PROSE[:2]).pixels)
    assert 0 < head_up(page, DPI) < SURE
    assert -SURE < head_up(np.ascontiguousarray(page[::-1, ::-1]), DPI) < 0


def test_blank_page_tells_no_turn():
    blank = np.zeros((300, 400), np.uint8)
    assert not lies_sideways(blank, DPI)
    assert head_up(blank, DPI) == 0


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


def test_page_of_three_short_answers_does_not_lean():
    """Looked at from too far, six letters fell into line at nearly six degrees."""
    page = Paper(360, 120).text("5 µm", 40, 30).text("707", 40, 56).text("D", 40, 82)
    assert find_lean(mask_of(page.pixels), 150) == pytest.approx(0, abs=0.3)
