"""The schema of the output: it holds for every form, and for nothing else."""

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from extractor import extract
from extractor.errors import OptionError
from extractor.export import to_json
from extractor.export.json_schema import SCHEMAS, schema_file
from extractor.model.filing import Extraction, SchemaVersion
from tests.cli.command import SAMPLES
from tests.conftest import OUTPUT
from tests.golden.cases import LAYOUTS, SCAN, TEXT, Case

MAY_BE_MISSING = {"reasons", "filed_by", "as_filed", "attachments", "causes"}
CLOSED = {"schema_version", "sha256", "status", "form", "path", "outcome", "code"}
"""Keys whose texts are not free; the path of an item to review and of the source may be any."""
FILES = [
    *(Case(layout, 1, TEXT).file for layout in LAYOUTS),
    Case("form4-1996", 1, SCAN).file,
    SAMPLES / "bundle" / "bundle.pdf",
]


@pytest.fixture(scope="module", params=FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def printed(request):
    return json.loads(to_json(extract(request.param)))


def test_what_is_printed_of_a_form_is_valid(printed):
    OUTPUT.validate(printed)
    assert Extraction.model_validate(printed).schema_version == SchemaVersion.__args__[-1]


def shortened(content):
    """The same with every eighth cell and check, so that a hundred of them are looked through soon."""
    made = copy.deepcopy(content)
    for filing in made["filings"]:
        for name in ("cells", "checks"):
            filing[name] = filing[name][::8]
    return made


def ways(content, way=()):
    """The way to every value, and to each list and object."""
    yield way
    named = content.items() if isinstance(content, dict) else ()
    for key, child in enumerate(content) if isinstance(content, list) else named:
        yield from ways(child, (*way, key))


def at(content, way):
    for key in way:
        content = content[key]
    return content


@settings(max_examples=40)
@given(data=st.data())
def test_a_value_of_another_kind_is_told(printed, data):
    content = shortened(printed)
    *way, last = data.draw(st.sampled_from([way for way in ways(content) if way]))
    at(content, way)[last] = data.draw(st.sampled_from([None, True, {"no": 7}]))
    assert not OUTPUT.is_valid(content)


@settings(max_examples=20)
@given(data=st.data())
def test_a_key_that_is_missing_is_told(printed, data):
    content = shortened(printed)
    free = ("readings", "reasons", "causes")
    *way, last = data.draw(
        st.sampled_from(
            [
                way
                for way in ways(content)
                if way and isinstance(way[-1], str) and way[-1] not in MAY_BE_MISSING
                if not any(key in free for key in way[:-1])
            ]
        )
    )
    del at(content, way)[last]
    assert not OUTPUT.is_valid(content)


@settings(max_examples=20)
@given(data=st.data(), name=st.text(min_size=1))
def test_a_key_that_nobody_knows_is_told(printed, data, name):
    content = shortened(printed)
    objects = [
        way for way in ways(content) if isinstance(at(content, way), dict) and way[-1:] != ("readings",)
    ]
    own = at(content, data.draw(st.sampled_from(objects)))
    own.setdefault(f"no such {name}", "x")
    assert not OUTPUT.is_valid(content)


@settings(max_examples=20)
@given(data=st.data())
def test_a_text_that_a_key_cannot_have_is_told(printed, data):
    content = shortened(printed)
    closed = [way for way in ways(content) if way[-1:] and way[-1] in CLOSED and "causes" not in way]
    *way, last = data.draw(
        st.sampled_from([way for way in closed if not {"review", "source"} & {way[0], *way[2:3]}])
    )
    at(content, way)[last] = "no such thing"
    assert not OUTPUT.is_valid(content)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("periodOfReport", "June 2003"),
        ("nonDerivativeTable/nonDerivativeTransaction[1]/transactionDate", "2003-06"),
        ("nonDerivativeTable/nonDerivativeTransaction[1]/transactionAmounts/transactionShares", "1,116"),
        ("derivativeTable/derivativeTransaction[2]/transactionAmounts/transactionPricePerShare", "$ 4"),
        ("nonDerivativeTable/nonDerivativeHolding[1]/ownershipNature/directOrIndirectOwnership", "X"),
        ("reportingOwner[1]/reportingOwnerRelationship/isDirector", "yes"),
        ("nonDerivativeTable/nonDerivativeTransaction[1]/securityTitle/footnoteId", "(1)"),
        ("nonDerivativeTable/nonDerivativeTransaction[0]/securityTitle", "Common Stock"),
        ("nonDerivativeTable/nonDerivativeTransaction[1]/exerciseDate", "2003-06-01"),
        ("footnotes/footnote[@id='1']", "A note."),
    ],
)
def test_a_value_is_told_that_its_path_cannot_have(path, value, make_cell, make_filing, extraction_of):
    content = extraction_of(make_filing({}, cells=(make_cell(path, value),))).model_dump(mode="json")
    wrong = [error.json_path for error in OUTPUT.iter_errors(content)]
    assert any(path.startswith("$.filings[0].cells[0]") for path in wrong)


@pytest.mark.parametrize("field, value", [("confidence", 1.2), ("page", 0), ("bbox", [1.0, 2.0, 3.0])])
def test_numbers_have_their_bounds(printed, field, value):
    content = copy.deepcopy(printed)
    content["filings"][0]["cells"][0][field] = value
    assert not OUTPUT.is_valid(content)


def test_every_key_is_described(printed):
    parts = OUTPUT.schema["$defs"]
    for name, part in {**parts, "Extraction": OUTPUT.schema}.items():
        bare = [field for field, own in part.get("properties", {}).items() if not own.get("description")]
        assert (name, bare) == (name, [])


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schemas_are_schemas(name):
    Draft202012Validator.check_schema(json.loads(schema_file(name).read_text("utf-8")))


def test_a_schema_that_is_none_is_told():
    with pytest.raises(OptionError, match="use one of output, layout"):
        schema_file("outptu")
