import cv2
import numpy as np
import pytest

from extractor.document.opened_page import Raster
from extractor.imaging import preprocess as preprocessing
from extractor.imaging.preprocess import laid_flat, laid_flat_at, preprocess, rotated_180
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
def flat():
    return preprocess(form().raster())


def in_frame(lines):
    return [line for line in lines if line.box.x1 < 295]


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_turned_page_is_set_upright_and_leads_back(quarters):
    filed = np.ascontiguousarray(np.rot90(form().pixels, quarters))
    flat = preprocess(Raster(filed, 300, 300))
    assert flat.orientation.quarters == quarters
    assert (flat.width, flat.height) == pytest.approx((WIDTH, HEIGHT), abs=0.5)
    (box,) = flat.boxes
    assert apart(box.box, SQUARE) < 1.5
    assert apart(flat.warp.box_as_filed(box.box), filed_box(SQUARE, quarters)) < 1.5


def filed_box(box, quarters):
    """The place of a box of the upright page on the page filed `quarters` counterclockwise turns round."""
    for width in (WIDTH, HEIGHT, WIDTH)[:quarters]:
        box = Box(box.top, width - box.x1, box.bottom, width - box.x0)
    return box


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_who_says_which_way_is_up_overrules_the_letters(quarters):
    filed = Raster(np.ascontiguousarray(np.rot90(form(200).pixels, quarters)), 200, 200)
    right = preprocess(filed, upside_down=quarters >= 2)
    wrong = preprocess(filed, upside_down=quarters < 2)
    assert right.orientation.quarters == quarters
    assert wrong.orientation.quarters == (quarters + 2) % 4
    assert right.orientation.support == wrong.orientation.support == 1.0


def footnoted(degrees, quarters):
    """The form with a number and its raised footnote mark, leaning and filed turned."""
    page = form(200).text("1,200", 300, 60, size=9).text("(1)", 324, 57, size=6)
    return Raster(np.ascontiguousarray(np.rot90(turned(page.pixels, degrees), quarters)), 200, 200)


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_sheet_turned_over_leads_back_to_the_same_places(quarters):
    """A page found upside down was flattened a second time."""
    flat = preprocess(footnoted(1.5, quarters))
    over = rotated_180(flat)
    assert over.orientation.quarters == (quarters + 2) % 4
    places = [flat.warp.box_as_filed(box.box) for box in flat.boxes]
    assert [apart(over.warp.box_as_filed(box.box), places[0]) < 0.1 for box in over.boxes] == [True]
    rule, mirrored = flat.rules.across[0], over.rules.across[-1]
    assert mirrored.at == pytest.approx(over.height - rule.at)
    assert over.ink[::-1, ::-1].tobytes() == flat.ink.tobytes()


@pytest.mark.parametrize("degrees", [0.0, 1.5])
def test_sheet_turned_over_twice_is_itself_again(degrees):
    flat = preprocess(footnoted(degrees, 0))
    again = rotated_180(rotated_180(flat))
    assert [line.raised for line in again.lines] == [line.raised for line in flat.lines]
    assert all(apart(line.box, other.box) < 1e-6 for line, other in zip(again.lines, flat.lines, strict=True))
    assert [box.checked for box in again.boxes] == [True]
    corner = Box(20, 20, 30, 30)
    assert apart(again.warp.box_as_filed(corner), flat.warp.box_as_filed(corner)) < 1e-6


@pytest.mark.parametrize("degrees", [-5.0, 2.3])
def test_leaning_page_comes_out_level(degrees):
    page = form()
    page.pixels = turned(page.pixels, degrees)
    flat = preprocess(page.raster())
    (box,) = flat.boxes
    assert box.checked
    assert apart(box.box, SQUARE) < 1.5
    assert len(in_frame(flat.lines)) == len(PROSE)
    assert len(flat.rules.across) == 5


def test_runs_boxes_and_rules_are_in_points(flat):
    first = in_frame(flat.lines)[0]
    assert first.box.x0 == pytest.approx(36, abs=1.5)
    assert first.box.bottom == pytest.approx(42, abs=1.5)
    assert [rule.at for rule in flat.rules.across] == pytest.approx([20, 190, 200, 210, 220], abs=0.6)
    assert [rule.at for rule in flat.rules.down] == pytest.approx([20, 340], abs=0.6)
    assert [box.checked for box in flat.boxes] == [True]


def test_box_to_check_is_found_at_200_dpi():
    assert [box.checked for box in preprocess(form(200).raster()).boxes] == [True]


def test_runs_stand_where_their_ink_is():
    page = Paper(200, 100).text("Director", 40, 50).one_bit()
    (line,) = preprocess(page.raster()).lines
    assert apart(line.box, ink_box(page.pixels, 200)) < 0.1


@pytest.mark.parametrize(("dpi", "side"), [(150, 10), (200, 13), (300, 14)])
def test_box_to_check_keeps_its_upright_sides(dpi, side):
    page = Paper(WIDTH, HEIGHT, dpi).prose().square(Box(300, 140, 300 + side, 140 + side))
    assert [box.checked for box in preprocess(page.raster()).boxes] == [False]


def test_level_page_is_not_turned():
    assert preprocess(Paper(WIDTH, HEIGHT).prose().raster()).warp.skew == pytest.approx(0, abs=0.05)


def test_blank_page_does_not_lean():
    assert preprocess(Paper(200, 100).raster()).warp.skew == pytest.approx(0, abs=0.05)


def test_box_and_its_mark_are_no_run(flat):
    assert not any(line.box.overlap(SQUARE) for line in flat.lines)


def test_rules_are_taken_out_of_the_writing(flat):
    assert flat.crop(Box(60, 188, 320, 192)).min() > 230


def test_crop_has_the_size_of_its_box(flat):
    assert flat.crop(Box(36, 72, 72, 90)).shape == (75, 150)
    assert flat.crop(Box(36, 72, 72, 90), margin=7.2).shape == (135, 210)


def test_crop_ends_at_the_edge_of_the_sheet(flat):
    assert flat.crop(Box(-10, -10, 36, 18)).shape == (75, 150)
    high, wide = flat.crop(Box(WIDTH - 36, HEIGHT - 18, WIDTH + 50, HEIGHT + 50)).shape
    assert (high, wide) == pytest.approx((75, 150), abs=1)


def test_crop_shows_what_was_drawn_there(flat):
    assert flat.crop(in_frame(flat.lines)[0].box).min() < 60


def test_fax_with_coarse_rows_keeps_its_proportions():
    fine = form(200).pixels
    squashed = cv2.resize(fine, None, fx=1, fy=0.5, interpolation=cv2.INTER_AREA)
    flat = preprocess(Raster(squashed, 200, 100))
    assert (flat.width, flat.height) == pytest.approx((WIDTH, HEIGHT), abs=0.5)
    assert len(in_frame(flat.lines)) == len(PROSE)


@pytest.mark.parametrize(("scanned", "kept"), [(100, 150), (200, 200), (400, 300)])
def test_sheet_has_a_resolution_readers_like(scanned, kept):
    page = Paper(200, 100, scanned).text("Director", 40, 50)
    assert preprocess(page.raster()).dpi == kept


def test_blank_page_is_an_empty_sheet():
    flat = preprocess(Paper(200, 100).raster())
    assert (flat.lines, flat.boxes) == ((), ())
    assert (flat.rules.across, flat.rules.down) == ((), ())
    assert flat.orientation.support == 0


def test_specks_do_not_become_runs():
    page = form()
    page.pixels = specked(page.pixels, 300)
    assert len(in_frame(preprocess(page.raster()).lines)) == len(PROSE)


def test_letters_with_hairline_breaks_are_whole_runs():
    page = Paper(WIDTH, HEIGHT).prose()
    page.pixels[:, :: page.pixel(4)] = 255
    assert len(preprocess(page.raster()).lines) == len(PROSE)


def test_shaded_scan_reads_as_the_plain_one(flat):
    page = form()
    page.pixels = (page.pixels * np.linspace(1, 0.6, page.pixels.shape[1])).astype(np.uint8)
    assert len(preprocess(page.raster()).lines) == len(flat.lines)


@pytest.mark.parametrize(
    ("rows", "columns", "dpi_x", "dpi_y"),
    [(1, 1, 720_000, 720_000), (1, 1, 72, 72), (1, 600, 300, 1e6), (2, 3, 300, 300), (12, 9, 1e5, 1e5)],
)
@pytest.mark.parametrize("grey", [0, 255])
def test_page_smaller_than_a_pixel_is_an_empty_sheet(rows, columns, dpi_x, dpi_y, grey):
    """OpenCV stretches nothing to no pixels."""
    page = preprocess(Raster(np.full((rows, columns), grey, np.uint8), dpi_x, dpi_y))
    assert not page.lines
    assert min(page.writing.shape) > 0


@pytest.mark.parametrize(("rows", "columns"), [(40, 60_000), (60_000, 40), (900, 34_000)])
def test_page_longer_than_opencv_moves_is_worked_on_coarser(rows, columns):
    page = preprocess(Raster(np.full((rows, columns), 255, np.uint8), 300, 300))
    assert max(page.writing.shape) < 1 << 15
    assert max(page.width, page.height) == pytest.approx(max(rows, columns) / 300 * 72, rel=1e-3)


def test_sheet_said_to_be_as_large_as_a_room_is_worked_on_coarser():
    """At 150 dots per inch it took gigabytes."""
    page = preprocess(Raster(np.full((500, 500), 255, np.uint8), 2.5, 2.5))
    assert page.writing.size < 21e6
    assert page.width == pytest.approx(200 * 72, rel=1e-3)


@pytest.mark.parametrize(("rows", "columns", "dpi"), [(100_000, 1, 0.12), (10, 130_000, 1.1)])
def test_sheet_said_to_be_as_long_as_a_road_is_an_empty_sheet(rows, columns, dpi):
    """With less than a pixel an inch, OpenCV was asked for windows of none and for sides it does not move."""
    assert not preprocess(Raster(np.zeros((rows, columns), np.uint8), dpi, dpi)).lines


@pytest.mark.parametrize("flatten", [laid_flat, preprocess])
def test_letters_on_a_known_rule_keep_their_tails(flatten):
    """The tail of a Q that lay in the line under a name went with the line: it was read as an O."""
    unruled = np.full((1100, 850), 255, np.uint8)
    for k, line in enumerate(PROSE[:6]):
        cv2.putText(unruled, line, (60, 200 + 60 * k), cv2.FONT_HERSHEY_SIMPLEX, 0.6, 0, 1)
    tail = (slice(519, 523), slice(300, 308))
    unruled[tail] = 0
    ruled = unruled.copy()
    for y in (100, 520, 900):
        ruled[y : y + 2, 60:780] = 0
    flat = flatten(Raster(ruled, 100, 100, unruled))
    scale = flat.dpi / 100
    rows, columns = (slice(round(one.start * scale), round(one.stop * scale)) for one in tail)
    assert flat.writing[rows, columns].mean() < 150
    assert flat.writing[rows, round(400 * scale) : round(700 * scale)].min() > 200
    assert any(abs(rule.at - 521 * 0.72) < 1.5 for rule in flat.rules.across)


def test_a_little_writing_beside_a_text_layer_is_read_without_the_rest_of_the_page(monkeypatch):
    """Three strokes of a check mark took a second: the whole page was looked at for them."""
    raster = Paper(612, 792).text("Stamped here", 300, 400, 12).raster()
    (whole,) = laid_flat(raster).lines
    looked_at = []
    flat_page = preprocessing._flat_page
    monkeypatch.setattr(
        preprocessing, "_flat_page", lambda flat, *args: looked_at.append(flat.size) or flat_page(flat, *args)
    )
    part = laid_flat_at(raster, [whole.box])
    assert sum(looked_at) < raster.pixels.size / 20
    (line,) = part.lines
    assert apart(line.box, whole.box) < 0.5
    assert (part.width, part.height) == pytest.approx((612, 792), abs=0.5)
    assert part.ink.shape == part.writing.shape == raster.pixels.shape
    assert np.array_equal(part.crop(line.box, 2.0), laid_flat(raster).crop(line.box, 2.0))


def test_writing_all_over_a_page_of_text_is_looked_for_on_the_whole_of_it():
    raster = form().raster()
    everywhere = [Box(20, 20, 60, 40), Box(300, 180, 340, 220)]
    assert laid_flat_at(raster, everywhere).lines == laid_flat(raster).lines
