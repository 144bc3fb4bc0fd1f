"""Thresholds by which pages are taken from their sheets: polarity, size, two on one."""

from typing import NamedTuple


class LetterSizeSettings(NamedTuple):
    """How letters are measured whose resolution is not known.

    Pixels are those of a shrunk page: 150 to an inch of letter paper.
    """

    letter_width: float = 8.5
    """Inches of the short side of letter paper."""
    most_oblong: float = 4.0
    """Longer by shorter side of the longest page, a fax of four sheets."""
    lowest: int = 3
    """Pixels of the lowest letter: 1.4 points."""
    highest: int = 50
    """Pixels of the highest: 24 points."""
    oblong: float = 4.0
    """Times as wide as high, or the reverse, that a letter, or a few that touch, may be."""
    fewest: int = 40
    """Letters; fewer show no size."""


class PolaritySettings(NamedTuple):
    """Which pages are negative."""

    sample_step: int = 8
    """Pixels from one that is looked at to the next, at first."""
    tails: tuple[float, float, float] = (2.0, 50.0, 98.0)
    """Percentiles of greys: the darkest ink, the usual ground, the brightest. The ink of a positive is
    farther from its ground than anything brighter is."""
    dark_share: float = 0.25
    """Share of dark pixels up to which a page with a bright ground is positive; forms have up to 0.2."""
    cell: int = 8
    """Pixels of a shrunk page to a cell in which its ground is looked for: four points."""
    ground_window: int = 9
    """Cells, across and down, whose median is the ground: three lines of text, most of them ground."""
    least_ground: float = 0.1
    """Share of the page that a negative on it takes at least; a shaded heading is smaller."""
    largest_hole: float = 0.02
    """Share of the page up to which what a negative surrounds belongs to it: its black bars, shown bright."""
    fewest_letters: int = 40
    """Bright letters on a ground that make it a negative; a border of the scanner's glass has dust."""


class GutterSettings(NamedTuple):
    """Which sheets hold two pages. Shares are of the sheet's width or height as its lines are level."""

    least_oblong: float = 1.2
    """Longer by shorter side of such a sheet at least."""
    middle: tuple[float, float] = (0.42, 0.58)
    """Where across the sheet the gutter is looked for."""
    edge: float = 0.07
    """Share of the sheet at its head and at its foot where the gutter need not be blank: half an inch."""
    sample_step: int = 4
    """Pixels from one that is looked at to the next, at first."""
    dark_of_paper: float = 0.6
    """Share of the usual grey under which such a pixel is ink."""
    narrowest: float = 0.02
    """Width of a gutter at least: a quarter of an inch of letter paper, two margins."""
    specks: float = 0.004
    """Share of a blank column that may be ink."""
    fold: float = 0.35
    """Share from which on it is a fold's shadow, or an edge."""
    fewest_letters: int = 40
    """Letters on each page."""
    extent: tuple[float, float] = (5.0, 95.0)
    """Percentiles of the letters' places between which a page extends."""
    least_width: float = 0.5
    """Share of its half that each page extends across."""
    least_height: float = 0.5
    """Share of the sheet that the longer of both extends down."""


class LeafSettings(NamedTuple):
    """All of them, by module."""

    gutter: GutterSettings = GutterSettings()
    letter_size: LetterSizeSettings = LetterSizeSettings()
    polarity: PolaritySettings = PolaritySettings()


SETTINGS = LeafSettings()
"""The values in use."""
