"""Thresholds of opening files, each with its unit and its reason.

What the person who runs the tool may bound (pixels, pages, bytes, seconds) stands in `Limits`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PdfSettings:
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
    same_dpi: float = 0.99
    """Ratio of resolutions from which two pictures are strips or tiles of one scan: placed to whole points, a
    strip of a hundred is a hundredth too long or too short."""
    hair: float = 0.01
    """Pixels by which a picture is drawn smaller than its cells of the grid: PDFium grows what it draws to
    whole pixels, and rounding errors alone must not grow it by one and blur it."""
    strips: int = 1024
    """Strips or tiles of a scan that are drawn one by one, to keep their pixels: more would take seconds.
    TIFFs have strips of 8 KB: 60 of a bilevel letter page at 200 dots per inch, 550 of a grey one."""
    rounding_room: float = 0.999
    """Share of the largest scale that is used: columns and rows, 500 or more, are rounded to whole pixels."""
    extent_decimals: int = 2
    """Decimals of a character's width and height that are compared: places on the page are single-precision,
    the third decimal of their differences is noise."""


@dataclass(frozen=True, slots=True)
class CoversSettings:
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


@dataclass(frozen=True, slots=True)
class ResolutionSettings:
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
    most_unequal: float = 2.5
    """Dots across by dots down, or the reverse: a standard fax has 204 × 98, the most unequal that machines
    make."""


@dataclass(frozen=True, slots=True)
class TextTrustSettings:
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


@dataclass(frozen=True, slots=True)
class AttachmentSettings:
    """Which attached files are opened."""

    deepest: int = 3
    """Files within files within files: a message's attachment in a portfolio in an archive is at three; a PDF
    that holds itself has no end."""
    growth: int = 300
    """Times its own bytes that a file's attachments may have unpacked: blank bilevel pages without
    compression have 300 times what Deflate makes of them; what has more is made to fill memory."""
    unpacked: int = 16 << 20
    """Bytes of attachments below which that is not asked: they fit in memory whatever they are."""


@dataclass(frozen=True, slots=True)
class DocumentSettings:
    """All of the stage."""

    pdf: PdfSettings = PdfSettings()
    covers: CoversSettings = CoversSettings()
    resolution: ResolutionSettings = ResolutionSettings()
    text_trust: TextTrustSettings = TextTrustSettings()
    attachments: AttachmentSettings = AttachmentSettings()


SETTINGS = DocumentSettings()
"""The values in use."""
