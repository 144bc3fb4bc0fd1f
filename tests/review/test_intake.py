"""Results are read when it is their turn."""

import json

from sqlalchemy import text

from extractor.review.schema import opened
from extractor.review.service import ReviewService
from extractor.review.web.server import open_service
from tests.review.results import cell, extraction, filing


def folder_of(folder, count):
    """So many results, each with one doubtful cell."""
    for n in range(count):
        own = extraction(filing(cell("issuer/issuerName", f"Company {n}", 0.6)), sha256=f"{n:064}")
        (folder / f"{n:04}.json").write_text(own.model_dump_json())
    return folder


def test_the_start_reads_one_result_however_many_there_are(tmp_path):
    """It read every one, and kept them in memory."""
    service = open_service(folder_of(tmp_path, 50), "", (), "single", 0.0)
    assert service.progress().unread == 49
    first = service.next_item("Ann")
    assert (first.value, service.progress().unread) == ("Company 0", 49)
    service.decide(first.number, "Ann", "accept")
    assert service.next_item("Ann").value == "Company 1"
    assert service.progress().unread == 48


def test_every_document_is_come_to(tmp_path):
    service = open_service(folder_of(tmp_path, 5), "", (), "single", 0.0)
    while item := service.next_item("Ann"):
        service.decide(item.number, "Ann", "accept")
    assert (service.progress().done, service.progress().unread) == (5, 0)


def test_other_json_and_damaged_results_are_passed_by_and_told(tmp_path):
    folder_of(tmp_path, 1)
    (tmp_path / "0.json").write_text(json.dumps({"filings": 1, "source": 2}))
    (tmp_path / "1.json").write_text("[]")
    service = open_service(tmp_path, "", (), "single", 0.0)
    service.read_all()
    assert service.progress().left == 1
    (trouble,) = service.troubles()
    assert "0.json: is no result of form4 extract" in trouble


def test_corrected_results_in_the_folder_are_no_results_to_review(tmp_path):
    folder_of(tmp_path, 1)
    (tmp_path / "corrected").mkdir()
    (tmp_path / "corrected" / "decisions.csv").write_text("")
    folder_of(tmp_path / "corrected", 2)
    assert open_service(tmp_path, "", (), "single", 0.0).register(tmp_path).files == 1


def test_a_store_of_an_older_version_is_brought_up_to_date(tmp_path):
    url = f"sqlite:///{tmp_path / 'review.sqlite'}"
    engine = opened(url)
    with engine.begin() as connection:
        for table, column in (
            ("documents", "version"),
            ("documents", "is_retired"),
            ("filings", "is_retired"),
        ):
            connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {column}"))
        connection.execute(text("DROP TABLE results"))
    service = ReviewService(opened(url))
    assert service.overview().documents == ()
