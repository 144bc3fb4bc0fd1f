from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from samples.generator import make_samples

SAMPLES = Path(make_samples.__file__).resolve().parent.parent
FOLDERS = ("redwood", "typed-1996", "edgar-two-owners", "bundle")


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_sample_has_its_inputs_and_truth(folder: str) -> None:
    truth = _truth(folder)
    assert truth["filings"]
    assert all((SAMPLES / folder / name).stat().st_size > 1000 for name in truth["inputs"])


def test_samples_are_small() -> None:
    files = [file for folder in FOLDERS for file in (SAMPLES / folder).iterdir()]
    assert sum(file.stat().st_size for file in files) < 1_500_000


def test_redwood_says_what_the_filing_says() -> None:
    cells = {path: cell["value"] for path, cell in _truth("redwood")["filings"][0]["cells"].items()}
    row = "derivativeTable/derivativeTransaction[{}]/transactionAmounts/transactionShares"
    assert [cells[row.format(n)] for n in (1, 2, 3)] == ["4884", "409", "707"]
    price = "nonDerivativeTable/nonDerivativeTransaction[1]/transactionAmounts/transactionPricePerShare"
    assert cells[price] == "11.4375"


def test_the_redwood_copy_is_one_bit_at_200_dpi() -> None:
    image = Image.open(SAMPLES / "redwood" / "copy.tif")
    assert image.mode == "1"
    assert image.info["compression"] == "group4"
    assert tuple(map(round, image.info["dpi"])) == (200, 200)


def test_the_typed_form_has_two_pages_and_rows_in_both_tables() -> None:
    assert len(pypdfium2.PdfDocument(SAMPLES / "typed-1996" / "scan.pdf")) == 2
    cells = _truth("typed-1996")["filings"][0]["cells"]
    assert cells["periodOfReport"]["type"] == "month"
    assert "derivativeTable/derivativeTransaction[2]/securityTitle" in cells


def test_two_owners_and_their_footnotes() -> None:
    cells = _truth("edgar-two-owners")["filings"][0]["cells"]
    assert "reportingOwner[2]/reportingOwnerId/rptOwnerName" in cells
    assert "footnotes/footnote[@id='F2']" in cells


def test_the_bundle_holds_three_filings_between_two_other_pages() -> None:
    truth = _truth("bundle")
    assert len(truth["filings"]) == 3
    assert truth["unused_pages"] == [1, len(pypdfium2.PdfDocument(SAMPLES / "bundle" / "bundle.pdf"))]


def _truth(folder: str) -> dict:
    return json.loads((SAMPLES / folder / "truth.json").read_text())
