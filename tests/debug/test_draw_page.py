"""The picture of a page as the tool sees it."""

import numpy as np
import pytest

from extractor.debug.draw_page import KINDS, RULE, TINTS, Label, Spot, draw_page
from extractor.layout.grid import Gap, Grid
from extractor.layout.template import Column, Table
from extractor.model.geometry import Box
from extractor.model.page import PageText, RulingLine, RulingLines

SCALE = 200 / 72
"""Pixels a point."""
CAPTION = Label("form4-test", ("scan.tif, page 1",))
TABLE = Table(
    name="Table I",
    heading="Table I",
    rows="nonDerivativeTable",
    columns=(
        Column(caption="Title", path="securityTitle"),
        Column(caption="Price", path="transactionPricePerShare"),
    ),
)


def page_text(rules=None, source="ocr"):
    return PageText(1, 288.0, 216.0, rules or RulingLines(), (), source)


def drawn(seen, grids=(), spots=()):
    paper = np.full((600, 800), 255, np.uint8)
    return draw_page(paper, seen, grids, spots, CAPTION)


def pixel(picture, x, y):
    """The colour at a place of the page, in points."""
    return picture.getpixel((round(x * SCALE), round(y * SCALE)))


def test_rules_are_red_where_they_were_found():
    picture = drawn(page_text(RulingLines((RulingLine(30, 200, 50, 0.5),), (RulingLine(20, 150, 90, 0.5),))))
    assert pixel(picture, 120, 50) == RULE == pixel(picture, 90, 140)
    assert pixel(picture, 120, 60) == (255, 255, 255)


def test_columns_take_turns_in_their_tint_and_the_head_is_darker():
    gaps = (Gap(TABLE.columns[0], 30, 120), Gap(TABLE.columns[1], 120, 210))
    picture = drawn(page_text(), [Grid(TABLE, gaps, ((80, 100), (100, 120)), Box(30, 40, 210, 80), 0.9)])
    first, second = pixel(picture, 60, 90), pixel(picture, 150, 90)
    assert first != second and (255, 255, 255) not in (first, second)
    assert sum(pixel(picture, 60, 70)) < sum(first)
    assert {pixel(picture, 72, 40 - 12 / SCALE), pixel(picture, 162, 40 - 12 / SCALE)} <= {*TINTS}


@pytest.mark.parametrize("kind", ["header", "check", "cell", "text"])
def test_a_value_is_boxed_in_the_colour_of_its_kind(kind):
    picture = drawn(page_text(), spots=[Spot(Box(60, 90, 120, 100), kind, "price", "11.50")])
    assert picture.getpixel((round(59.2 * SCALE), round(95 * SCALE))) == KINDS[kind]


def test_what_was_read_is_written_over_a_scan_s_cells_only():
    spot = Spot(Box(60, 90, 120, 100), "cell", "price", "11.50")
    for source, written in (("ocr", True), ("text", False)):
        page = np.asarray(drawn(page_text(source=source), spots=[spot]))[: round(88 * SCALE), :800]
        assert bool((page < 250).any()) is written
