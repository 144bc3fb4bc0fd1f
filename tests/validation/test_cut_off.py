"""Pages that are missing: each case is named for what a filing lost with its page, and nobody told."""

from types import SimpleNamespace

import pytest

from extractor.layout.grid import Gap, Grid
from extractor.model.geometry import Box
from extractor.validation.cut_off import pages_missing, written_below
from tests.validation.test_completeness import LAYOUTS, TRANSACTION, cell

EDGAR = LAYOUTS["form4-edgar"]
TABLES = [
    Grid(table, (Gap(table.leaves[0], 0, 10),), (), Box(0, 0, 10, 10), 1.0)
    for table in EDGAR.tables
    if table.rows.startswith(("nonDerivative", "derivative"))
]
SIGNED = cell("ownerSignature[1]/signatureDate")


def missing(*cells, grids=TABLES, headed=True):
    return [(item.path, item.reason) for item in pages_missing(EDGAR, [grids], cells, headed)]


def notes(first, last, *marks):
    cited = [cell(f"{TRANSACTION}/field{n}/footnoteId", mark) for n, mark in enumerate(marks)]
    return [*cited, *(cell(f"footnotes/footnote[@id='F{n}']") for n in range(first, last + 1))]


def test_a_whole_form_is_not_in_doubt():
    assert missing(SIGNED, *notes(1, 3, "F1 F2", "F3")) == []


def test_without_any_signature_remarks_and_rows_may_have_gone_with_the_last_page():
    assert missing(*notes(1, 3, "F1 F2", "F3")) == [
        ("", "pages may be missing (the end of the form was not found)")
    ]


def test_a_signature_of_which_only_the_date_is_gone_ends_the_form():
    assert missing(cell("ownerSignature[1]/signatureName")) == []


def test_owners_and_notes_may_have_gone_with_the_page_of_a_table():
    ((path, reason),) = missing(SIGNED, grids=TABLES[:1])
    assert path == "" and "Table II was not found" in reason


def test_notes_that_begin_late_may_have_lost_the_page_before():
    assert [path for path, _ in missing(SIGNED, *notes(5, 8, "F1 F2"))] == [""]


def test_a_lone_first_note_that_is_gone_is_no_page():
    assert missing(SIGNED, *notes(2, 3, "F1 F2 F3")) == []


def test_a_scan_that_shows_no_heading_below_its_tables_is_cut_off():
    scanned = [one.model_copy(update={"source": "ocr"}) for one in notes(1, 3, "F1 F2", "F3")]
    assert [path for path, _ in missing(*scanned, headed=False)] == [""]
    assert missing(*scanned) == [], "a worn signature is asked for by itself"


def test_notes_that_end_early_may_have_gone_with_owners_and_signatures():
    ((path, reason),) = missing(SIGNED, *notes(1, 3, "F1 F2 F3", "F4 F5"))
    assert path == "" and "end at F3 and marks go up to F5" in reason
    assert missing(SIGNED, *notes(1, 3, "F1 F2 F3", "F4")) == [], "one note may have gone by itself"


@pytest.mark.parametrize(
    "tops, seen", [((700, 720, 740), True), ((700, 720), False), ((100, 120, 740), False)]
)
def test_an_end_past_reading_is_no_missing_page(tops, seen):
    """A worn copy whose headings and signature were past reading was flagged as a whole."""
    lines = [SimpleNamespace(box=Box(40, top, 300, top + 8)) for top in tops]
    page = SimpleNamespace(number=1, text=SimpleNamespace(lines=lines))
    grid = SimpleNamespace(box=Box(30, 200, 700, 600))
    assert written_below([page], {1: [grid]}) == seen
