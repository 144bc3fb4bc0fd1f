"""Rules are taken out of the ink, letters are not."""

import numpy as np
import pytest

from extractor.imaging.erasure import letters_at_rules, rule_residue, without_rules
from extractor.imaging.ruling_lines import scan_rule_masks
from extractor.model.page import RulingLine, RulingLines

DPI = 144.0


def test_what_is_left_of_a_double_rule_is_no_writing():
    rules = RulingLines(across=(RulingLine(20, 280, 100, 4),))
    corner, letter = (22, 103, 4, 3, 10), (60, 103, 10, 14, 60)
    assert rule_residue(np.array([corner, letter], np.int32), rules, beside=4).tolist() == [True, False]


def test_letter_of_one_stroke_is_no_rule():
    """A typed "I" (held indirectly) was taken for a piece of a vertical rule and lost."""
    mask = np.zeros((300, 400), np.uint8)
    mask[20:22, 20:380] = mask[280:282, 20:380] = mask[20:282, 20:22] = 1
    mask[140:161, 200:202] = mask[256:277, 200:202] = 1
    masks = scan_rule_masks(mask, DPI)
    assert without_rules(mask, masks, DPI)[140:161, 200:202].all()
    assert without_rules(mask, masks, DPI)[256:277, 200:202].all()
    assert masks[1][30:270, 20:22].all()


@pytest.mark.parametrize("dpi", [144.0, 150.0, 200.0, 204.0, 300.0])
@pytest.mark.parametrize("thick", [2.0, 3.5])
def test_nothing_is_left_of_a_rule_at_any_resolution(dpi, thick):
    """Strokes looked for with an even height were found a row lower: a row of a heavy rule stayed."""
    mask = np.zeros((round(dpi), round(4 * dpi)), np.uint8)
    mask[40 : 40 + round(thick * dpi / 72), 20:-20] = 1
    assert not without_rules(mask, scan_rule_masks(mask, dpi), dpi)[:, 30:-30].any()


BAR, LETTER = (24, 100, 5, 20, 90), (40, 101, 14, 19, 120)
"""A stem close to the right of a rule in column 20, and the letter after it."""


def kept_at_rules(*pieces, rule=20):
    """Which of the pieces are kept, all of them what is left beside a rule; a letter is near."""
    found = np.array([*pieces, LETTER], np.int32)
    separators = np.zeros((300, 300), np.uint8)
    separators[:, rule] = 1
    return letters_at_rules(found, found[:, 0] < LETTER[0], separators, DPI).tolist()


def test_a_stem_at_a_rule_is_the_first_letter_of_its_word():
    """LONG BEACH was read as ONG BEACH where the foot of its L was worn off, 10% as 0%."""
    assert kept_at_rules(BAR) == [0]


def test_what_is_not_level_with_a_letter_is_left_of_a_rule():
    corner, half = (24, 100, 5, 6, 20), (24, 80, 3, 70, 210)
    assert kept_at_rules(corner, half) == []


def test_a_letter_beyond_the_rule_makes_no_letter_of_what_is_before_it():
    assert kept_at_rules(BAR, rule=34) == []


def underlined(dpi, gap):
    """Stems on an underline that stops for a tail, `gap` pixels before and behind it; the tail."""
    unit = dpi / 72
    mask = np.zeros((round(40 * unit), round(200 * unit)), np.uint8)
    foot, thick = round(20 * unit), round(0.7 * unit)
    for k in range(12):
        x = round((10 + 12 * k) * unit)
        mask[round(13 * unit) : foot, x : x + round(unit)] = 1
    line = slice(foot + round(0.8 * unit), foot + round(0.8 * unit) + thick)
    left, right = round(70 * unit), round(73 * unit)
    mask[line, round(10 * unit) : left - gap] = mask[line, right + gap : round(180 * unit)] = 1
    tail = np.zeros_like(mask)
    tail[foot - 1 : line.stop + 1, left:right] = 1
    return mask | tail, tail


@pytest.mark.parametrize("dpi", [150.0, 200.0, 300.0])
@pytest.mark.parametrize("gap", [1, 2, 3])
def test_a_tail_in_the_gap_of_an_underline_stays_and_the_underline_goes(dpi, gap):
    """A browser's underlined Q was read as O, on screen prints that are pictures."""
    mask, tail = underlined(dpi, gap)
    rest = without_rules(mask, scan_rule_masks(mask, dpi), dpi)
    assert rest[tail > 0].all()
    assert not rest[round(22 * dpi / 72) :].any()


def test_a_piece_of_a_broken_rule_that_nothing_hangs_from_is_erased():
    mask, tail = underlined(200.0, 2)
    foot = np.flatnonzero(tail.any(axis=1))[0]
    mask[: foot + 2, :] &= 1 - tail[: foot + 2, :]
    rest = without_rules(mask, scan_rule_masks(mask, 200.0), 200.0)
    assert not rest[foot + 2 :].any()
