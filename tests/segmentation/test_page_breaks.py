"""Rows that the end of a page cuts in two."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from extractor.model.forms import schema_of
from extractor.model.geometry import Box
from extractor.model.region import Region
from extractor.segmentation.page_breaks import joined_over_pages
from extractor.segmentation.rows import RowRegion
from tests.typewriter import page, typed

TABLE = schema_of("4").table("nonDerivativeTable")
FIELDS = {
    "securityTitle": "text",
    "transactionDate": "date",
    "transactionCoding/transactionCode": "code",
    "transactionAmounts/transactionShares": "shares",
    "transactionAmounts/transactionAcquiredDisposedCode": "acquired-disposed",
    "postTransactionAmounts/sharesOwnedFollowingTransaction": "shares",
    "ownershipNature/directOrIndirectOwnership": "direct-indirect",
    "ownershipNature/natureOfOwnership": "text",
}
WHOLE = {
    "securityTitle": "Common Stock",
    "transactionDate": "11/19/2009",
    "transactionCoding/transactionCode": "S",
    "transactionAmounts/transactionShares": "1,200",
    "transactionAmounts/transactionAcquiredDisposedCode": "D",
    "postTransactionAmounts/sharesOwnedFollowingTransaction": "8,800",
    "ownershipNature/directOrIndirectOwnership": "I",
    "ownershipNature/natureOfOwnership": "By trust",
}
BOX = Box(30, 100, 590, 120)


def row(number, **texts):
    """A row on page `number`, its columns filled as named by the last part of their paths."""
    regions = []
    for path, kind in FIELDS.items():
        if text := texts.get(path.rpartition("/")[2]):
            own = page(typed(text, 40, 104), number=number).lines
            regions.append(Region(path, kind, number, BOX, own))
    return RowRegion(number, BOX, tuple(regions))


def whole(number, **changed):
    return row(number, **{path.rpartition("/")[2]: text for path, text in WHOLE.items()} | changed)


def texts(rows):
    return [{region.path.rpartition("/")[2]: region.text for region in each.regions} for each in rows]


def test_text_that_runs_over_the_page_s_end_is_its_row_s():
    above = whole(1, securityTitle="Series D-1", natureOfOwnership="By the Hollow")
    (found,) = joined_over_pages(
        [[above], [row(2, securityTitle="Preferred", natureOfOwnership="Trust")]], TABLE
    )
    assert texts([found])[0]["securityTitle"] == "Series D-1 Preferred"
    assert texts([found])[0]["natureOfOwnership"] == "By the Hollow Trust"
    assert found.page == 1


def test_numbers_set_in_the_middle_of_a_cut_row_may_stand_on_the_next_page():
    above, below = row(1, securityTitle="Series D-1"), whole(2, securityTitle="Preferred")
    (found,) = joined_over_pages([[above], [below]], TABLE)
    assert texts([found])[0] == texts([whole(1, securityTitle="Series D-1 Preferred")])[0]


def test_two_whole_rows_are_two():
    pages = [[whole(1)], [whole(2, transactionShares="3")]]
    assert len(joined_over_pages(pages, TABLE)) == 2


def test_a_row_of_which_a_copier_took_the_number_is_no_rest_of_the_one_before():
    pages = [[whole(1)], [row(2, securityTitle="Common Stock", directOrIndirectOwnership="D")]]
    assert len(joined_over_pages(pages, TABLE)) == 2


def test_a_title_said_again_begins_a_row():
    pages = [
        [row(1, securityTitle="Common Stock, no par value")],
        [row(2, securityTitle="Common Stock, no par")],
    ]
    assert len(joined_over_pages(pages, TABLE)) == 2


def test_a_page_without_rows_parts_nothing():
    above = row(1, securityTitle="Series D-1")
    assert len(joined_over_pages([[above], [], [whole(3, securityTitle="Preferred")]], TABLE)) == 1


@given(st.lists(st.integers(0, 4), min_size=1, max_size=5), st.integers(0, 2**20))
def test_no_line_is_lost_or_said_twice(counts, seed):
    names = [path.rpartition("/")[2] for path in FIELDS]
    pages = []
    for number, count in enumerate(counts, 1):
        own = []
        for k in range(count):
            filled = [name for j, name in enumerate(names) if (seed >> ((j + 3 * k + number) % 20)) & 1]
            own.append(row(number, **dict.fromkeys(filled, f"{number}{k}")))
        pages.append(own)
    lines = [line.id for rows in pages for each in rows for region in each.regions for line in region.lines]
    joined = joined_over_pages(pages, TABLE)
    after = [line.id for each in joined for region in each.regions for line in region.lines]
    assert sorted(after) == sorted(lines)
    assert all(a.page <= b.page for a, b in pairwise(joined))
