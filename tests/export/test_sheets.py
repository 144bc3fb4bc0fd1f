"""The plain tables: rows, owners, footnotes and what to look at."""

import csv
import io

import pytest

from extractor.export import to_csv, write_outputs
from extractor.export.sheets import COLUMNS, SHEETS, sheet
from extractor.model.filing import ReviewItem
from extractor.model.reason import Reason, ReasonCode
from tests.conftest import T1

PRICE = f"{T1}/transactionAmounts/transactionPricePerShare"
NOTED = (Reason.of(ReasonCode.NOTED, text="smudged"),)


def lines(extraction, table):
    return list(csv.DictReader(io.StringIO(to_csv(extraction, table))))


def test_rows_have_the_texts_of_the_footnotes_they_cite(filing, extraction_of):
    holding, sale, _ = lines(extraction_of(filing), "rows")
    assert holding["footnote_texts"] == "F3: The trust's."
    assert sale["footnote_texts"] == "F1: Exercised under a plan.; F2: Vested."


def test_owners_have_a_line_each(filing, extraction_of):
    first, second = lines(extraction_of(filing), "owners")
    assert (first["owner"], first["name"], first["street"]) == ("1", "MARROW ESTHER J", "14 TALLOW LANE")
    assert (first["is_officer"], first["officer_title"]) == ("true", "Chief Inkmaker")
    assert (second["name"], second["is_ten_percent_owner"]) == ("Marrow Family Trust", "true")
    assert {line["status"] for line in (first, second)} == {"ok"}


def test_footnotes_have_a_line_each(filing, extraction_of):
    notes = lines(extraction_of(filing), "footnotes")
    assert [(note["id"], note["text"]) for note in notes][1:] == [("F2", "Vested."), ("F3", "The trust's.")]


def test_what_to_look_at_has_a_line_each(filing, changed, extraction_of):
    flagged = changed(filing, PRICE, status="review", reasons=NOTED)
    (line,) = lines(extraction_of(flagged), "review")
    assert (line["place"], line["reason"]) == ("Table I transaction 1, price", "smudged")
    assert (line["page"], line["path"]) == ("1", PRICE)


def test_a_doubtful_owner_is_told_and_no_other(filing, extraction_of):
    item = ReviewItem(path="reportingOwner[2]/reportingOwnerAddress", reasons=NOTED)
    owners = lines(extraction_of(filing.model_copy(update={"review": (item,)})), "owners")
    assert [owner["status"] for owner in owners] == ["ok", "review"]


@pytest.mark.parametrize("mark", ["", "/footnoteId"])
def test_the_cell_in_doubt_says_why(filing, changed, extraction_of, mark):
    flagged = changed(filing, PRICE + mark, status="review", reasons=NOTED)
    _, sale, _ = sheet(extraction_of(flagged), "rows")
    assert {name: entry.doubt for name, entry in sale.items() if entry.doubt} == {"price": "smudged"}


def test_lines_have_no_other_columns(filing, extraction_of):
    for name in SHEETS:
        for line in sheet(extraction_of(filing), name):
            assert set(line) <= set(COLUMNS[name])


def test_excel_sees_that_csv_files_are_utf_8(tmp_path, make_filing, extraction_of):
    """Without the mark it showed Société as SociÃ©tÃ©."""
    extraction = extraction_of(make_filing({"issuer/issuerName": "Société"}))
    formats = ("csv", "csv-owners", "csv-footnotes", "json")
    *tables, data = write_outputs(extraction, formats, tmp_path, "a")
    assert all(file.read_bytes().startswith(b"\xef\xbb\xbfsource_file") for file in tables)
    assert data.read_bytes().startswith(b"{")


@pytest.mark.parametrize("format", ["csv", "csv-owners", "csv-footnotes"])
def test_pandas_polars_and_duckdb_read_the_csv_files_alike(tmp_path, filing, extraction_of, format):
    duckdb, pandas, polars = (pytest.importorskip(name) for name in ("duckdb", "pandas", "polars"))
    (file,) = write_outputs(extraction_of(filing), [format], tmp_path, "a")
    names = list(COLUMNS[{"csv": "rows"}.get(format, format.removeprefix("csv-"))])
    assert list(pandas.read_csv(file).columns) == polars.read_csv(file).columns == names
    asked = duckdb.execute("select * from read_csv(?)", [str(file)])
    assert [column[0] for column in asked.description] == names
    assert len(asked.fetchall()) == len(pandas.read_csv(file))
