"""Thresholds of the layout stage, each with its unit and its reason.

Lengths are points (1/72 inch) of the flat page, shares are 0 to 1; "letters" are those of `squeezed` text:
letters in lower case and digits. "Rule" is short for ruling line.

Numbers of which no other reason is given were found by trial. "Not critical" means: half or twice as much
changes no layout, grid or caption found on four stored photocopies (`tests/golden/inputs`).
"""

from typing import NamedTuple


class AnalysisSettings(NamedTuple):
    """What on a page is an answer."""

    printed: float = 0.6
    """Share of a line's words that belong to captions where the line is the form's own."""


class BandSettings(NamedTuple):
    """How ruling lines make the bands and columns of a table."""

    same_line: float = 2.5
    """Points across by which pieces of one horizontal rule are apart at most. Not critical."""
    same_rule: float = 5.0
    """Points by which two places of one rule, seen in two bands, pieces or ends of other rules, differ at
    most: each may be off by half of it."""
    same_end: float = 9.0
    """Points by which the ends of one table's rules differ at most."""
    shortest_rule: float = 150.0
    """Length of the rules across a table at least: most boxes of the header are narrower. Not critical."""
    narrow_columns: float = 40.0
    """Points of a table's width in which no rule across is seen at most: two columns of a letter each, every
    cell with its own frame, are too narrow for one."""
    full_rule: float = 0.72
    """Share of a table's width that a rule covers where it divides its rows."""
    many_rules: int = 4
    """Column rules that must end together to show a lost horizontal rule."""
    together: float = 0.7
    """Share of those there that must; and share of like bands that must have an edge another band lost."""
    crossing: float = 0.6
    """Share of a band's height that a vertical rule covers where it is an edge of the band."""
    foot: float = 12.0
    """Points at the foot of a band where the rules between sub-columns are, and at its head where they are
    not: the height of a line of captions."""
    thinnest_band: float = 4.0
    """Height of a band at least: lower ones are between the lines of a double rule. Not critical."""
    shared_edges: float = 0.7
    """Share of their edges that bands of one table have in common."""
    around: int = 3
    """Bands above and below that may show a lost column rule."""
    many_bands: int = 2
    """Of those, the bands of the same table that must be there; more show how high a row is."""
    uneven: float = 0.12
    """Share by which rows of one height differ."""
    worn_rule: float = 0.25
    """Share of a worn rule between two of them that is left."""


class CaptionSettings(NamedTuple):
    """What of a caption must be seen."""

    most_lines: int = 8
    """Lines that a caption runs over."""
    worn: float = 0.74
    """Share of a caption's letters that must be there on a scan."""
    reworded: float = 0.85
    """The same in a text layer that is compared by what its words mean."""
    worn_short: float = 0.88
    """The same of short captions, which are words of many others: they must be whole."""
    short: int = 9
    """Letters of short captions, which must be whole words, at most."""
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
    """Share of its height by which the next line may begin above the middle of the last. Not critical."""
    rise: float = 0.2
    """Share of the last line's height above its foot at which the middle of the next may be. Not critical."""
    under: float = 0.3
    """Share of the narrower line's width that is under the first. Not critical."""
    begins_below: float = 2.0
    """Points below the first line up to which the middle of a caption's first word may be. Not critical."""
    remembered: int = 4096
    """Texts whose letters are remembered: the words of a page and the captions of its layouts. For speed."""


class BoilerplateSettings(NamedTuple):
    """What is the form's small print."""

    remembered: int = 4096
    """Lines of which is remembered what they share with the small print: those of a few prints. For speed."""
    long: int = 24
    """Letters from which a sentence of small print cannot be anything else."""
    certain_short: float = 0.9
    """Share of a short phrase's letters that must be there."""
    whole: float = 0.75
    """Share of its line's words that a short phrase is: "Reporting Owners" also is in sentences."""
    own_line: float = 0.6
    """Share of a line's letters that a sentence has where the line is of it: other text is half as like."""
    piece: int = 12
    """Letters of a line, found in a row in the small print, that are a piece of it."""
    shared: int = 5
    """Letters of a line that stand in a row in the small print, where a piece of it is. Not critical."""
    worn_piece: float = 0.84
    """Share of those letters that must be alike: pieces are worn too."""
    strange_letter: int = 2
    """Letters of the sentence that one letter which is not of it outweighs. Not critical."""
    strange_word: float = 0.5
    """Likeness up to which the word at the end of a piece is none of the sentence's: its own have 0.6."""
    own_word: int = 4
    """Letters of a word beside a piece that is the sentence's where alike: shorter ones are by chance."""
    slack: int = 5
    """Letters that may be lost, or read twice, where a sentence breaks off and continues."""
    leading: float = 2.2
    """Line heights within which a sentence continues."""
    faint: float = 3.0
    """Line heights between parts of one sentence on a scan, at most: columns are further apart."""
    rounding: float = 1e-6
    """Percent of likeness that rounding may take from what is just enough. Not critical."""


class CaptionedGridSettings(NamedTuple):
    """How the captions of its columns alone make a grid. Agreement is counted in matched columns."""

    least_columns: float = 0.75
    """Share of a table's columns whose captions must be found, in their order."""
    least_alike: float = 0.5
    """Share of its letters in common that a column's caption has with what stands over a strip, at least."""
    rows_over: int = 24
    """Rows of a caption over several columns at most. Not critical."""
    blanks: tuple[float, ...] = (0.5, 0.75, 0.9, 1.1, 1.4)
    """Letter heights by which columns are apart: each is tried, the best captions decide."""
    telling: int = 3
    """Letters of a line more than which are compared as worn; fewer must be whole."""
    rule_below: float = 10.0
    """Points below the captions within which a rule is the foot of the head."""
    no_column: float = 0.4
    """Cost of what stands between two whites and is no column."""
    no_strip: float = 0.6
    """Cost of a column that is nowhere."""
    white_inside: float = 0.1
    """Cost of a white within a column, for each letter height of it."""
    most_strips: int = 6
    """Parts of a column between whites at most. Not critical."""
    aside: float = 2.0
    """Points that the outer columns reach beyond what is in them."""
    over_edge: float = 0.35
    """Share of its width by which a word may reach over the edge of its column where a table goes on."""
    filled: int = 3
    """Columns filled in one row at least where a table goes on without a head: a title with its number may be
    anything."""


class GridSettings(NamedTuple):
    """Which band is the head of which table."""

    remembered: int = 4096
    """Texts over gaps whose likeness to captions is remembered: the heads of a few prints. For speed."""
    least_fit: float = 0.55
    """Fit of a head to a table's captions at least."""
    least_fit_counted: float = 0.3
    """The same where the head has as many gaps as the table columns: half of it may be illegible. Also the
    fit of a head found by its rules alone."""
    missing: float = 0.6
    """Cost of a column without a gap of its own, in matched columns."""
    spurious: float = 0.5
    """Cost of a gap that is no column (a false rule), in matched columns."""
    fewest_gaps: int = 3
    """Gaps of a head at least: with fewer, one caption that looks alike would make a table."""
    least_gaps: float = 0.6
    """Gaps of a head at least, in columns of the table."""
    above_head: float = 2.0
    """Points above a band within which the middles of its lines are. Not critical."""
    below_head: float = 1.0
    """Points below it. Not critical."""
    over_gap: float = 0.35
    """Share of the narrower of both that a line of a gap has in common with it. Not critical."""
    letter_seen: float = 0.75
    """Likeness of a gap and a caption of one or two letters where the letters are in the gap.
    Not critical."""
    letter_unseen: float = 0.5
    """The same where they are not: an illegible letter is no evidence against it. Not critical."""
    said_beside: float = 3.0
    """Letters in a column of a head for each of its captions', at most: with more, those of a caption stand
    in a text that is none, as in notes above a table. A first row may stand in the head."""
    head_line: float = 0.6
    """Share of the columns filled in a band that say their caption, from which on the band is of the head."""
    telling: int = 3
    """Letters from which a line can be recognised as part of a caption."""
    filled: int = 3
    """Columns that hold something other than captions where a row is below the captions."""
    lowest: float = 1.2
    """Usual row heights within which a row in the head is above the head's foot."""
    touching: float = 1.0
    """Points by which a row's letters may overlap the captions' height."""
    aside: float = 36.0
    """Points that a table's columns may lie further left or right on its next page."""
    reaching: float = 0.75
    """Share of the rules between a head's columns that must reach its top; those between sub-columns never
    do."""


class ClassifySettings(NamedTuple):
    """Which layout a page is."""

    least_score: float = 0.60
    """Score of a page that begins a filing."""
    reworded: float = 0.02
    """Share of a layout's evidence that a text page has in other words, above which it is another print: one
    caption is enough, for the box below it would not be found. A variant is named in the layout (`or`)."""
    whole_caption: float = 0.97
    """Share of its letters from which a caption on a scan is as clear as can be."""
    against: float = 0.5
    """Clarity (0 to 1) from which a caption of another form is evidence against the layout."""
    rules_prove: float = 0.7
    """Share of what its illegible captions leave open that the whole rule pattern of a layout proves."""
    title_seen: float = 0.85
    """Share of the letters of a title in large print that must be there for rules to prove the rest."""
    large: float = 7.0
    """Height of the letters of titles on a scan."""
    titles_alike: float = 0.12
    """Share of its letters by which a worn title may be less legible than another, and be there."""
    first_table: float = 0.5
    """Weight of the first table's head in the pattern."""
    header: float = 0.3
    """Weight of the header's boxes."""
    further_tables: float = 0.2
    """Weight of the heads of further tables."""
    all_tables: float = 0.05
    """What it adds that every table of a layout is on the page: an edition without the last has fewer."""
    divides: float = 0.7
    """Share of a block's side that a rule must cover to divide it."""
    beside: float = 7.0
    """Points from the side of a block within which a rule is that side."""
    heading: float = 30.0
    """Height of the band with a table's heading."""
    heading_rule: int = 3
    """The rule over that heading is as long as one part of the table in this many, at least."""


class AssemblySettings(NamedTuple):
    """Which pages belong to a filing. Weights are natural logarithms of odds: 3 is twenty to one."""

    own_print: float = 6.0
    """For a page with a table of the form or a wording that nothing else has."""
    columns: float = 5.0
    """For columns that stand where those of the table before do."""
    owners: float = 5.0
    """For the box of a further reporting person."""
    note: float = 3.0
    """For a line that begins with the number of the next footnote."""
    said_continued: float = 4.0
    """For a page that says of itself that it goes on."""
    numbered: float = 3.0
    """For "Page 2 of 3" where it would be the second."""
    unfinished: float = 1.5
    """For whatever stands after a page before the form's end was seen."""
    ended: float = 3.0
    """Against what stands after the form's end."""
    other_title: float = 10.0
    """Against a page with the title of something else: more than the form's print that a power of attorney
    may quote, less than a table and that print, for remarks may name an exhibit."""
    title_within: float = 0.5
    """Share of a page from its top within which its title is."""
    leaves: float = 0.5
    """Against a filing's ending before its file does."""
    returns: float = 4.0
    """Against a filing's going on after a page that is none of it."""
    sure: float = 0.95
    """Probability from which a page goes with a filing unasked."""
    blank: int = 12
    """Letters on a page under which it counts as blank: its number and some dirt."""
    worn_title: int = 12
    """Letters of a title from which a scan may have some wrong."""


class TemplateSettings(NamedTuple):
    """What of a layout's wording proves anything."""

    telling_wording: int = 12
    """Characters of a wording; one of no more may also be in an answer."""


class PrintedSettings(NamedTuple):
    """Which words are the form's own."""

    long: int = 24
    """Letters in a row from which a run is the form's wherever it stands: as `BoilerplateSettings.long`."""
    telling: int = 8
    """Letters of a run that has its line to itself: answers are names and figures, or longer."""
    beginning: int = 4
    """Letters and digits of such a run that begins a wording, and of a line of a scan that is in one."""
    leading: float = 2.2
    """Line heights within which a wording goes on."""
    hung: float = 12.0
    """Points left or right of a line where it goes on below: a mark's width, where a caption's first line is
    set in behind its box."""
    worn: float = 0.78
    """Share of a run's letters that a scan must show: more than of a caption, as any wording will do."""
    worn_from: int = 10
    """Letters from which a worn run is compared so: fewer are alike by chance."""
    shortest: int = 3
    """Letters of each word of a line on a scan where all of them stand in the print."""
    remembered: int = 4096
    """Runs of words whose places in the print are remembered: the lines of a few prints. For speed."""


class LayoutSettings(NamedTuple):
    """All of the stage, by module."""

    analysis: AnalysisSettings = AnalysisSettings()
    bands: BandSettings = BandSettings()
    captions: CaptionSettings = CaptionSettings()
    boilerplate: BoilerplateSettings = BoilerplateSettings()
    captioned_grid: CaptionedGridSettings = CaptionedGridSettings()
    grid: GridSettings = GridSettings()
    classify: ClassifySettings = ClassifySettings()
    assembly: AssemblySettings = AssemblySettings()
    template: TemplateSettings = TemplateSettings()
    printed: PrintedSettings = PrintedSettings()


SETTINGS = LayoutSettings()
"""The values in use."""
