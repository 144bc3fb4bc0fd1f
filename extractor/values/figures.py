"""Figures in a text that nobody writes so: a letter of them, or a comma, was misread.

None of 1,153 real footnotes has any.
"""

from __future__ import annotations

import re

_DATE = re.compile(r"\d{1,2},(?:19|20)\d\d")
"""A day and its year, of which a scan often loses the blank."""
_FIGURES = re.compile(r"(?<![\w,.])[\d,.]*\d,\d[\d,.]*(?!\w)")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?[,.]*")
_ODD = re.compile(r"[^\W\d_]%|\$[^\W\d_]|(?<![\w'’-])(?:ll|[OoIlS]\d+|\d+[OoIlS]\d*)(?![\w-])")
"""A letter where only a figure stands: `O%`, `$S.00`, `l00`, `S83`, `ll`; not `10b5-1`."""


def odd_figure(text: str) -> str | None:
    """The first piece of a text that is no figure as it stands; None where there is none."""
    found = (match[0] for match in _FIGURES.finditer(text))
    ungrouped = (piece for piece in found if not (_GROUPED.fullmatch(piece) or _DATE.match(piece)))
    odd = _ODD.search(text)
    return next(ungrouped, odd and odd[0])
