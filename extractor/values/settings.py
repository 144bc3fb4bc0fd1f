"""Thresholds of the values stage, each with its unit and its reason.

Probabilities and shares run from 0 to 1.
"""

from typing import NamedTuple


class CalibrationSettings(NamedTuple):
    """How sure a cell may be."""

    as_printed: float = 0.9999
    """Confidence of a value that its file spells out and that parses: as sure as the file."""
    highest: float = 0.9995
    """Confidence of a reading of ink at most."""
    least: float = 1e-4
    """Probabilities are told apart down to this one, and up to one less this."""
    much: float = 0.2
    """Share of letters two engines see differently from which on nothing gets worse."""
    strangest: float = -4.0
    """Log probability of a letter, of a text, from which on it gets no stranger."""
    sentence: int = 100
    """Letters of a sentence: long texts are told apart by how many they may be. Not critical."""
    small: float = 5.0
    """Points: letters lower than this are harder to read."""


class CandidatesSettings(NamedTuple):
    """Strings that a line could be."""

    per_line: int = 4
    """Strings of each engine that are tried."""
    alone: float = 0.75
    """Power of an own engine's probabilities where it alone was asked."""
    two: float = 0.5
    """The same where both were."""
    other: float = 0.35
    """Power of a further engine's: measured of PP-OCR, and taken for engines not measured."""
    least: float = 1e-4
    """How often an engine is plainly wrong about a line: to what it finds impossible it leaves this
    much. Were it less, a string that none reads but all find possible would win over what one is sure of."""
    unheard: float = 1e-6
    """Own engines that find every string of the grammar less probable have seen something else."""
    three_decimals: float = 165 / 2311
    """Share of the counts in real filings that have exactly three decimals."""
    prose_width: int = 90
    """Characters of a line from which on it is prose: its alternatives are not worked out."""


class CellsSettings(NamedTuple):
    """Values that go to a person whatever their letters."""

    at_rule: float = 0.7
    """Points from its column's line within which a value may have been cut."""
    denied: float = 0.01
    """Probability an engine gives to what it denies."""
    insists: float = 0.9
    """Probability an engine gives to what it is sure of."""
    longest_mark: int = 2
    """Characters of a mark without its brackets."""
    unsettled: float = 0.02
    """Probability of a second reading that is named."""


class ElectionSettings(NamedTuple):
    """Votes of engines that answer text alone."""

    vote: float = 3.0
    """How much likelier a value is that such an engine reads too."""
    beyond: float = 0.02
    """How much less likely a mark is whose footnote was not found: real filings
    have none, scans lose some."""


class FluencySettings(NamedTuple):
    """How usual a text is where it stands."""

    power: float = 0.4
    """Power of a short text's probability beside that of its ink."""
    letter: float = 0.5
    """Added to its log weight for each letter: a longer text is not less likely for its length."""
    prose_power: float = 0.6
    """The same of a long text: the ink of its lines has more power too."""
    prose_letter: float = 1.2
    floor: float = -8.0
    """Log probability of a letter at least while searching: an odd one is weighed when its word is whole."""
    language: float = 0.7
    """Share of words that are as the field usually has them."""
    filing: float = 0.2
    """Share of words that stand elsewhere in the filing, all alike likely."""
    english: float = 0.09 / 20000
    """Share of words that are English, by so many of them."""
    nowhere: float = 0.01
    """Share of words nothing is known of."""
    blind: float = -4.0
    """Log probability of their letters."""


class LanguageSettings(NamedTuple):
    """How usual texts are."""

    unseen: float = -4.8
    """Log probability of a letter drawn blindly: one of about 120."""
    kept: int = 4096
    """Texts whose figures are kept: candidates of a column come again and again."""
    kept_contexts: int = 1 << 14
    """Letters before others whose followers are kept."""


class LexiconSettings(NamedTuple):
    """Words, known and strange."""

    unended: float = 1 / 450
    """How often the last point of an abbreviation is missing in real filings (1 in 449)."""
    mispointing: float = 1 / 250
    """How often such a comma or point is meant in real filings (2 in 1,271, one and a half added)."""
    glued: float = 1 / 360
    """How often a figure and a known word have no blank between them in real filings (none in 182, a half
    added)."""
    strange: float = 0.1
    """How much less likely than a known word a strange one is, at the same strength of ink."""
    witness: float = 0.9
    """Probability of a word from which on it is a witness for others."""


class ProseSettings(NamedTuple):
    """Long texts."""

    sure: float = 0.97
    """Probability of each letter from which on a word that is known stays as it is."""
    least: float = 1e-12
    """Probability an engine leaves to what it finds impossible."""
    tried: int = 2
    """Texts of each engine that are tried."""
    gap: float = 2.5
    """Letter heights between words of a row, from which on one is missing: no blank is so wide."""


class CountersSettings(NamedTuple):
    """Counters of lists in sentences."""

    stroke: float = 0.15
    """Letter heights by which a counter is wider than the one before it: a stroke of it."""
    strokes: float = 1.2
    """The same at most: two strokes."""
    point: float = 0.6
    """Width of a point or a comma behind a counter, in widths of its letters."""
    sure: float = 0.99
    """Probability of each letter of a counter that others bear out."""


class ReadingSettings(NamedTuple):
    """Readings of regions of several lines."""

    prose_error: float = 0.01
    """Share of misread letters at which a text of many lines is as likely wrong as right, roughly."""
    word_ends: float = 3.0
    """Nats by which a word is likelier with the small letter behind it, from which that is its last: with a
    mark's letter it is far less likely."""
    most: int = 64
    """Combinations of line readings that are tried."""
    whole_word: int = 3
    """Letters of a word that a narrow cell may have broken after."""
    at_edge: float = 1.3
    """Letter widths from the cell's edge within which a word fills its line."""
    edge: float = 3.0
    """Points added to that."""


class ValuesSettings(NamedTuple):
    """All of the stage, by module."""

    calibration: CalibrationSettings = CalibrationSettings()
    candidates: CandidatesSettings = CandidatesSettings()
    cells: CellsSettings = CellsSettings()
    counters: CountersSettings = CountersSettings()
    election: ElectionSettings = ElectionSettings()
    fluency: FluencySettings = FluencySettings()
    language: LanguageSettings = LanguageSettings()
    lexicon: LexiconSettings = LexiconSettings()
    prose: ProseSettings = ProseSettings()
    reading: ReadingSettings = ReadingSettings()


SETTINGS = ValuesSettings()
"""The values in use."""
