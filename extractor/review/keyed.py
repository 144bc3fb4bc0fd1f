"""What a person keys, as the contract writes it: `1,234` → `1234`, `5/11/02` → `2002-05-11`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from extractor.errors import Invalid
from extractor.export.xml_values import one_line
from extractor.model.form_schema import FIELDS, HEADER_KINDS, Kind
from extractor.model.path import MARKS, CellPath
from extractor.values import parsers as values

MARK = re.compile(r"F?\(?(\d{1,2})\)?")
_YES, _NO = frozenset({"true", "x", "yes", "y", "1"}), frozenset({"false", "no", "n", "0"})
_KINDS = {field.path: field.kind for field in FIELDS}


def keyed(path: str, text: str) -> str:
    """The value of a cell as keyed; raises Invalid, saying what is wanted, where it is none of its kind."""
    text = one_line(text)
    if path.endswith(MARKS):
        return _marks(text)
    kind = kind_of(path)
    value = _READ[kind](text) if kind in _READ else text
    if not value:
        raise Invalid(f"{text or 'nothing'} is no {WANTED.get(kind, 'value')}; key it again, or b for blank")
    return value


def kind_of(path: str) -> Kind:
    """What kind of value a cell holds."""
    parts = CellPath.parse(path)
    return (_KINDS.get(parts.field) if parts.table else None) or HEADER_KINDS.get(parts.tag, Kind.TEXT)


WANTED = {
    Kind.DATE: "date (7/14/2003)",
    Kind.MONTH_OR_DATE: "month (7/2003) or date (7/14/2003)",
    Kind.DECIMAL: "number (1,234.5 or 11 7/16)",
    Kind.FLAG: "yes or no",
    Kind.CODE: "transaction code (one letter)",
    Kind.TIMELINESS: "E or L",
    Kind.ACQUIRED_DISPOSED: "A or D",
    Kind.DIRECT_INDIRECT: "D or I",
}
"""What is to be keyed, in words."""


def _marks(text: str) -> str:
    found = [MARK.fullmatch(part) for part in re.sub(r"\)\s*\(", ") (", text).replace(",", " ").split()]
    if not found or not all(found):
        raise Invalid(f"{text or 'nothing'} is no footnote mark; key the numbers (1 2), or b for blank")
    return " ".join(dict.fromkeys(f"F{int(match[1])}" for match in found if match))


def _day(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return values.day(text)


def _month_or_day(text: str) -> str | None:
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
        return text
    return _day(text) or values.month(text)


def _flag(text: str) -> str | None:
    word = text.casefold()
    return "true" if word in _YES else "false" if word in _NO else None


def _timeliness(text: str) -> str | None:
    """E for early, as the form's V is; L for late."""
    return {"V": "E", "E": "E", "L": "L"}.get(text.upper())


_READ: dict[Kind, Callable[[str], str | None]] = {
    Kind.DATE: _day,
    Kind.MONTH_OR_DATE: _month_or_day,
    Kind.DECIMAL: values.price,
    Kind.FLAG: _flag,
    Kind.CODE: values.code,
    Kind.TIMELINESS: _timeliness,
    Kind.ACQUIRED_DISPOSED: values.acquired_disposed,
    Kind.DIRECT_INDIRECT: values.direct_indirect,
}
