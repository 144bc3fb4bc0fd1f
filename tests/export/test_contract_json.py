import json

from extractor.export import to_json
from extractor.model.filing import Alternative

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


def test_keys_stand_in_the_order_of_the_contract(filing, extraction_of):
    content = json.loads(to_json(extraction_of(filing)))
    assert list(content) == ["source", "status", "filings", "unused_pages"]
    assert list(content["source"]) == ["name", "sha256", "pages", "path"]
    printed = content["filings"][0]
    assert list(printed) == ["form", "layout", "pages", "turns", "status", "cells", "checks", "review"]
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
