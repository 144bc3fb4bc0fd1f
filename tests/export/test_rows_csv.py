import csv
import io

import pytest

from extractor.export import to_csv
from extractor.export.rows_csv import guarded
from extractor.export.sheets import COLUMNS, FIELD_COLUMNS
from extractor.model.filing import ReviewItem
from extractor.model.form_schema import FIELDS
from extractor.model.reason import Reason, ReasonCode

T1 = "nonDerivativeTable/nonDerivativeTransaction[1]"
PRICE = f"{T1}/transactionAmounts/transactionPricePerShare"


def rows(extraction):
    return list(csv.DictReader(io.StringIO(to_csv(extraction))))


def test_every_field_of_the_form_has_a_column():
    assert {field.name for field in FIELDS} == set(FIELD_COLUMNS)


def test_one_row_a_transaction_or_holding_with_the_header_repeated(filing, extraction_of):
    lines = rows(extraction_of(filing, filing))
    assert [(r["filing"], r["table"], r["kind"], r["row"]) for r in lines] == [
        (number, *row)
        for number in "12"
        for row in (("I", "holding", "1"), ("I", "transaction", "1"), ("II", "transaction", "1"))
    ]
    assert {r["source_file"] for r in lines} == {"box 7.pdf"}
    assert {r["owners"] for r in lines} == {"MARROW ESTHER J; Marrow Family Trust"}
    assert {r["relationship"] for r in lines} == {"Officer; 10% Owner"}


def test_values_and_marks_stand_under_their_columns(filing, extraction_of):
    holding, sale, option = rows(extraction_of(filing))
    assert holding["amount_following"] == "250000"
    assert (sale["code"], sale["price"], sale["acquired_disposed"]) == ("M", "11.4375", "A")
    assert sale["footnotes"] == "code: F1; price: F1 F2"
    assert (option["timeliness"], option["total_value"], option["amount"]) == ("E", "50000", "")
    assert option["status"] == "ok"


def test_a_flagged_cell_marks_its_row_and_no_other(filing, changed, extraction_of):
    flagged = changed(
        filing, PRICE, status="review", reasons=(Reason.of(ReasonCode.NOTED, text="runner-up 11.4376"),)
    )
    holding, sale, option = rows(extraction_of(flagged))
    assert (holding["status"], sale["status"], option["status"]) == ("ok", "review", "ok")
    assert sale["review_reasons"] == "Table I transaction 1, price: runner-up 11.4376"


@pytest.mark.parametrize(
    ("path", "statuses"),
    [
        ("", ["review"] * 3),
        ("issuer/issuerName", ["review"] * 3),
        ("reportingOwner[1]", ["review"] * 3),
        ("nonDerivativeTable", ["review", "review", "ok"]),
        (T1, ["ok", "review", "ok"]),
        ("remarks", ["ok"] * 3),
    ],
)
def test_review_entries_reach_the_rows_they_speak_of(filing, extraction_of, path, statuses):
    flagged = filing.model_copy(update={"review": (ReviewItem(path=path, reason="why"),)})
    lines = rows(extraction_of(flagged))
    assert [r["status"] for r in lines] == statuses
    assert all(r["review_reasons"].endswith(": why") for r in lines if r["status"] == "review")


def test_a_filing_with_no_rows_does_not_vanish(make_filing, extraction_of):
    empty = make_filing(
        {"issuer/issuerName": "Lost Corp"}, review=(ReviewItem(path="derivativeTable", reason="cut off"),)
    )
    (line,) = rows(extraction_of(empty))
    assert (line["issuer"], line["kind"], line["status"]) == ("Lost Corp", "", "review")


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-1+2", "@SUM(A1)", "=cmd|' /C calc'!A0", "-0-"])
def test_text_a_spreadsheet_would_run_is_disarmed(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "+5", "11.4375", "0", "Common Stock", "2009-11-19", "10% Owner"])
def test_numbers_and_words_are_left_alone(text):
    assert guarded(text) == text


def test_a_formula_behind_white_space_is_disarmed_too():
    assert guarded("\t=1+1") == "'=1+1"


def test_titles_with_commas_quotes_and_line_ends_survive(make_filing, extraction_of):
    title = 'Common, "A"\nshares'
    text = to_csv(extraction_of(make_filing({f"{T1}/securityTitle": title})))
    assert len(text.splitlines()) == 2
    assert next(csv.DictReader(io.StringIO(text)))["title"] == 'Common, "A" shares'
    assert tuple(csv.DictReader(io.StringIO(text)).fieldnames) == COLUMNS["rows"]
