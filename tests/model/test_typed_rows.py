"""Rows, owners and footnotes as Python values, and the frames made of them."""

import builtins
import json
from datetime import date
from decimal import Decimal

import pandas
import pytest

from extractor import extract
from extractor.errors import ComponentMissing
from extractor.export import to_json
from extractor.model.form_codes import AcquiredDisposed, OwnershipForm, TransactionCode
from extractor.model.typed_rows import COLUMNS
from tests.cli.command import REDWOOD

ROW = "nonDerivativeTable/nonDerivativeTransaction[1]/"


@pytest.fixture(scope="module")
def redwood():
    return extract(REDWOOD.read_bytes())


def test_a_filing_in_three_lines(redwood):
    filing = redwood.filings[0]
    for row in filing.transactions:
        assert isinstance(row.transaction_date, date) and isinstance(row.amount, Decimal)
        assert row.code.meaning and row.acquired_disposed.meaning and row.ownership_form.meaning
        cell = row.cell("amount")
        assert Decimal(cell.value) == row.amount and cell.bbox and cell.page
        assert not row.doubtful
    assert filing.owners[0].name and filing.owners[0].address
    assert [note.id for note in filing.footnotes] == [f"F{n + 1}" for n in range(len(filing.footnotes))]


def test_what_is_no_value_is_none_and_its_cell_has_the_text(make_cell, make_filing):
    values = {"transactionAmounts/transactionShares": "7O7", "transactionDate": "2003-02-30"}
    cells = [make_cell(ROW + path, value, status="review") for path, value in values.items()]
    cells.append(make_cell(ROW + "transactionCoding/transactionCode", "Q"))
    (row,) = make_filing({}, cells=cells).transactions
    assert row.amount is row.transaction_date is row.code is row.price is row.title is None
    assert row.cell("amount").value == "7O7" and row.doubtful
    with pytest.raises(KeyError):
        row.cell("shares")


def test_every_column_of_the_form_is_a_property(make_filing):
    (row,) = make_filing({ROW + "securityTitle": "Common Stock"}).transactions
    assert [name for name in COLUMNS if getattr(row, name) is not None] == ["title"]


def test_every_code_has_a_meaning():
    for codes in (TransactionCode, AcquiredDisposed, OwnershipForm):
        assert all(code.meaning for code in codes)


def test_a_dict_is_the_json(redwood):
    assert redwood.to_dict() == json.loads(to_json(redwood))
    assert redwood.filings[0].to_dict() == redwood.to_dict()["filings"][0]


def test_frames_have_numbers_and_days(redwood):
    frame = redwood.filings[0].to_frame()
    rows = redwood.filings[0].transactions
    assert frame.amount.sum() == pytest.approx(float(sum(row.amount for row in rows)))
    assert pandas.api.types.is_datetime64_any_dtype(frame.transaction_date)
    assert set(COLUMNS) < set(frame.columns)
    frames = redwood.to_frames()
    assert list(frames) == ["rows", "owners", "footnotes"]
    assert len(frames["owners"]) == len(redwood.filings[0].owners)


def test_without_pandas_what_is_missing_is_told(redwood, monkeypatch):
    load = builtins.__import__

    def without(name, *rest):
        if name == "pandas":
            raise ImportError(name)
        return load(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ComponentMissing, match="pip install pandas"):
        redwood.to_frames()
