"""Thresholds of the imaging stage, each with its unit and its reason.

Lengths are points (1/72 inch), greys run from 0 (black) to 255 (white), shares from 0 to 1, unless a field
says otherwise. "Measured" means: on the scans in `tests/golden/inputs`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BinarizeSettings:
    """Which pixels are ink."""

    background_scale: float = 0.25
    """Share of the page's size at which its background is estimated: sixteen times fewer pixels to close."""
    background_window: float = 0.2
    """Inches of the closing that estimates the background: wider than a stroke, narrower than a shadow."""
    darkest_background: int = 40
    """Grey. Darker ground is no paper: divided by it, the specks of a black border would come out white."""
    sampled_rows: int = 200
    """Rows looked at to tell a one-bit page: grey pages show it in the first of them."""
    sample_step: int = 4
    """Pixels from one sampled pixel to the next: the paper of a page needs no closer look."""
    lightest_stroke: int = 200
    """Grey up to which a sampled pixel may belong to a stroke; lighter ones are paper."""
    paper_grey: int = 235
    """Grey from which a pixel is left out of Otsu's histogram: the mass of the paper would be one of its
    two classes, and all ink with the soft edges the other."""
    otsu_pixels: int = 500
    """Fewer dark pixels, a dozen letters at 150 dpi, give no histogram with two classes."""
    blank_threshold: float = 160.0
    """Grey that stands for Otsu's threshold where there are fewer: a blank page must not become specks."""
    noise_deviations: float = 5.0
    """Standard deviations of the paper's grey that still are paper; twice as many are surely ink."""
    darkest_seed: float = 110.0
    """Grey under which ink always is a seed of hysteresis thresholding, on the worst paper."""
    lightest_seed: float = 175.0
    """Grey over which nothing is a seed, on clean paper."""
    faintest_ink: float = 215.0
    """Grey from which nothing is ink. Web pages draw their ruling lines in greys just below."""
    faintest_ink_in_grain: float = 225.0
    """The same where the grain of the paper has been blurred away."""
    grain: float = 2.5
    """Mean difference of grey between neighbouring pixels of paper from which it is film or a photograph."""
    grain_window: int = 3
    """Pixels of the Gaussian blur that takes such grain away and leaves strokes."""
    fading_scale: int = 8
    """Pixels of the page to one of the picture in which fading is measured."""
    fading_window: int = 9
    """Pixels of that picture averaged: 72 of the page, for fading changes no faster."""
    stroke_edge: float = 0.55
    """Share of the way from a stroke's grey to that of the paper at which the stroke ends."""
    least_ink_around: float = 0.02
    """Share of ink in that window below which there is no writing to compare with."""
    solid_blob: int = 8
    """Connected pixels, all darker than grain, that are ink without a seed: faint type beside dark print."""
    border_depth: float = 36.0
    """Points that the black border of a scanner or copier reaches into the page, at most."""
    border_gap: float = 1.5
    """Points from the page's edge at which such a border may begin."""
    lowest_letter: float = 3.0
    """Height of the lowest letters whose neighbours tell the direction of the lines."""
    highest_letter: float = 16.0
    """Height of the highest: those of the form's title."""
    narrowest_letter: float = 0.9
    """Width of the narrowest: three tenths of the lowest height, an l's stem."""
    widest_letter: float = 24.0
    """Width of the widest: one and a half of the greatest height, a W."""


@dataclass(frozen=True, slots=True)
class CheckboxSettings:
    """Which small squares are boxes to check, and which are checked. "Side" is that of the box."""

    smallest: float = 5.0
    """The shortest side of a box: half a typed letter's width less than any the form's editions print."""
    largest: float = 17.0
    """The longest: a cell of a table is larger."""
    least_squareness: float = 0.62
    """Shorter side by longer side: one-bit scans at 200 × 100 dpi and wear make boxes oblong."""
    speck: float = 2.0
    """Height under which a blob is a speck and not compared with."""
    letter_quantile: float = 0.75
    """Share of the blobs that are no higher than the page's letters: the rest are words run together."""
    above_letters: float = 1.25
    """A box is this many times as high as the page's letters at least: `SS` run together is none."""
    clear_left: float = 5.0
    """Points of clear paper to the left of a box."""
    specks_left: float = 0.05
    """Share of ink up to which that paper is clear."""
    oblong: float = 1.25
    """A blob this many times as long as wide is a box that something runs into."""
    line_width: float = 1.3
    """Points within which each side of the square must be drawn: two hairlines of a scan at 150 dpi."""
    drawn_side: float = 0.78
    """Share of each of the four sides that must be there."""
    corner: float = 0.12
    """Share of the side in whose square each corner must have ink: an O has none there."""
    frame: float = 0.25
    """Share of the side left out on each side to see the middle, where a mark's strokes cross."""
    wide_frame: float = 0.36
    """The same for the very middle, which a letter that runs into the box from outside does not reach."""
    blot: float = 0.85
    """Share of the middle from which a square is a blot, no box with a heavy mark."""
    checked: float = 0.07
    """Share of the middle that is ink in a checked box."""
    surely_empty: float = 0.03
    """Share up to which a box is empty beyond doubt."""
    surely_checked: float = 0.16
    """Share from which it is checked beyond doubt."""


@dataclass(frozen=True, slots=True)
class DewarpSettings:
    """How the page's shape is fitted to its ruling lines."""

    shortest_trace: float = 1.2
    """Inches. Shorter ruling lines say too little of the page's shape."""
    steepest_trace: float = 0.25
    """Height of a trace by its width: what is steeper is two lines that touch."""
    trace_points: int = 8
    """Points taken from an inch of a trace: curl changes no faster."""
    rounds: int = 3
    """Rounds of the fit, in which the worst traces are left out and the perspective settles."""
    traces_for_bends: int = 6
    """Traces from which on bends are fitted; fewer show the lean alone."""
    least_outlier: float = 0.4
    """Points by which a trace must miss the fit to be left out: a pixel at 180 dpi is no error."""
    outlier_medians: float = 3.0
    """The same in medians of what all traces miss it by."""
    ridge: float = 0.001
    """Ridge (Tikhonov regularization) of the bends, as a share of the traces' points: a bend that the lines
    hardly show would run wild where there are none."""
    lean_ridge: float = 1e-9
    """Ridge of the lean: only so that the system can be solved."""
    steepest_perspective: float = 0.12
    """Share of the distance by which a page's edge may be farther away than its middle."""
    mesh: int = 16
    """Pixels between the places where the field is computed; between them it is interpolated."""


@dataclass(frozen=True, slots=True)
class OrientationSettings:
    """Which way up a page stands, and how far it leans."""

    most_letters: int = 1000
    """Letters whose neighbours are looked for: their distances are all computed, a million of them."""
    sample_stretches: int = 8
    """Stretches of the page that a sample is taken from: one may hold a table without prose."""
    fewest_letters: int = 40
    """Letters below which neighbours do not tell the direction of the lines: less than one line of prose."""
    largest_lean: float = 7.0
    """Degrees looked for to either side: more is no sheet laid on glass by hand."""
    coarse_step: float = 0.5
    """Degrees between the angles tried first."""
    fine_step: float = 0.1
    """Degrees between those tried then, around the best: the ruling lines say the rest."""
    profile_dpi: float = 75.0
    """Resolution of row profiles: a line of small print still is five pixels high."""
    tie: float = 1e-9
    """Share by which two profiles are equally sharp, but for rounding."""
    lowest_line: float = 3.0
    """Height of a line of text without its ascenders and descenders at least."""
    highest_line: float = 14.0
    """Height of a line, ascenders and descenders included, at most."""
    shortest_line: float = 12.0
    """Points of ink that a line must have across the page to say anything: two typed letters."""
    letter_gap: float = 5.0
    """Points between letters of one line."""
    smallest_letter: float = 1.2
    """Height under which blobs are specks, or worn crumbs of letters."""
    widest_word: float = 60.0
    """Width of letters run together, at most: eight typed ones (7.2 points each)."""
    least_area: int = 4
    """Pixels of a letter: less is noise at any resolution."""
    extreme_columns: float = 0.03
    """Share of a line's columns at its head and foot that are not counted in its height: specks."""
    sticks_out: float = 0.14
    """Share of a line's height by which a letter must stick out of its line of small letters."""
    least_sticking: float = 330.0
    """Points of letters that must stick out before they tell head from foot: half a dozen lines' worth."""
    fewest_lines: int = 12
    """Lines, or pieces of them, that must agree: specks at a few of them outweigh their letters."""
    sure: float = 0.2
    """Surplus of letters from which the ink alone is believed. Where too few lines say anything, half of it
    stands for whatever they say."""


@dataclass(frozen=True, slots=True)
class PreprocessSettings:
    """How a scan becomes a flat page."""

    highest_dpi: float = 300.0
    """Dots per inch of a flat page at most: OCR gains nothing from more."""
    lowest_dpi: float = 150.0
    """Dots per inch at least: strokes are two pixels wide. The page's shape is measured at it."""
    healed_break: float = 0.5
    """Breaks in letters up to this wide are closed before letters are counted."""
    rule_residue: float = 2.2
    """Points beside a ruling line within which ink that reaches no further is left of the line."""
    strong_bend: float = 2.0
    """Points of bend from which the page's shape is measured a second time: steep pieces of a bent line are
    seen as one only when it is nearly straight."""


@dataclass(frozen=True, slots=True)
class RuleProfile:
    """What counts as a ruling line in one kind of ink."""

    thickness: float
    """Points that it is thick at most."""
    filled: float
    """Share of its length that is there, the crossings of other lines not counted as there."""
    unbroken: bool
    """True where it is level and without gaps in its ink; else it has breaks, and leans."""
    across: float = 24.0
    """The shortest horizontal line: longer than the blank before a checkbox caption."""
    down: float = 11.0
    """The shortest vertical line: taller than any letter of the form but its title."""


@dataclass(frozen=True, slots=True)
class RulingLineSettings:
    """What is a ruling line, and what only looks like one."""

    scanned: RuleProfile = RuleProfile(thickness=2.2, filled=0.86, unbroken=False)
    """On scans lines have breaks, and letters run together are nearly as long: only thin ones are lines."""
    heavy: RuleProfile = RuleProfile(thickness=5.0, filled=0.75, unbroken=False, across=60.0, down=24.0)
    """Heavy lines without their edges: long ones, for bold letters leave a row of stumps; breaks at
    crossings are allowed for."""
    drawn: RuleProfile = RuleProfile(thickness=6.0, filled=0.88, unbroken=True, down=9.0)
    """On drawn pages double borders that touch are one thick line, as thick as small letters are high; the
    lines between sub-columns are drawn in pieces, as short as a line of small captions is high."""
    closed_break: float = 2.0
    """Gap in a worn line that is closed before looking."""
    unbroken_ink: float = 0.96
    """Share of an unbroken line that is ink. The feet of bold letters in a row come to 0.94 of theirs."""
    meeting: float = 0.4
    """Points between a piece of a vertical line and the horizontal line it ends on; letters keep more."""
    falls_short: float = 4.0
    """Points by which a vertical line may end short of the horizontal one it meets."""
    crossed: int = 2
    """Horizontal lines that a vertical one crosses where neither of its ends meets any."""
    letter_stroke: float = 1.4
    """Points eroded to leave no stroke of the form's small letters."""
    double_gap: float = 1.0
    """Points of paper between the lines of a double line that may be taken for one."""
    thickest: float = 6.5
    """Thickness of the thickest line."""
    crossing_stroke: float = 1.2
    """Points that a stroke reaches beyond a line it crosses."""
    hairline: int = 3
    """Pixels that a thin line is thick with its soft edges."""
    longest_word: float = 110.0
    """Letters in a row do not join to a longer run."""
    stem: float = 1.5
    """Points that the stems of such letters reach at least."""
    stem_share: float = 0.22
    """Share of its length on which stems hang on a run of letters."""
    word_gap: float = 4.0
    """Points between words that run together on worn copies, at most."""
    uneven: float = 0.15
    """Share of its thickness by which a heavy line varies."""
    even_length: float = 0.8
    """Share of its length on which it varies by no more."""
    shortest_piece: float = 8.0
    """Length of the shortest piece of a line that is joined to others: a typed letter is 7.2 wide."""
    joined_gap: float = 9.0
    """Points between pieces of one line, end to end, that are one."""
    joined_shift: float = 1.5
    """Points across by which such pieces may be apart: a line that leans by as much over its breaks."""
    scratch_length: float = 30.0
    """Ink that runs straight down so far is no letter, though letters stand on it."""
    scratch_width: float = 1.6
    """Width of such ink at most."""
    scratch_steps: int = 2
    """Pixels to either side of a scratch that are seen as part of it: one that leans steps sideways."""
    kept_memory: int = 24 << 20
    """Bytes. Memory freed in blocks of up to this size is kept for the next picture."""


@dataclass(frozen=True, slots=True)
class TextLineSettings:
    """How letters join to lines of text. "Letters" as a unit are heights of the line's letters."""

    smallest_letter: float = 1.9
    """Height under which blobs are punctuation or specks; they may join a line but never make one."""
    largest_letter: float = 30.0
    """Height over which blobs are pictures, holes and borders."""
    widest_letter: float = 90.0
    """Width over which blobs are letters run together only if no higher than `highest_word`."""
    highest_word: float = 14.0
    """Height of the letters that may run together to wider blobs."""
    widest_mark: float = 12.0
    """Width of a punctuation mark: a dash of two typed widths, with wear."""
    least_letter_area: float = 0.48
    """Square points of a letter's ink at least: four times a mark's."""
    least_mark_area: float = 0.12
    """Square points of a mark's ink: smaller specks are dirt."""
    tall_quantile: float = 0.75
    """Share of a page's or line's letters that are no higher than its usual letter: three in four may be
    small letters and crumbs."""
    reach: float = 0.65
    """Letters that a letter reaches for its neighbour to either side (a typed blank is 1.3)."""
    stop_reach: float = 1.35
    """Times as far that a line reaches which ends in a full stop: typed, that stands in the middle of its
    width."""
    core: float = 0.3
    """Letters: the half height of a letter that must overlap its neighbour's."""
    tight_core: float = 0.15
    """The same where letters of two lines may have linked up."""
    lowest_core: float = 0.7
    """Of the usual height: lower letters are taken for this high, so that a dash finds its neighbours."""
    highest_core: float = 2.0
    """Of the usual height: higher ones are taken for this high, so that they reach no other line."""
    stacked: float = 1.75
    """Letters that a group holding two lines is high."""
    fewest_stacked: int = 6
    """Letters that such a group has at least: two lines of three."""
    touching: float = 1.45
    """Letters this many times as high as usual are two that touch."""
    cut_share: float = 0.6
    """Share of a line's height that a letter cut in two must have on it."""
    tail: int = 3
    """Fewer letters beyond a ruling line are the tail of a word that strays over it."""
    line_start: float = 0.4
    """Share of its letters, from the left, that tell where a line stands: marks come at the end."""
    start_foot_quantile: float = 0.1
    """Share of their feet above which the line is: in "Option" two letters in five hang below it."""
    start_height_quantile: float = 0.85
    """Share of their heights that tall letters exceed."""
    foot_quantile: float = 0.35
    """Share of the feet at which a whole line stands: where letters run together, half have tails."""
    raised_height: float = 0.9
    """Of tall letters: a footnote mark is no higher."""
    raised_foot: float = 0.17
    """Letters that a footnote mark's foot stands above the line's."""
    raised_head: float = 0.86
    """Letters that a footnote mark's head stands above the line's foot at least."""
    mark_overlap: float = 0.3
    """Letters that a mark may reach back over the word it hangs on."""
    mark_gap: float = 0.8
    """Letters between a word and the mark that hangs on it."""
    mark_beyond: float = 0.6
    """Share of a mark's width that stands beyond the end of its word."""
    underline: float = 3.0
    """A short rule is at least this many times as wide as high."""
    thin: float = 0.4
    """Letters that a dash or a short rule is high, and that such a rule stands from the line, at most."""
    beside: float = 0.7
    """Letters that punctuation stands beside its line."""
    hanging: float = 0.35
    """Letters that a comma hangs below its line."""
    dash: float = 1.8
    """A dash is at least this many times as wide as high."""
    dash_gap: float = 1.7
    """Letters from a dash between two words to either, typed with a blank on both sides."""
    highest_dash: float = 0.3
    """Share of a line's height, from its head, below which a dash stands."""
    lowest_dash: float = 0.75
    """The same above which it stands."""
    highest_line: float = 2.4
    """Letters that a line joined of two pieces is high."""
    shifted: float = 0.35
    """Letters by which two pieces of one line are shifted at most; tails hang down less."""
    one_over_another: float = 0.75
    """Share of the greater height that pieces share which may overlap end to end."""


@dataclass(frozen=True, slots=True)
class ImagingSettings:
    """All of the stage, by module."""

    binarize: BinarizeSettings = BinarizeSettings()
    checkboxes: CheckboxSettings = CheckboxSettings()
    dewarp: DewarpSettings = DewarpSettings()
    orientation: OrientationSettings = OrientationSettings()
    preprocess: PreprocessSettings = PreprocessSettings()
    ruling_lines: RulingLineSettings = RulingLineSettings()
    text_lines: TextLineSettings = TextLineSettings()


SETTINGS = ImagingSettings()
"""The values in use."""
