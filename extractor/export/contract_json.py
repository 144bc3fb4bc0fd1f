"""JSON as the output contract prints it."""

from __future__ import annotations

import json
from typing import Any

from extractor.model.filing import Cell, Extraction

CONFIDENCE_DIGITS = 4
POINT_DIGITS = 1


def to_json(extraction: Extraction) -> str:
    """The extraction as JSON text: keys in the contract's order, confidence to 4 digits, points to 0.1."""
    content = extraction.model_dump(mode="json")
    for filing, printed in zip(extraction.filings, content["filings"], strict=True):
        printed["cells"] = [_cell(cell) for cell in filing.cells]
    return _encodable(json.dumps(content, ensure_ascii=False, indent=1)) + "\n"


def _cell(cell: Cell) -> dict[str, Any]:
    printed = cell.model_dump(mode="json")
    printed["confidence"] = round(cell.confidence, CONFIDENCE_DIGITS)
    printed["bbox"] = [round(side, POINT_DIGITS) for side in cell.bbox]
    for alternative in printed["alternatives"]:
        alternative["probability"] = round(alternative["probability"], CONFIDENCE_DIGITS)
    return printed


def _encodable(text: str) -> str:
    """PDF text layers hold halves of surrogate pairs, which UTF-8 cannot encode."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
