"""Why a cell has its status, or why a person must look somewhere: as data, which code may ask; its words, for
people, are made in `reason_words` alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum, unique
from typing import Any

from pydantic import BaseModel, ConfigDict, model_serializer, model_validator

Parameter = str | int | float | tuple[str, ...]
"""What a reason is about: a value, a count, a share (0 to 1), names."""


@unique
class ReasonCode(StrEnum):
    """Every reason there is; they stand in the JSON beside the words."""

    # Of the reading of one value.
    UNSURE = "unsure"
    HARD_TO_READ = "hard-to-read"
    NO_SUCH_VALUE = "no-such-value"
    COULD_BE = "could-be"
    OTHER_READER = "other-reader"
    FAINT_MARK = "faint-mark"
    NOT_DIVIDED = "not-divided"
    NOT_FOUND = "not-found"
    BOTH_COLUMNS = "both-columns"
    MARK_CUT_OFF = "mark-cut-off"
    WORD_LOST = "word-lost"
    WORD_TWICE = "word-twice"
    INK_UNREAD = "ink-unread"
    MISCOUNTED = "miscounted"
    ODD_FIGURE = "odd-figure"
    ONE_BRACKET = "one-bracket"
    MARK_TOO_SMALL = "mark-too-small"
    MARK_WITHOUT_FIGURE = "mark-without-figure"
    LONE_NOTE = "lone-note"
    # Of a value that follows from others.
    ORIGINAL_DATED = "original-dated"
    ORIGINAL_NOT_DATED = "original-not-dated"
    TITLED_AMENDMENT = "titled-amendment"
    SUB_COLUMN = "sub-column"
    ONLY_CITATION = "only-citation"
    SUM = "sum"
    REPAIRED = "repaired"
    # Of a value that is legible and no whole one.
    CITY_WITH_DIGITS = "city-with-digits"
    STATE_LETTERS = "state-letters"
    ZIP_DIGITS = "zip-digits"
    ZIP_ABROAD = "zip-abroad"
    SIGNER_CUT_OFF = "signer-cut-off"
    YEAR_CUT_OFF = "year-cut-off"
    POINT_OR_COMMA = "point-or-comma"
    NEAR_ANOTHER = "near-another"
    # Of what should be there.
    NOTHING_READ = "nothing-read"
    NOTHING_READ_IN_ROW = "nothing-read-in-row"
    NOTHING_READ_BESIDE = "nothing-read-beside"
    NO_OWNER_NAME = "no-owner-name"
    NO_ADDRESS_PART = "no-address-part"
    NO_OFFICER_TITLE = "no-officer-title"
    NO_BOX_CHECKED = "no-box-checked"
    TEXT_WITHOUT_BOX = "text-without-box"
    BOX_NOT_FOUND = "box-not-found"
    NO_HEADING = "no-heading"
    NO_ROW_AT_ALL = "no-row-at-all"
    TABLE_NOT_FOUND = "table-not-found"
    NO_TABLE_AT_FIRST = "no-table-at-first"
    COLUMNS_NOT_FOUND = "columns-not-found"
    # Of rows.
    ROW_MISSING = "row-missing"
    ROW_OF_NOTE_MISSING = "row-of-note-missing"
    EXERCISE_WITHOUT_ROW = "exercise-without-row"
    EMPTY_LINES = "empty-lines"
    FAINT_LINES = "faint-lines"
    TWO_ROWS = "two-rows"
    KIND_UNCLEAR = "kind-unclear"
    MOSTLY_DOUBTFUL = "mostly-doubtful"
    TABLE_DOUBTFUL = "table-doubtful"
    # Of what one part says of another.
    OWNERS_AND_SIGNATURES = "owners-and-signatures"
    BOX_FOR_SEVERAL = "box-for-several"
    BOX_FOR_ONE = "box-for-one"
    NO_TEXT_OF_MARK = "no-text-of-mark"
    NO_TEXT_NOR_MARK = "no-text-nor-mark"
    NO_MARK = "no-mark"
    TEXT_OF_NOTE_HERE = "text-of-note-here"
    MARK_BEYOND = "mark-beyond"
    MARKS_BEYOND = "marks-beyond"
    BEGINS_ABOVE = "begins-above"
    OWN_NUMBER = "own-number"
    PART_OF_NOTE_HERE = "part-of-note-here"
    SIGNATURE_HERE = "signature-here"
    # Of a page or the whole filing.
    IN_NO_CELL = "in-no-cell"
    COVERED = "covered"
    ROWS_COVERED = "rows-covered"
    KEY_BY_HAND = "key-by-hand"
    FEW_CAPTIONS = "few-captions"
    DOUBTFUL_VALUES = "doubtful-values"
    ROWS_LACKING = "rows-lacking"
    KIND_OF_FORM_BY_RULES = "kind-of-form-by-rules"
    PAGES_MISSING = "pages-missing"
    NO_END = "no-end"
    TABLE_MISSING = "table-missing"
    NOTES_BEGIN_LATE = "notes-begin-late"
    NOTES_END_EARLY = "notes-end-early"
    UNKNOWN_PRINT = "unknown-print"
    PAGE_READ = "page-read"
    PAGE_NOT_READ = "page-not-read"
    # Of a page that may go on with a filing.
    OTHER_TITLE = "other-title"
    OWN_PRINT = "own-print"
    TABLE_ON_PAGE = "table-on-page"
    COLUMNS_GO_ON = "columns-go-on"
    OWNER_BOX = "owner-box"
    NOTE_BEGINS = "note-begins"
    SAID_CONTINUED = "said-continued"
    NUMBERED = "numbered"
    END_SEEN = "end-seen"
    END_NOT_SEEN = "end-not-seen"
    NO_LAYOUT_FITS = "no-layout-fits"
    OTHER_FORM = "other-form"
    OTHER_PRINT = "other-print"
    NO_PAGES = "no-pages"
    # Of what a person decided.
    DECIDED = "decided"
    ROW_ADDED = "row-added"
    ILLEGIBLE = "illegible"
    KEYED_OTHERWISE = "keyed-otherwise"
    NOTED = "noted"


class Reason(BaseModel):
    """A reason with what it is about, by name, and the `causes` it names.

    In JSON it is one flat object: `{"code": "could-be", "read": "701", "value": "707"}`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: ReasonCode
    parameters: tuple[tuple[str, Parameter], ...] = ()
    causes: tuple[Reason, ...] = ()

    @classmethod
    def of(cls, code: ReasonCode, causes: Iterable[Reason] = (), **parameters: Parameter) -> Reason:
        """A reason; `reason_words` says which parameters its code has."""
        return cls(code=code, parameters=tuple(parameters.items()), causes=tuple(causes))

    def about(self, name: str) -> Parameter:
        """One of its parameters; raises KeyError where it has none of that name."""
        return dict(self.parameters)[name]

    @model_serializer
    def _flat(self) -> dict[str, Any]:
        causes = {"causes": self.causes} if self.causes else {}
        return {"code": self.code.value, **dict(self.parameters), **causes}

    @model_validator(mode="before")
    @classmethod
    def _from_flat(cls, given: object) -> object:
        if not isinstance(given, dict) or "parameters" in given:
            return given
        own = {name: given[name] for name in ("code", "causes") if name in given}
        return own | {"parameters": [pair for pair in given.items() if pair[0] not in ("code", "causes")]}


def found_in(reasons: Iterable[Reason], code: ReasonCode) -> Iterator[Reason]:
    """The reasons of a code, among these and their causes."""
    for reason in reasons:
        if reason.code is code:
            yield reason
        yield from found_in(reason.causes, code)


def each_once(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """The reasons in their order, each once."""
    return tuple(dict.fromkeys(reasons))
