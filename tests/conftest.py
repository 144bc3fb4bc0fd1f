"""Invented filings in EDGAR's XML, and extractions made of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings
from jsonschema import Draft202012Validator

from extractor.export import from_xml
from extractor.export.json_schema import schema_file
from extractor.model import json_data
from extractor.model.filing import Cell, Extraction, Filing, Source, UnusedPage

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")

T1 = "nonDerivativeTable/nonDerivativeTransaction[1]"
T2 = "derivativeTable/derivativeTransaction[1]"

QUILLFEATHER = b"""<?xml version="1.0"?>
<ownershipDocument>
  <schemaVersion>X0306</schemaVersion>
  <documentType>4/A</documentType>
  <periodOfReport>2011-03-04</periodOfReport>
  <dateOfOriginalSubmission>2011-03-07-05:00</dateOfOriginalSubmission>
  <issuer>
    <issuerCik>0000000123</issuerCik>
    <issuerName>Quillfeather &amp; Sons Inc</issuerName>
    <issuerTradingSymbol>QFS</issuerTradingSymbol>
  </issuer>
  <reportingOwner>
    <reportingOwnerId>
      <rptOwnerCik>0000000456</rptOwnerCik>
      <rptOwnerName>MARROW ESTHER J</rptOwnerName>
    </reportingOwnerId>
    <reportingOwnerAddress>
      <rptOwnerStreet1>14 TALLOW LANE</rptOwnerStreet1>
      <rptOwnerStreet2></rptOwnerStreet2>
      <rptOwnerCity>DUNMERE</rptOwnerCity>
      <rptOwnerState>OH</rptOwnerState>
      <rptOwnerZipCode>44001</rptOwnerZipCode>
    </reportingOwnerAddress>
    <reportingOwnerRelationship>
      <isOfficer>1</isOfficer>
      <officerTitle>Chief Inkmaker</officerTitle>
    </reportingOwnerRelationship>
  </reportingOwner>
  <reportingOwner>
    <reportingOwnerId>
      <rptOwnerCik>0000000789</rptOwnerCik>
      <rptOwnerName>Marrow Family Trust</rptOwnerName>
    </reportingOwnerId>
    <reportingOwnerRelationship>
      <isDirector>false</isDirector>
      <isTenPercentOwner>true</isTenPercentOwner>
    </reportingOwnerRelationship>
  </reportingOwner>
  <nonDerivativeTable>
    <nonDerivativeHolding>
      <securityTitle><value>Preferred Stock</value></securityTitle>
      <postTransactionAmounts>
        <sharesOwnedFollowingTransaction><value>250000</value></sharesOwnedFollowingTransaction>
      </postTransactionAmounts>
      <ownershipNature>
        <directOrIndirectOwnership><value>I</value></directOrIndirectOwnership>
        <natureOfOwnership><value>By Trust</value><footnoteId id="F3"/></natureOfOwnership>
      </ownershipNature>
    </nonDerivativeHolding>
    <nonDerivativeTransaction>
      <securityTitle><value>Common Stock</value></securityTitle>
      <transactionDate><value>2011-03-04</value></transactionDate>
      <transactionCoding>
        <transactionFormType>4</transactionFormType>
        <transactionCode>M</transactionCode>
        <equitySwapInvolved>0</equitySwapInvolved>
        <footnoteId id="F1"/>
      </transactionCoding>
      <transactionAmounts>
        <transactionShares><value>1200</value></transactionShares>
        <transactionPricePerShare><value>11.4375</value><footnoteId id="F1"/><footnoteId id="F2"/>
        </transactionPricePerShare>
        <transactionAcquiredDisposedCode><value>A</value></transactionAcquiredDisposedCode>
      </transactionAmounts>
      <postTransactionAmounts>
        <sharesOwnedFollowingTransaction><value>12004.17</value></sharesOwnedFollowingTransaction>
      </postTransactionAmounts>
      <ownershipNature>
        <directOrIndirectOwnership><value>D</value></directOrIndirectOwnership>
      </ownershipNature>
    </nonDerivativeTransaction>
  </nonDerivativeTable>
  <derivativeTable>
    <derivativeTransaction>
      <securityTitle><value>Stock Option (right to buy)</value></securityTitle>
      <conversionOrExercisePrice><value>11.4375</value></conversionOrExercisePrice>
      <transactionDate><value>2011-03-04</value></transactionDate>
      <deemedExecutionDate><value>2011-03-05</value></deemedExecutionDate>
      <transactionCoding>
        <transactionFormType>5</transactionFormType>
        <transactionCode>S</transactionCode>
        <equitySwapInvolved>1</equitySwapInvolved>
      </transactionCoding>
      <transactionTimeliness><value>E</value></transactionTimeliness>
      <transactionAmounts>
        <transactionTotalValue><value>50000</value></transactionTotalValue>
        <transactionPricePerShare><footnoteId id="F2"/></transactionPricePerShare>
        <transactionAcquiredDisposedCode><value>D</value></transactionAcquiredDisposedCode>
      </transactionAmounts>
      <exerciseDate><footnoteId id="F2"/></exerciseDate>
      <expirationDate><value>2012-12-02</value></expirationDate>
      <underlyingSecurity>
        <underlyingSecurityTitle><value>Common Stock</value></underlyingSecurityTitle>
        <underlyingSecurityShares><value>1200</value></underlyingSecurityShares>
      </underlyingSecurity>
      <postTransactionAmounts>
        <valueOwnedFollowingTransaction><value>0</value></valueOwnedFollowingTransaction>
      </postTransactionAmounts>
      <ownershipNature>
        <directOrIndirectOwnership><value>D</value></directOrIndirectOwnership>
      </ownershipNature>
    </derivativeTransaction>
  </derivativeTable>
  <footnotes>
    <footnote id="F1">Exercised under
      a plan.</footnote>
    <footnote id="F2">Vested.</footnote>
    <footnote id="F3">The trust's.</footnote>
  </footnotes>
  <remarks>Exhibit 24 - Power of Attorney</remarks>
  <ownerSignature>
    <signatureName>/s/ Esther J. Marrow</signatureName>
    <signatureDate>2011-03-08</signatureDate>
  </ownerSignature>
</ownershipDocument>
"""


OUTPUT = Draft202012Validator(json.loads(schema_file("output").read_text("utf-8")))


@pytest.fixture(autouse=True, scope="session")
def _all_that_is_printed_is_valid():
    """Every JSON that a test has printed in its own process keeps to the schema of the output."""
    printed = json_data.printed

    def checked(extraction: Extraction) -> dict[str, Any]:
        content = printed(extraction)
        OUTPUT.validate(content)
        return content

    json_data.printed = checked
    yield
    json_data.printed = printed


@pytest.fixture
def xml() -> bytes:
    return QUILLFEATHER


@pytest.fixture
def filing() -> Filing:
    return from_xml(QUILLFEATHER)


@pytest.fixture
def make_cell() -> Callable[..., Cell]:
    def make(path: str, value: str, **changes: Any) -> Cell:
        fields = {
            "path": path,
            "value": value,
            "raw": value,
            "status": "accepted",
            "confidence": 0.99,
            "page": 1,
            "bbox": (10.0, 20.0, 60.0, 32.0),
            "source": "ocr",
            "reader": "test",
        }
        return Cell.model_validate(fields | changes)

    return make


@pytest.fixture
def make_filing(make_cell) -> Callable[..., Filing]:
    def make(values: dict[str, str], **changes: Any) -> Filing:
        cells = tuple(make_cell(path, value) for path, value in values.items())
        fields = {"form": "4", "layout": "form4-edgar", "pages": (1,), "status": "ok", "cells": cells}
        return Filing.model_validate(fields | changes)

    return make


@pytest.fixture
def changed() -> Callable[..., Filing]:
    """The filing with one of its cells changed."""

    def change(filing: Filing, path: str, **changes: Any) -> Filing:
        cells = tuple(c.model_copy(update=changes) if c.path == path else c for c in filing.cells)
        assert cells != filing.cells
        return filing.model_copy(update={"cells": cells})

    return change


@pytest.fixture
def extraction_of() -> Callable[..., Extraction]:
    def make(*filings: Filing, unused: tuple[UnusedPage, ...] = ()) -> Extraction:
        status = "review" if any(f.status == "review" for f in filings) else "ok"
        source = Source(name="box 7.pdf", sha256="0" * 64, pages=1)
        return Extraction(source=source, status=status, filings=filings, unused_pages=unused)

    return make
