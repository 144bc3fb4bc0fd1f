"""What the decision log says."""

import csv
import io

from tests.review.results import BALANCE, ROW, cell, filing, sales
from tests.review.web.serving import served
from tests.review.web.sitting import SECOND_LEFT, at, press

THIRD_LEFT = f"{ROW}[3]/{BALANCE}"


def lines(page, here):
    """The log as the page gives it."""
    return list(csv.DictReader(io.StringIO(page.request.get(f"{here.home}/log.csv").text())))


def test_a_reason_is_keyed_beside_the_value_and_logged(tmp_path, sit_down):
    """The page had no field for it."""
    here = served(tmp_path, filing(cell("issuer/issuerName", "Redwood", 0.6)))
    page = sit_down(here.link)
    page.keyboard.press("Alt+w")
    page.keyboard.type("b 1: the d is clear")
    assert page.input_value("#value") == "Redwood"
    page.keyboard.press("Escape")
    press(page, *"Redwod", "Enter")
    (line,) = lines(page, here)
    assert (line["after"], line["why"]) == ("Redwod", "b 1: the d is clear")


def test_what_sums_settle_has_a_line_and_one_when_it_is_open_again(tmp_path, sit_down):
    here = served(tmp_path, sales())
    page = sit_down(here.link)
    at(page, here.service, SECOND_LEFT)
    press(page, *"1000", "Enter")
    press(page, "Alt+u")
    found = lines(page, here)
    settled = next(line for line in found if line["action"] == "settled" and line["path"] == THIRD_LEFT)
    assert (settled["reviewer"], settled["before"], settled["after"]) == ("form4", "700", "700")
    assert "sums" in settled["why"]
    assert settled["number"] in {line["takes_back"] for line in found if line["action"] == "undo"}


def test_undo_after_a_second_decision_restores_the_first(tmp_path, sit_down):
    """It said so, but the value of the machine was back."""
    here = served(tmp_path, filing(cell("issuer/issuerName", "Rad", 0.6), cell("remarks", "x", 0.6)))
    page = sit_down(here.link)
    at(page, here.service, "issuer/issuerName")
    press(page, *"Red", "Enter")
    at(page, here.service, "issuer/issuerName")
    press(page, *"Rod", "Enter")
    press(page, "Alt+u")
    assert page.input_value("#value") == "Red"
    assert here.service.filing(1).filing.cell("issuer/issuerName").value == "Red"
    assert [(line["before"], line["after"]) for line in lines(page, here)] == [
        ("Rad", "Red"), ("Red", "Rod"), ("Rod", "Red")
    ]  # fmt: skip
    page.keyboard.press("Alt+u")
    page.wait_for_selector('#value[data-value="Rad"]')
    assert here.service.filing(1).filing.cell("issuer/issuerName").value == "Rad"


def test_text_like_a_formula_is_text_in_a_spreadsheet(tmp_path, sit_down):
    here = served(tmp_path, filing(cell("issuer/issuerName", "Rad", 0.6)))
    page = sit_down(here.link, "=HYPERLINK(1)")
    page.keyboard.press("Alt+w")
    page.keyboard.type("@SUM(A1);=1+1")
    page.keyboard.press("Escape")
    press(page, *"-1+cmd|x", "Enter")
    text = page.request.get(f"{here.home}/log.csv").text()
    (line,) = csv.DictReader(io.StringIO(text))
    assert [line[name][:2] for name in ("reviewer", "after", "why")] == ["'=", "'-", "'@"]
    assert all(part.startswith('"') and part.endswith('"') for part in text.splitlines()[0].split(","))
