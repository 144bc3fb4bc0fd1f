"""Rules that a typewriter or a text file makes of pipes, dashes and signs of equality."""

import numpy as np
import pytest

from extractor.imaging.binarize import blobs
from extractor.imaging.preprocess import laid_flat
from extractor.imaging.typed_marks import typed_rules_in
from extractor.model.geometry import Box
from extractor.model.page import RulingLine
from tests.imaging.paper import Paper

LEADING = 12


def typed_page(pipes=(100, 180), lines=6, first=60, high=10.2):
    """A page of lines with a pipe at each of some places, in points."""
    page = Paper(300, 220).prose(foot=30, lines=("Common Stock, par value", "held by the trust"), leading=12)
    for k in range(lines):
        foot = first + LEADING * k
        page.text("Stock", 50, foot).text("1,200", 120, foot).text("2,750", 200, foot)
        for x in pipes:
            page.fill(Box(x, foot + 1.6 - high, x + 0.9, foot + 1.6))
    return page


def rules_of(page, *loose):
    return typed_rules_in(blobs(page.mask())[0], loose, page.dpi)


def points(page, rule):
    return [round(length * 72 / page.dpi) for length in (rule.start, rule.end, rule.at)]


def test_pipes_one_under_another_are_a_rule_and_no_letters():
    page = typed_page()
    found = rules_of(page)
    assert [points(page, rule)[2] for rule in found.down] == [100, 180]
    assert found.marks.sum() == 12
    start, end, _ = points(page, found.down[0])
    assert start < 52 and end > 121


def test_a_scan_is_read_without_them():
    flat = laid_flat(typed_page(high=9.0).raster())
    assert [round(rule.at) for rule in flat.rules.down] == [100, 180]
    assert not any(box.x0 < 100.5 < box.x1 for box in (line.box for line in flat.lines if line.box.top > 48))


def test_pipes_that_touch_go_on_with_others():
    """They were taken for a scratch and erased, and the head of a table lost its columns."""
    page = typed_page()
    unit = page.dpi / 72
    head, far = (
        RulingLine(20 * unit, 48 * unit, 100.4 * unit, 2),
        RulingLine(20 * unit, 48 * unit, 240 * unit, 2),
    )
    found = rules_of(page, head, far)
    assert [points(page, rule)[2] for rule in found.down] == [100, 180]
    assert points(page, found.down[0])[0] == 20


def test_letters_under_each_other_are_no_rule():
    page = Paper(300, 220)
    for k in range(8):
        page.text("I", 100, 30 + LEADING * k).text("(D) or l", 120, 30 + LEADING * k)
    assert rules_of(page).down == ()


@pytest.mark.parametrize(("wide", "step"), [(3.4, 6), (5.2, 6)])
def test_a_row_of_dashes_is_a_rule(wide, step):
    page = Paper(300, 120).prose(lines=("Common Stock, par value",), foot=30)
    for x in np.arange(36, 260, step):
        page.fill(Box(x, 60, x + wide, 61))
    found = rules_of(page)
    assert [points(page, rule)[2] for rule in found.across] == [60]
    assert points(page, found.across[0])[0] == 36 and points(page, found.across[0])[1] > 255


def test_dots_that_lead_to_a_figure_are_none():
    page = Paper(300, 120).text("hours per response . . . . . . 0.5", 36, 40)
    assert rules_of(page).across == ()
