"""Comparisons across filings: of one owner in one company, done again only where something has changed."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.batch import comparing
from extractor.batch.comparing import comparisons
from extractor.batch.index import Index
from extractor.batch.share import share_of
from extractor.batch.table_rows import choose_originals, keep_share
from extractor.batch.tasks import Tally
from extractor.model.filing import Extraction
from tests.batch.test_journal import ENTRY
from tests.export.test_sec_tables import cell

STOCK = "nonDerivativeTable/nonDerivativeTransaction[1]"
AMOUNTS = f"{STOCK}/transactionAmounts"


def extraction(number, opened, owner="DOE JANE"):
    """A filing of a month, which adds ten shares to those that were there before."""
    values = {
        "documentType": "4",
        "periodOfReport": f"{2000 + number // 12}-{number % 12 + 1:02}-03",
        "issuer/issuerName": "ABC Corp",
        "issuer/issuerTradingSymbol": "ABC",
        "reportingOwner[1]/reportingOwnerId/rptOwnerName": owner,
        f"{STOCK}/securityTitle": "Common Stock",
        f"{STOCK}/transactionDate": f"{2000 + number // 12}-{number % 12 + 1:02}-03",
        f"{AMOUNTS}/transactionShares": "10",
        f"{AMOUNTS}/transactionAcquiredDisposedCode": "A",
        f"{STOCK}/postTransactionAmounts/sharesOwnedFollowingTransaction": str(opened + 10),
        f"{STOCK}/ownershipNature/directOrIndirectOwnership": "D",
        f"{STOCK}/ownershipNature/natureOfOwnership": "none",
    }
    cells = tuple(cell(path, value) for path, value in values.items())
    filing = {"form": "4", "layout": "form4-1996", "pages": (1,), "status": "ok", "cells": cells}
    source = {"name": f"{number}.pdf", "sha256": f"{number:064}", "pages": 1}
    return Extraction.model_validate({"source": source, "status": "ok", "filings": (filing,)})


def add(index, number, opened, owner="DOE JANE"):
    name, digest = f"{number:04}.pdf", f"{number:064}"
    own = replace(ENTRY, url=f"/{name}", name=name, sha256=digest, tally=Tally(1, 1), stem=name)
    index.put(own, (0, b""))
    keep_share(index, digest, own.key, share_of(extraction(number, opened, owner), ""))


def compared(index):
    choose_originals(index)
    return [row for lines in comparisons(index) for row in csv.reader(lines.splitlines())]


@pytest.fixture
def index():
    return Index(Path(":memory:"))


def test_a_balance_that_does_not_continue_is_told(index):
    for number, opened in enumerate((100, 110, 150)):
        add(index, number, opened)
    (gap,) = compared(index)
    assert gap[:5] == ["gap", "0002.pdf", "1", "0001.pdf", "1"] and "150" in gap[5] and "120" in gap[5]


def test_only_owners_with_a_new_filing_are_compared_again(index, monkeypatch):
    """One document more had the filings of all owners read and compared again."""
    for number in range(4):
        add(index, number, 100, ("DOE JANE", "ROE RICHARD")[number % 2])
    before, asked = compared(index), []
    real = comparing.across
    monkeypatch.setattr(comparing, "across", lambda filings: asked.append(len(filings)) or real(filings))
    assert compared(index) == before and not asked
    add(index, 9, 500)
    assert len(compared(index)) > len(before) and asked == [3]


def test_an_owner_of_many_filings_is_compared_in_windows(index, monkeypatch):
    """One owner's ten thousand filings took two gigabytes, and time with the square of their number."""
    for number in range(30):
        add(index, number, 100 + 10 * number if number != 17 else 5)
    whole = compared(index)
    assert len(whole) == 2
    index.sql.execute("delete from compared")
    asked = []
    real = comparing.across
    monkeypatch.setattr(comparing, "across", lambda filings: asked.append(len(filings)) or real(filings))
    monkeypatch.setattr(comparing, "WINDOW", 8)
    assert compared(index) == whole and max(asked) == 8
