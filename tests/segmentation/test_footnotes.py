"""Footnotes and remarks of hand-typed pages."""

from dataclasses import replace

import pytest

from extractor.segmentation.flow import Flow
from extractor.segmentation.footnotes import cut_explanations
from extractor.segmentation.signatures import cut_signatures
from tests.segmentation.forms import EDGAR, seen
from tests.typewriter import inked, typed

HEADING = typed("Explanation of Responses:", 40, 100)
REMARKS = typed("Remarks:", 40, 300)
SIGNATURE = typed("** Signature of Reporting Person", 300, 500)
DATE = typed("Date", 450, 500)
MARGIN, TEXT = 40, 60


def explained(*pages):
    """{path: text} of the explanations of pages given as lists of lines."""
    analysis = [seen(*lines, number=number) for number, lines in enumerate(pages, 1)]
    signed = cut_signatures(Flow.of(analysis))
    return {region.path: region.text for region in cut_explanations(Flow.of(analysis), {}, signed)}


def notes(*pages):
    """The texts of the footnotes by number."""
    found = explained(*pages)
    return {
        int(path.split("'F")[1][:-2]): text for path, text in found.items() if path.startswith("footnotes/")
    }


def lines(*texts, x=TEXT, y=110, step=8):
    return [typed(text, x, y + step * k) for k, text in enumerate(texts)]


# Footnotes.


def test_a_number_begins_a_footnote():
    found = notes(
        [HEADING, *lines("1. Held by a trust", "for the family.", "2. Price is an average.", x=MARGIN)]
    )
    assert found == {1: "Held by a trust for the family.", 2: "Price is an average."}


@pytest.mark.parametrize("number", ["(1)", "1.", "1)", "1:", "1"])
def test_the_shapes_of_a_number(number):
    assert notes([HEADING, *lines(f"{number} Held by a trust.", x=MARGIN)]) == {1: "Held by a trust."}


@pytest.mark.parametrize("number", ["(1)", "1.", "1)"])
def test_a_number_glued_to_its_text(number):
    assert notes([HEADING, *lines(f"{number}Held by a trust.", x=MARGIN)]) == {1: "Held by a trust."}


def test_a_square_seen_beside_a_footnote_is_no_word_of_it():
    """`common stock. [X]` was accepted: a drawn square, or letters that touch, looked like a box."""
    heading, note = inked("Explanation of Responses:", 40, 100), inked("1. Held by a trust.", MARGIN, 110)
    assert notes([heading, note, inked("[X]", 300, 110)]) == {1: "Held by a trust."}


def test_notes_whose_heading_is_illegible_begin_with_the_first_number():
    first = inked("1. Held by a trust.", MARGIN, 110)
    found = notes([inked("Common Stock", MARGIN, 60), first, inked("2. Price is an average.", MARGIN, 118)])
    assert found == {1: "Held by a trust.", 2: "Price is an average."}


@pytest.mark.parametrize("number", ["~", "()"])
def test_the_note_before_a_later_number_is_kept_though_its_number_is_illegible(number):
    """What is left of its number is none of its text: `() THE SALE WAS` became `(1) THE SALE WAS`."""
    first = inked(f"{number} Held by a trust.", MARGIN, 110)
    page = [HEADING, first, inked("2. Price is an average.", MARGIN, 118)]
    assert notes(page) == {1: "Held by a trust.", 2: "Price is an average."}


def test_a_number_that_could_be_the_next_is_the_next():
    doubtful = inked("8. Price is an average.", MARGIN, 118, doubts={0: {"8": 0.7, "2": 0.29}})
    assert notes([HEADING, inked("1. Held by a trust.", MARGIN, 110), doubtful]) == {
        1: "Held by a trust.",
        2: "Price is an average.",
    }


def test_a_number_in_the_margin_beside_the_middle_of_its_text():
    text = lines("Held by a trust", "for the family of", "the reporting person.")
    assert notes([HEADING, *text, typed("(1)", MARGIN, 118)]) == {
        1: "Held by a trust for the family of the reporting person."
    }


def test_two_numbers_in_the_margin_beside_the_middle_of_their_texts():
    first = lines("Held by a trust", "for the family of", "the reporting person.")
    second = lines("Price is an", "average of the", "day's prices.", y=142)
    found = notes([HEADING, *first, *second, typed("(1)", MARGIN, 118), typed("(2)", MARGIN, 150)])
    assert found == {
        1: "Held by a trust for the family of the reporting person.",
        2: "Price is an average of the day's prices.",
    }


def test_notes_without_space_between_them_whose_numbers_stand_beside_their_middles():
    text = lines("Held by a trust", "for the family.", "Price is", "an average.", "Sold.")
    numbers = [typed("(1)", MARGIN, 114), typed("(2)", MARGIN, 130), typed("(3)", MARGIN, 142)]
    assert notes([HEADING, *text, *numbers]) == {
        1: "Held by a trust for the family.",
        2: "Price is an average.",
        3: "Sold.",
    }


def test_a_margin_number_between_two_rows_of_its_text():
    text = lines("Held by a trust", "for the family.")
    assert notes([HEADING, *text, typed("(1)", MARGIN, 114)]) == {1: "Held by a trust for the family."}


def test_a_number_in_a_row_of_its_own_takes_no_text_of_the_rows_around():
    found = notes(
        [HEADING, *lines("1. Sold at prices from $1 to $2,", "inclusive.", "2.", "3. A gift.", x=MARGIN)]
    )
    assert found == {1: "Sold at prices from $1 to $2, inclusive.", 3: "A gift."}


def test_a_number_that_is_not_the_next_one_begins_no_footnote():
    found = notes([HEADING, *lines("1. Vests in", "4 equal parts.", "2. Price is an average.", x=MARGIN)])
    assert found == {1: "Vests in 4 equal parts.", 2: "Price is an average."}


def test_a_footnote_runs_over_to_the_next_page():
    first = [HEADING, *lines("1. Held by a trust", "for the family", x=MARGIN)]
    second = [*lines("of the reporting person.", "2. Price is an average.", x=MARGIN, y=40)]
    assert notes(first, second) == {
        1: "Held by a trust for the family of the reporting person.",
        2: "Price is an average.",
    }


def test_a_footnote_s_place_is_on_the_page_where_it_begins():
    pages = [
        seen(HEADING, *lines("1. Held by a trust", x=MARGIN), number=1),
        seen(*lines("for the family.", x=MARGIN, y=40), number=2),
    ]
    (region,) = cut_explanations(Flow.of(pages), {}, [])
    assert (region.page, region.type) == (1, "prose")
    assert region.box.top == 110 and region.box.bottom == 116


def test_the_text_under_the_heading_is_the_first_note_though_its_number_was_lost():
    found = notes([HEADING, *lines("Held by a trust.", "2. Price is an average.", x=MARGIN)])
    assert found.get(2) == "Price is an average."


def test_a_scan_may_lose_a_number_and_the_next_begins_its_note_all_the_same():
    rows = ("1. Held by a trust.", "3. Price is an average.")
    scanned = [inked(text, MARGIN, 110 + 8 * k) for k, text in enumerate(rows)]
    assert notes([HEADING, *scanned]) == {1: "Held by a trust.", 3: "Price is an average."}


def test_a_text_layer_loses_no_number():
    found = notes([HEADING, *lines("1. Sold under a plan of May", "3. of that year.", x=MARGIN)])
    assert found == {1: "Sold under a plan of May 3. of that year."}


def test_a_worn_number_on_a_scan():
    scanned = [inked("(l) Held by a trust.", MARGIN, 110), inked("(Z) Price is an average.", MARGIN, 118)]
    assert notes([HEADING, *scanned]) == {1: "Held by a trust.", 2: "Price is an average."}


def test_the_form_s_small_print_is_no_footnote():
    print_below = typed(EDGAR.furniture[1], 40, 140)
    assert notes([HEADING, *lines("1. Held by a trust.", x=MARGIN), print_below]) == {1: "Held by a trust."}


def test_without_a_heading_there_are_no_footnotes():
    assert explained(lines("1. Held by a trust.", x=MARGIN)) == {}


# Remarks.


def test_remarks_end_the_footnotes():
    found = explained(
        [HEADING, *lines("1. Held by a trust.", x=MARGIN), REMARKS, *lines("Power of attorney.", y=310)]
    )
    assert found == {"footnotes/footnote[@id='F1']": "Held by a trust.", "remarks": "Power of attorney."}


def test_remarks_beside_their_heading():
    assert explained([typed("Remarks: Exhibit 24", 40, 300)]) == {"remarks": "Exhibit 24"}


def test_a_remarks_heading_with_nothing_below_says_nothing():
    assert explained([HEADING, REMARKS]) == {}


@pytest.mark.parametrize("heading", ["REMARAS:", "Romarks:"])
def test_a_worn_heading_of_remarks_is_one_by_its_colon(heading):
    """The remarks were the end of the footnote above, for a letter misread."""
    note, remark = inked("1. Held by a trust.", MARGIN, 110), inked("Exhibit 24", 90, 120)
    worn = inked(heading, MARGIN, 120)
    found = explained([inked("Explanation of Responses:", 40, 100), note, worn, remark])
    assert found == {"footnotes/footnote[@id='F1']": "Held by a trust.", "remarks": "Exhibit 24"}


def test_a_signature_is_no_remark():
    found = explained(
        [REMARKS, *lines("Exhibit 24", y=310), typed("/s/ Esther Marrow", 300, 490), SIGNATURE, DATE]
    )
    assert found == {"remarks": "Exhibit 24"}


# What wear does.


def test_a_speck_below_the_heading_is_no_note():
    speck = inked("t", 300, 112)
    small = replace(speck, words=(speck.words[0]._replace(size=2.0),))
    assert notes(
        [inked("Explanation of Responses:", 40, 100), small, inked("(2) Held by a trust.", 40, 120)]
    ) == {2: "Held by a trust."}


def test_what_is_left_of_the_form_s_asterisks_begins_no_note():
    found = notes(
        [
            inked("Explanation of Responses:", 40, 100),
            inked("e*", MARGIN, 110),
            inked("(1) Held by a trust.", MARGIN, 118),
        ]
    )
    assert found == {1: "Held by a trust."}


def test_a_number_read_as_a_letter_begins_the_next_note_where_its_ink_allows():
    doubted = inked("a. Price is an average.", MARGIN, 118, doubts={0: {"a": 0.6, "2": 0.4}})
    found = notes(
        [inked("Explanation of Responses:", 40, 100), inked("1. Held by a trust.", MARGIN, 110), doubted]
    )
    assert found == {1: "Held by a trust.", 2: "Price is an average."}


def test_a_speck_below_a_row_does_not_part_a_note_from_its_number():
    texts = [inked(f"Line {name} of the note", TEXT, y) for name, y in (("one", 110), ("two", 118))]
    third = inked("Line three of the note", TEXT, 126)
    third = replace(third, box=third.box._replace(bottom=third.box.bottom + 3))
    number = inked("(2)", MARGIN, 118)
    found = notes([inked("Explanation of Responses:", 40, 90), *texts, number, third])
    assert found == {2: "Line one of the note Line two of the note Line three of the note"}


def test_a_typewriter_without_brackets_numbers_notes_between_slashes():
    rows = [
        inked("Explanation of Responses:", 40, 100),
        inked("/1/", MARGIN, 110), inked("Exercised by a trust.", TEXT, 110),
        inked("/2/Held by the filer's wife.", MARGIN, 118),
    ]  # fmt: skip
    assert notes(rows) == {1: "Exercised by a trust.", 2: "Held by the filer's wife."}


def test_a_number_glued_to_a_note_s_first_word_leaves_what_every_engine_answered():
    """The line was made anew without the answers of all engines but the first."""
    first = inked("(1)Held by a trust.", MARGIN, 110, second="(1)Held by a trust.")
    page = seen(replace(HEADING, source="ocr"), first)
    (region,) = cut_explanations(Flow.of([page]), {}, [])
    (line,) = region.lines
    assert line.text == "Held by a trust."
    assert [" ".join(answer.best()[0].split()) for answer in line.posteriors.values()] == [line.text] * 2
