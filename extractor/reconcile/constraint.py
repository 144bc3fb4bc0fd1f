"""Constraints and the statements they make about a filing.

A constraint names what it checks and how often real filings satisfy it; its statements bind single cells. The
values in a statement may be others than those read: the search evaluates it for each combination.

Not everything that stands on a page is read. So a statement is made only about cells that were read, and one
that a cell which was not read may explain is never violated: it is not applicable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import log
from typing import Literal

from extractor.reconcile.form_view import Form, Values, form_number

Strength = Literal["hard", "usual", "presence", "preference"]
"""What it means where a constraint does not hold. Hard and usual ones weigh readings. One of presence is
about what must be there: it weighs none, and on a scan what is missing may not have been read. A preference
is only reported where it holds."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a constraint states about some cells of one filing.

    `cells` are the paths it binds, in reading order; `holds` and `words` are called with values for all of
    them. `solved(values, path)` is the value that the cell at `path` needs, given the others; None where that
    cannot be told. `words` spells the statement as people write it: `1,116 - 409 = 707`, and where it does
    not hold `1,116 - 409 = 707, not 767`. `excused` says that a cell which was not read may be the reason
    where it does not hold.
    """

    cells: tuple[str, ...]
    holds: Callable[[Values], bool]
    words: Callable[[Values], str]
    solved: Callable[[Values, str], str | None] = field(default=lambda values, path: None)
    excused: bool = False


@dataclass(frozen=True, slots=True)
class Constraint:
    """One of the form's rules.

    `id` stands in the output, `number` is the one it has in the project's list of rules; `chance` is how
    often values that have nothing to do with each other would satisfy it (0 to 1, exclusive). `statements`
    yields nothing where the constraint does not apply. `forms` are those it speaks for, all where
    none is named.
    """

    id: str
    number: str
    name: str
    strength: Strength
    chance: float
    statements: Callable[[Form], Iterator[Statement]]
    forms: frozenset[str] = frozenset()

    def stated(self, form: Form) -> Iterator[Statement]:
        """What it states about a filing; nothing about one of a form it does not speak for."""
        return self.statements(form) if self.speaks_of(form.values) else iter(())

    def speaks_of(self, values: Values) -> bool:
        """True for a filing of a form it speaks for."""
        return not self.forms or form_number(values) in self.forms

    @property
    def weighs(self) -> bool:
        """True for a constraint that weighs readings."""
        return self.strength in ("hard", "usual")

    def weight(self, held: float, holds: bool) -> float:
        """Log of how much likelier true values are to come out so than unrelated ones.

        `held` is the rate at which real filings satisfy the constraint. An unknown value weighs nothing: 0.
        """
        return log(held / self.chance) if holds else log((1 - held) / (1 - self.chance))
