"""A page with its cells boxed."""

from dataclasses import dataclass

import numpy as np
import pytest

from extractor.debug import draw_cells
from extractor.document import Raster
from extractor.model.filing import ReviewItem, Unaccounted

T1 = "nonDerivativeTable/nonDerivativeTransaction[1]"


@dataclass(frozen=True)
class BlankPage:
    """A white fax page, 204 by 98 dpi, of 3 by 2 inches."""

    number: int = 1
    width: float = 216.0
    height: float = 144.0

    def chars(self):
        return ()

    def raster(self):
        return Raster(np.full((196, 612), 255, np.uint8), 204.0, 98.0)


def pixel(image, x, y):
    """The colour at a place given in points."""
    return image.getpixel((round(x * 150 / 72), round(y * 150 / 72) + draw_cells.STRIP))


def drawn(make_filing, *cells, review=()):
    filing = make_filing({}, cells=cells, review=review)
    return draw_cells.draw_cells(BlankPage(), [filing])


@pytest.mark.parametrize(
    ("changes", "color"),
    [
        ({}, draw_cells.ACCEPTED),
        ({"status": "repaired"}, draw_cells.REPAIRED),
        ({"status": "corrected"}, draw_cells.CORRECTED),
        ({"status": "review", "confidence": 0.8}, draw_cells.REVIEW),
        ({"status": "review", "confidence": 0.2}, draw_cells.DOUBTFUL),
    ],
)
def test_a_box_stands_at_its_cell_in_the_colour_of_its_status(make_cell, make_filing, changes, color):
    cell = make_cell("remarks", "x", bbox=(72, 72, 144, 90), **changes)
    image = drawn(make_filing, cell)
    assert image.size == (450, 300 + draw_cells.STRIP)
    assert pixel(image, 72, 85) == pixel(image, 144, 85) == color
    assert pixel(image, 100, 82) != (255, 255, 255)
    assert pixel(image, 160, 82) == (255, 255, 255)


def test_a_cell_listed_for_review_is_drawn_so_whatever_its_status(make_cell, make_filing):
    cell = make_cell("remarks", "x", bbox=(72, 72, 144, 90))
    image = drawn(make_filing, cell, review=(ReviewItem(path="remarks", reason="r"),))
    assert pixel(image, 72, 85) == draw_cells.REVIEW


def test_a_flagged_row_gets_a_box_round_its_cells(make_cell, make_filing):
    cells = (
        make_cell(f"{T1}/securityTitle", "a", bbox=(20, 60, 60, 70)),
        make_cell(f"{T1}/transactionDate", "b", bbox=(100, 60, 140, 70)),
    )
    filing = make_filing({}, cells=cells, review=(ReviewItem(path=T1, reason="line lost"),))
    (mark,) = [m for m in draw_cells.page_marks([filing], 1) if not m.filled]
    assert (mark.box.x0, mark.box.x1, mark.label) == (17, 143, "line lost")


def test_cells_of_other_pages_and_without_a_place_are_not_drawn(make_cell, make_filing):
    cells = (make_cell("remarks", "x", page=2), make_cell("documentType", "4", bbox=(0, 0, 0, 0)))
    assert draw_cells.page_marks([make_filing({}, cells=cells)], 1) == ()


def test_a_label_stays_on_the_sheet_and_odd_characters_do_no_harm(make_cell, make_filing):
    cell = make_cell("remarks", "Ţ 日本 " + "x" * 90, status="review", bbox=(200, 0, 216, 5))
    assert drawn(make_filing, cell).size == (450, 300 + draw_cells.STRIP)


def test_what_is_in_no_cell_is_boxed(make_filing):
    spot = Unaccounted(page=1, bbox=(72, 72, 144, 90), text="1,600")
    filing = make_filing({}).model_copy(update={"unaccounted": (spot,)})
    image = draw_cells.draw_cells(BlankPage(), [filing])
    assert pixel(image, 72, 85) == draw_cells.UNACCOUNTED
    assert draw_cells.page_marks([filing], 2) == ()
