import numpy as np
import pytest

from extractor.document.opened_page import Raster
from extractor.imaging.gutter import pages_on
from tests.imaging.paper import PROSE, Paper, turned

DPI = 150.0


def page(lines=44):
    """A page of prose in a ruled frame, `lines` of it."""
    paper = Paper(612, 792, DPI)
    for number in range(lines):
        foot = 70 + 16 * number
        paper.text(f"{PROSE[number % 10]}: {PROSE[number % 7].lower()}", 50, foot, 9)
        if number % 8 == 0:
            paper.across(foot + 4, 40, 572)
    return paper.pixels


FIRST, SECOND = page(), page(14)
BOTH = np.hstack([FIRST, SECOND])
MIDDLE = FIRST.shape[1]


def parts(pixels, dpi=DPI):
    pixels = np.ascontiguousarray(pixels)
    return [area.of(pixels) for area in pages_on(Raster(pixels, dpi, dpi))]


def ink(pixels):
    return int((pixels < 128).sum())


def folded(pixels):
    """The sheet as a copier sees it with a shadow along its fold."""
    x = np.arange(pixels.shape[1]) - pixels.shape[1] / 2
    return (pixels * (1 - 0.85 * np.exp(-((x / 25) ** 2)))).astype(np.uint8)


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_two_pages_side_by_side_are_parted_in_their_order(quarters):
    first, second = parts(np.rot90(BOTH, quarters))
    assert ink(first) == ink(FIRST)
    assert ink(second) == ink(SECOND)


@pytest.mark.parametrize(
    "sheet",
    [
        turned(BOTH, 1),
        np.pad(BOTH, 40),
        BOTH[::2, ::2],
        folded(BOTH),
    ],
    ids=["skewed", "bordered", "coarse", "fold"],
)
def test_sheet_of_two_may_be_worn(sheet):
    first, second = parts(sheet)
    assert first.shape[0] == second.shape[0] == sheet.shape[0]
    assert abs(first.shape[1] - second.shape[1]) < 0.1 * sheet.shape[1]


def test_claimed_resolution_does_not_matter():
    assert len(parts(BOTH, 72)) == len(parts(BOTH, 600)) == 2


def landscape():
    """A page on its side whose table runs across its middle."""
    paper = Paper(792, 612, DPI)
    for number in range(30):
        foot = 80 + 16 * number
        paper.text(PROSE[number % len(PROSE)], 50, foot, 10).text(PROSE[-1], 430, foot, 10)
        paper.across(foot + 4, 40, 752)
    return paper.pixels


def closing():
    """The end of a page on its side: a short note at the left, the signature at the right."""
    paper = Paper(792, 612, DPI).text("(1) See the remarks of this filing.", 50, 60)
    return paper.text("/s/ Jane Doe, attorney-in-fact", 480, 200).text("March 3, 1999", 480, 220).pixels


SINGLE = {
    "portrait": FIRST,
    "portrait-on-its-side": np.rot90(FIRST),
    "short": SECOND,
    "table-across": landscape(),
    "table-across-on-its-side": np.rot90(landscape()),
    "closing": closing(),
    "one-and-a-blank": np.hstack([FIRST, np.full_like(FIRST, 255)]),
    "blank": np.full_like(BOTH, 255),
    "black": np.zeros_like(BOTH),
    "tiny": np.zeros((1, 3), np.uint8),
}


@pytest.mark.parametrize("kind", SINGLE)
def test_single_page_is_not_parted(kind):
    assert len(parts(SINGLE[kind])) == 1
