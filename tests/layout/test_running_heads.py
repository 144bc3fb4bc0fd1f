"""What programs and fax machines add at the edges of pages."""

import pytest

from extractor.layout.running_heads import running_words
from tests.segmentation.forms import seen
from tests.typewriter import inked

NOTE = "The reporting person no longer has a reportable interest in these shares."


def running(*lines):
    page = seen(*lines)
    ids = running_words([page])
    return " ".join(word.text for line in page.text.lines for word in line.words if word.id in ids)


@pytest.mark.parametrize(
    "head",
    [
        "JUN 08 '05 16:22 FR STOCK PLAN SVCS 339 555 0152 TO 12029426099 P.02/04",
        "28-JUN-2007 10:11 FROM: LEGAL DEPT TO: 12029427189 PAGE 2",
        "Sent by: SMITH & CO 2125550143; 04/11/01 4:05PM; JetFax #12; Page 3/5",
    ],
)
def test_a_fax_machine_s_line_on_a_single_page_is_no_note(head: str) -> None:
    """It became the end of the footnote that went on from the page before."""
    assert running(inked(head, 47, 4), inked(NOTE, 57, 39)) == head


@pytest.mark.parametrize(
    "note",
    [
        "On May 5, 2003 at 16:30 the reporting person sold 100 shares to a broker.",
        "The option vests from 01/02/2003 to 01/02/2006.",
    ],
)
def test_a_note_at_the_top_of_a_page_is_none(note: str) -> None:
    assert running(inked(note, 47, 4), inked(NOTE, 57, 39)) == ""
