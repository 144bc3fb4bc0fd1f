import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.imaging.binarize import blobs
from extractor.imaging.dewarp import fit_field, resampled
from extractor.imaging.ruling_lines import find_rules, rule_masks
from extractor.model.geometry import Box
from extractor.model.warp import Warp
from tests.imaging.paper import Paper, apart, ink_box, turned

DPI = 200
WIDTH, HEIGHT = 500.0, 330.0


def grid():
    page = Paper(WIDTH, HEIGHT)
    for y in range(30, 310, 30):
        page.across(y, 30, 470)
    for x in range(30, 471, 88):
        page.down(x, 30, 300)
    return page


def mask_of(pixels):
    return np.ascontiguousarray(pixels < 128).astype(np.uint8)


def bent(pixels, bow):
    """The page as it curls: lines sag to the right and lean apart, by about `bow` points."""
    ys, xs = np.indices(pixels.shape).astype(np.float32)
    u, v = xs / pixels.shape[1], ys / pixels.shape[0]
    pull = bow * DPI / 72
    far_x, far_y = xs + pull * (0.6 * v * v + 0.4 * u * v), ys + pull * (u * u - 0.5 * u * v)
    return cv2.remap(pixels, far_x, far_y, cv2.INTER_LINEAR, borderValue=255)


def off_level(mask):
    """How far, in points, the long level rules of a mask stray from their own middle, at worst."""
    found, labels = blobs(mask)
    strays = []
    for label in np.flatnonzero(found[:, 2] > 100 * DPI / 72) + 1:
        ys, xs = np.nonzero(labels == label)
        centre = np.bincount(xs, ys)[np.unique(xs)] / np.bincount(xs)[np.unique(xs)]
        strays.append(np.abs(centre - np.median(centre)).max())
    assert strays
    return max(strays) * 72 / DPI


def off_straight(pixels):
    across, down = rule_masks(mask_of(pixels), DPI)
    return max(off_level(across), off_level(np.ascontiguousarray(down.T)))


def flattened(pixels):
    field = fit_field(rule_masks(mask_of(pixels), DPI), DPI)
    return resampled(pixels, Warp(WIDTH, HEIGHT, field=field), DPI)


@pytest.mark.parametrize("bow", [-10, 4, 8, 16])
def test_bent_grid_comes_out_straight(bow):
    curled = bent(grid().pixels, bow)
    assert off_straight(curled) > 0.4 * abs(bow)
    assert off_straight(flattened(curled)) < 0.6


def test_second_measuring_goes_on_from_the_first():
    curled = bent(grid().pixels, 24)
    first = fit_field(rule_masks(mask_of(curled), DPI), DPI)
    once = resampled(curled, Warp(WIDTH, HEIGHT, field=first), DPI)
    second = fit_field(rule_masks(mask_of(once), DPI), DPI, first)
    twice = resampled(curled, Warp(WIDTH, HEIGHT, field=second), DPI)
    assert off_straight(twice) < 0.6


def test_straight_grid_stays_as_it_is():
    flat = flattened(grid().pixels)
    assert (mask_of(flat) != grid().mask()).sum() < 0.02 * grid().mask().sum()


def test_one_stray_stroke_does_not_bend_the_page():
    page = grid().stroke((35, 315), (300, 309))
    assert off_straight(flattened(page.pixels)[: page.pixel(305)]) < 0.6


def test_page_without_rules_is_not_bent():
    field = fit_field((np.zeros((400, 600), np.uint8),) * 2, DPI)
    assert not field.across.any()
    assert not field.down.any()


def test_two_rules_tell_the_lean_and_no_more():
    page = Paper(WIDTH, HEIGHT).across(100, 30, 470).across(200, 30, 470)
    across, _ = rule_masks(mask_of(turned(page.pixels, 0.5)), DPI)
    field = fit_field((across, np.zeros_like(across)), DPI)
    assert field.down[0] == pytest.approx(WIDTH / 2 * np.tan(np.radians(0.5)), abs=0.25)
    assert not field.down[1:].any()
    assert field.perspective == (0.0, 0.0)


@pytest.mark.parametrize("pull", [-18, 24])
def test_page_seen_from_its_side_is_told_by_rules_that_run_together(pull):
    """Straightness alone left the rows closer together towards the far edge, by up to five points."""
    drawn = grid().fill(Box(200, 215, 240, 225)).fill(Box(60, 40, 100, 50))
    size = drawn.pixels.shape[1], drawn.pixels.shape[0]
    corners = np.array([(0, 0), (size[0], 0), (size[0], size[1]), (0, size[1])], np.float32)
    by = drawn.pixel(pull) if pull > 0 else -drawn.pixel(-pull)
    seen = corners + np.array([(by, 0), (-by, 0), (0, 0), (0, 0)], np.float32)
    turn = cv2.getPerspectiveTransform(corners, seen)
    flat = flattened(cv2.warpPerspective(drawn.pixels, turn, size, borderValue=255))
    rules = find_rules(rule_masks(mask_of(flat), DPI), DPI).scaled(72 / DPI)
    gaps = np.diff([rule.at for rule in rules.across])
    assert len(gaps) == 9
    assert np.ptp(gaps) < 0.8


def test_few_short_rules_in_a_corner_do_not_bend_the_rest():
    """Where there are no rules the field ran wild, by more than ten points."""
    page = Paper(WIDTH, HEIGHT)
    for y in range(20, 90, 10):
        page.across(y + 0.03 * (y % 3), 30, 150)
    pixels = turned(page.pixels, 0.1)
    field = fit_field(rule_masks(mask_of(pixels), DPI), DPI)
    xs, ys = field.displaced(np.array([480.0, 30.0, 480.0]), np.array([310.0, 310.0, 20.0]))
    assert np.abs(xs - [480, 30, 480]).max() < 1.5
    assert np.abs(ys - [310, 310, 20]).max() < 1.5


def test_what_lay_outside_the_scan_is_paper():
    black = np.zeros((300, 300), np.uint8)
    flat = resampled(black, Warp(108, 108, skew=7.0), DPI)
    assert flat[0, 0] == 255
    assert flat[150, 150] == 0


def test_resampling_meets_the_resolution_asked_for():
    flat = resampled(np.full((100, 200), 255, np.uint8), Warp(144, 72), 300)
    assert flat.shape == (300, 600)


def test_page_that_was_left_alone_maps_to_itself():
    box = Box(10, 20, 60, 32)
    assert apart(Warp(612, 792).box_as_filed(box), box) < 1e-9


@settings(max_examples=25, deadline=None)
@given(
    quarters=st.integers(0, 3),
    skew=st.floats(-7, 7),
    x=st.floats(40, 250),
    y=st.floats(40, 120),
    wide=st.floats(4, 60),
    high=st.floats(4, 30),
)
def test_box_as_filed_inverts_the_turns(quarters, skew, x, y, wide, high):
    page = Paper(350, 200).fill(Box(x, y, x + wide, y + high))
    leaning = turned(page.pixels, skew)
    flat = resampled(leaning, Warp(350, 200, quarters, skew), DPI)
    drawn = ink_box(page.pixels, DPI)
    assert apart(ink_box(flat, DPI), drawn) < 1.5
    filed = Warp(350, 200, quarters, skew).box_as_filed(drawn)
    assert apart(filed, ink_box(np.rot90(leaning, quarters), DPI)) < 1.5


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_box_as_filed_goes_back_through_the_bend(quarters):
    block = Box(380, 215, 420, 225)
    curled = bent(grid().fill(block).pixels, 10)
    field = fit_field(rule_masks(mask_of(bent(grid().pixels, 10)), DPI), DPI)
    warp = Warp(WIDTH, HEIGHT, quarters, 0.0, field)
    only_block = np.maximum(bent(Paper(WIDTH, HEIGHT).fill(block).pixels, 10), curled)
    flat = ink_box(resampled(only_block, warp, DPI), DPI)
    assert apart(warp.box_as_filed(flat), ink_box(np.rot90(only_block, quarters), DPI)) < 1.5
