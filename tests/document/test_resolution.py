import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.document.opened_page import Chars
from extractor.document.resolution import (
    Resolution,
    letters_scale,
    settle,
    sheet_scale,
    type_scale,
    usual_sheet,
)

LETTER = (612.0, 792.0)


@pytest.mark.parametrize("dpi", [(200, 200), (204, 98), (204, 391), (300, 300), (600, 600)])
def test_stated_resolution_is_kept(dpi):
    stated = Resolution(*dpi)
    assert settle(stated, round(8.5 * stated.x), round(11 * stated.y)) == stated


@pytest.mark.parametrize(
    "dpi", [None, (1, 1), (72, 72), (2400, 2400), (200, 0.5), (float("nan"), 200), (50, 300)]
)
def test_absurd_resolution_gives_a_letter_width_page(dpi):
    stated = Resolution(*dpi) if dpi else None
    assert settle(stated, 2550, 3300) == Resolution(300, 300)


def test_landscape_page_without_resolution():
    assert settle(None, 2200, 1700) == Resolution(200, 200)


sizes = st.integers(1, 60_000)
resolutions = st.builds(Resolution, st.floats(0, 5000), st.floats(0, 5000))


@given(resolutions | st.none(), sizes, sizes)
def test_settled_resolution_is_positive(stated, columns, rows):
    settled = settle(stated, columns, rows)
    assert settled.x > 0
    assert settled.y > 0


@given(resolutions, sizes, sizes)
def test_turned_page_settles_alike(stated, columns, rows):
    assert settle(stated, columns, rows).turned() == settle(stated.turned(), rows, columns)


# Claimed against likely size.


@pytest.mark.parametrize("size", [LETTER, (612, 1008), (595, 842), (792, 612), (610, 794)])
@pytest.mark.parametrize("letter", [2.4, 4.9, 9.5])
def test_usual_paper_is_believed(size, letter):
    assert usual_sheet(*size)
    assert letters_scale(*size, letter) == sheet_scale(*size) == 1.0


@pytest.mark.parametrize("dpi", [144, 150, 200, 300, 600])
@pytest.mark.parametrize("letter", [3.4, 4.9, 7.0])
@pytest.mark.parametrize("paper", [LETTER, (612, 1008), (595, 842), (792, 612)])
def test_scan_placed_at_72_dots_per_inch_is_taken_at_its_own(paper, letter, dpi):
    factor = dpi / 72
    found = letters_scale(paper[0] * factor, paper[1] * factor, letter * factor)
    assert found == pytest.approx(factor, rel=0.02)


@pytest.mark.parametrize("factor", [0.25, 0.45, 2.2, 4.0, 10.0])
@pytest.mark.parametrize("letter", [4.0, 4.9, 6.5])
def test_drawn_page_scaled_as_a_whole_is_taken_at_its_own_size(factor, letter):
    assert letters_scale(612 * factor, 792 * factor, letter * factor) == pytest.approx(factor, rel=0.02)


@pytest.mark.parametrize("size", [(396, 612), (792, 1224), (500, 700), (300, 160), (612, 2000), (476, 612)])
def test_other_sheets_with_letters_of_usual_size_are_believed(size):
    assert letters_scale(*size, 4.9) == 1.0


def test_strip_of_no_paper_is_taken_by_its_letters():
    assert letters_scale(2000, 300, 4.9 * 4) == pytest.approx(4)


def test_size_alone_moves_what_no_sheet_has():
    assert sheet_scale(153, 198) == pytest.approx(0.25, rel=0.02)
    assert sheet_scale(2448, 3168) == pytest.approx(4, rel=0.02)
    assert sheet_scale(500, 780) == 1.0
    assert sheet_scale(100, 5000) == pytest.approx(100 / 612)


def test_type_shows_the_size_of_a_page():
    sizes = np.array([1.5, 1.75, 2.0])
    chars = Chars("abc", np.zeros((3, 4)), sizes)
    assert type_scale(153, 198, chars) == pytest.approx(0.25, rel=0.02)
    assert type_scale(*LETTER, chars) == 1.0


@given(st.floats(1, 1e5), st.floats(1, 1e5), st.floats(0, 1e4))
def test_every_page_has_a_scale(width, height, letter):
    for scale in (letters_scale(width, height, letter), sheet_scale(width, height)):
        assert math.isfinite(scale)
        assert scale > 0


@given(st.floats(10, 1e4), st.floats(10, 1e4), st.floats(0.1, 1e3))
def test_turned_page_has_the_same_scale(width, height, letter):
    assert letters_scale(width, height, letter) == letters_scale(height, width, letter)
