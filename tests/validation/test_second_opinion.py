"""What a second reader of the text says of doubtful values."""

from pathlib import Path

import pytest

from extractor import extract
from extractor.document.second_reader import SecondReader
from extractor.layout.captions import squeezed
from extractor.model.filing import Cell, Filing
from extractor.model.geometry import Box
from extractor.model.reason import Reason, ReasonCode
from extractor.validation.second_opinion import with_second_opinion

SAMPLE = Path(__file__).parents[2] / "samples" / "redwood" / "form4.pdf"


def doubtful(**changed) -> Filing:
    cell = Cell(
        path="issuer/issuerName",
        value="",
        raw="1OOO",
        status="review",
        confidence=0.2,
        page=1,
        bbox=(10, 10, 50, 20),
        source="text",
        reader="text-layer",
        reasons=(Reason.of(ReasonCode.HARD_TO_READ),),
    )
    return Filing(form="4", layout="x", pages=(1,), status="review", cells=(cell.model_copy(update=changed),))


def test_another_text_is_named_in_the_cell_and_in_the_list():
    found = with_second_opinion(doubtful(), lambda page, box: "1000")
    assert found.cells[0].reasons[-1] == Reason.of(ReasonCode.OTHER_READER, value="1000")
    assert found.review[0].reasons == found.cells[0].reasons


@pytest.mark.parametrize("other", ["1OOO", "x 1OOO y", "", None])
def test_the_same_text_or_none_says_nothing(other):
    filing = doubtful()
    assert with_second_opinion(filing, lambda page, box: other) is filing


@pytest.mark.parametrize("changed", [{"status": "accepted"}, {"source": "ocr"}, {"raw": ""}])
def test_nobody_is_asked_of_what_is_sure_or_no_text(changed):
    def refusing(page, box):
        raise AssertionError

    with_second_opinion(doubtful(**changed), refusing)


def test_both_readers_read_the_same_on_a_sample():
    (filing,) = extract(SAMPLE).filings
    with SecondReader(SAMPLE) as second:
        for cell in filing.cells:
            if cell.source == "text" and cell.raw:
                assert squeezed(cell.raw) in squeezed(second.text(cell.page, Box(*cell.bbox)) or ""), (
                    cell.path
                )


def test_what_is_no_pdf_is_read_by_none(tmp_path):
    (tmp_path / "x.pdf").write_bytes(b"nothing")
    with SecondReader(tmp_path / "x.pdf") as second:
        assert second.text(1, Box(0, 0, 9, 9)) is None


def test_a_page_beyond_the_file_s_own_is_read_by_none():
    with SecondReader(SAMPLE) as second:
        assert second.text(99, Box(0, 0, 9, 9)) is None
