"""What is missing: a value a Form 4 must have and that no cell holds is something to look at.

EDGAR refuses a filing without these (DOMAIN: completeness and SUSPEND rules), so their absence means that
something on the page was not read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from extractor.layout.classify import NEEDED
from extractor.layout.grid import Grid
from extractor.layout.template import Layout
from extractor.model.filing import Cell, ReviewItem
from extractor.segmentation.footnotes import NOTE
from extractor.segmentation.rows import Row, numbered

ILLEGIBLE = 0.3
"""A first page on which less than this of the captions is legible has lost more than captions."""
HEADER = (
    "periodOfReport",
    "issuer/issuerName",
    "issuer/issuerTradingSymbol",
    "reportingOwner[1]/reportingOwnerId/rptOwnerName",
    "reportingOwner[1]/reportingOwnerAddress/rptOwnerStreet1",
    "ownerSignature[1]/signatureName",
    "ownerSignature[1]/signatureDate",
)
TRANSACTION = (
    "securityTitle",
    "transactionDate",
    "transactionCoding/transactionCode",
    "transactionAmounts/transactionShares",
    "transactionAmounts/transactionAcquiredDisposedCode",
    "ownershipNature/directOrIndirectOwnership",
)
HOLDING = (
    "securityTitle",
    "postTransactionAmounts/sharesOwnedFollowingTransaction",
    "ownershipNature/directOrIndirectOwnership",
)
DERIVATIVE = ("underlyingSecurity/underlyingSecurityTitle",)
"""What every row of Table II has besides."""
VALUE_OR_NOTE = ("conversionOrExercisePrice", "exerciseDate", "expirationDate")
"""Columns of Table II that hold a value or a footnote in every real filing (19,003 rows)."""
LETTERS = ("transactionCode", "transactionAcquiredDisposedCode", "directOrIndirectOwnership")
"""Columns of letters: no footnote takes the place of these."""
_OWNER = re.compile(r"reportingOwner\[\d+\]")
_MARK = re.compile(r"F\d+")


def captions_wanting(legible: float) -> Iterator[ReviewItem]:
    """A form told by its rules is for a person to confirm; where its print is gone, so may be whole answers.

    `legible` is the share of its captions seen on the first page (0 to 1).
    """
    if legible < ILLEGIBLE:
        yield ReviewItem(path="", reason="hardly a caption is legible: what is small or worn may be missing")
    elif legible < NEEDED:
        yield ReviewItem(path="documentType", reason="told by its rules: few of its captions are legible")


def tables_wanting(layout: Layout, grids: Sequence[Sequence[Grid]]) -> Iterator[ReviewItem]:
    """Tables of the form that were found on no page: every Form 4 prints them, filled or not.

    `grids` are those of each page. Where the first has none, any table may have begun there.
    """
    found = {grid.table.rows for own in grids for grid in own}
    for table in layout.tables:
        if table.rows != "reportingOwner" and table.rows not in found:
            yield ReviewItem(path=table.rows, reason=f"{table.name} was found on no page")
        elif table.rows != "reportingOwner" and not grids[0]:
            yield ReviewItem(path=table.rows, reason="no table was found on the first page")


def rows_wanting(rows: Mapping[str, Sequence[Row]], paths: Collection[str]) -> Iterator[ReviewItem]:
    """Rows without a value that every transaction or holding has."""
    for element in rows:
        for row in numbered(rows[element], element):
            base = row.regions[0].path.split("]")[0] + "]"
            for name in _expected(base, element):
                if not _there(f"{base}/{name}", paths, not name.endswith(LETTERS)):
                    yield ReviewItem(
                        path=f"{base}/{name}", reason="every such row has this, and nothing was read"
                    )


def parts_wanting(cells: Sequence[Cell]) -> Iterator[ReviewItem]:
    """Header items, signatures and footnotes that every filing has and this one lacks."""
    values = {cell.path for cell in cells if cell.value}
    for path in HEADER:
        if path not in values:
            yield ReviewItem(path=path, reason="every Form 4 has this, and nothing was read")
    yield from _owners(cells)
    yield from _relationship(cells)
    yield from _notes(cells)


def _expected(base: str, element: str) -> tuple[str, ...]:
    own = TRANSACTION if "Transaction[" in base else HOLDING
    return own + (DERIVATIVE + VALUE_OR_NOTE if element == "derivativeTable" else ())


def _there(path: str, paths: Collection[str], or_note: bool) -> bool:
    return path in paths or (or_note and f"{path}/footnoteId" in paths)


def _owners(cells: Sequence[Cell]) -> Iterator[ReviewItem]:
    """On a scan: parts of an address that were not read; owners and signatures without the other."""
    if not any(cell.source == "ocr" for cell in cells):
        return
    values = {cell.path for cell in cells if cell.value}
    owners = {match[0] for path in values if (match := _OWNER.match(path))}
    for owner in sorted(owners):
        for name in ("rptOwnerName", "rptOwnerStreet1", "rptOwnerCity", "rptOwnerState", "rptOwnerZipCode"):
            if not any(path.startswith(owner) and path.endswith(name) for path in values):
                yield ReviewItem(path=owner, reason=f"{name} was not read")
                break
    signed = {path.split("/")[0] for path in values if path.startswith("ownerSignature")}
    for number in range(len(signed) + 1, len(owners) + 1):
        yield ReviewItem(path=f"ownerSignature[{number}]", reason="more owners than signatures were found")
    for number in range(len(owners) + 1, len(signed) + 1):
        yield ReviewItem(path=f"reportingOwner[{number}]", reason="more signatures than owners were found")


def _relationship(cells: Sequence[Cell]) -> Iterator[ReviewItem]:
    """At least one box is checked; an officer has a title (rule H1, held by every real filing)."""
    base = "reportingOwner[1]/reportingOwnerRelationship"
    own = {cell.path.rsplit("/", 1)[1]: cell.value for cell in cells if cell.path.startswith(base)}
    boxes = ("isDirector", "isOfficer", "isTenPercentOwner", "isOther")
    if not all(box in own for box in boxes):
        yield ReviewItem(path=base, reason="not every box to check was found")
    elif not any(own[box] == "true" for box in boxes):
        yield ReviewItem(path=base, reason="no box is checked; every filer checks one")
    if own.get("isOfficer") == "true" and not own.get("officerTitle"):
        yield ReviewItem(path=base, reason="an officer's title was not read")


def _notes(cells: Sequence[Cell]) -> Iterator[ReviewItem]:
    """Every mark has its footnote and every footnote its mark (rules FN1 and FN2)."""
    marks = {
        mark for cell in cells if cell.path.endswith("/footnoteId") for mark in _MARK.findall(cell.value)
    }
    notes = {f"F{match[1]}" for cell in cells if (match := NOTE.fullmatch(cell.path))}
    highest = max((int(name[1:]) for name in marks | notes), default=0)
    for name in (f"F{n}" for n in range(1, highest + 1)):
        if name not in notes:
            yield ReviewItem(
                path=f"footnotes/footnote[@id='{name}']", reason=f"no text was found for mark {name}"
            )
        elif name not in marks:
            yield ReviewItem(
                path=f"footnotes/footnote[@id='{name}']", reason=f"no mark {name} was found in the form"
            )
