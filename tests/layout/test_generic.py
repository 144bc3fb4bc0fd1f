"""A print that no layout knows, read by what its captions mean."""

from functools import cache

import pytest

from extractor.document import open_document
from extractor.layout.classify import classify
from extractor.layout.template import shipped_layouts
from extractor.ocr.text_layer import read_text_layer
from tests.golden.cases import FILINGS, LAYOUTS, TEXT, Case


@cache
def first_page(case):
    with open_document(case.file) as document:
        page = next(iter(document))
        return read_text_layer(page, page.chars())


def without(name):
    return [layout for layout in shipped_layouts() if layout.name != name]


BORN = [Case(layout, filing, TEXT) for layout in LAYOUTS for filing in FILINGS[TEXT]]


@pytest.mark.parametrize("case", BORN, ids=lambda case: case.name)
def test_a_page_whose_layout_is_not_known_is_read_all_the_same(case):
    page = classify(first_page(case), without(case.layout))
    assert page.begins_filing


@pytest.mark.parametrize("case", BORN, ids=lambda case: case.name)
def test_its_columns_are_those_that_its_own_layout_says(case):
    known = classify(first_page(case), shipped_layouts())
    unknown = classify(first_page(case), without(case.layout))
    own, other = (page.under(page.best.layout).grids for page in (known, unknown))
    assert [columns(grid) for grid in own] == [columns(grid) for grid in other]


def columns(grid):
    return grid.table.rows, [(gap.column.path, gap.column.means, round(gap.x0)) for gap in grid.gaps]


def test_a_known_print_is_read_by_its_own_layout():
    for case in BORN:
        assert classify(first_page(case), shipped_layouts()).best.layout.name == case.layout
