"""Whether a filing's own sums say that its columns are what they were taken for."""

from __future__ import annotations

from extractor.model.filing import Filing
from extractor.model.path import CellPath
from extractor.reconcile.form_view import AMOUNT, FOLLOWING

SUMS = frozenset(
    {
        "running-balance",
        "balance-in-another-order",
        "told-for-each-owner",
        "holding-repeats-balance",
        "grant-balance",
        "underlying-amount",
        "exercised-shares",
    }
)
"""The constraints that add up amounts of different columns: between others they hold by chance alone."""


def columns_confirmed(filing: Filing) -> bool:
    """True where a sum holds over every column of amounts and balances that has values, and none fails."""
    if any(check.outcome == "violated" for check in filing.checks):
        return False
    columns = {column for cell in filing.cells if (column := _column(cell.path)) and cell.value}
    sums = (check for check in filing.checks if check.rule in SUMS and check.outcome == "satisfied")
    held = {_column(path) for check in sums for path in check.cells}
    return bool(columns) and columns <= held


def _column(path: str) -> tuple[str, str] | None:
    """The table and the field of an amount or a balance; None for other cells."""
    if not path.endswith((f"/{AMOUNT}", f"/{FOLLOWING}")):
        return None
    parsed = CellPath.parse(path)
    return parsed.table, parsed.tag
