"""Ink over the writing."""

import cv2
import numpy as np
import pytest

from extractor.imaging.binarize import blobs
from extractor.imaging.blots import find_blots
from extractor.model.geometry import Box

DPI = 200.0


def sheet():
    return np.zeros((1100, 850), np.uint8)


@pytest.mark.parametrize("points", [14, 17, 40])
def test_a_punched_hole_is_a_blot_where_it_is(points: int) -> None:
    mask = sheet()
    radius = round(points * DPI / 72 / 2)
    cv2.circle(mask, (200, 300), radius, 1, -1)
    (found,) = find_blots(mask, blobs(mask), DPI)
    assert found.center_x == pytest.approx(72, abs=1) and found.center_y == pytest.approx(108, abs=1)
    assert found.width == pytest.approx(points, abs=1)


def typed_page():
    mask = sheet()
    for k in range(20):
        cv2.putText(mask, "Common Stock 1,200", (100, 120 + 45 * k), cv2.FONT_HERSHEY_SIMPLEX, 0.7, 1, 2)
    return mask


def test_writing_is_none() -> None:
    assert find_blots(typed_page(), blobs(typed_page()), DPI) == ()


def test_two_lines_that_touch_are_none() -> None:
    mask = typed_page()
    mask[110:170, 105:108] = 1
    assert find_blots(mask, blobs(mask), DPI) == ()


def test_a_stamp_over_the_writing_is_found_letter_by_letter() -> None:
    """`LOMBARDI MARK JR` under `RECEIVED` was accepted as `LOMBARDI`."""
    mask = typed_page()
    cv2.putText(mask, "FILED", (300, 500), cv2.FONT_HERSHEY_DUPLEX, 2.4, 1, 9)
    found = find_blots(mask, blobs(mask), DPI)
    assert found
    assert min(box.x0 for box in found) == pytest.approx(300 * 72 / DPI, abs=4)
    assert all(box.height > 14 for box in found)


def test_what_the_scanner_saw_beyond_the_paper_is_none() -> None:
    mask = sheet()
    mask[:, :60] = mask[:50] = 1
    assert find_blots(mask, blobs(mask), DPI) == ()


def test_a_bar_over_a_value_is_a_blot_with_its_edges() -> None:
    mask = sheet()
    mask[500:540, 300:420] = 1
    (found,) = find_blots(mask, blobs(mask), DPI)
    wanted = Box(108, 180, 151.2, 194.4)
    assert (found.x0, found.top, found.x1, found.bottom) == pytest.approx(
        (wanted.x0, wanted.top, wanted.x1, wanted.bottom), abs=0.6
    )


def test_a_line_of_letters_that_stuck_to_a_rule_is_one() -> None:
    """A film's heavy rule ran the first line of a row together: `EMPLOYEE` was lost without a word."""
    mask = typed_page()
    mask[160:166, 90:700] = 1
    for x in range(100, 690, 30):
        mask[160:200, x : x + 4] = 1
    (found,) = find_blots(mask, blobs(mask), DPI)
    assert found.width > 200 and 14 < found.height < 24
    mask = typed_page()
    mask[160:166, 90:700] = 1
    assert find_blots(mask, blobs(mask), DPI) == ()
