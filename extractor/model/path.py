"""Cell paths: where a value stands in EDGAR's ownershipDocument, taken apart and put together.

The only place that knows how such a path is written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

MARKS = "/footnoteId"
"""Behind a cell's path: the footnote marks beside its value."""
FOOTNOTE, OWNER, SIGNATURE = "footnotes/footnote", "reportingOwner", "ownerSignature"
"""Elements that a filing repeats, beside the rows of its tables."""
TABLES = ("nonDerivativeTable", "derivativeTable")
"""Table I and Table II."""

_MARK = re.compile(r"F(\d+)")
_NUMBERED = re.compile(r"((?:nonDerivativeTable|derivativeTable)/\w+|reportingOwner|ownerSignature)\[(\d+)\]")
_FOOTNOTE = re.compile(r"footnotes/footnote\[@id='F([1-9]\d*)'\]")


@dataclass(frozen=True, slots=True)
class CellPath:
    """A path in its parts.

    `element` is the repeated element it is in (`nonDerivativeTable/nonDerivativeTransaction`), `number` which
    of them, from 1 (0 outside of any); `field` is the rest, empty for the element itself; `marks` says that
    it is the footnote marks beside the value.
    """

    element: str
    number: int
    field: str
    marks: bool = False

    @staticmethod
    @lru_cache(maxsize=1 << 14)
    def parse(text: str) -> CellPath:
        """The parts of a path; any text is one, if only the name of a field."""
        bare, marks = text.removesuffix(MARKS), text.endswith(MARKS)
        if match := _FOOTNOTE.fullmatch(bare):
            return CellPath(FOOTNOTE, int(match[1]), "", marks)
        match = _NUMBERED.match(bare)
        rest = bare[match.end() :] if match else ""
        if match is None or (rest and not rest.startswith("/")):
            return CellPath("", 0, bare, marks)
        return CellPath(match[1], int(match[2]), rest[1:], marks)

    def __str__(self) -> str:
        parts = [part for part in (self.base, self.field) if part]
        return "/".join(parts) + (MARKS if self.marks else "")

    @property
    def base(self) -> str:
        """The path of the element; empty outside of any."""
        if self.element == FOOTNOTE:
            return f"{FOOTNOTE}[@id='F{self.number}']"
        return f"{self.element}[{self.number}]" if self.element else ""

    @property
    def tag(self) -> str:
        """The name of the last element: `transactionShares`."""
        return (self.field or self.element).rpartition("/")[2]

    @property
    def table(self) -> str:
        """The table's element of a row's cell, or of the row; empty elsewhere."""
        table = self.element.partition("/")[0]
        return table if table in TABLES else ""

    @property
    def kind(self) -> str:
        """The row's own element: `nonDerivativeHolding`; empty outside the tables."""
        return self.element.partition("/")[2] if self.table else ""

    @property
    def is_holding(self) -> bool:
        """True in a row that is a holding."""
        return self.kind.endswith("Holding")

    def at(self, field: str) -> str:
        """The path of a field of the same element."""
        return str(replace(self, field=field, marks=False))


def row_path(table: str, kind: str, number: int) -> CellPath:
    """The path of a row: of `derivativeTable`, `Holding` and 2 `derivativeTable/derivativeHolding[2]`."""
    return CellPath(f"{table}/{table.removesuffix('Table')}{kind}", number, "")


def owner_path(number: int, field: str = "") -> str:
    """The path of a reporting owner, or of one of its fields."""
    return str(CellPath(OWNER, number, field))


def signature_path(number: int, field: str = "") -> str:
    """The path of a signature, or of one of its fields."""
    return str(CellPath(SIGNATURE, number, field))


def footnote_path(number: int) -> str:
    """The path of a footnote's text."""
    return str(CellPath(FOOTNOTE, number, ""))


def notes_cited(marks: str) -> list[int]:
    """The numbers of the footnotes that a cell of marks cites: `F1 F2`."""
    return [int(number) for number in _MARK.findall(marks)]


def covers(entry: str, path: str) -> bool:
    """True where an entry of the review list names `path` or a leading part of it; "" names the filing."""
    return not entry or path == entry or path.startswith((f"{entry}/", f"{entry}["))


def within(path: str, whole: str) -> bool:
    """True for a path and what stands below it."""
    return path == whole or path.startswith(f"{whole}/")
