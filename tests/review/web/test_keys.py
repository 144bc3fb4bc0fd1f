"""The keys of the review page: what is typed is what is stored, in the cell it was typed for."""

import random

import pytest

from tests.review.results import cell, filing, sales
from tests.review.web.serving import served
from tests.review.web.sitting import SECOND_LEFT, at, doubtful, press, settled, typed


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
