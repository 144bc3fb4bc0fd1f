"""Pieces of text lines put together."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from extractor.imaging.line_pieces import PixelLine, joined_over_breaks

NO_RULES = np.zeros((400, 900), np.uint8)
LINE = PixelLine(100, 100, 600, 124, letter=18, foot=120)


@given(x=st.integers(100, 560), y=st.integers(100, 112))
def test_a_piece_within_a_line_is_not_read_a_second_time(x, y):
    """`… $29.0248, inclusive. lusive.`: letters that touched made a line of their own within the line."""
    piece = PixelLine(x, y, min(600, x + 80), y + 12, letter=12, foot=y + 12)
    assert joined_over_breaks([LINE, piece], NO_RULES) == [LINE]


def test_a_line_below_is_another():
    below = PixelLine(100, 126, 600, 150, letter=18, foot=146)
    assert len(joined_over_breaks([LINE, below], NO_RULES)) == 2
