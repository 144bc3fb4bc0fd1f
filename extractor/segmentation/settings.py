"""Thresholds of the segmentation stage, each with its unit and its reason.

Lengths are points (1/72 inch) of the flat page, shares run from 0 to 1; "letters" are those of `squeezed`
text: small letters and digits alone.
"""

from typing import NamedTuple


class AddressLinesSettings(NamedTuple):
    """Names and addresses in narrow columns; probabilities are rough, their order counts."""

    most_lines: int = 12
    """Lines that are looked at."""
    overhang: float = 1.0
    """Points a line may reach over the edge of its column."""
    blank: float = 0.28
    """Letter heights that a blank takes."""
    had_room: float = 0.98
    """Probability that two lines were written as two where the second had room behind the first."""
    first_word_fits: float = 0.6
    """The same where its first word had."""
    no_room: float = 0.25
    """The same where nothing of it had."""
    street: float = 0.75
    """Share of lines of a street that begin with a number, with c/o, P.O. or the like."""
    street_like_rest: float = 0.15
    """Share of the lines that a column broke that do."""
    street_like_name: float = 0.02
    """Share of lines of names that do."""
    city: float = 0.95
    """Share of addresses whose last line is a city without figures, a state and a postal code."""
    no_city: float = 0.02
    """Share of those that end otherwise."""
    city_word: float = 0.5
    """What each word of a city makes of its probability: most have one or two."""
    parts: tuple[float, ...] = (0.01, 0.02, 0.55, 0.4, 0.02)
    """Share of owners with so many lines, from one."""


class AmendedSettings(NamedTuple):
    """Titles of amendments."""

    title_within: float = 0.3
    """Share of a page from its top within which its title and the form's name are."""


class CaptionedBoxesSettings(NamedTuple):
    """The captioned boxes of the header."""

    max_depth: float = 62.0
    """Points an answer may reach below its caption where no line and no caption ends it."""
    stray: float = 4.0
    """Points a caption may stand outside the box its lines draw, and over the line at its side."""
    left_of_caption: float = 8.0
    """Points left of its caption that a box without a line there begins."""
    right_gap: float = 3.0
    """Points between the end of such a box and the next caption."""
    behind_caption: float = 8.0
    """Points behind a caption where its asterisk may stand: a blank and a letter's width."""
    below_caption: float = 2.0
    """Points below a caption where the line that ends its box may stand."""
    caption: float = 7.0
    """Points at the top of a box where its caption stands."""
    plain: float = 0.9
    """Share of its letters that shows a caption where it stands, whatever the lines around it."""
    copy: float = 0.8
    """Share of its letters that shows a further copy of item 1."""
    legible: float = 0.9
    """Probability of the characters of a plainly read word."""
    long_word: int = 4
    """Characters of a word whose height says how high letters are."""
    readable: float = 0.4
    """Probability of the characters of a word that is no remains of a caption."""
    typed: float = 0.8
    """Share of the legible words' height that an answer's letters have."""
    covers: float = 0.6
    """Share of a box's width that a line must cover to end it."""


class CheckMarksSettings(NamedTuple):
    """Marks before the captions of boxes to check."""

    reach: float = 46.0
    """Points from a check mark to its caption."""
    overlap: float = 2.0
    """Points a mark may run into its caption."""
    width: float = 24.0
    """Points left of its caption where an empty box is drawn."""
    height: float = 12.0
    """Its height at most."""
    abreast: float = 0.8
    """Heights of the higher of the two by which a mark and its caption are apart."""
    plain: float = 0.9
    """Probability of a mark by which something else is doubted."""
    aside: float = 0.2
    """What a point of distance across counts, in points of height, where two captions want one mark."""


class FlowSettings(NamedTuple):
    """Pages as one column of text."""

    step: float = 0.5
    """Letter heights between the last line of a page and the first of the next."""
    speck: float = 0.55
    """Height, in usual letters, of a lone letter at least: smaller is a speck."""
    largest: float = 2.0
    """Its height at most."""
    widest: float = 1.5
    """Letter heights a letter is wide at most, with room for brackets and points beside it."""
    few: int = 2
    """Letters of a line that may be specks."""


class FootnotesSettings(NamedTuple):
    """Explanations, remarks and their headings."""

    long_word: int = 4
    """Characters of a word whose height says how high letters are."""
    lost: int = 3
    """The next footnote number read may be this much higher than the last."""
    possible: float = 1e-4
    """Probability of the next number in the ink of a word that looks like another number."""
    likely: float = 0.02
    """The same of a word that looks like no number."""
    paragraph: float = 1.12
    """Times the usual step between rows from which on a row begins a paragraph."""
    step_error: float = 0.3
    """Points by which steps between rows of one paragraph differ."""
    heading: float = 0.8
    """Share of its letters that shows a heading."""
    worn_heading: float = 55.0
    """Percent of its letters that are left of a heading too worn to be one."""
    heading_letters: int = 5
    """Letters of a word of which that can be said."""
    past_reading: float = 0.5
    """Probability of its words, on an average, below which a line says nothing."""
    text: int = 12
    """Letters that are text, not what a copier leaves."""


class OwnersSettings(NamedTuple):
    """Item 1 and the block of reporting owners."""

    bracketed: float = 0.5
    """Share of its letters that shows a small caption: no answer there stands in brackets."""
    depth: float = 136.4
    """Points below the caption of item 1 that its small captions reach, where nothing else ends it."""
    stray: float = 2.0
    """Points a small caption may stand outside its box."""
    beside: float = 1.5
    """Its heights from a small caption within which the words of an answer stand beside each other."""


class OwnerTableSettings(NamedTuple):
    """The block of reporting owners."""

    same_name: float = 80.0
    """Percent of the letters of two owners' names that are alike where they are one."""


class RelationshipSettings(NamedTuple):
    """Item 5: boxes to check, and titles beside them."""

    alike: float = 0.65
    """Share of its letters that shows a caption of the box where no other is as like."""
    caption_rest: int = 4
    """Letters at the end of a caption that are known as its rest."""
    grown: float = 3.0
    """Points a mark may stand above or below the line of its caption."""
    stray: float = 2.0
    """Points a caption may stand outside the box."""
    short: int = 2
    """Letters of a word that may be a mark misread."""
    misread: float = 0.3
    """Probability that such a word is a mark."""


class RowsSettings(NamedTuple):
    """Rows of tables."""

    enough: int = 2
    """Evidence that a row of a scan is a transaction; a speck counts 1, a date 2."""
    clear: int = 4
    """Evidence that it is plainly one."""
    figures_of_date: int = 5
    """Figures that a whole date has at least: 1/25/96."""
    strays: float = 0.8
    """Points a line must reach below the head to belong to the first row."""
    beside: float = 0.45
    """Heights of its letters that letters of one word are apart."""
    same_height: float = 6.0
    """Points by which what stands abreast differs in height: typed lines are further apart."""
    plainly: float = 1.4
    """How many times wider the white between two rows is than that between lines of one."""
    typed_higher: float = 0.25
    """Heights of a row's letters above these where the middle of a title beside them may stand."""
    plain_pitch: float = 1.2
    """How many times further the first line of a row is from the line above than lines of one row."""
    said_again: float = 65.0
    """Percent of the letters of two titles that are alike where they are one, read badly."""


class SignaturesSettings(NamedTuple):
    """Names and dates above the signature captions."""

    signed_above: float = 34.0
    """Points above its caption a signature may begin."""
    clear: float = 0.92
    """Share of its letters that shows a signature's caption beyond doubt."""
    likely: float = 0.8
    """The same of a page's only one."""
    column: float = 12.0
    """Points by which the captions of further signatures begin and end beside the first, and a signature's
    lines beside its caption."""
    left: float = 40.0
    """Points left of its caption that a signature may begin."""
    right: float = 70.0
    """Points right of the date's caption that the date may end."""
    date_before: float = 30.0
    """Points left of its caption that a date may end."""
    date_apart: float = 20.0
    """Points between the signature's caption and one of the date that is illegible."""
    touching: float = 5.0
    """Points the caption of the date may run into the signature's."""
    short: int = 6
    """Characters of what is left of the date's caption."""
    above_caption: float = 2.2
    """Letter heights between a signature's last line and its caption."""
    above_dated: float = 1.6
    """The same between two lines of a signature, where the first has the date beside it."""
    above_line: float = 0.9
    """The same between other lines."""
    under_heading: float = 2.0
    """Heights of the heading of remarks from its top to that of the line under it."""


class SegmentationSettings(NamedTuple):
    """All of the stage, by module."""

    address_lines: AddressLinesSettings = AddressLinesSettings()
    amended: AmendedSettings = AmendedSettings()
    captioned_boxes: CaptionedBoxesSettings = CaptionedBoxesSettings()
    check_marks: CheckMarksSettings = CheckMarksSettings()
    flow: FlowSettings = FlowSettings()
    footnotes: FootnotesSettings = FootnotesSettings()
    owners: OwnersSettings = OwnersSettings()
    owner_table: OwnerTableSettings = OwnerTableSettings()
    relationship: RelationshipSettings = RelationshipSettings()
    rows: RowsSettings = RowsSettings()
    signatures: SignaturesSettings = SignaturesSettings()


SETTINGS = SegmentationSettings()
"""The values in use."""
