"""The drawing kit."""

import io

import numpy as np
import pytest
from PIL import Image

from extractor.debug.drawing import INK, PANEL, Canvas, Panel, flat_pixels, png, shortened
from extractor.document import Raster
from extractor.model.geometry import Box
from extractor.model.warp import Warp

RED, WHITE = (214, 64, 64), (255, 255, 255)


def paper(width=800, height=600):
    return Image.new("RGB", (width, height), "white")


def test_a_box_stands_where_its_points_say_below_the_strip():
    canvas = Canvas(paper(), dpi=144, strip=20)
    canvas.box(Box(10, 20, 60, 40), RED)
    assert canvas.image.size == (800, 620)
    assert canvas.image.getpixel((20, 70)) == canvas.image.getpixel((120, 70)) == RED
    assert canvas.image.getpixel((60, 70)) not in (RED, WHITE)
    assert canvas.image.getpixel((60, 110)) == WHITE


def test_an_open_box_leaves_the_ink_in_it_as_it_is():
    canvas = Canvas(paper(), dpi=144)
    canvas.box(Box(10, 20, 60, 40), RED, opacity=0)
    assert canvas.image.getpixel((60, 60)) == WHITE


@pytest.mark.parametrize(("left", "bottom"), [(-50, 100), (390, 100), (100, 0), (390, 290)])
def test_a_label_stays_on_the_page(left, bottom):
    canvas = Canvas(paper(), dpi=144, strip=20)
    canvas.label("a label", left, bottom, RED, 13, framed=True)
    seen = np.argwhere((np.asarray(canvas.image) == RED).all(axis=-1))
    (top, x0), (low, x1) = seen.min(axis=0), seen.max(axis=0)
    assert top >= 20 and x1 - x0 > 30 and low - top > 8


def test_letters_that_the_typeface_lacks_do_no_harm():
    canvas = Canvas(paper(), dpi=144)
    canvas.label("Ţ 日本", 10, 50, RED, 13)
    canvas.text("日本", Box(10, 60, 40, 70), RED)


def test_a_text_is_no_wider_than_its_box():
    canvas = Canvas(paper(), dpi=144)
    canvas.text("a text too long for so narrow a box", Box(100, 100, 200, 112), RED)
    seen = np.argwhere((np.asarray(canvas.image) != 255).any(axis=-1))
    assert seen[:, 1].min() >= 198 and seen[:, 1].max() <= 402


def test_a_panel_goes_on_in_a_second_column_where_the_first_is_full():
    panel = Panel(600)
    for number in range(1, 40):
        panel.numbered(number, "x" * 200, RED)
    picture = panel.beside(paper())
    assert picture.size == (800 + 2 * PANEL, 600)
    for column in (picture.crop((800, 0, 800 + PANEL, 600)), picture.crop((800 + PANEL, 0, *picture.size))):
        pixels = np.asarray(column)
        assert (pixels == INK).all(axis=-1).any() and (pixels == RED).all(axis=-1).any()
        assert (pixels[:, -10:] == 255).all()


def test_a_short_panel_is_one_column():
    panel = Panel(600)
    panel.title("a title")
    assert panel.beside(paper(), paper()).size == (1600 + PANEL, 600)


def test_a_scan_is_shown_upright():
    pixels = np.full((400, 300), 255, np.uint8)
    pixels[:, :30] = 0  # the left edge as filed is the top of the page turned by a quarter
    flat = flat_pixels(Raster(pixels, 100.0, 100.0), Warp(288.0, 216.0, quarters=1), (288.0, 216.0))
    assert flat.shape == (600, 800)
    edge = [side.mean() for side in (flat[:40], flat[-40:], flat[:, :40], flat[:, -40:])]
    assert min(edge) < 30 and sorted(edge)[1] > 150


def test_a_drawn_page_is_brought_to_the_picture_s_resolution():
    pixels = np.full((300, 400), 255, np.uint8)
    assert flat_pixels(Raster(pixels, 100.0, 100.0), None, (288.0, 216.0)).shape == (600, 800)


def test_a_png_knows_its_resolution():
    image = Image.open(io.BytesIO(png(paper(), 150)))
    assert image.info["dpi"] == pytest.approx((150, 150), abs=0.1)


def test_texts_are_shortened_on_one_line():
    assert shortened(" two\nlines ", 9) == "two lines"
    assert shortened("x" * 20, 9) == "x" * 8 + "…"
