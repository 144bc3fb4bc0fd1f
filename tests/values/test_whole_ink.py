"""Values that are less than what stands in their cell."""

from dataclasses import replace

from tests.typewriter import inked
from tests.values.test_cells import ROW, SHARES, cells

TITLE = f"{ROW}/securityTitle"
NOTE = "footnotes/footnote[@id='F1']"


def test_a_value_whose_line_holds_more_ink_than_was_read_goes_to_a_person():
    line = inked("1,250", 130, 100)
    assert cells(line)[SHARES].status == "accepted"
    more = replace(line, box=line.box._replace(x0=line.box.x0 - 20))
    held = cells(more)[SHARES]
    assert (held.status, held.reasons[0].code) == ("review", "ink-unread")


def test_a_text_with_one_bracket_of_two_goes_to_a_person():
    """`Non-Qualified Stock Option (right to buy` was accepted; of such texts every one was wrong."""
    (held,) = cells(inked("Stock Option (right to buy", 100, 100), path=TITLE, kind="text").values()
    assert (held.status, held.reasons[0].code) == ("review", "one-bracket")


def test_a_name_with_a_gap_as_wide_as_a_word_goes_to_a_person():
    """Of `/S/ RUTH G VILLANUEVA` the initial was lost."""
    before = inked("/S/ RUTH", 60, 100)
    lines = (before, inked("VILLANUEVA", before.box.x1 + 20, 100))
    found = cells(*lines, path="ownerSignature[1]/signatureName", kind="text")
    assert {cell.reasons[0].code for cell in found.values()} == {"word-lost"}


def test_a_note_that_says_a_word_twice_goes_to_a_person():
    (held,) = cells(inked("The inclusion inclusion of these", 60, 100), path=NOTE, kind="prose").values()
    assert (held.status, held.reasons[0].code) == ("review", "word-twice")
