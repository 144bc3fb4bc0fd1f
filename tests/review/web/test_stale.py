"""Results and documents that are others now than when their review began."""

import os

from extractor.review.web.server import open_service
from tests.review.results import BALANCE, ROW, cell, drawn, filing, in_folder, sale, sales
from tests.review.web.serving import link_to
from tests.review.web.sitting import SECOND, SECOND_LEFT, at, press


def reopened(folder, sample=0.0, documents=()):
    return open_service(folder, "", documents, "single", sample)


def extracted_again(folder, *filings):
    """The same document with another result."""
    in_folder(folder, *filings)
    os.utime(folder / "input.json", ns=(1, 1))


def test_extracting_again_renews_the_queue_and_says_so(tmp_path, sit_down):
    """The old queue stayed without a word."""
    in_folder(tmp_path, sales())
    page = sit_down(link_to(reopened(tmp_path)))
    service = reopened(tmp_path)
    at(page, service, "issuer/issuerName")
    press(page, *"Redwood Inc", "Enter")
    at(page, service, SECOND_LEFT)
    press(page, *"1000", "Enter")
    moved = [own.model_copy(update={"path": own.path.replace("[2]", "[1]")}) for own in sales().cells]
    kept = [own for own in moved if "[1]" not in own.path or own.bbox[1] > 330]
    extracted_again(tmp_path, filing(*kept, cell("issuer/issuerTradingSymbol", "RDW", 0.6)))
    again = reopened(tmp_path)
    link = link_to(again)
    page = sit_down(link, "Bob")
    again.read_all()
    assert again.filing(1).filing.cell("issuer/issuerName").value == "Redwood Inc"
    asked = {item.path for item in again.items_of(1) if item.state == "open"}
    assert "issuer/issuerTradingSymbol" in asked and f"{ROW}[1]/{BALANCE}" in asked
    assert SECOND not in asked
    assert [d.takes_back for d in again.log() if d.reviewer == "form4" and d.action == "undo"] == [2, 3, 4]
    page.goto(link.partition("/enter")[0])
    assert "1 documents were extracted again" in page.inner_text("#renewed")


def test_a_sample_may_be_asked_later(tmp_path, sit_down):
    """It was ignored where there was a store."""
    in_folder(tmp_path, filing(*sale(1, "400", "1600")))
    before = reopened(tmp_path)
    before.read_all()
    assert before.progress().left == 0
    page = sit_down(link_to(reopened(tmp_path, sample=1.0)))
    assert page.get_attribute("#review article", "data-kind") == "sample"


def test_a_changed_or_missing_document_is_told_in_the_cell_s_place_until_it_is_back(tmp_path, sit_down):
    """Another form's page stood under the old box; a document that was put back was never seen."""
    in_folder(tmp_path, sales())
    picture = tmp_path / "input.png"
    first = picture.read_bytes()
    drawn(picture, "Another form")
    link = link_to(reopened(tmp_path))
    page = sit_down(link)
    assert "changed or replaced" in page.inner_text(".trouble")
    address = page.get_attribute(".crop img", "src")
    home = link.partition("/enter")[0]
    notice = page.request.get(home + address).body()
    picture.unlink()
    page.reload()
    assert "was not found" in page.inner_text(".trouble")
    picture.write_bytes(first)
    page.reload()
    assert page.locator(".trouble").count() == 0
    assert page.request.get(home + address).body() != notice


def test_a_moved_document_is_found_by_its_hash(tmp_path):
    in_folder(tmp_path, sales())
    elsewhere = tmp_path / "moved"
    elsewhere.mkdir()
    (tmp_path / "input.png").rename(elsewhere / "input.png")
    service = reopened(tmp_path, documents=[elsewhere])
    assert service.source_file(1) == elsewhere / "input.png"


def test_another_document_of_the_same_name_takes_the_old_one_s_place(tmp_path):
    in_folder(tmp_path, sales("Old"))
    service = reopened(tmp_path)
    service.decide(service.next_item("Ann").number, "Ann", "blank")
    in_folder(tmp_path, sales("New"), words="Another")
    again = reopened(tmp_path)
    again.read_all()
    assert [row.name for row in again.overview().documents] == ["input.png"]
    names = [
        again.extraction(document).filings[0].cell("issuer/issuerName").value for document in again.stems()
    ]
    assert names == ["New"]
    assert again.next_item("Ann").filing == 2
