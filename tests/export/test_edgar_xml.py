import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from extractor.export import CikTable, from_xml, to_xml, validate
from extractor.model.filing import Cell, Filing
from extractor.model.form_schema import FIELDS

T1 = "nonDerivativeTable/nonDerivativeTransaction[1]"
T2 = "derivativeTable/derivativeTransaction[1]"
DATE = f"{T1}/transactionDate"


def tree(filing, ciks=None):
    document = to_xml(filing, ciks)
    assert validate(document) == []
    return etree.fromstring(document)


def test_what_is_written_reads_back_the_same(filing):
    again = from_xml(to_xml(filing))
    assert again.values() == filing.values()
    assert [cell.raw for cell in again.cells] == [cell.raw for cell in filing.cells]


def test_every_path_is_the_xpath_of_its_element(filing):
    root = tree(filing)
    for cell in filing.cells:
        if "footnoteId" not in cell.path:
            assert len(root.findall(cell.path)) == 1, cell.path


@pytest.mark.parametrize(
    ("values", "version"),
    [
        ({"periodOfReport": "1999-12"}, "X0306"),
        ({"periodOfReport": "2023-03-31"}, "X0306"),
        ({"periodOfReport": "2023-04-01"}, "X0508"),
        ({"periodOfReport": "2022-11-30", "aff10b5One": "false"}, "X0508"),
        ({"periodOfReport": "various"}, "X0306"),
        ({}, "X0306"),
    ],
)
def test_schema_version_follows_the_period_and_the_10b5_1_box(make_filing, values, version):
    assert tree(make_filing(values)).findtext("schemaVersion") == version


@pytest.mark.parametrize(
    ("month", "day"), [("2000-02", "2000-02-29"), ("1999-12", "1999-12-31"), ("1900-02", "1900-02-28")]
)
def test_a_month_becomes_its_last_day(make_filing, month, day):
    assert tree(make_filing({"periodOfReport": month})).findtext("periodOfReport") == day


def test_early_report_gives_form_type_5_and_k_gives_an_equity_swap(filing):
    root = tree(filing)
    coding = root.find(f"{T2}/transactionCoding")
    assert coding.findtext("transactionFormType") == "5"
    assert coding.findtext("equitySwapInvolved") == "1"
    plain = root.find(f"{T1}/transactionCoding")
    assert plain.findtext("transactionFormType") == "4"
    assert plain.findtext("equitySwapInvolved") == "0"


@pytest.mark.parametrize(
    ("value", "raw", "swap"),
    [("S", "S/K", "1"), ("S", "S/K(1)", "1"), ("S", "S / K", "1"), ("K", "K", "1"), ("S", "S(1)", "0")],
)
def test_equity_swap_is_told_by_the_k_on_the_page(make_cell, make_filing, value, raw, swap):
    code = make_cell(f"{T1}/transactionCoding/transactionCode", value, raw=raw)
    root = tree(make_filing({}, cells=(code,)))
    assert root.findtext(f"{T1}/transactionCoding/equitySwapInvolved") == swap


def test_marks_of_the_code_stand_in_the_coding_after_its_children(filing):
    coding = tree(filing).find(f"{T1}/transactionCoding")
    assert [child.tag for child in coding][-1] == "footnoteId"
    assert coding.find("footnoteId").get("id") == "F1"


def test_a_mark_twice_in_a_cell_is_cited_once_and_what_is_no_mark_not_at_all(make_filing):
    root = tree(make_filing({f"{DATE}/footnoteId": "F2 F2 * F1"}))
    assert [mark.get("id") for mark in root.findall(f"{DATE}/footnoteId")] == ["F2", "F1"]


def test_a_row_keeps_the_elements_edgar_demands_without_inventing_values(make_filing):
    root = tree(make_filing({f"{T2}/securityTitle": "Warrant"}))
    row = root.find(T2)
    assert [child.tag for child in row] == [
        "securityTitle",
        "conversionOrExercisePrice",
        "transactionDate",
        "transactionCoding",
        "transactionAmounts",
        "exerciseDate",
        "expirationDate",
        "underlyingSecurity",
        "postTransactionAmounts",
        "ownershipNature",
    ]
    assert len(row.findall(".//value")) == 1
    assert row.find("transactionCoding/transactionCode") is None


def test_a_value_of_the_wrong_type_is_kept_as_a_comment(make_filing):
    document = to_xml(make_filing({DATE: "11/1--11/30/99 ---", f"{T1}/securityTitle": "Common"}))
    assert validate(document) == []
    assert b"<!-- value as printed: 11/1- -11/30/99 - - - -->" in document
    assert etree.fromstring(document).find(f"{DATE}/value") is None


def test_shares_exclude_a_value_in_dollars(make_filing):
    amounts = f"{T2}/transactionAmounts"
    root = tree(make_filing({f"{amounts}/transactionShares": "5", f"{amounts}/transactionTotalValue": "70"}))
    assert root.find(amounts)[0].tag == "transactionShares"
    assert root.find(f"{amounts}/transactionTotalValue") is None


def test_rows_keep_the_order_of_the_page_across_kinds(filing):
    table = tree(filing).find("nonDerivativeTable")
    assert [row.tag for row in table] == ["nonDerivativeHolding", "nonDerivativeTransaction"]


def test_rows_of_a_kind_follow_their_numbers(make_filing):
    base = "nonDerivativeTable/nonDerivativeHolding"
    root = tree(make_filing({f"{base}[10]/securityTitle": "b", f"{base}[2]/securityTitle": "a"}))
    assert [v.text for v in root.iter("value")] == ["a", "b"]


def test_texts_are_never_cut(make_filing):
    title = "Non-Qualified Stock Option (right to buy) " * 3
    root = tree(make_filing({f"{T1}/securityTitle": title}))
    assert root.findtext(f"{T1}/securityTitle/value") == title.strip()


def test_characters_xml_forbids_are_dropped(make_filing):
    root = tree(make_filing({"remarks": "a\x00b\x0c \ud800c\ufffe\nd & <e>"}))
    assert root.findtext("remarks") == "ab c d & <e>"


def test_more_than_thirty_rows_are_exported(make_filing):
    base = "nonDerivativeTable/nonDerivativeHolding"
    root = tree(make_filing({f"{base}[{n}]/securityTitle": "Common" for n in range(1, 46)}))
    assert len(root.findall(base)) == 45


def test_a_document_type_that_cannot_be_gives_the_form_of_the_layout(make_filing):
    assert tree(make_filing({"documentType": "4/4"}, form="4/A")).findtext("documentType") == "4/A"


def test_ciks_come_from_the_table_and_are_zero_without_it(filing):
    assert tree(filing).findtext("issuer/issuerCik") == "0000000000"
    ciks = CikTable({"QFS": "0000000123"}, {"marrow esther j": "0000000456"})
    root = tree(filing, ciks)
    assert root.findtext("issuer/issuerCik") == "0000000123"
    assert [e.text for e in root.iter("rptOwnerCik")] == ["0000000456", "0000000000"]


PATHS = [
    *("periodOfReport", "dateOfOriginalSubmission", "documentType", "aff10b5One", "notSubjectToSection16"),
    *("issuer/issuerName", "remarks", "footnotes/footnote[@id='F7']", "ownerSignature[2]/signatureDate"),
    *(
        "reportingOwner[3]/reportingOwnerRelationship/isOther",
        "reportingOwner[1]/reportingOwnerId/rptOwnerName",
    ),
    *(f"{row}/{field.path}{mark}" for row in (T1, T2) for field in FIELDS for mark in ("", "/footnoteId")),
    "derivativeTable/derivativeHolding[1]/underlyingSecurity/underlyingSecurityValue",
]
VALUES = st.one_of(
    st.sampled_from(
        ["2009-11-19", "2009-02-30", "0000-01", "1999-12", "1,000", "-5", "11.4375", "true", "E", "F1"]
    ),
    st.text(max_size=12),
)


@settings(max_examples=120, deadline=None)
@given(st.dictionaries(st.sampled_from(PATHS), VALUES, max_size=14))
def test_whatever_was_read_the_export_is_valid(values):
    cells = tuple(
        Cell(
            path=path,
            value=value,
            raw=value,
            status="accepted",
            confidence=1,
            page=1,
            bbox=(0, 0, 0, 0),
            source="ocr",
            reader="",
        )
        for path, value in values.items()
    )
    filing = Filing(form="4", layout="form4-edgar", pages=(1,), status="ok", cells=cells)
    assert validate(to_xml(filing)) == []


BROKEN = {
    "wrong order": (b"<documentType>4/A</documentType>", b""),
    "no such day": (b"2011-03-04", b"2011-02-30"),
    "empty date": (b"<value>2011-03-05</value>", b"<value/>"),
    "comma in a number": (b"<value>250000</value>", b"<value>250,000</value>"),
    "unknown element": (b"<remarks>", b"<remark/><remarks>"),
    "footnote twice": (b'<footnote id="F2">', b'<footnote id="F1">'),
    "bad mark": (b'<footnoteId id="F3"/>', b'<footnoteId id="*"/>'),
    "lower case code": (b"<transactionCode>M<", b"<transactionCode>m<"),
    "code in a value": (b"<transactionCode>M<", b"<transactionCode><value>M</value><"),
    "short CIK": (b"0000000123", b"123"),
}


def test_the_example_keeps_the_schema(xml):
    assert validate(xml) == []


@pytest.mark.parametrize("defect", BROKEN)
def test_the_schema_finds(xml, defect):
    old, new = BROKEN[defect]
    assert old in xml
    problems = validate(xml.replace(old, new))
    assert problems
    assert re.match(r"line \d+: ", problems[0])


def test_what_is_no_xml_is_a_problem_with_its_line():
    assert validate(b"<a>\n<b></a>")[0].startswith("line 2: ")


def test_a_mark_on_the_shares_gives_way_to_a_value_in_their_place():
    row = "derivativeTable/derivativeTransaction[1]/transactionAmounts"
    values = {f"{row}/transactionShares/footnoteId": "F1", f"{row}/transactionTotalValue": "50000"}
    cells = tuple(
        Cell(path=p, value=v, raw=v, status="accepted", confidence=1, page=1, bbox=(0, 0, 0, 0), source="ocr",
             reader="")
        for p, v in values.items()
    )  # fmt: skip
    assert validate(to_xml(Filing(form="4", layout="", pages=(1,), status="ok", cells=cells))) == []
