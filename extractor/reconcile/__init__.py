"""The form's own arithmetic: what a Form 4 must add up to, and what that says of doubtful readings.

`reconcile` settles one filing, `checked` only says what holds, `across` compares several.
"""

from extractor.reconcile.across import Across, ContinuingReading, Link, across
from extractor.reconcile.policy import checked, reconcile

__all__ = ["Across", "ContinuingReading", "Link", "across", "checked", "reconcile"]
