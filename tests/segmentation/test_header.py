"""Cutting the header of a hand-typed EDGAR page."""

from dataclasses import replace

import pytest

from extractor.model.geometry import Box
from extractor.model.page import by_rows
from extractor.segmentation.header import cut_header
from tests.segmentation.forms import (
    BOXES_PRINT,
    DIRECTOR,
    EDGAR,
    HEADER_COLUMNS,
    HEADER_PRINT,
    HEADER_RULES,
    OFFICER,
    OTHER,
    TEN_PERCENT,
    classified,
    seen,
)
from tests.typewriter import across, down, inked, typed

OWNER = "reportingOwner[1]"
ADDRESS = f"{OWNER}/reportingOwnerAddress"
RELATIONSHIP = f"{OWNER}/reportingOwnerRelationship"


def cut(*answers, boxes=BOXES_PRINT):
    """The regions of a header with these answers, by path."""
    page = seen(*HEADER_PRINT, *boxes, *answers, rules=HEADER_RULES, columns=HEADER_COLUMNS)
    return {region.path: region for region in cut_header([page])}


def texts(*answers, **print):
    return {path: region.text for path, region in cut(*answers, **print).items()}


def checked(*marks, **print):
    """The names of the relationship boxes that are checked."""
    found = cut(*marks, **print)
    return {
        path.rsplit("/", 1)[1] for path, region in found.items() if region.type == "check" and region.text
    }


def test_an_answer_stands_under_its_caption():
    found = cut(typed("03/04/2011", 234, 142), typed("Quillfeather & Sons [ QFS ]", 234, 106))
    assert (found["periodOfReport"].type, found["periodOfReport"].text) == ("date", "03/04/2011")
    assert (found["issuer"].type, found["issuer"].text) == ("issuer", "Quillfeather & Sons [ QFS ]")


def test_a_box_left_empty_has_no_place():
    assert {"periodOfReport", "dateOfOriginalSubmission", "issuer"}.isdisjoint(cut())


def test_what_stands_in_the_next_box_is_another_s_answer():
    found = texts(typed("03/07/2011", 234, 177), typed("03/04/2011", 234, 142))
    assert found["periodOfReport"] == "03/04/2011"
    assert found["dateOfOriginalSubmission"] == "03/07/2011"


def test_an_answer_over_two_lines():
    found = texts(typed("Quillfeather & Sons Paper", 234, 106), typed("Mills Inc [ QFS ]", 234, 114))
    assert found["issuer"] == "Quillfeather & Sons Paper Mills Inc [ QFS ]"


def test_the_place_of_an_answer_lies_in_its_box():
    box = cut(typed("03/04/2011", 234, 142))["periodOfReport"].box
    assert (box.x0, box.x1) == (230, 415)
    assert 130 <= box.top < box.bottom <= 165


# Item 1.

NAME = typed("MARROW ESTHER J", 40, 112)
STREET = typed("14 TALLOW LANE", 40, 135)


def test_the_name_and_the_street_stand_over_their_captions():
    found = texts(NAME, STREET, typed("DUNMERE, OH 44001", 40, 165))
    assert found[f"{OWNER}/reportingOwnerId/rptOwnerName"] == "MARROW ESTHER J"
    assert found[f"{ADDRESS}/rptOwnerStreet1"] == "14 TALLOW LANE"
    assert f"{ADDRESS}/rptOwnerStreet2" not in found


def test_a_street_of_two_lines():
    found = texts(NAME, STREET, typed("SUITE 3", 40, 143))
    assert (found[f"{ADDRESS}/rptOwnerStreet1"], found[f"{ADDRESS}/rptOwnerStreet2"]) == (
        "14 TALLOW LANE",
        "SUITE 3",
    )


def test_the_parts_of_a_name_typed_over_its_captions_are_one_name():
    found = texts(typed("MARROW", 40, 112), typed("ESTHER", 100, 112), typed("J", 170, 112))
    assert found[f"{OWNER}/reportingOwnerId/rptOwnerName"] == "MARROW ESTHER J"


def test_city_state_and_zip_over_their_captions_are_three_places():
    found = texts(typed("DUNMERE", 40, 165), typed("OH", 110, 165), typed("44001", 180, 165))
    parts = [found[f"{ADDRESS}/rptOwner{part}"] for part in ("City", "State", "ZipCode")]
    assert parts == ["DUNMERE", "OH", "44001"]
    assert ADDRESS not in found


def test_city_state_and_zip_on_one_line_are_to_be_taken_apart():
    region = cut(typed("DUNMERE, OH 44001", 40, 165))[ADDRESS]
    assert (region.type, region.text) == ("city-line", "DUNMERE, OH 44001")


def test_a_second_owner_s_box_is_numbered():
    again = [
        typed(" ".join(w.text for w in line.words), line.box.x0, line.box.top + 200)
        for line in HEADER_PRINT[:8]
    ]
    rules = (*HEADER_RULES, across(294), across(390))
    page = seen(
        *HEADER_PRINT, *again, NAME, typed("HOLLOW TRUST", 40, 312), rules=rules, columns=HEADER_COLUMNS
    )
    found = {region.path: region.text for region in cut_header([page])}
    assert found[f"{OWNER}/reportingOwnerId/rptOwnerName"] == "MARROW ESTHER J"
    assert found["reportingOwner[2]/reportingOwnerId/rptOwnerName"] == "HOLLOW TRUST"


# Boxes to check.


@pytest.mark.parametrize("mark", ["X", "x", "_X_", "[X]", "(X)", "[ X ]", "☒", "✓"])
def test_the_shapes_of_a_mark(mark):
    assert checked(typed(mark, 433 - 3 * len(mark), 114)) == {"isDirector"}


def test_each_mark_belongs_to_the_caption_behind_it():
    assert checked(typed("X", 428, 114), typed("X", 513, 124)) == {"isDirector", "isOther"}
    assert checked(typed("X", 428, 124), typed("X", 513, 114)) == {"isOfficer", "isTenPercentOwner"}


def test_boxes_without_a_mark_are_there_and_not_checked():
    found = cut()
    names = ("isDirector", "isTenPercentOwner", "isOfficer", "isOther")
    assert [found[f"{RELATIONSHIP}/{name}"].text for name in names] == [""] * 4


@pytest.mark.parametrize("blank", ["_", "__", "___", "[", "]"])
def test_a_blank_to_be_filled_in_is_no_mark(blank):
    assert checked(typed(blank, 420, 114)) == set()


@pytest.mark.parametrize("glued", ["X_Officer", "_X_Officer"])
def test_a_mark_glued_to_its_caption(glued):
    officer = typed(f"{glued} (give title below)", 430, 124)
    found = checked(boxes=(DIRECTOR, TEN_PERCENT, officer, OTHER))
    assert found == {"isOfficer"}


def test_blanks_glued_to_a_caption_are_no_mark():
    officer = typed("___Officer (give title below)", 430, 124)
    assert checked(boxes=(DIRECTOR, TEN_PERCENT, officer, OTHER)) == set()


def test_the_exit_box():
    caption = typed("Check this box if no longer subject to Section 16.", 60, 60)
    assert cut(caption)["notSubjectToSection16"].text == ""
    assert cut(caption, typed("X", 48, 60))["notSubjectToSection16"].text == "X"


# Titles and specifications.

OFFICER_MARK, OTHER_MARK = typed("X", 428, 124), typed("X", 513, 124)


def test_an_officer_s_title_stands_below():
    found = texts(OFFICER_MARK, typed("Chief Inkmaker", 435, 140))
    assert found[f"{RELATIONSHIP}/officerTitle"] == "Chief Inkmaker"
    assert f"{RELATIONSHIP}/otherText" not in found


def test_a_title_and_a_specification_side_by_side():
    found = texts(OFFICER_MARK, OTHER_MARK, typed("Treasurer", 435, 140), typed("Trustee", 520, 140))
    assert found[f"{RELATIONSHIP}/officerTitle"] == "Treasurer"
    assert found[f"{RELATIONSHIP}/otherText"] == "Trustee"


def test_the_stroke_behind_a_title_is_no_part_of_it():
    found = texts(OFFICER_MARK, typed("See Remarks /", 435, 140))
    assert found[f"{RELATIONSHIP}/officerTitle"] == "See Remarks"


def test_a_stroke_parts_a_title_and_a_specification():
    found = texts(OFFICER_MARK, OTHER_MARK, typed("Treasurer / Trustee", 435, 140))
    assert found[f"{RELATIONSHIP}/officerTitle"] == "Treasurer"
    assert found[f"{RELATIONSHIP}/otherText"] == "Trustee"


def test_what_stands_below_unchecked_boxes_is_no_title():
    assert f"{RELATIONSHIP}/officerTitle" not in cut(typed("X", 428, 114), typed("Chief Inkmaker", 435, 140))


def test_the_tail_of_a_caption_that_runs_over_is_no_title():
    """`Officer (give title / below)` once gave the title "below)"."""
    wrapped = (typed("Officer (give title", 435, 124), typed("below)", 435, 131))
    found = texts(OFFICER_MARK, boxes=(DIRECTOR, TEN_PERCENT, *wrapped, OTHER))
    assert f"{RELATIONSHIP}/officerTitle" not in found
    titled = texts(OFFICER_MARK, typed("Treasurer", 435, 142), boxes=(DIRECTOR, TEN_PERCENT, *wrapped, OTHER))
    assert titled[f"{RELATIONSHIP}/officerTitle"] == "Treasurer"


def test_the_tail_of_a_worn_caption_is_no_title():
    """Far below the rest of its caption, it is not found as part of it."""
    worn = (inked("Officer (give title", 435, 124), inked("below)", 435, 140))
    found = texts(OFFICER_MARK, boxes=(DIRECTOR, TEN_PERCENT, *worn, OTHER))
    assert found[f"{RELATIONSHIP}/isOfficer"] == "X"
    assert f"{RELATIONSHIP}/officerTitle" not in found


def test_blanks_below_an_officer_s_box_are_no_title():
    assert f"{RELATIONSHIP}/officerTitle" not in cut(OFFICER_MARK, typed("____________", 435, 140))


def test_lines_beside_each_other_are_one_row():
    left, right, below = typed("one", 100, 100), typed("two", 200, 101), typed("three", 100, 110)
    assert by_rows([below, right, left]) == [[left, right], [below]]


def test_a_mark_that_no_engine_read_is_put_to_a_person():
    """The X before `10% Owner` of a fax belonged to its line, and was skipped: unchecked, accepted."""
    line = inked("10% Owner", TEN_PERCENT.box.x0, TEN_PERCENT.box.top)
    worn = replace(line, box=line.box._replace(x0=line.box.x0 - 20))
    found = cut(OFFICER_MARK, boxes=(DIRECTOR, worn, OFFICER, OTHER))
    (mark,) = found[f"{RELATIONSHIP}/isTenPercentOwner"].lines
    assert mark.words[0].probability < 0.5


def test_a_check_without_a_mark_has_the_box_before_its_caption():
    box = cut()[f"{RELATIONSHIP}/isOfficer"].box
    assert box.x1 < OFFICER.box.x0 and box.overlap_y(Box(0, 124, 1, 130)) > 0


@pytest.mark.parametrize("worn", ["Direceor", "Drrector", "X_Dircctor"])
def test_a_worn_caption_of_a_box_to_check_is_told_from_the_others(worn):
    others = (inked("10% Owner", 520, 114), inked("Officer (give title below)", 435, 124))
    assert f"{RELATIONSHIP}/isDirector" in cut(boxes=(inked(worn, 435, 114), *others))


def test_a_filer_s_title_is_no_worn_caption():
    found = cut(inked("Secretary", 440, 150), boxes=(inked("10% Owner", 520, 114),))
    assert f"{RELATIONSHIP}/isDirector" not in found


def worn(*answers, title="STATEMENT OF CHANGES IN BENEFICIAL OWNERSHIP"):
    """The regions of a scan on which the title, the rules and the answers are all that can be read."""
    rules = [across(y, 36, 590) for y in (94, 190, 210, 230, 250)]
    rules += [across(130, 230, 415), across(165, 230, 590)]
    head, edge = EDGAR.tables[0], iter(range(70, 590, 47))
    columns = [down(x, 190, 250) for x in (36, 590)]
    for number, column in enumerate(head.columns):
        columns += [down(next(edge), 190, 250)] if number else []
        columns += [down(next(edge), 200, 250) for _ in list(column.leaves())[1:]]
    ordered = tuple(sorted(rules, key=lambda rule: rule.at))
    page = classified(inked(title, 200, 60), *answers, rules=ordered, columns=(*HEADER_COLUMNS, *columns))
    found = cut_header([page.under(EDGAR)]) if page.begins_filing else None
    return found and {region.path: region.text for region in found}


def test_answers_are_found_by_the_rules_where_no_caption_is_legible():
    owner = (inked("HUGHES MARTIN S", 40, 108), inked("1 BELVEDERE PLACE", 40, 138))
    rubble = (inked("1", 238, 97), inked("ta", 250, 97), inked("R1", 240, 133, sure=0.2))
    city, issuer = inked("MILL VALLEY, CA 94941", 40, 160), inked("REDWOOD TRUST INC [ RWT ]", 240, 110)
    found = worn(*owner, *rubble, city, issuer)
    assert found["issuer"] == "REDWOOD TRUST INC [ RWT ]"
    assert found[f"{OWNER}/reportingOwnerId/rptOwnerName"] == "HUGHES MARTIN S"
    assert found[f"{ADDRESS}/rptOwnerStreet1"] == "1 BELVEDERE PLACE"
    assert found[ADDRESS] == "MILL VALLEY, CA 94941"
    assert "periodOfReport" not in found


@pytest.mark.parametrize("title", ["FORM 3", "FORM 5", "Statement of Account"])
def test_rules_alone_make_no_form(title):
    assert worn(inked("REDWOOD TRUST INC [ RWT ]", 240, 110), title=title) is None


def test_letters_set_small_and_high_in_the_header_are_no_mark():
    year = inked("1996", 260, 142)
    high = replace(year, words=tuple(word._replace(raised=True) for word in year.words))
    region = cut(inked("May", 234, 142), high)["periodOfReport"]
    assert region.text == "May 1996" and not any(word.raised for line in region.lines for word in line.words)


@pytest.mark.parametrize("worn", ["(Sesrt)", "(Strecet)", "(Sereet", "Street"])
def test_a_worn_small_caption_is_no_part_of_the_street(worn):
    caption = next(line for line in HEADER_PRINT if line.text == "(Street)")
    print = [inked(line.text, line.box.x0, line.box.top) for line in HEADER_PRINT if line is not caption]
    there = inked(worn, caption.box.x0, caption.box.top)
    street = inked("100 NORTH TRYON STREET", caption.box.x0, caption.box.top - 8)
    page = seen(*print, there, street, rules=HEADER_RULES, columns=HEADER_COLUMNS)
    found = {region.path: region.text for region in cut_header([page])}
    assert found[f"{ADDRESS}/rptOwnerStreet1"] == "100 NORTH TRYON STREET"


def test_the_asterisk_behind_a_caption_is_no_part_of_the_answer():
    print = [line for line in HEADER_PRINT if not line.text.startswith("1. Name")]
    caption = inked("1. Name and Address of Reporting Person", 40, 96)
    star = inked("*", caption.box.x1 + 2, 95)
    lines = (*print, caption, star, *BOXES_PRINT, inked("REED JONAS F", 40, 106))
    page = seen(*lines, rules=HEADER_RULES, columns=HEADER_COLUMNS)
    found = {region.path: region.text for region in cut_header([page])}
    assert found[f"{OWNER}/reportingOwnerId/rptOwnerName"] == "REED JONAS F"


def test_a_bracket_of_the_answer_under_a_caption_s_end_is_its_own():
    """The `]` of a ticker touched the caption's line where that ended, and was taken for its asterisk."""
    print = [line for line in HEADER_PRINT if not line.text.startswith("1. Name")]
    caption = inked("1. Name and Address of Reporting Person", 40, 96)
    answer = inked("REED JONAS F", 40, caption.box.bottom - 0.5)
    bracket = inked("]", caption.box.x1 + 1, caption.box.bottom - 0.5)
    lines = (*print, caption, bracket, *BOXES_PRINT, answer)
    page = seen(*lines, rules=HEADER_RULES, columns=HEADER_COLUMNS)
    found = {region.path: region.text for region in cut_header([page])}
    assert "]" in found[f"{OWNER}/reportingOwnerId/rptOwnerName"]
