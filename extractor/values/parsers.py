"""The grammar of the form's values: what a cell's text says.

Every parser takes folded text (`fields.fold`) and returns the value as the output contract prints it, or None
where the text is no such value. DOMAIN: numbers with thousands, fractions of 2 to 256 in quotes before 2001,
dates with two or four digits, month names, `-0-` and `None` for zero, `N/A` for nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from extractor.model.page import Word

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


def zip_code(text: str) -> str | None:
    """A postal code, one of nine figures without the blanks read in it: other countries' have no dash."""
    whole = text.replace(" ", "")
    return whole if re.fullmatch(r"\d{5}-\d{4}", whole) else words(text)


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


Parser = Callable[[str], str | None]
"""What makes a value of a text."""

PARSERS: dict[str, Parser] = {
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
NAMED_PARSERS: dict[str, Parser] = {
    "rptOwnerStreet1": street,
    "rptOwnerName": name,
    "rptOwnerZipCode": zip_code,
    "signatureName": signature,
}
"""The parser of texts of one field alone, by the last part of their path."""


def parser_of(path: str, kind: str) -> Parser:
    """What makes the value of a cell at that path, of that type."""
    return NAMED_PARSERS.get(path.rpartition("/")[2]) or PARSERS.get(kind, words)


_LOOK_ALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТХаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABESIJKMHOPCTXaeopcyxijsABEZHIKMNOPTYXo",
)
_MARKS = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u2032": "'",
        "\u201c": '"', "\u201d": '"', "\u2033": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
        "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u00ad": "", "\u2044": "/", "\u2215": "/",
        "\ufffe": "-", "\u0002": "-",
    }
)  # fmt: skip


SLASHED = re.compile(r"(?<![\d/])/(\d{1,2})/(?![\d/])")
"""A footnote's number between slashes, as typewriters without brackets write it; in dates figures stand
around."""


def bracketed(text: str) -> str:
    """Numbers between slashes in brackets."""
    return SLASHED.sub(r"(\1)", text)


def folded(text: str) -> str:
    """`text` in plain letters: look-alikes, dashes, quotes, wide digits and odd blanks made ordinary."""
    plain = text.translate(_MARKS)
    if not plain.isascii():
        # NFKC would turn a typed ½ into 1⁄2 glued to the digits before it: keep a blank between.
        plain = "".join(
            f" {c}" if unicodedata.decomposition(c).startswith("<fraction>") else c for c in plain
        )
        plain = unicodedata.normalize("NFKC", plain).translate(_MARKS).translate(_LOOK_ALIKES)
    return " ".join(plain.split())


_MARK = r"(?:\(\s*\d{1,2}\s*\)|(?<!\d)\(\s*[a-z]\s*\))"
"""A number in brackets, or a letter; but not the (k) of a 401(k) plan."""
_TRAILING = re.compile(rf"(?:\s*{_MARK}\s*[,(]?)*(?:\s*{_MARK}|\s*\(\s*\d{{1,2}})\s*,?\s*$")
"""Marks at the end; wear may have eaten the last bracket, and left one of the number's own twice."""
_ONE = re.compile(r"\(\s*(\d{1,2}|[a-z])\s*(?:\)|$)")
_BROKEN, _REST = re.compile(r"\(\d{0,2}$"), re.compile(r"\d{0,2}\)")
"""A mark that begins at a line's end, and the rest of one."""
_EMPTY = re.compile(r"(?<=\S)\s*\(\s*\)$")
"""Brackets behind a value with nothing in them."""
_BARE = re.compile(r"\d{1,2}(?:,\d{1,2})*|[*†]{1,3}")


def split_marks(text: str) -> tuple[str, tuple[str, ...]]:
    """A cell's folded text as (value, marks): `628,553 (1)(2)` → (`628,553`, (`1`, `2`)).

    Brackets with nothing in them are a mark whose figure is lost, and no part of the value.
    """
    text = _EMPTY.sub("", text)
    match = _TRAILING.search(text)
    if match is None:
        return text, ()
    return text[: match.start()].strip(), tuple(_ONE.findall(match.group()))


def whole_marks(lines: Sequence[str]) -> list[str]:
    """A cell's lines, each mark that a narrow cell broke on the line it begins on: `707 (3`, `)(6)` →
    `707 (3)`, `(6)`."""
    found: list[str] = []
    for line in lines:
        rest = _REST.match(line) if found and _BROKEN.search(found[-1]) else None
        if rest:
            found[-1] += rest.group()
        found.append(line[rest.end() :].lstrip() if rest else line)
    return found


def raised_marks(words: Sequence[Word]) -> tuple[list[Word], tuple[str, ...]]:
    """Words less those that are bare raised marks (`1` in small letters above the line), and the marks."""
    kept: list[Word] = []
    marks: list[str] = []
    for word in words:
        if word.raised and _BARE.fullmatch(word.text):
            marks.extend(part for part in word.text.split(",") if part)
        else:
            kept.append(word)
    return kept, tuple(marks)


def footnote_ids(marks: Sequence[str]) -> str:
    """Marks as the contract names them: (`1`, `2`) → `F1 F2`; lettered marks count from `a`; 0 is none."""
    numbers = [
        int(mark) if mark.isdigit() else ord(mark) - ord("a") + 1 for mark in marks if mark[0] not in "*†"
    ]
    return " ".join(f"F{n}" for n in dict.fromkeys(numbers) if n)
