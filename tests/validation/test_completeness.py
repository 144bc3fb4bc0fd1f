"""What every Form 4 has and nothing was read for."""

import pytest

from extractor.layout.grid import Gap, Grid
from extractor.layout.template import shipped_layouts
from extractor.model.filing import Cell
from extractor.model.form_schema import REQUIRED
from extractor.model.geometry import Box
from extractor.model.page import Word, line_of
from extractor.model.region import Region
from extractor.segmentation.rows import RowRegion
from extractor.validation.completeness import (
    captions_wanting,
    parts_wanting,
    rows_wanting,
    tables_wanting,
)

TRANSACTION = "nonDerivativeTable/nonDerivativeTransaction[1]"
COMPLETE = (
    "securityTitle",
    "transactionDate",
    "transactionCoding/transactionCode",
    "transactionAmounts/transactionShares",
    "transactionAmounts/transactionAcquiredDisposedCode",
    "postTransactionAmounts/sharesOwnedFollowingTransaction",
    "ownershipNature/directOrIndirectOwnership",
)
RELATIONSHIP = "reportingOwner[1]/reportingOwnerRelationship"
BOXES = ("isDirector", "isTenPercentOwner", "isOfficer", "isOther")


def cell(path, value="x"):
    return Cell(
        path=path,
        value=value,
        raw=value,
        status="accepted",
        confidence=1.0,
        page=1,
        bbox=(0, 0, 1, 1),
        source="text",
        reader="text-layer",
    )


def row(*paths):
    box = Box(0, 0, 1, 1)
    line = line_of((Word("x", box, 6.0),))
    return RowRegion(1, box, tuple(Region(path, "text", 1, box, (line,)) for path in paths))


def wanted(*read, element="nonDerivativeTable", base=TRANSACTION):
    """The paths below `base` that a row which these were read of wants."""
    items = list(rows_wanting({element: [row(*read)]}, {f"{base}/{path}" for path in read}))
    assert all(item.reason for item in items)
    return {item.path for item in items}


def header(**changes):
    boxes = {f"{RELATIONSHIP}/{box}": "false" for box in BOXES} | {f"{RELATIONSHIP}/isDirector": "true"}
    values = dict.fromkeys(REQUIRED, "x") | boxes | changes
    return [cell(path, value) for path, value in values.items()]


def lacking(cells):
    return {item.path for item in parts_wanting(cells)}


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


def test_a_complete_holding_wants_no_transaction():
    holding = ("securityTitle", COMPLETE[5], COMPLETE[6])
    assert wanted(*holding, base="nonDerivativeTable/nonDerivativeHolding[1]") == set()


def test_table_ii_wants_what_lies_under_the_derivative_too():
    base = "derivativeTable/derivativeTransaction[1]"
    assert wanted(*COMPLETE, element="derivativeTable", base=base)
    more = (
        "underlyingSecurity/underlyingSecurityTitle",
        "conversionOrExercisePrice",
        "exerciseDate",
        "expirationDate",
    )
    assert wanted(*COMPLETE, *more, element="derivativeTable", base=base) == set()


@pytest.mark.parametrize(("legible", "paths"), [(0.9, []), (0.5, ["documentType"]), (0.1, [""])])
def test_a_form_told_by_its_rules_is_to_be_confirmed(legible, paths):
    assert [item.path for item in captions_wanting(legible)] == paths


def test_a_complete_header_wants_nothing():
    assert lacking(header()) == set()


@pytest.mark.parametrize("path", REQUIRED)
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


def test_an_officer_has_a_title():
    officer = {f"{RELATIONSHIP}/isOfficer": "true"}
    assert lacking(header(**officer)) == {RELATIONSHIP}
    assert lacking(header(**officer, **{f"{RELATIONSHIP}/officerTitle": "Treasurer"})) == set()


def test_every_mark_has_its_note_and_every_note_its_mark():
    mark = cell(f"{TRANSACTION}/transactionDate/footnoteId", "F1 F3")
    notes = [cell(f"footnotes/footnote[@id='F{n}']") for n in (1, 2)]
    assert lacking([*header(), mark, *notes]) == {
        "footnotes/footnote[@id='F2']",
        "footnotes/footnote[@id='F3']",
    }
    assert lacking([*header(), replace_value(mark, ""), *notes[:1]])


def scanned(**values):
    return [item.model_copy(update={"source": "ocr"}) for item in header(**values)]


def test_an_address_of_a_scan_that_lacks_a_part_is_named():
    assert "reportingOwner[1]" in lacking(scanned())


def test_a_signature_of_a_scan_without_its_owner_is_named():
    signed = {f"ownerSignature[{n}]/signatureName": "/s/ A" for n in (1, 2)}
    assert "reportingOwner[2]" in lacking(scanned(**signed))


def test_an_owner_of_a_scan_without_a_signature_is_named():
    assert "ownerSignature[2]" in lacking(scanned(**{"reportingOwner[2]/reportingOwnerId/rptOwnerName": "B"}))


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
