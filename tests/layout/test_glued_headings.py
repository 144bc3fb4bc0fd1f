"""Headings set right before their text."""

import pytest

from extractor.layout.glued_headings import with_headings_apart
from tests.segmentation.forms import EDGAR, seen
from tests.typewriter import inked, typed


def read(*lines):
    page = with_headings_apart(seen(*lines).text, [EDGAR])
    return [[word.text for word in line.words] for line in page.lines]


@pytest.mark.parametrize("set_", [typed, inked])
def test_a_heading_glued_to_its_text_is_a_word_of_its_own(set_):
    """`REMARKS:EXHIBIT LIST` was no heading; the remarks were the end of the footnote above."""
    assert read(set_("REMARKS:EXHIBIT LIST", 40, 100)) == [["REMARKS:", "EXHIBIT", "LIST"]]
    assert read(set_("Explanation of Responses:(1) Shares", 40, 100)) == [
        ["Explanation", "of", "Responses:", "(1)", "Shares"]
    ]


@pytest.mark.parametrize("text", ["Remarks: none", "See remarks:none", "Remarks:", "Responses:(1)"])
def test_other_words_stay_as_they_are(text):
    page = seen(typed(text, 40, 100)).text
    assert with_headings_apart(page, [EDGAR]) is page
