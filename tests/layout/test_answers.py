"""Which lines are the filer's."""

from tests.segmentation.forms import EDGAR, HEADER_COLUMNS, HEADER_PRINT, HEADER_RULES, seen
from tests.typewriter import typed

OWN = (typed("MARROW ESTHER J", 40, 112), typed("03/04/2011", 234, 142), typed("Treasurer", 435, 140))
REMINDER = typed(EDGAR.furniture[1], 40, 400)


def answered(*lines):
    page = seen(*HEADER_PRINT, *lines, rules=HEADER_RULES, columns=HEADER_COLUMNS)
    return {line.text for line in page.answers}


def test_what_the_filer_typed_is_an_answer():
    assert {line.text for line in OWN} <= answered(*OWN)


def test_captions_and_small_print_are_none():
    found = answered(*OWN, REMINDER)
    assert REMINDER.text not in found
    assert not any(
        text.startswith(("1. Name", "2. Issuer", "3. Date", "4. If", "5. Relation")) for text in found
    )


def test_an_answer_glued_to_a_caption_is_one_all_the_same():
    answer = "March 4 of the year 2011 or, if later, the day of notice"
    line = f"3. Date of Earliest Transaction (Month/Day/Year) {answer}"
    found = {each.text for each in seen(typed(line, 40, 100)).answers}
    assert found == {line}
