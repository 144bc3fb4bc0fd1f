"""What every Form 4 has and nothing was read for."""

import pytest

from extractor.layout.grid import Gap, Grid
from extractor.layout.template import shipped_layouts
from extractor.model.filing import Cell
from extractor.model.form_schema import OWNER_PARTS
from extractor.model.forms import schema_of
from extractor.model.geometry import Box
from extractor.model.page import Word, line_of
from extractor.model.region import Region
from extractor.segmentation.rows import RowRegion
from extractor.validation.completeness import (
    exercises_wanting,
    no_rows,
    parts_wanting,
    rows_wanting,
    tables_wanting,
)

TRANSACTION = "nonDerivativeTable/nonDerivativeTransaction[1]"
FORM_4 = schema_of("4")
LAYOUTS = {layout.name: layout for layout in shipped_layouts()}
PRICE = "transactionAmounts/transactionPricePerShare"
COMPLETE = (
    "securityTitle",
    "transactionDate",
    "transactionCoding/transactionCode",
    "transactionAmounts/transactionShares",
    "transactionAmounts/transactionAcquiredDisposedCode",
    "postTransactionAmounts/sharesOwnedFollowingTransaction",
    "ownershipNature/directOrIndirectOwnership",
    PRICE,
)
RELATIONSHIP = "reportingOwner[1]/reportingOwnerRelationship"
BOXES = ("isDirector", "isTenPercentOwner", "isOfficer", "isOther")


def cell(path, value="x", source="text"):
    return Cell(
        path=path,
        value=value,
        raw=value,
        status="accepted",
        confidence=1.0,
        page=1,
        bbox=(0, 0, 1, 1),
        source=source,
        reader="text-layer",
    )


def row(*paths):
    box = Box(0, 0, 1, 1)
    line = line_of((Word("x", box, 6.0),))
    return RowRegion(1, box, tuple(Region(path, "text", 1, box, (line,)) for path in paths))


def wanted(*read, element="nonDerivativeTable", base=TRANSACTION, layout="form4-edgar", **values):
    """What a row of which these were read, below `base`, wants; `values` by the last part of a path."""
    cells = [cell(f"{base}/{path}", values.get(path.rpartition("/")[2], "x")) for path in read]
    items = list(rows_wanting({element: [row(*read)]}, cells, LAYOUTS[layout]))
    assert all(item.reason for item in items)
    return {item.path for item in items}


def header(**changes):
    boxes = {f"{RELATIONSHIP}/{box}": "false" for box in BOXES} | {f"{RELATIONSHIP}/isDirector": "true"}
    address = (f"reportingOwner[1]/{path}" for path in OWNER_PARTS)
    values = dict.fromkeys((*FORM_4.required, *address), "x") | boxes | changes
    return [cell(path, value) for path, value in values.items()]


def lacking(cells):
    return {item.path for item in parts_wanting(cells, FORM_4)}


def test_a_form_that_says_that_nothing_is_owned_wants_no_row():
    form_3 = schema_of("3")
    assert list(no_rows([cell("noSecuritiesOwned", "false")], form_3))
    assert not list(no_rows([cell("noSecuritiesOwned", "true")], form_3))


def test_a_complete_transaction_wants_nothing():
    assert wanted(*COMPLETE) == set()


@pytest.mark.parametrize(
    "lost",
    [
        "transactionDate",
        "transactionCoding/transactionCode",
        "transactionAmounts/transactionAcquiredDisposedCode",
    ],
)
def test_a_transaction_is_not_taken_for_a_holding(lost):
    assert wanted(*(path for path in COMPLETE if path != lost)) == {f"{TRANSACTION}/{lost}"}


@pytest.mark.parametrize("lost", ["securityTitle", "ownershipNature/directOrIndirectOwnership"])
def test_a_row_without_a_mandatory_value_is_named(lost):
    assert wanted(*(path for path in COMPLETE if path != lost)) == {f"{TRANSACTION}/{lost}"}


def test_a_footnote_in_place_of_a_value_will_do():
    read = ["transactionDate/footnoteId" if path == "transactionDate" else path for path in COMPLETE]
    assert wanted(*read) == set()


CODE = "transactionCoding/transactionCode"
UNPRICED = tuple(path for path in COMPLETE if path != PRICE)


def test_a_gift_on_paper_has_no_price_and_a_sale_has():
    assert wanted(*UNPRICED, layout="form4-2002", transactionCode="G") == set()
    assert wanted(*UNPRICED, layout="form4-2002", transactionCode="S") == {f"{TRANSACTION}/{PRICE}"}
    unread = (path for path in UNPRICED if path != CODE)
    assert f"{TRANSACTION}/{PRICE}" in wanted(*unread, layout="form4-2002")


def test_edgar_takes_no_gift_without_a_price():
    assert wanted(*UNPRICED, transactionCode="G") == {f"{TRANSACTION}/{PRICE}"}


def test_a_price_on_paper_is_missed_where_another_row_of_its_code_has_one():
    rows = [row(*UNPRICED), row(*COMPLETE)]
    second = TRANSACTION.replace("1", "2")
    read = [cell(f"{TRANSACTION}/{path}", "M") for path in UNPRICED]
    read += [cell(f"{second}/{path}", "M") for path in COMPLETE]
    items = rows_wanting({"nonDerivativeTable": rows}, read, LAYOUTS["form4-2002"])
    assert [item.path for item in items] == [f"{TRANSACTION}/{PRICE}"]


def test_a_complete_holding_wants_no_transaction():
    holding = ("securityTitle", COMPLETE[5], COMPLETE[6])
    assert wanted(*holding, base="nonDerivativeTable/nonDerivativeHolding[1]") == set()


DERIVATIVE = (
    "underlyingSecurity/underlyingSecurityTitle",
    "underlyingSecurity/underlyingSecurityShares",
    "conversionOrExercisePrice",
    "exerciseDate",
    "expirationDate",
)


@pytest.mark.parametrize("lost", DERIVATIVE)
def test_table_ii_wants_what_lies_under_the_derivative_too(lost):
    base = "derivativeTable/derivativeTransaction[1]"
    whole = (*COMPLETE, *DERIVATIVE)
    assert wanted(*whole, element="derivativeTable", base=base) == set()
    read = (path for path in whole if path != lost)
    assert wanted(*read, element="derivativeTable", base=base) == {f"{base}/{lost}"}


def test_with_the_number_of_a_sub_column_the_letter_that_it_stands_for_is_lost():
    base = "derivativeTable/derivativeTransaction[1]"
    amounts = ("transactionAmounts/transactionShares", "transactionAmounts/transactionAcquiredDisposedCode")
    read = [path for path in (*COMPLETE, *DERIVATIVE) if path not in amounts]
    lost = wanted(*read, element="derivativeTable", base=base)
    assert lost == {f"{base}/{path}" for path in amounts}


@pytest.mark.parametrize("lost", [PRICE, COMPLETE[5]])
def test_a_transaction_without_its_price_or_balance_is_named(lost):
    """Of a transaction of real filings each has both, if only a footnote for the price."""
    assert wanted(*(path for path in COMPLETE if path != lost)) == {f"{TRANSACTION}/{lost}"}


def test_the_balance_of_a_form_of_month_end_balances_stands_in_one_row_of_several():
    read = (path for path in COMPLETE if path != COMPLETE[5])
    assert wanted(*read, layout="form4-1996") == set()


def test_what_is_owned_indirectly_has_a_nature_and_nothing_else_has():
    nature = f"{TRANSACTION}/ownershipNature/natureOfOwnership"
    assert wanted(*COMPLETE, directOrIndirectOwnership="I") == {nature}
    assert wanted(*COMPLETE, directOrIndirectOwnership="D") == set()
    read = (*COMPLETE, "ownershipNature/natureOfOwnership/footnoteId")
    assert wanted(*read, directOrIndirectOwnership="I") == set()


def test_a_value_in_dollars_stands_for_a_number_of_shares():
    base, total = "derivativeTable/derivativeTransaction[1]", "transactionAmounts/transactionTotalValue"
    read = (total if path == COMPLETE[3] else path for path in (*COMPLETE, *DERIVATIVE))
    assert wanted(*read, element="derivativeTable", base=base) == set()


def test_a_filing_without_any_row_is_named():
    assert [item.path for item in no_rows(header(), FORM_4)] == ["nonDerivativeTable"]
    assert not list(no_rows([cell(f"{TRANSACTION}/securityTitle")], FORM_4))


@pytest.mark.parametrize(
    ("second", "paths"), [("M", []), ("A", ["derivativeTable"]), (None, ["derivativeTable"])]
)
def test_an_exercise_in_table_i_has_its_row_in_table_ii(second, paths):
    cells = [cell(f"{TRANSACTION}/transactionCoding/transactionCode", "M")]
    if second:
        path = "derivativeTable/derivativeTransaction[1]/transactionCoding/transactionCode"
        cells.append(cell(path, second))
    assert [item.path for item in exercises_wanting(cells)] == paths


def test_a_complete_header_wants_nothing():
    assert lacking(header()) == set()


@pytest.mark.parametrize("path", FORM_4.required)
def test_a_header_without_a_mandatory_value_is_named(path):
    assert path in lacking([cell for cell in header() if cell.path != path])
    assert path in lacking([replace_value(cell, path) for cell in header()])


def replace_value(one, path):
    return one.model_copy(update={"value": ""}) if one.path == path else one


@pytest.mark.parametrize("box", BOXES)
def test_a_box_to_check_that_was_not_found_is_named(box):
    """An officer's box whose caption is illegible may be checked all the same."""
    found = [cell for cell in header() if cell.path != f"{RELATIONSHIP}/{box}"]
    assert lacking(found) == {RELATIONSHIP}


def test_someone_without_any_box_is_named():
    assert lacking(header(**{f"{RELATIONSHIP}/isDirector": "false"})) == {RELATIONSHIP}


def test_a_title_belongs_to_a_checked_box():
    """`EVP & CFO` was accepted as another relationship of someone whose box for others is empty."""
    told = cell(f"{RELATIONSHIP}/otherText", "EVP & CFO")
    empty, checked = ({f"{RELATIONSHIP}/isOther": value} for value in ("false", "true"))
    assert lacking([*header(**empty), told]) == {told.path}
    assert lacking([*header(**checked), told]) == set()


def test_an_officer_has_a_title():
    officer = {f"{RELATIONSHIP}/isOfficer": "true"}
    assert lacking(header(**officer)) == {RELATIONSHIP}
    assert lacking(header(**officer, **{f"{RELATIONSHIP}/officerTitle": "Treasurer"})) == set()


def owner(number, *lost):
    paths = (path for path in OWNER_PARTS if not path.endswith(lost))
    return [cell(f"reportingOwner[{number}]/{path}") for path in paths]


def test_an_address_that_lacks_a_part_is_named_whole():
    """What is missing of it may stand in another part."""
    assert lacking([*header(), *owner(2, "State", "ZipCode")]) == {"reportingOwner[2]/reportingOwnerAddress"}


def test_an_owner_without_a_name_is_named():
    assert lacking([*header(), *owner(2, "Name")]) == {"reportingOwner[2]/reportingOwnerId/rptOwnerName"}


def test_no_footnote_takes_the_place_of_a_letter():
    read = [f"{path}/footnoteId" if path.endswith("transactionCode") else path for path in COMPLETE]
    assert wanted(*read) == {f"{TRANSACTION}/transactionCoding/transactionCode"}


def test_a_table_found_on_no_page_is_wanting():
    layout = shipped_layouts()[0]
    found = next(table for table in layout.tables if table.rows == "derivativeTable")
    grid = Grid(found, (Gap(found.leaves[0], 0, 10),), (), Box(0, 0, 10, 10), 1.0)
    assert [item.path for item in tables_wanting(layout, [[grid]])] == ["nonDerivativeTable"]


def test_a_first_page_without_any_table_leaves_both_in_doubt():
    layout = shipped_layouts()[0]
    grids = [Grid(t, (Gap(t.leaves[0], 0, 10),), (), Box(0, 0, 10, 10), 1.0) for t in layout.tables]
    wanted = {item.path for item in tables_wanting(layout, [[], grids])}
    assert wanted == {"nonDerivativeTable", "derivativeTable"}
    assert not list(tables_wanting(layout, [[], grids], first_is_whole=True))
