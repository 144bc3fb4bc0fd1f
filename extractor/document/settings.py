"""Thresholds of opening files, each with its unit and its reason.

What the person who runs the tool may bound (pixels, pages, bytes, seconds) stands in `Limits`.
"""

from typing import NamedTuple


class PdfSettings(NamedTuple):
    """How a PDF page is surveyed and drawn."""

    cover_grid: int = 64
    """Cells across and down the page by which the part that pictures cover is counted: 0.2 % of it."""
    check_every: int = 4096
    """Objects of a page between two looks at the clock, which cost no more than one of them."""
    render_dpi: float = 144.0
    """Dots per inch of drawn pages whose text is known: two to a point are enough for lines and boxes."""
    read_dpi: float = 300.0
    """Dots per inch of drawn pages whose text must be read from the pixels."""
    coarse_pixels: int = 850
    """A page-size picture with fewer pixels across (100 dots per inch of letter paper) under other ink is a
    background, and its resolution not that of the page."""
    letters_share: float = 0.05
    """Share of a page that finer pictures over such a background cover where they are its letters, laid on
    word by word."""
    most_forms: int = 10_000
    """Pictures and forms of a page whose masks are looked at."""
    same_dpi: float = 0.99
    """Ratio of resolutions from which two pictures are strips or tiles of one scan: placed to whole points, a
    strip of a hundred is a hundredth too long or too short."""
    inset_width: float = 0.85
    """Share of the page's width up to which a picture is set into it: a scan less its margins has more."""
    lying_from: float = 1.2
    lying_to: float = 1.4
    """Width by height of a letter page that lies: 1.29. The upper half of one that stands has 1.55."""
    hair: float = 0.01
    """Pixels by which a picture is drawn smaller than its cells of the grid: PDFium grows what it draws to
    whole pixels, and rounding errors alone must not grow it by one and blur it."""
    strips: int = 1024
    """Strips or tiles of a scan that are drawn one by one, to keep their pixels: more would take seconds.
    TIFFs have strips of 8 KB: 60 of a bilevel letter page at 200 dots per inch, 550 of a grey one."""
    rounding_room: float = 0.999
    """Share of the largest scale that is used: columns and rows, 500 or more, are rounded to whole pixels."""
    plain_segments: int = 12
    """Segments of a path up to which it is rules: two rectangles have ten, the outline of a letter more."""
    shortest_rule: float = 15.0
    """Length from which a line is a ruling line and no stroke of a letter."""
    turn_sample: int = 60
    """Characters of a page that are asked which way up they stand."""
    extent_decimals: int = 2
    """Decimals of a character's width and height that are compared: places on the page are single-precision,
    the third decimal of their differences is noise."""


class PaintedSettings(NamedTuple):
    """Which text of a page shows."""

    contrast: int = 24
    """Levels of grey (of 255) by which ink must differ from its ground to be seen: nobody reads what is paler
    than #E7E7E7 on white."""
    inked: float = 0.01
    """Share of a character's box that its ink fills at least: a point fills 4 %."""
    inked_alone: float = 0.06
    """The same of a run of pale letters in the mean: on a dark band they fill 15 %, over dark ones they show
    in 4 %, where they cross those."""
    pale: int = 200
    """Red, green and blue from which text may be lost on white paper."""
    faint: int = 60
    """Opacity (0 to 255) up to which text may not show."""
    tiny: float = 0.25
    """Size, by the median of the page's, below which text is too small to read: a raised mark has 0.6."""
    readable: float = 3.0
    """Points from which type is read whatever else is on the page."""
    beside: float = 0.3
    """Gap, by the size of the type, up to which characters touch."""


class OverprintSettings(NamedTuple):
    """Which characters stand in the place of others."""

    strokes: frozenset[str] = frozenset("-\u2013\u2014=/~")
    """Characters that strike letters out."""
    steps: int = 4
    """Characters from one to another in its place, along lines of which two may share a band."""
    shared: float = 0.5
    """Share of the narrower and of the lower one that lies on the other, at least."""
    kerning: float = 0.15
    """Sizes by which they overlap, at least: a point is set under the arm of a T by 0.11."""
    ligature: int = 2
    """Characters from the first to the last of a ligature: those of ffi."""
    as_large: float = 0.6
    """Size of the smaller by the larger, at least: a footnote's mark is no letter over another."""
    aside: float = 0.12
    """Sizes by which a letter that is printed twice, to look bold, is moved at most."""
    near: float = 5.0
    """Points between two of one word: one of its characters may be alone in its place."""


class FontsSettings(NamedTuple):
    """Which fonts draw other letters than they say."""

    samples: int = 3
    """Times that a letter of a font is looked at; most must look like another: one may touch a rule."""
    aside: int = 2
    """Pixels around a letter's box in which it is looked for where it looks odd."""
    side: int = 16
    """Pixels of the square that a letter is scaled to: type of eight points has as many at 144 dpi."""
    ink: int = 160
    """Grey under which a pixel is a letter's."""
    least_pixels: int = 6
    """Height of the smallest letters whose shape is known."""
    nearer: float = 0.55
    """How much nearer to another letter than to its own a shape must be, in what each lacks of a full
    correlation: over 11 typefaces at six to twelve points this doubts one honest letter in a hundred, and all
    but two in a hundred that show another."""
    known: float = 0.8
    """Correlation with the other from which it is one: less is a letter that touches its neighbours."""
    like: float = 0.96
    """Correlation with its own from which a shape is not compared with others."""
    rounding: float = 1e-4
    """What the bound of a correlation may be off by, in single precision."""
    one_thread: int = 1 << 18
    """Multiplications in a product of matrices up to which OpenBLAS works on one thread."""
    block: int = 32
    """Columns of such a product: a single row of so many is worked on by one thread too. Not critical."""
    longest_point: float = 1.35
    """Height by width of a full stop at most: they are round or square."""
    shortest_comma: float = 1.2
    """The same of a comma at least."""


class CoversSettings(NamedTuple):
    """What is an area that hides something; lengths in points."""

    area: float = 3.0
    """Both sides of an area at least: rules are thinner."""
    bar: float = 6.0
    """The same of a dark one that hides no letters: less is a rule of a heading, or a mark in a box."""
    thin: float = 2.0
    """What a rule is thick at most."""
    inside: float = 1.0
    """By how much an area must reach beyond a rule: a table's shade ends at its rules."""
    hidden: float = 6.0
    """Length of a rule that must be hidden."""
    dark: int = 127
    """Grey (0 black to 255 white) up to which nothing black can be read on an area."""
    askew: float = 0.01
    """Slope of letters that stand askew: half a degree."""
    opaque: int = 200
    """Opacity (0 to 255) from which nothing is read through an area: a marker's is less."""


class ResolutionSettings(NamedTuple):
    """Which resolution of a scan is believed."""

    lowest: float = 50.0
    """Dots per inch of the coarsest fax machines; less is a default nobody set."""
    highest: float = 1300.0
    """Dots per inch of the finest scanners in offices (1200)."""
    narrowest_sheet: float = 4.0
    """Inches of the short side of the smallest sheet: a half-letter slip."""
    widest_sheet: float = 18.0
    """Inches of the short side of the largest: a ledger sheet with margin."""
    letter_width: float = 8.5
    """Inches: the short side of letter and legal paper."""
    letter_height: float = 11.0
    """Inches: the long side of letter paper."""
    usual_sheets: tuple[tuple[float, float], ...] = ((8.5, 11.0), (8.5, 14.0), (8.27, 11.69))
    """Inches of the papers of filings, short side first: letter, legal, A4. A claim of one is believed."""
    same_sheet: float = 0.03
    """Share of a side, or of their ratio, by which a sheet differs from paper of its size or shape."""
    usual_letter: float = 4.9
    """Points that the median letter is high on forms, weighted by its area: on 133 scanned pages 2.9 to 8.2,
    on half of them 4.3 to 5.8."""
    least_letter: float = 0.001
    """Points: less is no letter, on however small a page."""
    of_type: float = 0.7
    """The same in sizes of type: capitals and digits are so high."""
    letter_spread: float = 0.35
    """Standard deviation of its logarithm, wider than on those pages."""
    sheet_spread: float = 0.35
    """Standard deviation of the logarithm of a sheet's short side, about letter paper."""
    odd_sheet: float = -2.0
    """Log-likelihood of a sheet however far from letter paper: what was cut out of a page has any size."""
    usual_paper: float = -1.0
    """The same that a page is of usual paper of its shape, though it claims another size."""
    other_shape: float = -2.0
    """The same that it is as wide as letter paper, though of another shape."""
    no_paper: float = -4.0
    """The same that it is of no paper, so that its letters alone show its size."""
    most_unequal: float = 2.5
    """Dots across by dots down, or the reverse: a standard fax has 204 × 98, the most unequal that machines
    make."""


class TextTrustSettings(NamedTuple):
    """Whether a page's text layer is the filing's own."""

    few: int = 40
    """Fewer characters than this beside other ink are a stamp or a running head, not a form's text."""
    picture_share: float = 0.5
    """Share of a page that pictures cover from which it is a scan."""
    rubbish_share: float = 0.1
    """Share of characters that mean nothing. Real pages stay under 2 % (check boxes set in symbol fonts);
    fonts without a map to Unicode reach 15 % by their spaces alone."""
    other_ink_share: float = 0.05
    """Share of a page that pictures cover from which they are ink beside its text: a logo is smaller."""
    other_ink_paths: int = 500
    """Lines and shapes that are ink beside its text: table rules make some 300, letters drawn as outlines
    thousands."""


class AttachmentSettings(NamedTuple):
    """Which attached files are opened."""

    deepest: int = 3
    """Files within files within files: a message's attachment in a portfolio in an archive is at three; a PDF
    that holds itself has no end."""
    growth: int = 300
    """Times its own bytes that a file's attachments may have unpacked: blank bilevel pages without
    compression have 300 times what Deflate makes of them; what has more is made to fill memory."""
    unpacked: int = 16 << 20
    """Bytes of attachments below which that is not asked: they fit in memory whatever they are."""
    most: int = 10_000
    """Files within a PDF whose size is looked up before they are unpacked: more than it may have pages."""


class DocumentSettings(NamedTuple):
    """All of the stage."""

    pdf: PdfSettings = PdfSettings()
    painted: PaintedSettings = PaintedSettings()
    overprint: OverprintSettings = OverprintSettings()
    fonts: FontsSettings = FontsSettings()
    covers: CoversSettings = CoversSettings()
    resolution: ResolutionSettings = ResolutionSettings()
    text_trust: TextTrustSettings = TextTrustSettings()
    attachments: AttachmentSettings = AttachmentSettings()


SETTINGS = DocumentSettings()
"""The values in use."""
