"""What a reviewer says of an item, checked and written as the log keeps it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import get_args

from extractor.errors import Invalid
from extractor.model.form_schema import FIELDS, RowElement
from extractor.model.path import MARKS
from extractor.review.apply_decisions import row_of
from extractor.review.decisions import Action, Decision, Item
from extractor.review.keyed import keyed

ELEMENTS = get_args(RowElement)
ROW_FIELDS = frozenset(field.path for field in FIELDS)
MERGED = 2
ADDED = 1000
"""Rows a person adds are numbered from here on: behind those that were found, until all are numbered anew."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a decision is about, what stood there and what shall."""

    path: str
    before: str
    after: str


def answer(item: Item, action: Action, value: str, before: str) -> Change:
    """What an action with a value says of an item, where `before` stands now; raises Invalid."""
    if action in ("accept", "type", "as-filed"):
        if action == "accept" and value in ("", item.value, *(a.value for a in item.alternatives)):
            return Change(item.path, before, _given(value or item.value))
        return Change(item.path, before, keyed(item.path, value or item.value))
    if action == "blank" and item.kind == "rows":
        raise Invalid("this asks about rows: delete those that are not there, or say that all is complete")
    if action in ("blank", "illegible"):
        return Change(item.path, before, "")
    if item.kind != "rows":
        raise Invalid("this asks about one cell; rows are changed where a row or table is asked about")
    if action == "complete":
        return Change(item.path, before, "")
    return _ROWS[action](item, value)


def supposed(item: Item, value: str) -> Decision | None:
    """The decision as if a value had been keyed; None where it would be none."""
    if item.kind != "cell":
        return None
    try:
        after = value if value == item.value and value else keyed(item.path, value)
    except Invalid:
        return None
    now = datetime.now(UTC)
    return Decision(0, item.filing, item.number, item.path, "", "type", item.value, after, "", now)


def _given(value: str) -> str:
    if not value:
        raise Invalid("nothing stands here yet; key the value, or b for blank")
    return value


def _added(item: Item, value: str) -> Change:
    """A row behind those of its kind; `number` tells several added ones apart."""
    try:
        fields = dict(json.loads(value))
    except (ValueError, TypeError) as error:
        raise Invalid("a row needs its values; key at least one") from error
    element = str(fields.pop("row", "") or _element(item.path))
    if element not in ELEMENTS:
        raise Invalid("say whether the row is a transaction or a holding, and of which table")
    table = "derivativeTable" if element.startswith("derivative") else "nonDerivativeTable"
    path = f"{table}/{element}[{ADDED + int(fields.pop('number', 1))}]"
    given = {name: keyed(f"{path}/{name}", str(text)) for name, text in fields.items() if str(text).strip()}
    if not given or not ROW_FIELDS.issuperset(name.removesuffix(MARKS) for name in given):
        raise Invalid("a row needs at least one value of a column of its table")
    return Change(path, "", json.dumps(given))


def _deleted(item: Item, value: str) -> Change:
    return Change(item.path, _row(value), "")


def _merged(item: Item, value: str) -> Change:
    rows = [_row(line) for line in value.splitlines() if line.strip()]
    if len(rows) != MERGED or rows[0] == rows[1]:
        raise Invalid("two rows are merged: mark the one, then the other")
    return Change(item.path, "\n".join(rows), "")


_ROWS = {"add-row": _added, "delete-row": _deleted, "merge-rows": _merged}


def _row(path: str) -> str:
    if not path or row_of(path) != path:
        raise Invalid("mark a row of a table first")
    return path


def _element(path: str) -> str:
    return row_of(path).partition("/")[2].partition("[")[0]
