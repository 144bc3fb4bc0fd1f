"""What a Form 4 must add up to: every rule that speaks of one filing, in the order of the project's list,
and two of repeated words.

Left out, for the values of one filing do not tell: B8 (the balance of an earlier filing), H3 (the box for one
or more persons has no place in EDGAR's document), H6 (a list of issuers) and PG1 (`page 1 of 3`). B2 and B9
are other ways of telling balances, which B1 must not take for errors: each group of rows follows one way.
"""

from __future__ import annotations

from extractor.reconcile.constraint import Constraint
from extractor.reconcile.rules import (
    balances,
    codes,
    dates,
    derivatives,
    header_boxes,
    links,
    notes_and_signatures,
    numbers,
    prices,
    repeats,
)
from extractor.reconcile.rules.balances import opening

__all__ = ["RULES", "opening", "rule"]

RULES: tuple[Constraint, ...] = (
    *balances.RULES,
    *derivatives.RULES,
    *links.RULES,
    *prices.RULES,
    *dates.RULES,
    *codes.RULES,
    *header_boxes.RULES,
    *numbers.RULES,
    *notes_and_signatures.RULES,
    *repeats.RULES,
)


def rule(identity: str) -> Constraint:
    """The rule of this id, Table I's where both tables have one; KeyError where there is none."""
    found = next((rule for rule in RULES if rule.id == identity), None)
    if found is None:
        raise KeyError(identity)
    return found
