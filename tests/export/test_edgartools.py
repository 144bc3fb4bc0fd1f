"""The exported XML is read by edgartools as it reads EDGAR's own, with the same transactions."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from extractor.export import to_xml
from samples.generator.filings import filing_for
from samples.generator.other_forms import as_form
from tests.export.read_filings import filing_of

ownership = pytest.importorskip("edgar.ownership")
SAMPLES = Path(__file__).parents[2] / "samples"
TRUTHS = sorted(SAMPLES.glob("*/truth.json"))


@pytest.fixture(autouse=True)
def offline(monkeypatch):
    """Whether an owner is a company is looked up in the network by CIK: that look-up alone is replaced."""
    person = SimpleNamespace(data=SimpleNamespace(is_company=False))
    monkeypatch.setattr("edgar.ownership.owners.Entity", lambda cik: person)


def filed(cells):
    return filing_of({path: about["value"] for path, about in cells.items()})


def wanted(cells, table, amount):
    """(date, code, amount, price) of each transaction, in order."""
    element = "nonDerivativeTransaction" if table == "nonDerivativeTable" else "derivativeTransaction"
    found = []
    for number in range(1, 31):
        base = f"{table}/{element}[{number}]"
        names = ("transactionDate", "transactionCoding/transactionCode", *amount)
        row = [cells.get(f"{base}/{name}", {}).get("value") for name in names]
        if any(path.startswith(f"{base}/") for path in cells):
            found.append((*row[:2], *(_number(value) for value in row[2:])))
    return found


def _number(value):
    """None for what edgartools gives as a text or as no number (a mark in place of a price)."""
    try:
        number = Decimal(value)
    except (ArithmeticError, TypeError, ValueError):
        return None
    return None if number.is_nan() else float(number)


def read(table, date, code, *numbers):
    """The same of what edgartools read."""
    if table is None or table.empty:
        return []
    rows = table.data.to_dict("records")
    return [(row[date][:10], row[code], *(_number(str(row[name])) for name in numbers)) for row in rows]


AMOUNTS = ("transactionAmounts/transactionShares", "transactionAmounts/transactionPricePerShare")


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda path: path.parent.name)
def test_the_same_transactions(truth):
    for filing in json.loads(truth.read_text("utf-8"))["filings"]:
        cells = filing["cells"]
        form = ownership.Form4(**ownership.Ownership.parse_xml(to_xml(filed(cells)).decode()))
        stock = form.non_derivative_table.transactions
        assert read(stock, "Date", "Code", "Shares", "Price") == wanted(cells, "nonDerivativeTable", AMOUNTS)
        options = form.derivative_table.transactions
        assert read(options, "Date", "Code", "Shares", "Price") == wanted(cells, "derivativeTable", AMOUNTS)


def invented(form, seed):
    cells = as_form(filing_for("edgar", seed), form, seed)
    return {path: {"value": value} for path, value in cells.items()}


@pytest.mark.parametrize("seed", range(8))
def test_the_same_holdings_of_form_3(seed):
    cells = invented("3", seed)
    form = ownership.Form3(**ownership.Ownership.parse_xml(to_xml(filed(cells)).decode()))
    held = form.non_derivative_table.holdings
    shares = "postTransactionAmounts/sharesOwnedFollowingTransaction"
    own = [about["value"] for path, about in cells.items() if path.endswith(shares)]
    assert form.form == cells["documentType"]["value"]
    assert [_number(str(row["Shares"])) for row in _rows(held)] == [float(value) for value in own]
    titles = [about["value"] for path, about in cells.items() if path.endswith("underlyingSecurityTitle")]
    assert [row["Underlying"] for row in _rows(form.derivative_table.holdings)] == titles


@pytest.mark.parametrize("seed", range(8))
def test_the_same_transactions_of_form_5(seed):
    cells = invented("5", seed)
    form = ownership.Form5(**ownership.Ownership.parse_xml(to_xml(filed(cells)).decode()))
    stock = form.non_derivative_table.transactions
    assert form.form == cells["documentType"]["value"]
    assert read(stock, "Date", "Code", "Shares", "Price") == wanted(cells, "nonDerivativeTable", AMOUNTS)


def _rows(table):
    return [] if table is None or table.empty else table.data.to_dict("records")
