"""Rules and what they state of a filing.

A rule names what it checks and how often real filings hold it; its statements bind single cells. The values
in a statement may be others than those read: the search asks of each combination whether it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import log
from typing import Literal

from extractor.reconcile.form_view import Form, Values

Strength = Literal["hard", "usual", "preference"]
"""What a rule may do: hard and usual ones weigh readings; a preference is only told."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a rule says of some cells of one filing.

    `cells` are the paths it binds, in reading order; `holds` and `words` are asked with values for all of
    them. `solved(values, path)` is what the cell at `path` would have to say, given the others; None where
    that cannot be told. `words` spells the statement as people write it: `1,116 - 409 = 707`, and where it
    does not hold `1,116 - 409 = 707, not 767`.
    """

    cells: tuple[str, ...]
    holds: Callable[[Values], bool]
    words: Callable[[Values], str]
    solved: Callable[[Values, str], str | None] = field(default=lambda values, path: None)


@dataclass(frozen=True, slots=True)
class Constraint:
    """One of the form's rules.

    `id` stands in the output, `number` is the one it has in the project's list of rules; `chance` is how
    often values that have nothing to do with each other would hold it (0 to 1, exclusive); `stated` the rate
    at which it is said to hold. `statements` yields nothing where the rule must keep silent.
    """

    id: str
    number: str
    name: str
    strength: Strength
    chance: float
    stated: float | None
    statements: Callable[[Form], Iterator[Statement]]

    def weight(self, held: float, holds: bool) -> float:
        """Log of how much likelier true values are to come out so than unrelated ones.

        `held` is the rate at which real filings hold the rule. An unknown value weighs nothing: 0.
        """
        return log(held / self.chance) if holds else log((1 - held) / (1 - self.chance))
