"""A layout file is told all that is wrong with it at once, each with its line."""

import pytest
import yaml

from extractor.errors import LayoutError
from extractor.layout.layout_faults import faults
from extractor.layout.template import layout_files, layouts_folder, load_layout

EDGAR = (layouts_folder() / "form4-edgar.yaml").read_text("utf-8")
SHIPPED = [*layouts_folder().glob("*.yaml"), layouts_folder() / "generic" / "form4.yaml"]


@pytest.fixture
def told(tmp_path):
    """The faults of the layout of EDGAR's page with texts of it changed, each once."""

    def change(*changes):
        text = EDGAR
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        file = tmp_path / "mine.yaml"
        file.write_text(text, encoding="utf-8")
        return file, faults(file)

    return change


def line_of(text):
    return EDGAR[: EDGAR.index(text)].count("\n") + 1


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_nothing_is_wrong_with_the_shipped_ones(file):
    assert faults(file) == ()


def test_all_faults_are_told_at_once_with_their_lines(told):
    """Only the first was: a layout was mended one run after the other."""
    changes = [
        ("path: periodOfReport", "path: periodOfRepport"),
        ("path: isDirector", "path: isDirecter"),
        ("path: securityTitle", "path: securityTitel"),
        ("path: deemedExecutionDate", "path: transactionDate"),
    ]
    file, found = told(*changes)
    assert [fault.line for fault in found] == [line_of(old) for old, _ in changes]
    meant = [old.removeprefix("path: ") for old, _ in changes[:3]]
    assert all(name in fault.words for name, fault in zip(meant, found[:3], strict=True))
    assert "already" in found[3].words
    with pytest.raises(LayoutError, match=f"line {found[0].line}: header / . / path: periodOfRepport"):
        load_layout(file)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("reads: date", "raeds: date", "did you mean reads?"),
        ("type: code", "type: cod", "it must be"),
        ('form: "4"\n', 'form: "4"\nform: "4"\n', "is given twice, first in line"),
        ("arrangements:\n", "arrangements:\n  - [1, [2, 99]]\n", "there is no header box 99"),
        ("arrangements:\n", "arrangements:\n  - [1, [2, 1]]\n", "header box 1 stands in it 2 times"),
        ("specified_by: officerTitle", "specified_by: officeTitle", "did you mean officerTitle?"),
    ],
)
def test_a_fault_says_what_to_write(told, old, new, words):
    _, found = told((old, new))
    assert any(words in fault.words for fault in found)
    assert all("Input should be" not in str(fault) for fault in found)


def test_a_column_needs_a_path_or_sub_columns(told, tmp_path):
    content = yaml.safe_load(EDGAR)
    del content["tables"][0]["columns"][0]["path"]
    parent = next(column for column in content["tables"][0]["columns"] if "columns" in column)
    parent["path"] = "securityTitle"
    content["header"] = [box | {"path": ""} for box in content["header"]]
    file = tmp_path / "mine.yaml"
    file.write_text(yaml.safe_dump(content))
    words = {fault.words.partition(":")[0] for fault in faults(file)}
    assert "a column without sub-columns needs a path" in words
    assert "a column over sub-columns holds no value, and has no path" in words
    assert "a date needs a path" in words


@pytest.mark.parametrize("content", ["name: [unclosed", "\tname: tab", "", "- a list"])
def test_a_file_that_is_no_layout_has_one_fault(tmp_path, content):
    file = tmp_path / "mine.yaml"
    file.write_text(content)
    (fault,) = faults(file)
    assert fault.place == "the file" and fault.line >= 1


def test_every_layout_has_its_file(tmp_path):
    (tmp_path / "own.yaml").write_text(EDGAR.replace("name: form4-edgar", "name: mine", 1), encoding="utf-8")
    files = layout_files(tmp_path)
    assert files["mine"] == tmp_path / "own.yaml"
    assert files["form4-edgar"] == layouts_folder() / "form4-edgar.yaml"
