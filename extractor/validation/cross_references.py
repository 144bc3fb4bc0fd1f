"""What one part of a filing says another must have: owners and signatures, marks and footnotes.

Each fault is named once, where a person can mend it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from extractor.model.filing import Cell, FiledBy, ReviewItem
from extractor.model.path import (
    FOOTNOTE,
    OWNER,
    SIGNATURE,
    TABLES,
    CellPath,
    footnote_path,
    notes_cited,
    owner_path,
    signature_path,
)
from extractor.model.reason import Reason, ReasonCode
from extractor.validation.plausibility import is_whole
from extractor.validation.settings import SETTINGS

_SETTINGS = SETTINGS.cross_references

SIGNS_FOR_OTHERS = re.compile(
    r"attorney|\batt\w*n\w*y\b|in.fact|\bp\.?o\.?a\b|power of|\bfor\b|behalf|\beach\b|\ball\b", re.IGNORECASE
)
"""How one who signs shows that the signature is also that of others."""

_MIDST = re.compile(r"[)\].,;:]|[a-z](?![A-Z])")
"""How no sentence begins, nor any of 1,153 real footnotes; `iShares` may."""


def unmatched(cells: Sequence[Cell], filed_by: FiledBy | None = None) -> Iterator[ReviewItem]:
    """All that parts of a filing say of each other; `filed_by` is what its box says of its owners.

    On a scan a mark is lost more often than a row.
    """
    yield from signatures_unequal(cells)
    yield from owners_unlike_box(cells, filed_by)
    yield from notes_unmatched(cells)
    yield from notes_with_others(cells)
    yield from notes_torn(cells)
    yield from signers_above(cells)
    if all(cell.source != "ocr" for cell in cells):
        yield from rows_of_lone_notes(cells)


def signatures_unequal(cells: Sequence[Cell]) -> Iterator[ReviewItem]:
    """Owners without a signature and signatures without an owner: there are as many of both in each of 262
    real filings. Fewer sign where one of them does so for others."""
    filled = [(CellPath.parse(cell.path), cell) for cell in cells if cell.value]
    owners = len({path.number for path, _ in filled if path.element == OWNER})
    signed = len({path.number for path, _ in filled if path.element == SIGNATURE})
    names = [cell.value for path, cell in filled if path.tag == "signatureName"]
    unequal = Reason.of(ReasonCode.OWNERS_AND_SIGNATURES, owners=owners, signatures=signed)
    if not any(map(SIGNS_FOR_OTHERS.search, names)):
        for number in range(max(signed, 1) + 1, owners + 1):
            yield ReviewItem(path=signature_path(number), reasons=(unequal,))
    if signed > owners > 1:
        # Which of them was lost is not known, and those after it bear the numbers of others.
        yield ReviewItem(path=OWNER, reasons=(unequal,))
    for number in range(max(owners, 1) + 1, signed + 1):
        yield ReviewItem(path=owner_path(number), reasons=(unequal,))


def owners_unlike_box(cells: Sequence[Cell], filed_by: FiledBy | None) -> Iterator[ReviewItem]:
    """Owners that are more, or fewer, than the box for one reporting person or for several says.

    Where each of several owners has signed, the box was checked wrongly: none of them was made up.
    """
    owners, signed = (len({p.number for p in _paths(cells) if p.element == e}) for e in (OWNER, SIGNATURE))
    if filed_by == "more" and owners == 1:
        yield ReviewItem(path=owner_path(2), reasons=(Reason.of(ReasonCode.BOX_FOR_SEVERAL),))
    if filed_by == "one" and owners > 1 and signed != owners:
        yield ReviewItem(path=OWNER, reasons=(Reason.of(ReasonCode.BOX_FOR_ONE, owners=owners),))


def _paths(cells: Sequence[Cell]) -> list[CellPath]:
    return [CellPath.parse(cell.path) for cell in cells if cell.value]


def notes_unmatched(cells: Sequence[Cell]) -> Iterator[ReviewItem]:
    """Marks without a text, texts without a mark and numbers left out (rules FN1 to FN3)."""
    paths = [(CellPath.parse(cell.path), cell) for cell in cells]
    cited = {path: set(notes_cited(cell.value)) for path, cell in paths if path.marks}
    notes = {path.number for path, _ in paths if path.element == FOOTNOTE and not path.marks}
    marks, last = set().union(*cited.values()), max(notes, default=0)
    for number in range(1, last + 1):
        if number not in notes:
            yield ReviewItem(path=footnote_path(number), reasons=(_lost(number, marks),))
        elif number not in marks:
            yield ReviewItem(
                path=footnote_path(number), reasons=(Reason.of(ReasonCode.NO_MARK, note=number),)
            )
    yield from _beyond(cited, last)


def notes_with_others(cells: Sequence[Cell]) -> Iterator[ReviewItem]:
    """Texts before one that was not found: where its number was not seen, it is the end of the one above;
    where it was misread, the one below holds its own number in its midst."""
    marks, notes = _marks_and_notes(cells)
    last = max(notes, default=0)
    for number in sorted(notes):
        if number + 1 not in notes and (number < last or number + 1 in marks):
            here = Reason.of(ReasonCode.TEXT_OF_NOTE_HERE, note=number + 1)
            yield ReviewItem(path=footnote_path(number), reasons=(here,))
    for number in sorted(number for number in notes if number > 1 and number - 1 not in notes):
        if re.search(rf"[.;:] *\({number}\) ", _text_of_note(cells, number)):
            here = Reason.of(ReasonCode.TEXT_OF_NOTE_HERE, note=number - 1)
            yield ReviewItem(path=footnote_path(number), reasons=(here,))


def notes_torn(cells: Sequence[Cell]) -> Iterator[ReviewItem]:
    """Notes of a scan that begin in a sentence's midst, and those before them; those whose first figure may
    be their own number: `1.75%` for `1. 75%`."""
    for cell in cells:
        path = CellPath.parse(cell.path)
        is_text = path.element == FOOTNOTE and not path.marks and cell.source == "ocr"
        if not is_text or not cell.value:
            continue
        if re.match(rf"{path.number}\.\d", cell.value):
            yield ReviewItem(path=cell.path, reasons=(Reason.of(ReasonCode.OWN_NUMBER, note=path.number),))
        if _MIDST.match(cell.value):
            yield ReviewItem(path=cell.path, reasons=(Reason.of(ReasonCode.BEGINS_ABOVE),))
            if path.number > 1:
                here = Reason.of(ReasonCode.PART_OF_NOTE_HERE, note=path.number)
                yield ReviewItem(path=footnote_path(path.number - 1), reasons=(here,))


def _text_of_note(cells: Sequence[Cell], number: int) -> str:
    path = str(footnote_path(number))
    return next(cell.value or "" for cell in cells if cell.path == path)


def signers_above(cells: Sequence[Cell]) -> Iterator[ReviewItem]:
    """Names of signers that lack their beginning, and what stands last before the signatures."""
    signers = [cell for cell in cells if CellPath.parse(cell.path).tag == "signatureName" and cell.value]
    broken = [cell.path for cell in signers if not is_whole(cell)]
    if not broken:
        return
    for path in broken:
        yield ReviewItem(path=path, reasons=(Reason.of(ReasonCode.BEGINS_ABOVE),))
    _, notes = _marks_and_notes(cells)
    above = [footnote_path(max(notes))] if notes else []
    above += ["remarks"] if any(cell.path == "remarks" for cell in cells) else []
    for path in above:
        yield ReviewItem(path=path, reasons=(Reason.of(ReasonCode.SIGNATURE_HERE),))


def rows_of_lone_notes(cells: Sequence[Cell]) -> Iterator[ReviewItem]:
    """Tables of a filing with a text that no mark names: the row that bears the mark may be missing.

    The text says nothing of which table that is.
    """
    marks, notes = _marks_and_notes(cells)
    if lone := sorted(notes - marks):
        why = Reason.of(ReasonCode.ROW_OF_NOTE_MISSING, notes=tuple(f"F{number}" for number in lone))
        for table in TABLES:
            yield ReviewItem(path=table, reasons=(why,))


def _marks_and_notes(cells: Sequence[Cell]) -> tuple[set[int], set[int]]:
    """The numbers of the marks in the form, and of the texts below it."""
    paths = [(CellPath.parse(cell.path), cell) for cell in cells]
    marks = {number for path, cell in paths if path.marks for number in notes_cited(cell.value)}
    return marks, {path.number for path, _ in paths if path.element == FOOTNOTE and not path.marks}


def _beyond(cited: Mapping[CellPath, set[int]], last: int) -> Iterator[ReviewItem]:
    """Marks of numbers beyond the last text: texts were lost, or a mark far beyond was misread."""
    marks = set().union(*cited.values())
    top = max(marks, default=0)
    if len(set(range(last + 1, top)) - marks) <= _SETTINGS.most_numbers_left_out:
        for number in range(last + 1, top + 1):
            yield ReviewItem(path=footnote_path(number), reasons=(_lost(number, marks),))
        return
    for path, own in cited.items():
        if own and max(own) > last:
            beyond = Reason.of(ReasonCode.MARK_BEYOND, mark=max(own), last=last)
            yield ReviewItem(path=str(path), reasons=(beyond,))
    yield ReviewItem(path="footnotes", reasons=(Reason.of(ReasonCode.MARKS_BEYOND, mark=top, last=last),))


def _lost(number: int, marks: set[int]) -> Reason:
    known = ReasonCode.NO_TEXT_OF_MARK if number in marks else ReasonCode.NO_TEXT_NOR_MARK
    return Reason.of(known, note=number)
