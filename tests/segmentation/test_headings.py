"""Headings that a scan does not show."""

from extractor.segmentation.flow import Flow
from extractor.segmentation.footnotes import cut_explanations, headings_wanting
from tests.segmentation.forms import seen
from tests.typewriter import inked, typed

EXPLANATION = inked("Explanation of Responses:", 40, 100)
NOTE = (inked("(1)", 40, 110), inked("The option vests in four equal annual installments.", 60, 110))


def wanting(*on_page):
    pages = [seen(*on_page)]
    regions = cut_explanations(Flow.of(pages), {1: ()}, [])
    return [item.path for item in headings_wanting(pages, {1: ()}, regions)]


def test_a_form_without_remarks_needs_no_heading_of_them():
    assert wanting(EXPLANATION, *NOTE) == []


def test_explanations_are_always_headed():
    assert wanting(*NOTE)[0] == "footnotes"


def test_what_is_left_of_a_heading_may_head_remarks():
    assert wanting(EXPLANATION, *NOTE, inked("Remnarts:", 40, 300)) == ["remarks"]


def test_text_that_is_nobody_s_may_be_remarks():
    assert wanting(inked("Exhibit 24 - Power of Attorney", 40, 80), EXPLANATION, *NOTE) == ["remarks"]


def test_a_note_past_reading_may_hold_the_heading():
    # A stamp over the page's head hid the heading; the remark went to the note above it.
    assert wanting(EXPLANATION, *NOTE, inked("ems RtEw eqsl atuas", 60, 120, sure=0.3)) == ["remarks"]


def test_a_text_layer_shows_every_heading_there_is():
    pages = [seen(typed("Exhibit 24 - Power of Attorney", 40, 80))]
    assert not list(headings_wanting(pages, {1: ()}, []))
