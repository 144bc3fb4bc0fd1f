"""Whether sums confirm the columns of a print that no layout knows."""

from extractor.model.filing import Cell, Check, Filing
from extractor.reconcile.columns import columns_confirmed
from extractor.reconcile.form_view import AMOUNT, FOLLOWING

ROWS = [f"nonDerivativeTable/nonDerivativeTransaction[{number}]" for number in (1, 2)]
PATHS = [f"{row}/{field}" for row in ROWS for field in (AMOUNT, FOLLOWING)]


def filing(*checks, paths=PATHS):
    cells = [
        Cell(
            path=path,
            value="100",
            raw="100",
            status="accepted",
            confidence=1.0,
            page=1,
            bbox=(0, 0, 1, 1),
            source="text",
            reader="text-layer",
        )
        for path in paths
    ]
    return Filing(form="4", layout="generic", pages=(1,), status="ok", cells=tuple(cells), checks=checks)


def check(rule="running-balance", outcome="satisfied", cells=PATHS[1:]):
    return Check(rule=rule, outcome=outcome, statement="", cells=tuple(cells))


def test_a_sum_over_every_column_confirms_them():
    assert columns_confirmed(filing(check()))


def test_a_column_without_a_sum_is_not_confirmed():
    table_2 = f"derivativeTable/derivativeTransaction[1]/{AMOUNT}"
    assert not columns_confirmed(filing(check(), paths=[*PATHS, table_2]))


def test_a_sum_that_fails_confirms_nothing():
    assert not columns_confirmed(filing(check(), check(outcome="violated")))


def test_other_checks_confirm_no_column():
    assert not columns_confirmed(filing(check(rule="price-in-range")))


def test_a_filing_without_amounts_is_not_confirmed():
    assert not columns_confirmed(filing(check(), paths=[]))
