"""Whether all that stands in a cell of a scan is in what was read of it."""

from __future__ import annotations

import re

from extractor.model.geometry import around
from extractor.model.reason import Reason, ReasonCode
from extractor.model.region import Region
from extractor.ocr.unread_ink import unread_ends
from extractor.values.counters import miscounts
from extractor.values.figures import odd_figure
from extractor.values.judging import Elected, held
from extractor.values.prose import gap_in
from extractor.values.settings import SETTINGS

_SETTINGS = SETTINGS.cells
_TWICE = re.compile(r"\b([^\W\d_]{4,}) \1\b")
"""A word that is said twice in a row: none of 1,153 real footnotes has one."""


def less_than_stands(own: Elected, region: Region) -> Elected:
    """A value of ink; held where a word of it may be lost."""
    if own.doubt.source != "ocr":
        return own
    if region.type in ("prose", "text") and (gap := gap_in(region)):
        return held(own, reasons=(Reason.of(ReasonCode.WORD_LOST, before=gap[0], after=gap[1]),))
    if region.type == "prose" and miscounts(own.cell.value):
        return held(own, reasons=(Reason.of(ReasonCode.MISCOUNTED),))
    if region.type == "prose" and (figure := odd_figure(own.cell.value)):
        return held(own, reasons=(Reason.of(ReasonCode.ODD_FIGURE, figure=figure),))
    if region.type == "prose" and (twice := _TWICE.search(own.cell.value)):
        return held(own, reasons=(Reason.of(ReasonCode.WORD_TWICE, word=twice[1]),))
    if region.type == "text" and own.cell.value.count("(") != own.cell.value.count(")"):
        return held(own, reasons=(Reason.of(ReasonCode.ONE_BRACKET),))
    if any(True for line in region.lines for _ in unread_ends(line)):
        return held(own, reasons=(Reason.of(ReasonCode.INK_UNREAD),))
    return own


def is_cut(region: Region) -> bool:
    """True where a value reaches its column's rule: typed over it, a part may stand beyond."""
    ink = around(line.box for line in region.lines) if region.lines else region.box
    return ink.x0 < region.box.x0 + _SETTINGS.at_rule or ink.x1 > region.box.x1 - _SETTINGS.at_rule
