"""Rows and groups at the keyboard: one glance, one key."""

from tests.review.results import BALANCE, CODE, PRICE, ROW, SHARES, cell, filing, sale
from tests.review.web.serving import served
from tests.review.web.sitting import doubtful, press

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


def test_the_next_picture_is_there_before_the_key(tmp_path, sit_down):
    """It was requested, made and decoded after the key that asked for it."""
    here = served(tmp_path, doubtful(4))
    page = sit_down(here.link)
    third = f"{here.home}/item/3/crop.png?of=3"
    with page.expect_response(third):
        press(page, "Enter")
    requested = []
    page.on("request", lambda request: requested.append(request.url))
    with page.expect_request("**/ahead?*"):
        press(page, "Enter")
    page.wait_for_selector("#review .crop img[src]")
    assert page.get_attribute("#review .crop img", "src") == "/item/3/crop.png?of=3"
    assert third not in requested
