"""Thresholds of the layout stage, each with its unit and its reason.

Lengths are points (1/72 inch) of the flat page, shares run from 0 to 1; "letters" are those of `squeezed`
text: small letters and digits alone.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnalysisSettings:
    """What on a page is an answer."""

    printed: float = 0.6
    """Share of a line's words that belong to captions where the line is the form's own."""


@dataclass(frozen=True, slots=True)
class BandSettings:
    """How ruling lines make the bands and columns of a table."""

    same_line: float = 2.5
    """Points across by which pieces of one horizontal line are apart at most."""
    same_rule: float = 5.0
    """Points by which what two bands, two pieces or two ends of lines show of one ruling line is apart: both
    may be off by half of it."""
    same_end: float = 9.0
    """Points by which the ends of one table's lines are apart."""
    shortest_line: float = 150.0
    """Length of a table's lines at least: the boxes of the header are narrower."""
    full_line: float = 0.72
    """Share of a table's width that a line covers where it divides its rows."""
    many_rules: int = 4
    """Column rules that must end together to show a lost horizontal line."""
    together: float = 0.7
    """Share of those there that must; and share of like bands that must have an edge another band lost."""
    crossing: float = 0.6
    """Share of a band's height that a vertical line covers where it is an edge of the band."""
    foot: float = 12.0
    """Points at the foot of a band where the lines between sub-columns stand, and at its head where they do
    not: a line of captions."""
    thinnest_band: float = 4.0
    """Height of a band at least: lower ones lie between the lines of a double line."""
    shared_edges: float = 0.7
    """Share of their edges that bands of one table have in common."""
    around: int = 3
    """Bands above and below that are asked for a lost column rule."""
    many_bands: int = 2
    """Of those, the bands of the same table that must be there; more tell how high a row is."""
    uneven: float = 0.12
    """Share by which rows of one height differ."""
    worn_line: float = 0.25
    """Share of a worn line between two of them that is left."""


@dataclass(frozen=True, slots=True)
class CaptionSettings:
    """What of a caption must be seen."""

    most_lines: int = 8
    """Lines that a caption runs over."""
    worn: float = 0.74
    """Share of a caption's letters that must be there on a scan."""
    worn_short: float = 0.88
    """The same of short captions, which are words of many others: they must stand alone and whole."""
    short: int = 9
    """Letters of short captions, which must be whole words."""
    one_letter: int = 2
    """Letters of captions that values below them repeat, and that prove little: V, (A), (D)."""
    certain: float = 0.8
    """Share of the letters of a long wording from which it can be nothing else."""
    bracket_lost: float = 0.3
    """What a caption in brackets loses when its bracket is not there."""
    rival: float = 0.02
    """A caption that fits the same words better by this much leaves no doubt which one is there."""
    leading: float = 1.9
    """Line heights within which the next line of a caption begins."""
    overlap: float = 0.3
    """Share of its height by which the next line may begin above the middle of the last."""
    rise: float = 0.2
    """Share of the last line's height above its foot at which the middle of the next may be."""
    under: float = 0.3
    """Share of the narrower line's width that stands under the first."""
    begins_below: float = 2.0
    """Points below its first line in which a caption may begin: raised letters and worn feet."""


@dataclass(frozen=True, slots=True)
class BoilerplateSettings:
    """What is the form's small print."""

    long: int = 24
    """Letters from which a sentence of small print cannot be anything else."""
    certain_short: float = 0.9
    """Share of a short phrase's letters that must be there."""
    whole: float = 0.75
    """Share of its line's words that a short phrase is: "Reporting Owners" also is in sentences."""
    piece: int = 12
    """Letters of a line, found in a row in the small print, that are a piece of it."""
    worn_piece: float = 0.84
    """Share of those letters that must be alike: pieces are worn too."""
    strange_letter: int = 2
    """Letters of a piece that one letter which is not in the sentence outweighs."""
    slack: int = 5
    """Letters that may be lost, or read twice, where a sentence breaks off and goes on."""
    leading: float = 2.2
    """Line heights within which a sentence goes on."""


@dataclass(frozen=True, slots=True)
class CaptionedGridSettings:
    """How the captions of its columns alone make a grid."""

    deepest_caption: float = 110.0
    """Points below a table's heading within which the captions of its columns stand."""
    least_columns: float = 0.75
    """Share of a table's columns whose captions must be found, in their order."""
    lower: float = 0.0001
    """Agreement that a caption gains a point further down: that of a sub-column repeats words of the one over
    both."""
    blanks: tuple[float, ...] = (0.6, 0.75, 0.9, 1.1, 1.4)
    """Letter heights that the words of a caption may stand apart; the captions show which it is."""
    aside: float = 2.0
    """Points that the outer columns reach beyond what stands in them."""


@dataclass(frozen=True, slots=True)
class GridSettings:
    """Which band is the head of which table."""

    least_fit: float = 0.55
    """Fit of a head to a table's captions at least."""
    least_fit_counted: float = 0.3
    """The same where the head has as many gaps as the table columns: half of it may be illegible. It also is
    the fit of a head that its ruling lines alone show."""
    missing: float = 0.6
    """Cost of a column without a gap of its own, in matched columns."""
    spurious: float = 0.5
    """Cost of a gap that is no column (a false line)."""
    fewest_gaps: int = 3
    """Gaps of a head at least: with fewer, one caption that looks alike would make a table."""
    least_gaps: float = 0.6
    """Gaps of a head at least, in columns of the table."""
    above_head: float = 2.0
    """Points above a band within which the middles of its lines are."""
    below_head: float = 1.0
    """Points below it."""
    over_gap: float = 0.35
    """Share of the narrower of both that a line of a gap has in common with it."""
    letter_seen: float = 0.75
    """How much a gap looks like a column with a caption of one letter where it has that letter."""
    letter_unseen: float = 0.5
    """The same where it has not: an illegible letter says nothing against it."""
    telling: int = 3
    """Letters from which a line can be recognised as part of a caption."""
    filled: int = 3
    """Columns that hold something no caption says, where a row stands below the captions."""
    lowest: float = 1.2
    """Heights of a usual row within which a row in the head stands above its foot."""
    touching: float = 1.0
    """Points by which a row's letters may overlap the captions' height."""
    aside: float = 36.0
    """Points that a table's columns may lie further left or right on its next page."""
    reaching: float = 0.75
    """Share of the lines between a head's columns that must reach its top; those between sub-columns never
    do."""


@dataclass(frozen=True, slots=True)
class ClassifySettings:
    """Which layout a page is."""

    least_score: float = 0.60
    """Score of a page that begins a filing."""
    other_form: float = 0.1
    """Score under which a page that bears another statement's title is of another form."""
    whole_caption: float = 0.97
    """Share of its letters from which a caption on a scan is as clear as can be."""
    against: float = 0.5
    """How clear (0 to 1) a caption of another form must be to speak against the layout."""
    rules_prove: float = 0.7
    """Share of what its illegible captions leave open that the whole rule pattern of a layout proves."""
    title_seen: float = 0.85
    """Share of the letters of a title in large print that must be there for lines alone to prove the rest."""
    large: float = 7.0
    """Height of the letters of titles on a scan."""
    first_table: float = 0.5
    """Weight of the first table's head in the pattern."""
    header: float = 0.3
    """Weight of the header's boxes."""
    further_tables: float = 0.2
    """Weight of the heads of further tables."""
    all_tables: float = 0.05
    """What it adds that every table of a layout is on the page: an edition without the last has fewer."""
    divides: float = 0.7
    """Share of a block's side that a line must cover to divide it."""
    beside: float = 7.0
    """Points from the side of a block within which a line is that side."""
    heading: float = 30.0
    """Height of the band with a table's heading."""
    heading_rule: int = 3
    """The line over that heading runs along one part of the table in so many, at least."""


@dataclass(frozen=True, slots=True)
class TemplateSettings:
    """What of a layout's wording proves anything."""

    telling_wording: int = 12
    """Characters of a wording up to which it may also be seen in an answer."""


@dataclass(frozen=True, slots=True)
class LayoutSettings:
    """All of the stage, by module."""

    analysis: AnalysisSettings = AnalysisSettings()
    bands: BandSettings = BandSettings()
    captions: CaptionSettings = CaptionSettings()
    boilerplate: BoilerplateSettings = BoilerplateSettings()
    captioned_grid: CaptionedGridSettings = CaptionedGridSettings()
    grid: GridSettings = GridSettings()
    classify: ClassifySettings = ClassifySettings()
    template: TemplateSettings = TemplateSettings()


SETTINGS = LayoutSettings()
"""The values in use."""
