"""An extraction in words: repairs with their proofs, doubts, the filing's own slips, the sums that hold."""

from __future__ import annotations

import pytest

from extractor.export import to_words
from extractor.model.filing import Extraction, ReviewItem, Source
from extractor.reconcile import reconcile
from extractor.reconcile.form_view import AMOUNT
from extractor.reconcile.rules import RULES
from tests.reconcile.test_policy import LEAST, filing, misread


def words(read, **options):
    """The explanation of Redwood's filing, reconciled."""
    filings = (reconcile(read, LEAST, **options),)
    source = Source(name="redwood.tif", sha256="0" * 64, pages=2)
    return to_words(Extraction(source=source, status=filings[0].status, filings=filings))


def test_the_options_exercised_add_up_to_all_there_were():
    text = words(filing())
    assert "4,884 + 409 + 707 = 6,000, all there were" in text
    assert "1,116 - 409 = 707" in text
    assert "there is nothing to look at" in text


def test_a_repair_comes_with_what_was_read_and_its_sums():
    text = words(filing(**misread(AMOUNT, "489", others=["409"])))
    repaired = text.split("Repaired")[1].split("Adds up")[0]
    assert 'read "489", now 409' in repaired
    assert "1,116 - 409 = 707" in repaired


def test_without_repair_it_is_to_be_looked_at():
    text = words(filing(**misread(AMOUNT, "489", others=["409"])), repair=False)
    assert "Repaired" not in text
    assert "489; the 8 may be a 0: 409 (1,116 - 409 = 707" in " ".join(text.split())


def test_a_slip_of_the_filer_is_told_as_filed():
    text = words(filing("text", 0.9999, **misread(AMOUNT, "489", sure=0.9999)))
    slip = text.split("Does not fit as filed")[1].split("Adds up")[0]
    assert "1,116 - 489 = 627, not 707" in slip


def test_a_preference_that_does_not_hold_is_not_told():
    text = words(filing())
    preferences = {rule.name for rule in RULES if rule.strength == "preference"}
    assert not any(name in text for name in preferences)
    assert "not so" not in text


def test_what_is_no_cell_is_told_too():
    row = ReviewItem(path="derivativeTable/derivativeTransaction[4]", reason="a row may be missing")
    assert "a row may be missing" in words(filing().model_copy(update={"review": (row,)}))


@pytest.mark.parametrize("read", ["489", "40", "4090"])
def test_no_line_is_wider_than_a_hundred_columns(read):
    text = words(filing(**misread(AMOUNT, read, others=["409"])))
    assert max(map(len, text.splitlines())) <= 100


def test_no_sum_is_told_twice():
    lines = [line.strip() for line in words(filing()).splitlines() if " = " in line]
    assert len(lines) == len(set(lines))


def test_a_missing_note_is_told_once_however_often_it_is_cited():
    read = filing()
    marks = [cell for cell in read.cells if cell.path.endswith("/footnoteId")]
    doubtful = {cell.path: cell.model_copy(update={"status": "review"}) for cell in marks}
    note = "footnotes/footnote[@id='F2']"
    cells = tuple(doubtful.get(cell.path, cell) for cell in read.cells if cell.path != note)
    source = Source(name="redwood.tif", sha256="0" * 64, pages=2)
    read = read.model_copy(update={"cells": cells, "status": "review"})
    text = to_words(Extraction(source=source, status="review", filings=(read,)))
    assert text.count("marked F2, and no such note below") == 1


def test_a_late_signature_is_told_as_such():
    read = filing("text", 0.9999)
    cells = tuple(
        cell.model_copy(update={"value": "2009-12-01"}) if cell.path.endswith("/signatureDate") else cell
        for cell in read.cells
    )
    assert "signed 2009-12-01: not in time" in words(read.model_copy(update={"cells": cells}))


def test_what_is_in_no_cell_is_named_by_its_page_and_explains_no_sum():
    spot = ReviewItem(path="", reason='no cell holds "1,600"', page=2, bbox=(0, 0, 9, 9))
    read = filing("text", 0.9999, **misread(AMOUNT, "489", sure=0.9999))
    text = words(read.model_copy(update={"review": (spot,)}))
    assert 'Page 2: no cell holds "1,600"' in text
    assert "Does not fit as filed" in text
