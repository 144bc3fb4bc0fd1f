"""An extraction as the data that its JSON holds: keys in the contract's order, short numbers."""

from __future__ import annotations

from typing import Any

from extractor.model.filing import CONFIDENCE_DIGITS, Cell, Extraction, Filing
from extractor.model.geometry import POINT_DIGITS


def printed(extraction: Extraction) -> dict[str, Any]:
    """The extraction as data of JSON: confidence to 4 digits, points to 0.1."""
    content = extraction.model_dump(mode="json", exclude_none=True)
    if not extraction.source.attachments:
        del content["source"]["attachments"]
    content["filings"] = [printed_filing(filing) for filing in extraction.filings]
    return content


def printed_filing(filing: Filing) -> dict[str, Any]:
    """One filing of it."""
    content = filing.model_dump(mode="json", exclude_none=True)
    content["cells"] = [_cell(cell) for cell in filing.cells]
    return content


def _cell(cell: Cell) -> dict[str, Any]:
    content = cell.model_dump(mode="json")
    content["confidence"] = round(cell.confidence, CONFIDENCE_DIGITS)
    content["bbox"] = [round(side, POINT_DIGITS) for side in cell.bbox]
    for alternative in content["alternatives"]:
        alternative["probability"] = round(alternative["probability"], CONFIDENCE_DIGITS)
    return content
