"""The words of reasons, for whoever checks a filing: what is doubtful and what to do about it.

Every reason that people read is worded here. Nothing reads the words back: code asks the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from extractor.model.form_schema import PLAIN_NAMES
from extractor.model.reason import Parameter, Reason, ReasonCode

VALUES: Mapping[str, str] = {
    "acquired-disposed": "A (acquired) or D (disposed)",
    "direct-indirect": "D (direct) or I (indirect)",
    "early": "E (reported early)",
    "shares": "number of shares",
    "month": "month and year",
    "marks": "footnote's number",
}
"""Types of values in words; the others are called what they are."""
_AN = frozenset("8AEFHILMNORSXaefhilmnorsx")
"""What is spoken with a vowel first."""


def in_words(reasons: Iterable[Reason]) -> str:
    """Several reasons in one line."""
    return "; ".join(map(words_of, reasons))


def words_of(reason: Reason) -> str:
    """A reason in words, those that it names as its causes in brackets."""
    worded = WORDS[reason.code]
    if isinstance(worded, str):
        said = worded.format_map({name: _shown(value) for name, value in reason.parameters})
    else:
        said = worded(**dict(reason.parameters))
    return f"{said} ({in_words(reason.causes)})" if reason.causes else said


def _shown(value: Parameter) -> str | int | float:
    return ", ".join(value) if isinstance(value, tuple) else value


def _no_such(type: str) -> str:
    return f"what stands here is no {VALUES.get(type, type.replace('-', ' '))}"


def _not_divided(tags: Sequence[str]) -> str:
    return f"may hold the {_parts(tags)} too: divide the line"


def _no_address_part(tags: Sequence[str]) -> str:
    return f"no {_parts(tags)} was read: it may stand in another part of the address"


def _parts(tags: Sequence[str]) -> str:
    return ", ".join(PLAIN_NAMES.get(tag, tag) for tag in tags)


def _slip(read: str, value: str) -> str:
    """`the 3 may be an 8: 787`, where one digit is what is doubtful; else `could also be 787`."""
    differ = [pair for pair in zip(read, value, strict=False) if pair[0] != pair[1]]
    if len(read) != len(value) or len(differ) != 1 or not any(map(str.isdigit, differ[0])):
        return f"could also be {value}"
    ((one, other),) = differ
    return f"the {one} may be {'an' if other in _AN else 'a'} {other}: {value}"


WORDS: Mapping[ReasonCode, str | Callable[..., str]] = {
    ReasonCode.UNSURE: "uncertain",
    ReasonCode.HARD_TO_READ: "hard to read",
    ReasonCode.NO_SUCH_VALUE: _no_such,
    ReasonCode.COULD_BE: _slip,
    ReasonCode.OTHER_READER: "another reader reads {value}",
    ReasonCode.FAINT_MARK: "the mark is faint",
    ReasonCode.NOT_DIVIDED: _not_divided,
    ReasonCode.NOT_FOUND: "not found: it may stand in the line before it",
    ReasonCode.BOTH_COLUMNS: "something stands in both columns of this item, and only one is filled in",
    ReasonCode.MARK_CUT_OFF: "a bracket stands here: the number of a footnote may not have been read",
    ReasonCode.WORD_LOST: 'a word may be missing between "{before}" and "{after}"',
    ReasonCode.WORD_TWICE: '"{word}" was read twice in a row: a line may have been read for another',
    ReasonCode.ONE_BRACKET: "one bracket of two was read: the other, or more, may be missing",
    ReasonCode.MISCOUNTED: "the counters of a list, (i), (ii), do not follow each other as read",
    ReasonCode.ODD_FIGURE: '"{figure}" is no figure as it stands: one of its letters may be misread',
    ReasonCode.INK_UNREAD: "more stands at the end of its line than was read",
    ReasonCode.MARK_TOO_SMALL: "something small stands high here: it may be a footnote's number",
    ReasonCode.MARK_WITHOUT_FIGURE: (
        "a bracket stands before it: a figure of the number may not have been read"
    ),
    ReasonCode.LONE_NOTE: "nothing else cites note {note}",
    ReasonCode.ORIGINAL_DATED: "the date of the original is given",
    ReasonCode.ORIGINAL_NOT_DATED: "no date of an original is given",
    ReasonCode.TITLED_AMENDMENT: "its title says that it is an amendment",
    ReasonCode.SUB_COLUMN: "the number stands in the ({letter}) sub-column",
    ReasonCode.ONLY_CITATION: "nothing else cites {notes}, and every note is cited",
    ReasonCode.SUM: "{statement}",
    ReasonCode.REPAIRED: "read {read}; only the value shown adds up",
    ReasonCode.CITY_WITH_DIGITS: "a city has no digits",
    ReasonCode.STATE_LETTERS: "a state has two letters",
    ReasonCode.ZIP_DIGITS: "a ZIP code has five or nine digits",
    ReasonCode.ZIP_ABROAD: "a ZIP code of another country stands beside it",
    ReasonCode.SIGNER_CUT_OFF: "the name of who signed is not before it",
    ReasonCode.YEAR_CUT_OFF: "the other dates have years of four digits: two may be missing",
    ReasonCode.POINT_OR_COMMA: "its point may be a worn comma",
    ReasonCode.NEAR_ANOTHER: "it may be {value}, as elsewhere in this filing: one figure is unsure",
    ReasonCode.NOTHING_READ: "nothing was read here, and every such form has this",
    ReasonCode.NOTHING_READ_IN_ROW: "nothing was read here, and every such row has this",
    ReasonCode.NOTHING_READ_BESIDE: "the rows beside it have this, and nothing was read",
    ReasonCode.NO_OWNER_NAME: "no name was read of this owner",
    ReasonCode.NO_ADDRESS_PART: _no_address_part,
    ReasonCode.NO_OFFICER_TITLE: "an officer's title was not read",
    ReasonCode.NO_BOX_CHECKED: "no box is checked; every filer checks one",
    ReasonCode.TEXT_WITHOUT_BOX: "the box that this belongs to is not checked",
    ReasonCode.BOX_NOT_FOUND: "not every box to check was found",
    ReasonCode.NO_HEADING: 'no "{heading}" was found',
    ReasonCode.NO_ROW_AT_ALL: "no row was found in either table, and nothing says that there is none",
    ReasonCode.TABLE_NOT_FOUND: "{table} was found on no page",
    ReasonCode.NO_TABLE_AT_FIRST: "no table was found on the first page",
    ReasonCode.COLUMNS_NOT_FOUND: "columns were not found, their values stand in others: {columns}",
    ReasonCode.ROW_MISSING: "a row may be missing",
    ReasonCode.ROW_OF_NOTE_MISSING: "a row may be missing: no mark {notes} was found",
    ReasonCode.EXERCISE_WITHOUT_ROW: (
        "Table I reports an exercise or conversion (code {codes}) and no row here does"
    ),
    ReasonCode.EMPTY_LINES: "rows may be missing: nothing was read in {count} of the lines between others",
    ReasonCode.FAINT_LINES: "rows may be missing: there is ink in {count} lines, too faint to read",
    ReasonCode.TWO_ROWS: "two rows may stand in one: the rule between them is gone",
    ReasonCode.KIND_UNCLEAR: "this row is a transaction or a holding: too little of it is legible",
    ReasonCode.MOSTLY_DOUBTFUL: "most of what was read here is doubtful: more may be lost",
    ReasonCode.TABLE_DOUBTFUL: (
        "rows may be missing: {doubtful} of the {count} values read here are doubtful"
    ),
    ReasonCode.OWNERS_AND_SIGNATURES: (
        "the owners found are {owners} and the signatures {signatures}: look for what is missing"
    ),
    ReasonCode.BOX_FOR_SEVERAL: ("the box for more than one reporting person is checked, and one was found"),
    ReasonCode.BOX_FOR_ONE: "the box for one reporting person is checked, and {owners} were found",
    ReasonCode.NO_TEXT_OF_MARK: "no text was found for mark F{note}",
    ReasonCode.NO_TEXT_NOR_MARK: (
        "neither a text nor a mark was found for F{note}, and footnotes are numbered without gaps"
    ),
    ReasonCode.NO_MARK: "no mark F{note} was found in the form",
    ReasonCode.TEXT_OF_NOTE_HERE: "no text was found for F{note}: it may stand here",
    ReasonCode.MARK_BEYOND: "marked F{mark}, and texts were found up to F{last}",
    ReasonCode.MARKS_BEYOND: "marks go up to F{mark}, and texts were found up to F{last}",
    ReasonCode.BEGINS_ABOVE: "its beginning may stand above it",
    ReasonCode.OWN_NUMBER: "its first figure may be the note's own number, {note}",
    ReasonCode.PART_OF_NOTE_HERE: "the beginning of F{note} may stand here",
    ReasonCode.SIGNATURE_HERE: "the beginning of a signature may stand here",
    ReasonCode.IN_NO_CELL: 'no cell holds what stands here: "{text}"',
    ReasonCode.COVERED: "something is painted or stamped over this",
    ReasonCode.ROWS_COVERED: "something is painted or stamped over this: rows may be missing",
    ReasonCode.KEY_BY_HAND: "key this filing by hand",
    ReasonCode.FEW_CAPTIONS: "{share:.0%} of the printed captions are legible",
    ReasonCode.DOUBTFUL_VALUES: "{doubtful} of the {count} values read are doubtful",
    ReasonCode.ROWS_LACKING: "{lacking} of {count} rows lack something every row has",
    ReasonCode.KIND_OF_FORM_BY_RULES: "told by its rules: few of its captions are legible",
    ReasonCode.PAGES_MISSING: "pages may be missing",
    ReasonCode.NO_END: "the end of the form was not found",
    ReasonCode.TABLE_MISSING: "{table} was not found",
    ReasonCode.NOTES_BEGIN_LATE: "the notes begin at F{note}",
    ReasonCode.NOTES_END_EARLY: "the notes end at F{note} and marks go up to F{marked}",
    ReasonCode.UNKNOWN_PRINT: (
        "no layout knows this print: compare its columns with the page before you use them"
    ),
    ReasonCode.PAGE_READ: "page {page} was read as a page of this form: look whether it is one",
    ReasonCode.PAGE_NOT_READ: ("page {page} was not read as a page of this form: look whether it is one"),
    ReasonCode.OTHER_TITLE: 'it says "{title}"',
    ReasonCode.OWN_PRINT: 'it has the form\'s own print: "{print}"',
    ReasonCode.TABLE_ON_PAGE: "{table} stands on it",
    ReasonCode.COLUMNS_GO_ON: "its columns stand where those of the table before it do",
    ReasonCode.OWNER_BOX: "it has the box of a reporting person",
    ReasonCode.NOTE_BEGINS: "footnote {note} begins on it",
    ReasonCode.SAID_CONTINUED: 'it says "{words}"',
    ReasonCode.NUMBERED: "it is numbered as page {page}",
    ReasonCode.END_SEEN: "the form's end was seen before it",
    ReasonCode.END_NOT_SEEN: "the form's end was not seen before it",
    ReasonCode.NO_LAYOUT_FITS: "no Form 4 layout fits: best {layout} {score:.2f} (needs {needed:.2f})",
    ReasonCode.OTHER_FORM: "this is a {form} ({about}), which is not read",
    ReasonCode.OTHER_PRINT: "this is a {form} ({about}), in a print that no layout describes",
    ReasonCode.NO_PAGES: "it has no pages",
    ReasonCode.DECIDED: "{reviewer}: {why}",
    ReasonCode.ROW_ADDED: "{reviewer}: a row added",
    ReasonCode.ILLEGIBLE: "illegible, says {reviewer}",
    ReasonCode.KEYED_OTHERWISE: "keyed blind as {value}: which is right?",
    ReasonCode.NOTED: "{text}",
}
"""What each reason says; a name in braces, or an argument, is one of its
parameters."""
