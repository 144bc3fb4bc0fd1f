from __future__ import annotations

import json

import pytest

from extractor import extract
from extractor.debug.stages import SHARES, Entry, Stages, as_stages, readable_json, stages_of
from tests.document.document_files import one_page, text_page

OF_PAGES = ["pages", "ruling_lines", "text", "layouts", "captions"]
OF_FILINGS = [
    "grids",
    "regions",
    "candidates",
    "cells",
    "roles",
    "unaccounted",
    "reconciled",
    "checks",
    "review",
]


@pytest.fixture(scope="module")
def stages(bundle) -> Stages:
    return as_stages(bundle)


def test_the_stages_stand_in_the_order_of_the_pipeline(stages):
    assert list(stages) == [*OF_PAGES, *OF_FILINGS]


def test_a_page_says_what_it_is_used_as(stages):
    roles = [(page["role"], page.get("layout")) for page in stages["pages"]]
    assert roles[:4] == [
        ("unused", None),
        ("begins", "form4-edgar"),
        ("begins", "form4-agent2002"),
        ("continues", "form4-agent2002"),
    ]
    assert all(("reason" in page) == (page["role"] == "unused") for page in stages["pages"])


def test_the_stages_are_those_that_extract_goes_through(stages, bundle_file):
    filings = extract(bundle_file).filings
    checks = [check.statement for filing in filings for check in filing.checks]
    values = [(cell.path, cell.value, cell.status) for filing in filings for cell in filing.cells]
    assert [entry["statement"] for entry in stages["checks"]] == checks
    assert [(e["path"], e.get("value", ""), e["status"]) for e in settled(stages)] == values


def settled(stages: Stages) -> list[Entry]:
    """The cells, those that the sums changed as they became."""
    changed = {(entry["filing"], entry["path"]): entry for entry in stages["reconciled"]}
    return [changed.get((entry["filing"], entry["path"]), entry) for entry in stages["cells"]]


def test_what_is_of_a_filing_bears_its_number(stages):
    for name in ("grids", "regions", "candidates", "cells", "checks"):
        assert {entry["filing"] for entry in stages[name]} == {1, 2, 3}


def test_every_stage_is_plain_and_rounded(stages):
    assert json.loads(readable_json(stages)) == stages
    for key, number in numbers(stages):
        assert number == round(number, 3 if key in SHARES else 1), key


def test_the_roles_of_a_page_are_counted(bundle, stages):
    words = {page.text.number: len(page.text.words) for page in bundle.pages}
    for entry in stages["roles"]:
        counts = [count for key, count in entry.items() if key not in ("filing", "page")]
        assert sum(counts) == words[entry["page"]]
    assert stages["unaccounted"] == []


def test_lines_of_a_text_layer_tell_their_raised_marks_and_no_probability(stages):
    assert any(entry.get("raised") for entry in stages["text"])
    assert all("probability" not in entry for entry in stages["text"])


def test_a_file_of_no_form_ends_with_its_pages(tmp_path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(one_page(text_page("Dear Sirs, enclosed please find three Forms 4")))
    stages = stages_of(path)
    assert list(stages) == OF_PAGES
    assert [page["role"] for page in stages["pages"]] == ["unused"]


def test_json_breaks_only_what_does_not_fit_on_a_line():
    short, long = {"a": [1.0, 2.0]}, {"name": "x" * 60, "other": "y" * 60}
    assert readable_json(short) == '{"a": [1.0, 2.0]}'
    assert readable_json([short, long]).splitlines() == [
        "[",
        ' {"a": [1.0, 2.0]},',
        " {",
        f'  "name": "{"x" * 60}",',
        f'  "other": "{"y" * 60}"',
        " }",
        "]",
    ]


def numbers(value: object, key: str = ""):
    """Every float with its key; what stands under a share's key is one."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from numbers(inner, key if key in SHARES else name)
    elif isinstance(value, list):
        for inner in value:
            yield from numbers(inner, key)
    elif isinstance(value, float):
        yield key, value
