"""The grammar of the form's values: what a cell's text says.

Every parser takes folded text (`fields.fold`) and returns the value as the output contract prints it, or None
where the text is no such value. DOMAIN: numbers with thousands, fractions of 2 to 256 in quotes before 2001,
dates with two or four digits, month names, `-0-` and `None` for zero, `N/A` for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

LARGEST = Decimal("999999999999.9999")
"""The largest number EDGAR's schema stores."""
FRACTIONS = frozenset({2, 4, 8, 16, 32, 64, 128, 256})
CODES = frozenset("ABCDEFGHIJKLMNOPQRSTUWXYZ") - {"K", "V"}
"""Transaction codes; B, N, Q, R, T and Y were dropped in August 1996 but may still be met."""

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DIGITS = r"(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*|0)"
_NUMBER = re.compile(rf"\$?\s*({_DIGITS}(?:\.\d*)?|\.\d+)")
_FRACTION = re.compile(rf"\$?\s*(?:({_DIGITS})[ -])?\s*(\d{{1,3}})/(\d{{1,3}})(?:ths|nds|th)?")
_DATE = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})")
_DAY_NAMED = re.compile(r"([a-z]{3,9})\.?,? (\d{1,2})(?:st|nd|rd|th)?,? ?(\d{4}|\d{2})", re.IGNORECASE)
_NAMED_DAY = re.compile(r"(\d{1,2})[- ]([a-z]{3,9})\.?[-, ]+(\d{4}|\d{2})", re.IGNORECASE)
_MONTH = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})")
_MONTH_NAMED = re.compile(r"([a-z]{3,9})\.?,?[ -/]? ?'?(\d{4}|\d{2})", re.IGNORECASE)
_ZERO = frozenset({"-0-", "-0", "0-", "none", "nil", "--", "$-0-", "zero"})
_NOTHING = frozenset({"n/a", "na", "n.a.", "not applicable", "*", "-", "---"})


def number(text: str) -> str | None:
    """A number or fraction as a plain decimal: `$ 11 7/16` → `11.4375`, `1,200` → `1200`."""
    amount = _amount(text.strip().rstrip("."))
    if amount is None or not 0 <= amount <= LARGEST:
        return None
    return plain(amount)


def plain(amount: Decimal) -> str:
    """The decimal without exponent or trailing zeros."""
    text = f"{amount.normalize():f}"
    return "0" if text in ("-0", "") else text


def shares(text: str) -> str | None:
    """A count of securities; the words for none are zero."""
    return "0" if text.casefold() in _ZERO else number(text)


def price(text: str) -> str | None:
    """A price; `-0-` is zero, but a bare `None` in a price column is no price."""
    return "0" if text.casefold() in _ZERO - {"none", "nil", "--"} else number(text)


def day(text: str) -> str | None:
    """A date as YYYY-MM-DD."""
    for pattern, order in ((_DATE, "mdy"), (_DAY_NAMED, "mdy"), (_NAMED_DAY, "dmy")):
        if match := pattern.fullmatch(text.strip().rstrip(".,")):
            parts = dict(zip(order, match.groups(), strict=True))
            return _iso(parts["y"], parts["m"], parts["d"])
    return None


def month(text: str) -> str | None:
    """A month as YYYY-MM; a whole date in a month item keeps its month."""
    text = text.strip().rstrip(".,")
    for pattern in (_MONTH, _MONTH_NAMED):
        if (match := pattern.fullmatch(text)) and (whole := _iso(match[2], match[1], "1")):
            return whole[:7]
    whole = day(text)
    return whole[:7] if whole else None


def code(text: str) -> str | None:
    """A transaction code; `S/K` keeps the main code."""
    letter = text.strip().upper().removesuffix("/K")
    return letter if letter in CODES and len(letter) == 1 else None


def acquired_disposed(text: str) -> str | None:
    """A or D."""
    return _letter(text, "AD")


def direct_indirect(text: str) -> str | None:
    """D or I, written as a letter or a word."""
    word = text.strip(" ()").upper()
    return {"DIRECT": "D", "INDIRECT": "I"}.get(word) or _letter(text, "DI")


def early(text: str) -> str | None:
    """The V column: voluntarily reported early."""
    return "E" if text.strip(" ()").upper() in {"V", "E"} else None


def words(text: str) -> str | None:
    """Text as printed."""
    return text or None


def name(text: str) -> str | None:
    """A reporting person's name without the asterisk that leads to the form's note on joint filers."""
    return text.lstrip("*\"' .").rstrip("* ") or None


def signature(text: str) -> str | None:
    """Who signed, without the asterisks that lead to the form's note; the conformed mark `/s/` is often read
    without its first stroke."""
    return re.sub(r"^[^A-Za-z/]?s/(?= )", "/s/", text.lstrip("* ")) or None


def street(text: str) -> str | None:
    """A line of an address; the comma that led on to the next line is no part of it."""
    return text.rstrip(" ,") or None


def says_nothing(text: str) -> bool:
    """True for the ways filers write that a cell does not apply."""
    return text.casefold().rstrip(".") in _NOTHING or text.casefold() in _NOTHING


def _amount(text: str) -> Decimal | None:
    if match := _NUMBER.fullmatch(text):
        return Decimal(match[1].replace(",", "").rstrip(".") or "0")
    if match := _FRACTION.fullmatch(text):
        whole, over, under = match.groups()
        if int(under) in FRACTIONS and int(over) < int(under):
            return Decimal((whole or "0").replace(",", "")) + Decimal(over) / Decimal(under)
    return None


def _letter(text: str, allowed: str) -> str | None:
    letter = text.strip(" ()").upper()
    return letter if len(letter) == 1 and letter in allowed else None


def _iso(year: str, month_text: str, day_text: str) -> str | None:
    try:
        return date(_year(year), _month(month_text), int(day_text)).isoformat()
    except ValueError:
        return None


def _year(text: str) -> int:
    """Two digits from 50 on are of the last century: insiders' options expire within decades."""
    if len(text) == 4:
        year = int(text)
        if not 1900 <= year <= 2100:
            raise ValueError(f"no year of a filing: {text}")
        return year
    return int(text) + (1900 if int(text) >= 50 else 2000)


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    short = text.casefold()[:3]
    if short not in _MONTHS:
        raise ValueError(f"no month: {text}")
    return _MONTHS.index(short) + 1


PARSERS: dict[str, Callable[[str], str | None]] = {
    "text": words,
    "date": day,
    "month": month,
    "code": code,
    "early": early,
    "shares": shares,
    "price": price,
    "acquired-disposed": acquired_disposed,
    "direct-indirect": direct_indirect,
}
"""The parser of each value type a layout may name."""
