"""Marks and the notes they cite settle each other."""

import pytest

from extractor.model.filing import Cell
from extractor.reconcile.marks import with_marks
from extractor.reconcile.settings import SETTINGS

ROW = "nonDerivativeTable/nonDerivativeTransaction"


def cell(path, value, sure):
    return Cell(
        path=path,
        value=value,
        raw=value,
        status="accepted" if sure >= 0.95 else "review",
        confidence=sure,
        page=1,
        bbox=(0, 0, 1, 1),
        source="ocr",
        reader="test",
    )


def note(number):
    return cell(f"footnotes/footnote[@id='F{number}']", f"Note {number}.", 0.999)


def mark(row, value, sure=0.7):
    return cell(f"{ROW}[{row}]/transactionAmounts/transactionPricePerShare/footnoteId", value, sure)


def settled(*cells):
    return {c.path: c for c in with_marks(cells)}


def test_a_doubtful_mark_is_right_where_nothing_else_cites_its_note():
    doubtful = mark(2, "F2")
    found = settled(mark(1, "F1", 0.999), doubtful, note(1), note(2))[doubtful.path]
    assert (found.status, found.confidence) == ("accepted", SETTINGS.cited_once)
    assert "nothing else cites note 2" in found.reason


@pytest.mark.parametrize(
    "cells",
    [
        [mark(1, "F1"), mark(2, "F1"), note(1)],  # either could be another's
        [mark(1, "F1"), note(1), note(2)],  # a mark is missing: this may be it
        [mark(1, "F2"), note(1), note(3)],  # a note is missing
        [mark(1, "F3"), mark(2, "F1"), note(1), note(2)],  # cites what is not there
        [mark(1, "F1")],
    ],
)
def test_else_it_stays_doubtful(cells):
    assert with_marks(cells) == tuple(cells)


def test_an_unread_mark_is_that_of_the_one_note_nobody_cites():
    unread = mark(2, "", 0.0)
    found = settled(mark(1, "F1", 0.999), unread, note(1), note(2))[unread.path]
    assert (found.value, found.status) == ("F2", "review")


def test_two_unread_marks_are_not_guessed():
    cells = (mark(1, "", 0.0), mark(2, "", 0.0), note(1))
    assert with_marks(cells) == cells
