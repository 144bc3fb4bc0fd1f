import numpy as np
import pytest

from extractor.imaging.binarize import blobs
from extractor.imaging.checkboxes import find_checkboxes, find_drawn_boxes, inside_boxes
from extractor.imaging.drawn_page import drawing_of
from extractor.model.geometry import Box
from tests.imaging.paper import PROSE, Paper, specked, turned

SQUARE = Box(20, 20, 30, 30)


def page():
    return Paper(250, 120).prose(PROSE[:3], x=20, size=8, foot=60)


def boxes_of(drawn):
    return find_checkboxes(drawn.mask(), blobs(drawn.mask())[0], drawn.dpi)


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_empty_square_is_unchecked(dpi):
    drawn = Paper(250, 120, dpi).prose(PROSE[:3], x=20, size=8, foot=60).square(SQUARE)
    (box,) = boxes_of(drawn.text("Director", 34, 29, 8))
    assert not box.checked
    edges = [drawn.pixel(side) for side in (SQUARE.x0, SQUARE.top, SQUARE.x1, SQUARE.bottom)]
    assert [box.x0, box.y0, box.x1, box.y1] == pytest.approx(edges, abs=2)


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_square_with_an_x_is_checked(dpi):
    drawn = Paper(250, 120, dpi).prose(PROSE[:3], x=20, size=8, foot=60).square(SQUARE)
    (box,) = boxes_of(drawn.text("X", 21.7, 28.5, 10))
    assert box.checked


def test_heavy_x_from_corner_to_corner_checks_its_square():
    drawn = page().square(SQUARE).stroke((21, 21), (29, 29)).stroke((21, 29), (29, 21))
    assert [box.checked for box in boxes_of(drawn)] == [True]


def test_x_that_does_not_touch_its_square_is_part_of_it():
    drawn = page().square(Box(18, 18, 32, 32)).text("X", 22.5, 28, 8)
    found = blobs(drawn.mask())[0]
    (box,) = find_checkboxes(drawn.mask(), found, drawn.dpi)
    assert box.checked
    assert inside_boxes(found, [box]).sum() == 2


def test_two_squares_beside_each_other_are_told_apart():
    drawn = page().square(SQUARE).square(Box(120, 20, 130, 30)).text("X", 121.7, 28.5, 10)
    assert [box.checked for box in sorted(boxes_of(drawn), key=lambda box: box.x0)] == [False, True]


@pytest.mark.parametrize("text", ["O", "D", "0", "SS", "B", "8", "Q", "[]", "H"])
@pytest.mark.parametrize("size", [8, 11, 14])
def test_letters_are_no_boxes(text, size):
    assert boxes_of(page().text(text, 20, 35, size)) == []


def ticked(drawn, box):
    """A tick from the middle of a box to beyond its corner."""
    low = (box.x0 + 4, box.bottom - 1)
    return drawn.stroke((box.x0 + 1.5, box.top + 5), low).stroke(low, (box.x1 + 1.5, box.top - 1))


@pytest.mark.parametrize("side", [7.5, 9])
def test_a_tick_that_runs_beyond_its_square_checks_it(side):
    """Clean scans of forms with boxes hardly higher than letters were read as if nothing were checked."""
    drawn, squares = page(), [Box(x, 20, x + side, 20 + side) for x in (20, 60, 100)]
    for square in squares:
        drawn = drawn.square(square)
    found = sorted(boxes_of(ticked(drawn, squares[0])), key=lambda box: box.x0)
    assert [box.checked for box in found] == [True, False, False]


def test_a_square_beside_a_rule_is_a_box_where_others_are():
    drawn = page().stroke((17, 5), (17, 50))
    for x in (20, 60, 100):
        drawn = drawn.square(Box(x, 20, x + 9, 29))
    assert len(boxes_of(drawn)) == 3


def test_black_square_is_no_box():
    assert boxes_of(page().fill(SQUARE)) == []


def test_cell_of_a_table_is_no_box():
    assert boxes_of(page().square(Box(20, 15, 60, 40))) == []


def test_square_in_the_middle_of_writing_is_no_box():
    drawn = page().text("owned", 20, 30, 12).square(Box(58, 20, 68, 30))
    assert boxes_of(drawn) == []


def test_worn_and_leaning_square_is_still_a_box():
    drawn = page().square(SQUARE).fill(Box(24, 19, 25, 22), 255)
    drawn.pixels = specked(turned(drawn.pixels, 0.5), 40)
    assert [box.checked for box in boxes_of(drawn)] == [False]


def test_blank_page_has_no_boxes():
    nothing = np.zeros((0, 5), np.int32)
    assert find_checkboxes(np.zeros((50, 50), np.uint8), nothing, 200) == []
    assert inside_boxes(nothing, []).tolist() == []


def test_square_that_a_letter_of_the_line_below_runs_into_is_unchecked():
    drawn = page().square(SQUARE).stroke((21, 30), (21, 34)).stroke((21, 34), (28, 34))
    (box,) = boxes_of(drawn)
    assert not box.checked
    assert box.y1 - box.y0 == pytest.approx(box.x1 - box.x0, abs=2)


def drawn_boxes_of(paper):
    return [box.checked for box in find_drawn_boxes(paper.mask(), blobs(paper.mask())[0], paper.dpi)]


def test_a_drawn_square_as_small_as_the_letters_is_a_box():
    """Of a print whose boxes are no higher than its capitals every answer read "false"."""
    drawn = Paper(250, 120).prose(PROSE[:3], x=20, size=10, foot=60)
    assert drawn_boxes_of(drawn.square(Box(20, 20, 27, 27))) == [False]


def test_a_check_that_runs_beyond_its_drawn_square_is_in_it():
    drawn = page().square(Box(20, 20, 27, 27)).stroke((21, 23), (23, 26)).stroke((23, 26), (29, 19))
    assert drawn_boxes_of(drawn) == [True]


def test_a_drawn_cell_of_a_table_is_no_box():
    assert drawn_boxes_of(page().square(Box(20, 20, 60, 30))) == []


def test_a_square_within_a_word_is_one_of_its_letters():
    drawn = page().square(Box(20, 20, 27, 27)).square(Box(60, 20, 67, 27)).raster()
    found = drawing_of(drawn, [Box(58, 18, 90, 30)]).boxes
    assert [round(one.box.center_x) for one in found] == [24]


def test_a_box_that_a_word_s_box_reaches_into_is_found():
    """The box of a caption's first word often begins before the square it stands beside ends."""
    drawn = page().square(Box(20, 20, 30, 30)).raster()
    (found,) = drawing_of(drawn, [Box(27, 18, 90, 32)]).boxes
    assert found == drawing_of(drawn).boxes[0]


@pytest.mark.parametrize("word", ["DES MOINES", "Birdsong Oscar", "BOSTON", "ODESSA"])
def test_the_first_letter_of_a_word_as_large_as_the_boxes_is_none(word):
    """`DES MOINES` was accepted as `[_] ES MOINES`, where the form's boxes were as high as its letters."""
    drawn = page()
    for x in (20, 60, 100):
        drawn = drawn.square(Box(x, 20, x + 7, 27))
    drawn = drawn.text(word, 20, 100, 10)
    assert all(box.y1 < drawn.pixel(60) for box in boxes_of(drawn))


@pytest.mark.parametrize(("dpi", "size"), [(150, 14), (200, 11), (300, 14)])
def test_round_letters_of_words_in_capitals_are_no_boxes(dpi, size):
    """`DES MOINES` was accepted as `[_] ES MOINES`: its D was as large as other Ds and Os, empty as boxes."""
    drawn = Paper(300, 160, dpi).prose(PROSE[:3], x=20, size=size, foot=50)
    for k, words in enumerate(("DES MOINES", "OLD OAK ROAD", "DODD ODOM")):
        drawn = drawn.text(words, 20, 90 + 18 * k, size)
    assert boxes_of(drawn) == []


def test_two_letters_that_touch_are_no_box_in_a_word():
    """`BEGINNING` was read as `[X] GINNING`: its B and its E had run together."""
    square = Paper(250, 120).prose(PROSE[:3], x=20, size=6, foot=60).square(SQUARE)
    assert len(boxes_of(square)) == 1
    assert boxes_of(square.stroke((32, 20.5), (32, 29.5)).stroke((32, 20.5), (37, 20.5))) == []
