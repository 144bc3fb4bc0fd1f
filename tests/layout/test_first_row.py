"""A first row that the head swallowed, the rule between them gone."""

from itertools import pairwise

import pytest

from extractor.layout.grid import Gap, Grid, split_off_first_row, with_whole_head
from extractor.model.geometry import Box
from tests.layout.test_grid import EDGES, STOCK
from tests.typewriter import page, typed

CAPTIONS = (
    typed("1. Title of", 54, 100),
    typed("Security", 54, 108),
    typed("2. Transaction", 152, 100),
    typed("Date", 154, 108),
    typed("Amount", 224, 112),
    typed("Price", 284, 112),
    typed("6. Ownership", 342, 100),
    typed("Form", 344, 108),
)
FOOT = 118
ROW = (
    typed("Common Stock", 54, 124),
    typed("1/17/1997", 154, 124),
    typed("296", 224, 124),
    typed("$ 31 3/4", 284, 124),
    typed("D", 344, 124),
)


def grid(foot):
    gaps = tuple(Gap(leaf, *sides) for leaf, sides in zip(STOCK.leaves, pairwise(EDGES), strict=True))
    return Grid(STOCK, gaps, ((foot, foot + 16), (foot + 16, foot + 32)), Box(50, 96, 400, foot), 0.9)


def test_a_row_below_the_captions_is_the_first():
    freed = split_off_first_row(grid(136), page(*CAPTIONS, *ROW))
    assert freed.rows[0] == (pytest.approx(FOOT), 136) and len(freed.rows) == 3
    assert freed.head.bottom == pytest.approx(FOOT)


def test_a_head_of_captions_stays_whole():
    whole = grid(124)
    assert split_off_first_row(whole, page(*CAPTIONS)) == whole


def test_worn_captions_are_no_row():
    """Their letters say nothing, but no number stands among them."""
    worn = [typed("Xqzw", x, 110) for x in EDGES[:-1]]
    whole = grid(124)
    assert split_off_first_row(whole, page(*CAPTIONS[:1], *worn)) == whole


def test_what_stands_high_in_the_head_is_no_row():
    whole = grid(170)
    assert split_off_first_row(whole, page(*CAPTIONS, *ROW)) == whole


def test_a_table_that_goes_on_from_the_page_before_has_no_head_to_free_a_row_from():
    going_on = Grid(STOCK, grid(136).gaps, ((136, 152),), None, 0.9)
    assert split_off_first_row(going_on, page(*ROW)) == going_on


@pytest.mark.parametrize("ends", [("Date", "Amount", "Price"), ("ate", "ount", "ice")])
def test_a_band_of_captions_below_the_head_is_of_the_head(ends):
    """Of a narrow table, "Following Reported Transaction(s)" below a rule was a row of its own."""
    lines = [typed(text, x, 124) for text, x in zip(ends, (154, 224, 284), strict=True)]
    whole = with_whole_head(grid(FOOT), page(*CAPTIONS, *lines))
    assert (whole.head.bottom, len(whole.rows)) == (FOOT + 16, 1)


def test_a_row_below_the_head_is_none_of_it():
    found = grid(FOOT)
    assert with_whole_head(found, page(*CAPTIONS, *ROW)) == found
