"""Rows and groups at the keyboard: one glance, one key."""

import random

import pytest

from tests.review.results import BALANCE, CODE, PRICE, ROW, SHARES, cell, filing, sale
from tests.review.web.serving import served
from tests.review.web.sitting import doubtful, press, settled

DOUBTFUL = (SHARES, PRICE, BALANCE)


def rows(count, of=DOUBTFUL):
    """Rows of which several cells are doubtful, each with another value."""
    own = [c for n in range(1, count + 1) for c in sale(n, str(100 + n), str(5000 + 7 * n))]
    return filing(*(_doubted(c) if c.path.partition("]/")[2] in of else c for c in own))


def _doubted(own):
    value = (
        own.value if own.path.endswith(CODE) else f"{own.value}{own.path.partition('[')[2].partition(']')[0]}"
    )
    return cell(own.path, value, 0.6, (f"{value}9",)).model_copy(update={"bbox": own.bbox})


def alike(count):
    own = [c for n in range(1, count + 1) for c in sale(n, "400", str(5000 - 400 * n))]
    return filing(*(_doubted(c) if c.path.endswith(CODE) else c for c in own))


def test_one_key_accepts_a_row_and_one_takes_it_back(tmp_path, sit_down):
    here = served(tmp_path, rows(2))
    page = sit_down(here.link)
    assert page.locator(".field").count() == 3
    press(page, "Enter")
    assert {d.action for d in here.service.log()} == {"accept"} and len(here.service.log()) == 3
    press(page, "Alt+u")
    assert here.service.progress().done == 0
    assert page.locator(".field").count() == 3
    press(page, "Alt+r")
    assert here.service.progress().done == 3


def test_what_is_keyed_in_a_box_stays_there_when_another_cell_is_blank(tmp_path, sit_down):
    here = served(tmp_path, rows(1))
    page = sit_down(here.link)
    for key in ("Alt+2", *"77", "Alt+1"):
        page.keyboard.press(key)
    page.keyboard.press("Alt+b")
    page.wait_for_selector(".fields:not(:has(.field:nth-child(3)))")
    page.keyboard.press("Enter")
    page.wait_for_selector(".finished")
    found = {(d.path.rpartition("/")[2], d.action, d.after) for d in here.service.log()}
    assert {action for _, action, _ in found} == {"blank", "type", "accept"}
    assert [after for _, action, after in found if action == "type"] == ["77"]


def test_tab_goes_through_the_boxes_of_a_row_then_to_the_next(tmp_path, sit_down):
    here = served(tmp_path, rows(2))
    page = sit_down(here.link)
    page.keyboard.press("Alt+1")
    boxes = []
    for _ in range(3):
        boxes.append(page.evaluate("document.activeElement.dataset.cell"))
        if len(boxes) < 3:
            page.keyboard.press("Tab")
    assert len(set(boxes)) == 3
    press(page, "Tab")
    press(page, "Shift+Tab")
    assert here.service.log() == ()


def test_an_empty_box_of_a_row_is_asked_again_and_never_stored(tmp_path, sit_down):
    own = rows(1)
    cells = tuple(c.model_copy(update={"value": ""}) if c.path.endswith(PRICE) else c for c in own.cells)
    here = served(tmp_path, own.model_copy(update={"cells": cells}))
    page = sit_down(here.link)
    page.keyboard.press("Enter")
    page.wait_for_selector(".fields:not(:has(.field:nth-child(2)))")
    assert len(here.service.log()) == 2
    page.keyboard.press("Enter")
    page.wait_for_selector("#alert:not([hidden])")
    assert len(here.service.log()) == 2


def test_values_read_alike_are_accepted_with_one_key(tmp_path, sit_down):
    here = served(tmp_path, alike(8))
    page = sit_down(here.link)
    assert page.inner_text("#review h1").startswith("8 × S: all?")
    assert page.locator(".alike img").count() == 8
    press(page, "Enter")
    assert [d.after for d in here.service.log()] == ["S"] * 8


def test_one_of_those_read_alike_is_left_out_and_asked_by_itself(tmp_path, sit_down):
    here = served(tmp_path, alike(4))
    page = sit_down(here.link)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press(" ")
    press(page, "Enter")
    assert len(here.service.log()) == 3
    press(page, "F", "Enter")
    assert [d.after for d in here.service.log()] == ["S"] * 3 + ["F"]
    assert here.service.log()[-1].path == f"{ROW}[2]/{CODE}"


KEYS = (
    "Enter",
    "Backspace",
    "ArrowDown",
    "ArrowUp",
    "Escape",
    "Tab",
    "Alt+1",
    "Alt+3",
    "Control+1",
    *"1357.",
)


@pytest.mark.parametrize("seed", [1, 2])
def test_random_keys_in_rows_store_what_the_model_of_the_keys_says(tmp_path, sit_down, seed):
    dice = random.Random(seed)
    here = served(tmp_path, rows(19))
    page = sit_down(here.link)
    number = int(page.get_attribute("#review article", "data-item"))
    clerk = RowClerk(here.service, number)
    for key in (dice.choice(KEYS) for _ in range(150)):
        if not clerk.allows(key):
            continue
        page.keyboard.press(key)
        clerk.press(key)
        if len(clerk.rows) == 1:
            break
        if dice.random() < 0.1:
            page.wait_for_timeout(dice.choice((5, 60, 200)))
    assert settled(page, here, len(clerk.stored)) == clerk.stored


class RowClerk:
    """What keys store in rows, by the grammar of the help page."""

    def __init__(self, service, first):
        self.stored, self.rows, seen = [], [], set()
        unit = service.next_unit("Ann", first - 1)
        while unit.number not in seen:
            seen.add(unit.number)
            self.rows.append(unit)
            unit = service.next_unit("Ann", unit.number)
        self._show(self.rows[0].focus)

    def _show(self, focus=None):
        items = self.rows[0].items
        self._choices = [[i.value, *(other.value for other in i.alternatives)] for i in items]
        self.texts = [own[0] for own in self._choices]
        self._at = next(k for k, i in enumerate(items) if i.number == (focus or self.rows[0].focus))
        self._typing = False

    def allows(self, key):
        """Not what is refused, nor what leaves the row undecided."""
        text = self.texts[self._at].strip()
        if key == "Enter":
            return all(t.strip() and t.count(".") < 2 and t.strip(".") for t in self.texts)
        return not (key == "Tab" and (self._at == len(self.texts) - 1 or not text))

    def press(self, key):
        choices = self._choices[self._at]
        if key == "Enter":
            for text, own in zip(self.texts, self._choices, strict=True):
                self.stored.append(("accept" if text in own else "type", text))
            self.rows.pop(0)
            self._show()
        elif key == "Tab":
            self._at, self._typing = self._at + 1, False
        elif key in ("Alt+1", "Alt+3"):
            self._at, self._typing = int(key[-1]) - 1, False
        elif key in ("Escape", "Control+1"):
            self.texts[self._at], self._typing = choices[key == "Control+1"], False
        elif key.startswith("Arrow"):
            if not self._typing:
                now = self.texts[self._at]
                step = 1 if key == "ArrowDown" else -1
                at = choices.index(now) + step if now in choices else (0 if step > 0 else -1)
                self.texts[self._at] = choices[at % len(choices)]
        else:
            text = self.texts[self._at] if self._typing else ""
            self.texts[self._at], self._typing = (text[:-1] if key == "Backspace" else text + key), True


def test_the_next_picture_is_there_before_the_key(tmp_path, sit_down):
    """It was requested, made and decoded after the key that asked for it."""
    here = served(tmp_path, doubtful(4))
    page = sit_down(here.link)
    third = f"{here.home}/item/3/crop.png?of=3"
    with page.expect_response(third):
        press(page, "Enter")
    requested = []
    page.on("request", lambda request: requested.append(request.url))
    press(page, "Enter")
    page.wait_for_selector("#review .crop img[src]")
    assert page.get_attribute("#review .crop img", "src") == "/item/3/crop.png?of=3"
    assert third not in requested and any("ahead" in url for url in requested)
