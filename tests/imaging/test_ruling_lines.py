"""Ruling lines found in ink: what is one, what only looks like one, and what is left when they are gone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.document.opened_page import Raster
from extractor.imaging import ruling_lines
from extractor.imaging.drawn_page import drawing_of
from extractor.imaging.erasure import without_rules
from extractor.imaging.ruling_lines import (
    find_rules,
    of_rules,
    rule_masks,
    scan_rule_masks,
    through_letters,
)

DPI = 144.0
"""Two pixels to the point."""


def paper(width=300, height=200):
    """White grey pixels of a page of `width` x `height` points."""
    return np.full((2 * height, 2 * width), 255, np.uint8)


def drawn(pixels):
    return drawing_of(Raster(pixels, DPI, DPI)).rules


def across(pixels, y, x0=20, x1=280, thickness=2, grey=0):
    """A horizontal rule `thickness` pixels thick from x0 to x1 at y, in points."""
    pixels[2 * y : 2 * y + thickness, 2 * x0 : 2 * x1] = grey


def down(pixels, x, y0=20, y1=180, thickness=2, grey=0):
    across(pixels.T, x, y0, y1, thickness, grey)


def word(pixels, x, y, letters, high=9):
    """Letters with feet, each 5 points wide: the row of their feet is nine tenths ink."""
    for left in range(2 * x, 2 * x + 10 * letters, 10):
        bottom = 2 * y
        pixels[bottom - high : bottom, left + 3 : left + 6] = 0
        pixels[bottom - 1 : bottom, left : left + 9] = 0


def places(rules):
    return [round(rule.at) for rule in rules]


def test_a_grid_is_found_in_points():
    pixels = paper()
    for y in (20, 100, 180):
        across(pixels, y)
    for x in (20, 150, 279):
        down(pixels, x)
    rules = drawn(pixels)
    assert [rule.at for rule in rules.across] == pytest.approx([20.5, 100.5, 180.5], abs=0.5)
    assert [rule.at for rule in rules.down] == pytest.approx([20.5, 150.5, 279.5], abs=0.5)
    assert rules.across[0].length == pytest.approx(260, abs=2)
    assert rules.across[0].thickness == pytest.approx(1, abs=0.1)


def test_light_grey_rules_of_web_pages_are_rules():
    pixels = paper()
    across(pixels, 50, grey=200)
    assert places(drawn(pixels).across) == [50]


def test_rules_on_a_grey_ground_are_rules():
    pixels = np.minimum(paper(), 190).astype(np.uint8)
    across(pixels, 50)
    assert places(drawn(pixels).across) == [50]


def test_long_words_are_no_rules():
    """ "Ownership" and "Exercisable" had a rule along the feet of their letters."""
    pixels = paper()
    word(pixels, 30, 60, letters=9)
    word(pixels, 30, 90, letters=11)
    word(pixels, 30, 120, letters=40, high=8)
    assert drawn(pixels).across == ()


def test_double_borders_that_touch_are_one_thick_rule():
    pixels = paper()
    across(pixels, 50, thickness=9, grey=160)
    rules = drawn(pixels).across
    assert len(rules) == 1
    assert rules[0].thickness == pytest.approx(4.5, abs=0.3)


def test_a_bar_is_no_rule():
    pixels = paper()
    across(pixels, 50, thickness=20)
    assert drawn(pixels).across == ()


def test_letters_that_stand_on_a_rule_do_not_end_it():
    pixels = paper()
    across(pixels, 60)
    word(pixels, 100, 60, letters=12)
    rules = drawn(pixels).across
    assert [(round(rule.start), round(rule.end)) for rule in rules] == [(20, 280)]


def test_crossings_do_not_cut_a_rule():
    pixels = paper()
    across(pixels, 100)
    for x in range(40, 280, 10):
        down(pixels, x)
    assert [(round(rule.start), round(rule.end)) for rule in drawn(pixels).across] == [(20, 280)]


def test_short_blanks_to_fill_in_are_no_rules():
    pixels = paper()
    across(pixels, 100, 20, 40)
    assert drawn(pixels).across == ()


def test_a_vertical_that_meets_no_horizontal_is_no_rule():
    """Brackets set below each other look like one."""
    pixels = paper()
    across(pixels, 20)
    down(pixels, 100, 20, 60)
    down(pixels, 200, 100, 140)
    assert places(drawn(pixels).down) == [100]


def test_letters_that_touch_below_the_rule_of_a_box_are_no_rule():
    """A bracket of its caption and a tall letter on the next line: what was right of them was lost."""
    mask = np.zeros((400, 600), np.uint8)
    mask[40:42, 40:560] = 1
    mask[44:68, 300:302] = 1
    assert find_rules(scan_rule_masks(mask, DPI), DPI).down == ()


def test_a_short_rule_between_two_others_is_a_rule():
    mask = np.zeros((400, 600), np.uint8)
    mask[40:42, 40:560] = mask[66:68, 40:560] = 1
    mask[40:68, 300:302] = 1
    assert places(find_rules(scan_rule_masks(mask, DPI), DPI).down) == [301]


@settings(max_examples=25, deadline=None)
@given(st.sets(st.integers(2, 38), min_size=1, max_size=8))
def test_every_rule_is_found_wherever_it_stands(rows):
    pixels = paper()
    for row in rows:
        across(pixels, 5 * row)
    assert places(drawn(pixels).across) == [round(5 * row + 0.5) for row in sorted(rows)]


def test_an_empty_page_has_no_rules():
    assert drawn(paper()) == find_rules(rule_masks(np.zeros((90, 60), np.uint8), DPI), DPI)
    assert drawn(paper()).across == ()


def leaning(breaks=()):
    """The mask of a worn rule that falls by a pixel every twenty, with breaks at some of its columns."""
    mask = np.zeros((100, 600), np.uint8)
    for x in range(20, 580):
        mask[40 + x // 20 : 42 + x // 20, x] = x not in breaks
    return mask


def test_a_worn_rule_may_lean_and_break():
    breaks = {x + k for x in range(100, 500, 60) for k in range(3)}
    rules = find_rules(rule_masks(leaning(breaks), DPI), DPI).across
    assert [(rule.start, rule.end) for rule in rules] == [(20, 580)]


def test_pieces_of_one_line_are_one_rule():
    mask = np.zeros((100, 600), np.uint8)
    mask[50:52, 20:200] = mask[50:52, 214:400] = mask[50:52, 500:590] = 1
    rules = find_rules(rule_masks(mask, DPI), DPI).across
    assert [(rule.start, rule.end) for rule in rules] == [(20, 400), (500, 590)]


def test_what_crosses_a_rule_stays_when_it_is_taken_out():
    mask = np.zeros((200, 400), np.uint8)
    mask[100:102, 20:380] = 1
    mask[92:110, 200:203] = 1
    rest = without_rules(mask, rule_masks(mask, DPI), DPI)
    assert rest[100:102, 20:198].sum() == 0
    assert rest[92:110, 200:203].all()


def test_rules_scale_to_another_unit():
    pixels = paper()
    across(pixels, 50)
    down(pixels, 20, 50, 150)
    rules = drawn(pixels)
    twice = rules.scaled(2)
    assert twice.across[0].at == 2 * rules.across[0].at
    assert twice.down[0].length == 2 * rules.down[0].length


@settings(max_examples=40, deadline=None)
@given(st.integers(96, 300), st.integers(1, 60), st.integers(40, 250))
def test_rules_are_ink_at_every_resolution(dpi, high, wide):
    """Strokes looked for with an even height reached a row past the ink, and a rule stood there."""
    mask = np.zeros((120, 400), np.uint8)
    mask[30 : 30 + high, 30 : 30 + wide] = 1
    masks = rule_masks(mask, float(dpi))
    beside = np.ones((120, 400), np.uint8)
    beside[29 : 31 + high, 29 : 31 + wide] = 0
    assert not any((found & beside).any() for found in masks)


def on_a_scan(pixels):
    mask = np.asarray(pixels < 128, np.uint8)
    masks = through_letters(scan_rule_masks(mask, DPI), mask, DPI)
    return mask, masks, find_rules(masks, DPI)


@pytest.mark.parametrize("thickness", [2, 4, 8, 10])
def test_rules_that_copies_have_made_heavy_are_rules(thickness):
    pixels = paper()
    for y in (20, 100, 176):
        across(pixels, y, thickness=thickness)
    for x in (20, 150, 274):
        down(pixels, x, thickness=thickness)
    mask, masks, rules = on_a_scan(pixels)
    assert (len(rules.across), len(rules.down)) == (3, 3)
    assert without_rules(mask, masks, DPI).mean() < 0.15 * mask.mean()


def test_feet_of_letters_in_a_row_are_no_rule():
    pixels = paper()
    across(pixels, 20)
    word(pixels, 40, 100, 9)
    mask, masks, rules = on_a_scan(pixels)
    assert places(rules.across) == [41]
    assert without_rules(mask, masks, DPI)[150:].sum() == mask[150:].sum()


def test_double_rule_filled_here_and_there_is_a_rule():
    """Where wear had filled a double rule only in places, neither its lines nor the whole were rules."""
    mask = np.zeros((300, 800), np.uint8)
    mask[100:104, 20:780] = mask[105:109, 20:780] = 1
    for x in range(20, 780, 60):
        mask[104, x : x + 35] = 1
    (rule,) = find_rules(scan_rule_masks(mask, DPI), DPI).across
    assert rule.length == pytest.approx(760, abs=3)
    assert rule.at == pytest.approx(104.5, abs=0.5)
    assert not without_rules(mask, scan_rule_masks(mask, DPI), DPI)[:, 22:778].any()


def test_a_heavy_rule_that_is_skewed_is_one_all_along():
    """A fifth of it was two pixels thicker than half of it: it was held for a word and read in each cell."""
    mask = np.zeros((200, 1000), np.uint8)
    mask[100:106, 20:980] = 1
    for x in range(20, 980, 96):
        mask[98:100, x : x + 20] = mask[99, x : x + 46] = 1
    (rule,) = find_rules(scan_rule_masks(mask, DPI), DPI).across
    assert rule.length == pytest.approx(960, abs=3)


def test_words_run_together_on_a_copy_are_no_heavy_rule():
    pixels = paper()
    across(pixels, 100, 40, 240, thickness=9)
    for x in range(42, 238, 9):
        across(pixels, 98, x, x + 3, thickness=13)
    mask = (pixels < 128).astype(np.uint8)
    assert not scan_rule_masks(mask, DPI)[0].any()


def letters_beside(pixels, x, y0, y1):
    """Lines of letters that touch the right side of a rule at x, two points of white between the lines."""
    for y in range(y0, y1 - 9, 11):
        pixels[2 * y : 2 * y + 18, 2 * x : 2 * x + 14] = 0


def test_a_rule_goes_on_through_letters_that_touch_it():
    """Names close to the side of their cell ended its rule: columns ran together, the rest was read as I."""
    pixels = paper()
    for y in (20, 60, 100, 180):
        across(pixels, y)
    down(pixels, 20)
    down(pixels, 150)
    letters_beside(pixels, 150, 22, 98)
    _, rule = on_a_scan(pixels)[2].down
    assert (rule.start, rule.end) == pytest.approx((40, 360), abs=4)


def test_a_rule_that_letters_stand_under_ends_above_them():
    pixels = paper()
    for y in (20, 60, 100):
        across(pixels, y)
    down(pixels, 150, 20, 60)
    letters_beside(pixels, 150, 62, 98)
    assert [round(rule.end / 2) for rule in on_a_scan(pixels)[2].down] == [60]


@given(st.lists(st.booleans(), min_size=1, max_size=30), st.integers(1, 33))
def test_a_row_has_a_run_where_so_much_ink_follows_on(row, length):
    mask = np.array([row], np.uint8)
    followed = any(all(row[k : k + length]) for k in range(len(row) - length + 1))
    assert ruling_lines._runs_of(length, mask).any() == followed


def test_brackets_below_each_other_are_no_ink_of_rules():
    """Where lines stand close, `(` touches `(`: both were erased with the rules."""
    mask = np.zeros((400, 600), np.uint8)
    mask[40:42, 40:560] = mask[100:102, 40:560] = 1
    mask[40:100, 300:302] = mask[50:74, 200:202] = 1
    masks = scan_rule_masks(mask, DPI)
    left = of_rules(masks[1], find_rules(masks, DPI).down, DPI)
    assert left[45:95, 300].all()
    assert not left[:, 200].any()


@given(st.integers(1, 40), st.integers(0, 60), st.integers(1, 40))
def test_no_row_that_holds_a_run_is_skipped(length, start, whole):
    """Rows without whole bytes of ink are not looked at: a run of the length that counts has some."""
    mask = np.zeros((3, 104), np.uint8)
    mask[1, start : start + length] = 1
    rows = ruling_lines._rows_with_bytes((whole + 1) // ruling_lines.BITS - 1, mask)
    assert length < whole or 1 in rows


def test_a_long_scratch_that_meets_no_rule_is_no_writing():
    """The dark edge of a copied page stood in lines of its notes."""
    mask = np.zeros((400, 600), np.uint8)
    mask[120:300, 20:22] = 1
    masks = scan_rule_masks(mask, DPI)
    assert of_rules(masks[1], find_rules(masks, DPI).down, DPI)[130:290, 20].all()
