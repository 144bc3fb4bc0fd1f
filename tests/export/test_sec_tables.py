"""SEC's tables: its headers, its values, and files that the field's tools read."""

from datetime import date
from decimal import Decimal

import pytest

from extractor.export.sec_table_files import TableFiles, lines_of
from extractor.export.sec_tables import TABLES, SecTables, headers, typed
from extractor.model.filing import Cell, Filing, ReviewItem
from extractor.model.form_schema import Kind

COUNTS = {
    "SUBMISSION": 14,
    "REPORTINGOWNER": 13,
    "NONDERIV_TRANS": 28,
    "NONDERIV_HOLDING": 14,
    "DERIV_TRANS": 42,
    "DERIV_HOLDING": 26,
    "FOOTNOTES": 3,
    "OWNER_SIGNATURE": 3,
}
"""Columns of each table as SEC publishes it."""
OPTION = "derivativeTable/derivativeTransaction[1]"
STOCK = "nonDerivativeTable/nonDerivativeTransaction[1]"
VALUES = {
    "documentType": "4",
    "periodOfReport": "1999-07",
    "issuer/issuerName": "TAB\tAND CO",
    "reportingOwner[1]/reportingOwnerId/rptOwnerName": "DOE JANE",
    "reportingOwner[1]/reportingOwnerRelationship/isDirector": "true",
    "reportingOwner[1]/reportingOwnerRelationship/isOfficer": "true",
    "reportingOwner[2]/reportingOwnerId/rptOwnerName": "DOE TRUST",
    f"{STOCK}/securityTitle": "Common",
    f"{STOCK}/transactionDate": "various",
    f"{STOCK}/transactionCoding/transactionCode": "S",
    f"{STOCK}/transactionCoding/transactionCode/footnoteId": "F1",
    f"{STOCK}/transactionTimeliness": "E",
    f"{STOCK}/transactionAmounts/transactionShares": "707",
    f"{STOCK}/transactionAmounts/transactionPricePerShare": "11.4375",
    f"{STOCK}/transactionAmounts/transactionPricePerShare/footnoteId": "F1 F2",
    f"{OPTION}/securityTitle": "Option",
    f"{OPTION}/exerciseDate": "2009-11-19",
    f"{OPTION}/conversionOrExercisePrice/footnoteId": "F2",
    "footnotes/footnote[@id='F1']": "See below.",
    "ownerSignature[1]/signatureName": "Jane Doe",
    "ownerSignature[1]/signatureDate": "1999-08-09",
}


def cell(path, value):
    return Cell(
        path=path,
        value=value,
        raw=value,
        status="accepted",
        confidence=0.99,
        page=2,
        bbox=(0, 0, 1, 1),
        source="text",
        reader="test",
    )


@pytest.fixture
def filing():
    cells = tuple(cell(path, value) for path, value in VALUES.items())
    looks = (ReviewItem(path=OPTION, reason="hard to read"),)
    return Filing(form="4", layout="test", pages=(1, 2), status="review", cells=cells, review=looks)


def records(filing):
    found = {}
    for record in SecTables().records(filing, "k-1"):
        found.setdefault(record.table, []).append(record)
    return found


def test_the_headers_are_sec_s():
    assert {table: len(headers(table)) for table in TABLES} == COUNTS
    assert "EXCERCISE_DATE_FN" in headers("DERIV_TRANS") and "EXERCISE_DATE" in headers("DERIV_HOLDING")
    assert headers("NONDERIV_TRANS")[:4] == (
        "ACCESSION_NUMBER",
        "NONDERIV_TRANS_SK",
        "SECURITY_TITLE",
        "SECURITY_TITLE_FN",
    )


def test_a_transaction_has_its_values_and_its_notes(filing):
    (row,) = records(filing)["NONDERIV_TRANS"]
    said = {name: value for name, value in row.values.items() if value is not None}
    assert said == {
        "ACCESSION_NUMBER": "k-1",
        "SECURITY_TITLE": "Common",
        "TRANS_FORM_TYPE": "5",
        "TRANS_CODE": "S",
        "EQUITY_SWAP_INVOLVED": False,
        "EQUITY_SWAP_TRANS_CD_FN": "F1",
        "TRANS_TIMELINESS": "E",
        "TRANS_SHARES": Decimal("707"),
        "TRANS_PRICEPERSHARE": Decimal("11.4375"),
        "TRANS_PRICEPERSHARE_FN": "F1, F2",
    }
    assert (row.page, row.confidence, row.review) == (2, 0.99, False)


def test_a_row_to_look_at_says_so(filing):
    (row,) = records(filing)["DERIV_TRANS"]
    assert row.review and row.values["EXCERCISE_DATE"] == date(2009, 11, 19)
    assert row.values["CONV_EXERCISE_PRICE_FN"] == "F2"


def test_owners_signatures_and_notes(filing):
    found = records(filing)
    first, second = found["REPORTINGOWNER"]
    assert (first.values["RPTOWNERNAME"], first.values["RPTOWNER_RELATIONSHIP"]) == (
        "DOE JANE",
        "Director,Officer",
    )
    assert second.values["RPTOWNER_RELATIONSHIP"] is None and second.values["RPTOWNERCIK"] is None
    assert found["FOOTNOTES"][0].values["FOOTNOTE_TXT"] == "See below."
    assert found["OWNER_SIGNATURE"][0].values["OWNERSIGNATUREDATE"] == date(1999, 8, 9)


def test_a_month_is_its_last_day_as_in_edgar_s_index(filing):
    (row,) = records(filing)["SUBMISSION"]
    assert row.values["PERIOD_OF_REPORT"] == date(1999, 7, 31)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [("various", Kind.DATE, None), ("4884", Kind.DECIMAL, Decimal(4884)), ("true", Kind.FLAG, True)],
)
def test_a_value_is_typed_or_none(text, kind, value):
    assert typed(text, kind) == value


def add(files, filing, number):
    numbered = ((number, record) for record in SecTables().records(filing, f"k-{number}"))
    for table, lines in lines_of(numbered).items():
        files.add(table, [lines], ["a.pdf"])


@pytest.fixture
def folder(filing, tmp_path):
    with TableFiles(tmp_path) as files:
        for number in (1, 2):
            add(files, filing, number)
    return tmp_path


def test_tsv_is_as_sec_writes_it(folder):
    header, first, _ = (folder / "SUBMISSION.tsv").read_text("utf-8").splitlines()
    said = dict(zip(header.split("\t"), first.split("\t"), strict=True))
    assert (said["PERIOD_OF_REPORT"], said["ISSUERNAME"], said["REMARKS"]) == (
        "31-JUL-1999",
        "TAB AND CO",
        "",
    )


def test_rows_are_numbered_over_all_filings(folder):
    duckdb = pytest.importorskip("duckdb")
    lines = [line.split("\t")[:2] for line in (folder / "DERIV_TRANS.tsv").read_text("utf-8").splitlines()]
    assert lines == [["ACCESSION_NUMBER", "DERIV_TRANS_SK"], ["k-1", "1"], ["k-2", "2"]]
    query = f"select DERIV_TRANS_SK, filing from '{folder / 'DERIV_TRANS.parquet'}'"
    assert duckdb.execute(query).fetchall() == [(1, 1), (2, 2)]


def test_pandas_polars_and_duckdb_read_the_parquet_alike(folder):
    duckdb, pandas, polars = (pytest.importorskip(name) for name in ("duckdb", "pandas", "polars"))
    file = folder / "NONDERIV_TRANS.parquet"
    wanted = [Decimal("11.4375")] * 2
    assert [value.normalize() for value in pandas.read_parquet(file)["TRANS_PRICEPERSHARE"]] == wanted
    frame = polars.read_parquet(file)
    assert (
        frame["TRANS_PRICEPERSHARE"].to_list() == wanted and frame["source_file"].to_list() == ["a.pdf"] * 2
    )
    query = f"select sum(TRANS_SHARES), min(confidence), any_value(review_status) from '{file}'"
    assert duckdb.execute(query).fetchone() == (Decimal(1414), 0.99, "ok")


def test_the_tables_join_on_their_keys(folder):
    duckdb = pytest.importorskip("duckdb")
    tables = {
        name: f"read_csv('{folder / name}.tsv', delim='\t', quote='', header=true, all_varchar=true)"
        for name in TABLES
    }
    joined = (
        f"select count(*) from {tables['SUBMISSION']} s "
        f"join {tables['DERIV_TRANS']} using (ACCESSION_NUMBER) "
        f"join {tables['REPORTINGOWNER']} using (ACCESSION_NUMBER)"
    )
    assert duckdb.execute(joined).fetchone() == (4,)


def test_a_number_too_fine_for_its_column_is_left_to_the_tsv(filing, tmp_path):
    fine = f"{STOCK}/transactionAmounts/transactionShares"
    cells = tuple(cell(c.path, "0.12345678901234567" if c.path == fine else c.value) for c in filing.cells)
    with TableFiles(tmp_path) as files:
        add(files, filing.model_copy(update={"cells": cells}), 1)
    polars = pytest.importorskip("polars")
    assert polars.read_parquet(tmp_path / "NONDERIV_TRANS.parquet")["TRANS_SHARES"].to_list() == [None]
    assert "0.12345678901234567" in (tmp_path / "NONDERIV_TRANS.tsv").read_text("utf-8")
