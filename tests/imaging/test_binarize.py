import cv2
import numpy as np
import pytest

from extractor.imaging.binarize import (
    binarize,
    black_borders,
    blobs,
    blobs_within,
    letter_sized,
    normalize_background,
)
from extractor.model.geometry import Box
from tests.imaging.paper import PROSE, Paper, specked, turned

DPI = 200


def shaded(pixels, darkest):
    """The page as a lamp at its left lights it: white there, `darkest` at the right."""
    light = np.linspace(255, darkest, pixels.shape[1])
    return (pixels * (light / 255)).astype(np.uint8)


def pieces(mask):
    return len(blobs(mask)[0])


def test_shading_is_divided_out_of_the_paper():
    drawn = Paper(330, 220).prose().pixels
    even = normalize_background(shaded(drawn, 140), DPI)
    assert (even[drawn == 255] > 235).mean() > 0.99
    assert even[drawn == 0].max() < 120


def test_grey_field_behind_a_caption_becomes_paper():
    page = Paper(330, 120).fill(Box(20, 20, 310, 100), 190).text("Reporting Owner", 40, 60)
    even = normalize_background(page.pixels, DPI)
    field = np.s_[page.pixel(70) : page.pixel(90), page.pixel(40) : page.pixel(290)]
    assert even[field].min() > 240
    assert even.min() < 60


def test_shaded_page_has_the_ink_of_the_page_without_its_shade():
    drawn = Paper(330, 220).prose().pixels
    ink = binarize(normalize_background(shaded(drawn, 140), DPI))
    plain = binarize(normalize_background(drawn, DPI))
    assert (ink != plain).sum() < 0.03 * plain.sum()


def test_one_bit_page_is_taken_as_it_is():
    page = Paper(330, 220).prose().one_bit().pixels
    assert normalize_background(page, DPI) is page
    assert np.array_equal(binarize(page), page == 0)


@pytest.mark.parametrize("grey", [255, 250, 0])
def test_page_of_one_grey_has_no_specks_of_ink(grey):
    page = np.full((200, 300), grey, np.uint8)
    assert pieces(binarize(page)) <= 1


@pytest.mark.parametrize("degrees", [1.0, -1.0, 0.37])
def test_one_pixel_strokes_of_a_one_bit_page_turned_by_a_degree_do_not_break(degrees):
    page = np.full((400, 400), 255, np.uint8)
    page[60:340:40, 50:350] = 0
    page[60:340, 50] = 0
    mask = binarize(turned(page, degrees))
    assert pieces(mask) == 1
    assert mask.sum() >= (page == 0).sum()


def test_thin_grey_strokes_that_hang_on_dark_ones_are_ink():
    page = Paper(200, 100).fill(Box(20, 20, 23, 80)).fill(Box(23, 49, 60, 50), 190)
    thin = np.s_[page.pixel(49.5), page.pixel(25) : page.pixel(58)]
    assert binarize(page.pixels)[thin].all()


def test_grey_stain_that_hangs_on_nothing_is_no_ink():
    page = Paper(200, 100).fill(Box(20, 20, 23, 80)).fill(Box(100, 40, 130, 60), 190)
    stain = np.s_[page.pixel(35) : page.pixel(65), page.pixel(95) : page.pixel(135)]
    assert not binarize(page.pixels)[stain].any()


def test_grain_of_the_paper_is_no_ink():
    drawn = Paper(330, 220).prose().pixels
    grain = np.random.default_rng(3).normal(0, 6, drawn.shape)
    noisy = np.clip(drawn - 10 + grain, 0, 255).astype(np.uint8)
    mask = binarize(noisy)
    far = cv2.dilate((drawn < 255).astype(np.uint8), np.ones((5, 5), np.uint8)) == 0
    assert mask[far].mean() < 1e-4


def test_blobs_are_counted_with_their_boxes_and_areas():
    mask = np.zeros((20, 30), np.uint8)
    mask[2:6, 3:5] = 1
    mask[10:12, 20:29] = 1
    found, labels = blobs(mask)
    assert found.tolist() == [[3, 2, 2, 4, 8], [20, 10, 9, 2, 18]]
    assert labels[3, 4] == 1
    assert labels[11, 25] == 2


def test_strokes_that_touch_at_a_corner_are_one_blob():
    assert pieces(np.eye(5, dtype=np.uint8)) == 1


def test_specks_rules_and_pictures_are_not_letter_like():
    page = Paper(330, 120).text("Director", 20, 30).across(50, 20, 310).fill(Box(200, 60, 300, 110))
    mask = (specked(page.pixels, 60) < 128).astype(np.uint8)
    assert 8 <= len(letter_sized(blobs(mask)[0], DPI)) <= 10


@pytest.mark.parametrize("grey", [170, 195, 205])
def test_faded_text_beside_dark_text_on_grainy_film_is_ink(grey):
    """The darkness of all the page's ink was asked of every stroke: faded places were left out."""
    page = Paper(330, 220).prose(PROSE[:3]).prose(PROSE[3:], foot=130)
    drawn = page.pixels.astype(np.float64)
    drawn[page.pixel(115) :] = 250 - (255 - drawn[page.pixel(115) :]) * (250 - grey) / 255
    grain = np.random.default_rng(3).normal(0, 5, drawn.shape)
    mask = binarize(np.clip(drawn + grain, 0, 255).astype(np.uint8))
    text = page.pixels < 60
    assert mask[page.pixel(115) :][text[page.pixel(115) :]].mean() > 0.8
    assert mask[: page.pixel(100)][text[: page.pixel(100)]].mean() > 0.95
    assert mask[cv2.dilate(text.astype(np.uint8), np.ones((9, 9), np.uint8)) == 0].mean() < 1e-3


def test_black_borders_of_a_scan_are_told_from_the_form():
    page = Paper(330, 220).prose().fill(Box(0, 0, 330, 5)).fill(Box(322, 0, 330, 120))
    black = black_borders(page.mask(), DPI)
    assert black[page.pixel(2), page.pixel(100)] and black[page.pixel(60), page.pixel(326)]
    assert not black[page.pixel(12) : page.pixel(215), page.pixel(20) : page.pixel(315)].any()


def test_a_rule_that_runs_off_the_page_is_no_border():
    page = Paper(330, 220).across(100, 0, 330)
    assert not black_borders(page.mask(), DPI)[:, page.pixel(40) : page.pixel(290)].any()


def test_blobs_where_rows_and_columns_cross_stand_in_their_places():
    mask = np.zeros((40, 60), np.uint8)
    mask[5:8, 10:14] = mask[30:33, 50:52] = mask[30:33, 10:12] = 1
    rows, columns = np.zeros(40, np.bool_), np.zeros(60, np.bool_)
    rows[[*range(2, 10), *range(28, 36)]] = columns[[*range(8, 16), *range(48, 55)]] = True
    assert sorted(blobs_within(mask, rows, columns).tolist()) == sorted(blobs(mask)[0].tolist())
    columns[48:55] = False
    assert sorted(blobs_within(mask, rows, columns).tolist()) == [[10, 5, 4, 3, 12], [10, 30, 2, 3, 6]]
