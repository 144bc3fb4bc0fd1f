"""The form's own arithmetic: what a Form 4 must add up to, and what that says of doubtful readings.

`reconcile` settles one filing, `checked` only gives the outcome of every constraint, `across` compares
several filings; `balances_of` says what the balances of a layout mean, where no more is known than its name,
`columns_confirmed` whether the sums say that the columns of a filing are what they were taken for, and
`rows_missing` and `rows_misfit` which tables may lack a row.
"""

from extractor.reconcile.across import Across, ContinuingReading, Link, across
from extractor.reconcile.columns import columns_confirmed
from extractor.reconcile.form_view import balances_of
from extractor.reconcile.policy import checked, reconcile
from extractor.reconcile.rows_missing import rows_misfit, rows_missing

__all__ = [
    "Across",
    "ContinuingReading",
    "Link",
    "across",
    "balances_of",
    "checked",
    "columns_confirmed",
    "reconcile",
    "rows_misfit",
    "rows_missing",
]
