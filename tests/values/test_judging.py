"""How sure values are, marks by the footnotes they cite."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model.filing import Cell
from extractor.values.calibration import Doubt, confidence
from extractor.values.judging import Acceptance, Elected, judged

ROW = "nonDerivativeTable/nonDerivativeTransaction"
SURE, UNSURE = 0.999, 0.7


def elected(path, value, sure=UNSURE, **known):
    cell = Cell(
        path=path,
        value=value,
        raw=value,
        status="review",
        confidence=0.0,
        page=1,
        bbox=(0, 0, 1, 1),
        source="ocr",
        reader="test",
        reason="hard to read",
    )
    return Elected(cell, Doubt(path, "marks", sure, 1 - sure, valid=bool(value), source="ocr", **known))


def note(number):
    return elected(f"footnotes/footnote[@id='F{number}']", f"Note {number}.", SURE)


def mark(row, value, sure=UNSURE):
    return elected(f"{ROW}[{row}]/transactionAmounts/transactionPricePerShare/footnoteId", value, sure)


def judge(doubt):
    return SURE if doubt.cited_alone else doubt.probability


def cells(*items):
    return {cell.path: cell for cell in judged(items, Acceptance(judge, 0.95))}


def test_a_doubtful_mark_is_surer_where_nothing_else_cites_its_note():
    doubtful = replace(mark(2, "F2"), held=True)
    found = cells(mark(1, "F1", SURE), doubtful, note(1), note(2))[doubtful.cell.path]
    assert (found.status, found.confidence) == ("accepted", SURE)
    assert "nothing else cites note 2" in found.reason


@pytest.mark.parametrize(
    "items",
    [
        [mark(1, "F1"), mark(2, "F1"), note(1)],  # either could be another's
        [mark(1, "F1"), note(1), note(2)],  # a mark is missing: this may be it
        [mark(1, "F2"), note(1), note(3)],  # a note is missing
        [mark(1, "F3"), mark(2, "F1"), note(1), note(2)],  # cites what is not there
        [mark(1, "F1")],
    ],
)
def test_else_it_is_as_sure_as_its_ink(items):
    doubtful = [cell for cell in cells(*items).values() if cell.path.endswith("footnoteId")]
    assert all((cell.status, cell.confidence) == ("review", UNSURE) for cell in doubtful)


def test_a_held_value_goes_to_a_person_however_sure_it_is():
    held = replace(elected("remarks", "None", SURE), held=True)
    (cell,) = cells(held).values()
    assert (cell.status, cell.reason) == ("review", "hard to read")


@pytest.mark.parametrize("kind", ["check", "sub-column", "document-type"])
def test_no_kind_of_cell_has_a_confidence_of_its_own(kind):
    """Boxes to check, sub-columns and the form's number carried numbers typed by hand."""
    doubts = [Doubt("x", kind, p, 1 - p, valid=True, source="ocr", first=p) for p in (0.5, 0.999)]
    low, high = map(confidence, doubts)
    assert 0 < low < high < 1


SHARES = "derivativeTable/derivativeTransaction[1]/transactionAmounts/transactionShares"


def test_ink_in_both_sub_columns_gives_one_cell_and_not_two_of_one_path():
    """A speck in column (D) beside a number in column (A) gave two cells with the same path."""
    found = judged([elected(SHARES, "409", SURE), elected(SHARES, "7", 0.3)], Acceptance(judge, 0.95))
    assert [cell.path for cell in found] == [SHARES]
    assert (found[0].value, found[0].status) == ("409", "review")
    assert [other.value for other in found[0].alternatives] == ["7"]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["", "1", "2"]), st.floats(0, 1))))
def test_no_two_cells_have_one_path(items):
    found = judged([elected(*item) for item in items], Acceptance(judge, 0.95))
    assert [cell.path for cell in found] == list(dict.fromkeys(path for path, _, _ in items))
