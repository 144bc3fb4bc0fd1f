"""The values of review: results, items, decisions, progress. All frozen."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from extractor.model.filing import Alternative, BBox, Check, Extraction, Filing

DECISIONS_FILE = "decisions.csv"
"""The log in a folder of corrected results."""
ItemKind = Literal["cell", "rows", "sample"]
"""A doubtful cell; a row, table or filing that may be incomplete or have too much; an accepted cell that is
keyed blind, to measure how many accepted values are wrong."""
State = Literal["open", "decided", "settled"]
"""Waiting; decided by a person; no longer doubtful because of decisions on other cells."""
Action = Literal[
    "accept",
    "type",
    "blank",
    "illegible",
    "as-filed",
    "add-row",
    "delete-row",
    "merge-rows",
    "complete",
    "undo",
    "settled",
]
"""accept: the value shown, or an alternative; type: another value; blank: nothing is printed there;
illegible: nobody can read it; as-filed: the value is right though the sums disagree; complete: a row or table
was checked and nothing is missing; undo: takes back the reviewer's last decision; settled: other decisions
left nothing to ask about."""
TOOL = "form4"
"""Who the log names for what no person did."""
Mode = Literal["single", "double"]
"""One decision settles an item, or two reviewers must agree, the second of them blind."""


def person_of(name: str) -> str:
    """What tells one reviewer from another: "Ann" and "ann " are one person."""
    return " ".join(unicodedata.normalize("NFKC", name).split()).casefold()


@dataclass(frozen=True, slots=True)
class LoadedResult:
    """One result file: the extraction in it, and where its document was (None: unknown)."""

    json_file: Path
    extraction: Extraction
    document: Path | None


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the log; `path` names the cell or row of the filing, `before` and `after` are values."""

    number: int
    filing: int
    item: int
    path: str
    reviewer: str
    action: Action
    before: str
    after: str
    why: str
    at: datetime
    takes_back: int | None = None
    """The number of the decision that an `undo` takes back."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question to a person: its place, what was read, and the alternatives.

    `bbox` is in points on the page as filed, origin top left; None where a row is missing.
    `value` is the current value, with every decision applied; blank where it is keyed
    `blind`: of a sample, or of what another person has keyed already.
    """

    number: int
    filing: int
    document: int
    kind: ItemKind
    path: str
    label: str
    value: str
    raw: str
    reason: str
    page: int
    bbox: BBox | None
    alternatives: tuple[Alternative, ...]
    state: State
    blind: bool
    turns: int = 0
    """The clockwise quarter turns that put its page upright, 0 to 3."""
    rank: tuple[int, ...] = ()
    """Its place in the order of the form."""
    sure: float = 1.0
    """How probably `value` is right, as it was read."""
    doubts: tuple[tuple[int, int], ...] = ()
    """From where to where in `value` what was read is doubtful, in the order to look: numbers first."""

    @property
    def is_spot(self) -> bool:
        """True where it is about something on the page that no cell holds."""
        return is_spot(self.path)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item as stored."""

    number: int
    filing: int
    document: int
    kind: ItemKind
    path: str
    reason: str
    state: State
    blind: bool = False


UnitKind = Literal["one", "row", "group"]
"""A question by itself; cells of one row or block of the header; cells of one column that were read alike."""


@dataclass(frozen=True, slots=True)
class AskedUnit:
    """Items of one filing that are asked together; `focus` is the number of the one that is asked first."""

    kind: UnitKind
    filing: int
    items: tuple[Item, ...]
    focus: int

    @property
    def number(self) -> int:
        """The number by which the unit is named: that of its first item in the queue."""
        return min(item.number for item in self.items)

    @property
    def numbers(self) -> tuple[int, ...]:
        """Its items by number, as they are shown."""
        return tuple(item.number for item in self.items)

    @property
    def first(self) -> Item:
        """The item that is asked first."""
        return next(item for item in self.items if item.number == self.focus)


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """What a reviewer says of one item."""

    item: int
    action: Action
    value: str = ""


def is_spot(place: str) -> bool:
    """True where the place of an item is a page and a box, not a path."""
    return place.startswith("page ")


@dataclass(frozen=True, slots=True)
class BoundCheck:
    """A check of which an item's cell is part, with the name of its rule."""

    check: Check
    name: str

    @property
    def words(self) -> str:
        """What it says, without the rule's own name before it."""
        return self.check.statement.rpartition(" as filed: ")[2]


@dataclass(frozen=True, slots=True)
class Prospect:
    """What would follow from a value: the checks of its cell, and the open cells that would be settled."""

    sums: tuple[BoundCheck, ...]
    settles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """The result of a decision: the decision as logged, and the paths of other cells that it settled."""

    decision: Decision
    settled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QueueProgress:
    """Counts of items by state; `seconds_left` is None where there are too few decisions for an estimate.

    `unread` result files have not told yet what is to be asked about them.
    """

    done: int
    left: int
    settled: int
    seconds_left: float | None
    unread: int = 0


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document in the list: its name, its filings, the items left and done."""

    number: int
    name: str
    filings: int
    left: int
    done: int


@dataclass(frozen=True, slots=True)
class Corrected:
    """A filing with its decisions applied, and the paths still open."""

    filing: Filing
    open: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is shown beside a question: its filing as it is now, the paths that its reviewer keys blind, the
    document's name, and why the document cannot be shown (empty where it can)."""

    corrected: Corrected
    unseen: frozenset[str]
    document: str
    trouble: str
