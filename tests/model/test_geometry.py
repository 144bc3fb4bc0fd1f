"""Boxes: what holds of every box, and the corners the properties do not reach."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model.geometry import Box, around

# Eighths of a point are exact in binary, so sums and differences can be compared with `==`.
eighths = st.integers(-8 * 2000, 8 * 2000).map(lambda n: n / 8)


@st.composite
def boxes(draw):
    x0, x1 = sorted((draw(eighths), draw(eighths)))
    top, bottom = sorted((draw(eighths), draw(eighths)))
    return Box(x0, top, x1, bottom)


def inside(inner, outer):
    return outer.holds(inner.x0, inner.top) and outer.holds(inner.x1, inner.bottom)


@given(boxes(), boxes())
def test_boxes_share_the_same_area_whichever_is_asked(a, b):
    assert a.overlap(b) == b.overlap(a)


@given(boxes(), boxes())
def test_the_shared_area_is_no_larger_than_either_box(a, b):
    assert 0 <= a.overlap(b) <= min(a.area, b.area)


@given(boxes())
def test_a_box_shares_all_of_itself_with_itself(box):
    assert box.overlap(box) == box.area


@given(boxes(), boxes())
def test_a_union_goes_around_both_boxes(a, b):
    assert inside(a, a.union(b))
    assert inside(b, a.union(b))


@given(boxes(), boxes(), st.sampled_from(["x0", "top", "x1", "bottom"]))
def test_a_union_with_any_side_moved_in_no_longer_goes_around_both(a, b, side):
    union = a.union(b)
    inwards = 1 / 8 if side in ("x0", "top") else -1 / 8
    smaller = union._replace(**{side: getattr(union, side) + inwards})
    assert not (inside(a, smaller) and inside(b, smaller))


@given(st.lists(boxes(), min_size=1))
def test_going_around_many_is_joining_them_one_by_one(many):
    joined = many[0]
    for box in many[1:]:
        joined = joined.union(box)
    assert around(many) == joined


@given(boxes(), boxes(), st.integers(0, 800).map(lambda n: n / 8))
def test_an_inner_box_stays_inside_when_both_grow(a, b, by):
    assert inside(a.grown(by), a.union(b).grown(by))


@given(boxes(), st.integers(0, 800).map(lambda n: n / 8))
def test_growing_then_shrinking_gives_the_box_back(box, by):
    assert box.grown(by).grown(-by) == box


@given(boxes())
def test_the_centre_lies_in_the_box(box):
    assert box.holds(box.center_x, box.center_y)


def test_width_runs_across_and_height_down_the_page():
    box = Box(10, 20, 40, 25)
    assert (box.width, box.height, box.area) == (30, 5, 150)
    assert (box.center_x, box.center_y) == (25, 22.5)


def test_overlap_is_measured_along_each_axis():
    a, b = Box(0, 0, 10, 10), Box(6, 8, 20, 30)
    assert (a.overlap_x(b), a.overlap_y(b), a.overlap(b)) == (4, 2, 8)


def test_boxes_level_with_each_other_but_apart_share_no_area():
    left, right = Box(0, 0, 10, 10), Box(12, 0, 20, 10)
    assert left.overlap_y(right) == 10
    assert left.overlap(right) == 0


def test_boxes_that_only_touch_share_no_area():
    assert Box(0, 0, 10, 10).overlap(Box(10, 0, 20, 10)) == 0


def test_a_point_on_the_edge_is_held_and_one_beyond_is_not():
    box = Box(0, 0, 10, 10)
    assert box.holds(10, 0)
    assert not box.holds(10.01, 0)


def test_a_box_turned_inside_out_by_shrinking_has_no_area():
    assert Box(0, 0, 4, 40).grown(-3).area == 0
    assert Box(0, 0, 4, 4).grown(-3).area == 0


def test_going_around_nothing_is_an_error():
    with pytest.raises(ValueError, match="no boxes"):
        around([])


def test_boxes_can_be_read_once_only():
    assert around(Box(n, n, n + 1, n + 1) for n in range(3)) == Box(0, 0, 3, 3)


@given(eighths, eighths, eighths)
def test_a_box_moved_down_is_as_large_as_before(x, y, by):
    box = Box(x, y, x + 8, y + 4)
    assert box.moved(by) == Box(x, y + by, x + 8, y + by + 4)


def test_around_one_box_is_that_box():
    box = Box(1, 2, 3, 4)
    assert around(iter([box])) is box
