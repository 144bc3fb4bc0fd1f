"""Lines of like width together."""

from hypothesis import given
from hypothesis import strategies as st

from extractor.ocr.network import batches

WIDTHS = st.lists(st.integers(1, 300), max_size=30)


@given(WIDTHS, st.integers(1, 1000))
def test_every_line_is_in_one_batch(widths, pixels):
    found = [k for batch in batches(widths, pixels) for k in batch]
    assert sorted(found) == list(range(len(widths)))


@given(WIDTHS, st.integers(1, 1000))
def test_a_batch_is_within_its_pixels_or_a_single_line(widths, pixels):
    for batch in batches(widths, pixels):
        assert len(batch) == 1 or len(batch) * max(widths[k] for k in batch) <= pixels


@given(WIDTHS, st.integers(1, 1000))
def test_narrow_lines_come_first(widths, pixels):
    order = [widths[k] for batch in batches(widths, pixels) for k in batch]
    assert order == sorted(order)


def test_lines_of_one_width_share_a_batch_in_their_order():
    assert batches([50, 50, 50], 150) == [[0, 1, 2]]
    assert batches([50, 50, 50], 149) == [[0, 1], [2]]


def test_a_wide_line_does_not_widen_the_batch_of_narrow_ones():
    assert batches([10, 400, 12], 400) == [[0, 2], [1]]


def test_no_lines_make_no_batch():
    assert batches([], 100) == []
