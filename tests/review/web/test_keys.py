"""The keys of the review page: what is typed is what is stored, in the cell it was typed for."""

from tests.review.results import ROW, SHARES, TITLE, cell, filing, sale, sales
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


def come_in(chromium, link):
    """A page whose console may complain of a value that the server refuses."""
    page = chromium.new_page()
    page.goto(link)
    page.fill("#reviewer", "Ann")
    page.keyboard.press("Enter")
    page.wait_for_selector("#review")
    return page


def test_keys_after_what_is_no_value_go_nowhere(tmp_path, sit_down, chromium):
    here = served(tmp_path, sales())
    page = come_in(chromium, here.link)
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


AHEAD = """(keys) => { for (const [key, held] of keys) document.activeElement.dispatchEvent(
    new KeyboardEvent("keydown", {key, altKey: held === "Alt", ctrlKey: held === "Control",
        bubbles: true, cancelable: true})) }"""
"""Keys in one moment: all after the first that stores are pressed ahead of the next question."""


def ahead(page, *keys):
    page.evaluate(AHEAD, [key.rpartition("+")[::-2] for key in keys])


def test_a_reason_pressed_ahead_is_a_reason(tmp_path, sit_down):
    """Its letters went into the box of the value."""
    here = served(tmp_path, doubtful(3))
    page = sit_down(here.link)
    ahead(page, "Enter", "Alt+w", *"blot", "Enter")
    assert settled(page, here, 2)[1] == ("accept", here.service.log()[1].before)
    assert [d.why for d in here.service.log()] == ["", "blot"]


def test_a_paste_pressed_ahead_is_dropped_with_what_follows_it(tmp_path, sit_down):
    """It was lost without a word, and the Enter behind it accepted the value that it was to replace."""
    here = served(tmp_path, doubtful(3))
    page = sit_down(here.link)
    ahead(page, "Enter", "Control+v", "Enter")
    page.wait_for_selector("#alert:not([hidden])")
    assert "2 keys pressed ahead came to nothing" in page.inner_text("#alert")
    assert len(settled(page, here, 1)) == 1


def test_what_is_typed_is_there_after_tab_to_the_next_question_and_back(tmp_path, sit_down):
    """It was lost."""
    here = served(tmp_path, doubtful(3))
    page = sit_down(here.link)
    press(page, *"Bond", "Tab")
    assert page.input_value("#value") != "Bond"
    press(page, "Shift+Tab")
    assert page.input_value("#value") == "Bond" and here.service.log() == ()


def test_redo_after_a_refused_value_stores_what_was_taken_back(tmp_path, chromium):
    """It sent the refused value again."""
    rows = [sale(n, str(100 * n), str(5000 - n), (0.6, 0.999)) for n in (1, 2)]
    here = served(tmp_path, filing(*(c for row in rows for c in row)))
    page = come_in(chromium, here.link)
    press(page, "Enter")
    for key in (*"many", "Enter"):
        page.keyboard.press(key)
    page.wait_for_selector("#alert:not([hidden])")
    press(page, "Alt+u")
    press(page, "Alt+r")
    actions = [d.action for d in here.service.log()]
    assert actions[-2:] == ["undo", "accept"] and here.service.log()[-1].path == f"{ROW}[1]/{SHARES}"
    page.close()


def test_three_decisions_are_taken_back_and_done_again(tmp_path, sit_down):
    """Only the last one could be done again."""
    here = served(tmp_path, doubtful(4))
    page = sit_down(here.link)
    for text in ("One", "Two", "Three"):
        press(page, *text, "Enter")
    for key in ("Alt+u",) * 3 + ("Alt+r",) * 3:
        press(page, key)
    assert [d.after for d in here.service.log()][-3:] == ["One", "Two", "Three"]


def test_a_doubtful_word_between_two_that_were_changed_is_selected_where_it_stands(tmp_path, sit_down):
    """What was typed went over the letters beside it."""
    text = "Includes 1,200 shares held in trust and 345 units that vest in 2004 as described in the plan."
    rival = text.replace("1,200", "1,700").replace("345", "346").replace("2004", "2001")
    own = cell("footnotes/footnote[@id='F1']", text, 0.6, (rival,))
    page = sit_down(served(tmp_path, filing(own, cell(f"{ROW}[1]/{TITLE}", "Stock"))).link)
    for key in (*"12,000", "Tab", "Tab", *"05", "Shift+Tab", *"9"):
        page.keyboard.press(key)
    shown = page.input_value("#value")
    assert shown == text.replace("1,200", "12,000").replace("345", "9").replace("2004", "05")
