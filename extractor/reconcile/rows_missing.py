"""Tables that may lack a row, for what is there does not add up.

Real filings satisfy these rules without an exception. Where one fails though every cell is clear, the filer
may have erred, or a row between the others is gone: that is for a person to see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.model.filing import Check, ReviewItem
from extractor.model.path import TABLES, CellPath
from extractor.reconcile.outcomes import SOURCE_INCONSISTENT

_OF_ITS_ROWS = ("running-balance", "balance-in-another-order", "told-for-each-owner")
"""What the rows of one table say of each other."""
_OF_BOTH_TABLES = ("exercised-shares", "something-reported")
"""What one table says of the other, or the header of both."""


def rows_missing(checks: Iterable[Check]) -> Iterator[ReviewItem]:
    """An item for each table that a broken rule is about."""
    for check in checks:
        rule = _rule_as_filed(check)
        own = [table for table in TABLES if any(CellPath.parse(path).table == table for path in check.cells)]
        tables = own if rule in _OF_ITS_ROWS else TABLES if rule in _OF_BOTH_TABLES else ()
        for table in tables:
            yield ReviewItem(path=table, reason=f"a row may be missing: {check.statement}")


def _rule_as_filed(check: Check) -> str:
    """The rule that does not hold though all its cells are clear; empty where that is not so."""
    return check.statement.partition(" ")[0] if check.rule == SOURCE_INCONSISTENT else ""
