"""Thresholds of the validation stage, each with its unit and its reason.

Lengths are points (1/72 inch) of the flat page, shares run from 0 to 1; "letters" are those of `squeezed`
text: small letters and digits alone.
"""

from typing import NamedTuple


class LegibilitySettings(NamedTuple):
    """How much of a filing was read at all."""

    illegible: float = 0.3
    """Share of captions legible on a first page below which more than captions is lost."""
    most: float = 0.8
    """Share of its values that are doubtful, from which on a row or table has lost others whole."""
    hand: float = 0.7
    """Share of a filing's values that are doubtful, from which on keying it is less work than checking it. Of
    stored scans ruined ones have 0.82 to 1.0, copies up to 0.6, office scans up to 0.26."""
    lacking: float = 0.5
    """Share of a filing's rows without something that every row has, from which on others are lost whole."""
    few_rows: int = 3
    """Rows that lack something below which such a share says nothing."""


class CutOffSettings(NamedTuple):
    """Whether the end of a filing is there."""

    lines_of_end: int = 3
    """Lines below the last table from which some of them are the form's end: it has a heading, a signature
    and its caption at least."""


class CrossReferencesSettings(NamedTuple):
    """What parts of a filing say of each other."""

    most_numbers_left_out: int = 2
    """Footnotes beyond the last one read that neither a mark nor a text names; with more of them, the mark
    beyond them may be misread itself. Not critical."""


class PlausibilitySettings(NamedTuple):
    """Values that are legible and no such thing as their box asks for."""

    likely_another: float = 0.001
    """Probability of another reading from which on it may be meant, where the filing says it elsewhere."""


class ScanLossesSettings(NamedTuple):
    """What a scan may have lost."""

    rows_apart: float = 10.0
    """Points rows are apart at least."""
    legible: float = 0.5
    """Probability of the letters of a line that shows a row."""
    long: int = 8
    """Letters of a title's line of which it can be told that it is said twice."""
    alike: float = 85.0
    """Percent of them that two lines share where they say the same."""
    specks: int = 2
    """Specks in a band without a row that are the remains of one: a copier leaves a single one."""


class CoveredSettings(NamedTuple):
    """What may be lost under an area painted over a page."""

    hides_a_row: float = 12.0
    """Points such an area is high to hide a whole row: rows are 10 apart at least, boxes about a value a
    little higher than its letters."""
    beside_blot: float = 3.0
    """Points beside a blot within which a letter of a value may be gone: as wide as one is."""
    hides_a_date: float = 6.0
    """Points that a stamp reaches into a box of the header to hide a date of it."""
    word_beside: float = 24.0
    """Points beside a blot within which the rest of a word in the middle of it may be gone too."""


class LegibleInkSettings(NamedTuple):
    """What of a scan is plainly writing."""

    smallest: float = 0.6
    """Height of its letters, in usual ones, at least: specks are smaller."""
    largest: float = 1.7
    """The same at most: stamps and headings are larger."""
    sure: float = 0.6
    """Mean probability of its words from which it is legible."""
    letters: int = 4
    """Letters, if it has no number: remains of captions and of rules are read as fewer."""
    caption: float = 0.85
    """Share of the letters of a header's caption that shows where the header begins."""


class WordRolesSettings(NamedTuple):
    """What explains a word."""

    said_again: float = 0.85
    """Share of its letters that a line of a scan shares with what is read of the owners, to say it again."""
    said_exactly: int = 4
    """The same of a line all of whose letters it shares."""
    head: float = 0.6
    """Share of the letters of a scan's line that are of its column's captions: hardly half are by chance."""
    said_from: int = 5
    """Letters of such lines at least: fewer are shared by chance."""


class UnaccountedSettings(NamedTuple):
    """How unaccounted words are put to a person."""

    beside: float = 3.0
    """Letter heights between pieces of one line that belong together."""
    below: float = 1.2
    """Line heights between two lines of one spot: notes are set closer than parts of the form."""
    most_spots: int = 6
    """Spots on a page from which on the page as a whole is to be looked at."""
    most_words: float = 0.25
    """Share of a page's words, unaccounted, from which on the same."""
    quoted: int = 80
    """Letters of the text that a reason repeats."""
    touching: float = 1.0
    """Line heights between a value and words that may be a part of it."""


class ValidationSettings(NamedTuple):
    """All of the stage, by module."""

    cross_references: CrossReferencesSettings = CrossReferencesSettings()
    legibility: LegibilitySettings = LegibilitySettings()
    cut_off: CutOffSettings = CutOffSettings()
    plausibility: PlausibilitySettings = PlausibilitySettings()
    scan_losses: ScanLossesSettings = ScanLossesSettings()
    covered: CoveredSettings = CoveredSettings()
    legible_ink: LegibleInkSettings = LegibleInkSettings()
    word_roles: WordRolesSettings = WordRolesSettings()
    unaccounted: UnaccountedSettings = UnaccountedSettings()


SETTINGS = ValidationSettings()
"""The values in use."""
