"""What a reviewer keys, checked and written as the decision log keeps it.

Values are written as the output contract writes them: `1,234` becomes `1234`, `5/11/02` becomes `2002-05-11`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import get_args

from extractor.errors import Invalid
from extractor.export.xml_values import one_line
from extractor.model.form_schema import FIELDS, HEADER_KINDS, Kind, RowElement
from extractor.model.path import MARKS, CellPath
from extractor.review.decisions import Action, Decision, Item
from extractor.review.row_changes import ADDED, AFTER, FIRST, row_of
from extractor.values import parsers

ELEMENTS = get_args(RowElement)
ROW_FIELDS = frozenset(field.path for field in FIELDS)
MARK = re.compile(r"F?\(?(\d{1,2})\)?")
_YES, _NO = frozenset({"true", "x", "yes", "y", "1"}), frozenset({"false", "no", "n", "0"})
_KINDS = {field.path: field.kind for field in FIELDS}


@dataclass(frozen=True, slots=True)
class Change:
    """What a decision changes: the path, the value before and the value after."""

    path: str
    before: str
    after: str


def change_of(item: Item, action: Action, value: str, before: str, added: int = 0) -> Change:
    """The change that an action with a value makes to an item whose value is `before`; raises Invalid.

    `added` is the number of rows ever added to the filing: a new one gets a path that none had.
    """
    if action == "add-row":
        return _added(_of_rows(item), value, ADDED + added + 1)
    if action in _ROWS:
        return _ROWS[action](_of_rows(item), value)
    if action in ("accept", "type", "as-filed"):
        if item.kind == "rows":
            raise Invalid("this asks about rows; no single value is keyed for them")
        if action == "accept" and value in ("", item.value, *(a.value for a in item.alternatives)):
            return Change(item.path, before, _given(value or item.value))
        return Change(item.path, before, keyed(item.path, value or item.value))
    if action == "blank" and item.kind == "rows":
        raise Invalid("this asks about rows: delete those that are not there, or say that all is complete")
    if action == "complete":
        return Change(_of_rows(item).path, before, "")
    # A box that nobody checked is no less read than one that is.
    unchecked = action == "blank" and kind_of(item.path) is Kind.FLAG and not item.path.endswith(MARKS)
    return Change(item.path, before, "false" if unchecked else "")


def _of_rows(item: Item) -> Item:
    if item.kind != "rows":
        raise Invalid("this asks about one cell; rows are changed where a row or table is asked about")
    return item


def supposed(item: Item, value: str, reviewer: str) -> Decision | None:
    """The decision that the reviewer would make by `value`; None where it is no value of the cell."""
    if item.kind != "cell" or item.blind:
        return None
    action: Action = "accept" if value in (item.value, *(a.value for a in item.alternatives)) else "type"
    try:
        change = change_of(item, action, value, item.value)
    except Invalid:
        return None
    made = (item.path, reviewer, action, change.before, change.after)
    return Decision(0, item.filing, item.number, *made, "", datetime.now(UTC))


def _given(value: str) -> str:
    if not value:
        raise Invalid("nothing stands here yet; key the value, or choose blank")
    return value


def _added(item: Item, value: str, number: int) -> Change:
    """A row below the one named, as the table's first, or its last where nothing is said."""
    try:
        fields = {str(name): str(text) for name, text in json.loads(value).items() if str(text).strip()}
    except (ValueError, AttributeError, RecursionError) as error:
        raise Invalid("a row needs its values; key at least one") from error
    element = fields.pop("row", "") or _element(item.path)
    if element not in ELEMENTS:
        raise Invalid("say whether the row is a transaction or a holding, and of which table")
    table = "derivativeTable" if element.startswith("derivative") else "nonDerivativeTable"
    above = fields.pop(AFTER, "")
    if above and above != FIRST and CellPath.parse(_row(above)).table != table:
        raise Invalid("the row it stands below is one of the other table; choose another place")
    if not fields or not ROW_FIELDS.issuperset(name.removesuffix(MARKS) for name in fields):
        raise Invalid("a row needs at least one value of a column of its table")
    path = f"{table}/{element}[{number}]"
    given = {name: keyed(f"{path}/{name}", text) for name, text in fields.items()}
    return Change(path, "", json.dumps({AFTER: above, **given} if above else given))


def _deleted(item: Item, value: str) -> Change:
    return Change(item.path, _row(value), "")


def _merged(item: Item, value: str) -> Change:
    rows = [_row(line) for line in value.splitlines() if line.strip()]
    if len(rows) != 2 or rows[0] == rows[1]:
        raise Invalid("two rows are merged: mark the one, then the other")
    return Change(item.path, "\n".join(rows), "")


_ROWS = {"delete-row": _deleted, "merge-rows": _merged}


def _row(path: str) -> str:
    if not path or row_of(path) != path:
        raise Invalid("mark a row of a table first")
    return path


def _element(path: str) -> str:
    return row_of(path).partition("/")[2].partition("[")[0]


# Values.


def keyed(path: str, text: str) -> str:
    """The value of a cell as keyed; raises Invalid, with what is wanted, where it has the wrong kind."""
    text = one_line(text)
    if path.endswith(MARKS):
        return _marks(text)
    kind = kind_of(path)
    value = _READ[kind](text) if kind in _READ else text
    if not value:
        raise Invalid(f"{text or 'nothing'} is no {WANTED.get(kind, 'value')}; key it again, or choose blank")
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
"""What is to be keyed, for messages."""


def _marks(text: str) -> str:
    found = [MARK.fullmatch(part) for part in re.sub(r"\)\s*\(", ") (", text).replace(",", " ").split()]
    if not found or not all(found):
        raise Invalid(f"{text or 'nothing'} is no footnote mark; key the numbers (1 2), or choose blank")
    return " ".join(dict.fromkeys(f"F{int(match[1])}" for match in found if match))


def _day(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return parsers.day(text)


def _month_or_day(text: str) -> str | None:
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
        return text
    return _day(text) or parsers.month(text)


def _flag(text: str) -> str | None:
    word = text.casefold()
    return "true" if word in _YES else "false" if word in _NO else None


def _timeliness(text: str) -> str | None:
    """E for early, as the form's V is; L for late."""
    return {"V": "E", "E": "E", "L": "L"}.get(text.upper())


_READ: dict[Kind, Callable[[str], str | None]] = {
    Kind.DATE: _day,
    Kind.MONTH_OR_DATE: _month_or_day,
    Kind.DECIMAL: parsers.price,
    Kind.FLAG: _flag,
    Kind.CODE: parsers.code,
    Kind.TIMELINESS: _timeliness,
    Kind.ACQUIRED_DISPOSED: parsers.acquired_disposed,
    Kind.DIRECT_INDIRECT: parsers.direct_indirect,
}
