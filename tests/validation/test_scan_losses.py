"""What may be lost in the tables of a scan though nothing of it is seen."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

from extractor.layout.grid import Gap, Grid
from extractor.layout.template import shipped_layouts
from extractor.model.filing import Cell
from extractor.model.form_schema import BALANCE
from extractor.model.geometry import Box
from extractor.model.page import Line, Word, WordId
from extractor.model.region import Region
from extractor.segmentation.rows import RowRegion
from extractor.validation.scan_losses import (
    columns_lost,
    kinds_unclear,
    neighbours_filled,
    rows_between,
    rows_in_one,
)
from tests.ocr.answers import sure

TABLE = "nonDerivativeTable"
PRICE = "transactionAmounts/transactionPricePerShare"
BOX = Box(0, 0, 40, 10)


def row(**read):
    """A row of a scan; `date="1/2/97"` and the like are what was read in its columns."""
    paths = {
        "title": "securityTitle",
        "date": "transactionDate",
        "code": "transactionCoding/transactionCode",
        "shares": "transactionAmounts/transactionShares",
        "price": PRICE,
    }
    return RowRegion(1, BOX, tuple(_region(paths[name], text) for name, text in read.items()))


def _region(path, text):
    line = Line((Word(text, BOX, 6.0),), BOX, "ocr", {"form4-quick": sure(text)})
    return Region(path, "text", 1, BOX, (line,))


def cell(path, status):
    return Cell(
        path=path,
        value="x",
        raw="x",
        status=status,
        confidence=0.5,
        page=1,
        bbox=(0, 0, 1, 1),
        source="ocr",
        reader="form4",
    )


def paths(items):
    return [item.path for item in items]


def test_a_row_with_a_speck_for_a_date_may_be_a_transaction_or_a_holding():
    rows = [row(title="Common Stock", date="1"), row(title="Common Stock", date="1/2/97", shares="400")]
    assert paths(kinds_unclear({TABLE: rows})) == [
        f"{TABLE}/nonDerivativeTransaction[1]",
        f"{TABLE}/nonDerivativeHolding[1]",
    ]


def test_what_a_stamp_leaves_in_a_holding_makes_its_kind_unclear():
    rows = [row(title="Common Stock", shares="MAY 21 2022")]
    assert f"{TABLE}/nonDerivativeTransaction[1]" in paths(kinds_unclear({TABLE: rows}))


def test_rows_of_a_plain_kind_are_not_questioned():
    rows = [row(title="Common Stock"), row(title="Common Stock", date="1/2/97", shares="400")]
    assert paths(kinds_unclear({TABLE: rows})) == []


def test_a_row_with_a_whole_date_and_a_code_is_a_transaction_whatever_else_was_lost():
    """All 13 cells of a legible row went to a person for an amount that was not read."""
    rows = [row(title="Senior Notes", date="11/08/2022", code="P")]
    assert paths(kinds_unclear({TABLE: rows})) == []
    assert paths(kinds_unclear({TABLE: [row(title="Senior Notes", date="11/08/2022")]})) != []


def test_a_balance_lost_between_two_balances_is_named():
    rows = [row(title="Common Stock", date="1/2/97", shares="400")] * 3
    read = frozenset(f"{TABLE}/nonDerivativeTransaction[{n}]/{BALANCE}" for n in (1, 3))
    found = paths(neighbours_filled({TABLE: rows}, read))
    assert found == [f"{TABLE}/nonDerivativeTransaction[2]/{BALANCE}"]


def test_a_footnote_stands_for_a_balance():
    rows = [row(title="Common Stock", date="1/2/97", shares="400")] * 2
    base = f"{TABLE}/nonDerivativeTransaction"
    read = frozenset({f"{base}[1]/{BALANCE}", f"{base}[2]/{BALANCE}/footnoteId"})
    assert paths(neighbours_filled({TABLE: rows}, read)) == []


def test_columns_that_were_not_found_put_their_table_in_doubt():
    layout = shipped_layouts()[0]
    table = next(table for table in layout.tables if table.rows == TABLE)
    gaps = tuple(Gap(leaf, k, k + 1) for k, leaf in enumerate(table.leaves))
    whole = Grid(table, gaps, (), BOX, 1.0)
    assert paths(columns_lost([whole])) == []
    assert paths(columns_lost([replace(whole, gaps=gaps[1:])])) == [TABLE]


def bands(*filled, words=None):
    """The items of a page with a table of ruled lines 10 points high; rows stand in those that are filled."""
    table = next(t for t in shipped_layouts()[0].tables if t.rows == TABLE)
    lines = tuple((10.0 * k, 10.0 * k + 10) for k in range(5))
    grid = Grid(table, (Gap(table.leaves[0], 0, 100),), lines, None, 1.0)
    own = [_typed(k) for k in (words if words is not None else filled)]
    page = SimpleNamespace(number=1, text=SimpleNamespace(lines=own))
    rows = [RowRegion(1, BOX, (Region("securityTitle", "text", 1, BOX, (_typed(k),)),)) for k in filled]
    return list(rows_between(page, [grid], {TABLE: rows}))


def _typed(band):
    box = Box(5, 10.0 * band + 1, 60, 10.0 * band + 8)
    return Line((Word("Stock", box, 6.0, id=WordId(1, band, 0)),), box)


def test_an_empty_line_between_two_rows_may_be_a_row_lost():
    assert [item.path for item in bands(0, 1, 3)] == [TABLE]
    assert "rows may be missing" in bands(0, 3)[0].reason


def test_empty_lines_below_the_last_row_are_none():
    assert bands(0, 1) == [] and bands() == []


def test_a_line_between_rows_with_words_in_it_is_not_empty():
    assert bands(0, 2, words=(0, 1, 2)) == []


def stacked(*tops, beside=()):
    """A row whose code column holds a letter at each of these heights, its title a line at each of those."""

    def lines(text, heights):
        boxes = [Box(0, top, 4, top + 6) for top in heights]
        return tuple(Line((Word(text, box, 6.0),), box, "ocr", {"form4-quick": sure(text)}) for box in boxes)

    code = Region("transactionCoding/transactionCode", "code", 1, BOX, lines("S", tops))
    return RowRegion(1, BOX, (code, Region("securityTitle", "text", 1, BOX, lines("Stock", beside))))


def test_two_letters_beside_two_lines_may_be_two_rows():
    """A rule across two rows was gone; the second was lost, and nothing said so."""
    found = paths(rows_in_one({TABLE: [stacked(10, beside=(10,)), stacked(30, 50, beside=(30, 51))]}))
    assert found == [
        f"{TABLE}/nonDerivativeTransaction[1]",
        f"{TABLE}/nonDerivativeTransaction[2]",
        f"{TABLE}/nonDerivativeHolding[2]",
    ]


def test_a_speck_below_a_letter_is_no_row():
    assert not list(
        rows_in_one({TABLE: [stacked(10, 30, beside=(10, 18)), stacked(50, 52, beside=(50, 70))]})
    )


def title(*lines):
    """A row whose title runs over these lines."""
    own = tuple(Line((Word(text, BOX, 6.0),), BOX, "ocr", {"form4-quick": sure(text)}) for text in lines)
    return RowRegion(1, BOX, (Region("securityTitle", "text", 1, BOX, own),))


def test_a_title_that_says_the_same_twice_may_be_two_rows():
    assert paths(rows_in_one({TABLE: [title("DEPOSITARY SHARES", "DEPOSITARY SHARE5")]}))
    assert not list(rows_in_one({TABLE: [title("Non-Qualified Stock Option", "(right to buy)")]}))
