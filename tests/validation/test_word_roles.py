"""Every word on a filing's pages has one role, and what a cell should hold but does not is told."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.debug.inspection import InspectedFiling, inspected
from extractor.layout.captions import squeezed
from extractor.layout.grid import Gap, Grid
from extractor.layout.template import generic_layout
from extractor.model.geometry import Box
from extractor.model.page import Word, numbered
from extractor.model.region import Region
from extractor.validation.word_roles import account_of
from tests.segmentation.forms import (
    BOXES_PRINT,
    EDGAR,
    HEADER_COLUMNS,
    HEADER_PRINT,
    HEADER_RULES,
    layout,
    seen,
)
from tests.typewriter import inked, typed
from tests.validation.test_completeness import cell

SAMPLES = Path(__file__).parents[2] / "samples"
FILED = ("edgar-two-owners/form4.pdf", "redwood/form4.pdf", "bundle/bundle.pdf")


@pytest.fixture(scope="module", params=FILED)
def filings(request) -> tuple[InspectedFiling, ...]:
    return inspected(SAMPLES / request.param).filings


def account(filing, regions=None):
    found = filing.segmented
    own = found.regions if regions is None else regions
    return account_of(filing.pages, found.grids, own, filing.read.cells)


def header(*lines, as_=EDGAR):
    return seen(*HEADER_PRINT, *BOXES_PRINT, *lines, rules=HEADER_RULES, columns=HEADER_COLUMNS, as_=as_)


def told(page, regions=(), cells=()):
    """The texts of the words that are unaccounted on a page."""
    left = account_of([page], {}, regions, cells).words("unaccounted")
    return [word.text for word in page.text.words if word.id in left]


def test_the_roles_of_a_filing_are_those_of_its_words_and_nothing_of_it_is_left_over(filings):
    for filing in filings:
        found = account(filing)
        assert set(found.roles) == {word.id for page in filing.pages for word in page.text.words}
        assert found.words("unaccounted") == frozenset()


@pytest.mark.parametrize("start", range(4))
def test_a_value_that_no_cell_took_is_told(filings, start):
    """Every fourth region is lost: each of their words is unaccounted."""
    for filing in filings:
        regions = filing.segmented.regions
        lost = {word.id for region in list(_separate(regions))[start::4] for word in _telling(region)}
        kept = [region for region in regions if lost.isdisjoint(word.id for word in _telling(region))]
        assert {word._replace(part=0) for word in lost} <= account(filing, kept).words("unaccounted")


def _telling(region: Region) -> list[Word]:
    """The words of a region that have letters or digits; brackets and dollar signs say nothing alone."""
    return [word for line in region.lines for word in line.words if squeezed(word.text)]


def _separate(regions: list[Region]) -> Iterator[Region]:
    """The regions that have words, less those whose words another has too."""
    seen_ids = set()
    for region in regions:
        own = {word.id for line in region.lines for word in line.words}
        if own and not own & seen_ids:
            seen_ids |= own
            yield region


def test_the_form_s_own_print_is_accounted_for():
    assert told(header(typed("UNITED STATES SECURITIES AND EXCHANGE COMMISSION", 150, 20))) == []


def test_a_line_that_nothing_explains_is_told():
    assert told(header(typed("Held by a trust", 40, 500))) == ["Held", "by", "a", "trust"]


def test_the_mark_for_one_filer_is_a_mark_and_no_loss():
    page = header(typed("X", 424, 183), typed("Form filed by One Reporting Person", 435, 183))
    assert told(page) == []


def test_a_number_of_the_tax_office_is_never_told():
    paper = layout("form4-1996")
    lines = (
        typed("3. IRS or Social Security Number of", 232, 121),
        typed("Reporting Person (Voluntary)", 232, 128),
    )
    assert told(seen(*lines, typed("123-45-6789", 232, 138), as_=paper)) == []


def test_a_scan_tells_of_a_legible_line_and_not_of_dirt():
    def scanned(*lines):
        page = header(*lines)
        text = replace(page.text, source="ocr", lines=numbered(page.text.lines, 1))
        return replace(page, text=text)

    assert told(scanned(inked("1,600", 40, 500))) == ["1,600"]
    assert told(scanned(inked("1,600", 40, 500, sure=0.4))) == []
    assert told(scanned(inked("ily", 40, 500))) == []


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=30)
@given(
    st.lists(st.sampled_from(["FORM 4", "1,600", "(1)", "X", "Date", "Held by a trust", "0.5"]), max_size=8)
)
def test_whatever_is_on_a_page_each_word_has_one_role(texts):
    page = header(*(typed(text, 40, 300 + 20 * k) for k, text in enumerate(texts)))
    assert set(account_of([page], {}, (), ()).roles) == {word.id for word in page.text.words}


def test_the_captions_of_a_print_without_a_layout_are_those_of_any():
    generic = generic_layout()
    page = seen(typed("2. Issuer Name and Ticker or Trading Symbol", 234, 96), as_=generic)
    assert told(page) == []


def test_the_number_of_the_form_is_its_own_print_whatever_its_revision():
    assert told(header(typed("SEC 1474 (3-00)", 480, 700))) == []


@pytest.mark.parametrize("word", ["AMENDED", "4/A"])
def test_a_word_that_says_of_an_amendment_that_it_is_one_is_no_loss(word):
    page = header(typed(word, 40, 30))
    assert told(page, cells=[cell("documentType", "4/A")]) == []
    assert told(page, cells=[cell("documentType", "4")]) == [word]


def test_the_rest_of_an_owner_s_row_over_a_page_s_end_says_the_header_again():
    owner = cell("reportingOwner[1]/reportingOwnerAddress/rptOwnerStreet1", "5688 Aspen Road")
    block = next(table for table in layout("form4-agent2002").tables if table.rows == "reportingOwner")
    grid = Grid(block, (Gap(block.leaves[0], 0, 300),), (), Box(0, 600, 300, 700), 1.0)
    first = seen(typed("Date", 40, 40), as_=EDGAR)
    rest = seen(typed("5688 Aspen Road", 40, 40), number=2, as_=EDGAR)

    def left(grids):
        return account_of([first, rest], grids, (), [owner]).words("unaccounted")

    own = {word.id for word in rest.text.words}
    assert own.isdisjoint(left({1: (grid,)}))
    assert own <= left({})
