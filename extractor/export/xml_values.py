"""Values as EDGAR's XML writes them."""

from __future__ import annotations

import calendar
import re
from datetime import date

from extractor.model.form_schema import Kind

_PATTERNS = {
    Kind.FORM: re.compile("[345](/A)?"),
    Kind.CODE: re.compile("[A-Z]"),
    Kind.TIMELINESS: re.compile("[EL]"),
    Kind.ACQUIRED_DISPOSED: re.compile("[AD]"),
    Kind.DIRECT_INDIRECT: re.compile("[DI]"),
    Kind.DECIMAL: re.compile(r"[0-9]+(\.[0-9]+)?"),
}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
# XML 1.0 allows tab, line feed, carriage return and everything from space on, less surrogates and U+FFFE/F.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def one_line(text: str) -> str:
    """`text` without the characters XML 1.0 forbids, one space between words."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")  # nearly every text, at a quarter of the time
    return " ".join(_NOT_XML.sub("", text).split())


def xml_value(value: str, kind: Kind) -> str | None:
    """`value` as EDGAR writes it, or None where it is empty or no value of that kind.

    A month gives its last day, as EDGAR's own index did for the forms of 1991-2002.
    """
    text = one_line(value)
    if kind is Kind.TEXT:
        return text or None
    if kind is Kind.FLAG:
        return {"true": "1", "false": "0"}.get(text)
    if kind is Kind.DATE or kind is Kind.MONTH_OR_DATE:
        return _calendar_day(text, month_too=kind is Kind.MONTH_OR_DATE)
    return text if _PATTERNS[kind].fullmatch(text) else None


def _calendar_day(text: str, *, month_too: bool) -> str | None:
    month = _MONTH.fullmatch(text)
    if month and month_too and int(month[1]) > 0:
        return f"{text}-{calendar.monthrange(int(month[1]), int(month[2]))[1]:02d}"
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None
