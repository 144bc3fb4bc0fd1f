import io
import re

import pytest
from rich.console import Console

from extractor.export import print_table, render
from extractor.model.filing import Check, ReviewItem, UnusedPage
from extractor.model.reason import Reason, ReasonCode

T1 = "nonDerivativeTable/nonDerivativeTransaction[1]"
SHARES = f"{T1}/transactionAmounts/transactionShares"
FOLLOWING = f"{T1}/postTransactionAmounts/sharesOwnedFollowingTransaction"


def shown(extraction, width=160, color=False):
    file = io.StringIO()
    console = Console(
        file=file, width=width, force_terminal=color, color_system="standard" if color else None
    )
    print_table(extraction, console)
    return file.getvalue()


@pytest.mark.parametrize("width", [40, 80, 120, 160])
def test_every_value_is_shown_whole_at_any_width(filing, extraction_of, width):
    text = shown(extraction_of(filing), width)
    assert max(len(line.rstrip()) for line in text.splitlines()) <= width
    for value in (
        "1,200 A",
        "11.4375 (1)(2)",
        "12,004.17",
        "250,000",
        "2012-12-02",
        "M (1)",
        "S E",
        "50,000",
    ):
        assert value in text
    assert "…" not in text


def test_header_names_issuer_owners_relations_period_and_signature(filing, extraction_of):
    text = shown(extraction_of(filing))
    for words in (
        "Form 4/A  OK  page 1  box 7.pdf",
        "Quillfeather & Sons Inc [QFS]",
        "MARROW ESTHER J  Officer: Chief Inkmaker",
        "Marrow Family Trust  10% Owner",
        "14 TALLOW LANE, DUNMERE OH 44001",
        "/s/ Esther J. Marrow, 2011-03-08",
        "(3)  The trust's.",
    ):
        assert words in text


def test_empty_columns_and_tables_are_left_out(make_filing, extraction_of):
    text = shown(extraction_of(make_filing({f"{T1}/securityTitle": "Common Stock"})))
    assert "Table I " in text
    assert "Table II" not in text
    assert "Nature" not in text
    assert "Price" not in text


def test_flagged_cells_are_marked_without_colour_and_with_it(filing, changed, extraction_of):
    flagged = changed(
        filing, SHARES, status="review", reasons=(Reason.of(ReasonCode.NOTED, text="runner-up 1,260"),)
    )
    plain = shown(extraction_of(flagged))
    assert "1,200? A" in plain
    assert re.search(r"Table I transaction 1, amount +1200 +runner-up 1,260", plain)
    assert "\x1b[33m1,200?" in shown(extraction_of(flagged), color=True)


def test_repaired_cells_are_marked_and_explained(filing, changed, extraction_of):
    text = shown(extraction_of(changed(filing, FOLLOWING, status="repaired")))
    assert "12,004.17*" in text
    assert "* repaired by a rule" in text


def test_a_flagged_row_or_table_is_marked_where_it_stands(filing, extraction_of):
    review = (
        ReviewItem(path=T1, reason="a line below"),
        ReviewItem(path="derivativeTable", reason="cut off"),
    )
    text = shown(extraction_of(filing.model_copy(update={"review": review, "status": "review"})))
    assert "Table II  Derivative securities?" in text
    assert re.search(r"^ ?1\? +Common Stock", text, re.MULTILINE)
    assert "REVIEW" in text


def test_a_flagged_table_without_rows_is_shown(make_filing, extraction_of):
    review = (ReviewItem(path="derivativeTable", reason="cut off"),)
    assert "Table II" in shown(extraction_of(make_filing({}, review=review)))


def test_brackets_in_values_are_not_taken_for_markup(make_filing, extraction_of):
    values = {"issuer/issuerName": "[bold]Acme[/bold]", f"{T1}/securityTitle": "Stock [/] (401(k))"}
    text = shown(extraction_of(make_filing(values)))
    assert "[bold]Acme[/bold]" in text
    assert "Stock [/] (401(k))" in text


def test_checks_are_counted_and_violated_ones_told(filing, extraction_of):
    checks = (
        Check(rule="running-balance", outcome="violated", statement="1 + 2 = 4"),
        Check(rule="dates", outcome="satisfied", statement="fine"),
    )
    text = shown(extraction_of(filing.model_copy(update={"checks": checks})))
    assert "1 satisfied, 1 violated, 0 not applicable" in text
    assert "running-balance  1 + 2 = 4" in text
    assert "fine" not in text


def test_unused_pages_are_named(filing, extraction_of):
    text = shown(extraction_of(filing, unused=(UnusedPage(page=3, reason="a letter"),)))
    assert "page 3  a letter" in text


def test_text_that_is_no_number_in_a_number_column_is_shown_as_it_is(make_filing, extraction_of):
    assert "1-for-1" in shown(extraction_of(make_filing({SHARES: "1-for-1"})))


def test_several_filings_are_numbered_and_plain_text_has_no_escapes(filing, extraction_of):
    text = render(extraction_of(filing, filing), "table")
    assert "filing 2 of 2" in text
    assert "\x1b" not in text
    assert all(line == line.rstrip() for line in text.splitlines())


def test_what_is_in_no_cell_is_named_by_its_page(make_filing, extraction_of):
    spot = ReviewItem(path="", reason='no cell holds "1,600"', page=2, bbox=(0, 0, 9, 9))
    assert 'page 2  no cell holds "1,600"' in " ".join(
        shown(extraction_of(make_filing({}, review=(spot,)))).split("\n")
    )
