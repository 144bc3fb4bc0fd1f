import cv2
import numpy as np
import pytest

from extractor.document.opened_page import Raster
from extractor.imaging.preprocess import flattened, turned_over
from extractor.model.geometry import Box
from tests.imaging.paper import PROSE, Paper, apart, ink_box, specked, turned

SQUARE = Box(300, 140, 310, 150)
WIDTH, HEIGHT = 360.0, 240.0


def form(dpi=300):
    """Prose in a ruled frame, with a checked box at its right."""
    page = Paper(WIDTH, HEIGHT, dpi).prose()
    for y in (20, 190, 200, 210, 220):
        page.across(y, 20, 340)
    for x in (20, 340):
        page.down(x, 20, 220)
    return page.square(SQUARE).text("X", 301.7, 148.5, 10)


@pytest.fixture(scope="module")
def sheet():
    return flattened(form().raster())


def in_frame(runs):
    return [run for run in runs if run.box.x1 < 295]


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_turned_page_is_set_upright_and_leads_back(quarters):
    filed = np.ascontiguousarray(np.rot90(form().pixels, quarters))
    sheet = flattened(Raster(filed, 300, 300))
    assert sheet.turn.quarters == quarters
    assert (sheet.width, sheet.height) == pytest.approx((WIDTH, HEIGHT), abs=0.5)
    (box,) = sheet.boxes
    assert apart(box.box, SQUARE) < 1.5
    assert apart(sheet.warp.box_as_filed(box.box), filed_box(SQUARE, quarters)) < 1.5


def filed_box(box, quarters):
    """The place of a box of the upright page on the page filed `quarters` counterclockwise turns round."""
    for width in (WIDTH, HEIGHT, WIDTH)[:quarters]:
        box = Box(box.top, width - box.x1, box.bottom, width - box.x0)
    return box


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_who_says_which_way_is_up_overrules_the_letters(quarters):
    filed = Raster(np.ascontiguousarray(np.rot90(form(200).pixels, quarters)), 200, 200)
    right = flattened(filed, upside_down=quarters >= 2)
    wrong = flattened(filed, upside_down=quarters < 2)
    assert right.turn.quarters == quarters
    assert wrong.turn.quarters == (quarters + 2) % 4
    assert right.turn.support == wrong.turn.support == 1.0


def footnoted(degrees, quarters):
    """The form with a number and its raised footnote mark, leaning and filed turned."""
    page = form(200).text("1,200", 300, 60, size=9).text("(1)", 324, 57, size=6)
    return Raster(np.ascontiguousarray(np.rot90(turned(page.pixels, degrees), quarters)), 200, 200)


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_sheet_turned_over_leads_back_to_the_same_places(quarters):
    """A page found upside down was flattened a second time."""
    sheet = flattened(footnoted(1.5, quarters))
    over = turned_over(sheet)
    assert over.turn.quarters == (quarters + 2) % 4
    places = [sheet.warp.box_as_filed(box.box) for box in sheet.boxes]
    assert [apart(over.warp.box_as_filed(box.box), places[0]) < 0.1 for box in over.boxes] == [True]
    rule, mirrored = sheet.rules.across[0], over.rules.across[-1]
    assert mirrored.at == pytest.approx(over.height - rule.at)
    assert over.ink[::-1, ::-1].tobytes() == sheet.ink.tobytes()


@pytest.mark.parametrize("degrees", [0.0, 1.5])
def test_sheet_turned_over_twice_is_itself_again(degrees):
    sheet = flattened(footnoted(degrees, 0))
    again = turned_over(turned_over(sheet))
    assert [run.raised for run in again.runs] == [run.raised for run in sheet.runs]
    assert all(apart(run.box, other.box) < 1e-6 for run, other in zip(again.runs, sheet.runs, strict=True))
    assert [box.checked for box in again.boxes] == [True]
    corner = Box(20, 20, 30, 30)
    assert apart(again.warp.box_as_filed(corner), sheet.warp.box_as_filed(corner)) < 1e-6


@pytest.mark.parametrize("degrees", [-5.0, 2.3])
def test_leaning_page_comes_out_level(degrees):
    page = form()
    page.pixels = turned(page.pixels, degrees)
    sheet = flattened(page.raster())
    (box,) = sheet.boxes
    assert box.checked
    assert apart(box.box, SQUARE) < 1.5
    assert len(in_frame(sheet.runs)) == len(PROSE)
    assert len(sheet.rules.across) == 5


def test_runs_boxes_and_rules_are_in_points(sheet):
    first = in_frame(sheet.runs)[0]
    assert first.box.x0 == pytest.approx(36, abs=1.5)
    assert first.box.bottom == pytest.approx(42, abs=1.5)
    assert [rule.at for rule in sheet.rules.across] == pytest.approx([20, 190, 200, 210, 220], abs=0.6)
    assert [rule.at for rule in sheet.rules.down] == pytest.approx([20, 340], abs=0.6)
    assert [box.checked for box in sheet.boxes] == [True]


def test_box_to_check_is_found_at_200_dpi():
    assert [box.checked for box in flattened(form(200).raster()).boxes] == [True]


def test_runs_stand_where_their_ink_is():
    page = Paper(200, 100).text("Director", 40, 50).one_bit()
    (run,) = flattened(page.raster()).runs
    assert apart(run.box, ink_box(page.pixels, 200)) < 0.1


@pytest.mark.parametrize(("dpi", "side"), [(150, 10), (200, 13), (300, 14)])
def test_box_to_check_keeps_its_upright_sides(dpi, side):
    page = Paper(WIDTH, HEIGHT, dpi).prose().square(Box(300, 140, 300 + side, 140 + side))
    assert [box.checked for box in flattened(page.raster()).boxes] == [False]


def test_level_page_is_not_turned():
    assert flattened(Paper(WIDTH, HEIGHT).prose().raster()).warp.lean == pytest.approx(0, abs=0.05)


def test_blank_page_does_not_lean():
    assert flattened(Paper(200, 100).raster()).warp.lean == pytest.approx(0, abs=0.05)


def test_box_and_its_mark_are_no_run(sheet):
    assert not any(run.box.overlap(SQUARE) for run in sheet.runs)


def test_rules_are_taken_out_of_the_writing(sheet):
    assert sheet.crop(Box(60, 188, 320, 192)).min() > 230
    assert sheet.ink_share(Box(60, 188, 320, 192)) == 0


def test_ink_share_tells_writing_from_paper(sheet):
    assert sheet.ink_share(in_frame(sheet.runs)[0].box) > 0.1
    assert sheet.ink_share(Box(60, 201, 320, 209)) == 0
    assert sheet.ink_share(Box(900, 900, 910, 910)) == 0


def test_crop_has_the_size_of_its_box(sheet):
    assert sheet.crop(Box(36, 72, 72, 90)).shape == (75, 150)
    assert sheet.crop(Box(36, 72, 72, 90), margin=7.2).shape == (135, 210)


def test_crop_ends_at_the_edge_of_the_sheet(sheet):
    assert sheet.crop(Box(-10, -10, 36, 18)).shape == (75, 150)
    high, wide = sheet.crop(Box(WIDTH - 36, HEIGHT - 18, WIDTH + 50, HEIGHT + 50)).shape
    assert (high, wide) == pytest.approx((75, 150), abs=1)


def test_crop_shows_what_was_drawn_there(sheet):
    assert sheet.crop(in_frame(sheet.runs)[0].box).min() < 60


def test_fax_with_coarse_rows_keeps_its_proportions():
    fine = form(200).pixels
    squashed = cv2.resize(fine, None, fx=1, fy=0.5, interpolation=cv2.INTER_AREA)
    sheet = flattened(Raster(squashed, 200, 100))
    assert (sheet.width, sheet.height) == pytest.approx((WIDTH, HEIGHT), abs=0.5)
    assert len(in_frame(sheet.runs)) == len(PROSE)


@pytest.mark.parametrize(("scanned", "kept"), [(100, 150), (200, 200), (400, 300)])
def test_sheet_has_a_resolution_readers_like(scanned, kept):
    page = Paper(200, 100, scanned).text("Director", 40, 50)
    assert flattened(page.raster()).dpi == kept


def test_blank_page_is_an_empty_sheet():
    sheet = flattened(Paper(200, 100).raster())
    assert (sheet.runs, sheet.boxes) == ((), ())
    assert (sheet.rules.across, sheet.rules.down) == ((), ())
    assert sheet.turn.support == 0


def test_specks_do_not_become_runs():
    page = form()
    page.pixels = specked(page.pixels, 300)
    assert len(in_frame(flattened(page.raster()).runs)) == len(PROSE)


def test_letters_with_hairline_breaks_are_whole_runs():
    page = Paper(WIDTH, HEIGHT).prose()
    page.pixels[:, :: page.pixel(4)] = 255
    assert len(flattened(page.raster()).runs) == len(PROSE)


def test_shaded_scan_reads_as_the_plain_one(sheet):
    page = form()
    page.pixels = (page.pixels * np.linspace(1, 0.6, page.pixels.shape[1])).astype(np.uint8)
    assert len(flattened(page.raster()).runs) == len(sheet.runs)
