import pytest

from extractor.model.filing import ReviewItem
from extractor.model.filing_view import FilingView, plain_name
from extractor.model.path import covers

T1 = "nonDerivativeTable/nonDerivativeTransaction[1]"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("", "whole filing"),
        ("derivativeTable", "Table II"),
        (T1, "Table I transaction 1"),
        (f"{T1}/transactionAmounts/transactionPricePerShare", "Table I transaction 1, price"),
        (f"{T1}/transactionDate/footnoteId", "Table I transaction 1, transaction date footnotes"),
        ("footnotes/footnote[@id='F2']", "footnote F2"),
        ("issuer/issuerName", "issuer name"),
        ("reportingOwner[2]", "owner 2"),
        ("reportingOwner[2]/reportingOwnerRelationship/isOther", "owner 2, Other box"),
        ("somethingNew/inside", "inside"),
    ],
)
def test_paths_in_the_words_of_the_form(path, name):
    assert plain_name(path) == name


def test_a_review_entry_covers_what_is_below_it_and_not_its_namesakes():
    row = "nonDerivativeTable/nonDerivativeTransaction"
    assert covers("", f"{row}[1]/securityTitle")
    assert covers(row, f"{row}[1]")
    assert covers(f"{row}[1]", f"{row}[1]/securityTitle")
    assert not covers(f"{row}[1]", f"{row}[10]/securityTitle")
    assert not covers(f"{row}[1]/transactionAmounts/transactionShares", f"{row}[1]")
    assert not covers("remark", "remarks")


def test_a_flagged_cell_without_an_entry_is_found_once(make_cell, make_filing):
    cells = (
        make_cell("remarks", "a", status="review", reason="blot"),
        make_cell("periodOfReport", "b", status="review", reason="smudge"),
    )
    entry = ReviewItem(path="remarks", reason="two readers disagree")
    view = FilingView(make_filing({}, cells=cells, review=(entry,)))
    both = entry.model_copy(update={"reasons": (*cells[0].reasons, *entry.reasons)})
    assert view.findings == (ReviewItem(path="periodOfReport", reason="smudge"), both)
    assert view.is_flagged("remarks")
    assert not view.is_flagged("issuer/issuerName")


def test_footnotes_are_in_the_order_of_their_numbers(make_filing):
    texts = {f"footnotes/footnote[@id='F{n}']": str(n) for n in (10, 2, 1)}
    assert list(FilingView(make_filing(texts)).footnotes) == ["F1", "F2", "F10"]
