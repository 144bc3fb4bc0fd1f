"""Exact maximisation of a sum of tables over a few variables: bucket elimination with messages up and down.

Each table is about some variables and gives every combination of their states a weight (a logarithm). The
variables are eliminated one by one: all tables of a variable are added up in its bucket, the maximum over its
states goes on to the next bucket. Messages back down give the best total for every state of every variable
in two passes. After R. Dechter, "Bucket elimination: a unifying framework for reasoning", Artificial
Intelligence 113 (1999), and D. Koller and N. Friedman, "Probabilistic Graphical Models" (2009), §9.4.3
(order), §10.2 and §13.3 (max-product in a tree of cliques).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from extractor.reconcile.settings import SETTINGS

Scope = tuple[str, ...]
"""The variables of a table, in the order of its axes."""
Buckets = dict[str, Scope]
"""Variable → variables of its bucket's table, itself first; in the order of elimination throughout."""
WeightTable = NDArray[np.float64]
Factor = tuple[Scope, WeightTable]


@dataclass(frozen=True, slots=True)
class Maximum:
    """`states` of the variables that reach the best total; `margins` by variable: for each of its states the
    best total with it, less the best of all (0 or negative)."""

    states: Mapping[str, int]
    margins: Mapping[str, tuple[float, ...]]


def elimination(sizes: Mapping[str, int], scopes: Iterable[Scope]) -> Buckets:
    """The buckets when the variable with the smallest table goes first each time.

    `sizes` are numbers of states. The variables that are equally good keep the order of `sizes`.
    """
    near = _neighbours(sizes, scopes)
    entries = {name: _entries(sizes, name, near[name]) for name in near}
    cliques: dict[str, set[str]] = {}
    while near:
        gone = min(near, key=entries.__getitem__)
        around = cliques[gone] = near.pop(gone)
        for name in around:
            near[name] = (near[name] | around) - {name, gone}
            entries[name] = _entries(sizes, name, near[name])
    turn = {name: number for number, name in enumerate(cliques)}
    return {name: (name, *sorted(around, key=turn.__getitem__)) for name, around in cliques.items()}


def _neighbours(sizes: Mapping[str, int], scopes: Iterable[Scope]) -> dict[str, set[str]]:
    """The variables that stand in a table with each."""
    near: dict[str, set[str]] = {name: set() for name in sizes}
    for scope in scopes:
        for name in scope:
            near[name].update(other for other in scope if other != name)
    return near


def _entries(sizes: Mapping[str, int], name: str, near: Iterable[str]) -> int:
    return sizes[name] * prod(sizes[other] for other in near)


def maximum(sizes: Mapping[str, int], buckets: Buckets, factors: Sequence[Factor]) -> Maximum:
    """The maximum of the sum of all factors; their axes are in the order of elimination, weights finite.

    Of several best combinations it is the one with the earliest states, the last eliminated variable first.
    """
    totals = _totals(sizes, buckets, factors)
    passed = _passed_up(buckets, totals)
    states: dict[str, int] = {}
    for name, scope in reversed(buckets.items()):
        given: tuple[slice | int, ...] = (slice(None), *(states[other] for other in scope[1:]))
        states[name] = _earliest(totals[name][given])
    margins = {name: _margins(reach, states[name]) for name, reach in _reach(buckets, totals, passed)}
    return Maximum(states, margins)


def _totals(sizes: Mapping[str, int], buckets: Buckets, factors: Sequence[Factor]) -> dict[str, WeightTable]:
    """Variable → the sum of its bucket's own factors; shape as its scope."""
    totals = {name: np.zeros([sizes[other] for other in scope]) for name, scope in buckets.items()}
    for scope, table in factors:
        totals[scope[0]] += _spread(table, scope, buckets[scope[0]])
    return totals


def _spread(table: WeightTable, scope: Scope, wider: Scope) -> WeightTable:
    """The table with an axis of length 1 for every variable of `wider` that it is not about."""
    lengths = dict(zip(scope, table.shape, strict=True))
    return table.reshape([lengths.get(name, 1) for name in wider])


def _passed_up(buckets: Buckets, totals: dict[str, WeightTable]) -> dict[str, WeightTable]:
    """What each bucket passes to the next, its variable maximised out; the totals take it in."""
    passed: dict[str, WeightTable] = {}
    for name, (_, *rest) in buckets.items():
        if rest:
            passed[name] = totals[name].max(axis=0)
            totals[rest[0]] += _spread(passed[name], tuple(rest), buckets[rest[0]])
    return passed


def _reach(
    buckets: Buckets, totals: Mapping[str, WeightTable], passed: Mapping[str, WeightTable]
) -> Iterator[tuple[str, WeightTable]]:
    """Variable and the best total with each of its states, shape (states,); the last eliminated first."""
    full: dict[str, WeightTable] = {}
    for name, (_, *rest) in reversed(buckets.items()):
        full[name] = totals[name]
        if rest:
            above = buckets[rest[0]]
            others = full[rest[0]] - _spread(passed[name], tuple(rest), above)
            gone = tuple(axis for axis, other in enumerate(above) if other not in rest)
            full[name] = totals[name] + others.max(axis=gone)
        yield name, full[name].max(axis=tuple(range(1, full[name].ndim)))


def _earliest(totals: WeightTable) -> int:
    """The first state that reaches the maximum."""
    return int(np.argmax(totals >= totals.max() - SETTINGS.tie))


def _margins(reach: WeightTable, taken: int) -> tuple[float, ...]:
    """What each state falls behind; nothing for the state taken and its equals."""
    less = np.where(reach >= reach.max() - SETTINGS.tie, 0.0, reach - reach.max())
    less[taken] = 0.0
    return tuple(less.tolist())
