"""Titles that call a filing an amendment."""

import pytest

from extractor.segmentation.amended import amendment_title
from tests.segmentation.forms import layout, seen
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
