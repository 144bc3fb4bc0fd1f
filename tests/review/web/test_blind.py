"""What is keyed blind: samples of accepted values, and the second of two keyings."""

from dataclasses import replace

import pytest

from extractor.review import repository
from tests.review.results import BALANCE, ROW, cell, filing, sale
from tests.review.web.serving import served
from tests.review.web.sitting import at, press


@pytest.fixture
def no_lease(monkeypatch):
    monkeypatch.setattr(repository, "SETTINGS", replace(repository.SETTINGS, lease=-1.0))


def invited(page, here, sit_down, name):
    """Another person, by a link of this one."""
    page.goto(f"{here.home}/")
    page.click("text=Invite a reviewer")
    return sit_down(page.input_value(".link input"), name)


def test_a_sample_is_keyed_blind_before_its_row_is_seen(tmp_path, sit_down):
    """Its sums told the value, and the other cells of its row were asked first."""
    rows = [*sale(1, "400", "1600"), *sale(2, "100", "1500", (0.6, 0.999)), *sale(3, "300", "1200")]
    here = served(tmp_path, filing(*rows), sample=1.0)
    page = sit_down(here.link)
    assert page.get_attribute("#review article", "data-kind") == "sample"
    at(page, here.service, f"{ROW}[2]/{BALANCE}")
    page.wait_for_timeout(400)
    assert page.input_value("#value") == ""
    assert "1,500" not in page.inner_text("#review") and "1500" not in page.inner_text("#review")
    page.keyboard.type("1500")
    page.wait_for_timeout(400)
    assert page.locator(".sums li").count() == 0
    press(page, "Enter")
    found = here.service.quality().silent
    assert (found.keyed, found.wrong) == (1, 0)


def test_an_unchecked_box_is_blank_and_a_slip_is_the_reviewer_s(tmp_path, sit_down, no_lease):
    box = cell("reportingOwner[1]/reportingOwnerRelationship/isDirector", "false")
    here = served(tmp_path, filing(box, cell("issuer/issuerName", "Redwood")), sample=1.0)
    page = sit_down(here.link)
    press(page, "Alt+b")
    press(page, *"Redwod", "Enter")
    page.goto(f"{here.home}/")
    assert "Of 2 accepted values keyed blind, 1 are wrong" in page.inner_text("#silent")
    bob = invited(page, here, sit_down, "Bob")
    press(bob, *"Redwood", "Enter")
    bob.goto(f"{here.home}/")
    assert "Of 2 accepted values keyed blind, 0 are wrong" in bob.inner_text("#silent")
    assert "Ann: 1 slips in 2 answers" in bob.inner_text("main")


def test_the_second_person_keys_into_an_empty_box(tmp_path, sit_down, no_lease):
    """The machine's value stood in it; and "ann" was another person than "Ann"."""
    here = served(tmp_path, filing(cell("issuer/issuerName", "Redwood", 0.6, ("Red",))), mode="double")
    page = sit_down(here.link)
    press(page, "Enter")
    again = invited(page, here, sit_down, "ann")
    assert again.locator(".finished").count() == 1
    bob = invited(again, here, sit_down, "Bob")
    assert bob.input_value("#value") == "" and "Red" not in bob.inner_text("#review")
    press(bob, *"Redwood", "Enter")
    assert here.service.progress().done == 1


def test_a_third_answer_that_matches_neither_settles_nothing(tmp_path, sit_down, no_lease):
    here = served(tmp_path, filing(cell("issuer/issuerName", "Rad", 0.6)), mode="double")
    page = sit_down(here.link)
    press(page, *"Red", "Enter")
    for name, value in (("Bob", "Rod"), ("Cid", "Rid")):
        page = invited(page, here, sit_down, name)
        page.keyboard.type(value)
        page.keyboard.press("Enter")
        page.wait_for_selector(".said:not(:empty)")
    assert here.service.progress().left == 1
    page.goto(f"{here.home}/next")
    assert "3 people answered differently" in page.inner_text(".why")
    assert {"Red", "Rod"} <= set(page.locator("[data-choice] span").all_inner_texts())
