"""Which box for one reporting person or for several is checked."""

import pytest

from extractor.segmentation.filed_by import filed_by
from tests.segmentation.forms import HEADER_COLUMNS, HEADER_PRINT, HEADER_RULES, seen
from tests.typewriter import inked, typed

BOXES = (
    typed("Form filed by One Reporting Person", 435, 183),
    typed("Form filed by More than One Reporting Person", 435, 191),
)


def said(*marks, boxes=BOXES):
    return filed_by(seen(*HEADER_PRINT, *boxes, *marks, rules=HEADER_RULES, columns=HEADER_COLUMNS))


@pytest.mark.parametrize(("y", "box"), [(183, "one"), (191, "more")])
def test_the_checked_box_is_read(y, box):
    assert said(typed("X", 424, y)) == box


def test_neither_and_both_say_nothing():
    assert said() is None
    assert said(typed("X", 424, 183), typed("X", 424, 191)) is None


def test_a_faint_mark_casts_no_doubt_on_the_owners():
    assert said(inked("X", 424, 183, doubts={0: {"X": 0.6}})) is None


def test_a_page_that_shows_one_of_the_boxes_alone_says_nothing():
    assert said(typed("X", 424, 191), boxes=BOXES[1:]) is None
