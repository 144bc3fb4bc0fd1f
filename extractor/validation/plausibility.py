"""Values that are legible but no such thing as their box asks for: they go to a person.

A reading may be sure of every letter and still hold half a value, where a rule or a line below cut it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from extractor.model.filing import Cell
from extractor.model.reason import Reason, ReasonCode
from extractor.validation.settings import SETTINGS
from extractor.values.compound import STATE, ZIP

_SETTINGS = SETTINGS.plausibility

SHORT_YEAR = re.compile(r"^\D*\d{1,2}\D\d{1,2}\D\d\d\D*$")
LONG_YEAR = re.compile(r"\d{4}\D*$")
"""How a date is typed: `10/25/96` or `10/25/1996`."""
SHAPES: dict[str, tuple[re.Pattern[str], ReasonCode]] = {
    "rptOwnerCity": (re.compile(r"\D+"), ReasonCode.CITY_WITH_DIGITS),
    "rptOwnerState": (re.compile(r"[A-Z][A-Z0-9]|\D{3,}"), ReasonCode.STATE_LETTERS),
    "rptOwnerZipCode": (
        re.compile(r"\d{5}(?:-?\d{4})?|(?=.*\d)(?!\d+$)[\w -]+|\d{6}"),
        ReasonCode.ZIP_DIGITS,
    ),
    "signatureName": (
        re.compile(r"(?!(?:for|under|as|date|attorney)\b).*[A-Za-z].*", re.IGNORECASE | re.DOTALL),
        ReasonCode.SIGNER_CUT_OFF,
    ),
}
"""What a whole value of a box looks like, by the last part of its path, and what is wrong with any other."""


POINTED = re.compile(r"\d{1,3}\.\d{3}")
"""A count of which nobody can say whether its point is a worn comma: 10.257 or 10,257."""
NUMBER = re.compile(r"[\d.]{4,}$")
"""A number with enough figures to stand twice in a filing for a reason."""
COUNTS = ("Shares", "sharesOwnedFollowingTransaction")


def questioned(cells: Sequence[Cell]) -> list[Cell]:
    """The cells, those read off ink that are no whole value of their box for a person to look at."""
    wrong = dict.fromkeys(_pointed(cells), ReasonCode.POINT_OR_COMMA)
    wrong |= dict.fromkeys(_abroad(cells), ReasonCode.ZIP_ABROAD)
    short, numbers = _short_years(cells), frozenset(cell.value for cell in cells if NUMBER.match(cell.value))
    return [_questioned(cell, wrong, short, numbers) for cell in cells]


def _questioned(
    cell: Cell, known: Mapping[str, ReasonCode], short: frozenset[str], numbers: frozenset[str]
) -> Cell:
    if cell.source == "text" or not cell.value or cell.status != "accepted":
        return cell
    wrong = known.get(cell.path) or _wrong(cell, short)
    reason = Reason.of(wrong) if wrong else _near_another(cell, numbers)
    return cell.model_copy(update={"status": "review", "reasons": (reason,)}) if reason else cell


def _near_another(cell: Cell, numbers: frozenset[str]) -> Reason | None:
    """Why a number is doubtful that may be another one of the filing: 2,750,056 beside 2,750,050.

    Where both differ in one figure, one of them is seldom crisp by chance.
    """
    if not NUMBER.match(cell.value):
        return None
    likely = (other for other in cell.alternatives if other.probability >= _SETTINGS.likely_another)
    near = next((o.value for o in likely if o.value in numbers and len(o.value) == len(cell.value)), None)
    return Reason.of(ReasonCode.NEAR_ANOTHER, value=near) if near and near != cell.value else None


def is_whole(cell: Cell) -> bool:
    """False for a value that does not look like a whole one of its box."""
    return not _wrong(cell, frozenset())


def _wrong(cell: Cell, short: frozenset[str]) -> ReasonCode | None:
    """What is wrong with a value; None where nothing is."""
    shape = SHAPES.get(cell.path.rpartition("/")[2])
    if shape is not None and not shape[0].fullmatch(cell.value):
        return shape[1]
    return ReasonCode.YEAR_CUT_OFF if cell.path in short else None


def _short_years(cells: Sequence[Cell]) -> frozenset[str]:
    """Paths of dates with a year of two digits in a form that writes most of them with four."""
    dates = [cell for cell in cells if cell.path.endswith("Date") and cell.value]
    short = frozenset(cell.path for cell in dates if SHORT_YEAR.match(cell.raw))
    long = sum(1 for cell in dates if LONG_YEAR.search(cell.raw))
    return short if len(short) < long else frozenset()


def _pointed(cells: Sequence[Cell]) -> frozenset[str]:
    """Paths of counts with a point that may be a comma, where no other count of the form has a fraction."""
    counts = [cell for cell in cells if cell.path.endswith(COUNTS) and cell.value]
    pointed = frozenset(cell.path for cell in counts if POINTED.fullmatch(cell.value))
    fractions = any("." in cell.value and cell.path not in pointed for cell in counts)
    return frozenset() if fractions else pointed


def _abroad(cells: Sequence[Cell]) -> Iterator[str]:
    """Paths of states in two letters, as in the United States, of owners whose ZIP code is none of theirs,
    and of such codes where they are figures with a blank between.

    EDGAR's codes of other countries hold a figure (Japan is M0), which looks like a letter.
    """
    values = {cell.path: cell.value for cell in cells}
    for path, value in values.items():
        code = values.get(path.replace("rptOwnerState", "rptOwnerZipCode"), "")
        if path.endswith("rptOwnerState") and STATE.fullmatch(value) and code and not ZIP.fullmatch(code):
            yield path
            if code.replace(" ", "").isdigit():
                yield path.replace("rptOwnerState", "rptOwnerZipCode")
