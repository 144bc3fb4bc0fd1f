"""Cell paths taken apart and put together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model.path import CellPath, covers, footnote_path, owner_path, row_path, signature_path, within

SHARES = "nonDerivativeTable/nonDerivativeTransaction[3]/transactionAmounts/transactionShares"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (SHARES, ("nonDerivativeTable/nonDerivativeTransaction", 3, "transactionAmounts/transactionShares")),
        ("derivativeTable/derivativeHolding[12]", ("derivativeTable/derivativeHolding", 12, "")),
        (
            "reportingOwner[2]/reportingOwnerId/rptOwnerName",
            ("reportingOwner", 2, "reportingOwnerId/rptOwnerName"),
        ),
        ("footnotes/footnote[@id='F7']", ("footnotes/footnote", 7, "")),
        ("issuer/issuerName", ("", 0, "issuer/issuerName")),
        ("derivativeTable", ("", 0, "derivativeTable")),
        ("", ("", 0, "")),
    ],
)
def test_the_parts_of_a_path(text, parts):
    path = CellPath.parse(text)
    assert (path.element, path.number, path.field) == parts
    assert not path.marks and str(path) == text


def test_the_marks_beside_a_value_are_at_its_path():
    path = CellPath.parse(f"{SHARES}/footnoteId")
    assert path.marks and path.tag == "transactionShares"
    assert path.at("securityTitle") == "nonDerivativeTable/nonDerivativeTransaction[3]/securityTitle"


def test_a_row_s_path_says_its_table_and_kind():
    path = CellPath.parse(SHARES)
    assert (path.table, path.kind, path.is_holding) == (
        "nonDerivativeTable",
        "nonDerivativeTransaction",
        False,
    )
    assert str(row_path("derivativeTable", "Holding", 2)) == "derivativeTable/derivativeHolding[2]"
    assert CellPath.parse("reportingOwner[1]/x").table == CellPath.parse("remarks").kind == ""


ELEMENTS = st.sampled_from(
    [
        "nonDerivativeTable/nonDerivativeTransaction",
        "derivativeTable/derivativeHolding",
        "reportingOwner",
        "ownerSignature",
        "",
    ]
)
FIELDS = st.lists(st.from_regex("[a-z][A-Za-z0-9]*", fullmatch=True), max_size=3).map("/".join)


@given(ELEMENTS, st.integers(1, 99), FIELDS, st.booleans())
def test_what_is_put_together_comes_apart_again(element, number, field, marks):
    path = CellPath(element, number if element else 0, field, marks)
    assert CellPath.parse(str(path)) == path or (not element and not field)


@given(st.integers(1, 99), FIELDS)
def test_numbered_elements(number, field):
    for path in (owner_path(number, field), signature_path(number, field), footnote_path(number)):
        assert CellPath.parse(path).number == number


def test_an_entry_covers_what_stands_below_it():
    row = "derivativeTable/derivativeTransaction[1]"
    assert covers("", row) and covers(row, row) and covers(row, f"{row}/securityTitle")
    assert covers("derivativeTable", row) and covers("derivativeTable/derivativeTransaction", row)
    assert not covers(row, f"{row}0/securityTitle") and not covers(f"{row}/securityTitle", row)
    assert within(f"{row}/x", row) and not within(f"{row}0", row)
