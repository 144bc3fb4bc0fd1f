"""Thresholds of the OCR stage, each with its unit and its reason.

Lengths are points (1/72 inch) or, of line images that are scaled to one height, pixels; shares and
probabilities run from 0 to 1.
"""

from typing import NamedTuple


class CtcDecoderSettings(NamedTuple):
    """How widely the prefix beam search looks."""

    beam: int = 10
    """Prefixes kept at each step."""
    least_probability: float = 2e-4
    """Characters less probable than this at a step are not tried."""
    least_under_grammar: float = 1e-7
    """The same where a grammar leaves few: what it allows may be improbable to the engine."""
    hopeless: float = 1e-4
    """Prefixes so many times less likely than the best are given up, where a language has its say."""
    silent: float = 0.9999
    """Probability of a blank from which on a step that follows such a step is left out: two in three."""
    kept_prefixes: int = 1 << 17
    """Prefixes remembered as viable or not under a grammar: one form's values begin like another's."""


class EnsembleSettings(NamedTuple):
    """How the answers of the project's own two networks become one."""

    shared_doubt: float = 0.2
    """Share of an engine's doubt in a word that is left when the other reads the same: they err in
    different places."""
    least_probability: float = 1e-12
    """Added to probabilities before a logarithm is taken: below it they make no difference."""


class NetworkSettings(NamedTuple):
    """What all recognition networks have in common."""

    widest_line: int = 2400
    """Pixels. Longer lines are compressed: eight inches of 10-point type are 1,850 wide at a height of 32."""


class FormOcrSettings(NamedTuple):
    """The input and output of the project's own networks, as they were trained (`samples/reader`)."""

    height: int = 32
    """Pixels that a line is scaled to."""
    side: int = 8
    """Pixels of paper to either side of a line."""
    width_step: int = 64
    """Pixels from one width of a batch to the next: a line's answer must not depend on its neighbours."""
    batch_width: int = 1024
    """Pixels of width in a batch: what wider ones leave between two layers no longer fits a core's cache,
    and they take a tenth longer."""
    quick_step: int = 4
    """Pixels of width to one step of the quick network's answer."""
    thorough_step: int = 2
    """The same of the thorough network."""
    quick_cost: float = 1.5
    """Milliseconds a line on one core of a server of 2024."""
    thorough_cost: float = 5.0
    """The same of the thorough network."""
    version_digits: int = 12
    """Hexadecimal digits of the weights' SHA-256 that name their version: 48 bits."""


class PpOcrSettings(NamedTuple):
    """The input and output of PP-OCR's recognition network, as PaddleOCR trained it."""

    height: int = 48
    """Pixels that a line is scaled to."""
    channels: int = 3
    """Equal channels of grey."""
    mean: float = 0.5
    """Taken off greys from 0 to 1."""
    deviation: float = 0.5
    """What is left is divided by this."""
    step: int = 8
    """Pixels of width to one step of the answer."""
    narrowest_line: int = 96
    """Pixels: narrower lines get paper at both ends. It was trained on lines, not on lone letters."""
    batch_width: int = 2560
    """Pixels of width in a batch: wider ones gain nothing on one thread and cost memory."""
    other_script: float = 1e-4
    """Probability of all our letters together under which the network saw another script: a blank."""
    cost: float = 12.0
    """Milliseconds a line on one core of a server of 2024."""


class TesseractSettings(NamedTuple):
    """How lines are shown to Tesseract."""

    height: int = 44
    """Pixels that a line is scaled to: Tesseract reads letters of about 30 pixels best."""
    narrowest_line: int = 8
    """Pixels that a line is wide at least."""
    border: int = 12
    """Pixels of paper around each line; without it Tesseract loses what touches the edge."""
    dpi: int = 300
    """Dots per inch that its images claim: Tesseract warns of none, and guesses then."""
    faintest_ink: int = 200
    """Grey under which there is something to read: on clean paper Tesseract reads letters all the same."""
    cost: float = 40.0
    """Milliseconds a line on one core of a server of 2024."""


class RecognizeSettings(NamedTuple):
    """How the lines of a scan are cut out, read and judged. "Letters" are heights of the line's letters."""

    form_letters: int = 200
    """Pieces of ink of a letter's size beside a text from which a page may be a form by its ink: a form's
    captions alone have 1000, what is drawn on pages of text (logos, brackets) a few."""
    margin: float = 0.22
    """Letters of paper left around a line."""
    least_margin: float = 1.0
    """Points of paper left at least: two pixels at 150 dpi."""
    smallest_letter: float = 3.5
    """Ink at least this high is a letter, whatever the engine says; lower it may be a speck."""
    longest_value: int = 60
    """Characters. A longer line is prose, no value: engines for doubtful values do not read it."""
    sure: float = 0.9
    """Least probability of a letter to the surest of the engines that agree, from which no other is asked:
    of seven lines in eight. Of 5,400 values accepted 15 were wrong so, 13 where all were asked of all."""
    unsure: float = 0.45
    """The same to the least sure of them."""
    beyond: float = 1.2
    """Letter heights of ink before the first letter's place or behind the last one's that are more than its
    own."""
    reach: float = 0.4
    """Mean widths of a letter by which a word reaches beyond the middles of its first and last letter."""
    narrowest_word: float = 0.5
    """Points that a word is wide at least: boxes must hold something."""
    probes: int = 8
    """Lines read both ways to find out which way up a page is."""
    skipped_probes: int = 2
    """The longest lines, not read for that where there are more: they may be borders of the scan."""
    largest_probe: float = 12.0
    """Height of letters from which a line comes last among those: pictures and stamps."""
    probe_length: int = 7
    """Heights of a line after which it is cut off for that: a dozen letters are enough."""
    steps_of_letter: int = 3
    """Steps of an answer to a letter of legible text, at most: answers of fewer letters count less."""


class TextLayerSettings(NamedTuple):
    """How the characters of a text layer join to words and lines. "Sizes" are font sizes.

    "Not critical" means: half or twice as much changes none of 11,196 words on 32 stored text pages.
    """

    doubtful_box: float = 0.4
    """Probability that a box with a little ink in it is checked."""
    smaller: float = 0.85
    """Share of their neighbour's size under which letters begin a word of their own: a footnote mark."""
    letter_overlap: float = 0.2
    """Sizes by which a letter may begin before the one before it ends: kerning and italics."""
    letter_gap: float = 0.35
    """Sizes between letters of one word: the narrowest blank that PDFium makes up is wider."""
    touching: float = 0.02
    """Points: letters with less space between them follow each other. Not critical."""
    shared_height: float = 0.3
    """Share of the lower letter's height that letters of one word have in common. Not critical."""
    word_overlap: float = 0.5
    """Sizes by which a word may begin before the one before it ends, typed over it. Not critical."""
    word_gap: float = 0.9
    """Sizes between words of one line; further apart they are of different lines."""
    raised: float = 0.1
    """Share of a letter's height by which a footnote mark's foot is above its foot. Not critical."""
    height_ratio: float = 2.2
    """Times that a word may be as high as the one beside it on its line: footnote marks are small."""
    band: float = 8.0
    """Points: words are indexed by bands of this height, about one line of the form."""
    fence_slack: float = 1.0
    """Points that a vertical ruling line may reach into the boxes of the words on either side of it.
    Not critical."""


class TypedRulesSettings(NamedTuple):
    """What of a page's characters makes rules. "Sizes" are font sizes."""

    letters: int = 8
    """Characters of a rule beside other words, at least: shorter ones are places for a mark, or no value."""
    letters_alone: int = 8
    """Characters of the rules of a row that holds nothing else, together, at least."""
    fewest_pipes: int = 3
    """Pipes under each other that make a rule, at least: two may stand so by chance."""
    same_place: float = 0.4
    """Sizes by which the pipes of one rule stand aside of each other at most: less than a character."""
    lines_apart: float = 3.2
    """Sizes of white between pipes of one rule at most: a row of dashes or a blank line may part them."""
    beyond: float = 0.6
    """Sizes that a rule goes on beyond its outer pipes: half of a line with its leading."""
    thickness: float = 0.5
    """Points. Not critical."""


class FontCheckSettings(NamedTuple):
    """How a font's words are compared with their ink."""

    differing: float = 0.5
    """Share of the words with an odd letter from which it is another: the reader misreads one drawn word in
    twenty."""
    reach: float = 8.0
    """Sizes to either side of an odd letter in which its word is looked for."""
    paper: float = 0.5
    """Points of paper around a word."""


class UnreadInkSettings(NamedTuple):
    """Ink of a line that its words leave out."""

    letters: float = 0.9
    """Letter heights that it is wide at least: an engine places its words to within half a letter."""


class OcrSettings(NamedTuple):
    """All of the stage, by module."""

    ctc_decoder: CtcDecoderSettings = CtcDecoderSettings()
    ensemble: EnsembleSettings = EnsembleSettings()
    network: NetworkSettings = NetworkSettings()
    form_ocr: FormOcrSettings = FormOcrSettings()
    ppocr: PpOcrSettings = PpOcrSettings()
    tesseract: TesseractSettings = TesseractSettings()
    typed_rules: TypedRulesSettings = TypedRulesSettings()
    font_check: FontCheckSettings = FontCheckSettings()
    recognize: RecognizeSettings = RecognizeSettings()
    text_layer: TextLayerSettings = TextLayerSettings()
    unread_ink: UnreadInkSettings = UnreadInkSettings()


SETTINGS = OcrSettings()
"""The values in use."""
