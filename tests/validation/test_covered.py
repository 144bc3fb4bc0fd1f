"""Values, rows and tables under a bar or a stamp: they were accepted, or gone without a word."""

from dataclasses import replace

import pytest

from extractor.layout.grid import Gap, Grid
from extractor.model.geometry import Box
from extractor.model.region import Region
from extractor.segmentation.rows import RowRegion
from extractor.validation.covered import things_covered
from tests.segmentation.forms import EDGAR, seen
from tests.typewriter import inked, typed
from tests.validation.test_completeness import TRANSACTION, cell

TABLE = next(table for table in EDGAR.tables if table.rows == "nonDerivativeTable")
GRID = Grid(TABLE, (Gap(TABLE.leaves[0], 0, 500),), (), Box(0, 100, 500, 300), 1.0)
SHARES = f"{TRANSACTION}/transactionAmounts/transactionShares"


def named(area, page_number=1):
    page = seen(typed("1,250", 100, 122))
    page = replace(page, text=replace(page.text, covers=(area,)))
    found = cell(SHARES, "1250").model_copy(update={"bbox": (100, 120, 130, 130), "page": page_number})
    row = RowRegion(1, Box(0, 118, 500, 132), ())
    items = list(things_covered(page, (GRID,), {TABLE.rows: [row]}, [found]))
    assert [item.page for item in items if not item.path] == [1]
    return [item.path for item in items if item.path]


def test_a_box_over_part_of_a_value_flags_the_value_and_its_row():
    kind = "nonDerivativeTable/nonDerivativeHolding[1]"
    assert named(Box(110, 121, 140, 129)) in ([SHARES, TRANSACTION], [SHARES, kind])


@pytest.mark.parametrize("area", [Box(0, 150, 500, 210), Box(0, 200, 60, 206)])
def test_a_strip_where_no_cell_is_left_may_hide_rows_of_its_table(area):
    assert named(area) == ["nonDerivativeTable"]


def test_a_stamp_outside_the_tables_is_a_place_on_its_page_alone():
    assert named(Box(200, 20, 260, 50)) == []


def test_cells_of_other_pages_are_not_touched():
    assert SHARES not in named(Box(110, 121, 140, 129), page_number=2)


def blotted(area):
    """What a blot on a scan puts in doubt."""
    page = seen(inked("1,250", 100, 122))
    page = replace(page, text=replace(page.text, covers=(area,), source="ocr"))
    found = cell(SHARES, "1250").model_copy(update={"bbox": (100, 120, 130, 130), "page": 1})
    row = RowRegion(1, Box(0, 118, 500, 132), ())
    return [item.path for item in things_covered(page, (GRID,), {TABLE.rows: [row]}, [found])]


@pytest.mark.parametrize("area", [Box(80, 115, 98, 133), Box(120, 110, 130, 121)])
def test_a_value_beside_a_blot_may_lack_a_letter(area):
    """`600 CONGRESS AVENUE` behind a punched hole was accepted as `00 CONGRESS AVENUE`."""
    assert blotted(area) == [SHARES]


def test_a_blot_that_swallowed_the_first_word_of_a_cell():
    """`Shares of Beneficial Interest` behind a punched hole was accepted as `of Beneficial Interest`."""
    page = seen(inked("1,250", 100, 122))
    page = replace(page, text=replace(page.text, covers=(Box(55, 118, 78, 134),), source="ocr"))
    region = Region("securityTitle", "text", 1, Box(60, 118, 200, 132), page.text.lines)
    row = RowRegion(1, Box(0, 118, 500, 132), (region,))
    (item,) = things_covered(page, (GRID,), {TABLE.rows: [row]}, [])
    assert item.path.endswith("[1]/securityTitle")


def test_a_blot_in_an_empty_part_of_a_row_may_hide_a_value():
    assert blotted(Box(300, 115, 318, 133)) in ([TRANSACTION], ["nonDerivativeTable/nonDerivativeHolding[1]"])


def test_a_hole_in_the_margin_hides_nothing():
    assert blotted(Box(520, 40, 540, 60)) == []
