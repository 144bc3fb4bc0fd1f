"""Tables that may lack a row, for what is there does not add up.

Real filings satisfy these rules without an exception. Where one fails though every cell is clear, the filer
may have erred, or a row between the others is gone: that is for a person to see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.model.filing import Check, ReviewItem
from extractor.model.path import TABLES, CellPath
from extractor.model.reason import Reason, ReasonCode

_OF_ITS_ROWS = ("running-balance", "balance-in-another-order", "told-for-each-owner")
"""What the rows of one table say of each other."""
_OF_BOTH_TABLES = ("exercised-shares", "something-reported")
"""What one table says of the other, or the header of both."""


def rows_missing(checks: Iterable[Check]) -> Iterator[ReviewItem]:
    """An item for each table that a broken rule is about."""
    for check in checks:
        if (broken := check.as_filed) is None:
            continue
        own = [table for table in TABLES if any(CellPath.parse(path).table == table for path in check.cells)]
        tables = own if broken.rule in _OF_ITS_ROWS else TABLES if broken.rule in _OF_BOTH_TABLES else ()
        sums = (Reason.of(ReasonCode.SUM, rule=broken.rule, statement=words) for words in broken.statements)
        why = Reason.of(ReasonCode.ROW_MISSING, sums)
        for table in tables:
            yield ReviewItem(path=table, reasons=(why,))
