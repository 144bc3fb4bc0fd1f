"""Everybody can use the page: WCAG 2.2 AA by axe-core, light and dark."""

import pytest

from tests.review.results import cell, filing, sale, sales
from tests.review.web.serving import served
from tests.review.web.test_units_browser import alike

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PROSE = "Sold in 3 lots at prices from $10.01 to $10.99 under a plan adopted on May 1, 2003, as amended."


def violations(page):
    """What axe finds wrong: rule, and where."""
    found = axe.Axe().run(page, options=RULES).response["violations"]
    return [(one["id"], node["html"][:100]) for one in found for node in one["nodes"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "own",
    [
        sales(),
        alike(4),
        filing(cell("footnotes/footnote[@id='F1']", PROSE, 0.6)),
        filing(*sale(1, "400", "1600"), review=[("nonDerivativeTable", "a row may be lost")]),
    ],
    ids=["row", "group", "footnote", "rows"],
)
def test_a_question_has_no_violation(tmp_path, sit_down, own, theme):
    page = sit_down(served(tmp_path, own).link)
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
    assert violations(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_keys_and_the_documents_have_no_violation(tmp_path, sit_down, theme):
    here = served(tmp_path, sales())
    page = sit_down(here.link)
    page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
    page.keyboard.press("F1")
    page.wait_for_selector("#help[open]")
    assert violations(page) == []
    page.goto(f"{here.home}/")
    page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
    assert violations(page) == []


def test_the_focus_is_in_the_box_that_is_asked_and_the_title_says_which(tmp_path, sit_down):
    page = sit_down(served(tmp_path, sales()).link)
    assert page.evaluate("document.activeElement.dataset.cell")
    assert page.title().startswith("Table I transaction 2")
