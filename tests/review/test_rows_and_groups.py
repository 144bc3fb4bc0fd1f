"""Rows and groups decided by the service."""

from dataclasses import replace

import pytest

from extractor.errors import Invalid, NoSuchItem
from extractor.review import repository
from extractor.review.decisions import ItemAnswer
from tests.review.results import (
    BALANCE,
    OWN,
    ROW,
    SECOND,
    SECOND_LEFT,
    TITLE,
    by_path,
    cell,
    filing,
    open_service,
    sale,
    sales,
)


def test_a_row_is_decided_and_taken_back_as_one(store, tmp_path):
    service = open_service(store, tmp_path)
    unit = service.unit(by_path(service, SECOND).number, "Ann")
    assert [item.path for item in unit.items] == [SECOND, SECOND_LEFT]
    outcomes = service.decide_all([ItemAnswer(n, "accept") for n in unit.numbers], "Ann")
    assert [o.decision.after for o in outcomes] == ["600", "1080"]
    assert service.progress().done == 2
    again = service.undo("Ann")
    assert again.number in unit.numbers
    assert (service.progress().done, service.progress().left) == (0, 4)
    assert service.undo("Ann") is None


def test_a_row_with_what_is_no_value_stores_nothing_of_it(store, tmp_path):
    service = open_service(store, tmp_path)
    first, second = service.unit(by_path(service, SECOND).number, "Ann").numbers
    with pytest.raises(Invalid):
        service.decide_all([ItemAnswer(first, "accept"), ItemAnswer(second, "type", "many")], "Ann")
    assert service.log() == ()


def test_units_are_asked_one_after_the_other_and_back(store, tmp_path):
    service = open_service(store, tmp_path, sales(), sales())
    units = [service.next_unit("Ann")]
    while (unit := service.next_unit("Ann", units[-1].number)).number != units[0].number:
        units.append(unit)
    assert sorted(n for unit in units for n in unit.numbers) == list(range(1, 9))
    assert service.previous_unit("Ann", units[1].number).numbers == units[0].numbers
    assert service.previous_unit("Ann", units[0].number) is None


def test_answers_on_two_filings_are_refused(store, tmp_path):
    service = open_service(store, tmp_path, sales(), sales())
    first, other = service.items_of(1)[0], service.items_of(2)[0]
    with pytest.raises(NoSuchItem):
        service.decide_all([ItemAnswer(first.number, "accept"), ItemAnswer(other.number, "accept")], "Ann")


def test_values_of_the_column_and_all_of_a_kind_are_offered(store, tmp_path):
    """They were typed, row after row."""
    rows = [c for n in (1, 2) for c in sale(n, "400", "1600")]
    worn = [
        c.model_copy(update={"value": "Clas A", "status": "review", "confidence": 0.3})
        if c.path == f"{ROW}[2]/{TITLE}"
        else c
        for c in rows
    ]
    service = open_service(store, tmp_path, filing(*worn, cell(f"{ROW}[2]/{OWN}", "", 0.3)))
    assert "Common Stock" in {other.value for other in by_path(service, f"{ROW}[2]/{TITLE}").alternatives}
    last = [item for item in service.items_of(1) if item.path == f"{ROW}[2]/{OWN}"]
    assert {"D", "I"} <= {other.value for other in last[-1].alternatives} | {last[-1].value}


def test_what_is_keyed_blind_stands_in_no_row_or_group_and_is_offered_nowhere(store, tmp_path, monkeypatch):
    """One key would have accepted it, and the values of its column told it."""
    rows = [own for n in (1, 2) for own in sale(n, "400", "1600", (0.6, 0.6))]
    service = open_service(store, tmp_path, filing(*rows), mode="double")
    monkeypatch.setattr(repository, "SETTINGS", replace(repository.SETTINGS, lease=-1.0))
    number = by_path(service, f"{ROW}[1]/{BALANCE}").number
    service.decide(number, "Ann", "type", "1700")
    unit = service.unit(number, "Bob")
    assert (unit.kind, unit.numbers, unit.first.value, unit.first.alternatives) == ("one", (number,), "", ())
    others = [service.unit(n, "Bob") for n in range(1, 5) if n != number]
    assert all(number not in other.numbers for other in others)
    with pytest.raises(Invalid):
        service.decide_all([ItemAnswer(number, "accept")], "Bob")
