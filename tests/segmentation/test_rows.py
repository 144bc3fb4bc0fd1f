"""Cutting a table's rows out of hand-ruled columns."""

from dataclasses import replace
from itertools import pairwise

import pytest

from extractor.layout.grid import Gap, Grid
from extractor.layout.template import Column, Table
from extractor.model.geometry import Box
from extractor.model.page import line_of
from extractor.segmentation.rows import cut_rows, numbered
from tests.typewriter import inked, page, typed

COLUMNS = (
    Column(caption="Title", path="securityTitle", type="text"),
    Column(caption="Date", path="transactionDate", type="date"),
    Column(caption="Amount", path="transactionAmounts/transactionShares", type="shares", means="D"),
    Column(caption="Owned", path="postTransactionAmounts/sharesOwnedFollowingTransaction", type="shares"),
    Column(caption="Nature", path="ownershipNature/natureOfOwnership", type="text"),
)
EDGES = (30, 130, 200, 270, 350, 450)
TABLE = Table(name="Table I", heading="Table I", rows="nonDerivativeTable", columns=COLUMNS)
TITLE, DATE, AMOUNT, OWNED, NATURE = (edge + 4 for edge in EDGES[:-1])


def grid(*tops, head=Box(30, 80, 450, 100)):  # noqa: B008 - frozen
    """Rows that begin at `tops`, the last of which ends the table."""
    gaps = tuple(Gap(column, *edges) for column, edges in zip(COLUMNS, pairwise(EDGES), strict=True))
    return Grid(TABLE, gaps, tuple(pairwise(tops)), head, 1.0)


def rows(*lines, tops=(100, 120, 140, 160)):
    return cut_rows(grid(*tops), page(*lines))


def texts(row):
    return {region.path.rsplit("/", 1)[-1]: region.text for region in row.regions}


def trade(y, shares="1,200"):
    return (typed("Common Stock", TITLE, y), typed("11/19/2009", DATE, y), typed(shares, AMOUNT, y))


def holding(y, title="Preferred Stock"):
    return (typed(title, TITLE, y), typed("250,000", OWNED, y))


def test_each_column_gives_a_place_with_its_path_and_type():
    (row,) = rows(*trade(105))
    assert texts(row) == {
        "securityTitle": "Common Stock",
        "transactionDate": "11/19/2009",
        "transactionShares": "1,200",
    }
    shares = row.regions[-1]
    assert (shares.path, shares.type, shares.means) == ("transactionAmounts/transactionShares", "shares", "D")
    assert shares.box == Box(200, 100, 270, 120)


def test_rows_left_blank_are_none():
    assert len(rows(*trade(125))) == 1


def test_a_line_that_runs_through_columns_is_cut_at_the_rules():
    line = typed("Stock", TITLE, 105)
    through = line_of((*line.words, *typed("11/19/2009", DATE, 105).words))
    (row,) = rows(through)
    assert texts(row) == {"securityTitle": "Stock", "transactionDate": "11/19/2009"}


def test_lines_of_one_cell_are_one_place():
    (row,) = rows(*trade(103), typed("par value $.01", TITLE, 111))
    assert texts(row)["securityTitle"] == "Common Stock par value $.01"


def test_a_row_of_only_text_goes_on_with_the_row_above():
    found = rows(*trade(105), typed("par value $.01", TITLE, 125), *trade(145))
    assert [texts(row)["securityTitle"] for row in found] == ["Common Stock par value $.01", "Common Stock"]
    assert (found[0].box.top, found[0].box.bottom) == (100, 140)


def test_a_title_said_again_begins_a_row_whatever_else_is_lost():
    assert len(rows(*trade(105), typed("Comm0n Stock", TITLE, 125), *trade(145))) == 3


def test_a_row_with_a_number_of_its_own_is_a_row():
    assert len(rows(*trade(105), *holding(125))) == 2


def test_text_where_the_row_above_has_none_does_not_go_on_with_it():
    assert len(rows(*trade(105), typed("By Trust", NATURE, 125))) == 2


def test_the_first_row_goes_on_with_nothing():
    (row,) = rows(typed("Common Stock", TITLE, 105))
    assert texts(row) == {"securityTitle": "Common Stock"}


def test_a_printed_box_is_no_value():
    assert rows(typed("[X]", DATE, 105)) == []


@pytest.mark.parametrize(
    ("lines", "is_transaction"),
    [(trade(105), True), (holding(105), False), ((typed("11/19/2009", DATE, 105),), True)],
)
def test_a_transaction_has_a_date_a_code_or_an_amount(lines, is_transaction):
    (row,) = rows(*lines)
    assert row.is_transaction is is_transaction


def test_transactions_and_holdings_count_apart_in_the_order_printed():
    found = numbered(rows(*holding(105), *trade(125), *holding(145)), "nonDerivativeTable")
    assert [row.regions[0].path for row in found] == [
        "nonDerivativeTable/nonDerivativeHolding[1]/securityTitle",
        "nonDerivativeTable/nonDerivativeTransaction[1]/securityTitle",
        "nonDerivativeTable/nonDerivativeHolding[2]/securityTitle",
    ]


def test_rows_of_table_ii_have_its_names():
    (row,) = numbered(rows(*trade(105)), "derivativeTable")
    assert row.regions[0].path == "derivativeTable/derivativeTransaction[1]/securityTitle"


def test_a_table_without_a_head_of_its_own_has_rows_all_the_same():
    (row,) = cut_rows(grid(100, 120, head=None), page(*trade(105)))
    assert texts(row)["transactionShares"] == "1,200"


CODED = (
    Column(caption="Title", path="securityTitle", type="text"),
    Column(caption="Code", path="transactionCoding/transactionCode", type="code"),
    Column(caption="Amount", path="transactionAmounts/transactionShares", type="shares"),
)


def in_one_band(*lines):
    gaps = tuple(Gap(column, *edges) for column, edges in zip(CODED, pairwise(EDGES[:4]), strict=True))
    return cut_rows(Grid(TABLE, gaps, ((100, 180),), Box(30, 80, 270, 100), 1.0), page(*lines))


def coded(y, shares):
    return (inked("Common Stock", TITLE, y), typed("S", DATE, y), typed(shares, AMOUNT, y))


def test_rows_without_rules_between_them_are_told_by_their_letters():
    found = in_one_band(*coded(103, "700"), *coded(120, "1,289"), *coded(137, "300"))
    assert [texts(row)["transactionShares"] for row in found] == ["700", "1,289", "300"]


def test_a_title_that_runs_over_stays_with_the_number_set_beside_its_middle():
    """The number of the next row stands below the first line of its title."""
    wrapped = [
        [inked("Common Stock,", TITLE, y - 4), inked("no par value", TITLE, y + 3), *coded(y, "700")[1:]]
        for y in (106, 126, 146)
    ]
    found = in_one_band(*(line for lines in wrapped for line in lines))
    assert [texts(row)["securityTitle"] for row in found] == ["Common Stock, no par value"] * 3


def test_the_last_line_of_a_title_below_a_line_without_tails_stays_in_its_row():
    """Of `CLASS A COMMON STOCK`, typed in three lines, `STOCK` went to the row below."""
    titled = [
        [
            *(inked(text, TITLE, y + 9 * k) for k, text in enumerate(("CLASS A", "Common", "Stock"))),
            *coded(y, n)[1:],
        ]
        for y, n in ((103, "700"), (130, "900"))
    ]
    lines = [line for row in titled for line in row]
    tails = {"CLASS A": 8.0, "Common": 5.0, "Stock": 8.0}
    high = [
        replace(line, box=line.box._replace(bottom=line.box.top + tails.get(line.text, line.box.height)))
        for line in lines
    ]
    assert [texts(row)["securityTitle"] for row in in_one_band(*high)] == ["CLASS A Common Stock"] * 2


def test_a_title_typed_higher_than_its_number_stays_in_its_row():
    """Beside the last of seven rows it stood in none, and all seven were one."""
    higher = [inked("Common Stock", TITLE, 117.5), *coded(122, "900")[1:]]
    second = inked("no par value", TITLE, 110)
    found = in_one_band(*coded(103, "700"), second, *higher)
    assert [texts(row)["securityTitle"] for row in found] == ["Common Stock no par value", "Common Stock"]


def test_a_row_whose_title_was_lost_goes_with_the_one_above_and_no_other_does():
    """A punched hole hid one title of seven, and all seven rows were one."""
    lost = coded(137, "300")[1:]
    found = in_one_band(*coded(103, "700"), *coded(120, "1,289"), *lost, *coded(154, "200"))
    assert [texts(row)["transactionShares"] for row in found] == ["700", "1,289 300", "200"]


def test_numbers_a_narrow_column_breaks_are_no_row_of_their_own():
    rest = typed("0", AMOUNT, 120), typed("M", DATE, 120)
    (only,) = in_one_band(*coded(103, "24,50"), *rest)
    assert texts(only)["transactionShares"] == "24,50 0"


def drawn(*heights):
    return [typed(part.text, part.box.x0, part.box.top) for y in heights for part in coded(y, "700")]


def test_a_band_of_a_drawn_page_with_rules_between_its_rows_is_one_row():
    gaps = tuple(Gap(column, *edges) for column, edges in zip(CODED, pairwise(EDGES[:4]), strict=True))
    ruled = Grid(TABLE, gaps, ((100, 180), (180, 200)), Box(30, 80, 270, 100), 1.0)
    assert len(cut_rows(ruled, page(*drawn(103, 120)))) == 1


def test_a_drawn_page_without_rules_between_its_rows_has_as_many_rows_as_letters():
    assert len(in_one_band(*drawn(103, 120, 137))) == 3


def test_a_footnote_mark_below_its_letter_is_no_row():
    """Both a number and a title that run over stand beside it."""
    mark, rest = typed("(1)", DATE, 111), typed("04", AMOUNT, 111)
    (only,) = in_one_band(*coded(103, "3,330,8"), mark, rest, typed("(par $.01)", TITLE, 111))
    assert texts(only)["transactionCode"] == "S (1)"


def test_specks_of_a_worn_copy_are_no_row():
    (only,) = rows(*holding(104), inked("1", NATURE, 124), inked("!", OWNED, 145))
    assert texts(only)["securityTitle"] == "Preferred Stock"


def test_a_title_s_last_letter_goes_on_with_the_row_above_on_a_scan():
    (only,) = rows(inked("Series", TITLE, 104), inked("9,000", OWNED, 104), inked("A", TITLE, 124))
    assert texts(only)["securityTitle"] == "Series A"


def test_a_value_whose_letters_go_on_beyond_its_rule_is_severed():
    rule = EDGES[3]
    (row,) = rows(inked("Preferred", TITLE, 104), inked("9,000", rule + 1, 104), inked("1", rule - 3, 104))
    assert [region.severed for region in row.regions if region.path.startswith("post")] == [True]


def test_a_value_with_paper_around_it_is_whole():
    (row,) = rows(*holding(104))
    assert not any(region.severed for region in row.regions)


def test_a_title_below_a_whole_row_at_the_end_of_a_page_begins_the_next_row():
    tall = (*trade(105), typed("of a Name", TITLE, 112))
    whole, cut = rows(*tall, typed("Common", TITLE, 125), tops=(100, 120, 140))
    assert texts(whole)["securityTitle"].endswith("of a Name")
    assert texts(cut) == {"securityTitle": "Common"}


def test_the_lines_of_a_cell_stand_below_each_other_whatever_their_row_on_the_page():
    """A leaning row was one with the lines below it: a title was read "value Common Stock, $0.001 par"."""
    below, above = typed("value", TITLE, 116), typed("Common Stock, par", TITLE + 3, 108)
    (row,) = cut_rows(grid(100, 120), page(below, above))
    assert texts(row)["securityTitle"] == "Common Stock, par value"
