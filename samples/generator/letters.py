"""Pages that are no Form 4: what lies between the forms of a bundle."""

from __future__ import annotations

from samples.generator.fonts import Typeface
from samples.generator.grid import stacked, words_in
from samples.generator.header import gap
from samples.generator.ink import Pen, Sheet
from samples.generator.style import LETTER
from samples.generator.typeset import Caption

_MARGIN = 90.0

COVER_LETTER = (
    "Hale & Marsh LLP | 1200 Prospect Street, Hartford, CT 06103",
    "March 14, 2024",
    "Securities and Exchange Commission | 100 F Street, N.E. | Washington, D.C. 20549",
    "Ladies and Gentlemen:",
    "Enclosed please find three statements of changes in beneficial ownership on Form 4, filed on "
    "behalf of the "
    "reporting persons named in them, together with a power of attorney.",
    (
        "Please acknowledge receipt by stamping the enclosed copy of this letter and returning it in the "
        "envelope provided."
    ),
    "Very truly yours, | | Beatrice Calloway",
)
POWER_OF_ATTORNEY = (
    "POWER OF ATTORNEY",
    "Know all by these presents, that the undersigned hereby constitutes and appoints each of "
    "Beatrice Calloway and "
    "Martin Eklund, signing singly, the undersigned's true and lawful attorney-in-fact.",
    "This Power of Attorney shall remain in full force and effect until the undersigned is no longer "
    "required to file "
    "such reports, unless earlier revoked by the undersigned in a signed writing.",
    (
        "IN WITNESS WHEREOF, the undersigned has caused this Power of Attorney to be executed as of the "
        "date first above."
    ),
)


def letter(paragraphs: tuple[str, ...], face: Typeface) -> Sheet:
    """One page of paragraphs."""
    pen, (width, height) = Pen(), LETTER
    words = Caption(face, 11.0)
    content = stacked(*(stacked(words_in(words.words(text)), gap(12)) for text in paragraphs))
    content(pen, _MARGIN, _MARGIN, width - 2 * _MARGIN)
    return Sheet(width, height, tuple(pen.items))
