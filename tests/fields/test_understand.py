"""From places to cells."""

import pytest

from extractor.cells.place import Place
from extractor.fields.confidence import AS_PRINTED
from extractor.fields.understand import ACCEPT, Understanding
from extractor.geometry import Box
from tests.cells.typewriter import inked, page, typed

ROW = "derivativeTable/derivativeTransaction[1]"
SHARES = f"{ROW}/transactionAmounts/transactionShares"
DATE = f"{ROW}/exerciseDate"
CELL = Box(90, 95, 220, 115)


def cells(*lines, path=SHARES, kind="shares", means=""):
    """The cells of a place with these lines, by path."""
    understanding = Understanding(page(*lines), None, "a reader")
    return {cell.path: cell for cell in understanding.cells(Place(path, kind, 1, CELL, lines, means))}


def said(*lines, **place):
    return {path: cell.value for path, cell in cells(*lines, **place).items()}


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
    assert all(cell.raw == "628,553 (1)(2)" and cell.confidence == AS_PRINTED for cell in found.values())


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
    assert said(text("Exempt under Rule 16b-3(d)"), path=note, kind="prose") == {
        note: "Exempt under Rule 16b-3(d)"
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


def test_a_scanned_count_is_settled_by_the_second_reader():
    (cell,) = cells(inked("5.952", doubts={1: {".": 0.97, ",": 0.02}}, second="5,952")).values()
    assert cell.value == "5952"
    assert cell.source == "ocr"
    assert "5.952" in [alternative.value for alternative in cell.alternatives]


def test_the_second_reader_may_settle_on_the_decimal_point():
    (cell,) = cells(inked("5.952", second="5.952")).values()
    assert cell.value == "5.952"


def test_a_scanned_count_without_a_second_opinion_wants_review():
    (cell,) = cells(inked("5.952", doubts={1: {".": 0.97, ",": 0.02}})).values()
    assert cell.value == "5952"
    assert cell.status == "review"
    assert cell.reason


def test_readers_that_disagree_want_review():
    (cell,) = cells(inked("28255", doubts={1: {"8": 0.5, "0": 0.45}}, second="20265")).values()
    assert cell.status == "review"
    assert "20265" in cell.reason


def test_a_value_only_the_second_reader_makes_is_shown_and_not_trusted():
    line = inked("~~~~", second="11/19/2009")
    (cell,) = cells(line, path=DATE, kind="date").values()
    assert cell.status == "review"
    assert cell.value in ("2009-11-19", "")


def test_an_alternative_is_another_value_with_its_probability():
    (cell,) = cells(inked("28255", doubts={1: {"8": 0.6, "0": 0.39}}, second="28255")).values()
    assert cell.value == "28255"
    assert cell.alternatives[0].value == "20255"
    assert 0 < cell.alternatives[0].probability < 0.5


def test_a_scanned_cell_is_accepted_at_the_bar_and_not_below():
    for line in (inked("707", second="707"), inked("707", sure=0.4), inked("707", second="107")):
        (cell,) = cells(line).values()
        assert (cell.status == "accepted") is (cell.confidence >= ACCEPT)


def test_the_caller_may_judge_how_sure_a_reading_is():
    heard = []
    understanding = Understanding(
        page(inked("707")), None, "a reader", lambda doubt: heard.append(doubt) or 0.5
    )
    line = inked("707", second="707")
    (cell,) = understanding.cells(Place(SHARES, "shares", 1, CELL, (line,)))
    assert (cell.confidence, cell.status) == (0.5, "review")
    assert (heard[0].path, heard[0].type, heard[0].second) == (SHARES, "shares", "agrees")
