"""The dictionary of fields: current, and whole."""

import re

import pytest

from extractor.export.sec_tables import TABLES
from extractor.layout.template import shipped_layouts
from extractor.model.form_schema import FIELDS, HEADER_FIELDS, OWNER_FIELDS, SIGNATURE_FIELDS
from tools import field_dictionary
from tools.schemas import output_schema

PAGE = field_dictionary.dictionary()
EDGAR = next(layout for layout in shipped_layouts() if layout.name == "form4-edgar")


def test_the_page_is_current():
    page = field_dictionary.DICTIONARY.read_text("utf-8")
    assert page == PAGE, "run python -m tools.field_dictionary"


def test_main_writes_it():
    written = []
    field_dictionary.main(written.append)
    assert written == [PAGE]


def test_every_field_of_the_form_is_in_it():
    paths = set(re.findall(r"`((?:\w+\[n\]/)?[\w/]+)`", PAGE))
    outside = {*HEADER_FIELDS, "remarks"}
    outside |= {f"reportingOwner[n]/{name}" for name in OWNER_FIELDS}
    outside |= {f"ownerSignature[n]/{name}" for name in SIGNATURE_FIELDS}
    assert {*outside, *(field.path for field in FIELDS), *(field.name for field in FIELDS)} <= paths


def test_every_key_of_the_json_is_in_it():
    schema = output_schema()
    keys = {key for part in (schema, *schema["$defs"].values()) for key in part.get("properties", ())}
    assert {key for key in keys if f"| `{key}` |" not in PAGE} == set()


def test_every_column_of_the_tables_that_is_a_field_is_in_it():
    columns = {column.name for table in TABLES.values() for column in table if column.path}
    assert {name for name in columns if name not in PAGE} == set()


@pytest.mark.parametrize(
    ("tag", "caption"),
    [
        ("issuerTradingSymbol", "2. Issuer Name and Ticker or Trading Symbol"),
        ("rptOwnerCity", "1. Name and Address of Reporting Person"),
        ("officerTitle", "Officer (give title below)"),
        ("signatureDate", "Date"),
        ("nothing", ""),
    ],
)
def test_a_field_stands_where_the_layout_says(tag, caption):
    assert field_dictionary.caption_outside(EDGAR, tag) == caption


def test_no_field_of_the_tables_is_without_meaning_and_place():
    rows = [line for line in PAGE.splitlines() if re.match(r"\| `\w+` \| [^|]+\| [^|]+\| ", line)]
    named = [line for line in rows if line.count("|") == 8]
    assert len(named) == len(FIELDS)
    assert [line for line in named if "|  |" in line and "deemed" not in line] == []
