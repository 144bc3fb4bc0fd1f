import cv2
import numpy as np
import pytest

from extractor.imaging.binarize import blobs
from extractor.imaging.text_lines import find_text_lines
from extractor.model.geometry import Box
from tests.imaging.paper import PROSE, Paper, specked


def runs_of(page, *separators):
    """The runs of a drawn page; `separators` are the x of vertical rules, in points."""
    walls = np.zeros(page.pixels.shape, np.uint8)
    for x in separators:
        walls[:, page.pixel(x)] = 1
    return find_text_lines(blobs(page.mask())[0], walls, page.dpi)


def points(page, line):
    unit = 72 / page.dpi
    return Box(line.x0 * unit, line.y0 * unit, line.x1 * unit, line.y1 * unit)


def test_blank_page_has_no_runs():
    assert runs_of(Paper(100, 50)) == []


def test_every_line_is_one_run_from_the_top():
    page = Paper(330, 220).prose()
    lines = runs_of(page)
    assert len(lines) == len(PROSE)
    assert [line.y0 for line in lines] == sorted(line.y0 for line in lines)
    assert not any(line.raised for line in lines)


def test_run_knows_its_letters_and_the_line_they_stand_on():
    page = Paper(330, 60).text("Common Stock", 20, 30, size=12)
    (line,) = runs_of(page)
    assert line.foot * 72 / page.dpi == pytest.approx(30, abs=0.8)
    assert 5 < line.letter * 72 / page.dpi < 9


def test_typed_blank_does_not_split_a_run():
    assert len(runs_of(Paper(200, 60).text("Common Stock", 20, 30))) == 1


def test_two_columns_are_two_runs():
    page = Paper(330, 60).text("Common Stock", 20, 30).text("12,004.17", 130, 30)
    assert len(runs_of(page)) == 2


def test_vertical_rule_splits_what_stands_as_close_as_a_blank():
    page = Paper(200, 60).text("Common", 20, 30).text("Stock", 63, 30)
    assert len(runs_of(page)) == 1
    left, right = sorted(runs_of(page, 61.5), key=lambda line: line.x0)
    assert left.x1 <= page.pixel(61.5) <= right.x0


def test_value_typed_over_a_rule_stays_whole():
    page = Paper(200, 60).text("MMMMMM", 20, 30)
    assert len(runs_of(page, 41.0)) == 1


def test_raised_footnote_mark_is_a_run_of_its_own():
    page = Paper(200, 60).text("1,200", 20, 30, size=9).text("(1)", 44, 27, size=6)
    number, mark = sorted(runs_of(page), key=lambda line: line.x0)
    assert not number.raised
    assert mark.raised
    assert mark.foot < number.foot


def test_figures_beside_a_dollar_s_tail_are_not_raised():
    """`$.01` on a line of its own was `$` with the mark F0, accepted: the `$` hangs below its line."""
    dollar = Paper(200, 60).text("01", 26, 30).fill(Box(20, 23.5, 24, 31.3))
    (line,) = runs_of(dollar)
    assert not line.raised


def test_a_mark_beside_one_letter_is_raised():
    code, mark = sorted(
        runs_of(Paper(200, 60).text("D", 20, 30, size=9).text("1", 28, 27, size=6)),
        key=lambda line: line.x0,
    )
    assert (code.raised, mark.raised) == (False, True)


@pytest.mark.parametrize(
    "text",
    ["1,200", "Common Stock", "By Trust's", "$11.4375", "4'6", "11/19/2009", "Option", "Grip", "$.01", "$5"],
)
def test_no_part_of_a_plain_value_is_raised(text):
    (line,) = runs_of(Paper(200, 60).text(text, 20, 30))
    assert not line.raised


def test_points_and_commas_belong_to_the_run():
    page = Paper(200, 60).text("12,004.", 20, 30)
    (line,) = runs_of(page)
    ys, xs = np.nonzero(page.mask())
    assert (line.x0, line.x1) == (xs.min(), xs.max() + 1)
    assert line.y1 == ys.max() + 1


def test_lines_held_together_by_letters_that_touch_come_apart():
    page = Paper(330, 80).text("Shares acquired by gift", 20, 30).text("held for the children", 20, 42)
    page.down(33, 24, 42).down(95, 24, 42)
    upper, lower = runs_of(page)
    assert upper.foot * 72 / page.dpi == pytest.approx(30, abs=1)
    assert lower.foot * 72 / page.dpi == pytest.approx(42, abs=1)
    (whole,) = runs_of(Paper(330, 80).text("Shares acquired by gift", 20, 30))
    assert (upper.x0, upper.x1) == pytest.approx((whole.x0, whole.x1), abs=3)


def test_several_letters_in_a_row_that_touch_those_below_belong_to_both_lines():
    """`(4)` over `$19.16`: the bracket and `$1` were in neither line, and the note said `from 9.16`."""
    page = Paper(330, 80).text("Shares sold in three lots", 60, 30).text("to the children of owners", 60, 42)
    for x in (40, 46, 52):
        page.down(x, 23, 42, thick=2)
    assert [round(line.x0 * 72 / page.dpi) for line in runs_of(page)] == [39, 39]


def test_line_with_a_letter_worn_away_stays_one_run():
    page = Paper(200, 60).text("Common Stock", 20, 30).fill(Box(50, 20, 56, 34), 255)
    assert len(runs_of(page)) == 1


def test_letters_cut_by_upright_scratches_stay_one_run():
    page = Paper(200, 60).text("Common Stock held", 20, 30)
    for x in (30, 41, 52, 63, 80, 90, 100):
        page.fill(Box(x, 20, x + 0.4, 34), 255)
    assert len(runs_of(page)) == 1


def test_specks_make_no_runs():
    page = Paper(330, 220)
    page.pixels = specked(page.pixels, 400, 2)
    assert runs_of(page) == []


def test_specks_do_not_grow_the_runs():
    page = Paper(330, 220, 300).prose()
    clean = runs_of(page)
    far = cv2.dilate(page.mask(), np.ones((3, 3), np.uint8)) == 0
    page.pixels = np.where(far, specked(page.pixels, 150), page.pixels)
    assert [points(page, line) for line in runs_of(page)] == [points(page, line) for line in clean]


def test_picture_is_no_run():
    page = Paper(330, 220).fill(Box(40, 40, 200, 160)).text("Director", 220, 100)
    (line,) = runs_of(page)
    assert points(page, line).x0 > 200


def test_lone_letter_is_a_run():
    assert len(runs_of(Paper(60, 40).text("A", 20, 25))) == 1


def test_worn_bracket_of_a_footnote_mark_does_not_go_to_the_value():
    """The crumbs of a bracket stand closer to the value than to the number in the brackets."""
    page = Paper(200, 60).text("1,200", 20, 30, size=9).text("1)", 47.5, 27, size=6)
    page.fill(Box(45.4, 22.6, 46, 23.6)).fill(Box(45.4, 25.6, 46, 26.6))
    number, mark = sorted(runs_of(page), key=lambda line: line.x0)
    assert mark.raised
    assert points(page, number).x1 < 45 < points(page, mark).x0 < 46


def test_typed_blank_after_a_full_stop_does_not_split_a_run():
    """Typed, a full stop stands in the middle of its width: the blank after it looks half as wide again."""
    typed = [Paper(200, 60).text("Jan.", 20, 30).text("1998", 40 + gap, 30) for gap in (9.5, 16.0)]
    assert [len(runs_of(page)) for page in typed] == [1, 2]
    assert len(runs_of(Paper(200, 60).text("Jan", 20, 30).text("1998", 50.5, 30))) == 2


def test_a_number_between_two_lines_does_not_hold_them_together():
    page = Paper(330, 60).text("(3)", 20, 31, size=8)
    page = page.text("Reported shares were bought in the placement", 34, 27, size=8)
    page = page.text("and sold on the same day of that very year", 34, 36, size=8)
    assert len(runs_of(page)) == 3


def test_a_run_does_not_take_the_points_of_the_line_below():
    page = Paper(330, 60).text("Reported shares, were bought.", 20, 27, size=8)
    page = page.text("iiiiii iiiiii iiiiii iiiiii iiiiii", 20, 36.5, size=8)
    first, *_ = runs_of(page)
    assert points(page, first).bottom < 30.5


def test_the_underline_of_a_mark_is_no_writing():
    page = Paper(100, 40).text("(2)", 20, 20, size=8).fill(Box(20, 22.2, 30, 23.4))
    assert [round(points(page, line).x0) for line in runs_of(page)] == [20]


def test_an_underlined_mark_is_as_high_as_the_value_and_still_raised():
    """A note printed as a link was read as digits of the number that it stands behind."""
    page = Paper(200, 60).text("1,200", 20, 30, size=9).text("(1)", 44, 26, size=8)
    page.fill(Box(44, 26.4, 53, 28))
    number, mark = sorted(runs_of(page), key=lambda line: line.x0)
    assert (number.raised, mark.raised) == (False, True)
    assert points(page, number).x1 < 44 <= points(page, mark).x0 + 0.5


def test_words_that_touch_over_a_rule_are_two():
    """Captions of narrow columns run into each other over the rule between them."""
    page = Paper(200, 60).text("Owner", 20, 30).text("Officer", 50, 30).fill(Box(46, 25, 52, 26))
    assert len(runs_of(page)) == 1
    left, right = sorted(runs_of(page, 49.0), key=lambda line: line.x0)
    assert left.x1 <= page.pixel(49.5) and right.x0 >= page.pixel(48.5)


def test_words_that_touch_within_themselves_are_split_at_a_rule():
    """Each word was one blob, and three letters were counted by their blobs."""
    page = Paper(200, 60).text("Direct", 20, 30).text("Owner", 50, 30)
    page.fill(Box(21, 27, 45, 28)).fill(Box(51, 27, 78, 28))
    assert len(runs_of(page, 48.5)) == 2


def test_a_bar_over_rules_is_no_word_of_each_cell():
    """A rule that was not erased became a text line in each cell it crosses, and was read as figures."""
    page = Paper(200, 60).fill(Box(20, 25, 180, 28))
    assert len(runs_of(page, 60.0, 110.0, 150.0)) == 1


def test_a_typewriter_s_worn_dash_between_two_words_holds_them_together():
    """`VP - Operations` was read as `VP Operations`: its dash, hardly wider than high, was in no line."""
    page = Paper(200, 60).text("VP", 20, 30).text("Operations", 52, 30).fill(Box(41, 25.4, 44, 27.4))
    (line,) = runs_of(page)
    assert points(page, line).width > 60


def test_a_speck_between_two_values_holds_nothing_together():
    page = Paper(200, 60).text("VP", 20, 30).text("Operations", 52, 30).fill(Box(42, 26, 42.8, 26.5))
    assert len(runs_of(page)) == 2


def test_a_dash_at_a_line_s_end_belongs_to_it():
    """`FUND III - ENDURANCE` over two lines lost its dash without a word."""
    page = Paper(200, 60).text("FUND III", 20, 30).fill(Box(66, 25.4, 70, 27))
    (line,) = runs_of(page)
    assert points(page, line).x1 > 69
    assert points(page, runs_of(page, 64.5)[0]).x1 < 64


def test_a_speck_at_a_line_s_end_is_no_dash():
    page = Paper(200, 60).text("FUND III", 20, 30).fill(Box(66, 25.4, 67.4, 26.8))
    assert points(page, runs_of(page)[0]).x1 < 65


def test_a_row_of_signs_of_equality_is_no_writing():
    """A rule typed in a text filing was read as `SEE SEE` and stood behind an officer's title."""
    page = Paper(330, 220).prose()
    for x in range(36, 300, 6):
        page.fill(Box(x, 200, x + 5, 200.8)).fill(Box(x, 201.6, x + 5, 202.4)).fill(Box(x, 200, x + 1, 202.4))
    assert len(runs_of(page)) == len(PROSE)


def test_a_punched_hole_is_no_letter():
    """A hole beside an unruled table was read as `0` and held two of its rows together."""
    page = Paper(200, 60).text("Common Stock", 60, 30)
    cv2.circle(page.pixels, (page.pixel(24), page.pixel(28)), page.pixel(8), 0, -1)
    assert [round(points(page, line).x0) for line in runs_of(page)] == [60]
