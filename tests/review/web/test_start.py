"""Finding one's way from the start page, in a browser."""

from tests.review.results import sales
from tests.review.web.serving import served
from tests.review.web.sitting import press


def test_a_document_is_a_link_to_its_questions(tmp_path, sit_down):
    """The list was text: nobody could go to a document."""
    here = served(tmp_path, sales())
    page = sit_down(here.link)
    page.goto(f"{here.home}/?q=INPUT")
    page.click("#documents a")
    page.wait_for_selector("#review article")
    assert "input.png" in page.inner_text("h1")


def test_a_search_that_finds_nothing_says_so(tmp_path, sit_down):
    here = served(tmp_path, sales())
    page = sit_down(here.link)
    page.goto(here.home)
    page.fill("#q", "nowhere")
    page.keyboard.press("Enter")
    page.wait_for_selector("#documents td[colspan]")


def test_one_column_stays_asked_from_key_to_key(tmp_path, sit_down):
    here = served(tmp_path, sales())
    page = sit_down(here.link)
    page.goto(here.home)
    page.select_option("#only", "sharesOwnedFollowingTransaction")
    page.click("form[action='/next'] button")
    page.wait_for_selector("#review article")
    press(page, "Enter")
    page.wait_for_selector(".finished, #review article")
    asked = {d.path.rpartition("/")[2] for d in here.service.log() if d.reviewer == "Ann"}
    assert asked == {"sharesOwnedFollowingTransaction"}
    assert "only=sharesOwnedFollowingTransaction" in page.url
    page.goto(here.home)
    assert "Ann" in page.inner_text("#people")
