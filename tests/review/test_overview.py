"""The start page: documents to go to, columns to ask alone, people and their pace."""

from extractor.review import repository
from extractor.review.decisions import ItemAnswer
from tests.review.results import SHARES, by_path, open_service, sales


def test_documents_are_found_by_a_part_of_their_names(store, tmp_path):
    service = open_service(store, tmp_path)
    assert [row.name for row in service.overview("PUT.").documents] == ["input.png"]
    assert service.overview("100%").documents == ()


def test_a_document_leads_to_its_first_question(store, tmp_path):
    service = open_service(store, tmp_path)
    first = service.items_of(1)[0].number
    assert (service.first_of(1, "Ann"), service.first_of(4711, "Ann")) == (first, None)


def test_one_column_is_asked_alone(store, tmp_path):
    service = open_service(store, tmp_path, sales(), sales())
    wanted = next(own for own in service.overview().columns if SHARES.endswith(own.name))
    asked, after = [], 0
    while unit := service.next_unit("Ann", after, wanted.name):
        asked += unit.items
        after = service.decide(unit.focus, "Ann", "illegible").decision.item
    assert len(asked) == wanted.left == 2
    assert all(item.path.endswith(SHARES) for item in asked)


def test_people_are_named_once_with_what_they_did(store, tmp_path):
    service = open_service(store, tmp_path)
    first, second, *_ = service.items_of(1)
    service.decide(first.number, "Ann", "accept", first.value)
    service.decide(second.number, "ann", "illegible")
    (ann,) = service.overview().people
    assert (ann.name, ann.decided, ann.at) == ("Ann", 2, ("input.png",))


def test_cells_of_one_key_make_no_hurry(store, tmp_path):
    """They are decided at one moment: the median step was none, and all was done "under a minute"."""
    service = open_service(store, tmp_path)
    items = [by_path(service, item.path) for item in service.items_of(1)]
    assert len(items) > 2
    service.decide(items[0].number, "Ann", "illegible")
    service.decide_all([ItemAnswer(item.number, "illegible") for item in items[1:]], "Ann")
    with store.begin() as connection:
        assert repository.pace(connection) > 0
