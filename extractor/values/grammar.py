"""The grammar of each type of cell as a regular expression, for decoding a reader's full answer.

A scan's cell of a type holds a value of that type, footnote marks, or both. `regex`, which knows what may yet
become a match, is loaded when one is asked for: pages of text need none of it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_NUMBER = r"(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*|0)(?:\.\d{1,4})?"
_FRACTION = r"(?:\d{1,3}[ -])?\d{1,3}/(?:2|4|8|16|32|64|128|256)"
_ZERO = r"-0-|[Nn]one|NONE|[Nn]il"
_DATE = r"\d{1,2}[-/]\d{1,2}[-/](?:19|20)?\d\d"
_NAMED = (
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)"
)
_LONG = _NAMED + r"[A-Za-z]{0,6}\.?,? ?\d{1,2},? ?(?:19|20)\d\d"
_MONTH = rf"\d{{1,2}}[-/](?:19|20)?\d\d|{_DATE}|{_NAMED}[A-Za-z]{{0,6}}\.?,? ?(?:\d{{1,2}},? ?)?(?:19|20)\d\d"
_MARKS = r"(?:(?:\(\d{1,2}\)|(?<!\d)/\d{1,2}/) ?)+"
"""In brackets, or between slashes: many typewriters had no brackets."""
_NOTHING = r"N/A|n/a"

VALUES = {
    "date": rf"{_DATE}|{_LONG}",
    "month": _MONTH,
    "shares": rf"\$? ?(?:{_NUMBER}|\d{{1,3}}(?:[.,]\d{{3}}){{2,}})|{_ZERO}",
    "price": rf"\$? ?(?:{_NUMBER}|\.\d{{1,4}}|{_FRACTION})|\$? ?-0-",
    "code": r"[A-JL-UW-Z](?:/K)?",
    "early": r"V",
    "acquired-disposed": r"\(?[AD]\)?",
    "direct-indirect": r"\(?[DI]\)?",
}
"""What a value of each type looks like in print."""


@cache
def cell_grammar(kind: str) -> regex.Pattern[str] | None:
    """The grammar of a whole cell of a type; None where anything may stand."""
    value = VALUES.get(kind)
    return _compiled(rf"(?:{value}|{_NOTHING})(?: ?{_MARKS})?|{_MARKS}") if value else None


@cache
def mark_grammar() -> regex.Pattern[str]:
    """Nothing but footnote marks."""
    return _compiled(_MARKS)


def _compiled(pattern: str) -> regex.Pattern[str]:
    import regex

    return regex.compile(pattern)
