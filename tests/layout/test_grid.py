"""Tables: which band is the head of which, which gap which column, and which rows are its."""

from dataclasses import replace
from itertools import pairwise

import pytest

from extractor.layout.bands import Band
from extractor.layout.grid import continued, find_grids
from extractor.layout.template import Column, Table
from extractor.model.geometry import Box
from extractor.model.page import PageText, RulingLines, Word, line_of, numbered

STOCK = Table(
    name="Table I",
    heading="Table I",
    rows="nonDerivativeTable",
    columns=(
        Column(caption="1. Title of Security", path="securityTitle"),
        Column(caption="2. Transaction Date", path="transactionDate", type="date"),
        Column(
            caption="4. Securities Acquired",
            columns=(
                Column(caption="Amount", path="transactionShares", type="shares"),
                Column(caption="Price", path="transactionPricePerShare", type="price"),
            ),
        ),
        Column(caption="6. Ownership Form", path="directOrIndirectOwnership", type="direct-indirect"),
    ),
)
OPTIONS = Table(
    name="Table II",
    heading="Table II",
    rows="derivativeTable",
    columns=(
        Column(caption="1. Title of Derivative", path="securityTitle"),
        Column(caption="2. Conversion or Exercise Price", path="conversionOrExercisePrice", type="price"),
        Column(caption="3. Expiration Date", path="expirationDate", type="date"),
    ),
)
EDGES = (50.0, 150.0, 220.0, 280.0, 340.0, 400.0)
HEAD = {
    50: "1. Title of Security",
    150: "2. Transaction Date",
    220: "4. Securities Acquired Amount",
    280: "4. Securities Acquired Price",
    340: "6. Ownership Form",
}


def band(top, bottom, edges=EDGES):
    return Band(Box(edges[0], top, edges[-1], bottom), tuple(edges))


def captions(texts, top):
    """A line in each gap, told by the x of its left edge."""
    for x, text in texts.items():
        yield line_of([Word(text, Box(x + 4, top + 4, x + 56, top + 12), 8.0)])


def page_text(*lines):
    return PageText(1, 612.0, 792.0, RulingLines(), numbered(lines, 1), "text")


def rows(count, top, edges=EDGES):
    return [band(top + 20 * k, top + 20 * (k + 1), edges) for k in range(count)]


def one(grids):
    assert len(grids) == 1
    return grids[0]


def paths(grid):
    return [gap.column.path for gap in grid.gaps]


def test_a_head_gives_each_gap_its_column():
    ruled = [[band(100, 140), *rows(3, 140)]]
    grid = one(find_grids(page_text(*captions(HEAD, 100)), [STOCK], ruled))
    assert grid.table is STOCK
    assert paths(grid) == [leaf.path for leaf in STOCK.leaves]
    assert [(gap.x0, gap.x1) for gap in grid.gaps] == list(pairwise(EDGES))
    assert grid.rows == ((140, 160), (160, 180), (180, 200))
    assert grid.fit > 0.95
    assert grid.box == Box(50, 100, 400, 200)


def test_a_head_that_lost_its_sub_rules_is_divided_as_the_rows_below_it():
    """Captions touched the rules between sub-columns of a scan: with two gaps of five it was no head."""
    ruled = [[band(100, 140, (50.0, 150.0, 400.0)), *rows(2, 140)]]
    scan = replace(page_text(*captions(HEAD, 100)), source="ocr")
    grid = one(find_grids(scan, [STOCK], ruled))
    assert paths(grid) == [leaf.path for leaf in STOCK.leaves]
    assert grid.rows == ((140, 160), (160, 180))


def test_rows_of_answers_are_no_head():
    answers = {50: "Common Stock", 150: "01/02/2003", 220: "1,000", 280: "$12.5", 340: "D"}
    assert find_grids(page_text(*captions(answers, 100)), [STOCK, OPTIONS], [rows(3, 100)]) == ()


def test_a_page_without_rules_has_no_tables():
    assert find_grids(page_text(*captions(HEAD, 100)), [STOCK], []) == ()


def test_a_false_rule_widens_the_column_it_cuts():
    edges = (50.0, 100.0, 150.0, 220.0, 280.0, 340.0, 400.0)
    texts = {**HEAD, 50: "1. Title of Security", 100: ""}
    ruled = [[band(100, 140, edges), *rows(2, 140, edges)]]
    grid = one(find_grids(page_text(*captions(texts, 100)), [STOCK], ruled))
    assert paths(grid) == [leaf.path for leaf in STOCK.leaves]
    assert (grid.gaps[0].x0, grid.gaps[0].x1) == (50, 150)


def test_a_column_that_is_not_there_is_left_out():
    edges = (50.0, 150.0, 220.0, 280.0, 340.0)
    texts = {x: text for x, text in HEAD.items() if x < 340}
    grid = one(find_grids(page_text(*captions(texts, 100)), [STOCK], [[band(100, 140, edges)]]))
    assert paths(grid) == [leaf.path for leaf in STOCK.leaves][:-1]


def test_a_head_found_in_tables_of_two_widths_counts_once():
    bands = [band(100, 140), *rows(2, 140)]
    assert len(find_grids(page_text(*captions(HEAD, 100)), [STOCK], [bands, bands])) == 1


def test_a_table_ends_where_the_head_of_the_next_begins():
    other = {50: "1. Title of Derivative", 150: "2. Conversion or Exercise Price", 220: "3. Expiration Date"}
    edges = (50.0, 150.0, 220.0, 400.0)
    ruled = [[band(100, 140), *rows(2, 140), band(180, 220, edges), *rows(1, 220, edges)]]
    page = page_text(*captions(HEAD, 100), *captions(other, 180))
    grids = find_grids(page, [STOCK, OPTIONS], ruled)
    assert [(grid.table.name, len(grid.rows)) for grid in grids] == [("Table I", 2), ("Table II", 1)]


def test_rows_end_where_the_columns_change():
    ruled = [[band(100, 140), *rows(2, 140), band(180, 200, (50.0, 400.0))]]
    assert len(one(find_grids(page_text(*captions(HEAD, 100)), [STOCK], ruled)).rows) == 2


@pytest.fixture
def grid():
    return one(find_grids(page_text(*captions(HEAD, 100)), [STOCK], [[band(100, 140), *rows(2, 140)]]))


def test_rows_without_a_head_go_on_with_the_table_before(grid):
    more = continued(grid, [rows(3, 30)], above=792)
    assert more.head is None
    assert more.gaps == grid.gaps
    assert len(more.rows) == 3
    assert more.box == Box(50, 30, 400, 90)


def test_other_columns_do_not_go_on_with_the_table_before(grid):
    assert continued(grid, [rows(3, 30, (50.0, 90.0, 130.0, 400.0))], above=792) is None


def test_rows_below_a_head_of_the_page_do_not_go_on_with_the_table_before(grid):
    assert continued(grid, [rows(3, 300)], above=200) is None


def split_head():
    """A head whose third column is split at the foot only."""
    return Band(Box(50, 100, 400, 140), EDGES, tuple(edge for edge in EDGES if edge != 280))


def test_a_head_whose_captions_are_illegible_is_told_by_its_split_columns():
    grid = one(find_grids(page_text(), [STOCK], [[split_head(), *rows(2, 140)]]))
    assert len(paths(grid)) == 5
    assert grid.rows == ((140, 160), (160, 180))


def test_a_head_with_its_captions_is_preferred_to_one_that_only_looks_like_it():
    head = split_head()
    again = Band(Box(50, 300, 400, 340), head.edges, head.through)
    grid = one(find_grids(page_text(*captions(HEAD, 100)), [STOCK], [[head, *rows(2, 140), again]]))
    assert grid.head == head.box
