"""Tables that may lack a row, for what is there does not add up.

Real filings hardly ever break these rules. Where one fails though every cell is clear, the filer may have
erred, or a row between the others is gone: that is for a person to see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from extractor.layout.template import Balances
from extractor.model.filing import Check, Filing, ReviewItem
from extractor.model.path import TABLES, CellPath
from extractor.model.reason import Reason, ReasonCode
from extractor.reconcile.constraint import Statement
from extractor.reconcile.form_view import Form, Values, number
from extractor.reconcile.outcomes import instances_of

LEAST_SHARE = Decimal("0.01")
"""Of a share, the least that a row is of: dividends are reinvested to the thousandth, and add up to more."""
_OF_ITS_ROWS = ("running-balance", "balance-in-another-order", "told-for-each-owner")
"""What the rows of Table I say of each other. Those of Table II tell balances by grant or by tranche as often
as not: a fifth of 19,003 real rows does not follow from the one above."""
_REPORTED = "something-reported"
_OF_BOTH_TABLES = ("exercised-shares", _REPORTED)
"""What one table says of the other, or the header of both."""


def rows_missing(checks: Iterable[Check]) -> Iterator[ReviewItem]:
    """An item for each table that a broken rule is about."""
    for check in checks:
        if broken := check.as_filed:
            for table in _tables_of(broken.rule, check.cells):
                yield _missing(table, broken.rule, broken.statements)


def rows_misfit(read: Filing, found: Filing, balances: Balances | None) -> Iterator[ReviewItem]:
    """The same of a scan, whose cells are never as clear: cells accepted as they were read break a rule.

    `read` is the filing before its sums were looked at, `found` after. What is missing may be the
    row between two, and the cell right on which the broken sum casts doubt.
    """
    form = Form.of(found, balances)
    sure = {cell.path for cell in read.cells if cell.status == "accepted"}
    for item in instances_of(form) if form.is_scan else ():
        own, statement = item.constraint.id, item.statement
        tables = _tables_of(own, statement.cells) if own != _REPORTED else ()
        broken = not statement.excused and not statement.holds(form.values)
        clear = sure.issuperset(statement.cells)
        if tables and broken and clear and _is_off_by_shares(statement, form.values):
            words = (statement.words(form.values),)
            yield from (_missing(table, own, words) for table in tables)


def _is_off_by_shares(statement: Statement, values: Values) -> bool:
    """False where less than a hundredth of a share is wanting: no row is so small, a figure too many is.

    A statement may be of letters and days as well.
    """
    needed = ((statement.solved(values, path) or "", values.get(path, "")) for path in statement.cells)
    numbers = ((number(need), number(read)) for need, read in needed)
    gaps = [abs(need - read) for need, read in numbers if need is not None and read is not None]
    return all(gap >= LEAST_SHARE for gap in gaps)


def _missing(table: str, rule: str, statements: Iterable[str]) -> ReviewItem:
    sums = (Reason.of(ReasonCode.SUM, rule=rule, statement=words) for words in statements)
    return ReviewItem(path=table, reasons=(Reason.of(ReasonCode.ROW_MISSING, sums),))


def _tables_of(rule: str, cells: Iterable[str]) -> tuple[str, ...]:
    """The tables that may lack a row where a rule is broken."""
    if rule in _OF_BOTH_TABLES:
        return TABLES
    first = any(CellPath.parse(path).table == TABLES[0] for path in cells)
    return TABLES[:1] if rule in _OF_ITS_ROWS and first else ()
