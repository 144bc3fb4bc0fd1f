"""A person at the keyboard: a real browser on the real page."""

import json
import time

from extractor.review.corrected_results import corrected_extraction
from tests.review.results import DOUBTFUL, TITLE, cell, filing, sale, sales
from tests.review.web.serving import served
from tests.review.web.sitting import SECOND_LEFT, at, doubtful, press


def test_ten_cells_by_keyboard_alone(tmp_path, sit_down):
    here = served(tmp_path, doubtful(12))
    page = sit_down(here.link)
    for _ in range(4):
        press(page, "Enter")
    press(page, "Control+1", "Enter")
    press(page, "Alt+b")
    press(page, "Alt+i")
    press(page, "Alt+f")
    press(page, *"Preferred", "Enter")
    press(page, "F2", "End", "s", "Enter")
    actions = [decision.action for decision in here.service.log()]
    assert actions == ["accept"] * 5 + ["blank", "illegible", "as-filed", "type", "type"]
    values = [decision.after for decision in here.service.log()]
    assert values[4].startswith("Stack")
    assert values[8] == "Preferred"
    assert values[9].endswith("s")


def test_undo_then_sums_turn_green_and_later_cells_leave_the_queue(tmp_path, sit_down):
    here = served(tmp_path, sales())
    page = sit_down(here.link)
    at(page, here.service, SECOND_LEFT)
    assert page.locator(".sums .violated").count()
    page.keyboard.press("ArrowDown")
    page.wait_for_selector(".settles")
    assert page.locator(".sums .violated").count() == 0
    assert "transaction 2, amount" in page.inner_text(".settles")
    press(page, "Enter")
    assert "Settled by this" in page.inner_text(".said")
    assert here.service.progress().left == 1
    press(page, "Alt+u")
    assert page.input_value("#value") == "1080"
    assert here.service.progress().left == 4
    press(page, "Alt+r")
    press(page, "Control+z")
    press(page, "Control+1", "Enter")
    press(page, "Enter")
    page.wait_for_selector(".finished")
    out = corrected_extraction(here.service, 1, [1])
    assert out.status == "ok"
    assert out.filings[0].cell(SECOND_LEFT).value == "1000"


def test_what_is_no_value_is_said_and_can_be_mended(tmp_path, chromium):
    here = served(tmp_path, sales())
    page = chromium.new_page()
    page.goto(here.link)
    page.keyboard.type("Ann")
    page.keyboard.press("Enter")
    page.wait_for_selector("#review")
    at(page, here.service, SECOND_LEFT)
    page.keyboard.type("many")
    page.keyboard.press("Enter")
    page.wait_for_selector("#alert:not([hidden])")
    assert "is no number" in page.inner_text("#alert")
    page.keyboard.press("Escape")
    assert page.input_value("#value") == "1080"
    page.close()


def test_tab_goes_on_undecided_and_back(tmp_path, sit_down):
    here = served(tmp_path, doubtful(3))
    page = sit_down(here.link)
    first = page.input_value("#value")
    press(page, "Tab")
    assert page.input_value("#value") != first
    press(page, "Shift+Tab")
    assert page.input_value("#value") == first
    assert here.service.log() == ()


def test_the_whole_page_the_keys_and_the_dark(tmp_path, sit_down):
    page = sit_down(served(tmp_path, sales()).link)
    page.keyboard.press(" ")
    page.wait_for_selector("#sheet[open] img")
    page.keyboard.press(" ")
    assert page.locator("#sheet[open]").count() == 0
    page.keyboard.press("F1")
    page.wait_for_selector("#help[open]")
    page.keyboard.press("Escape")
    before = page.get_attribute("html", "data-theme")
    page.click("#theme")
    assert page.get_attribute("html", "data-theme") != before
    page.reload()
    assert page.get_attribute("html", "data-theme") != before


def test_the_whole_page_is_enlarged_by_key_and_click_and_moved(tmp_path, sit_down):
    """Its small print could not be read."""
    page = sit_down(served(tmp_path, sales()).link)
    page.keyboard.press(" ")
    page.wait_for_selector("#sheet[open] img")
    small = page.locator("#whole").bounding_box()["width"]
    page.keyboard.press("+")
    assert page.locator("#whole").bounding_box()["width"] > 1.5 * small
    before = page.evaluate("document.querySelector('#sheet').scrollTop")
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(300)
    assert page.evaluate("document.querySelector('#sheet').scrollTop") > before
    page.click("#whole", position={"x": 900, "y": 900})
    assert page.locator("#whole").bounding_box()["width"] == small
    page.keyboard.press(" ")
    page.wait_for_selector("#sheet", state="hidden")


def test_what_was_stored_is_said_in_one_line(tmp_path, sit_down):
    """A footnote's whole text pushed the next question down."""
    note = cell("footnotes/footnote[@id='F1']", "Shares held in trust. " * 30, DOUBTFUL)
    page = sit_down(served(tmp_path, filing(note, cell("issuer/issuerName", "Redwood", DOUBTFUL))).link)
    top = page.locator("#review h1").bounding_box()["y"]
    press(page, "Enter")
    assert page.inner_text(".said") and page.locator("#review h1").bounding_box()["y"] == top


def test_rows_are_marked_deleted_added_and_declared_complete(tmp_path, sit_down):
    own = filing(
        *sale(1, "400", "1600"), *sale(2, "100", "1500"), review=[("nonDerivativeTable", "a row may be lost")]
    )
    here = served(tmp_path, own)
    page = sit_down(here.link)
    assert page.locator("rect.found").count() == 2
    page.keyboard.press("ArrowDown")
    page.keyboard.press(" ")
    assert page.locator("rect.marked").count() == 1
    page.keyboard.press("Alt+d")
    page.wait_for_selector("rect.found >> nth=0")
    while page.locator("rect.found").count() != 1:
        time.sleep(0.02)
    page.keyboard.press("Alt+a")
    page.fill(f'#new input[name="{TITLE}"]', "Class B")
    page.keyboard.press("Enter")
    while len(here.service.log()) < 2:
        time.sleep(0.02)
    page.wait_for_selector("ul.found li:nth-child(2)")
    press(page, "Enter")
    assert [decision.action for decision in here.service.log()] == ["delete-row", "add-row", "complete"]


def test_two_reviewers_at_once_get_different_filings(tmp_path, sit_down):
    here = served(tmp_path, sales("One"), sales("Two"))
    ann = sit_down(here.link)
    with ann.expect_navigation():
        ann.goto(f"{here.home}/")
    ann.click("text=Invite a reviewer")
    bob = sit_down(ann.input_value(".link input"), "Bob")
    ann.goto(f"{here.home}/next")
    numbers = [int(page.get_attribute("#review article", "data-item")) for page in (ann, bob)]
    assert {here.service.item(numbers[0], "Ann").filing, here.service.item(numbers[1], "Bob").filing} == {
        1,
        2,
    }
    press(ann, "Enter")
    press(bob, "Enter")
    assert {decision.reviewer for decision in here.service.log()} - {"form4"} == {"Ann", "Bob"}


def test_a_hostile_filing_is_text(tmp_path, sit_down):
    hostile = "<script>document.title='hacked'</script><img src=x onerror=alert(1)>"
    page = sit_down(served(tmp_path, filing(cell("issuer/issuerName", hostile, 0.6, (hostile + "2",)))).link)
    assert page.input_value("#value") == hostile
    assert "hacked" not in page.title()
    assert page.locator("#review img").count() == 1


def test_a_page_of_seven_hundred_cells_stays_quick(tmp_path, sit_down):
    rows = [sale(n, str(10 * n), str(9000 - n)) for n in range(1, 89)]
    every = [own.model_copy(update={"status": "review", "confidence": 0.6}) for row in rows for own in row]
    here = served(tmp_path, filing(*every))
    assert here.service.progress().left == 704
    page = sit_down(here.link)
    press(page, "Enter")
    # Of this process, in which the server is, and not of what else the machine does.
    start = time.process_time()
    for _ in range(3):
        press(page, "Enter")
    assert (time.process_time() - start) / 3 < 2.0
    assert page.locator("#review article").count() == 1


def test_no_acknowledged_value_is_markup_in_the_log(tmp_path, sit_down):
    here = served(tmp_path, sales())
    page = sit_down(here.link)
    press(page, "Enter")
    lines = page.request.get(f"{here.home}/log.csv").text().splitlines()
    assert json.dumps("accept") in lines[1]
