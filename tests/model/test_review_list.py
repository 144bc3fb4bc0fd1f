"""The review list: complete, each place once, in the order of the form."""

from hypothesis import given
from hypothesis import strategies as st

from extractor.model.filing import Cell, Filing, ReviewItem
from extractor.model.review_list import review_of, reviewed

ROW = "nonDerivativeTable/nonDerivativeTransaction"
HOLDING = "nonDerivativeTable/nonDerivativeHolding[1]"
IN_ORDER = (
    "",
    "documentType",
    "periodOfReport",
    "issuer/issuerName",
    "reportingOwner[1]",
    "reportingOwner[1]/reportingOwnerId/rptOwnerName",
    "reportingOwner[1]/reportingOwnerAddress",
    "reportingOwner[1]/reportingOwnerAddress/rptOwnerCity",
    "reportingOwner[1]/reportingOwnerRelationship",
    "reportingOwner[2]/reportingOwnerId/rptOwnerName",
    "nonDerivativeTable",
    f"{ROW}[1]",
    f"{ROW}[1]/securityTitle",
    f"{ROW}[1]/securityTitle/footnoteId",
    f"{ROW}[1]/transactionDate",
    f"{HOLDING}/securityTitle",
    f"{ROW}[2]/securityTitle",
    f"{ROW}[3]",
    "derivativeTable",
    "derivativeTable/derivativeTransaction[1]/securityTitle",
    "footnotes",
    "footnotes/footnote[@id='F1']",
    "footnotes/footnote[@id='F2']",
    "remarks",
    "ownerSignature[1]/signatureName",
    "ownerSignature[1]/signatureDate",
)
"""Places as a form has them: a holding stands between two transactions, and a third was not read."""


def cell(path, status="accepted", reason=""):
    place = {"confidence": 0.9, "page": 1, "bbox": (0, 0, 1, 1), "source": "ocr", "reader": "form4"}
    return Cell(path=path, value="x", raw="x", status=status, reason=reason, **place)


ROWS = [cell(f"{row}/securityTitle") for row in (f"{ROW}[1]", HOLDING, f"{ROW}[2]")]


def filing(*cells, review=()):
    items = tuple(ReviewItem(path=path, reason=reason) for path, reason in review)
    return Filing(form="4", layout="form4-1996", pages=(1,), status="ok", cells=cells, review=items)


@given(st.permutations(IN_ORDER))
def test_places_stand_in_the_order_of_the_form(mixed):
    found = review_of(filing(*ROWS, review=[(path, "why") for path in mixed]))
    assert tuple(item.path for item in found) == IN_ORDER


def test_every_flagged_cell_is_listed_with_its_own_reason():
    done = reviewed(filing(cell("remarks", "review", "hard to read"), cell("documentType", "review")))
    assert [(i.path, i.reason) for i in done.review] == [
        ("documentType", "uncertain"),
        ("remarks", "hard to read"),
    ]
    assert done.status == "review"


def test_a_cell_that_is_listed_is_flagged_in_the_same_words():
    done = reviewed(filing(cell("remarks", "review", "hard to read"), review=[("remarks", "no heading")]))
    assert done.cells[0].status == "review" and done.cells[0].reason == "hard to read; no heading"
    assert [item.reason for item in done.review] == ["hard to read; no heading"]


def test_a_place_is_listed_once_with_all_its_reasons():
    twice = [
        ("derivativeTable", "cut off"),
        ("", "by hand"),
        ("derivativeTable", "cut off"),
        ("derivativeTable", "worn"),
    ]
    found = review_of(filing(review=twice))
    assert [(item.path, item.reason) for item in found] == [
        ("", "by hand"),
        ("derivativeTable", "cut off; worn"),
    ]


def test_a_repaired_cell_stays_repaired():
    done = reviewed(filing(cell("remarks", "repaired", "read y"), review=[("remarks", "no heading")]))
    assert done.cells[0].status == "repaired" and [item.path for item in done.review] == ["remarks"]


def test_a_filing_with_nothing_to_look_at_is_ok():
    done = reviewed(filing(cell("remarks")).model_copy(update={"status": "review"}))
    assert done.status == "ok" and done.review == ()


@given(
    st.lists(st.tuples(st.sampled_from(IN_ORDER), st.sampled_from("ab"))),
    st.lists(st.sampled_from(IN_ORDER), unique=True),
)
def test_a_complete_list_stays_as_it_is(listed, flagged):
    once = reviewed(filing(*(cell(path, "review", "why") for path in flagged), review=listed))
    assert reviewed(once) == once
    assert len({item.path for item in once.review}) == len(once.review)
    assert {c.path for c in once.cells if c.status == "review"} <= {item.path for item in once.review}
