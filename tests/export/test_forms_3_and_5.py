"""Forms 3 and 5 as EDGAR's document and as SEC's tables: their own flags, columns and versions."""

import pytest
from lxml import etree

from extractor.export import from_xml, to_xml, validate
from extractor.export.sec_tables import SecTables
from samples.generator.filings import filing_for
from samples.generator.other_forms import as_form
from tests.export.read_filings import filing_of


def invented(form, seed):
    return as_form(filing_for("edgar", seed), form, seed)


NOTHING = next(made for seed in range(99) if "noSecuritiesOwned" in (made := invented("3", seed)))


@pytest.mark.parametrize("form", ["3", "5"])
def test_what_is_written_is_valid_and_reads_back_the_same(form):
    for seed in range(12):
        cells = invented(form, seed)
        document = to_xml(filing_of(cells))
        assert validate(document) == []
        again = from_xml(document)
        assert dict(again.values()) == cells
        assert again.form == cells["documentType"]


def test_form_3_has_its_own_version_and_no_exit_box():
    root = etree.fromstring(to_xml(filing_of(NOTHING)))
    assert root.findtext("schemaVersion") == "X0206"
    assert root.findtext("noSecuritiesOwned") == "1"
    assert root.find("notSubjectToSection16") is None
    assert root.find("nonDerivativeTable") is None


def test_a_derivative_holding_of_form_3_has_no_balance():
    rows = (
        etree.fromstring(to_xml(filing_of(invented("3", seed)))).iter("derivativeHolding")
        for seed in range(9)
    )
    found = [row for own in rows for row in own]
    assert found and all(row.find("postTransactionAmounts") is None for row in found)


def test_form_5_says_what_it_reports_of_earlier_forms():
    root = etree.fromstring(to_xml(filing_of(invented("5", 3) | {"form3HoldingsReported": "true"})))
    tags = [child.tag for child in root]
    assert root.findtext("form3HoldingsReported") == "1"
    assert (
        tags.index("form3HoldingsReported") < tags.index("form4TransactionsReported") < tags.index("issuer")
    )
    assert {coding.text for coding in root.iter("transactionFormType")} <= {"5"}


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (NOTHING, "NO_SECURITIES_OWNED"),
        (invented("5", 1) | {"form3HoldingsReported": "true"}, "FORM3_HOLDINGS_REPORTED"),
        (invented("5", 1) | {"form4TransactionsReported": "true"}, "FORM4_TRANS_REPORTED"),
    ],
)
def test_the_flags_of_other_forms_stand_in_sec_s_tables(cells, column):
    first = next(SecTables().records(filing_of(cells), "key-1"))
    assert first.values[column] is True
    assert first.values["DOCUMENT_TYPE"] == cells["documentType"]
