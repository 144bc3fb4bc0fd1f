import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.document.resolution import Resolution, settle


@pytest.mark.parametrize("dpi", [(200, 200), (204, 98), (204, 391), (300, 300), (600, 600)])
def test_stated_resolution_is_kept(dpi):
    stated = Resolution(*dpi)
    assert settle(stated, round(8.5 * stated.x), round(11 * stated.y)) == stated


@pytest.mark.parametrize(
    "dpi", [None, (1, 1), (72, 72), (2400, 2400), (200, 0.5), (float("nan"), 200), (50, 300)]
)
def test_absurd_resolution_gives_a_letter_width_page(dpi):
    stated = Resolution(*dpi) if dpi else None
    assert settle(stated, 2550, 3300) == Resolution(300, 300)


def test_landscape_page_without_resolution():
    assert settle(None, 2200, 1700) == Resolution(200, 200)


sizes = st.integers(1, 60_000)
resolutions = st.builds(Resolution, st.floats(0, 5000), st.floats(0, 5000))


@given(resolutions | st.none(), sizes, sizes)
def test_settled_resolution_is_positive(stated, columns, rows):
    settled = settle(stated, columns, rows)
    assert settled.x > 0
    assert settled.y > 0


@given(resolutions, sizes, sizes)
def test_turned_page_settles_alike(stated, columns, rows):
    assert settle(stated, columns, rows).turned() == settle(stated.turned(), rows, columns)
