"""Whether a page's text layer is the filing's own text or must not be used."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass

from extractor.document.settings import SETTINGS

_SETTINGS = SETTINGS.text_trust
_RUBBISH = frozenset({"Cc", "Cn", "Co", "Cs"})


@dataclass(frozen=True, slots=True)
class TextLayer:
    """Data of a page's text layer.

    `text`: the characters that show; `hidden` and `outside`: how many more are invisible or off the
    page; `picture_share`: the part of the page covered by pictures, 0 to 1; `paths`: how many lines
    and shapes are drawn.
    """

    text: str
    hidden: int
    outside: int
    picture_share: float
    paths: int


def distrust(layer: TextLayer) -> str | None:
    """Why the text layer is not to be used, or None where it is.

    A text layer counts as the filing's own only if the page was drawn with it. Behind or over a
    page-size picture the text is an OCR program's guess at the picture, however good it looks;
    invisible text is the same; text of unmapped fonts is rubbish; and a handful of characters
    beside other ink (a stamp on a scan, a head over outlined letters) leaves out what matters.
    """
    ink = len("".join(layer.text.split()))
    if ink + layer.hidden == 0:
        return "no text"
    if layer.picture_share >= _SETTINGS.picture_share:
        return "a picture covers the page, so its text is an OCR program's"
    if layer.hidden > ink:
        return "most of its text is invisible"
    if layer.outside > ink:
        return "most of its text lies outside the page"
    if rubbish(layer.text) > _SETTINGS.rubbish_share:
        return "its characters do not map to Unicode"
    pictures = layer.picture_share > _SETTINGS.other_ink_share
    other_ink = pictures or layer.paths > _SETTINGS.other_ink_paths
    if ink < _SETTINGS.few and other_ink:
        return "only a few characters beside other ink"
    return None


def rubbish(text: str) -> float:
    """The share of replacement, control, private-use and unassigned characters in `text`, 0 to 1."""
    if not text:
        return 0.0
    return sum(count for char, count in Counter(text).items() if _is_rubbish(char)) / len(text)


def _is_rubbish(char: str) -> bool:
    return char == "\ufffd" or (not char.isspace() and unicodedata.category(char) in _RUBBISH)
