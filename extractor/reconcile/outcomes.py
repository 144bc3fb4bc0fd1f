"""The outcome of every constraint for a filing: satisfied, violated, or not applicable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from extractor.layout.template import Balances
from extractor.model.filing import BrokenAsFiled, Check, FiledBy
from extractor.reconcile.constraint import Constraint, Statement
from extractor.reconcile.form_view import Form, Values, joined
from extractor.reconcile.rules import installed_constraints
from extractor.reconcile.settings import SETTINGS

SOURCE_INCONSISTENT = "source-inconsistent"
"""The rule named in a check where the filing itself, clearly read, does not satisfy a constraint."""


@dataclass(frozen=True, slots=True)
class ConstraintInstance:
    """A statement about a filing and the constraint that makes it."""

    constraint: Constraint
    statement: Statement


def instances_of(form: Form) -> tuple[ConstraintInstance, ...]:
    """What every constraint states about a filing, in the order of the constraints."""
    return _instances(tuple(form.values.items()), form.balances, form.is_scan, form.unread, form.filed_by)


@lru_cache(SETTINGS.remembered_filings)
def _instances(
    values: tuple[tuple[str, str], ...],
    balances: Balances | None,
    is_scan: bool,
    unread: frozenset[str],
    filed_by: FiledBy | None,
) -> tuple[ConstraintInstance, ...]:
    """Kept by all that a form is made of: review needs the same few filings again and again."""
    form = Form(dict(values), balances, is_scan, unread, filed_by)
    return tuple(
        ConstraintInstance(constraint, statement)
        for constraint in installed_constraints()
        for statement in constraint.stated(form)
    )


def checks(
    instances: Sequence[ConstraintInstance], values: Values, crisp: Set[str], is_scan: bool
) -> Iterable[Check]:
    """The outcome of every constraint: statements of one that share cells as one check.

    A preference is reported where it holds. What does not hold though all its cells are `crisp` is the
    filer's own: the check is called source-inconsistent, and its statement begins with the rule.
    """
    for constraint in filter(lambda each: each.speaks_of(values), installed_constraints()):
        own = [item.statement for item in instances if item.constraint is constraint]
        found = [_check(constraint, chain, values, crisp, is_scan) for chain in _chains(own)]
        known = [check for check in found if check is not None]
        yield from known or [Check(rule=constraint.id, outcome="not-applicable", statement=constraint.name)]


def _check(
    constraint: Constraint, chain: Sequence[Statement], values: Values, crisp: Set[str], is_scan: bool
) -> Check | None:
    """The outcome of statements that share cells; None for a preference that does not hold."""
    spelt = tuple(statement.words(values) for statement in chain)
    words = joined(spelt)
    cells = tuple(dict.fromkeys(path for statement in chain for path in statement.cells))
    broken = [statement for statement in chain if not statement.holds(values)]
    check = Check(rule=constraint.id, outcome="satisfied", statement=words, cells=cells)
    if not broken:
        return check
    if constraint.strength == "preference":
        return None
    if _is_excused(constraint, broken, is_scan):
        return check.model_copy(update={"outcome": "not-applicable"})
    if constraint.weighs and all(path in crisp for path in cells if path in values):
        as_filed = BrokenAsFiled(rule=constraint.id, statements=spelt)
        own = {"rule": SOURCE_INCONSISTENT, "statement": f"{constraint.id} as filed: {words}"}
        return check.model_copy(update={"outcome": "violated", "as_filed": as_filed, **own})
    return check.model_copy(update={"outcome": "violated"})


def _is_excused(constraint: Constraint, broken: Sequence[Statement], is_scan: bool) -> bool:
    """True where what is missing on a scan, or a cell that was not read, may be the reason."""
    if constraint.strength == "presence":
        return is_scan
    return all(statement.excused for statement in broken)


def _chains(statements: Sequence[Statement]) -> list[list[Statement]]:
    """The statements in order, those that share cells together."""
    chains: list[tuple[set[str], list[Statement]]] = []
    for statement in statements:
        own = set(statement.cells)
        touched = [chain for chain in chains if chain[0] & own]
        merged = (own.union(*(cells for cells, _ in touched)), [s for _, chain in touched for s in chain])
        chains = [chain for chain in chains if chain not in touched] + [(merged[0], [*merged[1], statement])]
    return [chain for _, chain in chains]
