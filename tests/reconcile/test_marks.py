"""A mark that was not read, guessed from the notes."""

from extractor.model.filing import Cell
from extractor.reconcile.marks import with_marks

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


def test_an_unread_mark_is_that_of_the_one_note_nobody_cites():
    unread = mark(2, "", 0.0)
    found = settled(mark(1, "F1", 0.999), unread, note(1), note(2))[unread.path]
    assert (found.value, found.status) == ("F2", "review")


def test_two_unread_marks_are_not_guessed():
    cells = (mark(1, "", 0.0), mark(2, "", 0.0), note(1))
    assert with_marks(cells) == cells
