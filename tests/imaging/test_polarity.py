import cv2
import numpy as np
import pytest

from extractor.document.opened_page import Raster
from extractor.imaging.binarize import binarize, normalize_background
from extractor.imaging.polarity import positive
from tests.imaging.paper import Paper, turned

DPI = 200.0


def page(dpi=DPI):
    """A ruled page of prose, dark on light."""
    paper = Paper(612, 792, dpi)
    for top in (60, 260, 460, 620):
        paper.prose(x=60, foot=top, size=9, leading=14).across(top + 150, 40, 570)
    return paper.down(40, 40, 770).down(570, 40, 770).pixels


PAGE = page()


def framed(pixels, grey, margin=160):
    return np.pad(pixels, margin, constant_values=grey)


def film(pixels, darkest, brightest, grain=6.0):
    """The page in greys between these, with grain."""
    greys = darkest + pixels / 255.0 * (brightest - darkest)
    return np.clip(greys + np.random.default_rng(3).normal(0, grain, pixels.shape), 0, 255).astype(np.uint8)


def shown(pixels):
    return positive(Raster(pixels, DPI, DPI)).pixels


def test_white_on_black_is_turned_round_pixel_for_pixel():
    assert (shown(255 - PAGE) == PAGE).all()


NEGATIVE = 255 - PAGE


@pytest.mark.parametrize(
    "negative",
    [
        film(NEGATIVE, 60, 180),
        film(NEGATIVE, 120, 215),
        framed(NEGATIVE, 255),
        framed(NEGATIVE, 255, 500),
        framed(NEGATIVE, 0),
        framed(film(NEGATIVE, 70, 190), 10),
        framed(film(NEGATIVE, 70, 190), 250),
        turned(framed(NEGATIVE, 255), 1.5),
        np.vstack([NEGATIVE, PAGE]),
    ],
    ids=[
        "grey",
        "light-grey",
        "bright-surround",
        "small-in-bright-surround",
        "dark-surround",
        "grey-in-dark",
        "grey-in-bright",
        "skewed",
        "half-of-the-sheet",
    ],
)
def test_negative_film_comes_out_dark_on_light(negative):
    found = shown(negative)
    assert np.median(found) > 130
    middle = found[300:-300:4, 300:-300:4]
    assert np.median(middle) > 130
    assert middle.min() < np.median(middle) - 60


def test_edge_of_a_grey_negative_is_no_line_of_ink():
    paper = np.full_like(PAGE, 255)
    found = shown(framed(np.where(NEGATIVE > 0, 190, 70).astype(np.uint8), 245))
    blank = shown(framed(paper, 245))
    ink = binarize(normalize_background(found, DPI))
    assert not binarize(normalize_background(blank, DPI)).any()
    assert not ink[:, :160].any()
    assert not ink[:160].any()


def test_letters_of_a_negative_in_a_frame_are_those_of_the_page():
    margin = 160
    found = shown(framed(NEGATIVE, 255, margin))[margin:-margin, margin:-margin]
    assert (found[60:-60, 60:-60] == PAGE[60:-60, 60:-60]).all()


POSITIVE = [
    PAGE,
    film(PAGE, 90, 200),
    film(PAGE, 10, 120),
    framed(PAGE, 0),
    framed(PAGE, 0, 500),
    turned(framed(PAGE, 0), 2, paper=0),
    np.hstack([PAGE, np.zeros_like(PAGE)]),
    np.full_like(PAGE, 255),
    np.zeros_like(PAGE),
]


@pytest.mark.parametrize("pixels", POSITIVE)
def test_dark_on_light_is_left_alone_whatever_surrounds_it(pixels):
    raster = Raster(pixels, DPI, DPI)
    assert positive(raster) is raster


def test_dust_on_a_dark_border_makes_no_negative():
    dusty = framed(PAGE, 0, 400)
    places = np.random.default_rng(5).integers(0, 380, (300, 2))
    for y, x in places:
        cv2.circle(dusty, (int(x), int(y)), 1, 255, -1)
    raster = Raster(dusty, DPI, DPI)
    assert positive(raster) is raster


def test_claimed_resolution_does_not_matter():
    claimed = Raster(NEGATIVE, 72, 72)
    assert (positive(claimed).pixels == PAGE).all()


def test_giant_and_tiny_pages_are_no_trouble():
    for shape in ((1, 1), (1, 4000), (4000, 1), (3, 3)):
        for grey in (0, 255):
            assert positive(Raster(np.full(shape, grey, np.uint8), 200, 200)).pixels.shape == shape
