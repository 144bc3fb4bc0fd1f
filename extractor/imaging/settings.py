"""Thresholds of the imaging stage, each with its unit and its reason.

Lengths are points (1/72 inch), greys are 0 (black) to 255 (white), shares 0 to 1, unless a field names
another unit. "Rule" is short for ruling line. A typed letter is 7.2 points wide, typed lines are 12 apart.

Numbers of which no other reason is given were found by trial. "Not critical" means: a quarter less or a third
more changes none of the 388 text lines, 120 rules and 4 boxes found on three stored photocopies
(`tests/golden/inputs`), nor how those pages are turned and dewarped.
"""

from typing import NamedTuple

from extractor.imaging.text_line_settings import TextLineSettings


class BinarizeSettings(NamedTuple):
    """Which pixels are ink."""

    background_scale: float = 0.25
    """Share of the page's size at which its background is estimated: a sixteenth of the pixels to close."""
    background_window: float = 0.2
    """Inches of the closing that estimates the background: wider than a stroke, narrower than a shadow."""
    darkest_background: int = 40
    """Grey. Darker background is no paper: divided by it, a black border would become white. Not critical."""
    sampled_rows: int = 200
    """Rows that show whether a page has only black and white."""
    sample_step: int = 4
    """Pixels from one sample of the paper's grey to the next, for speed."""
    lightest_stroke: int = 200
    """Grey up to which a sample may be of a stroke; lighter ones are paper."""
    paper_grey: int = 235
    """Grey from which a pixel is left out of Otsu's histogram: ink is to be separated from the soft edges of
    ink, not from the paper, of which there is most. Not critical."""
    otsu_pixels: int = 500
    """Fewer dark pixels, a dozen letters at 150 dpi, give no histogram with two classes. Not critical."""
    blank_threshold: float = 160.0
    """Grey used instead of Otsu's threshold where there are fewer: a blank page stays blank. Not critical."""
    noise_deviations: float = 5.0
    """Standard deviations of the paper's grey that are still paper; twice as many are surely ink."""
    darkest_seed: float = 110.0
    """Lowest upper threshold of the hysteresis (grey under which ink is a seed), on the worst paper."""
    lightest_seed: float = 175.0
    """Highest upper threshold, on clean paper."""
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
    """Pixels of that picture averaged, 72 of the page: fading changes no faster."""
    stroke_edge: float = 0.55
    """Share of the way from a stroke's grey to that of the paper at which the stroke ends."""
    least_ink_around: float = 0.02
    """Share of ink in that window below which there is no writing to compare with."""
    solid_blob: int = 8
    """Connected pixels, all darker than grain, that are ink without a seed: faint type among darker print."""
    border_depth: float = 36.0
    """Points that the black border of a scanner or copier reaches into the page, at most."""
    border_gap: float = 1.5
    """Points from the page's edge at which such a border may begin."""
    lowest_letter: float = 3.0
    """Height of the lowest letters whose neighbours show the direction of the lines."""
    highest_letter: float = 16.0
    """Height of the highest: those of the form's title."""
    narrowest_letter: float = 0.9
    """Width of the narrowest: three tenths of the lowest height, an l's stem."""
    widest_letter: float = 24.0
    """Width of the widest: one and a half of the greatest height, a W."""


class CheckboxSettings(NamedTuple):
    """Which small squares are boxes to check, and which are checked. "Side" is that of the box."""

    smallest: float = 5.0
    """The shortest side of a box. Not critical."""
    largest: float = 17.0
    """The longest side of a box; the cells of tables are larger. Not critical."""
    least_squareness: float = 0.62
    """Shorter side by longer side: coarse faxes and wear make boxes oblong. Not critical."""
    speck: float = 2.0
    """Height under which a blob is a speck, no letter to compare a box with. Not critical."""
    several: int = 2
    """Empty boxes of one size from which on those of that size are boxes though no higher than letters."""
    one_size: float = 0.12
    """Share of a side by which boxes of one size differ."""
    letter_quantile: float = 0.75
    """Quantile of the blobs' heights that is the height of the page's letters."""
    above_letters: float = 1.25
    """A box is this many times as high as the page's letters at least: `SS` run together is none."""
    clear_left: float = 5.0
    """Points of clear paper to the left of a box."""
    blank_left: float = 1.8
    """The same where others of its size are empty: a rule may stand there, no letter of one word with it."""
    blank_right: float = 1.6
    """Points of clear paper to the right of the empty ones: letters of one word are closer."""
    specks_left: float = 0.05
    """Share of ink up to which that paper is clear."""
    oblong: float = 1.25
    """A blob this many times as long as wide is a box that something touches."""
    frame_stroke: float = 0.6
    """Share of a blob's width or height that a side of the square in it has, a mark beyond included."""
    line_width: float = 1.3
    """Points within which each side of the square must be drawn: three pixels at 150 dpi. Not critical."""
    drawn_side: float = 0.78
    """Share of each of the four sides that must be there."""
    corner: float = 0.12
    """Share of the side in whose square each corner must have ink: an O has none there."""
    frame: float = 0.25
    """Share of the side left out on each side to see the middle, where a mark's strokes cross."""
    wide_frame: float = 0.36
    """The same for the very middle, which a letter that touches the box from outside does not reach."""
    blot: float = 0.85
    """Share of the middle from which a square is a blot, no box with a heavy mark."""
    checked: float = 0.07
    """Share of the middle that is ink in a checked box."""
    surely_empty: float = 0.03
    """Share up to which a box is empty beyond doubt."""
    surely_checked: float = 0.16
    """Share from which it is checked beyond doubt."""


class DewarpSettings(NamedTuple):
    """How the page's shape is fitted to its ruling lines."""

    shortest_trace: float = 1.2
    """Inches. Shorter rules show too little of the page's shape."""
    steepest_trace: float = 0.25
    """Height of a trace by its width; steeper ones are no single rule. Not critical."""
    trace_points: int = 8
    """Points taken from an inch of a trace: the polynomial bends far more slowly."""
    rounds: int = 3
    """Rounds of the fit, in which the worst traces are left out and the perspective settles."""
    traces_for_bends: int = 6
    """Traces from which on bends are fitted; fewer show the skew alone. Not critical."""
    least_outlier: float = 0.4
    """Points by which a trace must miss the fit to be left out: a pixel of its 150 dpi. Not critical."""
    outlier_medians: float = 3.0
    """The same in medians of what all traces miss it by."""
    ridge: float = 0.001
    """Ridge (Tikhonov regularization) of the bends, as a share of the traces' points: a bend that the lines
    hardly show would run wild where there are none."""
    skew_ridge: float = 1e-9
    """Ridge of the skew: only so that the system can be solved."""
    steepest_perspective: float = 0.12
    """Share of the distance by which a page's edge may be farther away than its middle."""
    mesh: int = 16
    """Pixels between the places where the field is computed; between them it is interpolated."""


class OrientationSettings(NamedTuple):
    """Which way up a page is, and its skew."""

    most_letters: int = 1000
    """Letters whose neighbours are found: the distances between all of them are computed, a million."""
    sample_stretches: int = 8
    """Stretches of the page that letters are sampled from: one may be a table without prose. Not critical."""
    fewest_letters: int = 40
    """Letters. Fewer, half a typed line across the page, do not show its direction. Not critical."""
    largest_skew: float = 7.0
    """Degrees of skew tried to either side."""
    coarse_step: float = 0.5
    """Degrees between the angles tried first."""
    fine_step: float = 0.1
    """Degrees between those tried then, around the best: the rules show the rest."""
    profile_dpi: float = 75.0
    """Dots per inch of row profiles: a line of small print is five pixels high. Not critical."""
    tie: float = 1e-9
    """Share by which two profiles are equally sharp, but for rounding."""
    lowest_line: float = 3.0
    """Height of a line of text at least."""
    highest_line: float = 14.0
    """Height of a line of text at most. Not critical."""
    shortest_line: float = 12.0
    """Points of ink that a line must have across the page to count: two typed letters."""
    letter_gap: float = 5.0
    """Points between letters of one line."""
    smallest_letter: float = 1.2
    """Height under which blobs are specks, or pieces of worn letters."""
    widest_word: float = 60.0
    """Width of letters that touch, at most: eight typed ones. Not critical."""
    least_area: int = 4
    """Pixels of a letter's ink at least; fewer are specks at any resolution. Not critical."""
    extreme_columns: float = 0.03
    """Share of a line's columns, at head and foot, that do not count in its height: specks. Not critical."""
    ascender: float = 0.14
    """Share of a line's height by which an ascender or descender is beyond its small letters."""
    least_ascenders: float = 330.0
    """Points of ascenders and descenders that show which way up a page is: those of half a dozen lines."""
    fewest_lines: int = 12
    """Lines, or pieces of them, with more of one than of the other: specks at a few outweigh letters."""
    sure: float = 0.2
    """Surplus of ascenders or descenders from which the ink alone is believed; of few lines, it counts for
    half of this at most."""


class BlotSettings(NamedTuple):
    """What is ink over the writing."""

    thick: float = 9.0
    """Points of a square that fits into a hole or a bar: where strokes of the boldest headings meet, one of 7
    does."""
    heavy: float = 2.4
    """The same of a stamp's letters: bold print copied twice is 2 thick."""
    tall: float = 2.0
    """Usual letters that a stamp's are high at least."""
    highest: float = 90.0
    """Points that such ink is high at most: what is higher is a picture or the frame of a table."""
    widest: float = 200.0
    """Points that it is wide at most; what is wider is a line of letters that stuck to a rule."""


class PreprocessSettings(NamedTuple):
    """How a scan becomes a flat page."""

    highest_dpi: float = 300.0
    """Dots per inch of a flat page at most: OCR gains nothing from more."""
    lowest_dpi: float = 150.0
    """Dots per inch at least: strokes are two pixels wide. The shape of every page is measured at it."""
    most_pixels: float = 20e6
    """Pixels of the flat page at most: a sheet of 11 × 17 inches at 300 dots per inch, with room. A larger
    one, which a file may claim to be, is worked on at fewer."""
    least_side: int = 150
    """Pixels of its sides at least, by white paper added right and below: less holds no line of a form, and
    the steps that work on a coarser copy would be left without pixels."""
    longest_side: float = 32_000
    """Pixels of a side of the flat page at most: OpenCV moves pixels of pages shorter than 2¹⁵."""
    healed_break: float = 0.5
    """Breaks in letters up to this wide are closed before letters are counted."""
    rule_residue: float = 2.2
    """Points beside a rule within which ink that reaches no further is what erasing left of the rule."""
    strong_bend: float = 2.0
    """Points of bend from which the page's shape is measured a second time: steep pieces of a bent rule are
    seen as one only when it is nearly straight."""
    beside_writing: float = 36.0
    """Points around what is written beside a text layer that are looked at with it: a few lines."""
    little_writing: float = 0.25
    """Share of a page up to which such a part of it is looked at alone."""


class RuleProfile(NamedTuple):
    """What counts as a rule in one kind of ink."""

    thickness: float
    """Points that it is thick at most."""
    filled: float
    """Share of its length that must be ink; where another rule crosses does not count as ink."""
    unbroken: bool
    """True where it is level and without gaps in its ink; else it has breaks, and is skewed."""
    across: float = 24.0
    """Length of the shortest horizontal rule: longer than the blank before a checkbox caption."""
    down: float = 11.0
    """Length of the shortest vertical rule: taller than any letter of the form but its title."""


class RulingLineSettings(NamedTuple):
    """What is a rule, and what only looks like one."""

    scanned: RuleProfile = RuleProfile(thickness=2.2, filled=0.86, unbroken=False)
    """On scans rules have breaks, and letters that touch are nearly as long: only thin runs are rules."""
    heavy: RuleProfile = RuleProfile(thickness=5.0, filled=0.75, unbroken=False, across=60.0, down=24.0)
    """Heavy rules after erosion: long ones, for bold letters leave a row of stumps; they may break where
    others cross them."""
    drawn: RuleProfile = RuleProfile(thickness=6.0, filled=0.88, unbroken=True, down=9.0)
    """On drawn pages double borders that touch are one thick rule, as thick as small letters are high; the
    rules between sub-columns are drawn in pieces, as short as a line of small captions is high."""
    closed_break: float = 2.0
    """Gap in a worn rule that is closed first."""
    unbroken_ink: float = 0.96
    """Share of an unbroken rule that is ink. Of the feet of bold letters in a row it is 0.94."""
    meeting: float = 0.4
    """Points between a piece of a vertical rule and the horizontal rule at its end; letters keep more."""
    falls_short: float = 4.0
    """Points by which a vertical line may end short of the horizontal one it meets."""
    two_lines: float = 20.0
    """Points that two lines of small print are high at most: letters that touch across them are no rule."""
    crossed: int = 2
    """Horizontal lines that a vertical one crosses where neither of its ends meets any."""
    letter_stroke: float = 1.4
    """Points eroded to leave no stroke of the form's small letters."""
    letters_passed: float = 60.0
    """Points of letters that touch a vertical rule, five lines of them one below the other, at most."""
    passed_ink: float = 0.96
    """Share of the way through them that must be ink: between two lines of letters there is white."""
    double_gap: float = 1.0
    """Points of paper between the lines of a double rule that are filled to make it one."""
    thickest: float = 6.5
    """Thickness of the thickest rule."""
    crossing_stroke: float = 1.2
    """Points that a stroke reaches beyond a rule that it crosses."""
    widest_tail: float = 4.5
    """Points that what hangs from a letter in the gap of an underline is wide at most: a g is the widest."""
    hairline: int = 3
    """Pixels that a thin rule is thick, its soft edges included. Not critical."""
    longest_word: float = 110.0
    """Length of the longest run that letters in a row make."""
    stem: float = 1.5
    """Points that the stems of such letters reach from the run at least."""
    stem_share: float = 0.22
    """Share of its length on which a run of letters has stems."""
    word_gap: float = 4.0
    """Points between words that touch on worn copies, at most."""
    uneven: float = 0.15
    """Share of its thickness by which a heavy rule varies."""
    even_length: float = 0.8
    """Share of its length on which it varies by no more."""
    shortest_piece: float = 8.0
    """Length of the shortest piece of a rule: longer than a typed letter is wide. Not critical."""
    joined_gap: float = 9.0
    """Points between pieces of one rule, end to end, at most."""
    joined_shift: float = 1.5
    """Points across by which such pieces are apart at most: the rule may bend a little. Not critical."""
    stem_height: float = 4.0
    """Points that a letter beside a rule is high at least: corners of rules are lower."""
    stem_level: float = 0.12
    """Share of its height by which such a letter's head and foot are off those of the letter beside it."""
    stem_reach: float = 0.8
    """Heights of it that it is from that letter at most: an `L` without its foot."""
    scratch_length: float = 30.0
    """Length of vertical ink that is no letter, though letters may touch it."""
    scratch_width: float = 1.6
    """Width of such ink at most."""
    scratch_steps: int = 2
    """Pixels to either side of a scratch that are part of it: a skewed one steps sideways."""
    kept_memory: int = 24 << 20
    """Bytes. Memory freed in blocks of up to this size is kept for the next picture."""


class TypedMarkSettings(NamedTuple):
    """Pipes typed under each other, dashes in a row."""

    slim: float = 0.3
    """Heights of a pipe that it is wide at most."""
    solid: float = 0.8
    """Share of its box that is ink of it: of a bracket, which leans out, two thirds are."""
    high: float = 1.15
    """Usual letters that a pipe is high at least: an I is as high as they are."""
    highest: float = 2.2
    """Usual letters that it is high at most: what is higher is a rule."""
    same_place: float = 1.6
    """Points that the pipes of one rule are apart sideways at most: a lean of a quarter of a degree."""
    lines_apart: float = 1.5
    """Heights of a pipe of white between two at most: a line of dashes may stand between them."""
    fewest: int = 4
    """How many pipes make a rule."""
    low: float = 0.58
    """Usual letters that a dash or a sign of equality is high at most; small letters have 0.7."""
    same_level: float = 0.5
    """Points that one dash of a row is above the next at most."""
    dashes_apart: float = 1.6
    """Usual letters between two at most: worn, one of three may be gone."""
    shortest_row: float = 10.0
    """Usual letters that a rule of them is long at least: dots that lead to a figure are fewer."""
    abreast: float = 0.6
    """Share of a run's length beside which another rule of pipes stands."""
    fewest_abreast: int = 3
    """How many such rules make a run one of theirs."""
    beyond: float = 0.25
    """Heights of a pipe that the rule goes on beyond its ends."""


class ImagingSettings(NamedTuple):
    """All of the stage, by module."""

    binarize: BinarizeSettings = BinarizeSettings()
    blots: BlotSettings = BlotSettings()
    checkboxes: CheckboxSettings = CheckboxSettings()
    dewarp: DewarpSettings = DewarpSettings()
    orientation: OrientationSettings = OrientationSettings()
    preprocess: PreprocessSettings = PreprocessSettings()
    ruling_lines: RulingLineSettings = RulingLineSettings()
    text_lines: TextLineSettings = TextLineSettings()
    typed_marks: TypedMarkSettings = TypedMarkSettings()


SETTINGS = ImagingSettings()
"""The values in use."""
