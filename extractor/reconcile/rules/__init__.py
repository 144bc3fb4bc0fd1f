"""What a Form 4 must add up to: every constraint on one filing, in the order of the project's list, and two
on repeated words.

Left out, for the values of one filing do not show: B8 (the balance of an earlier filing), H3 (the box for one
or more persons has no place in EDGAR's document), H6 (a list of issuers) and PG1 (`page 1 of 3`). B2 and B9
are other orders of balances, which B1 must not take for errors: each group of rows follows one order.

A further constraint is a `Constraint` in another package, registered under the entry point group
`form4.constraints`; nothing here has to know it.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points

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

__all__ = ["GROUP", "RULES", "installed_constraints", "opening", "rule"]

GROUP = "form4.constraints"
"""Entry point group: each entry names a `Constraint`, or what gives one when called without arguments."""

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
"""The constraints that come with the tool."""


@cache
def installed_constraints() -> tuple[Constraint, ...]:
    """The shipped constraints and those that other packages register, one of each a process."""
    found = (entry.load() for entry in entry_points(group=GROUP))
    return (*RULES, *(own if isinstance(own, Constraint) else own() for own in found))


def rule(identity: str) -> Constraint:
    """The constraint of this id, Table I's where both tables have one; KeyError where there is none."""
    found = next((rule for rule in installed_constraints() if rule.id == identity), None)
    if found is None:
        raise KeyError(identity)
    return found
