import json
import subprocess
import sys

import pytest

from extractor.errors import OptionError
from extractor.export import FORMATS, render, render_xml_all, to_json, validate, write_outputs
from extractor.model.filing import Alternative, ReviewItem, Unaccounted

CELL_KEYS = [
    "path",
    "value",
    "raw",
    "status",
    "confidence",
    "page",
    "bbox",
    "source",
    "reader",
    "alternatives",
    "reason",
    "readings",
]


def test_every_format_renders(filing, extraction_of):
    for name in FORMATS:
        assert render(extraction_of(filing), name)
    with pytest.raises(OptionError, match="json, xml, csv, csv-owners"):
        render(extraction_of(filing), "yaml")


def test_xml_of_several_filings_wants_a_folder(filing, extraction_of):
    extraction = extraction_of(filing, filing)
    with pytest.raises(OptionError, match="--out DIR"):
        render(extraction, "xml")
    assert [validate(document) for document in render_xml_all(extraction)] == [[], []]


def test_outputs_are_named_by_stem_and_format(tmp_path, filing, extraction_of):
    out = tmp_path / "new" / "folder"
    paths = write_outputs(extraction_of(filing), FORMATS, out, "box7")
    assert [path.name for path in paths] == [
        "box7.json",
        "box7.xml",
        "box7.csv",
        "box7.owners.csv",
        "box7.footnotes.csv",
        "box7.xlsx",
        "box7.txt",
    ]
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


# JSON.


def test_keys_stand_in_the_order_of_the_contract(filing, extraction_of):
    content = json.loads(to_json(extraction_of(filing)))
    assert list(content) == ["schema_version", "source", "status", "filings", "unused_pages"]
    assert list(content["source"]) == ["name", "sha256", "pages", "path"]
    printed = content["filings"][0]
    own = ["form", "layout", "pages", "turns", "status", "cells", "checks", "review", "unaccounted"]
    assert list(printed) == own
    assert list(printed["cells"][0]) == CELL_KEYS


def test_confidence_and_boxes_are_rounded_and_the_rest_is_kept(make_cell, make_filing, extraction_of):
    other = Alternative(value="767", raw="767", probability=0.000912)
    cell = make_cell(
        "remarks", "707", confidence=0.998749, bbox=(312.449, 401, 339.8, 411.25), alternatives=(other,)
    )
    filing = make_filing({}, cells=(cell,))
    printed = json.loads(to_json(extraction_of(filing)))["filings"][0]["cells"][0]
    assert printed["confidence"] == 0.9987
    assert printed["bbox"] == [312.4, 401.0, 339.8, 411.2]
    assert printed["alternatives"] == [{"value": "767", "raw": "767", "probability": 0.0009}]


def test_text_is_written_as_itself_not_escaped(make_filing, extraction_of):
    text = to_json(extraction_of(make_filing({"issuer/issuerName": "Société Générale"})))
    assert "Société Générale" in text


def test_half_a_surrogate_pair_from_a_text_layer_can_be_encoded(make_filing, extraction_of):
    text = to_json(extraction_of(make_filing({"remarks": "a\ud835b"})))
    assert json.loads(text.encode("utf-8"))["filings"][0]["cells"][0]["value"] == "a\ufffdb"


def test_json_tells_what_no_cell_holds_and_has_no_nulls(filing, extraction_of):
    box = (18.0, 531.0, 545.0, 539.0)
    spot = Unaccounted(page=2, bbox=box, text="1,600")
    items = (
        ReviewItem(path="", reason="in no cell", page=2, bbox=box),
        ReviewItem(path="remarks", reason="cut"),
    )
    changed = {"unaccounted": (spot,), "review": items}
    (printed,) = json.loads(to_json(extraction_of(filing.model_copy(update=changed))))["filings"]
    assert printed["unaccounted"] == [{"page": 2, "bbox": list(box), "text": "1,600"}]
    assert printed["review"] == [
        {"path": "", **noted("in no cell"), "page": 2, "bbox": list(box)},
        {"path": "remarks", **noted("cut")},
    ]


def noted(text):
    return {"reason": text, "reasons": [{"code": "noted", "text": text}]}
