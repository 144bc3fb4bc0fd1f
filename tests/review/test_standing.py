"""What a request costs: a filing is read once, and what was foreseen is not worked out again."""

from sqlalchemy import event

from extractor.review import result_cache
from tests.review.results import SECOND, by_path, open_service

MOST = 28
"""Statements of a key, at most: one after the other they are what a reviewer waits for."""


def test_a_key_takes_few_statements(store, tmp_path):
    """A key took 77: the votes on a filing were read nineteen times for it."""
    service = open_service(store, tmp_path)
    unit = service.next_unit("Ann")
    said = []
    event.listen(store, "before_cursor_execute", lambda *call: said.append(call[2]))
    service.decide(unit.focus, "Ann", "accept", unit.first.value)
    service.next_unit("Ann", unit.number - 1)
    service.surroundings(unit.filing, "Ann")
    assert len(said) <= MOST, "\n".join(said)


def test_what_was_foreseen_is_not_worked_out_again(store, tmp_path, monkeypatch):
    service = open_service(store, tmp_path)
    item, worked, real = by_path(service, SECOND), [], result_cache.corrected
    monkeypatch.setattr(result_cache, "corrected", lambda *own: worked.append(1) or real(*own))
    offer = item.alternatives[0].value
    foreseen = service.prospect(item.number, offer, "Ann")
    count = len(worked)
    outcome = service.decide(item.number, "Ann", "accept", offer)
    assert outcome.settled == foreseen.settles and len(worked) == count


def test_a_filing_that_another_took_meanwhile_is_not_decided(store, tmp_path):
    """A lease that is still long is not written anew; whose it is, is looked at every time."""
    service = open_service(store, tmp_path)
    unit = service.next_unit("Ann")
    assert service.next_unit("Bob") is None
    service.decide(unit.focus, "Ann", "accept", unit.first.value)
    assert service.next_unit("Bob") is None and service.next_unit("Ann") is not None
