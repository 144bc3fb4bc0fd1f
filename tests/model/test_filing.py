"""The filing model against the output contract."""

import json

import pytest
from pydantic import ValidationError

from extractor.model.filing import (
    Alternative,
    Cell,
    Check,
    Extraction,
    Filing,
    ReviewItem,
    Source,
    UnusedPage,
)

ROW = "nonDerivativeTable/nonDerivativeTransaction[1]"
SHARES = f"{ROW}/transactionAmounts/transactionShares"


def a_cell(**changes):
    values = {
        "path": SHARES,
        "value": "707",
        "raw": "707 ",
        "status": "accepted",
        "confidence": 0.9987,
        "page": 1,
        "bbox": (312.4, 401.0, 339.8, 411.2),
        "source": "ocr",
        "reader": "pp-ocr",
    }
    return Cell(**(values | changes))


def a_filing(*cells, **changes):
    values = {"form": "4", "layout": "form4-1996", "pages": (1, 2), "status": "ok", "cells": cells}
    return Filing(**(values | changes))


def an_extraction():
    cell = a_cell(
        status="review",
        alternatives=(Alternative(value="767", raw="767", probability=0.0009),),
        reason="the readers disagree",
    )
    balance = Check(
        rule="running-balance", outcome="satisfied", statement="1,116 - 409 = 707", cells=(SHARES,)
    )
    filing = a_filing(
        cell,
        status="review",
        checks=(balance,),
        review=(ReviewItem(path=ROW, reason="the readers disagree"),),
    )
    return Extraction(
        source=Source(name="input.pdf", sha256="0" * 64, pages=3),
        status="review",
        filings=(filing,),
        unused_pages=(UnusedPage(page=3, reason="no Form 4 layout fits"),),
    )


def test_a_cell_is_found_by_its_path():
    filing = a_filing(a_cell(), a_cell(path="issuer/issuerName", value="REDWOOD TRUST INC"))
    assert filing.cell("issuer/issuerName").value == "REDWOOD TRUST INC"
    assert filing.values() == {SHARES: "707", "issuer/issuerName": "REDWOOD TRUST INC"}


def test_a_cell_the_form_leaves_empty_is_none_and_not_an_empty_value():
    assert a_filing(a_cell()).cell("remarks") is None


def test_a_path_names_one_cell_and_not_those_below_it():
    assert a_filing(a_cell()).cell(ROW) is None


def test_the_json_has_the_names_of_the_contract():
    printed = json.loads(an_extraction().model_dump_json())
    assert set(printed) == {"schema_version", "source", "status", "filings", "unused_pages"}
    assert set(printed["source"]) == {"name", "sha256", "pages", "path", "attachments"}
    filing = printed["filings"][0]
    assert set(filing) == {
        "form",
        "layout",
        "pages",
        "turns",
        "filed_by",
        "status",
        "cells",
        "checks",
        "review",
        "unaccounted",
    }
    cell = filing["cells"][0]
    assert {"path", "value", "raw", "status", "confidence", "page", "bbox", "source", "reader"} <= set(cell)
    assert set(cell["alternatives"][0]) == {"value", "raw", "probability"}
    assert cell["bbox"] == [312.4, 401.0, 339.8, 411.2]
    assert set(filing["checks"][0]) == {"rule", "outcome", "statement", "cells", "as_filed"}
    assert set(printed["unused_pages"][0]) == {"page", "reason", "reasons"}


def test_an_extraction_comes_back_from_its_json_unchanged():
    extraction = an_extraction()
    assert Extraction.model_validate_json(extraction.model_dump_json()) == extraction


def test_a_number_is_kept_as_the_text_of_its_value():
    """A float would turn 27.10 into 27.1 and a long share count into a rounded one."""
    with pytest.raises(ValidationError):
        a_cell(value=27.10)
    assert a_cell(value="27.10").value == "27.10"


@pytest.mark.parametrize(
    "wrong",
    [{"status": "sure"}, {"source": "guess"}, {"bbox": (0, 0, 10)}, {"page": "one"}, {"colour": "red"}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_what_the_contract_does_not_know_is_refused(wrong):
    with pytest.raises(ValidationError):
        a_cell(**wrong)


def test_a_filing_cannot_be_changed_once_made():
    filing = a_filing(a_cell())
    with pytest.raises(ValidationError):
        filing.status = "review"
    with pytest.raises(ValidationError):
        filing.cells[0].value = "708"


def test_something_on_a_page_is_told_by_its_page_and_box_and_names_no_cell():
    spot = ReviewItem(path="", reason="in no cell", page=2, bbox=(18.2, 531.0, 545.0, 539.4))
    assert spot.place == "page 2 at 18 531 545 539"
    assert not spot.names("remarks")
    whole = ReviewItem(path="", reason="hardly legible")
    assert whole.place == "" and whole.names("remarks")
