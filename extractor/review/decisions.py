"""The values review deals in: what is asked, what was decided, how far along it is. All frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from extractor.model.filing import Alternative, BBox, Check, Extraction, Filing

ItemKind = Literal["cell", "rows", "sample"]
"""A doubtful cell; a row, table or filing that may have lost or gained something; an accepted cell that is
keyed blind, to measure how many accepted values are wrong."""
State = Literal["open", "decided", "settled"]
"""Waiting; decided by a person; no longer doubtful because of what was decided beside it."""
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
]
"""accept: the value shown, or an alternative; type: another value; blank: nothing is printed there;
illegible: nobody can read it; as-filed: the value stands though the sums disagree; complete: a row or table
fault was looked at and nothing is missing; undo: takes back the reviewer's last decision."""
Mode = Literal["single", "double"]
"""One decision settles an item, or two reviewers must agree blind and a third settles."""


@dataclass(frozen=True, slots=True)
class LoadedResult:
    """One result file: the extraction in it and the document it came from (None: not found)."""

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
    """One thing a person is asked: where it stands, what was read, what else it could be.

    `bbox` is in points on the page as filed, origin top left; None for a fault of a row that is not there.
    `value` is what stands there now, with every decision so far; blank for a sample, which is keyed blind.
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


@dataclass(frozen=True, slots=True)
class BoundCheck:
    """A check that binds an item's cell: its rule's name, its outcome and its sum in words."""

    check: Check
    name: str


@dataclass(frozen=True, slots=True)
class Prospect:
    """What would follow from a value: the sums that bind its cell, and the open cells these would settle."""

    sums: tuple[BoundCheck, ...]
    settles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision brought: its number, and the paths of other open cells it settled."""

    decision: Decision
    settled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QueueProgress:
    """How far the queue is: items and what is left of them; `seconds_left` None before anything is known."""

    done: int
    left: int
    settled: int
    seconds_left: float | None


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document in the list: its name, its filings, what is left to look at."""

    number: int
    name: str
    filings: int
    left: int
    done: int


@dataclass(frozen=True, slots=True)
class Quality:
    """What the blind keying of accepted cells says: of `keyed` values `wrong` were not as accepted, a rate of
    `low` to `high` with 95 % confidence."""

    keyed: int
    wrong: int
    rate: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Corrected:
    """A filing with its decisions over it, and the paths still open."""

    filing: Filing
    open: frozenset[str] = field(default=frozenset())
