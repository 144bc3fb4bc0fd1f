"""The extracted filing, as the output contract prints it. Immutable.

Paths are XPaths of the EDGAR `ownershipDocument`, rows counted from 1, without a trailing `/value`.
Boxes are `[x0, top, x1, bottom]` in points on the page as filed, origin top left.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

from extractor.model.path import covers

CellStatus = Literal["accepted", "review", "repaired", "corrected"]
Outcome = Literal["satisfied", "violated", "not-applicable"]
BBox = tuple[float, float, float, float]


class Frozen(BaseModel):
    """Base of every output value."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Alternative(Frozen):
    """Another reading of a cell and how probable it is."""

    value: str
    raw: str
    probability: float


class Cell(Frozen):
    """One value of the form with its place, its confidence and the reason for its status."""

    path: str
    value: str
    raw: str
    status: CellStatus
    confidence: float
    page: int
    bbox: BBox
    source: Literal["text", "ocr", "derived"]
    reader: str
    alternatives: tuple[Alternative, ...] = ()
    reason: str = ""
    readings: Mapping[str, str] = {}
    """On a scan: what each reader alone would say, by its name."""


class Check(Frozen):
    """What one reconciliation rule says of the cells it binds."""

    rule: str
    outcome: Outcome
    statement: str
    cells: tuple[str, ...] = ()


class ReviewItem(Frozen):
    """Something a person must look at: a cell's path, or the leading part of several; "" is the whole filing.

    With a `page`, the path "" is something on that page that is part of no cell, in `bbox`.
    """

    path: str
    reason: str
    page: int | None = None
    bbox: BBox | None = None

    @property
    def place(self) -> str:
        """What tells it from all other items: its path, or `page 2 at 18 531 545 539`."""
        if self.page is None:
            return self.path
        return f"page {self.page} at {' '.join(f'{side:.0f}' for side in self.bbox or ())}"

    def names(self, path: str) -> bool:
        """True where it is about the cell, row or table at `path`."""
        return self.page is None and covers(self.path, path)


class Unaccounted(Frozen):
    """Words or ink on a page of a filing that nothing explains and no cell holds."""

    page: int
    bbox: BBox
    text: str


class Filing(Frozen):
    """One Form 4 found in the file."""

    form: str
    layout: str
    pages: tuple[int, ...]
    turns: tuple[int, ...] = ()
    """Clockwise quarter turns that put each of its pages upright; empty where they are."""
    status: Literal["ok", "review"]
    cells: tuple[Cell, ...]
    checks: tuple[Check, ...] = ()
    review: tuple[ReviewItem, ...] = ()
    unaccounted: tuple[Unaccounted, ...] = ()
    """What its pages hold beside it; each is in `review` too."""

    def values(self) -> Mapping[str, str]:
        """Path → value of every cell."""
        return {cell.path: cell.value for cell in self.cells}

    def cell(self, path: str) -> Cell | None:
        """The cell at `path`, or None where the form leaves it empty."""
        return next((cell for cell in self.cells if cell.path == path), None)


class AttachedSource(Frozen):
    """A file attached to it; its `pages` are numbered after the file's own. Without, `reason` says why."""

    name: str
    pages: tuple[int, ...] = ()
    reason: str = ""


class Source(Frozen):
    """The file the filings came from; `path` is where it was, empty where that is not known."""

    name: str
    sha256: str
    pages: int
    path: str = ""
    attachments: tuple[AttachedSource, ...] = ()


class UnusedPage(Frozen):
    """A page that is no Form 4, and why."""

    page: int
    reason: str


class Extraction(Frozen):
    """Everything `form4 extract` found in one file."""

    source: Source
    status: Literal["ok", "review", "failed"]
    filings: tuple[Filing, ...]
    unused_pages: tuple[UnusedPage, ...] = ()
