"""Titles that call a filing an amendment."""

import pytest

from extractor.segmentation.amended import amendment_title, original_unseen
from tests.segmentation.forms import BOXES_PRINT, HEADER_COLUMNS, HEADER_PRINT, HEADER_RULES, layout, seen
from tests.typewriter import typed


@pytest.mark.parametrize("title", ["FORM 4/A", "SEC Form 4/A", "Form 4 / A (Amendment)", "Amendment No. 2"])
def test_a_title_of_an_amendment(title):
    assert amendment_title(seen(typed(title, 40, 40))) is not None


@pytest.mark.parametrize("line", ["FORM 4", "FORM 3/A", "4. If Amendment, Date of Original", "Amended 4/A"])
def test_other_lines_say_nothing_of_an_amendment(line):
    assert amendment_title(seen(typed(line, 40, 40))) is None


def test_the_form_of_the_layout_is_the_one_that_is_amended():
    form_3 = layout("form3-edgar")
    assert amendment_title(seen(typed("FORM 3/A", 40, 40), as_=form_3)) is not None


def test_what_stands_further_down_is_no_title():
    assert amendment_title(seen(typed("Amendment No. 2", 40, 600))) is None


def test_an_amendment_whose_box_a_stamp_hides_goes_to_a_person():
    """A stamp lay over `5. If Amendment, Date of Original`: a 4/A was accepted as a 4."""
    whole = seen(*HEADER_PRINT, *BOXES_PRINT, rules=HEADER_RULES, columns=HEADER_COLUMNS)
    assert not list(original_unseen(whole))
    hidden = (line for line in HEADER_PRINT if "Amendment" not in line.text)
    page = seen(*hidden, *BOXES_PRINT, rules=HEADER_RULES, columns=HEADER_COLUMNS)
    assert [item.path for item in original_unseen(page)] == ["dateOfOriginalSubmission", "documentType"]
