"""The extracted filing, as the output contract prints it. Immutable.

Paths are XPaths of the EDGAR `ownershipDocument`, rows counted from 1, without a trailing `/value`.
Boxes are `[x0, top, x1, bottom]` in points on the page as filed, origin top left.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from extractor.model.path import covers
from extractor.model.reason import Reason, ReasonCode
from extractor.model.reason_words import in_words

if TYPE_CHECKING:
    from pandas import DataFrame

    from extractor.model.filing_view import FilingView
    from extractor.model.typed_rows import Footnote, Holding, Owner, Transaction

CellStatus = Literal["accepted", "review", "repaired", "corrected"]
Outcome = Literal["satisfied", "violated", "not-applicable"]
FiledBy = Literal["one", "more"]
"""What the form says of how many reporting persons file it."""
BBox = tuple[float, float, float, float]
SchemaVersion = Literal["1.0"]
"""Of the JSON and its schema: the first number changes where what was there changes its meaning, the second
where something is added."""

CONFIDENCE_DIGITS = 4
"""Decimal places of a confidence in the output: no calibration is finer."""
PROBABILITY_DIGITS = 6
"""Decimal places of what is left for alternatives, which come to 1 with the value."""


class Frozen(BaseModel):
    """Base of every output value."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Explained(Frozen):
    """What has reasons. In JSON `reason` has them in words, as the output contract asks, and `reasons` beside
    it as data, where there are any."""

    if TYPE_CHECKING:  # each class has the field in its place of the contract's order
        reasons: tuple[Reason, ...] = ()

    @property
    def reason(self) -> str:
        """The reasons in words."""
        return in_words(self.reasons)

    @model_serializer(mode="wrap")
    def _with_words(self, printed: SerializerFunctionWrapHandler) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, value in printed(self).items():
            made |= (
                {"reason": self.reason, **({name: value} if value else {})}
                if name == "reasons"
                else {name: value}
            )
        return made

    @model_validator(mode="before")
    @classmethod
    def _without_words(cls, given: object) -> object:
        """The data of JSON; a reason that is words alone, as older results have it, is a note."""
        if not isinstance(given, dict) or "reason" not in given:
            return given
        known = {name: value for name, value in given.items() if name != "reason"}
        words = given["reason"]
        noted = (Reason.of(ReasonCode.NOTED, text=words),) if words else ()
        return {"reasons": noted, **known}


class Alternative(Frozen):
    """Another reading of a cell and how probable it is."""

    value: str
    """As the value would be."""
    raw: str
    """As it would stand on the page."""
    probability: float
    """That it is the right one, 0 to 1."""


class Cell(Explained):
    """One value of the form with its place, its confidence and the reason for its status."""

    path: str
    """Where the value stands in EDGAR's XML, rows from 1; with `/footnoteId` the marks beside it."""
    value: str
    """Normalized: dates YYYY-MM-DD (or YYYY-MM), plain decimals, true or false, text on one line."""
    raw: str
    """What stands on the page."""
    status: CellStatus
    """accepted; review: a person should look; repaired: as the sums prove; corrected: by a person."""
    confidence: float
    """The probability that `value` is right, 0 to 1."""
    page: int
    """From 1, of the file."""
    bbox: BBox
    """Left, top, right, bottom in points (1/72 inch) on the page as filed, from its top left."""
    source: Literal["text", "ocr", "derived"]
    """text: a text layer; ocr: the ink; derived: another cell or the column."""
    reader: str
    """What read it."""
    alternatives: tuple[Alternative, ...] = ()
    """Other readings, the likeliest first."""
    reasons: tuple[Reason, ...] = ()
    """Why it has its status, as data."""
    readings: Mapping[str, str] = {}
    """On a scan: what each reader alone would say, by its name."""


class BrokenAsFiled(Frozen):
    """A rule that the filing itself, clearly read, does not satisfy, and its statements."""

    rule: str
    """Its id."""
    statements: tuple[str, ...]
    """The sums, with the numbers of the filing."""


class Check(Frozen):
    """What one reconciliation rule says of the cells it binds."""

    rule: str
    """Its id."""
    outcome: Outcome
    """not-applicable also where a cell it needs was not read."""
    statement: str
    """The sum, with the numbers of the filing."""
    cells: tuple[str, ...] = ()
    """The paths of the cells it binds."""
    as_filed: BrokenAsFiled | None = None
    """What the filer did not satisfy; the check itself is not called by that rule."""


class ReviewItem(Explained):
    """Something a person must look at: a cell's path, or the leading part of several; "" is the whole filing.

    With a `page`, the path "" is something on that page that is part of no cell, in `bbox`.
    """

    path: str
    """A cell, or the leading part of several; "" is the whole filing."""
    reasons: tuple[Reason, ...]
    """Why to look, as data."""
    page: int | None = None
    """Where it is part of no cell: the page, from 1."""
    bbox: BBox | None = None
    """And the place on it, in points."""

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
    """From 1."""
    bbox: BBox
    """In points."""
    text: str
    """What was read there, if anything."""


class Filing(Frozen):
    """One Form 4 found in the file."""

    form: str
    """4, as the layout has it; `documentType` among the cells says what was read."""
    layout: str
    """The layout it was read by; `generic` where no layout knows the print."""
    pages: tuple[int, ...]
    """Its pages in the file, from 1."""
    turns: tuple[int, ...] = ()
    """Clockwise quarter turns that put each of its pages upright; empty where they are."""
    status: Literal["ok", "review"]
    """review where a person should look at anything."""
    cells: tuple[Cell, ...]
    """Every value, in the order of the form; what is empty has none."""
    checks: tuple[Check, ...] = ()
    """What the form's sums and rules say."""
    review: tuple[ReviewItem, ...] = ()
    """What a person must look at, in the order of the form."""
    filed_by: FiledBy | None = None
    """Which box for one reporting person or for several is checked; None where that was not read."""
    unaccounted: tuple[Unaccounted, ...] = ()
    """What its pages hold beside it; each is in `review` too."""

    def values(self) -> Mapping[str, str]:
        """Path → value of every cell."""
        return {cell.path: cell.value for cell in self.cells}

    def cell(self, path: str) -> Cell | None:
        """The cell at `path`, or None where the form leaves it empty."""
        return next((cell for cell in self.cells if cell.path == path), None)

    @property
    def transactions(self) -> tuple[Transaction, ...]:
        """The transactions of Tables I and II, with typed values."""
        from extractor.model.typed_rows import transactions_of

        return transactions_of(self._view)

    @property
    def holdings(self) -> tuple[Holding, ...]:
        """The holdings of Tables I and II, with typed values."""
        from extractor.model.typed_rows import holdings_of

        return holdings_of(self._view)

    @property
    def owners(self) -> tuple[Owner, ...]:
        """The reporting owners."""
        from extractor.model.typed_rows import owners_of

        return owners_of(self._view)

    @property
    def footnotes(self) -> tuple[Footnote, ...]:
        """The footnotes by number."""
        from extractor.model.typed_rows import footnotes_of

        return footnotes_of(self._view)

    def to_dict(self) -> dict[str, Any]:
        """The filing as in the JSON."""
        from extractor.model.json_data import printed_filing

        return printed_filing(self)

    def to_frame(self) -> DataFrame:
        """Its transactions and holdings as a pandas DataFrame, a row each.

        Numbers are floats, days datetime64. Raises ComponentMissing where pandas is not installed.

            >>> filing.to_frame().groupby("code").amount.sum()  # doctest: +SKIP
        """
        from extractor.model.frames import frame_of

        return frame_of([self])

    @property
    def _view(self) -> FilingView:
        from extractor.model.filing_view import FilingView

        return FilingView(self)


class AttachedSource(Frozen):
    """A file attached to it; its `pages` are numbered after the file's own. Without, `reason` says why."""

    name: str
    """Of the attached file."""
    pages: tuple[int, ...] = ()
    """The numbers of its pages."""
    reason: str = ""
    """Why it was not read."""


class Source(Frozen):
    """The file the filings came from; `path` is where it was, empty where that is not known."""

    name: str
    """The name of the file."""
    sha256: str
    """Of its bytes, in hexadecimal."""
    pages: int
    """How many, those of attached files included."""
    path: str = ""
    """Where it was."""
    attachments: tuple[AttachedSource, ...] = ()
    """Files attached to it."""


class UnusedPage(Explained):
    """A page that is no Form 4, and why."""

    page: int
    """From 1."""
    reasons: tuple[Reason, ...]
    """Why, as data."""


class Extraction(Frozen):
    """Everything `form4 extract` found in one file."""

    schema_version: SchemaVersion = "1.0"
    """The version of the schema that this JSON keeps to; older results have none."""
    source: Source
    """The file."""
    status: Literal["ok", "review", "failed"]
    """review where any filing has it; failed where nothing could be read."""
    filings: tuple[Filing, ...]
    """In the order of the file."""
    unused_pages: tuple[UnusedPage, ...] = ()
    """Pages that are no Form 4."""

    def to_dict(self) -> dict[str, Any]:
        """All of it as in the JSON."""
        from extractor.model.json_data import printed

        return printed(self)

    def to_frames(self) -> dict[str, DataFrame]:
        """pandas DataFrames of all filings by name: rows, owners, footnotes; `filing` counts from 1.

        Raises ComponentMissing where pandas is not installed.
        """
        from extractor.model.frames import frames_of

        return frames_of(self.filings)
