"""The schemas that are shipped are those of the models."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from extractor.export.json_schema import SCHEMAS, schema_file
from extractor.layout.template import layouts_folder
from extractor.model.reason import ReasonCode
from tools import schemas
from tools.schema_details import parameters_of

LAYOUT = Draft202012Validator(schemas.layout_schema())
SHIPPED = sorted(file for file in layouts_folder().rglob("form4*.yaml"))


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_shipped_schema_is_that_of_the_models(name):
    """After a change of the models raise `SchemaVersion`, and run python -m tools.schemas."""
    assert schema_file(name).read_text("utf-8") == schemas.text_of(schemas.MAKERS[name]())


def test_main_writes_every_schema(tmp_path):
    schemas.main(lambda name: tmp_path / name)
    assert {file.name for file in tmp_path.iterdir()} == set(SCHEMAS)


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_every_shipped_layout_is_valid(file):
    LAYOUT.validate(yaml.safe_load(file.read_text("utf-8")))


def test_every_field_of_a_layout_is_described():
    for name, part in {**LAYOUT.schema["$defs"], "Layout": LAYOUT.schema}.items():
        fields = part.get("properties", {})
        assert (name, [field for field, own in fields.items() if not own.get("description")]) == (name, [])


@pytest.mark.parametrize(
    ("part", "field", "value"),
    [
        ("header", "reads", "dates"),
        ("header", "path", "periodOfRepport"),
        ("checkboxes", "path", "isDirecter"),
        ("checkboxes", "captoin", "Director"),
        ("tables", "rows", "derivativesTable"),
        ("evidence", "weight", 0),
    ],
)
def test_what_is_misspelt_in_a_layout_is_told(part, field, value):
    content = yaml.safe_load(SHIPPED[0].read_text("utf-8"))
    content[part][0][field] = value
    assert not LAYOUT.is_valid(content)


@settings(max_examples=30)
@given(field=st.sampled_from(sorted(yaml.safe_load(SHIPPED[0].read_text("utf-8")))))
def test_a_layout_with_a_field_of_another_kind_is_told(field):
    content = yaml.safe_load(SHIPPED[0].read_text("utf-8"))
    assert not LAYOUT.is_valid(content | {field: 7})


def test_reasons_have_their_parameters():
    schema = schemas.output_schema()["$defs"]["Reason"]
    assert set(schema["properties"]["code"]["enum"]) == {code.value for code in ReasonCode}
    needed = {
        code: each["then"]["required"]
        for each in schema["allOf"]
        for code in each["if"]["properties"]["code"]["enum"]
    }
    assert needed["could-be"] == list(parameters_of(ReasonCode.COULD_BE)) == ["read", "value"]
    assert "rule" in schema["properties"]
