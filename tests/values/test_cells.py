"""From regions to cells."""

from dataclasses import replace

import pytest

from extractor.model.geometry import Box
from extractor.model.region import Region
from extractor.options import MAX_ERROR
from extractor.values.calibration import accepted_from, confidence
from extractor.values.cells import CellBuilder
from extractor.values.judging import Acceptance, judged
from extractor.values.lexicon import Vocabulary
from extractor.values.settings import SETTINGS
from tests.typewriter import AGAIN, FIRST, SECOND, SURE, THIRD, heard, inked, page, typed

ROW = "derivativeTable/derivativeTransaction[1]"
SHARES = f"{ROW}/transactionAmounts/transactionShares"
DATE = f"{ROW}/exerciseDate"
CELL = Box(90, 95, 220, 115)


READERS = {FIRST: "one", AGAIN: "one", SECOND: "two", THIRD: "three"}
USUAL = Acceptance(confidence, accepted_from(MAX_ERROR))


def cells(*lines, path=SHARES, kind="shares", means="", acceptance=USUAL, notes=0):
    """The cells of a region with these lines, by path."""
    page_text = page(*lines)
    builder = CellBuilder(page_text, READERS, Vocabulary(page_text.lines), notes)
    elected = builder.elected(Region(path, kind, 1, CELL, page_text.lines, means))
    return {cell.path: cell for cell in judged(list(elected), acceptance)}


def said(*lines, **region):
    return {path: cell.value for path, cell in cells(*lines, **region).items()}


def text(words):
    return typed(words, 100, 100)


# Text layers.


def test_a_value_with_a_mark_is_two_cells():
    found = cells(text("628,553 (1)(2)"))
    assert {path: cell.value for path, cell in found.items()} == {
        SHARES: "628553",
        f"{SHARES}/footnoteId": "F1 F2",
    }
    assert all(cell.status == "accepted" and cell.source == "text" for cell in found.values())
    assert all(
        cell.raw == "628,553 (1)(2)" and cell.confidence == SETTINGS.calibration.as_printed
        for cell in found.values()
    )


def test_a_mark_in_place_of_a_value_is_one_cell():
    assert said(text("(3)"), path=DATE, kind="date") == {f"{DATE}/footnoteId": "F3"}


@pytest.mark.parametrize("kind", ["date", "price", "shares"])
def test_a_cell_that_does_not_apply_is_no_cell(kind):
    assert cells(text("N/A"), path=DATE, kind=kind) == {}


def test_what_does_not_apply_may_have_a_mark_all_the_same():
    assert said(text("N/A (1)"), path=DATE, kind="date")[f"{DATE}/footnoteId"] == "F1"


def test_what_is_no_date_wants_review_and_keeps_its_text():
    (cell,) = cells(text("11/1-11/30/99"), path=DATE, kind="date").values()
    assert (cell.value, cell.raw, cell.status) == ("", "11/1-11/30/99", "review")
    assert cell.confidence == 0
    assert "date" in cell.reason


@pytest.mark.parametrize("code", ["A", "D"])
def test_the_sub_column_of_table_ii_gives_the_code(code):
    found = cells(text("4,884"), means=code)
    derived = found[f"{ROW}/transactionAmounts/transactionAcquiredDisposedCode"]
    assert found[SHARES].value == "4884"
    assert (derived.value, derived.source, derived.status) == (code, "derived", "accepted")
    assert code in derived.reason


def test_a_column_that_means_nothing_derives_nothing():
    assert set(cells(text("4,884"))) == {SHARES}


def test_the_comma_rule_does_not_touch_text():
    (cell,) = cells(text("474.598")).values()
    assert (cell.value, cell.status) == ("474.598", "accepted")


def test_a_cell_s_box_is_that_of_its_print():
    (cell,) = cells(text("4,884")).values()
    assert cell.bbox == (100, 100, 115, 106)


# Lines of parts.


def test_an_issuer_and_its_symbol():
    assert said(text("REDWOOD TRUST INC [ RWT ]"), path="issuer", kind="issuer") == {
        "issuer/issuerName": "REDWOOD TRUST INC",
        "issuer/issuerTradingSymbol": "RWT",
    }


@pytest.mark.parametrize("printed", ["Quillfeather & Sons (QFS)", "Quillfeather & Sons [QFS]"])
def test_the_brackets_around_a_symbol(printed):
    found = said(text(printed), path="issuer", kind="issuer")
    assert tuple(found.values()) == ("Quillfeather & Sons", "QFS")


@pytest.mark.parametrize("printed", ["FAIRHAVEN PHOTONICS - FAE", "FAIRHAVEN PHOTONICS / FAE"])
def test_a_symbol_behind_a_dash(printed):
    found = said(text(printed), path="issuer", kind="issuer")
    assert tuple(found.values()) == ("FAIRHAVEN PHOTONICS", "FAE")


def test_an_issuer_without_a_symbol_wants_review():
    found = cells(text("REDWOOD TRUST INC"), path="issuer", kind="issuer")
    assert found["issuer/issuerName"].value == "REDWOOD TRUST INC"
    assert found["issuer/issuerTradingSymbol"].value == ""
    assert {cell.status for cell in found.values()} == {"review"}


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("MILL VALLEY, CA 94941", ("MILL VALLEY", "CA", "94941")),
        ("MILL VALLEY CA 94941-1234", ("MILL VALLEY", "CA", "94941-1234")),
        ("TORONTO, A6 M5J 2S1", ("TORONTO", "A6", "M5J 2S1")),
    ],
)
def test_a_city_line_comes_apart(printed, parts):
    found = said(text(printed), path="reportingOwner[1]/reportingOwnerAddress", kind="city-line")
    base = "reportingOwner[1]/reportingOwnerAddress/rptOwner"
    assert found == dict(zip((f"{base}City", f"{base}State", f"{base}ZipCode"), parts, strict=True))


def test_a_city_line_that_does_not_come_apart_wants_review():
    found = cells(text("SOMEWHERE"), path="reportingOwner[1]/reportingOwnerAddress", kind="city-line")
    assert len(found) == 3
    assert {cell.status for cell in found.values()} == {"review"}


def test_names_and_streets_lose_what_leads_on():
    owner = "reportingOwner[1]"
    assert said(text("MARROW ESTHER J *"), path=f"{owner}/reportingOwnerId/rptOwnerName", kind="text") == {
        f"{owner}/reportingOwnerId/rptOwnerName": "MARROW ESTHER J"
    }
    street = f"{owner}/reportingOwnerAddress/rptOwnerStreet1"
    assert said(text("14 TALLOW LANE,"), path=street, kind="text") == {street: "14 TALLOW LANE"}


def test_prose_keeps_the_brackets_it_ends_with():
    note = "footnotes/footnote[@id='F1']"
    assert said(text("Exempt under RulingLine 16b-3(d)"), path=note, kind="prose") == {
        note: "Exempt under RulingLine 16b-3(d)"
    }


# Boxes to check.


def test_a_box_is_checked_or_not():
    path = "notSubjectToSection16"
    assert said(text("X"), path=path, kind="check") == {path: "true"}
    assert said(path=path, kind="check") == {path: "false"}


def test_a_faint_mark_wants_review():
    (cell,) = cells(inked("X", doubts={0: {"X": 0.3}}), path="isDirector", kind="check").values()
    assert (cell.value, cell.status) == ("true", "review")


# Scans.


POINT = {1: {".": 0.97, ",": 0.02}}


def values_of(cell):
    """The values a cell could have, the elected one first."""
    return [cell.value, *(alternative.value for alternative in cell.alternatives)]


def test_a_scanned_count_is_settled_by_the_second_reader():
    (cell,) = cells(inked("5.952", doubts=POINT, second="5,952")).values()
    assert cell.value == "5952"
    assert cell.source == "ocr"
    assert "5.952" in [alternative.value for alternative in cell.alternatives]


def test_a_comma_both_readers_find_possible_makes_the_count():
    doubt = {".": 0.6, ",": 0.39}
    letters = [doubt if letter == "." else {letter: SURE} for letter in "5.952"]
    (cell,) = cells(heard(inked("5.952", doubts={1: doubt}), letters)).values()
    assert values_of(cell)[:2] == ["5952", "5.952"]


def test_the_second_reader_may_settle_on_the_decimal_point():
    (cell,) = cells(inked("5.952", second="5.952")).values()
    assert cell.value == "5.952"


def test_a_scanned_count_without_a_second_opinion_wants_review():
    (cell,) = cells(inked("5.952", doubts=POINT)).values()
    assert values_of(cell)[:2] == ["5952", "5.952"]
    assert cell.status == "review"
    assert "5.952" in cell.reason


def test_readers_that_disagree_want_review():
    (cell,) = cells(inked("28255", doubts={1: {"8": 0.5, "0": 0.45}}, second="20265")).values()
    assert cell.status == "review"
    assert cell.reason


@pytest.mark.parametrize("third", [None, "20265", "20255", "TOT", ""])
def test_two_sure_readers_that_disagree_want_review(third):
    (cell,) = cells(inked("28255", second="20265", third=third)).values()
    assert cell.status == "review"
    assert cell.value == "28255"
    assert "20265" in values_of(cell)


def test_the_other_reading_a_third_reader_has_is_named():
    (cell,) = cells(inked("28255", second="20265", third="20265")).values()
    assert "20265" in cell.reason


def test_the_third_reader_s_vote_tips_the_scales():
    """A reader in two minds, the second in two others: what the third reads too is elected."""
    line = heard(
        inked("28255", doubts={1: {"8": 0.5, "0": 0.49}}),
        [{letter: SURE} if k != 1 else {"8": 0.45, "0": 0.54} for k, letter in enumerate("28255")],
    )
    for third in ("28255", "20255"):
        (cell,) = cells(line if third is None else line.answered(THIRD, third)).values()
        assert cell.value == third


def test_a_value_only_the_second_reader_makes_is_shown_and_not_trusted():
    line = inked("~~~~", second="11/19/2009")
    (cell,) = cells(line, path=DATE, kind="date").values()
    assert cell.status == "review"
    assert cell.value in ("2009-11-19", "")


def test_a_value_only_the_third_reader_makes_is_shown_and_not_trusted():
    (cell,) = cells(inked("~~~~", third="11/19/2009"), path=DATE, kind="date").values()
    assert (cell.value, cell.status, cell.confidence) == ("2009-11-19", "review", 0)
    assert cell.raw == "11/19/2009"


def test_a_cell_no_reader_makes_anything_of_is_shown_as_it_was_read():
    (cell,) = cells(inked("~~~~", second="~~~~", third="~~"), path=DATE, kind="date").values()
    assert (cell.value, cell.raw, cell.status) == ("", "~~~~", "review")
    assert "date" in cell.reason


def test_an_alternative_is_another_value_with_its_probability():
    (cell,) = cells(inked("28255", doubts={1: {"8": 0.6, "0": 0.39}})).values()
    assert cell.value == "28255"
    assert cell.alternatives[0].value == "20255"
    assert 0 < cell.alternatives[0].probability < 0.5


def test_what_the_first_reader_alone_finds_possible_stays_an_alternative():
    (cell,) = cells(inked("28255", doubts={1: {"8": 0.6, "0": 0.39}}, second="28255")).values()
    assert cell.value == "28255"
    assert "20255" in [alternative.value for alternative in cell.alternatives]


def test_a_cell_tells_what_each_of_its_readers_alone_would_say():
    (cell,) = cells(inked("28255", second="20265", third="20255")).values()
    assert cell.readings == {"one": "28255", "two": "20265", "three": "20255"}
    assert cell.reader == "one, two, three"


@pytest.mark.parametrize(
    ("line", "readers"), [(inked("707"), ["one"]), (inked("707", second="707"), ["one", "two"])]
)
def test_readers_that_were_not_asked_are_not_named(line, readers):
    (cell,) = cells(line).values()
    assert cell.reader == ", ".join(readers)
    assert list(cell.readings) == readers


def test_a_text_layer_has_no_readings():
    (cell,) = cells(text("707")).values()
    assert (cell.reader, cell.readings) == ("one", {})


def test_a_scanned_cell_is_accepted_at_the_bar_and_not_below():
    for line in (inked("707", second="707"), inked("707", sure=0.4)):
        (cell,) = cells(line).values()
        assert (cell.status == "accepted") is (cell.confidence >= USUAL.least)


@pytest.mark.parametrize(("least", "status"), [(0.5, "accepted"), (0.7, "accepted"), (0.71, "review")])
def test_what_is_accepted_hangs_on_what_was_asked_for(least, status):
    (cell,) = cells(inked("707", second="707"), acceptance=Acceptance(lambda _: 0.7, least)).values()
    assert (cell.status, cell.confidence) == (status, 0.7)
    assert bool(cell.reason) is (status == "review")


def doubt_of(*lines, **region):
    """What is known of the one value of a region before it is judged."""
    known = []
    cells(*lines, **region, acceptance=Acceptance(lambda doubt: known.append(doubt) or 0.5, 0.9))
    (doubt,) = known
    return doubt


def test_the_caller_may_judge_how_sure_a_reading_is():
    line = inked("707", second="707", third="707")
    (cell,) = cells(line, acceptance=Acceptance(lambda _: 0.5, 0.9)).values()
    assert (cell.confidence, cell.status) == (0.5, "review")
    doubt = doubt_of(line)
    assert (doubt.path, doubt.type, doubt.source, doubt.length) == (SHARES, "shares", "ocr", 3)
    assert (doubt.first, doubt.second, doubt.third) == (*[pytest.approx(1, abs=0.01)] * 2, "agrees")


def test_a_reader_that_was_not_asked_has_no_say():
    doubt = doubt_of(inked("707"))
    assert (doubt.second, doubt.third) == (None, "silent")


def test_a_second_reader_asked_about_half_a_value_has_no_say():
    doubt = doubt_of(inked("1,737,", second="1,737,"), inked("513", 100, 107))
    assert doubt.second is None


def test_a_second_reader_that_reads_something_else_says_so():
    doubt = doubt_of(inked("28255", second="20265", third="TOT"))
    assert doubt.first > 0.99
    assert doubt.second < 0.01
    assert doubt.third == "unclear"


def test_two_ways_to_write_one_value_are_no_doubt():
    """A blank before the cents, or none: whatever the readers see, it is one price."""
    doubt = doubt_of(inked("$12.50", second="$ 12.50"), path=f"{ROW}/price", kind="price")
    assert (doubt.first, doubt.second) == pytest.approx((1, 1), abs=0.01)


@pytest.mark.parametrize("raw", ["See Footnote (", "See Footnote( )", "See Footnote (I)"])
def test_a_bracket_whose_number_is_illegible_is_for_a_person(raw):
    path = f"{ROW}/ownershipNature/natureOfOwnership"
    mark = cells(inked(raw), path=path, kind="text")[f"{path}/footnoteId"]
    assert (mark.value, mark.status) == ("", "review")


def test_a_word_in_brackets_is_no_illegible_mark():
    path = f"{ROW}/ownershipNature/natureOfOwnership"
    assert set(cells(inked("Stock Option (Right to Buy)"), path=path, kind="text")) == {path}


def small(text):
    return replace(
        inked(text, 150, 97), words=tuple(w._replace(raised=True) for w in inked(text, 150, 97).words)
    )


@pytest.mark.parametrize(("text", "value"), [("5", "F5"), ("J", ""), ("9", "")])
def test_what_stands_small_and_high_is_for_a_person_where_it_is_no_mark(text, value):
    """Hairline brackets do not outlast a one-bit scan; the number between them was dropped without a word."""
    mark = cells(inked("1,498"), small(text), notes=8)[f"{SHARES}/footnoteId"]
    assert (mark.value, mark.status) == (value, "review")


def test_specks_above_a_value_are_no_mark():
    assert set(cells(inked("1,498"), small("'"), notes=8)) == {SHARES}
    assert set(cells(inked("1,498"), small("J"), notes=0)) == {SHARES}


def test_marks_between_slashes_are_marks():
    # Typewriters without brackets: "1,028 /1/" was read as a number of many figures.
    found = said(inked("1,028 /1/"))
    assert found == {SHARES: "1028", f"{SHARES}/footnoteId": "F1"}


@pytest.mark.parametrize(
    ("text", "symbol"),
    [("Pinecrest Communications Inc /POEN/", "POEN"), ("Bank of America Corp /DE/ [BAC]", "BAC")],
)
def test_a_symbol_between_slashes(text, symbol):
    found = said(inked(text), path="issuer", kind="issuer")
    assert found["issuer/issuerTradingSymbol"] == symbol


def test_a_mark_with_a_bracket_too_many_may_lack_its_first_figure():
    marks = cells(inked("By Trust( (2)", 100, 100), path=DATE, kind="text")[f"{DATE}/footnoteId"]
    assert (marks.value, marks.status) == ("F2", "review") and "bracket" in marks.reason
