"""Boxes outside the numbered items that a scan does not show."""

from extractor.segmentation.lone_boxes import boxes_unseen
from tests.segmentation.forms import layout, seen
from tests.typewriter import inked

FORM_5 = layout("form5-edgar")
EXIT = inked("Check this box if no longer subject to Section 16.", 60, 60)
HOLDINGS = inked("Form 3 Holdings Reported", 60, 80)


def unseen(*lines):
    return [item.path for item in boxes_unseen(seen(*lines, as_=FORM_5))]


def test_a_box_that_was_not_found_is_told_where_another_was():
    assert unseen(inked("[_]", 45, 60), EXIT, HOLDINGS) == ["form3HoldingsReported"]


def test_boxes_that_were_found_are_not():
    assert unseen(inked("[_]", 45, 60), EXIT, inked("[X]", 45, 80), HOLDINGS) == []


def test_a_print_without_boxes_has_none_to_find():
    assert unseen(EXIT, HOLDINGS) == []
