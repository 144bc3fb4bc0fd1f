"""The whole road on the samples: what comes out against what the filings say."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import pypdfium2
import pytest

from extractor import extract
from extractor.export import to_json
from extractor.export.edgar_xml import validate
from extractor.export.formats import render_xml_all
from extractor.layout.template import layouts_folder
from extractor.model.filing import Extraction, Filing
from extractor.model.path import covers
from extractor.options import Options

SAMPLES = Path(__file__).parent.parent / "samples"
CELL_KEYS = {"path", "value", "raw", "status", "confidence", "page", "bbox", "source", "reader"}
CELL_KEYS |= {"alternatives", "reason"}
ALIKE = 0.985
"""Long texts are right but for a letter here and there."""


# What the filings say.


@dataclass(frozen=True)
class Truth:
    """The values of a filing by path and their types, street lines joined as a print may set them."""

    values: dict[str, str]
    kinds: dict[str, str]


def truth_of(folder: str, number: int = 0) -> Truth:
    cells = json.loads((SAMPLES / folder / "truth.json").read_text(encoding="utf-8"))["filings"][number][
        "cells"
    ]
    values = with_one_street({path: cell["value"] for path, cell in cells.items()})
    return Truth(values, {path: cell["type"] for path, cell in cells.items()})


def with_one_street(values: dict[str, str]) -> dict[str, str]:
    """One line or two for an address is the printer's choice."""
    first = [path for path in values if path.endswith("/rptOwnerStreet1")]
    pairs = {path: (values[path], values.get(f"{path[:-1]}2", "")) for path in first}
    joined = {path: ", ".join(line for line in lines if line) for path, lines in pairs.items()}
    return {path: value for path, value in (values | joined).items() if not path.endswith("/rptOwnerStreet2")}


def wrong_in(filing: Filing, truth: Truth) -> dict[str, tuple[str | None, str | None]]:
    """Path → (what the filing says, what was read) of every value wrong, missing or made up."""
    read = with_one_street({path: value for path, value in filing.values().items() if value})
    return {
        path: (truth.values.get(path), read.get(path))
        for path in truth.values | read
        if not same(truth.kinds.get(path, ""), truth.values.get(path), read.get(path))
    }


def same(kind: str, said: str | None, read: str | None) -> bool:
    """Equal as values: blanks and case of texts do not count."""
    if said is None or read is None or kind not in ("text", "prose"):
        return said == read
    one, other = ("".join(text.split()).casefold() for text in (said, read))
    return one == other or (kind == "prose" and SequenceMatcher(None, one, other, False).ratio() >= ALIKE)


def silent_in(filing: Filing, truth: Truth) -> dict[str, tuple[str | None, str | None]]:
    """Those wrong values that nothing tells a person to look at."""
    flags = [item.path for item in filing.review]
    flags += [cell.path for cell in filing.cells if cell.status == "review"]
    wrong = wrong_in(filing, truth)
    return {path: pair for path, pair in wrong.items() if not any(covers(flag, path) for flag in flags)}


@pytest.fixture(scope="module")
def redwood() -> Extraction:
    return extract(SAMPLES / "redwood" / "form4.pdf")


@pytest.fixture(scope="module")
def copied() -> Extraction:
    return extract(SAMPLES / "redwood" / "copy.tif")


@pytest.fixture(scope="module")
def two_owners() -> Extraction:
    return extract(SAMPLES / "edgar-two-owners" / "form4.pdf")


@pytest.fixture(scope="module")
def bundle() -> Extraction:
    return extract(SAMPLES / "bundle" / "bundle.pdf")


@pytest.fixture(scope="module")
def typed(tmp_path_factory) -> Extraction:
    """The first page of the scan of the typed form."""
    path = tmp_path_factory.mktemp("typed") / "front.pdf"
    front = pypdfium2.PdfDocument.new()
    with pypdfium2.PdfDocument(SAMPLES / "typed-1996" / "scan.pdf") as whole:
        front.import_pages(whole, [0])
        front.save(path)
    return extract(path)


# Born-digital files come out complete and exact.


def test_redwood_comes_out_exactly(redwood):
    (filing,) = redwood.filings
    assert wrong_in(filing, truth_of("redwood")) == {}
    assert (redwood.status, filing.status, filing.review) == ("ok", "ok", ())
    assert (filing.layout, filing.pages, redwood.unused_pages) == ("form4-agent2002", (1, 2), ())


def test_redwood_s_numbers_are_plain_decimals(redwood):
    values = redwood.filings[0].values()
    row = "nonDerivativeTable/nonDerivativeTransaction[1]"
    assert values[f"{row}/transactionAmounts/transactionPricePerShare"] == "11.4375"
    assert values[f"{row}/postTransactionAmounts/sharesOwnedFollowingTransaction"] == "12004.17"
    assert values["periodOfReport"] == "2009-11-19"


def test_two_owners_come_out_exactly(two_owners):
    (filing,) = two_owners.filings
    assert wrong_in(filing, truth_of("edgar-two-owners")) == {}
    assert (two_owners.status, filing.layout, filing.review) == ("ok", "form4-edgar", ())
    assert {path.split("/")[0] for path in filing.values() if "rptOwnerName" in path} == {
        "reportingOwner[1]",
        "reportingOwner[2]",
    }


def test_every_value_of_a_text_layer_is_accepted_as_text(redwood):
    cells = redwood.filings[0].cells
    assert {cell.source for cell in cells} == {"text", "derived"}
    assert {cell.reader for cell in cells} == {"text-layer"}
    assert {cell.status for cell in cells} == {"accepted"}


def test_a_cell_s_box_holds_its_text(redwood):
    """The box is where a person looks: PDFium must find the raw text in it."""
    document = pypdfium2.PdfDocument(SAMPLES / "redwood" / "form4.pdf")
    heights = [page.get_height() for page in document]
    layers = [page.get_textpage() for page in document]
    for cell in redwood.filings[0].cells:
        if cell.raw and cell.source == "text" and not cell.path.startswith(("footnotes", "remarks")):
            x0, top, x1, bottom = cell.bbox
            high = heights[cell.page - 1]
            there = layers[cell.page - 1].get_text_bounded(x0 - 1, high - bottom - 1, x1 + 1, high - top + 1)
            assert "".join(cell.raw.split()) in "".join(there.split()), cell.path


# Several filings in one file.


def test_a_bundle_is_split_into_its_filings(bundle):
    found = [(filing.layout, filing.pages) for filing in bundle.filings]
    assert found == [("form4-edgar", (2,)), ("form4-agent2002", (3, 4)), ("form4-2002", (5, 6))]


def test_the_pages_of_a_bundle_that_are_no_form_are_named_with_the_reason(bundle):
    told = json.loads((SAMPLES / "bundle" / "truth.json").read_text(encoding="utf-8"))["unused_pages"]
    assert [page.page for page in bundle.unused_pages] == told
    for page in bundle.unused_pages:
        assert page.reason.startswith("no Form 4 layout fits: best form4-")
        assert "(needs 0.60)" in page.reason


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_bundle_s_filings_have_no_silent_error(bundle, number):
    assert silent_in(bundle.filings[number], truth_of("bundle", number)) == {}


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_bundle_s_filings_come_out_exactly(bundle, number):
    assert wrong_in(bundle.filings[number], truth_of("bundle", number)) == {}
    assert bundle.filings[number].status == "ok"


# Scans: honest.


def test_the_copy_of_redwood_has_no_silent_error(copied):
    (filing,) = copied.filings
    assert silent_in(filing, truth_of("redwood")) == {}
    assert (filing.layout, filing.pages, copied.unused_pages) == ("form4-agent2002", (1, 2), ())


def test_most_of_the_copy_is_read_right(copied):
    truth = truth_of("redwood")
    assert len(wrong_in(copied.filings[0], truth)) <= 0.2 * len(truth.values)


def test_what_wants_review_says_so_all_the_way_up(copied):
    filing = copied.filings[0]
    doubtful = [cell for cell in filing.cells if cell.status == "review"]
    assert all(cell.reason for cell in doubtful)
    flagged = bool(doubtful or filing.review)
    assert (copied.status, filing.status) == (("review",) * 2 if flagged else ("ok",) * 2)


def test_boxes_of_a_scan_lie_on_the_page_as_filed(copied, redwood):
    """The copy was fed a little askew; its boxes are near those of the print it is a copy of."""
    printed = {cell.path: cell for cell in redwood.filings[0].cells}
    cells = [cell for cell in copied.filings[0].cells if "Table/" in cell.path and cell.path in printed]
    assert len(cells) > 30
    for cell in cells:
        there = printed[cell.path]
        assert cell.page == there.page
        assert abs(cell.bbox[0] - there.bbox[0]) < 20 and abs(cell.bbox[1] - there.bbox[1]) < 20, cell.path


def test_the_typed_form_s_first_page_has_no_silent_error(typed):
    (filing,) = typed.filings
    whole = truth_of("typed-1996")
    front = {
        p: v
        for p, v in whole.values.items()
        if not p.startswith(("derivativeTable", "footnotes", "ownerSig"))
    }
    assert silent_in(filing, Truth(front, whole.kinds)) == {}
    assert filing.layout == "form4-1996"


def test_a_statement_for_a_month_keeps_the_month(typed):
    assert typed.filings[0].values()["periodOfReport"] == truth_of("typed-1996").values["periodOfReport"]
    assert len(typed.filings[0].values()["periodOfReport"]) == len("1999-12")


def test_a_form_that_lacks_its_second_page_is_flagged(typed):
    """Nothing was signed on the first page, and marks lead to no footnote."""
    flagged = {item.path for item in typed.filings[0].review}
    assert "ownerSignature[1]/signatureName" in flagged
    assert any(path.startswith("footnotes/") for path in flagged)


# Outputs.


@pytest.mark.parametrize("name", ["redwood", "copied", "two_owners", "bundle", "typed"])
def test_every_filing_makes_a_valid_document(name, request):
    extraction = request.getfixturevalue(name)
    documents = render_xml_all(extraction)
    assert len(documents) == len(extraction.filings)
    assert [validate(document) for document in documents] == [[]] * len(documents)


@pytest.mark.parametrize("name", ["bundle", "copied"])
def test_the_json_keeps_the_contract(name, request):
    printed = json.loads(to_json(request.getfixturevalue(name)))
    assert set(printed) >= {"source", "status", "filings", "unused_pages"}
    assert set(printed["source"]) >= {"name", "sha256", "pages"}
    for filing in printed["filings"]:
        assert set(filing) >= {"form", "layout", "pages", "status", "cells", "checks", "review"}
        paths = [cell["path"] for cell in filing["cells"]]
        assert len(paths) == len(set(paths))
        for cell in filing["cells"]:
            assert set(cell) >= CELL_KEYS
            assert cell["status"] in {"accepted", "review", "repaired", "corrected"}
            assert cell["source"] in {"text", "ocr", "derived"}
            assert 0 <= cell["confidence"] <= 1
            assert cell["page"] in filing["pages"]
            x0, top, x1, bottom = cell["bbox"]
            assert x0 <= x1 and top <= bottom


def test_the_source_is_the_file(redwood):
    content = (SAMPLES / "redwood" / "form4.pdf").read_bytes()
    assert redwood.source.name == "form4.pdf"
    assert redwood.source.sha256 == hashlib.sha256(content).hexdigest()
    assert redwood.source.pages == 2


# What a caller may ask for.


def test_progress_is_told_page_by_page():
    told = []
    extract(SAMPLES / "redwood" / "form4.pdf", on_page=lambda number, count: told.append((number, count)))
    assert told == [(1, 2), (2, 2)]


def test_a_filing_is_made_before_the_next_one_s_pages_are_gone_through() -> None:
    """All pages of a long file were held to its end, two megabytes each."""
    told: list[object] = []
    extract(
        SAMPLES / "bundle" / "bundle.pdf",
        on_page=lambda number, _: told.append(number),
        judge=lambda doubt: told.append(doubt) or 0.5,
    )
    last_page = max(k for k, item in enumerate(told) if isinstance(item, int))
    assert any(not isinstance(item, int) for item in told[:last_page])


def test_the_caller_s_judge_decides_what_wants_review():
    extraction = extract(str(SAMPLES / "redwood" / "form4.pdf"), judge=lambda doubt: 0.5)
    assert extraction.status == "review"


def test_layouts_of_one_s_own_are_tried_beside_the_shipped_ones(tmp_path):
    edgar = (layouts_folder() / "form4-edgar.yaml").read_text(encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(edgar.replace("name: form4-edgar", "name: mine"), encoding="utf-8")
    extraction = extract(SAMPLES / "edgar-two-owners" / "form4.pdf", Options(layout_dir=str(tmp_path)))
    assert extraction.filings[0].layout == "mine"


# Pages lost or out of order.


def test_a_filing_whose_second_page_came_first_is_flagged(tmp_path):
    """Its footnotes and its signature stand on a page that no filing had begun before."""
    path = tmp_path / "torn.pdf"
    torn = pypdfium2.PdfDocument.new()
    with pypdfium2.PdfDocument(SAMPLES / "bundle" / "bundle.pdf") as whole:
        torn.import_pages(whole, [3, 2])
        torn.save(path)
    extraction = extract(path)
    (filing,) = extraction.filings
    assert (filing.layout, filing.pages) == ("form4-agent2002", (2,))
    assert [page.page for page in extraction.unused_pages] == [1]
    assert filing.status == "review"
    flagged = {item.path for item in filing.review}
    assert {"ownerSignature[1]/signatureName", "footnotes/footnote[@id='F1']"} <= flagged
