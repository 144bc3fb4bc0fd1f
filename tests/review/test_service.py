"""The service, on SQLite and, where one can be started, on a real PostgreSQL."""

import csv
import json
import threading
from dataclasses import replace

import pytest

from extractor.errors import Invalid, Leased, NoSuchItem, OptionError
from extractor.model.filing import ReviewItem
from extractor.review import repository
from extractor.review.corrected_results import write_corrected
from extractor.review.schema import opened
from extractor.review.web.server import open_service as open_folder
from tests.review.results import (
    BALANCE,
    ROW,
    SECOND,
    SECOND_LEFT,
    SHARES,
    TITLE,
    by_path,
    cell,
    filing,
    open_service,
    results_in,
    sale,
    sales,
)


def test_what_is_doubtful_is_asked_what_settles_most_first(store, tmp_path):
    service = open_service(store, tmp_path)
    assert service.progress().left == 4
    first = service.next_item("Ann")
    assert first.path in (SECOND, SECOND_LEFT)
    assert first.label.startswith("Table I transaction 2")
    assert {other.value for other in first.alternatives} <= {"500", "900", "1000", "1030"}


def test_results_are_taken_once(store, tmp_path):
    service = open_service(store, tmp_path)
    service.add(results_in(tmp_path))
    assert service.progress().left == 4


def test_a_decision_settles_what_follows_and_undo_opens_it_again(store, tmp_path):
    service = open_service(store, tmp_path)
    outcome = service.decide(by_path(service, SECOND_LEFT).number, "Ann", "accept", "1000")
    assert set(outcome.settled) == {SECOND, f"{ROW}[3]/{BALANCE}"}
    assert (service.progress().left, service.progress().done, service.progress().settled) == (1, 1, 2)
    again = service.undo("Ann")
    assert (again.path, again.value, service.progress().left) == (SECOND_LEFT, "1080", 4)
    assert service.undo("Ann") is None


def test_the_prospect_of_a_value_shows_its_sums_before_it_is_decided(store, tmp_path):
    service = open_service(store, tmp_path)
    item = by_path(service, SECOND_LEFT)
    good, bad = service.prospect(item.number, "1,000"), service.prospect(item.number, "1080")
    assert all(s.check.outcome == "satisfied" for s in good.sums)
    assert SECOND in good.settles
    assert any(s.check.outcome == "violated" for s in bad.sums)
    assert service.prospect(item.number, "no number").sums == ()
    assert service.progress().done == 0


def test_what_is_no_value_is_refused_and_nothing_is_written(store, tmp_path):
    service = open_service(store, tmp_path)
    with pytest.raises(Invalid):
        service.decide(by_path(service, SECOND).number, "Ann", "type", "some")
    with pytest.raises(NoSuchItem):
        service.item(4711, "Ann")
    assert service.log() == ()


def test_a_filing_is_one_reviewer_s_until_the_lease_is_over(store, tmp_path, monkeypatch):
    service = open_service(store, tmp_path, sales(), sales())
    mine = service.next_item("Ann")
    other = service.next_item("Bob")
    assert (mine.filing, other.filing) == (1, 2)
    with pytest.raises(Leased):
        service.decide(mine.number, "Bob", "blank")
    monkeypatch.setattr(repository, "time", lambda: 9e9)
    assert service.item(mine.number, "Bob").number == mine.number


def test_reviewers_at_once_lose_no_decision_and_make_none_twice(store, tmp_path):
    service = open_service(store, tmp_path, *[sales(f"Company {n}") for n in range(6)])

    def work(name):
        while item := service.next_item(name):
            service.decide(item.number, name, "blank")

    workers = [threading.Thread(target=work, args=(name,)) for name in ("Ann", "Bob", "Cid")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    items = [decision.item for decision in service.log()]
    assert service.progress().left == 0
    assert len(items) == len(set(items)) == service.progress().done


def test_two_reviewers_must_agree_and_a_third_settles(store, tmp_path, monkeypatch):
    service = open_service(store, tmp_path, mode="double")
    number = by_path(service, SECOND_LEFT).number
    monkeypatch.setattr(repository, "SETTINGS", replace(repository.SETTINGS, lease=-1.0))
    service.decide(number, "Ann", "type", "1000")
    assert service.item(number, "Bob").value == "", "neither the other's word is shown nor what was read"
    service.decide(number, "Bob", "type", "1030")
    assert (service.item(number, "Cid").state, service.filing(1).filing.cell(SECOND_LEFT).value) == (
        "open",
        "1080",
    )
    service.decide(number, "Cid", "type", "1000")
    assert (service.item(number, "Cid").state, service.filing(1).filing.cell(SECOND_LEFT).value) == (
        "decided",
        "1000",
    )


def test_blind_samples_measure_and_a_difference_is_asked(store, tmp_path, monkeypatch):
    service = open_service(store, tmp_path, sample=1.0)
    samples = [item for item in service.items_of(1) if item.kind == "sample"]
    assert all((item.value, item.raw, item.alternatives) == ("", "", ()) for item in samples)
    title = next(item for item in samples if item.path == f"{ROW}[1]/{TITLE}")
    service.decide(title.number, "Ann", "type", "Common Stook")
    date = next(item for item in samples if item.path.endswith("[1]/transactionDate"))
    service.decide(date.number, "Ann", "type", "5/1/2003")
    found = service.quality()
    assert (found.silent.keyed, found.silent.wrong, found.waiting) == (2, 1, 1)
    assert found.silent.low < 0.5 < found.silent.high
    asked = by_path(service, title.path)
    which = next(item for item in service.items_of(1) if item.path == title.path and item.kind == "cell")
    assert "Common Stook" in {other.value for other in which.alternatives}
    assert asked.state == "decided"
    assert service.filing(1).filing.cell(title.path).value == "Common Stock"


def test_a_reviewer_s_slip_is_not_the_tool_s_error(store, tmp_path, monkeypatch):
    """It counted as one after the second look had found the tool right."""
    monkeypatch.setattr(repository, "SETTINGS", replace(repository.SETTINGS, lease=-1.0))
    service = open_service(store, tmp_path, filing(*sale(1, "400", "1600")), sample=1.0)
    by_tail = {item.path.rpartition("/")[2]: item.number for item in service.items_of(1)}
    service.decide(by_tail["transactionShares"], "Ann", "type", "40")
    service.decide(by_tail["securityTitle"], "Ann", "type", "Common")
    looks = {item.path: item.number for item in service.items_of(1) if item.kind == "cell"}
    service.decide(looks[f"{ROW}[1]/{SHARES}"], "Bob", "type", "400")
    service.decide(looks[f"{ROW}[1]/{TITLE}"], "Bob", "type", "Common")
    found = service.quality()
    assert (found.silent.keyed, found.silent.wrong, found.waiting) == (2, 1, 0)
    assert (found.reviewers["Ann"].keyed, found.reviewers["Ann"].wrong) == (2, 1)


def test_a_difference_that_is_taken_back_is_asked_no_more(store, tmp_path):
    service = open_service(store, tmp_path, filing(*sale(1, "400", "1600")), sample=1.0)
    number = by_path(service, f"{ROW}[1]/{SHARES}").number
    service.decide(number, "Ann", "type", "40")
    service.undo("Ann")
    states = {(item.kind, item.state) for item in service.items_of(1) if item.path.endswith(SHARES)}
    assert states == {("sample", "open"), ("cell", "settled")}


def test_an_unchecked_box_called_blank_is_right(store, tmp_path):
    box = "reportingOwner[1]/reportingOwnerRelationship/isDirector"
    service = open_service(store, tmp_path, filing(cell(box, "false")), sample=1.0)
    service.decide(service.items_of(1)[0].number, "Ann", "blank")
    assert service.quality().silent.wrong == 0
    assert service.progress().left == 0


def test_a_box_called_blank_is_unchecked_and_not_gone(store, tmp_path):
    box = "reportingOwner[1]/reportingOwnerRelationship/isDirector"
    service = open_service(store, tmp_path, filing(cell(box, "true", 0.6)))
    service.decide(service.items_of(1)[0].number, "Ann", "blank")
    assert service.filing(1).filing.cell(box).value == "false"


def test_three_who_disagree_settle_nothing_and_see_each_other_s_answers(store, tmp_path, monkeypatch):
    """The third vote won, whatever it was."""
    monkeypatch.setattr(repository, "SETTINGS", replace(repository.SETTINGS, lease=-1.0))
    service = open_service(store, tmp_path, filing(cell("issuer/issuerName", "Rad", 0.6)), mode="double")
    for name, value in (("Ann", "Red"), ("Bob", "Rod"), ("Cid", "Rid")):
        service.decide(1, name, "type", value)
    asked = service.next_item("Ann")
    assert (asked.state, asked.blind) == ("open", False)
    assert {"Rod", "Rid"} <= {other.value for other in asked.alternatives}
    service.decide(1, "Ann", "accept", "Rid")
    assert service.filing(1).filing.values() == {"issuer/issuerName": "Rid"}
    found = service.quality().reviewers
    assert {name: own.wrong for name, own in found.items()} == {"Ann": 0, "Bob": 1, "Cid": 0}


def test_one_person_is_no_two_by_another_spelling(store, tmp_path):
    service = open_service(store, tmp_path, filing(cell("issuer/issuerName", "Red", 0.6)), mode="double")
    service.decide(1, "Ann", "accept", "Red")
    service.decide(1, " ann", "type", "Red")
    assert service.item(1, "ANN").state == "open"
    assert service.next_item("aNn") is None


def test_the_second_person_sees_no_value_anywhere(store, tmp_path, monkeypatch):
    monkeypatch.setattr(repository, "SETTINGS", replace(repository.SETTINGS, lease=-1.0))
    service = open_service(store, tmp_path, mode="double")
    asked = by_path(service, SECOND_LEFT)
    service.decide(asked.number, "Ann", "type", "1000")
    seen = service.item(asked.number, "Bob")
    assert (seen.value, seen.raw, seen.alternatives, seen.blind) == ("", "", (), True)
    assert service.prospect(asked.number, "1000", "Bob").sums == ()
    other = by_path(service, SECOND)
    assert service.surroundings(1, "Bob").unseen == {SECOND_LEFT}
    assert service.surroundings(1, "Ann").unseen == set()
    assert all(SECOND_LEFT not in s.check.cells for s in service.prospect(other.number, "600", "Bob").sums)
    service.decide(asked.number, "Bob", "type", "1000")
    (line,) = [d for d in service.log() if d.reviewer == "Bob"]
    assert (line.before, line.after) == ("1080", "1000")


def test_a_fault_of_rows_is_not_closed_as_blank(store, tmp_path):
    """It was: the fault left the queue, and nothing was removed."""
    own = filing(*sale(1, "400", "1600"), review=[("", "most of it is illegible")])
    service = open_service(store, tmp_path, own)
    item = service.next_item("Ann")
    with pytest.raises(Invalid, match="asks about rows"):
        service.decide(item.number, "Ann", "blank")
    assert service.next_item("Ann").number == item.number


def test_a_glance_at_an_item_takes_nothing_and_is_for_its_reviewer_alone(store, tmp_path):
    service = open_service(store, tmp_path)
    item = service.items_of(1)[0]
    assert service.glance(item.number, "Ann").path == item.path
    service.item(item.number, "Bob")
    with pytest.raises(Leased):
        service.glance(item.number, "Ann")


def test_what_comes_is_the_next_item_and_the_next_filing(store, tmp_path):
    service = open_service(store, tmp_path, sales(), sales())
    first, second, third, _ = service.items_of(1)
    assert service.unit(second.number, "Ann").numbers == service.unit(first.number, "Ann").numbers
    coming = service.coming(1, service.unit(first.number, "Ann").number, "Ann")
    assert [unit.filing for unit in coming] == [1, 2]
    assert (coming[0].number, coming[1].number) == (third.number, service.items_of(2)[0].number)


def test_rows_are_changed_until_somebody_says_that_all_are_there(store, tmp_path):
    own = filing(*sale(1, "400", "1600"), review=[("nonDerivativeTable", "there is ink in 1 of its rows")])
    service = open_service(store, tmp_path, own)
    item = service.next_item("Ann")
    assert item.kind == "rows"
    row = json.dumps({"row": "nonDerivativeHolding", TITLE: "Class B", BALANCE: "1,200"})
    service.decide(item.number, "Ann", "add-row", row)
    assert service.item(item.number, "Ann").state == "open"
    service.decide(item.number, "Ann", "complete")
    assert service.progress().left == 0
    assert (
        service.filing(1).filing.cell("nonDerivativeTable/nonDerivativeHolding[1001]/" + BALANCE).value
        == "1200"
    )
    with pytest.raises(Invalid):
        service.decide(item.number, "Ann", "delete-row", "nowhere")


def test_the_log_keeps_what_was_taken_back(store, tmp_path):
    service = open_service(store, tmp_path)
    service.decide(by_path(service, SECOND).number, "Ann", "type", "500", why="second digit clear")
    service.undo("Ann")
    lines = list(csv.DictReader("".join(service.log_csv()).splitlines()))
    assert [(line["action"], line["takes_back"]) for line in lines] == [("type", ""), ("undo", "1")]
    assert (lines[0]["before"], lines[0]["after"], lines[0]["why"]) == ("600", "500", "second digit clear")


def test_corrected_results_lie_beside_the_first_ones(store, tmp_path):
    service = open_service(store, tmp_path)
    before = (tmp_path / "input.json").read_bytes()
    service.decide(by_path(service, SECOND_LEFT).number, "Ann", "type", "1000")
    files = write_corrected(service, tmp_path / "out", ("json", "xml", "csv"))
    assert (tmp_path / "input.json").read_bytes() == before
    assert {f.name for f in files} >= {"input.json", "input.xml", "input.csv", "decisions.csv", "000001.png"}
    (found,) = results_in(tmp_path / "out")
    assert found.extraction.filings[0].cell(SECOND_LEFT).status == "corrected"
    case = json.loads((tmp_path / "out" / "cases" / "000001.json").read_text())
    assert (case["was"], case["value"]) == ("1080", "1000")


def test_a_store_that_cannot_be_opened_is_an_error_in_words():
    with pytest.raises(OptionError, match="no review store"):
        opened("sqlite:////nowhere/at/all.sqlite")


def test_a_folder_without_results_says_what_to_do(tmp_path):
    with pytest.raises(OptionError, match="form4 extract"):
        open_folder(tmp_path, "", (), "single", 0.0)


def test_spots_that_no_cell_holds_are_asked_one_by_one_with_their_box(store, tmp_path):
    boxes = (40.0, 500.0, 90.0, 510.0), (40.0, 600.0, 90.0, 610.0)
    spots = tuple(ReviewItem(path="", reason="in no cell", page=1, bbox=box) for box in boxes)
    service = open_service(store, tmp_path, sales().model_copy(update={"review": spots}))
    first, second = (item for item in service.items_of(1) if item.is_spot)
    assert (first.bbox, second.bbox) == boxes
    assert (first.kind, first.label, first.page) == ("rows", "page 1", 1)
    service.decide(first.number, "ann", "complete")
    assert service.item(second.number, "ann").state == "open"
    assert [item.bbox for item in service.filing(1).filing.review if item.page] == [boxes[1]]
