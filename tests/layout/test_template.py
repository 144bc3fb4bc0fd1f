"""Loading layouts."""

from __future__ import annotations

import re

import pytest
import yaml

from extractor.errors import ExitCode, LayoutError
from extractor.layout.template import Column, Table, all_layouts, layouts_folder, load_layout, shipped_layouts
from extractor.model import forms

ROW_FIELDS = {
    "securityTitle",
    "conversionOrExercisePrice",
    "transactionDate",
    "deemedExecutionDate",
    "transactionCoding/transactionCode",
    "transactionTimeliness",
    "transactionAmounts/transactionShares",
    "transactionAmounts/transactionPricePerShare",
    "transactionAmounts/transactionAcquiredDisposedCode",
    "exerciseDate",
    "expirationDate",
    "underlyingSecurity/underlyingSecurityTitle",
    "underlyingSecurity/underlyingSecurityShares",
    "postTransactionAmounts/sharesOwnedFollowingTransaction",
    "ownershipNature/directOrIndirectOwnership",
    "ownershipNature/natureOfOwnership",
}
OWNER_BOXES = {"isDirector", "isOfficer", "isTenPercentOwner", "isOther"}
OWNER_FIELDS = {
    "reportingOwnerId/rptOwnerName",
    *(f"reportingOwnerRelationship/{box}" for box in OWNER_BOXES),
}
HEADER_FIELDS = {"periodOfReport", "dateOfOriginalSubmission", ""}

EVERY = pytest.mark.parametrize("layout", shipped_layouts(), ids=lambda layout: layout.name)


def written(tmp_path, text, name="mine.yaml"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def edgar():
    return yaml.safe_load((layouts_folder() / "form4-edgar.yaml").read_text(encoding="utf-8"))


def refused(tmp_path, content):
    """The message a layout file is refused with."""
    text = content if isinstance(content, str | bytes) else yaml.safe_dump(content)
    with pytest.raises(LayoutError) as caught:
        load_layout(written(tmp_path, text))
    message = str(caught.value)
    assert "\n" not in message and message.startswith("mine.yaml")
    assert ";" in message, "the message ends with what to do"
    assert caught.value.exit_code == ExitCode.USAGE
    return message


# What is shipped.


def test_the_four_editions_are_shipped():
    names = [layout.name for layout in shipped_layouts()]
    assert set(names) >= {"form4-edgar", "form4-agent2002", "form4-1996", "form4-2002"}
    assert len(set(names)) == len(names)


@EVERY
def test_a_layout_is_in_the_file_of_its_name(layout):
    assert load_layout(layouts_folder() / f"{layout.name}.yaml") == layout


@EVERY
def test_columns_fill_paths_of_the_contract(layout):
    for table in layout.tables:
        known = OWNER_FIELDS if table.rows == "reportingOwner" else ROW_FIELDS
        assert {leaf.path for leaf in table.leaves} <= known


@EVERY
def test_the_header_fills_paths_of_the_contract(layout):
    assert {box.path for box in layout.header} <= HEADER_FIELDS
    alone = (*(box for box in layout.checkboxes if box.within is None), *layout.statements)
    assert {box.path for box in alone} <= set(layout.form_schema.header)
    assert {box.path for box in layout.checkboxes if box.within} == OWNER_BOXES
    assert {box.specified_by for box in layout.checkboxes} == {"", "officerTitle", "otherText"}


@EVERY
def test_a_column_is_filled_once_but_for_the_two_of_table_ii_column_5(layout):
    for table in layout.tables:
        kinds = [(leaf.path, leaf.means) for leaf in table.leaves]
        assert len(set(kinds)) == len(kinds)
        parted = table.name == "Table II" and layout.form_schema.has_transactions
        assert {leaf.means for leaf in table.leaves} == ({"A", "D", ""} if parted else {""})


@EVERY
def test_the_columns_of_a_layout_are_those_of_its_form(layout):
    for table in layout.tables:
        if table.rows != "reportingOwner":
            assert {leaf.path for leaf in table.leaves} <= set(layout.form_schema.table(table.rows).printed)


def test_a_layout_of_a_form_that_nothing_describes_is_refused(tmp_path):
    assert "there is no form 9" in refused(tmp_path, {**edgar(), "form": "9"})


def test_what_a_form_says_itself_is_its_own_print(tmp_path):
    said = {"caption": "Nothing was bought.", "path": "noSecuritiesOwned"}
    made = load_layout(written(tmp_path, yaml.safe_dump({**edgar(), "statements": [said]})))
    assert "Nothing was bought." in made.furniture


@EVERY
def test_the_columns_of_a_table_stand_in_the_form_s_order(layout):
    for table in layout.tables:
        numbers = [match[0] for c in table.columns if (match := re.match(r"\d+A?", c.caption))]
        assert numbers == sorted(numbers, key=lambda number: (int(number.rstrip("A")), number))


@EVERY
def test_a_layout_speaks_for_itself_and_not_against_itself(layout):
    speaks_for = {evidence.caption for evidence in layout.evidence}
    assert speaks_for.isdisjoint(evidence.caption for evidence in layout.against)
    captions = {box.caption for box in layout.header}
    assert all(caption in layout.captions for caption in captions)


@EVERY
def test_dates_and_months_are_read_as_the_edition_asks(layout):
    period = next(box for box in layout.header if box.path == "periodOfReport")
    assert period.reads == ("month" if period.caption.endswith("Month/Year") else "date")
    assert layout.balances != "end-of-month" or period.reads == "month"


# What a person writes.


def test_a_file_a_person_wrote_loads(tmp_path):
    mine = edgar() | {"name": "mine", "title": "Mine"}
    layout = load_layout(written(tmp_path, yaml.safe_dump(mine)))
    assert (layout.name, len(layout.tables)) == ("mine", 2)


def test_leaves_are_the_columns_that_hold_values():
    inner = (Column(caption="Code", path="a", type="code"), Column(caption="V", path="b", type="early"))
    columns = (Column(caption="Title", path="t"), Column(caption="3. Code", columns=inner))
    table = Table(name="Table I", heading="Table I", rows="nonDerivativeTable", columns=columns)
    assert [leaf.path for leaf in table.leaves] == ["t", "a", "b"]


def test_other_wordings_of_a_caption_are_captions():
    layout = next(layout for layout in shipped_layouts() if layout.name == "form4-1996")
    box = next(box for box in layout.header if box.alternatives)
    assert set(box.alternatives) <= set(layout.captions)


def test_an_unknown_key_is_named(tmp_path):
    message = refused(tmp_path, edgar() | {"colour": "blue"})
    assert "colour" in message


def test_a_wrong_key_deep_inside_is_named_with_its_place(tmp_path):
    wrong = edgar()
    wrong["tables"][1]["columns"][0]["typ"] = "text"
    message = refused(tmp_path, wrong)
    assert "tables / 1 / columns / 0 / typ" in message


def test_a_type_that_is_none_is_named(tmp_path):
    wrong = edgar()
    wrong["tables"][0]["columns"][0]["type"] = "money"
    message = refused(tmp_path, wrong)
    assert "columns / 0 / type" in message and "price" in message


@pytest.mark.parametrize("missing", ["name", "evidence", "header", "tables", "signature"])
def test_a_missing_part_is_named(tmp_path, missing):
    wrong = edgar()
    del wrong[missing]
    assert missing in refused(tmp_path, wrong)


def test_a_table_of_one_column_is_none(tmp_path):
    wrong = edgar()
    del wrong["tables"][0]["columns"][1:]
    assert "tables / 0 / columns" in refused(tmp_path, wrong)


def test_a_weight_must_weigh_something(tmp_path):
    wrong = edgar()
    wrong["evidence"][0]["weight"] = 0
    assert "evidence / 0 / weight" in refused(tmp_path, wrong)


@pytest.mark.parametrize("content", ["", "- a list", "just words", "[]"])
def test_a_file_that_holds_no_layout(tmp_path, content):
    assert "the file" in refused(tmp_path, content)


@pytest.mark.parametrize("content", ["name: [unclosed", "a: b: c", "\tname: tab", b"name: \xff\xfe"])
def test_a_file_that_is_no_yaml(tmp_path, content):
    assert "is not YAML" in refused(tmp_path, content)


def test_yaml_may_build_no_objects(tmp_path):
    refused(tmp_path, "name: !!python/object/apply:os.getcwd []")


def test_a_layout_cannot_be_changed_once_loaded():
    with pytest.raises(ValueError, match="frozen"):
        shipped_layouts()[0].name = "other"


# A folder of one's own.


def test_a_layout_of_one_s_own_is_tried_beside_the_shipped_ones(tmp_path):
    written(tmp_path, yaml.safe_dump(edgar() | {"name": "mine"}))
    names = [layout.name for layout in all_layouts(tmp_path)]
    assert names[0] == "mine" and len(names) == len(shipped_layouts()) + 1


def test_a_layout_of_one_s_own_takes_the_place_of_its_namesake(tmp_path):
    written(tmp_path, yaml.safe_dump(edgar() | {"title": "My own EDGAR page"}))
    layouts = {layout.name: layout.title for layout in all_layouts(tmp_path)}
    assert layouts["form4-edgar"] == "My own EDGAR page"
    assert len(layouts) == len(shipped_layouts())


def test_a_sub_column_has_its_own_wordings_and_those_of_the_caption_over_it():
    (form_4,) = (layout for layout in shipped_layouts() if layout.name == "form4-edgar")
    (table,) = (table for table in form_4.tables if table.rows == "nonDerivativeTable")
    parent = next(column for column in table.columns if column.columns)
    child = parent.columns[0]
    assert table.wordings_over(child) == [*child.wordings, *parent.wordings]
    assert table.wordings_over(parent) == list(parent.wordings)


def test_the_forms_of_the_tool_are_not_read_again_for_each_layout(monkeypatch):
    """Three files for each of thirteen layouts: half of what a process took to load them."""
    forms.shipped_forms()
    read = []
    monkeypatch.setattr(forms, "yaml_of", lambda path: read.append(path))
    assert load_layout(layouts_folder() / "form4-edgar.yaml").name == "form4-edgar"
    assert read == []
