"""Why a misread cell was not noticed or not repaired, told from what reconciling made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from extractor.model.filing import Cell, Filing
from extractor.model.reason import ReasonCode, found_in
from extractor.reconcile.constraint import Constraint, Statement
from extractor.reconcile.form_view import Form
from extractor.reconcile.rules import RULES
from extractor.reconcile.search import is_crisp
from extractor.reconcile.settings import SETTINGS
from samples.misreading import Injected

Cause = Literal[
    "read beyond doubt: never overruled",
    "no sum speaks of it as misread",
    "another cell of its sums is misread too",
    "repaired to a wrong value",
    "the sums hold as misread",
    "the right value is found, not surely enough",
    "another value is preferred",
    "the reading is kept though a sum fails",
]


@dataclass(frozen=True, slots=True)
class Miss:
    """A misread cell that stays wrong; `cell` is what reconciling left of it."""

    filing: str
    injected: Injected
    cell: Cell
    cause: Cause

    def words(self) -> str:
        """One line: where, what was read for what, and what became of it."""
        own, cell = self.injected, self.cell
        others = ", ".join(f"{other.value} {other.probability:.3g}" for other in cell.alternatives)
        read = f"{own.true} read {own.read} ({own.confidence:.3f}), {'named' if own.named else 'not named'}"
        left = f"{cell.status} {cell.value} {cell.confidence:.3f} [{others}] {cell.reason}".rstrip()
        return f"[{self.cause}] {self.filing} {own.path}: {read} -> {left}"


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands around a misread cell: the true sums that it breaks, the paths of what else is misread, and
    the filing as misread."""

    broken: Sequence[Statement]
    misread: Sequence[str]
    filing: Filing


def cause_of(was: Cell, cell: Cell, true: str, beside: Beside) -> Cause:
    """The first cause that fits; `was` is the cell as misread, `cell` what reconciling left of it."""
    if cell.status == "repaired":
        return "repaired to a wrong value"
    if is_crisp(was):
        return "read beyond doubt: never overruled"
    spoken = [s for s in stated(beside.filing, _proves) if cell.path in s.cells]
    if not spoken:
        return "no sum speaks of it as misread"
    if all(set(beside.misread) & set(s.cells) for s in beside.broken):
        return "another cell of its sums is misread too"
    if all(statement.holds(beside.filing.values()) for statement in spoken):
        return "the sums hold as misread"
    return _of_reasons(cell, true)


def _of_reasons(cell: Cell, true: str) -> Cause:
    others = [reason.about("value") for reason in found_in(cell.reasons, ReasonCode.COULD_BE)]
    if not others:
        return "the reading is kept though a sum fails"
    return "the right value is found, not surely enough" if true in others else "another value is preferred"


def _proves(rule: Constraint) -> bool:
    return rule.strength != "preference" and rule.chance <= SETTINGS.telling_chance


def stated(filing: Filing, speaks: Callable[[Constraint], bool]) -> list[Statement]:
    """What some of the rules say of a filing as it stands, whether it holds or not."""
    form = Form(filing.values())
    return [statement for rule in RULES if speaks(rule) for statement in rule.stated(form)]


def by_cause(misses: Iterable[Miss]) -> Iterator[str]:
    """How often each cause stands behind a miss, the commonest first."""
    for cause, count in Counter(miss.cause for miss in misses).most_common():
        yield f"{count:>6}  {cause}"
