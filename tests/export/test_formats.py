import json
import subprocess
import sys

import pytest

from extractor.errors import OptionError
from extractor.export import FORMATS, render, render_xml_all, validate, write_outputs


def test_every_format_renders(filing, extraction_of):
    for name in FORMATS:
        assert render(extraction_of(filing), name)
    with pytest.raises(OptionError, match="json, xml, csv, table"):
        render(extraction_of(filing), "yaml")


def test_xml_of_several_filings_wants_a_folder(filing, extraction_of):
    extraction = extraction_of(filing, filing)
    with pytest.raises(OptionError, match="--out DIR"):
        render(extraction, "xml")
    assert [validate(document) for document in render_xml_all(extraction)] == [[], []]


def test_outputs_are_named_by_stem_and_format(tmp_path, filing, extraction_of):
    out = tmp_path / "new" / "folder"
    paths = write_outputs(extraction_of(filing), FORMATS, out, "box7")
    assert [path.name for path in paths] == ["box7.json", "box7.xml", "box7.csv", "box7.txt"]
    assert sorted(path.name for path in out.iterdir()) == sorted(path.name for path in paths)
    assert json.loads((out / "box7.json").read_text(encoding="utf-8"))["status"] == "ok"


def test_several_filings_give_one_xml_each(tmp_path, filing, extraction_of):
    paths = write_outputs(extraction_of(filing, filing), ["xml"], tmp_path, "a")
    assert [path.name for path in paths] == ["a-1.xml", "a-2.xml"]


def test_a_file_in_the_way_of_the_folder_is_told(tmp_path, filing, extraction_of):
    (tmp_path / "out").write_text("")
    with pytest.raises(OptionError, match="--out"):
        write_outputs(extraction_of(filing), ["json"], tmp_path / "out", "a")


def test_importing_the_package_loads_nothing_heavy():
    heavy = "{'lxml', 'rich', 'PIL', 'numpy', 'pydantic', 'pypdfium2'}"
    program = f"import sys, extractor.export; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
