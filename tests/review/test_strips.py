"""Pictures of units."""

import io
from pathlib import Path

import pytest
from PIL import Image

from extractor.review.pictures import COLOR, PageSpot, Pictures
from extractor.review.strips import SETTINGS, Marked, cell_picture, unit_picture

PAGE = (612, 792)
"""Points."""


@pytest.fixture
def pictures(tmp_path):
    file = tmp_path / "page.png"
    Image.new("L", (1275, 1650), 255).save(file, dpi=(150, 150))
    return Pictures(lambda _: Path(file))


def spot(*box, page=1):
    return PageSpot(1, page, 0, box or None)


def opened(content):
    return Image.open(io.BytesIO(content)).convert("RGB")


def colors(image):
    return {color for _, color in image.getcolors(1 << 24)}


def test_a_row_is_shown_at_its_height_with_its_captions(pictures):
    """A row was shown as a cell and its neighbours, a missing value as a whole page."""
    row = [Marked(spot(40, 500, 90, 510), "1"), Marked(spot(500, 500, 550, 510), "2")]
    alone = opened(unit_picture(pictures, row, None))
    headed = opened(unit_picture(pictures, row, spot(40, 248, 550, 300)))
    assert alone.width == headed.width == SETTINGS.width
    assert headed.height > alone.height
    assert alone.height < alone.width / 5
    assert COLOR in colors(alone)


def test_captions_just_above_are_in_one_strip(pictures):
    near = unit_picture(pictures, [Marked(spot(40, 306, 90, 316))], spot(40, 248, 550, 300))
    assert SETTINGS.seam not in colors(opened(near))


def test_cells_far_apart_are_strips_one_above_the_other(pictures):
    far = [Marked(spot(40, 100, 90, 110), "1"), Marked(spot(40, 700, 90, 710), "2")]
    shown = opened(unit_picture(pictures, far, None))
    assert SETTINGS.seam in colors(shown)
    assert shown.height <= SETTINGS.height


def test_letters_stay_legible_however_long_a_text_is(pictures):
    shown = opened(unit_picture(pictures, [Marked(spot(40, 100, 570, 700))], None))
    assert shown.height >= SETTINGS.least * 600


def test_what_has_no_place_is_the_page(pictures):
    assert opened(unit_picture(pictures, [Marked(spot())], None)).height > 1000


def test_a_cell_of_a_group_is_close(pictures):
    shown = opened(cell_picture(pictures, spot(40, 500, 90, 510)))
    assert shown.size == (round(64 * SETTINGS.scale), round(24 * SETTINGS.scale))
