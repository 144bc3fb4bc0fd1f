"""The form's own arithmetic: what a Form 4 must add up to, and what that says of doubtful readings."""

from extractor.reconcile.settlement import reconcile

__all__ = ["reconcile"]
