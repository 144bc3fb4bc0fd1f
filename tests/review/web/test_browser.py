"""A person at the keyboard: a real browser on the real page."""

import json
import random
import shutil
import time
from dataclasses import replace

import pytest

from extractor.review import repository
from extractor.review.results import corrected_extraction
from tests.review.results import BALANCE, ROW, SHARES, TITLE, cell, filing, sale, sales
from tests.review.web.serving import served

CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SECOND, SECOND_LEFT = f"{ROW}[2]/{SHARES}", f"{ROW}[2]/{BALANCE}"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


@pytest.fixture(scope="module")
def chromium():
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def sit_down(chromium):
    """Opens the page in a browser of its own; nothing may be complained of in its console."""
    complaints, contexts = [], []

    def open_page(link, name="Ann"):
        context = chromium.new_context(viewport={"width": 1280, "height": 720})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(link)
        page.keyboard.type(name)
        page.keyboard.press("Enter")
        page.wait_for_selector("#review")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def press(page, *keys):
    """Keys, the last of which brings another item."""
    before = page.get_attribute("#review article", "data-item")
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_selector(f'#review article:not([data-item="{before}"]), .finished')


def at(page, service, path):
    """Shows the item of a path."""
    number = next(item.number for item in service.items_of(1) if item.path == path)
    page.goto(page.url.partition("/item")[0].partition("/next")[0] + f"/item/{number}")
    page.wait_for_selector("#review article")


def doubtful(count):
    """A filing of so many doubtful titles."""
    rows = [sale(n, "400", "1600") for n in range(1, count + 1)]
    own = [
        cell(f"{ROW}[{n}]/{TITLE}", f"Stock {n}", 0.6, (f"Stack {n}",), row=n % 20)
        for n in range(1, count + 1)
    ]
    kept = [c for row in rows for c in row if not c.path.endswith(TITLE)]
    return filing(*own, *kept)


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


def typed(page, text):
    """Keys as fast as they come, however long the page takes."""
    for key in text:
        page.keyboard.press("Enter" if key == "\n" else key)


def settled(page, here, count):
    """Waits until so many decisions are recorded, and no key is left to use."""
    deadline = time.monotonic() + 120
    while len(here.service.log()) < count and time.monotonic() < deadline:
        page.wait_for_timeout(20)
    page.wait_for_timeout(200)
    return [(decision.action, decision.after) for decision in here.service.log()]


def test_a_digit_is_text_and_with_ctrl_an_offer(tmp_path, sit_down):
    """On an empty box with offers, 1 and Enter stored "1" instead of the first offer."""
    own = filing(
        cell("issuer/issuerName", "", 0.6, ("72,660",)), cell("issuer/issuerTradingSymbol", "", 0.6, ("RDW",))
    )
    here = served(tmp_path, own)
    page = sit_down(here.link)
    first = page.inner_text("[data-choice] span")
    press(page, "Control+1", "Enter")
    press(page, "1", "Enter")
    assert [d.after for d in here.service.log()] == [first, "1"]


def test_letters_are_no_commands(tmp_path, sit_down):
    """Typing BANK over a value blanked it and put ANK into the next cell."""
    here = served(tmp_path, doubtful(6))
    page = sit_down(here.link)
    for text in ("BANK", "b", "F", "I", "u"):
        press(page, *text, "Enter")
    assert [d.after for d in here.service.log()] == ["BANK", "b", "F", "I", "u"]


def test_keys_pressed_before_the_next_cell_is_there_go_to_it(tmp_path, sit_down):
    """They were lost, or landed in the cell before; a second quick Enter was dropped."""
    here = served(tmp_path, doubtful(6))
    page = sit_down(here.link)
    typed(page, "One\nTwo\n\n\nFive\n")
    values = [after for _, after in settled(page, here, 5)]
    assert (values[0], values[1], values[4], len(values)) == ("One", "Two", "Five", 5)
    assert all(value.startswith("Stock") for value in values[2:4])


def test_keys_after_what_is_no_value_go_nowhere(tmp_path, sit_down, chromium):
    here = served(tmp_path, sales())
    page = chromium.new_page()
    page.goto(here.link)
    page.keyboard.type("Ann")
    page.keyboard.press("Enter")
    page.wait_for_selector("#review")
    at(page, here.service, SECOND_LEFT)
    typed(page, "many")
    page.evaluate(
        """for (const key of ["Enter", "5", "0", "0", "Enter"]) document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}))"""
    )
    page.wait_for_selector("#alert:not([hidden])")
    assert "pressed ahead came to nothing" in page.inner_text("#alert")
    assert here.service.log() == ()
    page.close()


def test_space_opens_the_page_beside_an_empty_box_too(tmp_path, sit_down):
    page = sit_down(served(tmp_path, filing(cell("issuer/issuerName", "", 0.6))).link)
    page.keyboard.press(" ")
    page.wait_for_selector("#sheet[open] img")


def test_an_empty_box_is_not_stored(tmp_path, sit_down):
    here = served(tmp_path, filing(cell("issuer/issuerName", "Redwood", 0.6)))
    page = sit_down(here.link)
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    page.wait_for_selector("#alert:not([hidden])")
    assert "Nothing stands in the box" in page.inner_text("#alert") and here.service.log() == ()


def test_option_letters_of_a_mac_are_commands(tmp_path, sit_down):
    """Option+B makes a sign there, and did nothing."""
    here = served(tmp_path, doubtful(2))
    page = sit_down(here.link)
    page.evaluate(
        """document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
            {key: "∫", code: "KeyB", altKey: true, bubbles: true, cancelable: true}))"""
    )
    assert settled(page, here, 1)[0][0] == "blank"


def test_signs_written_with_altgr_are_text(tmp_path, sit_down):
    here = served(tmp_path, doubtful(2))
    page = sit_down(here.link)
    page.evaluate(
        """document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "@", code: "KeyB",
            altKey: true, ctrlKey: true, modifierAltGraph: true, bubbles: true, cancelable: true}))"""
    )
    assert settled(page, here, 0) == [] and "typing" in page.inner_text("#mode")


KEYS = ("Enter", "Backspace", "ArrowDown", "ArrowUp", "Escape", "Alt+b", "Alt+i", "Control+1", *"ABF17b,.")


@pytest.mark.parametrize("seed", [1, 2])
def test_random_keys_at_any_speed_store_what_the_model_of_the_keys_says(tmp_path, sit_down, seed):
    dice = random.Random(seed)
    here = served(tmp_path, doubtful(60))
    page = sit_down(here.link)
    first = int(page.get_attribute("#review article", "data-item"))
    clerk = Clerk(list(here.service.items_of(1)), first)
    for key in (dice.choice(KEYS) for _ in range(120)):
        if key == "Enter" and not clerk.text.strip():
            continue  # what follows on a box that cannot be stored is dropped, and told
        page.keyboard.press(key)
        clerk.press(key)
        if dice.random() < 0.1:
            page.wait_for_timeout(dice.choice((5, 60, 200)))
    assert settled(page, here, len(clerk.stored)) == clerk.stored


class Clerk:
    """What keys store, by the grammar of the help page."""

    def __init__(self, queue, first):
        at = next(k for k, item in enumerate(queue) if item.number == first)
        self._items = iter(queue[at:] + queue[:at])
        self.stored = []
        self._next()

    def _next(self):
        self._item = next(self._items)
        self.text, self._typing = self._item.value, False
        self._choices = [self.text, *(other.value for other in self._item.alternatives)]

    def _store(self, action, value=""):
        self.stored.append((action, value))
        self._next()

    def press(self, key):
        if key == "Enter":
            value = self.text.strip()
            self._store("accept" if value in self._choices else "type", value)
        elif key.startswith("Alt+"):
            self._store({"b": "blank", "i": "illegible"}[key[-1]])
        elif key in ("Escape", "Control+1"):
            self.text, self._typing = self._choices[key == "Control+1"], False
        elif key.startswith("Arrow"):
            if not self._typing:
                step = 1 if key == "ArrowDown" else -1
                self.text = self._choices[(self._choices.index(self.text) + step) % len(self._choices)]
        else:
            text = self.text if self._typing else ""
            self.text, self._typing = (text[:-1] if key == "Backspace" else text + key), True


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
    assert {decision.reviewer for decision in here.service.log()} == {"Ann", "Bob"}


def test_double_key_waits_for_the_second_reviewer(tmp_path, sit_down, monkeypatch):
    monkeypatch.setattr(repository, "SETTINGS", replace(repository.SETTINGS, lease=-1.0))
    here = served(tmp_path, filing(cell("issuer/issuerName", "Redwood", 0.6)), mode="double")
    ann = sit_down(here.link)
    ann.goto(f"{here.home}/")
    ann.click("text=Invite a reviewer")
    bob = sit_down(ann.input_value(".link input"), "Bob")
    ann.goto(f"{here.home}/next")
    press(ann, "Enter")
    assert here.service.progress().done == 0
    press(bob, "Enter")
    assert here.service.progress().done == 1


def test_a_sample_is_keyed_blind(tmp_path, sit_down):
    here = served(tmp_path, filing(cell("issuer/issuerName", "Redwood")), sample=1.0)
    page = sit_down(here.link)
    assert page.input_value("#value") == ""
    press(page, *"Redwood", "Enter")
    found = here.service.quality()
    assert (found.keyed, found.wrong) == (1, 0)


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
    assert len(lines) == 2
    assert json.dumps("accept").strip('"') in lines[1]
